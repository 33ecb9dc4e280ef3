# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of members of a tar, with where each one's bytes lie; Skype gives its exports in one.

Layout: POSIX.1-2017, pax, "ustar Interchange Format", with the long names of GNU tar and of pax. Only
plain files count as members; links and devices are findings, for they have no bytes.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from evidence_kit.domain.moment import Moment, Precision, ZoneBasis
from evidence_kit.domain.reading import ByteSource
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.source import read_exactly
from evidence_kit.importers.zip_directory import STORED, ZipDirectory, ZipEntry
from evidence_kit.limits import TAR_NAME_MAX, ZIP_MEMBERS_MAX

_BLOCK = TAR_HEAD = 512
_MAGIC_AT, _MAGIC = 257, b"ustar"
_SUM = slice(148, 156)
_LONG_NAME, _PAX, _PAX_ALL = b"L", b"x", b"g"
_FILES, _FOLDER = (b"0", b"\0", b"7"), b"5"


def is_tar(head: bytes) -> bool:
    """Say whether bytes begin as a tar does: its mark, and a sum that fits."""
    return head[_MAGIC_AT : _MAGIC_AT + 5] == _MAGIC and _sum_fits(head[:_BLOCK])


def read_tar(source: ByteSource) -> ZipDirectory:
    """List the members in order.

    Raises:
        NotUnderstood: this is no tar at all.
    """
    if not is_tar(source.read_at(0, _BLOCK)):
        raise NotUnderstood(reason="no_tar", offset=0, detail="")
    walk = _Walk(source)
    entries = tuple(walk.entries())
    return ZipDirectory(entries=entries, findings=tuple(dict.fromkeys(walk.findings)))


class _Walk:
    """One way through the headers."""

    def __init__(self, source: ByteSource) -> None:
        self.source = source
        self.findings: list[str] = []

    def entries(self) -> Iterator[ZipEntry]:
        at, count, name = 0, 0, b""
        while at + _BLOCK <= self.source.size:
            header = read_exactly(self.source, at, _BLOCK)
            if not header.strip(b"\0"):
                return
            size = _number(header[124:136])
            if not _sum_fits(header) or size is None:
                self.findings.append("tar_damaged")
                return
            data, kind = at + _BLOCK, header[156:157]
            if data + size > self.source.size:
                self.findings.append("tar_truncated")
                size = self.source.size - data
            if kind in (_LONG_NAME, _PAX):
                name = self._long_name(kind, data, size) or name
            elif kind in (*_FILES, _FOLDER):
                count += 1
                yield _entry(header, name or _name(header), data, size)
                name = b""
            elif kind != _PAX_ALL:
                self.findings.append("tar_other_members")
                name = b""
            if count >= ZIP_MEMBERS_MAX:
                self.findings.append("zip_members_beyond_limit")
                return
            at = data + (size + _BLOCK - 1) // _BLOCK * _BLOCK
        self.findings.append("tar_truncated")

    def _long_name(self, kind: bytes, data: int, size: int) -> bytes:
        if size > TAR_NAME_MAX:
            self.findings.append("tar_damaged")
            return b""
        raw = read_exactly(self.source, data, size)
        return raw.rstrip(b"\0") if kind == _LONG_NAME else _pax_path(raw)


def _entry(header: bytes, name: bytes, data: int, size: int) -> ZipEntry:
    seconds = _number(header[136:148])
    folder = header[156:157] == _FOLDER
    return ZipEntry(
        name=name + b"/" if folder and not name.endswith(b"/") else name,
        utf8=False,
        method=STORED,
        encrypted=False,
        crc=None,
        packed=size,
        size=size,
        header=data - _BLOCK,
        modified=None if seconds is None else _moment(seconds),
        data_at=data,
    )


def _name(header: bytes) -> bytes:
    """Join the two fields of a name; the first part of GNU's own headers holds other things."""
    prefix = header[345:500].split(b"\0", 1)[0] if header[257:263] == b"ustar\0" else b""
    name = header[:100].split(b"\0", 1)[0]
    return prefix + b"/" + name if prefix else name


def _pax_path(raw: bytes) -> bytes:
    """Find the path among records of the form `LENGTH KEY=VALUE` and a line end."""
    while raw:
        digits, space, _ = raw.partition(b" ")
        if not space or not digits.isdigit() or len(digits) > 9:
            return b""
        length = int(digits)
        if not len(digits) < length <= len(raw):
            return b""
        key, _, value = raw[len(digits) + 1 : length].removesuffix(b"\n").partition(b"=")
        if key == b"path":
            return value
        raw = raw[length:]
    return b""


def _number(field: bytes) -> int | None:
    """Read octal digits, or the binary form that GNU tar uses for large numbers."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b"\0 ")
    try:
        return int(digits or b"0", 8)
    except ValueError:
        return None


def _sum_fits(header: bytes) -> bool:
    if len(header) < _BLOCK:
        return False
    stated = _number(header[_SUM])
    return stated == sum(header) - sum(header[_SUM]) + 8 * ord(" ")


def _moment(seconds: int) -> Moment | None:
    try:
        utc = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    text = utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Moment(
        text=str(seconds),
        local=text[:-1],
        utc=text,
        zone="+00:00",
        basis=ZoneBasis.UTC_IN_SOURCE,
        precision=Precision.SECOND,
    )
