# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of members of a zip, with where each one's bytes lie.

The standard library's zipfile hides what evidence needs: the exact name bytes, duplicate and
unsafe names, the raw range of a member, and members of an archive whose directory is missing.
Layout: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
"""

import struct
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.reading import ByteSource
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.source import read_exactly
from evidence_kit.limits import COPY_BLOCK, ZIP_DIRECTORY_MAX, ZIP_MEMBERS_MAX

LOCAL_MAGIC = b"PK\x03\x04"
_CENTRAL_MAGIC = b"PK\x01\x02"
_END_MAGIC = b"PK\x05\x06"
_END64_MAGIC = b"PK\x06\x06"
_LOCATOR64_MAGIC = b"PK\x06\x07"
_DESCRIPTOR_MAGIC = b"PK\x07\x08"

_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_LOCATOR64 = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")

_ENCRYPTED = 1 << 0
_SIZES_FOLLOW = 1 << 3
_UTF8 = 1 << 11
STORED, DEFLATED = 0, 8
_FULL32, _FULL16 = 0xFFFFFFFF, 0xFFFF
_COMMENT_MAX = 0xFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipEntry:
    """One member as the zip states it."""

    name: bytes
    utf8: bool
    method: int
    encrypted: bool
    crc: int | None
    """None when the header does not say it."""
    packed: int
    size: int
    """-1 when not stated."""
    header: int
    """Offset of its local header."""
    modified: Moment | None
    data_at: int | None = None
    """Where its bytes start, in a tar; in a zip its local header says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipDirectory:
    """All members in the order of the directory, and what was wrong with it."""

    entries: tuple[ZipEntry, ...]
    findings: tuple[str, ...] = ()


def read_directory(source: ByteSource) -> ZipDirectory:
    """List the members; fall back to the local headers when the directory is damaged.

    Raises:
        NotUnderstood: this is no zip at all.
    """
    try:
        return _from_central(source)
    except NotUnderstood as damage:
        if source.read_at(0, 4) != LOCAL_MAGIC:
            raise NotUnderstood(reason="no_zip", offset=0, detail="") from damage
    return _from_local_headers(source)


def data_offset(source: ByteSource, entry: ZipEntry) -> int:
    """Return where the member's packed bytes start.

    Raises:
        NotUnderstood: the local header is not there.
    """
    if entry.data_at is not None:
        return entry.data_at
    header = _LOCAL.unpack(read_exactly(source, entry.header, _LOCAL.size))
    if header[0] != LOCAL_MAGIC:
        raise NotUnderstood(reason="no_local_header", offset=entry.header, detail="")
    return entry.header + _LOCAL.size + int(header[9]) + int(header[10])


def _from_central(source: ByteSource) -> ZipDirectory:
    end_at, size, offset = _end_record(source)
    # Bytes put before the archive (a self-extracting program) shift all offsets alike.
    shift = end_at - size - offset
    if shift < 0 or size > ZIP_DIRECTORY_MAX:
        raise NotUnderstood(reason="directory_misplaced", offset=end_at, detail="")
    data = read_exactly(source, offset + shift, size)
    entries: list[ZipEntry] = []
    findings: list[str] = ["zip_has_bytes_before"] if shift else []
    position = 0
    while position + _CENTRAL.size <= len(data) and data[position : position + 4] == _CENTRAL_MAGIC:
        entry, position = _central_entry(data, position, shift)
        entries.append(entry)
        if len(entries) >= ZIP_MEMBERS_MAX:
            findings.append("zip_members_beyond_limit")
            break
    else:
        if position != len(data):
            raise NotUnderstood(reason="directory_damaged", offset=position, detail="")
    if any(entry.header >= source.size for entry in entries):
        raise NotUnderstood(reason="directory_misplaced", offset=end_at, detail="")
    return ZipDirectory(entries=tuple(entries), findings=tuple(findings))


