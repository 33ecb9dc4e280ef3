# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of a text that the person points out: looked at, tried, and then read by."""

from dataclasses import replace

from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.columns import Columns, ColumnsLook, ColumnsTried
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.reading import ByteSource, Choices
from evidence_kit.domain.record import Fact, Message, SourceHead
from evidence_kit.errors import UsageFault
from evidence_kit.formats import records
from evidence_kit.limits import COLUMN_ROWS_SHOWN, HEAD_BYTES
from evidence_kit.reader.zones import zone_data
from evidence_kit.service.session import Session
from evidence_kit.service.taking_in import again, chosen_before
from evidence_kit.service.task import Task

_IMPORTER = "text"


def columns_look(
    session: Session, task: Task, /, *, exhibit: ExhibitId, asked: Columns | None = None
) -> ColumnsLook:
    """Show the first rows of a text, in the shape asked for or the one it seems to have.

    Raises:
        UsageFault: it is no text, or an app is known to have written it.
        NotHeld: there are no bytes to look at.
    """
    del task
    found = _text(session, exhibit)
    with session.vault.open_original(found) as original:
        return session.viewer.columns(original, found.name, asked)


def try_columns(
    session: Session,
    task: Task,
    /,
    *,
    exhibit: ExhibitId,
    columns: Columns,
    zone: str | None = None,
    day_first: bool | None = None,
) -> ColumnsTried:
    """Read the first rows by some columns; nothing is kept or logged.

    Raises:
        UsageFault: the columns do not do, or there is no such zone.
        NotHeld: there are no bytes to read.
    """
    found = _text(session, exhibit)
    _check(columns)
    choices = _with(chosen_before(found), columns, zone, day_first)
    lines: list[bytes] = []
    with session.vault.open_original(found) as original:
        session.viewer.interpret(
            _Head(original),
            found.name,
            sha256=found.sha256.hex,
            size=found.size,
            choices=choices,
            on_lines=lines.append,
            cancel=task.cancel,
        )
        whole = original.size <= HEAD_BYTES
    return _tried(b"".join(lines), whole=whole)


def _tried(lines: bytes, *, whole: bool) -> ColumnsTried:
    facts: tuple[Fact, ...] = ()
    messages: list[Message] = []
    for line in lines.split(b"\n"):
        record = records.from_line(line) if line else None
        if isinstance(record, SourceHead):
            facts = record.facts
        elif isinstance(record, Message):
            messages.append(record)
    if not whole:
        messages = messages[:-1]  # cut off where looking ended
    return ColumnsTried(facts=facts, messages=tuple(messages[:COLUMN_ROWS_SHOWN]))


def point_out_columns(
    session: Session,
    task: Task,
    /,
    *,
    exhibit: ExhibitId,
    columns: Columns | None,
    zone: str | None = None,
    day_first: bool | None = None,
) -> ChangeSet:
    """Read a text again by the columns the person pointed out; None: as text again.

    Raises:
        UsageFault: it is no text, the columns do not do, or there is no such zone.
        NotHeld: there are no bytes to read.
    """
    found = _text(session, exhibit)
    if columns is not None:
        _check(columns)
    if zone is not None:
        zone_data(zone)  # an unknown zone is told before anything is logged
    return again(session, task, found, _with(chosen_before(found), columns, zone, day_first))


def _with(
    before: Choices, columns: Columns | None, zone: str | None, day_first: bool | None
) -> Choices:
    return replace(
        before,
        columns=columns,
        zone=before.zone if zone is None else zone,
        day_first=before.day_first if day_first is None else day_first,
    )


def _check(columns: Columns) -> None:
    fault = columns.fault()
    if fault:
        raise UsageFault(reason=fault, argument="")


def _text(session: Session, exhibit: ExhibitId) -> Exhibit:
    found = session.vault.exhibit(exhibit)
    if found.reading is not None and found.reading.importer != _IMPORTER:
        raise UsageFault(reason="columns_only_of_text", argument=str(found.number))
    return found


class _Head:
    """The first bytes of an original."""

    def __init__(self, whole: ByteSource) -> None:
        self._whole = whole

    @property
    def size(self) -> int:
        """Bytes in all."""
        return min(self._whole.size, HEAD_BYTES)

    def read_at(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`; fewer only at the end."""
        return self._whole.read_at(offset, max(0, min(length, self.size - offset)))
