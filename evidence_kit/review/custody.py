# SPDX-License-Identifier: GPL-3.0-or-later
"""The custody log as rows: what was done, when by this computer's clock, by whom as declared."""

from collections.abc import Mapping
from typing import Final

from evidence_kit.domain.custody import LogEntry
from evidence_kit.domain.views import LogRow
from evidence_kit.vault.vault import Vault

_SHOWN: Final = (
    *("media", "answer", "holes", "importer", "importer_version", "columns", "records", "notes"),
    *("conversations", "complete", "failure", "kind", "retracted", "pages", "language"),
    *("files", "sha256", "size", "at", "root", "tagmanifest_sha256"),
)
"""Fields of a body that a reader needs; the whole entry stands in custody-log.jsonl of a bag."""


def log_rows(vault: Vault, start: int = 0, count: int | None = None) -> tuple[LogRow, ...]:
    """Return log entries from `start` (from 0) as rows."""
    end = None if count is None else start + count
    entries = tuple(vault.entries(start, end))
    numbers = {str(exhibit.id): exhibit.number for exhibit in vault.exhibits()}
    return tuple(log_row(entry, numbers) for entry in entries)


def log_row(entry: LogEntry, numbers: Mapping[str, int]) -> LogRow:
    """Return one entry as a row; `numbers` gives the label of each exhibit id."""
    exhibit = entry.body.get("exhibit")
    return LogRow(
        seq=entry.seq,
        type=entry.type.value,
        utc=entry.time.utc.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        zone_minutes=entry.time.zone_minutes,
        role=entry.role.value,
        slot=entry.slot,
        exhibit_number=numbers.get(str(exhibit)) if exhibit is not None else None,
        facts=tuple(
            (name, _shown(entry.body[name])) for name in _SHOWN if entry.body.get(name) is not None
        ),
        leaf=entry.leaf.hex(),
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return " ".join(f"{name}={part}" for name, part in value.items() if part not in (None, ""))
    return str(value)
