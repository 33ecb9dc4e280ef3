# SPDX-License-Identifier: GPL-3.0-or-later
"""The members of a zip or tar, also of a zip within it, read in place and in constant memory."""

import zlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.found_text import FoundText, from_bytes
from evidence_kit.domain.reading import ByteSource, MemberInfo
from evidence_kit.domain.survey import MemberContext
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.media_kind import CAN_SHOW_SOMEONE, extension_of, kind_of
from evidence_kit.importers.source import MemorySource, PartSource, blocks
from evidence_kit.importers.tar_directory import TAR_HEAD, is_tar, read_tar
from evidence_kit.importers.zip_directory import (
    DEFLATED,
    STORED,
    ZipEntry,
    data_offset,
    read_directory,
)
from evidence_kit.limits import (
    COPY_BLOCK,
    MEMBER_IN_MEMORY_MAX,
    ZIP_MEMBERS_ASK,
    ZIP_NESTING_MAX,
    ZIP_RATIO_ASK,
    ZIP_RATIO_FROM,
    ZIP_TOTAL_ASK,
)

_SNIFFED = 512
_TEXT_ONLY = frozenset({"txt", "csv", "vcf", "ics", "json", "jsonl", "xml", "md"})
_METHODS = {STORED: "stored", DEFLATED: "deflated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of an opened package."""

    key: str
    """Unique path as shown; see MemberInfo.key."""
    name: FoundText
    """Its path within its own zip."""
    entry: ZipEntry
    zip: ByteSource
    """The zip it stands in."""
    base: int | None
    """Where that zip starts in the original; None when it is itself packed."""
    is_folder: bool

    @property
    def encoding(self) -> str:
        """How its bytes are packed."""
        return "encrypted" if self.entry.encrypted else _METHODS.get(self.entry.method, "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is doubtful about a package or about one of its members."""

    code: str
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Package:
    """An opened zip: its files in the order of its directory, nested ones behind their zip."""

    members: tuple[Member, ...]
    findings: tuple[Finding, ...]

    def by_key(self, key: str) -> Member:
        """Return a member.

        Raises:
            NotUnderstood: there is no such member.
        """
        member = self._by_key.get(key)
        if member is None:
            raise NotUnderstood(reason="no_such_member", offset=0, detail="")
        return member

    @cached_property
    def _by_key(self) -> Mapping[str, Member]:
        return {member.key: member for member in self.members}

    def codes(self) -> tuple[str, ...]:
        """Return each finding's code once, in order."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))


def open_package(source: ByteSource) -> Package:
    """List all members, two levels deep.

    Raises:
        NotUnderstood: this is no zip and no tar.
    """
    listing = _Listing()
    listing.add_zip(source, prefix="", base=0, depth=0)
    listing.weigh()
    return Package(members=tuple(listing.members), findings=tuple(listing.findings))


class _Listing:
    def __init__(self) -> None:
        self.members: list[Member] = []
        self.findings: list[Finding] = []
        self._keys: set[str] = set()

    def add_zip(self, source: ByteSource, *, prefix: str, base: int | None, depth: int) -> None:
        is_tape = depth == 0 and is_tar(source.read_at(0, TAR_HEAD))
        directory = read_tar(source) if is_tape else read_directory(source)
        self.findings += [Finding(code=code, key=prefix or None) for code in directory.findings]
        for entry in directory.entries:
            member = self._add(source, entry, prefix, base)
            if extension_of(member.name.text) == "zip" and not member.is_folder:
                self._open_nested(member, depth + 1)

    def _add(self, source: ByteSource, entry: ZipEntry, prefix: str, base: int | None) -> Member:
        name = _shown_name(entry)
        path = prefix + name.text
        key, count = path, 1
        while key in self._keys:
            count += 1
            key = f"{path}#{count}"
        self._keys.add(key)
        member = Member(
            key=key,
            name=name,
            entry=entry,
            zip=source,
            base=base,
            is_folder=name.text.endswith("/"),
        )
        self.members.append(member)
        if count > 1:
            self.findings.append(Finding(code="duplicate_member", key=key))
        self.findings += [Finding(code=code, key=key) for code in _doubts(member)]
        return member

    def _open_nested(self, member: Member, depth: int) -> None:
        if depth > ZIP_NESTING_MAX:
            self.findings.append(Finding(code="nested_too_deep", key=member.key))
            return
        if member.encoding not in _METHODS.values():
            return
        try:
            nested, inner_base = _random_access(member)
            self.add_zip(nested, prefix=f"{member.key}/", base=inner_base, depth=depth)
        except NotUnderstood as damage:
            code = (
                "nested_too_large" if damage.fields["reason"] == "too_large" else "nested_damaged"
            )
            self.findings.append(Finding(code=code, key=member.key))

    def weigh(self) -> None:
        if len(self.members) > ZIP_MEMBERS_ASK:
            self.findings.append(Finding(code="zip_many_members"))
        if sum(max(0, member.entry.size) for member in self.members) > ZIP_TOTAL_ASK:
            self.findings.append(Finding(code="zip_total_large"))
        self.findings += _overlaps(self.members)


def _shown_name(entry: ZipEntry) -> FoundText:
    """Read the name: UTF-8 where said or where it fits, else code page 437 (APPNOTE D.1)."""
    shown = from_bytes(entry.name)
    if entry.utf8 or shown.raw_hex is None:
        return shown
    # A zip made on a Mac holds UTF-8 without saying so, hence UTF-8 first.
    old = from_bytes(entry.name.decode("cp437").encode())
    return FoundText(text=old.text, flags=shown.flags, raw_hex=entry.name.hex())


def _doubts(member: Member) -> Iterator[str]:
    entry = member.entry
    if _unsafe(member.name.text):
        yield "member_path_unsafe"
    if entry.encrypted:
        yield "member_encrypted"
    elif entry.method not in _METHODS:
        yield "member_method_unknown"
    if member.name.raw_hex is not None:
        yield "member_name_undecodable"
    if entry.size > ZIP_RATIO_FROM and entry.size > ZIP_RATIO_ASK * max(1, entry.packed):
        yield "member_ratio"


def _unsafe(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return (
        path.startswith(("/", "\\"))
        or ".." in parts
        or "\0" in path
        or "\\" in path
        or (len(parts[0]) == 2 and parts[0][1] == ":")
    )


def _overlaps(members: list[Member]) -> Iterator[Finding]:
    """Find members that share bytes: a kind of zip bomb, never made by an export."""
    spans = sorted(
        (member.entry.header, member.entry.header + member.entry.packed, member.key)
        for member in members
        if member.base == 0
    )
    reach = 0
    for start, end, key in spans:
        if start < reach:
            yield Finding(code="member_overlap", key=key)
        reach = max(reach, end)


def _random_access(member: Member) -> tuple[ByteSource, int | None]:
    """Return a nested zip's bytes and where they start in the original."""
    if member.entry.method == STORED:
        offset = data_offset(member.zip, member.entry)
        base = None if member.base is None else member.base + offset
        return PartSource(member.zip, offset, member.entry.packed), base
    return MemorySource(content(member, MEMBER_IN_MEMORY_MAX)), None


def chunks(member: Member) -> Iterator[bytes]:
    """Yield the member's content in order, never more than it states.

    Raises:
        NotUnderstood: encrypted, packed in an unknown way, cut off, or not what it states.
    """
    entry = member.entry
    if member.encoding not in _METHODS.values():
        reason = "member_encrypted" if entry.encrypted else "member_method_unknown"
        raise NotUnderstood(reason=reason, offset=entry.header, detail="")
    packed = PartSource(member.zip, data_offset(member.zip, entry), entry.packed)
    crc, size = 0, 0
    for piece in blocks(packed) if entry.method == STORED else _inflated(packed):
        size += len(piece)
        if 0 <= entry.size < size:
            raise NotUnderstood(reason="member_larger_than_stated", offset=size, detail="")
        crc = zlib.crc32(piece, crc)
        yield piece
    if 0 <= entry.size != size:
        raise NotUnderstood(reason="member_cut_off", offset=size, detail="")
    if entry.crc is not None and entry.crc != crc:
        raise NotUnderstood(reason="member_crc_differs", offset=size, detail="")


def _inflated(packed: ByteSource) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for block in blocks(packed):
            piece = block
            while piece and not inflate.eof:
                unpacked = inflate.decompress(piece, COPY_BLOCK)
                if unpacked:
                    yield unpacked
                piece = inflate.unconsumed_tail
        while not inflate.eof and (rest := inflate.decompress(b"", COPY_BLOCK)):
            yield rest
    except zlib.error as error:
        raise NotUnderstood(reason="member_damaged", offset=0, detail="") from error
    if not inflate.eof:
        raise NotUnderstood(reason="member_cut_off", offset=packed.size, detail="")


def content(member: Member, ceiling: int) -> bytes:
    """Return the whole content, for members that are small by nature.

    Raises:
        NotUnderstood: as `chunks`, or larger than the ceiling.
    """
    held = bytearray()
    for piece in chunks(member):
        held += piece
        if len(held) > ceiling:
            raise NotUnderstood(reason="too_large", offset=0, detail="")
    return bytes(held)


def first_bytes(member: Member) -> bytes:
    """Return some first bytes of the content; none when it cannot be read."""
    try:
        packed = member.zip.read_at(
            data_offset(member.zip, member.entry), min(_SNIFFED, member.entry.packed)
        )
        if member.encoding == "stored":
            return packed
        if member.encoding == "deflated":
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, _SNIFFED)
    except (NotUnderstood, zlib.error):
        pass
    return b""


def member_info(member: Member) -> MemberInfo:
    """Describe a member for the survey: its name and first bytes are looked at, no more."""
    kind = kind_of(member.name.text, first_bytes(member))
    try:
        offset = data_offset(member.zip, member.entry)
    except NotUnderstood:
        offset = member.entry.header
    return MemberInfo(
        key=member.key,
        path=FoundText(text=member.key, flags=member.name.flags, raw_hex=member.name.raw_hex),
        exact=member.entry.name.hex(),
        size=member.entry.size,
        media=kind,
        asks=asks_before_copy(member.name.text, kind),
        modified=member.entry.modified,
        context=None,
        raw_offset=None if member.base is None else member.base + offset,
        raw_length=member.entry.packed,
        encoding=member.encoding,
    )


def asks_before_copy(name: str, kind: MediaKind) -> bool:
    """Say whether a medium of an export is asked for: all but what holds text alone."""
    return kind not in (MediaKind.CHAT, MediaKind.MAIL) and (
        kind in CAN_SHOW_SOMEONE or extension_of(name) not in _TEXT_ONLY
    )


def list_members(
    package: Package | None,
    chat_keys: Container[str | None],
    contexts: Mapping[str, MemberContext] | None = None,
) -> tuple[MemberInfo, ...]:
    """List the members of a zip with their place in the chat; its chats are never asked about."""
    if package is None:
        return ()
    places = contexts or {}
    infos = (member_info(member) for member in package.members if not member.is_folder)
    placed = (replace(info, context=places.get(info.key)) for info in infos)
    return tuple(
        replace(info, media=MediaKind.CHAT, asks=False) if info.key in chat_keys else info
        for info in placed
    )


def member_content(package: Package | None, key: str) -> Iterator[bytes]:
    """Yield the content of one member.

    Raises:
        NotUnderstood: there is no such member, or it cannot be read.
    """
    if package is None:
        raise NotUnderstood(reason="no_such_member", offset=0, detail="")
    return chunks(package.by_key(key))
