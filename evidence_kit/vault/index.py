# SPDX-License-Identifier: GPL-3.0-or-later
"""Index images: one SQLite database per interpretation, only ever in memory (all SQL is here).

An image says where in the sealed records object each message stands and what it can be found by; the
message itself is read from the object, which the log names by digest. No journal, no temporary file:
`temp_store` is memory and the database has no name on the disk.
"""

import json
import sqlite3
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from evidence_kit.crypto.age import SealedReader
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import Attachment, AttachmentStatus, Conversation
from evidence_kit.errors import Damaged, LimitReached
from evidence_kit.formats import moment_json
from evidence_kit.formats.fields import Fields
from evidence_kit.limits import (
    INDEX_IMAGE_FROM,
    INDEX_IMAGE_MAX,
    INDEX_MEMORY_MAX,
    INDEX_OPEN_MAX,
)

_Found = TypeVar("_Found")
_VERSION = 2

_QUIET = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
_SCHEMA = """
CREATE TABLE messages (
    conversation INTEGER NOT NULL,
    n INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    found_by TEXT NOT NULL,
    PRIMARY KEY (conversation, n)
) WITHOUT ROWID;
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    participants TEXT NOT NULL,
    messages INTEGER NOT NULL,
    first TEXT,
    last TEXT
);
CREATE TABLE files (
    position INTEGER PRIMARY KEY, member TEXT NOT NULL UNIQUE, name TEXT NOT NULL, status TEXT NOT NULL
);
CREATE TABLE notes (position INTEGER PRIMARY KEY, offset INTEGER NOT NULL, length INTEGER NOT NULL);
CREATE TABLE source (offset INTEGER NOT NULL, length INTEGER NOT NULL);
"""
_ADD_MESSAGE = "INSERT INTO messages VALUES (?, ?, ?, ?, ?)"
_ADD_CONVERSATION = "INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?, ?, ?)"
_ADD_FILE = "INSERT OR IGNORE INTO files (member, name, status) VALUES (?, ?, ?)"
_ADD_NOTE = "INSERT INTO notes VALUES (?, ?, ?)"
_ADD_SOURCE = "INSERT INTO source VALUES (?, ?)"
_CONVERSATIONS = (
    "SELECT id, title, participants, messages, first, last FROM conversations ORDER BY id"
)
_PAGE = "SELECT offset, length FROM messages WHERE conversation = ? AND n >= ? ORDER BY n LIMIT ?"
_FIND = (
    "SELECT n FROM messages WHERE conversation = ? AND instr(found_by, ?) > 0 ORDER BY n LIMIT ?"
)
_FILES = "SELECT name, status, member FROM files ORDER BY position"
_NOTES = "SELECT offset, length FROM notes WHERE position >= ? ORDER BY position LIMIT ?"
_SOURCE = "SELECT offset, length FROM source LIMIT 1"

_COUNTED = ("message", "note")

_HELD = frozenset({AttachmentStatus.PRESENT.value, AttachmentStatus.WITHHELD.value})
"""Files that are in the original, or were until they were left out."""

