# SPDX-License-Identifier: GPL-3.0-or-later
"""Gathers the material of a dossier out of a vault as of one log size; counts in = counts out."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from evidence_kit import __version__
from evidence_kit.clock import ClockReading
from evidence_kit.domain.annotation import Annotation, AnnotationKind
from evidence_kit.domain.exhibit import Exhibit, Holding
from evidence_kit.domain.overlap import Overlap
from evidence_kit.domain.plan import Plan
from evidence_kit.domain.progress import CancelToken
from evidence_kit.domain.views import ConversationRow, MessageRow
from evidence_kit.dossier.chats import select
from evidence_kit.dossier.content_material import (
    ChatMaterial,
    ExhibitMaterial,
    Material,
    Omitted,
)
from evidence_kit.dossier.numbering import in_order
from evidence_kit.errors import Inconsistent, UsageFault
from evidence_kit.limits import WHOLE_CONVERSATION_MAX
from evidence_kit.review.custody import log_rows
from evidence_kit.review.exhibits import detail_of
from evidence_kit.review.identifiers import identifiers
from evidence_kit.review.marks import Pointers, pointers
from evidence_kit.review.overlaps import overlaps
from evidence_kit.review.records import numbered
from evidence_kit.review.timeline import timeline
from evidence_kit.review.transcripts import marked_numbers, message_row, notes_of
from evidence_kit.vault.vault import Vault

_ID_SHOWN: Final = 6
"""Digits of the vault's id in a reference: enough to tell a person's own vaults apart."""


def gather(vault: Vault, plan: Plan, at: int | None, cancel: CancelToken) -> Material:
    """Return everything a dossier says, as of log size `at` (now when None).

    Raises:
        UsageFault: the log was never that long, or is empty.
        Inconsistent: counts that must agree do not.
        Cancelled: somebody asked to stop.
    """
    head = vault.head(at)
    if head.size == 0:
        raise UsageFault(reason="log_size", argument=0)
    size = head.size
    made = _made(vault, size)
    annotations = vault.annotations(size)
    all_exhibits = tuple(_as_held(exhibit) for exhibit in vault.exhibits(size))
    printed = in_order(all_exhibits, plan)
    known = pointers(annotations)
    items: list[ExhibitMaterial] = []
    for exhibit in printed:
        cancel.check()
        items.append(_exhibit(vault, exhibit, plan, known, size))
    return Material(
        plan=plan,
        head=head,
        made=made,
        version=__version__,
        reference=f"{made.local:%Y}-{str(vault.header.vault)[:_ID_SHOWN]}-{size}",
        exhibits=tuple(items),
        left_out=tuple(exhibit for exhibit in all_exhibits if exhibit.id in plan.left_out),
        timeline=timeline(vault, size),
        identifiers=identifiers(vault, size),
        overlaps=_overlaps(vault, size, printed, cancel),
        log=log_rows(vault, 0, size),
        case=_last(annotations, AnnotationKind.CASE),
        account=_last(annotations, AnnotationKind.ACCOUNT),
        key_fingerprint=hashlib.sha256(vault.signing_pem()).hexdigest(),
        printed_messages={
            (item.exhibit.number, chat.row.conversation): frozenset(
                row.message.n for row in chat.rows if isinstance(row, MessageRow)
            )
            for item in items
            for chat in item.chats
        },
    )


def _overlaps(
    vault: Vault, size: int, printed: tuple[Exhibit, ...], cancel: CancelToken
) -> tuple[Overlap, ...]:
    """Compare what is printed only: an exhibit that is left out is not spoken of."""
    shown = {exhibit.id for exhibit in printed}
    return tuple(
        found
        for found in overlaps(vault, size, cancel=cancel)
        if {found.first.exhibit, found.second.exhibit} <= shown
    )


def _made(vault: Vault, size: int) -> ClockReading:
    for entry in vault.entries(size - 1, size):
        return entry.time
    raise Inconsistent(what="log_entry", expected=size, found=size - 1)


def _as_held(exhibit: Exhibit) -> Exhibit:
    """Return an exhibit as it can be printed: what was removed since is gone, whatever `at` says."""
    if exhibit.removed_by is None:
        return exhibit
    return replace(exhibit, holding=Holding.REMOVED, reading=None)


def _last(annotations: tuple[Annotation, ...], kind: AnnotationKind) -> Annotation | None:
    found = [annotation for annotation in annotations if annotation.kind is kind]
    return found[-1] if found else None


def _exhibit(
    vault: Vault, exhibit: Exhibit, plan: Plan, known: Pointers, size: int
) -> ExhibitMaterial:
    detail = detail_of(vault, exhibit, size)
    chats = tuple(_chat(vault, exhibit, row, (plan, known, size)) for row in detail.conversations)
    reading = exhibit.reading
    counted = sum(chat.row.messages for chat in chats)
    if reading is not None and counted != reading.records:
        raise Inconsistent(
            what=f"records_of_exhibit_{exhibit.number}", expected=reading.records, found=counted
        )
    return ExhibitMaterial(detail=detail, chats=chats)


def _chat(
    vault: Vault, exhibit: Exhibit, row: ConversationRow, chosen: tuple[Plan, Pointers, int]
) -> ChatMaterial:
    plan, known, size = chosen
    senders: dict[str | None, int] = {}
    for message, _raw in numbered(vault, exhibit, row.conversation, row.messages):
        senders[message.sender] = senders.get(message.sender, 0) + 1
    marked = marked_numbers(vault, exhibit, row.conversation, size)
    notes = notes_of(vault, exhibit)
    rows: list[MessageRow | Omitted] = []
    for stretch in select(row.messages, marked, plan.context, WHOLE_CONVERSATION_MAX):
        if not stretch.printed:
            rows.append(Omitted(first=stretch.first, last=stretch.last))
            continue
        count = stretch.last - stretch.first + 1
        found = vault.messages(exhibit, row.conversation, stretch.first, count)
        rows += (message_row(exhibit.id, item, known, notes) for item in found)
    chat = ChatMaterial(
        row=replace(row, marked=len(marked)), rows=tuple(rows), by_sender=tuple(senders.items())
    )
    for total in _sums(chat):
        if total != row.messages:
            raise Inconsistent(
                what=f"messages_of_exhibit_{exhibit.number}", expected=row.messages, found=total
            )
    return chat


def _sums(chat: ChatMaterial) -> Iterator[int]:
    """Yield what must each be the number of messages in the vault."""
    yield chat.printed + chat.left_out
    yield sum(count for _, count in chat.by_sender)
