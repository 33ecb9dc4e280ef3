# SPDX-License-Identifier: GPL-3.0-or-later
"""desk/pending.age before it is sealed: files still to be taken in (docs/formats/vault.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from evidence_kit.domain.exhibit import Answer
from evidence_kit.errors import Damaged
from evidence_kit.formats import canonical_json
from evidence_kit.formats.fields import Fields

VERSION: Final = 1
ITEM: Final = "pending"
_FILE_FIELDS: Final = frozenset({"path", "size", "modified", "since", "answer", "members"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftFile:
    """One file as it stood when the work began."""

    path: bytes
    size: int
    modified: str
    """The file system's change time, as text."""
    since: int
    """Entries of the log when the work began."""
    answer: Answer
    members: tuple[tuple[str, Answer], ...] = ()
    """Answers for members of an export, by their key."""


def encode(files: Iterable[LeftFile]) -> bytes:
    """Return the bytes of the file."""
    rows = [
        {
            "path": each.path.hex(),
            "size": each.size,
            "modified": each.modified,
            "since": each.since,
            "answer": each.answer.value,
            "members": [{"key": key, "answer": answer.value} for key, answer in each.members],
        }
        for each in files
    ]
    return canonical_json.encode({"version": VERSION, "files": rows})


def decode(untrusted: bytes) -> tuple[LeftFile, ...]:
    """Read the file.

    Raises:
        Damaged: it is no such list, or one of a newer version.
    """
    fields = Fields(canonical_json.decode_object(untrusted, ITEM), ITEM)
    if fields.number("version") != VERSION:
        raise Damaged(item=ITEM, why="field:version")
    return tuple(_file(each) for each in fields.each("files"))


def _file(fields: Fields) -> LeftFile:
    fields.only(_FILE_FIELDS)
    try:
        path = bytes.fromhex(fields.text("path"))
        return LeftFile(
            path=path,
            size=fields.number("size"),
            modified=fields.text("modified"),
            since=fields.number("since"),
            answer=Answer(fields.text("answer")),
            members=tuple(
                (each.text("key"), Answer(each.text("answer"))) for each in fields.each("members")
            ),
        )
    except ValueError as error:
        raise Damaged(item=ITEM, why="field:files") from error
