# SPDX-License-Identifier: GPL-3.0-or-later
"""Withheld follows the fingerprint into every container (people.md 4).

A picture that was registered, left out of an export or removed must not travel inside another file.
For each fingerprint the last decision counts: who later chose to keep a copy after all, did so.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Exhibit, Holding, Hole, MediaKind
from evidence_kit.domain.reading import ByteSource, MemberInfo
from evidence_kit.limits import COPY_BLOCK

if TYPE_CHECKING:
    from evidence_kit.reader.client import Reader

_CONTAINERS = frozenset({MediaKind.CHAT, MediaKind.MAIL, MediaKind.ARCHIVE, MediaKind.DOCUMENT})
_PLAIN = frozenset({"stored", "deflated"})
_KEPT, _WITHHELD = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Fingerprints of contents that must not travel."""

    digests: frozenset[str]
    sizes: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.digests)

    def holds(self, sha256: str) -> bool:
        """Say whether this content must not travel."""
        return sha256 in self.digests


def withheld_of(exhibits: tuple[Exhibit, ...]) -> Withheld:
    """Collect what must not travel from all exhibits of a vault."""
    last: dict[str, tuple[int, int, int]] = {}
    for sha256, size, entry, decision in _decisions(exhibits):
        if size and (entry, decision) >= last.get(sha256, (-1, 0, 0))[:2]:
            last[sha256] = (entry, decision, size)
    withheld = {sha: found for sha, found in last.items() if found[1] == _WITHHELD}
    return Withheld(
        digests=frozenset(withheld), sizes=frozenset(size for _, _, size in withheld.values())
    )


def _decisions(exhibits: tuple[Exhibit, ...]) -> Iterator[tuple[str, int, int, int]]:
    for exhibit in exhibits:
        registered = exhibit.holding is Holding.REGISTERED
        yield exhibit.sha256.hex, exhibit.size, exhibit.entry, int(registered)
        if exhibit.removed_by is not None:
            yield exhibit.sha256.hex, exhibit.size, exhibit.removed_by, _WITHHELD
        for hole in exhibit.holes:
            if hole.content_sha256 is not None:
                size = hole.content_size or 0
                yield hole.content_sha256.hex, size, exhibit.entry, _WITHHELD


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What must be left out of one container."""

    holes: tuple[Hole, ...] = ()
    """To be filled with zeros, besides those it already has."""
    whole: bool = False
    """A member to be left out cannot be cut out: the container itself stays behind."""


def cut_of(exhibit: Exhibit, source: ByteSource, reader: "Reader", withheld: Withheld) -> Cut:
    """Look into a container for contents that must not travel."""
    if withheld.holds(exhibit.sha256.hex):
        return Cut(whole=True)
    if not withheld or exhibit.media not in _CONTAINERS:
        return Cut()
    holes: list[Hole] = []
    members = tuple(
        member
        for member in reader.survey(source, exhibit.name).members
        if not _in_a_hole(member, exhibit.holes) and _may_be(member, withheld)
    )
    digests = reader.digest_members(source, exhibit.name, [member.key for member in members])
    for member, found in zip(members, digests, strict=True):
        if found is None or not withheld.holds(found.sha256):
            continue
        if member.raw_offset is None:
            return Cut(whole=True)
        holes.append(_hole(member, member.raw_offset, source, (found.sha256, found.size)))
    return Cut(holes=tuple(sorted(holes, key=lambda hole: hole.offset)))


def _may_be(member: MemberInfo, withheld: Withheld) -> bool:
    known = member.size >= 0 and member.encoding in _PLAIN
    return not known or member.size in withheld.sizes


def _in_a_hole(member: MemberInfo, holes: tuple[Hole, ...]) -> bool:
    return any(hole.offset == member.raw_offset for hole in holes)


def _hole(member: MemberInfo, offset: int, source: ByteSource, content: tuple[str, int]) -> Hole:
    digest = hashlib.sha256()
    for start in range(0, member.raw_length, COPY_BLOCK):
        length = min(COPY_BLOCK, member.raw_length - start)
        digest.update(source.read_at(offset + start, length))
    return Hole(
        offset=offset,
        length=member.raw_length,
        sha256=Digest(digest.hexdigest()),
        member=member.path,
        content_sha256=Digest(content[0]),
        content_size=content[1],
    )


def blocks_with_holes(source: ByteSource, holes: tuple[Hole, ...]) -> Iterator[bytes]:
    """Yield a file front to back, with zeros where something is left out."""
    for start in range(0, source.size, COPY_BLOCK):
        block = bytearray(source.read_at(start, min(COPY_BLOCK, source.size - start)))
        for hole in holes:
            first = max(hole.offset, start)
            last = min(hole.offset + hole.length, start + len(block))
            if first < last:
                block[first - start : last - start] = bytes(last - first)
        yield bytes(block)
