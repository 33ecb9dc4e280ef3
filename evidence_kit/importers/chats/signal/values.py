# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of Signal's frames as words, without the keys that stand among them.

Source of the frames: signalapp/libsignal, rust/message-backup/src/proto/backup.proto, written as
proto3 JSON: 64-bit numbers are texts, bytes are base64, what is absent has its default.
"""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from evidence_kit.domain.found_text import from_text

_SHOWN = 500
_DEPTH = 6
_SECRET_ENDS = ("key", "pin", "entropy", "token", "credential", "password")
_SECRET_NAMES = frozenset({"locatorinfo", "pointer", "svrpin", "subscriberid", "clientuuid"})


def is_secret(name: str) -> bool:
    """Say whether a member of a frame may hold a key, or says where a key is."""
    lower = name.lower()
    return lower in _SECRET_NAMES or lower.endswith(_SECRET_ENDS)


def objects(value: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of an array; nothing where there is none."""
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            yield one


def inner(values: dict[str, Any], *path: str) -> dict[str, Any]:
    """Return the object at a path; an empty one where there is none."""
    for name in path:
        found = values.get(name)
        if not isinstance(found, dict):
            return {}
        values = found
    return values


def from_base64(text: object) -> bytes | None:
    """Return the bytes of a text in base64; None where it is none."""
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def words_of(value: object, name: str = "", depth: int = 0) -> Iterator[str]:
    """Yield `name: value` for everything in an object that is no key."""
    if depth > _DEPTH or is_secret(name.rpartition(".")[2]):
        return
    match value:
        case dict():
            for key, held in value.items():
                yield from words_of(held, f"{name}.{key}" if name else str(key), depth + 1)
        case list():
            for held in value:
                yield from words_of(held, name, depth + 1)
        case _:
            shown = from_text(str(value)).text[:_SHOWN]
            yield f"{name}: {shown}" if name else shown