def _end_record(source: ByteSource) -> tuple[int, int, int]:
    """Return where the directory ends, its size and its stated offset."""
    length = min(source.size, _END.size + _COMMENT_MAX)
    begin = source.size - length
    tail = read_exactly(source, begin, length)
    found = tail.rfind(_END_MAGIC)
    while found >= 0 and found + _END.size > len(tail):
        found = tail.rfind(_END_MAGIC, 0, found)
    if found < 0:
        raise NotUnderstood(reason="no_directory", offset=source.size, detail="")
    fields = _END.unpack_from(tail, found)
    size, offset, end_at = int(fields[5]), int(fields[6]), begin + found
    if _FULL32 not in (size, offset) and fields[4] != _FULL16:
        return end_at, size, offset
    locator_at = end_at - _LOCATOR64.size
    if locator_at < 0 or source.read_at(locator_at, 4) != _LOCATOR64_MAGIC:
        return end_at, size, offset
    where = int(_LOCATOR64.unpack(read_exactly(source, locator_at, _LOCATOR64.size))[2])
    fields64 = _END64.unpack(read_exactly(source, where, _END64.size))
    if fields64[0] != _END64_MAGIC:
        raise NotUnderstood(reason="directory_damaged", offset=where, detail="")
    return where, int(fields64[8]), int(fields64[9])


def _central_entry(data: bytes, position: int, shift: int) -> tuple[ZipEntry, int]:
    fields = _CENTRAL.unpack_from(data, position)
    name_at = position + _CENTRAL.size
    extra_at = name_at + int(fields[10])
    comment_at = extra_at + int(fields[11])
    after = comment_at + int(fields[12])
    if after > len(data):
        raise NotUnderstood(reason="directory_damaged", offset=position, detail="")
    extra = _extra_fields(data[extra_at:comment_at])
    size, packed, header = _wide_numbers(
        (int(fields[9]), int(fields[8]), int(fields[16])), extra.get(0x0001, b"")
    )
    entry = ZipEntry(
        name=data[name_at:extra_at],
        utf8=bool(fields[3] & _UTF8),
        method=int(fields[4]),
        encrypted=bool(fields[3] & _ENCRYPTED),
        crc=int(fields[7]),
        packed=packed,
        size=size,
        header=header + shift,
        modified=_modified(int(fields[6]), int(fields[5]), extra),
    )
    return entry, after


