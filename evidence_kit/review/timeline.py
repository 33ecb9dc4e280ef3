# SPDX-License-Identifier: GPL-3.0-or-later
"""Events in order of time: messages the person pointed out, ends of chats, times in files."""

from collections.abc import Iterator, Mapping
from typing import Final

from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.moment import Moment, Precision, ZoneBasis
from evidence_kit.domain.views import ConversationRow, MarkRow, TimelineRow
from evidence_kit.review.marks import Pointers, pointers
from evidence_kit.review.records import is_readable
from evidence_kit.review.times import order_of
from evidence_kit.review.transcripts import conversations_of, marked_numbers
from evidence_kit.vault.vault import Vault

FIRST_MESSAGE: Final = "first_message"
LAST_MESSAGE: Final = "last_message"
INCIDENT: Final = "incident"
FILE_EVENTS: Final = ("taken", "name_time", "header.date")
"""Facts about a file that are points in time worth a line; a name counts when nothing better does."""


def timeline(vault: Vault, at: int | None = None) -> tuple[TimelineRow, ...]:
    """Return the events of a vault as of log size `at`, by the sources' own clocks."""
    annotations = vault.annotations(at)
    known = pointers(annotations)
    rows: list[TimelineRow] = []
    for exhibit in vault.exhibits(at):
        rows += _file_events(vault, exhibit)
        for conversation in conversations_of(vault, exhibit, known):
            rows += _chat_events(vault, exhibit, conversation, known, at)
    rows += _incidents(annotations, {exhibit.id: exhibit for exhibit in vault.exhibits(at)})
    return tuple(sorted(rows, key=_order))


def _order(row: TimelineRow) -> tuple[str, int, int, int]:
    return (order_of(row.moment), row.exhibit_number or 0, row.conversation or 0, row.n or 0)


def _file_events(vault: Vault, exhibit: Exhibit) -> Iterator[TimelineRow]:
    head = vault.source_head(exhibit) if is_readable(exhibit) else None
    facts = {fact.name: fact.moment for fact in (head.facts if head is not None else ())}
    for name in FILE_EVENTS:
        moment = facts.get(name)
        if moment is not None:
            yield _event(exhibit, moment, name)
            return


def _chat_events(
    vault: Vault,
    exhibit: Exhibit,
    conversation: ConversationRow,
    known: Pointers,
    at: int | None,
) -> Iterator[TimelineRow]:
    if conversation.messages > 1:
        for moment, what, n in (
            (conversation.first, FIRST_MESSAGE, 1),
            (conversation.last, LAST_MESSAGE, conversation.messages),
        ):
            if moment is not None:
                yield _event(exhibit, moment, what, conversation=conversation.conversation, n=n)
    for n in sorted(marked_numbers(vault, exhibit, conversation.conversation, at)):
        for message, raw_sha256 in vault.messages(exhibit, conversation.conversation, n, 1):
            marks = known.marks_of(exhibit.id, message, raw_sha256)
            if message.moment is not None and marks:
                yield TimelineRow(
                    moment=message.moment,
                    exhibit=exhibit.id,
                    exhibit_number=exhibit.number,
                    conversation=conversation.conversation,
                    n=n,
                    what=message.text,
                    is_quote=True,
                    sender=message.sender,
                    marked=True,
                    why=tuple(dict.fromkeys(why for mark in marks for why in mark.why)),
                    words=_words(marks),
                )


def _words(marks: tuple[MarkRow, ...]) -> str:
    return "; ".join(mark.words for mark in marks if mark.words)


def _incidents(
    annotations: tuple[Annotation, ...], exhibits: Mapping[ExhibitId, Exhibit]
) -> Iterator[TimelineRow]:
    for annotation in annotations:
        when = annotation.fact("when")
        if annotation.kind is AnnotationKind.INCIDENT and isinstance(when, str):
            exhibit = None if annotation.exhibit is None else exhibits.get(annotation.exhibit)
            words = annotation.word("title") or annotation.word("text")
            yield _event(exhibit, stated_moment(when), INCIDENT, words=words)


def stated_moment(when: str) -> Moment:
    """Return the moment that the person states in an annotation."""
    return Moment(
        text=when,
        local=when if "T" in when else f"{when}T00:00:00",
        basis=ZoneBasis.USER_CHOSEN,
        precision=_precision(when),
    )


def _precision(when: str) -> Precision:
    if "T" not in when:
        return Precision.DAY
    return Precision.SECOND if when.count(":") > 1 else Precision.MINUTE


def _event(
    exhibit: Exhibit | None,
    moment: Moment,
    what: str,
    *,
    conversation: int | None = None,
    n: int | None = None,
    words: str = "",
) -> TimelineRow:
    return TimelineRow(
        moment=moment,
        exhibit=None if exhibit is None else exhibit.id,
        exhibit_number=None if exhibit is None else exhibit.number,
        conversation=conversation,
        n=n,
        what=what,
        is_quote=False,
        sender=None,
        marked=False,
        words=words,
    )
