# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed texts: names and people's own words, apart from the log (docs/formats/text-pack.md).

A pack is one object per batch; each line is the canonical JSON of {id, salt, words}. The log points to
a line by its id and its SHA-256; the salt keeps anybody who sees the log from guessing short words.
Removing an exhibit rewrites the pack without its lines; the other lines keep their bytes.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.domain.custody import TextRef
from evidence_kit.domain.ids import new_id
from evidence_kit.errors import Damaged
from evidence_kit.formats import canonical_json
from evidence_kit.formats.fields import Fields

SALT_SIZE = 16

_NAMES = frozenset({"id", "salt", "words"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One sealed text."""

    ref: TextRef
    words: dict[str, object]
    line: bytes
    """Canonical JSON without line end; what `ref.sha256` is taken over."""


def make(words: Mapping[str, object]) -> TextLine:
    """Make a line with a fresh id and salt.

    Raises:
        ValueError, TypeError: the words have no canonical form.
    """
    text_id = new_id()
    value = {"id": text_id, "salt": secrets.token_hex(SALT_SIZE), "words": dict(words)}
    line = canonical_json.encode(value)
    ref = TextRef(id=text_id, sha256=sha256_hex(line))
    return TextLine(ref=ref, words=json.loads(line)["words"], line=line)


def read_line(untrusted: bytes, item: str) -> TextLine:
    """Read one line.

    Raises:
        Damaged: it is not one.
    """
    fields = Fields(canonical_json.decode_object(untrusted, item), item)
    fields.only(_NAMES)
    fields.hexadecimal("salt", 2 * SALT_SIZE)
    ref = TextRef(id=fields.hexadecimal("id", 32), sha256=sha256_hex(untrusted))
    return TextLine(ref=ref, words=fields.raw("words"), line=untrusted)


def encode(lines: Iterable[TextLine]) -> bytes:
    """Return the plaintext of a pack."""
    return b"".join(line.line + b"\n" for line in lines)


_LINE_MIN = 80
"""Bytes of the shortest line: id and salt alone have 64 digits."""


def decode(untrusted: bytes, item: str) -> tuple[TextLine, ...]:
    """Read the plaintext of a pack.

    Raises:
        Damaged: it is not one, or an id stands in it twice.
    """
    if untrusted and not untrusted.endswith(b"\n"):
        raise Damaged(item=item, why="no_line_end")
    if untrusted.count(b"\n") * _LINE_MIN > len(untrusted):
        raise Damaged(item=item, why="fields")  # millions of empty lines would fill the memory
    lines = tuple(read_line(line, item) for line in untrusted.split(b"\n")[:-1])
    if len({line.ref.id for line in lines}) != len(lines):
        raise Damaged(item=item, why="text_twice")
    return lines
