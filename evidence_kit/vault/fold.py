# SPDX-License-Identifier: GPL-3.0-or-later
"""What the log says as of a size: exhibits, annotations, and which objects must be there.

A fold takes entries in order and remembers facts only; words are looked up when a view is made, because
they may have been removed since.
"""

from dataclasses import dataclass, field

from evidence_kit.domain.custody import EntryType, LogEntry
from evidence_kit.domain.exhibit import Reading
from evidence_kit.domain.ids import ExhibitId, InterpretationId, ObjectName
from evidence_kit.domain.reading_change import ReadingChange
from evidence_kit.formats import columns_json
from evidence_kit.formats.fields import Fields
from evidence_kit.formats.key_slot import RECOVERY_SLOT

PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 -- a name of what was done
PASSPHRASE_ADDED = "passphrase_added"  # noqa: S105 -- a name of what was done
SLOT_REMOVED = "slot_removed"
RECOVERY_REPLACED = "recovery_replaced"
RECOVERY_CONFIRMED = "recovery_confirmed"


@dataclass(slots=True)
class Taken:
    """One exhibit as the log gives it so far."""

    first: LogEntry
    """Entry that gave it its number."""
    entry: LogEntry
    """Entry that says what is held: the last acquired or registered one."""
    reading: Reading | None = None
    failure: str | None = None
    removed_by: int | None = None
    completed_by: int | None = None
    """Entry that last put back a stretch that was left out."""
    objects: list[str] = field(default_factory=list)
    """Originals and records, also those of earlier interpretations."""
    interpretations: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Ids of sealed texts that speak of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must lie on the disk for one object."""

    sealed_sha256: str
    sealed_size: int
    plain_sha256: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One key slot as the log gives it."""

    sha256: str
    made: LogEntry
    """Entry that added it; its sealed text holds the label."""
    changed: LogEntry
    """Entry of its last change."""


