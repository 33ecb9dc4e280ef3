# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking: nothing here writes."""

from evidence_kit.domain.annotation import Annotation
from evidence_kit.domain.exhibit import ExhibitRow, Picture
from evidence_kit.domain.identifier import IdentifierRow
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.overlap import Overlap
from evidence_kit.domain.views import (
    ConversationRow,
    ExhibitDetail,
    FirstMessages,
    LogRow,
    MessagePage,
    TimelineRow,
)
from evidence_kit.errors import UsageFault
from evidence_kit.limits import FOUND_MAX, PAGE_MAX, PICTURE_BOX_MAX
from evidence_kit.review import custody, transcripts
from evidence_kit.review import exhibits as exhibit_views
from evidence_kit.review import identifiers as identifier_views
from evidence_kit.review import overlaps as overlap_views
from evidence_kit.review import timeline as timeline_views
from evidence_kit.service.session import Session
from evidence_kit.service.task import Task


def exhibits(session: Session, task: Task, /) -> tuple[ExhibitRow, ...]:
    """Return all exhibits in order of number."""
    del task
    return exhibit_views.exhibit_rows(session.vault)


def exhibit(session: Session, task: Task, /, *, id: ExhibitId) -> ExhibitDetail:  # noqa: A002 -- the word for it
    """Return everything about one exhibit."""
    del task
    return exhibit_views.exhibit_detail(session.vault, id)


def thumbnail(
    session: Session,
    task: Task,
    /,
    *,
    id: ExhibitId,  # noqa: A002 -- the word for it
    member: str | None = None,
    box: int = 256,
) -> Picture:
    """Return a picture that fits in a square of `box` pixels.

    Raises:
        NotHeld: there are no bytes to show.
        NotUnderstood, ReaderFailed: it cannot be decoded.
    """
    del task
    if not 0 < box <= PICTURE_BOX_MAX:
        raise UsageFault(reason="picture_box", argument=str(box))
    found = session.vault.exhibit(id)
    with session.vault.open_original(found) as original:
        return session.viewer.thumbnail(original, found.name, member, box)


def conversations(session: Session, task: Task, /) -> tuple[ConversationRow, ...]:
    """Return all conversations of all exhibits."""
    del task
    return transcripts.conversation_rows(session.vault)


def messages(
    session: Session,
    task: Task,
    /,
    *,
    exhibit: ExhibitId,
    conversation: int,
    start: int,
    count: int,
) -> MessagePage:
    """Return consecutive messages from number `start`, at most PAGE_MAX."""
    del task
    return transcripts.message_page(
        session.vault, exhibit, conversation, start, min(count, PAGE_MAX)
    )


def first_messages(session: Session, task: Task, /, *, after: int = 0) -> FirstMessages | None:
    """Return the first messages of the file that is being read, behind the first `after`.

    Returns:
        None when no file is being read. They are in no reading yet: nothing can point to them.
    """
    del task
    return session.first_seen.after(max(0, after))


def find(
    session: Session, task: Task, /, *, exhibit: ExhibitId, conversation: int, text: str
) -> tuple[int, ...]:
    """Return the numbers of messages that hold a text, at most FOUND_MAX."""
    del task
    found = session.vault.exhibit(exhibit)
    return session.vault.find_messages(found, conversation, text, FOUND_MAX)


def annotations(session: Session, task: Task, /) -> tuple[Annotation, ...]:
    """Return the person's annotations as they stand now."""
    del task
    return session.vault.annotations()


def identifiers(session: Session, task: Task, /) -> tuple[IdentifierRow, ...]:
    """Return numbers, addresses and accounts found in text."""
    del task
    return identifier_views.identifiers(session.vault)


def timeline(session: Session, task: Task, /) -> tuple[TimelineRow, ...]:
    """Return the chronology over all exhibits."""
    del task
    return timeline_views.timeline(session.vault)


def overlaps(session: Session, task: Task, /) -> tuple[Overlap, ...]:
    """Compare conversations that may stand in two exports; takes seconds for long ones.

    Raises:
        Cancelled: the person stopped.
    """
    return overlap_views.overlaps(session.vault, report=task.report, cancel=task.cancel)


def log(session: Session, task: Task, /, *, start: int = 0, count: int = 0) -> tuple[LogRow, ...]:
    """Return custody log entries from `start`; all that follow when `count` is 0."""
    del task
    return custody.log_rows(session.vault, start, count or session.vault.head().size)
