# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of which some are shown and some stay closed, under one root (docs/formats/bag.md).

A shown line stands with its salt; of a closed one only the leaf is given. Either way anybody can
compute the root, and nobody can guess what a closed line says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence_kit.crypto.merkle import SALT_SIZE, Frontier, salted_leaf
from evidence_kit.errors import Damaged
from evidence_kit.formats import canonical_json
from evidence_kit.formats.fields import Fields

_SHOWN = frozenset({"seq", "entry", "salt"})
_CLOSED = frozenset({"seq", "leaf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafLine:
    """One line under the root."""

    seq: int
    """From 0."""
    leaf: bytes
    entry: bytes | None
    """What was hashed; None where it stays closed."""
    salt: bytes | None


def shown(seq: int, entry: bytes, salt: bytes) -> LeafLine:
    """Return a line that may be read."""
    return LeafLine(seq=seq, leaf=salted_leaf(salt, entry), entry=entry, salt=salt)


def closed(seq: int, leaf: bytes) -> LeafLine:
    """Return a line of which only the leaf is given."""
    return LeafLine(seq=seq, leaf=leaf, entry=None, salt=None)


def encode(line: LeafLine) -> bytes:
    """Return one line of the file, without line end."""
    if line.entry is None or line.salt is None:
        return canonical_json.encode({"seq": line.seq, "leaf": line.leaf.hex()})
    entry = line.entry.decode("utf-8")
    return canonical_json.encode({"seq": line.seq, "entry": entry, "salt": line.salt.hex()})


def decode(untrusted: bytes, item: str) -> LeafLine:
    """Read one line of the file.

    Raises:
        Damaged: it is not one.
    """
    fields = Fields(canonical_json.decode_object(untrusted, item), item)
    if fields.has("leaf"):
        fields.only(_CLOSED)
        return closed(fields.number("seq"), bytes.fromhex(fields.hexadecimal("leaf", 64)))
    fields.only(_SHOWN)
    salt = bytes.fromhex(fields.hexadecimal("salt", 2 * SALT_SIZE))
    try:
        entry = fields.text("entry").encode("utf-8")
    except UnicodeEncodeError as error:
        raise Damaged(item=item, why="field:entry") from error
    return shown(fields.number("seq"), entry, salt)


def encode_all(lines: Iterable[LeafLine]) -> Iterator[bytes]:
    """Yield the lines of the file, each with its line end."""
    for line in lines:
        yield encode(line) + b"\n"


def root_of(lines: Iterable[LeafLine]) -> tuple[int, str]:
    """Return how many lines there are and the root over them, as hex."""
    frontier = Frontier()
    for line in lines:
        frontier.append(line.leaf)
    return frontier.size, frontier.root().hex()