Place = tuple[int, int]
"""Offset and length of a line in the records object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConversation:
    """A conversation with what its index knows of it."""

    conversation: Conversation
    messages: int
    first: Moment | None
    """Moment of the first message that has one, in source order."""
    last: Moment | None
    """Moment of the last message that has one, in source order."""


def found_by(text: str) -> str:
    """Return the form in which texts are compared: without case, composed."""
    return _valid(unicodedata.normalize("NFC", text.casefold()))


def _valid(text: str) -> str:
    """SQLite takes UTF-8 only; half a surrogate pair becomes a question mark here."""
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(slots=True)
class _Heading:
    title: str = ""
    participants: str = "[]"
    messages: int = 0
    first: dict[str, object] | None = None
    last: dict[str, object] | None = None


class ImageBuilder:
    """Builds an image while records are written; one line after the other."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.executescript(_QUIET + _SCHEMA)
        self._database.execute(f"PRAGMA user_version={_VERSION}")
        self._database.commit()
        self._headings: dict[int, _Heading] = {}
        self._notes = 0
        self.messages = 0

    def add(self, record: dict[str, object], place: Place) -> bool:
        """Take one record line, parsed; say whether it is a message.

        Raises:
            Damaged: it lacks what every record has, or its number stands there already.
        """
        try:
            return self._add(record, place)
        except (sqlite3.Error, OverflowError) as error:
            raise Damaged(item="records", why="record_number") from error

    def _add(self, record: dict[str, object], place: Place) -> bool:
        match record.get("type"):
            case "message":
                self._add_message(Fields(record, "record"), place)
                return True
            case "conversation":
                self._add_conversation(Fields(record, "record"))
            case "note":
                self._database.execute(_ADD_NOTE, (self._notes, *place))
                self._notes += 1
            case "source":
                self._database.execute(_ADD_SOURCE, place)
            case _:
                pass  # the summary; its figures stand in the log
        return False

    def finish(self) -> bytes:
        """Return the image; the builder is of no use afterwards.

        Raises:
            LimitReached: it is larger than can be opened again.
        """
        for number, heading in self._headings.items():
            row = (
                number,
                heading.title,
                heading.participants,
                heading.messages,
                _dumped(heading.first),
                _dumped(heading.last),
            )
            self._database.execute(_ADD_CONVERSATION, row)
        self._database.commit()
        image = self._database.serialize()
        self.close()
        if len(image) > INDEX_IMAGE_MAX:
            raise LimitReached(limit="INDEX_IMAGE_MAX", value=len(image), ceiling=INDEX_IMAGE_MAX)
        return image

    def close(self) -> None:
        """Let go of the memory."""
        self._database.close()

    def _add_conversation(self, fields: Fields) -> None:
        heading = self._headings.setdefault(fields.number("id"), _Heading())
        heading.title = _valid(fields.text("title"))
        heading.participants = json.dumps(fields.strings("participants"))

    def _add_message(self, fields: Fields, place: Place) -> None:
        number = fields.number("conversation")
        row = (number, fields.number("n"), *place, found_by(fields.text("text")))
        self._database.execute(_ADD_MESSAGE, row)
        for file in fields.each("attachments") if fields.has_value("attachments") else ():
            member, status = file.text_or_none("member"), file.text("status")
            if member is not None and status in _HELD:
                held = _valid(member), _valid(file.text("name")), status
                self._database.execute(_ADD_FILE, held)
        heading = self._headings.setdefault(number, _Heading())
        heading.messages += 1
        self.messages += 1
        if fields.has_value("moment"):
            heading.last = fields.raw("moment")
            heading.first = heading.first or heading.last


def is_kept(lines: int) -> bool:
    """Say whether an image is worth a file: that of a short reading is sooner made again."""
    return lines >= INDEX_IMAGE_FROM


class LateImage:
    """The image of a reading that grows line by line; begun when it is long enough to be kept."""

    def __init__(self) -> None:
        self._first: list[tuple[dict[str, object], Place]] = []
        self._lines = 0
        self._builder: ImageBuilder | None = None

    def add(self, record: dict[str, object], place: Place) -> bool:
        """Take one record line, parsed; say whether it is a message.

        Raises:
            Damaged: a line lacks what every record has, or its number stands there already.
        """
        self._lines += record.get("type") in _COUNTED
        if self._builder is not None:
            return self._builder.add(record, place)
        self._first.append((record, place))
        if is_kept(self._lines):
            self._builder = self._begun()
        return record.get("type") == "message"

    def finish(self) -> bytes | None:
        """Return the image, if it is to be kept; raises as `add` and `ImageBuilder.finish`."""
        if self._builder is not None:
            return self._builder.finish()
        if self._lines:
            self._begun().close()  # only to see that it can be made again
        return None

    def close(self) -> None:
        """Let go of the memory."""
        if self._builder is not None:
            self._builder.close()

    def _begun(self) -> ImageBuilder:
        builder = ImageBuilder()
        try:
            for record, place in self._first:
                builder.add(record, place)
        except Damaged:
            builder.close()
            raise
        self._first = []
        return builder


