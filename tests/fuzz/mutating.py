# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes new bytes out of samples: at random, by a seed, inside the members of a zip too."""

import io
import random
import warnings
import zipfile
from collections.abc import Callable

_WORDS = (
    b"{", b"}", b"[", b"]", b'"', b"\\", b":", b",", b"<", b">", b"</", b"<!--", b"&#x", b"\n", b"\r\n",
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud83d", b"null", b"-1", b"1e999",
    b"99999999999999999999", b"\xe2\x80\xae", b"\t", b"''", b'""', b"../", b"PK\x03\x04",
)  # fmt: skip
_LONG = 3000


def mutated(data: bytes, others: tuple[bytes, ...], chance: random.Random) -> bytes:
    """Return data with some things done to it."""
    if data.startswith(b"PK") and chance.random() < 0.6:
        packed = _inside(data, others, chance)
        if packed is not None:
            return packed
    return _bytes(data, others, chance)


def _bytes(data: bytes, others: tuple[bytes, ...], chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        at = chance.randrange(len(made) + 1)
        length = chance.choice((1, 2, 8, 40, 400))
        match chance.randrange(9):
            case 0 if made:
                made[at % len(made)] = chance.randrange(256)
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length]
            case 3:
                made[at:at] = chance.choice(_WORDS)
            case 4:
                made[at:at] = chance.choice(_WORDS) * chance.randrange(_LONG)
            case 5:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                made[at:at] = other[start : start + length * 4]
            case 6:
                del made[at:]
            case 7:
                made[at : at + length] = reversed(made[at : at + length])
            case _:
                made[at:at] = chance.randbytes(length)
    return bytes(made)


def _inside(data: bytes, others: tuple[bytes, ...], chance: random.Random) -> bytes | None:
    """Mutate one member, drop one, or name one otherwise, and pack them again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return None
    if not members:
        return None
    which = chance.randrange(len(members))
    name, content = members[which]
    match chance.randrange(5):
        case 0:
            del members[which]
        case 1:
            other = members[chance.randrange(len(members))][0]
            members[which] = (other, content)
        case _:
            members[which] = (name, _bytes(content, others, chance))
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two members of one name: that is meant
        for each, inner in members:
            archive.writestr(zipfile.ZipInfo(each), inner)
    return held.getvalue()


def shrunk(data: bytes, fails: Callable[[bytes], bool], tries: int = 400) -> bytes:
    """Leave out as much as can be while it still fails."""
    size = max(1, len(data) // 2)
    while size and tries > 0:
        at, smaller = 0, False
        while at < len(data) and tries > 0:
            candidate = data[:at] + data[at + size :]
            tries -= 1
            if fails(candidate):
                data, smaller = candidate, True
            else:
                at += size
        if not smaller:
            size //= 2
    return data
