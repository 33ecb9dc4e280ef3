# SPDX-License-Identifier: GPL-3.0-or-later
"""`backups`: the copies that a vault remembers. Looking changes nothing."""

from collections.abc import Iterator
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import opening, rows
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.backup import BackupRow
from evidence_kit.i18n import Texts
from evidence_kit.service import backing_up


def _summary(t: Texts) -> str:
    return t("list the backups that the vault remembers")


def _declare(declaration: Declaration) -> None:
    opening.declare(declaration)


def _run(call: Call) -> Answer:
    with opening.opened(call, read_only=True) as session:
        found = backing_up.backups(session, call.task)
    lines = tuple(line for row in found for line in _lines(call, row))
    return Answer(
        items=tuple(rows.backup(row) for row in found),
        lines=lines or (call.t("The vault remembers no backup."),),
    )


def _lines(call: Call, row: BackupRow) -> Iterator[str]:
    t = call.t
    if row.time is None:
        yield t("{path}: begun, never completed", path=row.place)
    else:
        time = wording.log_time(call.w, row.time, 0)
        yield f"{row.place}: {time}"
    yield from may_hold(call, row)


def may_hold(call: Call, row: BackupRow) -> Iterator[str]:
    """Say which removed exhibits a copy may still hold."""
    if row.holds_removed:
        numbers = ", ".join(map(str, row.holds_removed))
        yield "  " + call.t(
            "May still hold what you removed, until its next run: {numbers}", numbers=numbers
        )


VERB: Final = Verb(name="backups", summary=_summary, declare=_declare, run=_run)
