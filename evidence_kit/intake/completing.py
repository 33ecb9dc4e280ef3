# SPDX-License-Identifier: GPL-3.0-or-later
"""Putting back what was left out of an export, bit for bit (docs/decisions/010-completing.md).

Two ways. The export itself is added again, with another answer: then any member can be put back. Or the
file that was left out is added by itself: then it goes back where the export holds it as it is; where it
was packed, other packing gives other bytes, so there the export itself is needed, and that is said.

What was sealed before is never changed. A completed export is a new object under the same number.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evidence_kit.domain.custody import EntryType
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Answer, Exhibit, Holding, Hole
from evidence_kit.domain.found_text import FoundText
from evidence_kit.domain.ids import new_id
from evidence_kit.domain.progress import CancelToken
from evidence_kit.domain.reading import ByteSource, MemberInfo
from evidence_kit.domain.survey import AddedItem, SurveyItem, Taken
from evidence_kit.errors import Inconsistent
from evidence_kit.formats.exhibit_words import ExhibitWords
from evidence_kit.limits import COPY_BLOCK
from evidence_kit.reader.client import Reader
from evidence_kit.vault.vault import ObjectWriter, StoredObject, Vault, WriteBatch

Chosen = tuple[Hole, SurveyItem, MemberInfo]
"""A hole, and the member that may be copied into it now."""

COMPLETED = "completed"
PARTLY = "completed_partly"
EXPORT_NEEDED = "export_needed"


def said(left: Sequence[Hole]) -> str:
    """Return the code for an export that was completed but for these holes."""
    return PARTLY if left else COMPLETED


def chosen_holes(
    held: Exhibit, chosen: Sequence[tuple[SurveyItem, MemberInfo]], asked: Sequence[Hole]
) -> tuple[Chosen, ...]:
    """Return the holes of a held export whose member may be copied now.

    Bytes that another answer of the same drop leaves out stay out, wherever else they stand.
    """
    left_out = {hole.content_sha256 or hole.sha256 for hole in asked}
    members = {info.raw_offset: (item, info) for item, info in chosen}
    return tuple(
        (hole, *members[hole.offset])
        for hole in held.holes
        if hole.offset in members and (hole.content_sha256 or hole.sha256) not in left_out
    )


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an export that is there again."""

    source: ByteSource
    name: FoundText
    info: MemberInfo
    hole: Hole

    def copy(self, reader: Reader, writer: ObjectWriter, stop: CancelToken) -> None:
        """Write its content; where that could never be unpacked, its bytes as they stand.

        Raises:
            NotUnderstood, ReaderFailed: it cannot be unpacked now.
            DiskFull, StorageFailed, Cancelled: as they say.
        """
        if self.hole.content_sha256 is not None:
            reader.unpack(self.source, self.name, self.info.key, on_bytes=writer.write, cancel=stop)
            return
        for block in _blocks(self.source, self.hole.offset, self.hole.length):
            stop.check()
            writer.write(block)


def log_member(batch: WriteBatch, noted: Exhibit, stored: StoredObject, batch_id: str) -> None:
    """Log the copy of a member that had been noted; number and place stay its own."""
    words = ExhibitWords(
        name=noted.name, folder=noted.folder, modified=noted.modified, member=noted.member
    )
    _log(batch, noted, stored, words, (batch_id, Answer.COPY))


def complete_exports(
    vault: Vault,
    done: Sequence[AddedItem],
    copied: frozenset[str],
    before: int,
    stop: CancelToken,
) -> tuple[list[AddedItem], list[AddedItem]]:
    """Put files of this drop back into the exports that they were left out of.

    Args:
        vault: holds both.
        done: what became of this drop.
        copied: keys of the files that may be copied.
        before: log size at its beginning; an export it touched was answered for itself.
        stop: cancels.

    Returns:
        The drop's items, some with a reason; and one more for each completed export.

    Raises:
        Cancelled, DiskFull, StorageFailed, VaultReadOnly: what was secured before is safe.
    """
    given = _given(vault, done, copied)
    items, more = list(done), []
    if not given:
        return items, []
    for held in vault.exhibits():
        if held.holding is not Holding.WITH_HOLES or held.entry >= before:
            continue
        fitting = {hole.offset: given[hole.sha256] for hole in held.holes if hole.sha256 in given}
        if fitting:
            more.append(_complete(vault, held, fitting, stop))
        packed = {
            given[hole.content_sha256].id
            for hole in held.holes
            if hole.content_sha256 in given and hole.offset not in fitting
        }
        items = [
            replace(item, reason=EXPORT_NEEDED) if item.exhibit in packed else item
            for item in items
        ]
    return items, more


