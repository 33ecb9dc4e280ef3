# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of the custody log and the segments they stand in (docs/formats/log-entry.md)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from evidence_kit.clock import ClockReading
from evidence_kit.crypto.merkle import salted_leaf
from evidence_kit.domain.custody import EntryType, LogEntry, Role, TextRef
from evidence_kit.errors import Damaged, NewerFormat
from evidence_kit.formats import canonical_json
from evidence_kit.formats.entry_body import check_body
from evidence_kit.formats.fields import Fields
from evidence_kit.limits import LOG_LINES_MAX

VERSION = 1

_NAMES = frozenset(
    {"v", "seq", "prev", "type", "time", "slot", "role", "actor", "app", "pack", "body"}
)
_TIME_NAMES = frozenset(
    {"utc", "zone_minutes", "boot", "since_boot_ms", "sync", "source", "max_error_us"}
)
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z", re.ASCII)
_REF_NAMES = frozenset({"id", "sha256"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """What becomes an entry once its place in the chain is known."""

    type: EntryType
    time: ClockReading
    slot: str
    role: Role
    actor: TextRef | None
    app: str
    body: Mapping[str, object]


def encode(
    draft: EntryDraft, *, seq: int, prev: bytes | None, pack: Mapping[str, object] | None
) -> bytes:
    """Return the canonical line of an entry, without line end.

    Args:
        draft: what is said.
        seq: its number, from 0.
        prev: salted leaf of the entry before; None for the first.
        pack: the batch's sealed texts; on the first entry of a batch that has any.

    Raises:
        ValueError, TypeError: the body has no canonical form.
        Inconsistent: the body lacks a field of its type, or has one too many.
    """
    check_body(draft.type, draft.body)
    value = {
        "v": VERSION,
        "seq": seq,
        "prev": None if prev is None else prev.hex(),
        "type": draft.type.value,
        "time": time_to_json(draft.time),
        "slot": draft.slot,
        "role": draft.role.value,
        "actor": None if draft.actor is None else ref_to_json(draft.actor),
        "app": draft.app,
        "pack": None if pack is None else dict(pack),
        "body": dict(draft.body),
    }
    return canonical_json.encode(value)


def decode(untrusted: bytes, salt: bytes, item: str) -> LogEntry:
    """Read one line; the salt makes its leaf.

    Raises:
        NewerFormat: written by a newer version of the program.
        Damaged: it is not an entry.
    """
    return from_json(canonical_json.decode_object(untrusted, item), untrusted, salt, item)


def from_json(value: Mapping[str, object], line: bytes, salt: bytes, item: str) -> LogEntry:
    """Read an entry whose line is known to be canonical; raises as `decode`."""
    fields = Fields(value, item)
    if fields.number("v") > VERSION:
        raise NewerFormat(item=item, version=fields.number("v"), known=VERSION)
    fields.only(_NAMES)
    fields.hexadecimal_or_none("prev", 64)
    actor = fields.fields_or_none("actor")
    try:
        kind, role = EntryType(fields.text("type")), Role(fields.text("role"))
    except ValueError as error:
        raise Damaged(item=item, why="entry_type") from error
    return LogEntry(
        seq=fields.number("seq"),
        type=kind,
        time=_time(fields.fields("time"), item),
        slot=fields.text("slot"),
        role=role,
        actor=None if actor is None else ref_from_fields(actor),
        app=fields.text("app"),
        body=fields.raw("body"),
        pack=fields.raw("pack") if fields.fields_or_none("pack") else None,
        line=line,
        salt=salt,
        leaf=salted_leaf(salt, line),
        prev=fields.text_or_none("prev"),
    )


def ref_to_json(ref: TextRef) -> dict[str, object]:
    """Return the JSON form of a pointer to a sealed text."""
    return {"id": ref.id, "sha256": ref.sha256}


def ref_from_fields(fields: Fields) -> TextRef:
    """Read a pointer to a sealed text.

    Raises:
        Damaged: it is not one.
    """
    fields.only(_REF_NAMES)
    return TextRef(id=fields.hexadecimal("id", 32), sha256=fields.hexadecimal("sha256", 64))


def time_to_json(time: ClockReading) -> dict[str, object]:
    """Return the JSON form of a look at the clock."""
    return {
        "utc": utc_text(time.utc),
        "zone_minutes": time.zone_minutes,
        "boot": time.boot,
        "since_boot_ms": time.since_boot_ms,
        "sync": time.sync,
        "source": time.source,
        "max_error_us": time.max_error_us,
    }


def utc_text(moment: datetime) -> str:
    """Return ISO 8601 in UTC with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _time(fields: Fields, item: str) -> ClockReading:
    fields.only(_TIME_NAMES)
    text = fields.text("utc")
    if _UTC.match(text) is None:
        raise Damaged(item=item, why="field:utc")
    try:
        utc = datetime.fromisoformat(text)
    except ValueError as error:
        raise Damaged(item=item, why="field:utc") from error
    return ClockReading(
        utc=utc,
        zone_minutes=fields.signed("zone_minutes"),
        boot=fields.text("boot"),
        since_boot_ms=fields.number("since_boot_ms"),
        sync=fields.text("sync"),
        source=fields.text("source"),
        max_error_us=fields.number_or_none("max_error_us"),
    )


def encode_segment(lines: Sequence[bytes], checkpoint_line: bytes) -> bytes:
    """Return the plaintext of a segment: entries, then the signed head after them."""
    return b"".join(line + b"\n" for line in (*lines, checkpoint_line))


def split_segment(untrusted: bytes, item: str) -> tuple[tuple[bytes, ...], bytes]:
    """Return the lines of the entries and the line of the signed head.

    Raises:
        Damaged: it is not a segment.
    """
    if untrusted.count(b"\n") > LOG_LINES_MAX:
        raise Damaged(item=item, why="segment")
    lines = untrusted.split(b"\n")
    if len(lines) < 3 or lines[-1] != b"":
        raise Damaged(item=item, why="segment")
    return tuple(lines[:-2]), lines[-2]
