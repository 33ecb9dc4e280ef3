# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of exhibits, and everything about one of them."""

from collections.abc import Iterator
from dataclasses import asdict

from evidence_kit.domain.exhibit import Exhibit, ExhibitRow, Holding, MediaKind
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.record import Attachment, Fact, FactBasis
from evidence_kit.domain.views import ConversationRow, ExhibitDetail
from evidence_kit.limits import NOTES_SHOWN
from evidence_kit.review.marks import Pointers, pointers
from evidence_kit.review.records import is_readable
from evidence_kit.review.times import earliest, latest
from evidence_kit.review.transcripts import conversations_of
from evidence_kit.vault.vault import Vault


def exhibit_rows(vault: Vault, at: int | None = None) -> tuple[ExhibitRow, ...]:
    """Return one row for each exhibit as of log size `at`, in order of number."""
    known = pointers(vault.annotations(at))
    return tuple(_row(vault, exhibit, known) for exhibit in vault.exhibits(at))


def exhibit_detail(vault: Vault, key: ExhibitId | int, at: int | None = None) -> ExhibitDetail:
    """Return everything about one exhibit.

    Raises:
        UnknownExhibit: no exhibit has this number or id.
    """
    return detail_of(vault, vault.exhibit(key, at), at)


def detail_of(vault: Vault, exhibit: Exhibit, at: int | None = None) -> ExhibitDetail:
    """Return everything about an exhibit."""
    annotations = vault.annotations(at)
    conversations = conversations_of(vault, exhibit, pointers(annotations))
    readable = is_readable(exhibit)
    head = vault.source_head(exhibit) if readable else None
    return ExhibitDetail(
        exhibit=exhibit,
        title=_title(exhibit, conversations),
        facts=(*(head.facts if head is not None else ()), *_change(exhibit)),
        conversations=conversations,
        notes=vault.notes(exhibit, 0, NOTES_SHOWN) if readable else (),
        notes_total=exhibit.reading.notes if exhibit.reading is not None and readable else 0,
        annotations=tuple(item for item in annotations if item.exhibit == exhibit.id),
        members=members_of(vault, exhibit),
        children=tuple(other for other in vault.exhibits(at) if other.parent == exhibit.id),
    )


def members_of(vault: Vault, exhibit: Exhibit) -> tuple[Attachment, ...]:
    """Return the files inside an exhibit that messages name and that are there or withheld."""
    if exhibit.media not in (MediaKind.CHAT, MediaKind.MAIL, MediaKind.ARCHIVE):
        return ()
    return vault.named_files(exhibit) if is_readable(exhibit) else ()


def _row(vault: Vault, exhibit: Exhibit, known: Pointers) -> ExhibitRow:
    conversations = conversations_of(vault, exhibit, known)
    shown = exhibit.holding is Holding.COPIED and exhibit.media is MediaKind.PICTURE
    return ExhibitRow(
        exhibit=exhibit,
        title=_title(exhibit, conversations),
        marks=known.marked_places(exhibit.id),
        messages=sum(row.messages for row in conversations),
        pictures=1 if shown else 0,
        first=earliest(row.first for row in conversations),
        last=latest(row.last for row in conversations),
    )


def _title(exhibit: Exhibit, conversations: tuple[ConversationRow, ...]) -> str:
    if len(conversations) == 1 and conversations[0].title:
        return conversations[0].title
    return exhibit.name.text


def _change(exhibit: Exhibit) -> Iterator[Fact]:
    """Say what the last reading changed, where there was one before it."""
    change = None if exhibit.reading is None else exhibit.reading.compared
    if change is not None:
        value = " ".join(f"{name}={count}" for name, count in asdict(change).items())
        yield Fact(name="compared", value=value, basis=FactBasis.COMPUTED)