def _extra_fields(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    position = 0
    while position + 4 <= len(data):
        tag, length = struct.unpack_from("<2H", data, position)
        found.setdefault(tag, data[position + 4 : position + 4 + length])
        position += 4 + length
    return found


def _wide_numbers(stated: tuple[int, int, int], extra: bytes) -> tuple[int, int, int]:
    """Replace numbers that did not fit 32 bits (APPNOTE 4.5.3), in their fixed order."""
    numbers = list(stated)
    position = 0
    for index, number in enumerate(stated):
        if number == _FULL32 and position + 8 <= len(extra):
            numbers[index] = int.from_bytes(extra[position : position + 8], "little")
            position += 8
    return numbers[0], numbers[1], numbers[2]


def _modified(dos_date: int, dos_time: int, extra: dict[int, bytes]) -> Moment | None:
    unix = extra.get(0x5455, b"")
    if len(unix) >= 5 and unix[0] & 1:
        seconds = int.from_bytes(unix[1:5], "little", signed=True)
        return _utc_moment(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
    return _dos_moment(dos_date, dos_time) if dos_date else None


def _utc_moment(when: datetime) -> Moment:
    text = when.strftime("%Y-%m-%dT%H:%M:%S")
    return Moment(
        text=f"{text}Z",
        local=text,
        utc=f"{text}Z",
        zone="+00:00",
        basis=ZoneBasis.UTC_IN_SOURCE,
        precision=Precision.SECOND,
    )


def _dos_moment(date: int, time: int) -> Moment:
    """Read the local time of MS-DOS: seconds in steps of two (APPNOTE 4.4.6)."""
    text = (
        f"{1980 + (date >> 9):04}-{date >> 5 & 15:02}-{date & 31:02}"
        f"T{time >> 11:02}:{time >> 5 & 63:02}:{(time & 31) * 2:02}"
    )
    exists = True
    try:
        datetime.fromisoformat(text)
    except ValueError:
        exists = False
    return Moment(
        text=text.replace("T", " "),
        local=text if exists else None,
        basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
        precision=Precision.SECOND,
        flags=() if exists else (MomentFlag.IMPOSSIBLE,),
    )


def _from_local_headers(source: ByteSource) -> ZipDirectory:
    """Walk from header to header, as far as that goes."""
    entries: list[ZipEntry] = []
    findings = ["zip_damaged"]
    position = 0
    while len(entries) < ZIP_MEMBERS_MAX:
        try:
            head = read_exactly(source, position, _LOCAL.size)
            if head[:4] != LOCAL_MAGIC:
                break
            entry, data_at = _local_entry(source, position, head)
        except NotUnderstood:
            findings.append("zip_truncated")
            break
        if data_at + entry.packed > source.size:
            entry = replace(entry, packed=max(0, source.size - data_at))
            findings.append("zip_truncated")
        entries.append(entry)
        position = _after(source, data_at + entry.packed, entry)
    return ZipDirectory(entries=tuple(entries), findings=tuple(findings))


def _local_entry(source: ByteSource, position: int, head: bytes) -> tuple[ZipEntry, int]:
    fields = _LOCAL.unpack(head)
    name_at = position + _LOCAL.size
    name = read_exactly(source, name_at, int(fields[9]))
    extra = _extra_fields(read_exactly(source, name_at + len(name), int(fields[10])))
    data_at = name_at + len(name) + int(fields[10])
    size, packed, _ = _wide_numbers((int(fields[8]), int(fields[7]), 0), extra.get(0x0001, b""))
    crc: int | None = int(fields[6])
    if fields[2] & _SIZES_FOLLOW and not packed:
        packed, size = _measured(source, data_at, int(fields[3]))
        crc = None
    entry = ZipEntry(
        name=name,
        utf8=bool(fields[2] & _UTF8),
        method=int(fields[3]),
        encrypted=bool(fields[2] & _ENCRYPTED),
        crc=crc,
        packed=packed,
        size=size,
        header=position,
        modified=_modified(int(fields[5]), int(fields[4]), extra),
    )
    return entry, data_at


def _measured(source: ByteSource, data_at: int, method: int) -> tuple[int, int]:
    """Return packed and unpacked size of a member whose sizes stand behind it."""
    if method != DEFLATED:
        found = _find(source, data_at, _DESCRIPTOR_MAGIC)
        return found - data_at, found - data_at
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    position, size = data_at, 0
    while not inflate.eof and position < source.size:
        piece = source.read_at(position, COPY_BLOCK)
        position += len(piece)
        try:
            while piece and not inflate.eof:
                size += len(inflate.decompress(piece, COPY_BLOCK))
                piece = inflate.unconsumed_tail
        except zlib.error:
            break
    return position - len(inflate.unused_data) - data_at, size if inflate.eof else -1


def _find(source: ByteSource, start: int, magic: bytes) -> int:
    position = start
    while position < source.size:
        piece = source.read_at(position, COPY_BLOCK)
        found = piece.find(magic)
        if found >= 0:
            return position + found
        if len(piece) < len(magic):
            break
        position += len(piece) - len(magic) + 1
    return source.size


def _after(source: ByteSource, position: int, entry: ZipEntry) -> int:
    """Skip a data descriptor, with or without its optional mark (APPNOTE 4.3.9)."""
    if entry.crc is not None:
        return position
    for length in (16, 24, 12, 20):
        if source.read_at(position + length, 2) == b"PK":
            return position + length
    return position
