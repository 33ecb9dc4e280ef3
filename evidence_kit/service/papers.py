# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers of a page: the recovery key, a time-stamp request, the state of the log for somebody else.

Each can be written to a file the person names, or be shown page by page for a printer: then nothing
of it lies on the disk. A paper changes nothing in the vault and is not logged, as looking is not.
"""

import contextlib
import hashlib
from pathlib import Path
from typing import BinaryIO

from evidence_kit import __version__
from evidence_kit.crypto.signing import fingerprint
from evidence_kit.domain.custody import EntryType, LogHead
from evidence_kit.domain.exhibit import Picture
from evidence_kit.domain.paper import PaperKind, PaperMade
from evidence_kit.dossier import anchor_sheet as anchors
from evidence_kit.dossier import recovery_sheet as recovery_sheets
from evidence_kit.dossier import stamp_sheet as stamp_sheets
from evidence_kit.dossier.anchor_sheet import Anchor
from evidence_kit.dossier.paper_frame import Printed
from evidence_kit.errors import Damaged, StorageFailed, UsageFault, VaultReadOnly
from evidence_kit.export_door import write_new_file
from evidence_kit.limits import PICTURE_BOX_MAX
from evidence_kit.service.choices import change_settings, read_settings
from evidence_kit.service.making import BytesSource
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task
from evidence_kit.settings import Settings, system_language

_GIVEN_OUT = frozenset({EntryType.STAMP_REQUESTED, EntryType.STAMPED, EntryType.HANDED_OVER})
"""After one of these the state of the log is known outside."""
_TAKEN_IN = frozenset({EntryType.ACQUIRED, EntryType.REGISTERED})
_ANCHOR = "anchor"
"""Name of the reminder in the settings."""


def recovery_sheet(session: Session, task: Task, /, *, out: str, language: str) -> PaperMade:
    """Write the recovery key that was just given out, with what to do with it, to a new PDF.

    Raises:
        UsageFault: no key was given out since the vault was opened; the program keeps none.
        OutputExists, DiskFull, StorageFailed: it cannot be written.
    """
    del task
    return _write(out, _recovery(session, language))


def stamp_sheet(
    session: Session, task: Task, /, *, out: str, language: str, file: str | None = None
) -> PaperMade:
    """Write a time-stamp request, with how to have it answered, to a new PDF.

    Args:
        session: holds the vault.
        task: not asked.
        out: the PDF.
        language: "nl" or "en".
        file: the request's name in receipts/; None for the newest.

    Raises:
        UsageFault: there is no such request.
        OutputExists, DiskFull, StorageFailed: it cannot be written.
    """
    del task
    return _write(out, _stamp(session, language, file))


def anchor_sheet(
    session: Session, task: Task, /, *, out: str, language: str, at: int | None = None
) -> PaperMade:
    """Write the state of the log, now or after `at` lines, to a new PDF for somebody else to keep.

    Raises:
        UsageFault: the log was never that long.
        OutputExists, DiskFull, StorageFailed: it cannot be written.
    """
    del task
    made = _write(out, anchors.anchor_sheet(_anchor(session, at), language))
    _settle(session)
    return made


def anchor_text(
    session: Session, task: Task, /, *, language: str, at: int | None = None
) -> tuple[str, ...]:
    """Return the same as lines to read aloud or type."""
    del task
    return anchors.anchor_lines(_anchor(session, at), language)


def paper_pages(session: Session, task: Task, /, *, kind: PaperKind, language: str) -> int:
    """Make a paper in memory, for `paper_page`; returns its pages.

    Raises:
        UsageFault: as the function that writes it.
    """
    del task
    printed = _printed(session, kind, language)
    session.paper = printed.data
    if kind is PaperKind.ANCHOR:
        _settle(session)
    return printed.pages


def paper_page(session: Session, task: Task, /, *, page: int, width: int) -> Picture:
    """Return one page of the paper in memory as a picture; pages count from 1."""
    del task
    if session.paper is None or page < 1 or not 0 < width <= PICTURE_BOX_MAX:
        raise UsageFault(reason="no_preview")
    return session.viewer.pdf_page(BytesSource(session.paper), page - 1, width)


def forget_paper(session: Session, task: Task, /) -> None:
    """Drop the paper in memory."""
    del task
    session.paper = None


def anchor_offered(session: Session, task: Task, /) -> bool:
    """Say whether to offer giving the state of the log to somebody outside.

    Yes from the first exhibit on, until it was given out, or the person said no.
    """
    del task
    kept = read_settings(session)
    if session.anchor_settled or (kept is not None and kept.is_postponed(_ANCHOR, _today(session))):
        return False
    types = {entry.type for entry in session.vault.entries()}
    return bool(types & _TAKEN_IN) and not types & _GIVEN_OUT


def decline_anchor(session: Session, task: Task, /) -> None:
    """Do not offer it again for this vault."""
    del task
    _settle(session)


def _settle(session: Session) -> None:
    """Remember that it need not be offered: in the vault's settings, or while it is open."""
    session.anchor_settled = True
    kept = read_settings(session) or Settings(language=system_language())
    # A vault that can only be read keeps no choices; the paper was made all the same.
    with contextlib.suppress(VaultReadOnly, StorageFailed, Damaged):
        change_settings(session, Task(), settings=kept.postpone(_ANCHOR))


def _today(session: Session) -> str:
    return session.clock.read().local.date().isoformat()


def _printed(session: Session, kind: PaperKind, language: str) -> Printed:
    match kind:
        case PaperKind.RECOVERY:
            return _recovery(session, language)
        case PaperKind.STAMP:
            return _stamp(session, language, None)
        case PaperKind.ANCHOR:
            return anchors.anchor_sheet(_anchor(session, None), language)


def _recovery(session: Session, language: str) -> Printed:
    # A key that was drawn and not yet put in place goes first: it is the one to be kept from now on.
    key = session.recovery_drawn or session.recovery_shown
    if key is None:
        raise UsageFault(reason="no_key_shown")
    return recovery_sheets.recovery_sheet(key, language, session.clock.read().local)


def _stamp(session: Session, language: str, file: str | None) -> Printed:
    vault = session.vault
    for entry in reversed(tuple(vault.entries())):
        if entry.type is not EntryType.STAMP_REQUESTED or file not in (None, entry.body["file"]):
            continue
        head = LogHead(size=int(str(entry.body["at"])), root=str(entry.body["root"]))
        return stamp_sheets.stamp_sheet(
            vault.receipt(str(entry.body["file"])),
            head,
            str(entry.body["imprint"]),
            language,
            session.clock.read().local,
        )
    raise UsageFault(reason="no_stamp_request", argument=file or "")


def _anchor(session: Session, at: int | None) -> Anchor:
    vault = session.vault
    return Anchor(
        vault=vault.header.vault,
        head=vault.head(at),
        key_fingerprint=fingerprint(vault.signing_pem()),
        made=session.clock.read(),
        version=__version__,
    )


def _write(out: str, printed: Printed) -> PaperMade:
    write_new_file(Path(out), lambda stream: _put(stream, printed.data))
    return PaperMade(
        path=out,
        sha256=hashlib.sha256(printed.data).hexdigest(),
        size=len(printed.data),
        pages=printed.pages,
    )


def _put(stream: BinaryIO, data: bytes) -> None:
    stream.write(data)
