# SPDX-License-Identifier: GPL-3.0-or-later
"""desk/backups.age: which copies of a vault were made (docs/formats/backups.md)."""

from dataclasses import dataclass, field

from evidence_kit.domain.custody import LogHead
from evidence_kit.errors import Damaged, NewerFormat
from evidence_kit.formats import canonical_json
from evidence_kit.formats.fields import Fields

FORMAT = "evidence-kit backups"
VERSION = 1
FILE = "backups.age"

_NAMES = frozenset({"format", "version", "self", "copies"})
_COPY_NAMES = frozenset({"copy", "place", "tried", "time", "size", "root"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCopy:
    """One copy, as its last run left it."""

    copy: str
    """Its id, 32 hex digits."""
    place: str
    tried: int
    """Log entries of the last run that was begun: it may hold files up to there."""
    time: str | None
    """When a run was last completed: ISO 8601, UTC; None when none was."""
    head: LogHead
    """The log it held then; size 0 when no run was completed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMemory:
    """What one folder of a vault knows of the copies."""

    own: str | None = None
    """Id of this very folder, when it is a copy."""
    copies: tuple[KnownCopy, ...] = field(default=())
    """Oldest first."""


def encode(memory: BackupMemory) -> bytes:
    """Return the bytes that are tagged and sealed."""
    value = {
        "format": FORMAT,
        "version": VERSION,
        "self": memory.own,
        "copies": [
            {
                "copy": one.copy,
                "place": one.place,
                "tried": one.tried,
                "time": one.time,
                "size": one.head.size,
                "root": one.head.root,
            }
            for one in memory.copies
        ],
    }
    return canonical_json.encode(value)


def decode(data: bytes) -> BackupMemory:
    """Read it.

    Raises:
        NewerFormat: made by a newer version of the program.
        Damaged: it is not one.
    """
    fields = Fields(canonical_json.decode_object(data, FILE), FILE)
    if fields.text("format") != FORMAT:
        raise Damaged(item=FILE, why="field:format")
    if fields.number("version") > VERSION:
        raise NewerFormat(item=FILE, version=fields.number("version"), known=VERSION)
    fields.only(_NAMES)
    return BackupMemory(
        own=fields.hexadecimal_or_none("self", 32),
        copies=tuple(_copy(one) for one in fields.each("copies")),
    )


def _copy(fields: Fields) -> KnownCopy:
    fields.only(_COPY_NAMES)
    return KnownCopy(
        copy=fields.hexadecimal("copy", 32),
        place=fields.text("place"),
        tried=fields.number("tried"),
        time=fields.text_or_none("time"),
        head=LogHead(size=fields.number("size"), root=fields.text("root")),
    )
