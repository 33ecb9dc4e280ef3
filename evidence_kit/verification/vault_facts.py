# SPDX-License-Identifier: GPL-3.0-or-later
"""What a log says must lie in a vault's folder: objects, texts, trees, and what was removed.

Worked out here anew, not with the vault's own code: a mistake there should show here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from evidence_kit.domain.custody import EntryType, LogEntry, TextRef
from evidence_kit.formats.fields import Fields
from evidence_kit.formats.log_entry import ref_from_fields

_CONFIRMED = "recovery_confirmed"
"""Part of the recovery key was typed back; nothing changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectFacts:
    """One object as an entry names it."""

    entry: int
    sealed_sha256: str
    sealed_size: int
    plain_sha256: str | None
    """None where only the sealed bytes were ever known."""
    interpretation: str | None = None
    root: str | None = None
    """Of the salted tree over its message lines."""
    pack: bool = False
    """Whether it holds sealed texts."""


@dataclass(slots=True)
class VaultFacts:
    """The sum of the entries."""

    objects: dict[str, ObjectFacts] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    """Object to the entry that removed it."""
    originals: dict[int, str] = field(default_factory=dict)
    """Object that holds the original, by exhibit number."""
    removed_exhibits: dict[int, int] = field(default_factory=dict)
    """Exhibit number to the entry that removed it."""
    texts: dict[str, tuple[TextRef, int]] = field(default_factory=dict)
    """Every text pointed to and not removed since, with its entry."""
    version: int | None = None
    """Version of the format that the log last spoke of; None when it was never raised."""
    header_sha256: str | None = None
    header_before: str | None = None
    """What the log said of vault.json before the last change of the slots."""
    slots: dict[str, str] = field(default_factory=dict)
    """Digest by file, in the order of vault.json."""
    removed_slots: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)
    _texts_of: dict[str, list[str]] = field(default_factory=dict)

    def take(self, entries: Iterable[LogEntry]) -> None:
        """Take entries in order."""
        for entry in entries:
            if entry.pack is not None:
                self._expect(Fields(entry.pack, "pack"), entry.seq, pack=True)
            self._take_texts(entry)
            self._take_body(entry, Fields(entry.body, f"log entry {entry.seq}"))

    def _take_body(self, entry: LogEntry, body: Fields) -> None:
        match entry.type:
            case EntryType.CREATED:
                self.header_sha256 = body.text("header_sha256")
                self.slots = {s.text("file"): s.text("sha256") for s in body.each("slots")}
            case EntryType.SLOT_CHANGED:
                self._take_slot(body)
            case EntryType.MIGRATED:
                self._take_header(body)
                self.version = body.number("to")
                for one in body.each("objects"):
                    self._expect(one, entry.seq)
            case EntryType.ACQUIRED | EntryType.REGISTERED:
                self._take_exhibit(entry, body)
            case EntryType.INTERPRETED if body.text_or_none("object") is not None:
                self._expect(body, entry.seq)
            case EntryType.REMOVED:
                self._remove(entry, body)
            case EntryType.RECOVERED:
                for one in body.each("objects"):
                    self._expect(one, entry.seq)
            case _:
                pass

    def _take_header(self, body: Fields) -> None:
        if body.text("header_sha256") != self.header_sha256:
            self.header_before = self.header_sha256
            self.header_sha256 = body.text("header_sha256")

    def _take_slot(self, body: Fields) -> None:
        self._take_header(body)
        file, sha256 = body.text("slot"), body.text_or_none("sha256")
        if body.text("change") == _CONFIRMED:
            return
        if sha256 is None:
            self.slots.pop(file, None)
            self.removed_slots.add(file)
        else:
            self.slots[file] = sha256

    def _take_exhibit(self, entry: LogEntry, body: Fields) -> None:
        number = body.number("number")
        self._numbers[body.text("exhibit")] = number
        if entry.type is EntryType.ACQUIRED:
            self._expect(body, entry.seq)
            self.originals[number] = body.text("object")

    def _expect(self, body: Fields, seq: int, *, pack: bool = False) -> None:
        self.objects[body.text("object")] = ObjectFacts(
            entry=seq,
            sealed_sha256=body.text("sealed_sha256"),
            sealed_size=body.number("sealed_size"),
            plain_sha256=body.text_or_none("stored_sha256") or body.text_or_none("sha256"),
            interpretation=body.text_or_none("interpretation"),
            root=body.text_or_none("root"),
            pack=pack,
        )

    def _take_texts(self, entry: LogEntry) -> None:
        exhibit = entry.body.get("exhibit")
        text = entry.body.get("text")
        if entry.actor is not None:
            self.texts[entry.actor.id] = (entry.actor, entry.seq)
        if isinstance(text, dict):
            ref = ref_from_fields(Fields(text, "text"))
            self.texts[ref.id] = (ref, entry.seq)
            if isinstance(exhibit, str) and entry.type is not EntryType.REMOVED:
                self._texts_of.setdefault(exhibit, []).append(ref.id)

    def _remove(self, entry: LogEntry, body: Fields) -> None:
        exhibit = body.text("exhibit")
        for name in body.strings("objects"):
            self._drop(name, entry.seq)
        for pack in body.each("packs"):
            self._drop(pack.text("old"), entry.seq)
            new = pack.fields_or_none("new")
            if new is not None:
                self._expect(new, entry.seq, pack=True)
        for text in self._texts_of.pop(exhibit, []):
            self.texts.pop(text, None)
        number = self._numbers.get(exhibit)
        if number is not None:
            self.removed_exhibits[number] = entry.seq
            self.originals.pop(number, None)

    def _drop(self, name: str, seq: int) -> None:
        self.objects.pop(name, None)
        self.removed[name] = seq