class Image:
    """One opened image and the records object it speaks of."""

    def __init__(self, image: bytes, records: SealedReader) -> None:
        self.size = len(image)
        self.records = records
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.deserialize(image)
        self._database.executescript("PRAGMA temp_store=MEMORY; PRAGMA query_only=ON;")

    @staticmethod
    def is_ours(image: bytes) -> bool:
        """Say whether this version wrote the image; user_version stands at byte 60."""
        return image[:16] == b"SQLite format 3\x00" and image[60:64] == _VERSION.to_bytes(4, "big")

    def conversations(self) -> tuple[StoredConversation, ...]:
        """Return all conversations, by id."""
        return tuple(
            StoredConversation(
                conversation=Conversation(
                    id=number, title=title, participants=tuple(json.loads(participants))
                ),
                messages=messages,
                first=_moment(first),
                last=_moment(last),
            )
            for number, title, participants, messages, first, last in self._rows(_CONVERSATIONS)
        )

    def page(self, conversation: int, start: int, count: int) -> tuple[Place, ...]:
        """Return the places of consecutive messages, from number `start`."""
        return self._places(_PAGE, conversation, start, count)

    def find(self, conversation: int, text: str, limit: int) -> tuple[int, ...]:
        """Return the numbers of messages that hold a text, without regard to case."""
        return tuple(n for (n,) in self._rows(_FIND, conversation, found_by(text), limit))

    def files(self) -> tuple[Attachment, ...]:
        """Return the files inside the original that messages name, each once, as first named."""
        return tuple(
            Attachment(name=name, status=AttachmentStatus(status), member=member)
            for name, status, member in self._rows(_FILES)
        )

    def notes(self, start: int, count: int) -> tuple[Place, ...]:
        """Return the places of notes, from position `start`, counted from 0."""
        return self._places(_NOTES, start, count)

    def source(self) -> tuple[Place, ...]:
        """Return the place of the source line."""
        return self._places(_SOURCE)

    def close(self) -> None:
        """Let go of the memory and the object."""
        with self._lock:
            self._database.close()
            self.records.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def _places(self, statement: str, *values: object) -> tuple[Place, ...]:
        return tuple(
            (int(offset), int(length)) for offset, length in self._rows(statement, *values)
        )

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()


def _dumped(moment: dict[str, object] | None) -> str | None:
    return None if moment is None else json.dumps(moment)


def _moment(text: object) -> Moment | None:
    if not isinstance(text, str):
        return None
    return moment_json.from_fields(Fields(json.loads(text), "moment"), "moment")


class ImageShelf:
    """Images kept open, the least used let go first, under one ceiling of memory."""

    def __init__(self, ceiling: int = INDEX_MEMORY_MAX, most: int = INDEX_OPEN_MAX) -> None:
        self._ceiling = ceiling
        self._most = most
        self._open: OrderedDict[str, Image] = OrderedDict()
        self._lock = threading.RLock()

    def use(self, name: str, load: Callable[[], Image], act: Callable[[Image], _Found]) -> _Found:
        """Open an image if need be, and ask it something before another can push it out."""
        with self._lock:
            image = self._open.get(name)
            if image is None:
                image = self._open[name] = load()
            self._open.move_to_end(name)
            self._make_room()
            return act(image)

    def drop(self, name: str) -> None:
        """Close one image."""
        with self._lock:
            image = self._open.pop(name, None)
            if image is not None:
                image.close()

    def close(self) -> None:
        """Close all."""
        with self._lock:
            for name in tuple(self._open):
                self.drop(name)

    def _make_room(self) -> None:
        while len(self._open) > 1 and self._too_much():
            _, oldest = self._open.popitem(last=False)
            oldest.close()

    def _too_much(self) -> bool:
        size = sum(image.size for image in self._open.values())
        return size > self._ceiling or len(self._open) > self._most
