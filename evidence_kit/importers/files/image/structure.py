# SPDX-License-Identifier: GPL-3.0-or-later
"""Size, frames and metadata of pictures, by walking their chunks, segments or boxes.

PNG: W3C PNG 3rd edition. JPEG: ITU T.81, T.871. GIF: 89a. WebP: RFC 9649. HEIF: ISO 23008-12.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from evidence_kit.domain.reading import ByteSource
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.source import read_exactly
from evidence_kit.limits import EXIF_MAX, PICTURE_BLOCKS_MAX

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_TEXT_SHOWN = 500


@dataclass(slots=True)
class Structure:
    """What the structure of a picture shows."""

    format: str
    """png, jpeg, gif, webp or heic."""
    width: int = 0
    height: int = 0
    frames: int = 1
    exif: bytes = b""
    texts: list[tuple[str, str]] = field(default_factory=list)
    """(code, text) of text blocks inside: comment, software, xmp ..."""
    damage: str | None = None
    """Why the walk ended early."""
    damaged_at: int = 0


def format_of(head: bytes) -> str | None:
    """Name the picture format by its first bytes; None when it is none of ours."""
    if head.startswith(PNG_MAGIC):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heic"
    return None


def walk(source: ByteSource, picture_format: str) -> Structure:
    """Walk through a picture; damage ends the walk and is kept in the result."""
    found = Structure(format=picture_format)
    try:
        _WALKERS[picture_format](source, found)
    except NotUnderstood as damage:
        found.damage = str(damage.fields["reason"])
        found.damaged_at = int(damage.fields["offset"] or 0)
    return found


def _steps() -> Iterator[int]:
    yield from range(PICTURE_BLOCKS_MAX)
    raise NotUnderstood(reason="too_many_blocks", offset=0, detail="")


def _png(source: ByteSource, found: Structure) -> None:
    position = len(PNG_MAGIC)
    for _ in _steps():
        length, kind = struct.unpack(">I4s", read_exactly(source, position, 8))
        body = position + 8
        if kind == b"IHDR":
            found.width, found.height = struct.unpack(">2I", read_exactly(source, body, 8))
        elif kind == b"acTL":
            found.frames = struct.unpack(">I", read_exactly(source, body, 4))[0]
        elif kind == b"eXIf" and length <= EXIF_MAX:
            found.exif = read_exactly(source, body, length)
        elif kind in (b"tEXt", b"iTXt", b"zTXt") and length <= EXIF_MAX:
            _png_text(kind, read_exactly(source, body, length), found)
        elif kind == b"IEND":
            return
        position = body + length + 4
        if position > source.size:
            raise NotUnderstood(reason="ends_early", offset=source.size, detail="")


def _png_text(kind: bytes, data: bytes, found: Structure) -> None:
    name, _, rest = data.partition(b"\0")
    if kind == b"tEXt":
        text = rest.decode("latin-1")
    elif kind == b"zTXt":
        text = _inflated(rest[1:]).decode("latin-1")
    else:
        packed, rest = rest[:1] == b"\1", rest[2:]
        rest = rest.partition(b"\0")[2].partition(b"\0")[2]
        text = (_inflated(rest) if packed else rest).decode("utf-8", "replace")
    code = "".join(c if c.isalnum() else "_" for c in name.decode("latin-1").lower())[:40]
    found.texts.append((code or "text", text[:_TEXT_SHOWN]))


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, EXIF_MAX)
    except zlib.error:
        return b""


def _jpeg(source: ByteSource, found: Structure) -> None:
    position = 2
    for _ in _steps():
        pair = read_exactly(source, position, 2)
        if pair[0] != 0xFF:
            raise NotUnderstood(reason="no_marker", offset=position, detail="")
        marker = pair[1]
        if marker == 0xFF:
            position += 1
            continue
        if marker in _BARE_MARKERS:
            position += 2
            continue
        if marker in (0xD9, 0xDA):
            return
        length = struct.unpack(">H", read_exactly(source, position + 2, 2))[0]
        if length < 2:
            raise NotUnderstood(reason="segment_length", offset=position, detail="")
        _jpeg_segment(source, found, marker, (position + 4, length - 2))
        position += 2 + length


def _jpeg_segment(
    source: ByteSource, found: Structure, marker: int, place: tuple[int, int]
) -> None:
    at, length = place
    if marker in _FRAME_MARKERS and length >= 5:
        found.height, found.width = struct.unpack(">2H", read_exactly(source, at + 1, 4))
    elif marker == 0xE1:
        data = read_exactly(source, at, length)
        if data.startswith(b"Exif\0") and not found.exif:
            found.exif = data
        elif data.startswith(b"http://ns.adobe.com/xap/1.0/\0"):
            found.texts.append(("xmp", data[29:].decode("utf-8", "replace")[:_TEXT_SHOWN]))
    elif marker == 0xFE:
        text = read_exactly(source, at, length).decode("utf-8", "replace")
        found.texts.append(("comment", text[:_TEXT_SHOWN]))


def _gif(source: ByteSource, found: Structure) -> None:
    head = read_exactly(source, 0, 13)
    found.width, found.height = struct.unpack_from("<2H", head, 6)
    position = 13 + _colours(head[10])
    found.frames = 0
    for _ in _steps():
        kind = read_exactly(source, position, 1)
        if kind == b"\x2c":
            found.frames += 1
            flags = read_exactly(source, position + 9, 1)[0]
            position = _sub_blocks(source, position + 10 + _colours(flags) + 1, found, None)
        elif kind == b"\x21":
            label = read_exactly(source, position + 1, 1)
            code = "comment" if label == b"\xfe" else None
            position = _sub_blocks(source, position + 2, found, code)
        elif kind == b"\x3b":
            return
        else:
            raise NotUnderstood(reason="unknown_block", offset=position, detail="")


def _colours(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _sub_blocks(source: ByteSource, position: int, found: Structure, code: str | None) -> int:
    text = b""
    while True:
        length = read_exactly(source, position, 1)[0]
        if length == 0:
            break
        if code is not None and len(text) < _TEXT_SHOWN:
            text += read_exactly(source, position + 1, length)
        position += 1 + length
    if code is not None:
        found.texts.append((code, text.decode("utf-8", "replace")[:_TEXT_SHOWN]))
    return position + 1


def _webp(source: ByteSource, found: Structure) -> None:
    position, frames = 12, 0
    end = min(source.size, 8 + int.from_bytes(read_exactly(source, 4, 4), "little"))
    for _ in _steps():
        if position + 8 > end:
            break
        head = read_exactly(source, position, 8)
        kind, length = head[:4], int.from_bytes(head[4:], "little")
        body = position + 8
        if kind == b"EXIF" and length <= EXIF_MAX:
            found.exif = read_exactly(source, body, length)
        elif kind == b"ANMF":
            frames += 1
        elif not found.width:
            _webp_size(kind, source.read_at(body, 10), found)
        position = body + length + length % 2
    found.frames = max(1, frames)
    if position > source.size + 1:
        raise NotUnderstood(reason="ends_early", offset=source.size, detail="")


def _webp_size(kind: bytes, data: bytes, found: Structure) -> None:
    if len(data) < 10:
        return
    if kind == b"VP8X":
        found.width = 1 + int.from_bytes(data[4:7], "little")
        found.height = 1 + int.from_bytes(data[7:10], "little")
    elif kind == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        found.width, found.height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif kind == b"VP8 ":
        found.width, found.height = (n & 0x3FFF for n in struct.unpack_from("<2H", data, 6))


def _heic(source: ByteSource, found: Structure) -> None:
    for kind, start, end in _boxes(source, 0, source.size):
        if kind == b"meta":
            _heic_meta(source, found, start + 4, end)
            return
    raise NotUnderstood(reason="no_meta_box", offset=0, detail="")


def _boxes(source: ByteSource, position: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _ in _steps():
        if position + 8 > end:
            return
        length, kind = struct.unpack(">I4s", read_exactly(source, position, 8))
        body = position + 8
        if length == 1:
            length = struct.unpack(">Q", read_exactly(source, body, 8))[0]
            body += 8
        elif length == 0:
            length = end - position
        if length < body - position or position + length > end:
            raise NotUnderstood(reason="box_length", offset=position, detail="")
        yield kind, body, position + length
        position += length


def _heic_meta(source: ByteSource, found: Structure, start: int, end: int) -> None:
    exif_id: int | None = None
    locations: dict[int, tuple[int, int]] = {}
    turned = False
    for kind, body, after in _boxes(source, start, end):
        if kind == b"iinf":
            exif_id = _exif_item(source, body, after)
        elif kind == b"iloc" and after - body <= EXIF_MAX:
            locations = _item_places(read_exactly(source, body, after - body))
        elif kind == b"iprp":
            turned = _heic_properties(source, found, body, after)
    if turned:
        found.width, found.height = found.height, found.width
    if exif_id in locations:
        at, length = locations[exif_id]
        if 4 < length <= EXIF_MAX:
            data = read_exactly(source, at, length)
            # The block begins with the distance to its TIFF header (ISO 23008-12 A.2.1).
            found.exif = data[4 + int.from_bytes(data[:4], "big") :]


def _heic_properties(source: ByteSource, found: Structure, start: int, end: int) -> bool:
    """Take the largest picture of the file: tiles and thumbnails are smaller."""
    turned = False
    for kind, body, after in _boxes(source, start, end):
        if kind != b"ipco":
            continue
        for name, place, _ in _boxes(source, body, after):
            if name == b"ispe":
                width, height = struct.unpack(">2I", read_exactly(source, place + 4, 8))
                if width * height > found.width * found.height:
                    found.width, found.height = width, height
            elif name == b"irot":
                turned = read_exactly(source, place, 1)[0] % 2 == 1
    return turned


def _exif_item(source: ByteSource, start: int, end: int) -> int | None:
    version = read_exactly(source, start, 1)[0]
    for kind, body, after in _boxes(source, start + (6 if version == 0 else 8), end):
        if kind != b"infe" or after - body < 12:
            continue
        entry = read_exactly(source, body, min(after - body, 20))
        wide = entry[0] >= 3
        item = int.from_bytes(entry[4 : 8 if wide else 6], "big")
        if entry[10 if wide else 8 : 14 if wide else 12] == b"Exif":
            return item
    return None


_LOCATIONS_HEAD = 6


def _item_places(data: bytes) -> dict[int, tuple[int, int]]:
    """Read the item location box (ISO 14496-12 8.11.3): item -> offset and length."""
    if len(data) < _LOCATIONS_HEAD:
        raise NotUnderstood(reason="ends_early", offset=0, detail="iloc")
    version = data[0]
    sizes = data[4] >> 4, data[4] & 15, data[5] >> 4, data[5] & 15 if version else 0
    reader = _Numbers(data, 6)
    wide = 4 if version == 2 else 2
    places: dict[int, tuple[int, int]] = {}
    for _ in range(reader.take(wide)):
        item = reader.take(wide)
        reader.take(2 if version else 0)
        reader.take(2)
        base = reader.take(sizes[2])
        for number in range(reader.take(2)):
            reader.take(sizes[3])
            offset, length = reader.take(sizes[0]), reader.take(sizes[1])
            if number == 0:
                places[item] = (base + offset, length)
    return places


class _Numbers:
    """Big-endian numbers one after another."""

    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self._position = position

    def take(self, length: int) -> int:
        end = self._position + length
        if end > len(self._data):
            raise NotUnderstood(reason="ends_early", offset=self._position, detail="iloc")
        value = int.from_bytes(self._data[self._position : end], "big")
        self._position = end
        return value


_WALKERS: dict[str, Callable[[ByteSource, Structure], None]] = {
    "png": _png,
    "jpeg": _jpeg,
    "gif": _gif,
    "webp": _webp,
    "heic": _heic,
}
