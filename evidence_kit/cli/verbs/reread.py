# SPDX-License-Identifier: GPL-3.0-or-later
"""`reread`: read a file again, by another zone, another order of dates, or a newer program."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import Exit
from evidence_kit.cli.verb import Answer, Call, Item, Verb
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.record import Fact, FactBasis
from evidence_kit.i18n import Texts
from evidence_kit.service import taking_in

_DAY_FIRST: Final = {"day": True, "month": False}


def _summary(t: Texts) -> str:
    return t("read a file again, and say what that changes")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument("EXHIBIT", t("number or id of the exhibit"))
    declaration.option("--zone", t("the time zone of the times, such as Europe/Amsterdam"))
    declaration.option("--order", t("which comes first in dates like 3/4"), choices=_DAY_FIRST)


def _run(call: Call) -> Answer:
    zone, order = call.arguments.zone, call.arguments.order
    with opening.opened(call) as session:
        found = session.vault.exhibit(opening.exhibit_id(call, session))
        choices = taking_in.chosen_before(found)
        if zone is not None:
            choices = replace(choices, zone=zone)
        if order is not None:
            choices = replace(choices, day_first=_DAY_FIRST[order])
        changed = taking_in.again(session, call.task, found, choices)
        found = session.vault.exhibit(found.id)
    reading = found.reading
    failed = reading is None or found.reader_failure is not None
    item: Item = {
        "number": found.number,
        "exhibit": found.id,
        "importer": reading.importer if reading else None,
        "importer_version": reading.importer_version if reading else None,
        "zone": reading.zone if reading else None,
        "day_first": reading.day_first if reading else None,
        "records": reading.records if reading else 0,
        "notes": reading.notes if reading else 0,
        "compared": None if changed.reading is None else asdict(changed.reading),
        "log_size": changed.log_size,
    }
    return Answer(
        items=(item,),
        lines=tuple(_lines(call, found, failed=failed)),
        outcome="failed" if failed else "done",
        exit=Exit.REFUSED if failed else Exit.DONE,
    )


def _lines(call: Call, found: Exhibit, *, failed: bool) -> Iterator[str]:
    t, reading = call.t, found.reading
    if failed or reading is None:
        yield t("Exhibit {number} could not be read this way.", number=found.number)
        return
    yield t("Exhibit {number} was read again. Your choice stands in the log.", number=found.number)
    if reading.compared is not None:
        value = " ".join(f"{name}={count}" for name, count in asdict(reading.compared).items())
        fact = Fact(name="compared", value=value, basis=FactBasis.COMPUTED)
        name, words = wording.fact(call.w, fact)
        yield f"  {name}: {words}"
    yield t.n("{n} record", "{n} records", reading.records)


VERB: Final = Verb(name="reread", summary=_summary, declare=_declare, run=_run)
