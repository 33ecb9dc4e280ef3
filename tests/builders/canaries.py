# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that must not turn up where they do not belong, and the shapes they may take there."""

import base64
import json
import os
import re
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_HEADS = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|PK\x03\x04")
_INFLATED_MAX = 1 << 24
_ZIP_HEAD = 30


def shapes(*words: str | bytes) -> Mapping[bytes, str]:
    """Each word in every shape that a program writes without meaning to hide it, and its name."""
    found: dict[bytes, str] = {}
    for number, word in enumerate(words):
        raw = word if isinstance(word, bytes) else word.encode("utf-8")
        for name, shape in _shapes(raw):
            found.setdefault(shape, f"word {number} as {name}")
    return found


def _shapes(raw: bytes) -> Iterator[tuple[str, bytes]]:
    yield "it is", raw
    yield "hex", raw.hex().encode("ascii")
    yield "HEX", raw.hex().upper().encode("ascii")
    for shift in range(3):
        # At every place a word can have within groups of three bytes; its ends depend on neighbours.
        whole = raw[shift:]
        yield f"base64 from {shift}", base64.b64encode(whole[: len(whole) // 3 * 3])
        yield f"base64url from {shift}", base64.urlsafe_b64encode(whole[: len(whole) // 3 * 3])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return
    for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "latin-1"):
        yield codec, text.encode(codec, "ignore")
    yield "percent signs", urllib.parse.quote(text, safe="").encode("ascii")
    yield "plus signs", urllib.parse.quote_plus(text).encode("ascii")
    yield "escapes", json.dumps(text)[1:-1].encode("ascii")


def found_in(data: bytes, wanted: Mapping[bytes, str]) -> tuple[str, ...]:
    """Name the shapes that stand in some bytes, or in what is packed in them."""
    return tuple(
        dict.fromkeys(
            name for part in _unpacked(data) for shape, name in wanted.items() if shape in part
        )
    )


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    for match in _HEADS.finditer(data):
        part = _inflated(data, match)
        if part:
            yield part


def _inflated(data: bytes, match: re.Match[bytes]) -> bytes:
    start, bits = match.start(), 47  # zlib and gzip
    if match[0].startswith(b"PK"):
        names = data[start + 26 : start + _ZIP_HEAD]
        start += _ZIP_HEAD + int.from_bytes(names[:2], "little")
        start, bits = start + int.from_bytes(names[2:], "little"), -15
    stream = zlib.decompressobj(bits)
    parts: list[bytes] = []
    try:
        parts.append(stream.decompress(data[start:], _INFLATED_MAX))
    except zlib.error:
        # Cut off or no stream at all: byte by byte shows what still comes out.
        stream = zlib.decompressobj(bits)
        parts = []
        try:
            for at in range(start, min(start + (1 << 16), len(data))):
                parts.append(stream.decompress(data[at : at + 1], _INFLATED_MAX))
        except zlib.error:
            pass
    return b"".join(parts)


def left_in(folders: Iterable[Path], wanted: Mapping[bytes, str]) -> tuple[str, ...]:
    """Name every file in these folders that holds a word, in its bytes or in its name."""
    found: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = os.fsencode(path.relative_to(folder))
            held = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            found.extend(f"{path}: {what}" for what in found_in(name + b"\n" + held, wanted))
    return tuple(found)
