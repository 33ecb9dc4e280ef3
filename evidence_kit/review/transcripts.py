# SPDX-License-Identifier: GPL-3.0-or-later
"""Chats: the list of conversations, a page of messages, a whole transcript."""

from collections.abc import Iterator

from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.record import Message, Note
from evidence_kit.domain.views import ConversationRow, MessagePage, MessageRow
from evidence_kit.errors import UnknownMessage
from evidence_kit.limits import MESSAGE_PAGE
from evidence_kit.review.marks import Pointers, place_of, pointers, targets_in
from evidence_kit.review.records import is_readable, numbered
from evidence_kit.vault.vault import Vault


def conversation_rows(vault: Vault, at: int | None = None) -> tuple[ConversationRow, ...]:
    """Return every conversation of every exhibit as of log size `at`."""
    known = pointers(vault.annotations(at))
    return tuple(
        row for exhibit in vault.exhibits(at) for row in conversations_of(vault, exhibit, known)
    )


def conversations_of(
    vault: Vault, exhibit: Exhibit, known: Pointers
) -> tuple[ConversationRow, ...]:
    """Return the conversations of one exhibit, with how many messages are pointed out."""
    if not is_readable(exhibit):
        return ()
    return tuple(
        ConversationRow(
            exhibit=exhibit.id,
            exhibit_number=exhibit.number,
            conversation=found.conversation.id,
            title=found.conversation.title,
            participants=found.conversation.participants,
            messages=found.messages,
            marked=known.marked_in(exhibit.id, found.conversation.id),
            first=found.first,
            last=found.last,
            importer=exhibit.reading.importer if exhibit.reading is not None else "",
        )
        for found in vault.conversations(exhibit)
    )


def message_page(
    vault: Vault, exhibit_id: ExhibitId | int, conversation: int, start: int, count: int
) -> MessagePage:
    """Return consecutive messages of a conversation, numbered from `start` (from 1).

    Raises:
        UnknownExhibit: no exhibit has this number or id.
        UnknownMessage: it has no such conversation.
    """
    exhibit = vault.exhibit(exhibit_id)
    rows = conversations_of(vault, exhibit, pointers(()))
    total = [row.messages for row in rows if row.conversation == conversation]
    if not total:
        raise UnknownMessage(exhibit=exhibit.number, message=f"{conversation}:{start}")
    known = pointers(vault.annotations())
    found = vault.messages(exhibit, conversation, start, count)
    return MessagePage(
        exhibit=exhibit.id,
        conversation=conversation,
        total=total[0],
        start=start,
        rows=tuple(
            message_row(exhibit.id, item, known, notes_of(vault, exhibit)) for item in found
        ),
    )


def transcript(
    vault: Vault, exhibit: Exhibit, conversation: int, at: int | None = None
) -> Iterator[MessageRow]:
    """Yield every message of a conversation with what the person added, as of log size `at`."""
    known = pointers(vault.annotations(at))
    notes = notes_of(vault, exhibit)
    for row in conversations_of(vault, exhibit, known):
        if row.conversation == conversation:
            for item in numbered(vault, exhibit, conversation, row.messages):
                yield message_row(exhibit.id, item, known, notes)


def notes_of(vault: Vault, exhibit: Exhibit) -> tuple[Note, ...]:
    """Return all notes of the importer about an exhibit that point to a place."""
    if exhibit.reading is None or not is_readable(exhibit):
        return ()
    total = exhibit.reading.notes
    found: list[Note] = []
    for start in range(0, total, MESSAGE_PAGE):
        found += vault.notes(exhibit, start, MESSAGE_PAGE)
    return tuple(note for note in found if note.locator is not None)


def message_row(
    exhibit: ExhibitId, item: tuple[Message, str], known: Pointers, notes: tuple[Note, ...]
) -> MessageRow:
    """Join a message with its marks, its importer notes and the person's words."""
    message, raw_sha256 = item
    return MessageRow(
        message=message,
        raw_sha256=raw_sha256,
        own=message.sender is not None and message.sender in known.labels,
        marks=known.marks_of(exhibit, message, raw_sha256),
        notes=tuple(note for note in notes if _points_into(note, message)),
        annotations=known.others_of(exhibit, message, raw_sha256),
    )


def marked_numbers(
    vault: Vault, exhibit: Exhibit, conversation: int, at: int | None = None
) -> frozenset[int]:
    """Return the numbers that marked messages have in the current reading of a conversation.

    A mark names a record by place and bytes; its number is only a label. When the label no longer
    fits, the record is looked for in the whole conversation.
    """
    annotations = vault.annotations(at)
    known = pointers(annotations)
    numbers: set[int] = set()
    moved: set[object] = set()
    for target in targets_in(annotations, exhibit.id, conversation):
        wanted = place_of(exhibit.id, target.locator, target.sha256)
        there = vault.messages(exhibit, conversation, target.n, 1)
        if there and place_of(exhibit.id, there[0][0].locator, there[0][1]) == wanted:
            numbers.add(target.n)
        else:
            moved.add(wanted)
    if moved:
        for row in conversations_of(vault, exhibit, known):
            if row.conversation != conversation:
                continue
            for message, raw_sha256 in numbered(vault, exhibit, conversation, row.messages):
                if place_of(exhibit.id, message.locator, raw_sha256) in moved:
                    numbers.add(message.n)
    return frozenset(numbers)


def _points_into(note: Note, message: Message) -> bool:
    there, here = note.locator, message.locator
    return (
        there is not None
        and there.member == here.member
        and here.start <= there.start < max(here.end, here.start + 1)
    )