@dataclass(slots=True)
class Fold:
    """The sum of the entries so far."""

    exhibits: dict[str, Taken] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    """Exhibit by digest of the original, where a copy is held."""
    annotations: dict[str, LogEntry] = field(default_factory=dict)
    """Current ones by id, oldest first."""
    objects: dict[str, Expected] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    """Object to the entry that removed it."""
    packs: dict[str, int] = field(default_factory=dict)
    """Objects that hold sealed texts, to the entry that named them."""
    version: int | None = None
    """Version of the format that the log last spoke of; None when it was never raised."""
    last_number: int = 0
    recovery_confirmed: bool = False
    header_sha256: str | None = None
    """Digest of vault.json that the log last spoke of."""
    header_before: str | None = None
    """The one before it: what stands on the disk when a crash came in between."""
    slots: dict[str, Slot] = field(default_factory=dict)
    """Key slots by file, in the order of vault.json."""
    removed_slots: set[str] = field(default_factory=set)
    """Files of slots that were removed; their names are not used again."""
    opened_with_old_key: bool = False
    """The recovery key was replaced by somebody who had opened with the one before it: that they
    still have *that* one open says nothing of the new one."""

    def apply(self, entry: LogEntry) -> None:
        """Take the next entry."""
        if entry.pack is not None:
            self._expect_pack(entry.pack, entry.seq)
        self._used(entry.slot)
        match entry.type:
            case EntryType.ACQUIRED | EntryType.REGISTERED:
                self._take(entry)
            case EntryType.INTERPRETED:
                self._interpret(entry)
            case EntryType.ANNOTATED:
                self._annotate(entry)
            case EntryType.REMOVED:
                self._remove(entry)
            case EntryType.RECOVERED:
                self._recover(entry)
            case EntryType.CREATED:
                self._create(entry)
            case EntryType.SLOT_CHANGED:
                self._slot(entry)
            case EntryType.MIGRATED:
                self._migrate(entry)
            case _:
                pass

    def _expect(self, fields: Fields, seq: int) -> None:
        self.objects[fields.text("object")] = Expected(
            sealed_sha256=fields.text("sealed_sha256"),
            sealed_size=fields.number("sealed_size"),
            plain_sha256=fields.text("sha256"),
            entry=seq,
        )

    def _expect_pack(self, pack: dict[str, object], seq: int) -> None:
        fields = Fields(pack, "pack")
        self._expect(fields, seq)
        self.packs[fields.text("object")] = seq

    def _take(self, entry: LogEntry) -> None:
        fields = Fields(entry.body, "exhibit")
        exhibit = fields.text("exhibit")
        taken = self.exhibits.get(exhibit)
        if taken is None:
            taken = self.exhibits[exhibit] = Taken(first=entry, entry=entry)
            self.numbers[fields.number("number")] = exhibit
            self.last_number = max(self.last_number, fields.number("number"))
        if _holes(taken.entry) > _holes(entry) and entry.type is EntryType.ACQUIRED:
            taken.completed_by = entry.seq
        taken.entry = entry
        taken.texts.append(fields.fields("text").text("id"))
        if entry.type is EntryType.ACQUIRED:
            taken.objects.append(fields.text("object"))
            self.digests[fields.text("sha256")] = exhibit
            stored = fields.text_or_none("stored_sha256") or fields.text("sha256")
            self.objects[fields.text("object")] = Expected(
                sealed_sha256=fields.text("sealed_sha256"),
                sealed_size=fields.number("sealed_size"),
                plain_sha256=stored,
                entry=entry.seq,
            )

    def _interpret(self, entry: LogEntry) -> None:
        fields = Fields(entry.body, "interpretation")
        taken = self.exhibits.get(fields.text("exhibit"))
        if taken is None:
            return
        taken.failure = fields.text_or_none("failure")
        if fields.text_or_none("object") is None:
            return
        self._expect(fields, entry.seq)
        taken.objects.append(fields.text("object"))
        taken.interpretations.append(fields.text("interpretation"))
        columns, compared = fields.fields_or_none("columns"), fields.fields_or_none("compared")
        taken.reading = Reading(
            interpretation=InterpretationId(fields.text("interpretation")),
            entry=entry.seq,
            importer=fields.text("importer"),
            importer_version=fields.number("importer_version"),
            object=ObjectName(fields.text("object")),
            records=fields.number("records"),
            notes=fields.number("notes"),
            conversations=fields.number("conversations"),
            complete=fields.flag("complete"),
            zone=fields.text_or_none("zone"),
            day_first=fields.flag_or_none("day_first"),
            columns=None if columns is None else columns_json.from_fields(columns),
            compared=None if compared is None else _change(compared),
        )

    def _annotate(self, entry: LogEntry) -> None:
        fields = Fields(entry.body, "annotation")
        replaced = fields.text_or_none("replaces")
        if replaced is not None:
            self.annotations.pop(replaced, None)
        if not fields.flag("retracted"):
            self.annotations[fields.text("annotation")] = entry
        exhibit = fields.text_or_none("exhibit")
        text = fields.fields_or_none("text")
        if exhibit in self.exhibits and text is not None:
            self.exhibits[exhibit].texts.append(text.text("id"))

    def _remove(self, entry: LogEntry) -> None:
        fields = Fields(entry.body, "removal")
        taken = self.exhibits.get(fields.text("exhibit"))
        for name in fields.strings("objects"):
            self._gone(name, entry.seq)
        for pack in fields.each("packs"):
            self._gone(pack.text("old"), entry.seq)
            self.packs.pop(pack.text("old"), None)
            if pack.fields_or_none("new") is not None:
                self._expect_pack(pack.raw("new"), entry.seq)
        if taken is None:
            return
        taken.removed_by = entry.seq
        taken.reading = None
        taken.failure = None
        self.digests = {k: v for k, v in self.digests.items() if v != fields.text("exhibit")}
        self._find_again(fields.text("sha256"))

    def _find_again(self, digest: str) -> None:
        """The same content may be held under another number too."""
        for name, taken in self.exhibits.items():
            held = taken.removed_by is None and taken.entry.type is EntryType.ACQUIRED
            if held and taken.entry.body["sha256"] == digest:
                self.digests[digest] = name

    def _gone(self, name: str, seq: int) -> None:
        self.objects.pop(name, None)
        self.removed[name] = seq

    def _recover(self, entry: LogEntry) -> None:
        for one in Fields(entry.body, "recovered").each("objects"):
            self.objects[one.text("object")] = Expected(
                sealed_sha256=one.text("sealed_sha256"),
                sealed_size=one.number("sealed_size"),
                plain_sha256="",
                entry=entry.seq,
            )

    def _used(self, slot: str) -> None:
        if slot != RECOVERY_SLOT:
            self.opened_with_old_key = False
        elif not self.opened_with_old_key:
            self.recovery_confirmed = True  # somebody had the key, and used it

    def _create(self, entry: LogEntry) -> None:
        fields = Fields(entry.body, "vault")
        self.header_sha256 = fields.text("header_sha256")
        for slot in fields.each("slots"):
            self.slots[slot.text("file")] = Slot(
                sha256=slot.text("sha256"), made=entry, changed=entry
            )

    def _take_header(self, fields: Fields) -> None:
        if fields.text("header_sha256") != self.header_sha256:
            self.header_before = self.header_sha256
            self.header_sha256 = fields.text("header_sha256")

    def _migrate(self, entry: LogEntry) -> None:
        fields = Fields(entry.body, "migration")
        self.version = fields.number("to")
        self._take_header(fields)
        for one in fields.each("objects"):
            self._expect(one, entry.seq)

    def _slot(self, entry: LogEntry) -> None:
        fields = Fields(entry.body, "slot")
        file, change = fields.text("slot"), fields.text("change")
        self._take_header(fields)
        if file == RECOVERY_SLOT:
            # Any other change of this slot means a new key, which nobody has shown to have yet.
            self.recovery_confirmed = change == RECOVERY_CONFIRMED
            self.opened_with_old_key = change != RECOVERY_CONFIRMED and entry.slot == RECOVERY_SLOT
        if change != RECOVERY_CONFIRMED:
            self._keep_slot(file, fields.text_or_none("sha256"), entry)

    def _keep_slot(self, file: str, sha256: str | None, entry: LogEntry) -> None:
        if sha256 is None:
            self.slots.pop(file, None)
            self.removed_slots.add(file)
            return
        known = self.slots.get(file)
        made = entry if known is None else known.made
        self.slots[file] = Slot(sha256=sha256, made=made, changed=entry)


def _holes(entry: LogEntry) -> int:
    found = entry.body.get("holes")
    return found if isinstance(found, int) else 0


def exhibit_id(entry: LogEntry) -> ExhibitId | None:
    """Return the exhibit an entry speaks of, if it speaks of one."""
    value = entry.body.get("exhibit")
    return ExhibitId(value) if isinstance(value, str) else None


def _change(fields: Fields) -> ReadingChange:
    return ReadingChange(
        kept=fields.number("kept"),
        moved=fields.number("moved"),
        changed=fields.number("changed"),
        gone=fields.number("gone"),
        new=fields.number("new"),
    )
