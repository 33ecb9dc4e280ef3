# SPDX-License-Identifier: GPL-3.0-or-later
"""`columns`: show the first rows of a text, and read it by the columns the person points out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.exits import Exit
from evidence_kit.cli.planning import whole_number
from evidence_kit.cli.verb import Answer, Call, Item, Verb
from evidence_kit.domain.columns import Columns, ColumnsLook, Shape
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.record import Fact
from evidence_kit.errors import UsageFault
from evidence_kit.formats import columns_json
from evidence_kit.i18n import Texts
from evidence_kit.review import exhibits as exhibit_views
from evidence_kit.service import columns as service
from evidence_kit.service.session import Session

_SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_DAY_FIRST: Final = {"day": True, "month": False}
_FORM: Final = "'[{time}] {sender}: {text}'"
_SHOWN: Final = 40
"""Characters of a cell on one line."""


def _summary(t: Texts) -> str:
    return t("point out which columns of a text hold time, sender and words")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument("EXHIBIT", t("number or id of the exhibit"))
    declaration.option("--text", t("number of the column with the words"), metavar="N")
    declaration.option("--time", t("number of the column with the time"), metavar="N")
    declaration.option("--sender", t("number of the column with the sender"), metavar="N")
    declaration.option("--separator", t("the sign between columns"), choices=_SEPARATORS)
    declaration.option(
        "--names", t("whether the first row holds the names of the columns"), choices=("yes", "no")
    )
    declaration.option(
        "--lines",
        t("the form of a line instead, such as {form}", form=_FORM),
        metavar="FORM",
    )
    declaration.option("--zone", t("the time zone of the times, such as Europe/Amsterdam"))
    declaration.option("--order", t("which comes first in dates like 3/4"), choices=_DAY_FIRST)
    declaration.flag("--none", t("read it as plain text again"))


def _run(call: Call) -> Answer:
    given = call.arguments
    numbers = {
        name: whole_number(getattr(given, name), f"--{name}") for name in ("time", "sender", "text")
    }
    chosen = any(number is not None for number in numbers.values()) or given.lines is not None
    if given.none and chosen:
        raise UsageFault(reason="unknown", argument="--none")
    with opening.opened(call) as session:
        exhibit = opening.exhibit_id(call, session)
        if given.none:
            return _read(call, session, exhibit, None)
        if not chosen:
            return _look(call, session, exhibit)
        if given.lines is not None:
            return _read(call, session, exhibit, Columns(shape=Shape.PATTERN, pattern=given.lines))
        look = service.columns_look(session, call.task, exhibit=exhibit, asked=_asked(call))
        shape = look.suggested or Columns(shape=Shape.ROWS, separator=",")
        return _read(call, session, exhibit, _numbered(_with_names(call, shape), numbers))


def _numbered(shape: Columns, numbers: dict[str, int | None]) -> Columns:
    return replace(shape, time=numbers["time"], sender=numbers["sender"], text=numbers["text"])


def _asked(call: Call) -> Columns | None:
    separator = call.arguments.separator
    if separator is None:
        return None
    return _with_names(call, Columns(shape=Shape.ROWS, separator=_SEPARATORS[separator]))


def _with_names(call: Call, shape: Columns) -> Columns:
    names = call.arguments.names
    return shape if names is None else replace(shape, header=names == "yes")


def _look(call: Call, session: Session, exhibit: ExhibitId) -> Answer:
    look = service.columns_look(session, call.task, exhibit=exhibit, asked=_asked(call))
    shape = look.suggested
    item: Item = {
        "number": session.vault.exhibit(exhibit).number,
        "exhibit": exhibit,
        "suggested": None if shape is None else columns_json.to_json(shape),
        "names": [*look.names],
        "rows": [[*row] for row in look.rows],
        "lines": [*look.lines],
    }
    return Answer(items=(item,), lines=tuple(_look_lines(call.t, look)))


def _look_lines(t: Texts, look: ColumnsLook) -> Iterator[str]:
    if look.suggested is None:
        yield t("No columns were found. These are the first lines:")
        yield from (f"  {line[: _SHOWN * 2]}" for line in look.lines)
        yield t("Give --separator, or --lines with the form of a line.")
        return
    width = max([len(look.names), *(len(row) for row in look.rows)], default=0)
    for number in range(1, width + 1):
        name = look.names[number - 1] if number <= len(look.names) else ""
        yield t("Column {number}: {name}", number=number, name=name).rstrip()
        cells = (row[number - 1] for row in look.rows[:3] if number <= len(row))
        yield from (f"    {' '.join(cell[:_SHOWN].split())}" for cell in cells)
    yield t("Nothing is changed. Give --text, --time and --sender with the number of a column.")


def _read(call: Call, session: Session, exhibit: ExhibitId, columns: Columns | None) -> Answer:
    order = call.arguments.order
    changed = service.point_out_columns(
        session,
        call.task,
        exhibit=exhibit,
        columns=columns,
        zone=call.arguments.zone,
        day_first=None if order is None else _DAY_FIRST[order],
    )
    found = session.vault.exhibit(exhibit)
    reading = found.reading
    item: Item = {
        "number": found.number,
        "exhibit": exhibit,
        "columns": None if columns is None else columns_json.to_json(columns),
        "zone": reading.zone if reading else None,
        "day_first": reading.day_first if reading else None,
        "records": reading.records if reading else 0,
        "notes": reading.notes if reading else 0,
        "facts": [rows.fact(fact) for fact in _facts(session, found)],
        "log_size": changed.log_size,
    }
    failed = reading is None or found.reader_failure is not None
    return Answer(
        items=(item,),
        lines=tuple(_read_lines(call, session, found)),
        outcome="failed" if failed else "done",
        exit=Exit.REFUSED if failed else Exit.DONE,
    )


def _facts(session: Session, found: Exhibit) -> tuple[Fact, ...]:
    return exhibit_views.exhibit_detail(session.vault, found.id).facts


def _read_lines(call: Call, session: Session, found: Exhibit) -> Iterator[str]:
    t, reading = call.t, found.reading
    if reading is None or found.reader_failure is not None:
        yield t("Exhibit {number} could not be read this way.", number=found.number)
        return
    yield t("Exhibit {number} was read again. Your choice stands in the log.", number=found.number)
    for fact in _facts(session, found):
        name, value = wording.fact(call.w, fact)
        yield f"  {name}: {value}"
    yield t.n("{n} record", "{n} records", reading.records)


VERB: Final = Verb(name="columns", summary=_summary, declare=_declare, run=_run)