def _given(
    vault: Vault, done: Sequence[AddedItem], copied: frozenset[str]
) -> dict[Digest, Exhibit]:
    """Return the exhibits of this drop that are there as a whole, by digest."""
    found: dict[Digest, Exhibit] = {}
    for item in done:
        if item.exhibit is None or item.taken not in {Taken.SECURED, Taken.ALREADY_HELD}:
            continue
        if item.taken is Taken.SECURED or item.key in copied:
            exhibit = vault.exhibit(item.exhibit)
            if exhibit.holding is Holding.COPIED and exhibit.size:
                found[exhibit.sha256] = exhibit
    return found


def _complete(
    vault: Vault, held: Exhibit, fitting: dict[int, Exhibit], stop: CancelToken
) -> AddedItem:
    left = tuple(hole for hole in held.holes if hole.offset not in fitting)
    with vault.batch() as batch:
        writer = batch.new_object()
        for block in _filled(vault, held, fitting):
            stop.check()
            writer.write(block)
        stored = writer.close()
        if not left and stored.plain_sha256 != held.sha256.hex:
            raise Inconsistent(
                what="completed", expected=held.sha256.hex, found=stored.plain_sha256
            )
        words = ExhibitWords(
            name=held.name,
            folder=held.folder,
            modified=held.modified,
            member=held.member,
            holes=left,
        )
        _log(batch, held, stored, words, (new_id(), held.answer))
        batch.commit()
    return AddedItem(
        key=f"+{held.number}",
        name=held.name,
        taken=Taken.SECURED,
        exhibit=held.id,
        number=held.number,
        sha256=held.sha256,
        size=held.size,
        reason=said(left),
    )


def _filled(vault: Vault, held: Exhibit, fitting: dict[int, Exhibit]) -> Iterator[bytes]:
    """Yield what is held, front to back, with files in the place of zeros."""
    with vault.open_original(held) as source:
        at = 0
        for hole in held.holes:
            exhibit = fitting.get(hole.offset)
            if exhibit is None:
                continue
            yield from _blocks(source, at, hole.offset - at)
            yield from _whole(vault, exhibit, hole)
            at = hole.offset + hole.length
        yield from _blocks(source, at, held.size - at)


def _whole(vault: Vault, exhibit: Exhibit, hole: Hole) -> Iterator[bytes]:
    seen = hashlib.sha256()
    with vault.open_original(exhibit) as original:
        for block in _blocks(original, 0, hole.length):
            seen.update(block)
            yield block
    if seen.hexdigest() != hole.sha256.hex:
        raise Inconsistent(what="hole", expected=hole.sha256.hex, found=seen.hexdigest())


def _blocks(source: ByteSource, offset: int, length: int) -> Iterator[bytes]:
    for start in range(offset, offset + length, COPY_BLOCK):
        yield source.read_at(start, min(COPY_BLOCK, offset + length - start))


def _log(
    batch: WriteBatch,
    exhibit: Exhibit,
    stored: StoredObject,
    words: ExhibitWords,
    how: tuple[str, Answer | None],
) -> None:
    batch_id, answer = how
    text = batch.exhibit_text(words)
    batch.entry(
        EntryType.ACQUIRED,
        {
            "exhibit": exhibit.id,
            "number": exhibit.number,
            "batch": batch_id,
            "object": stored.name,
            "sha256": exhibit.sha256.hex,
            "size": exhibit.size,
            "stored_sha256": stored.plain_sha256 if words.holes else None,
            "sealed_sha256": stored.sealed_sha256,
            "sealed_size": stored.sealed_size,
            "holes": len(words.holes),
            "media": exhibit.media.value,
            "answer": None if answer is None else answer.value,
            "parent": exhibit.parent,
            "text": {"id": text.id, "sha256": text.sha256},
        },
    )
