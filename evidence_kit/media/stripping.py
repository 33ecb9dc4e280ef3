# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes metadata out of JPEG and PNG without touching the coded pixels.

What stays decides how pixels look: colour profile, Adobe's colour marker, gamma, transparency.
What lies behind the end of the picture (a phone's moving pictures, hidden files) goes.
"""

import struct

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {
        b"IHDR", b"PLTE", b"IDAT", b"IEND",
        b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"pHYs",
    }
)  # fmt: skip
_APP0, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
_SCAN, _END = 0xDA, 0xD9
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


def stripped(data: bytes, picture_format: str) -> bytes | None:
    """Return the picture without metadata; None when its structure is not plain."""
    try:
        return _png(data) if picture_format == "PNG" else _jpeg(data)
    except (struct.error, IndexError):
        return None


def _png(data: bytes) -> bytes | None:
    kept = [_PNG_MAGIC]
    position = len(_PNG_MAGIC)
    while position < len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        after = position + 12 + length
        if after > len(data):
            return None
        if kind in _PNG_KEPT:
            kept.append(data[position:after])
        if kind == b"IEND":
            return b"".join(kept)
        position = after
    return None


def _jpeg(data: bytes) -> bytes | None:
    kept = [data[:2]]
    position = 2
    while position < len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == _END:
            kept.append(b"\xff\xd9")
            return b"".join(kept)
        if marker in _BARE:
            kept.append(data[position : position + 2])
            position += 2
            continue
        after = position + 2 + struct.unpack_from(">H", data, position + 2)[0]
        if marker == _SCAN:
            after = _scan_end(data, after)
        if after > len(data):
            return None
        if _kept(marker, data[position + 4 : position + 16]):
            kept.append(data[position:after])
        position = after
    return None


def _kept(marker: int, begin: bytes) -> bool:
    if marker == _APP2:
        return begin.startswith(b"ICC_PROFILE\0")
    if marker in (_APP0, _APP14):
        return begin.startswith((b"JFIF\0", b"Adobe"))
    return not (_APP0 < marker <= _APP15 or marker == _COMMENT)


def _scan_end(data: bytes, position: int) -> int:
    """Return where the coded pixels of a scan end: at the first marker that is none of theirs."""
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            return len(data) + 1
        following = data[position + 1]
        if following == 0 or 0xD0 <= following <= 0xD7:
            position += 2
        elif following == 0xFF:
            position += 1
        else:
            return position
