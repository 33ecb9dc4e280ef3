# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen vaults in tests/vectors/vaults, and all that one of them tells."""

import json
from pathlib import Path
from typing import Any

from builders.clock import FixedClock
from builders.source_files import ROOT
from evidence_kit.cli import rows
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.custody import Actor, Role
from evidence_kit.formats import records
from evidence_kit.vault.vault import Vault, open_vault

VAULTS = ROOT / "tests" / "vectors" / "vaults"
ACTOR = Actor(role=Role.SUPPORT_WORKER)


def keys_of(folder: Path) -> dict[str, str]:
    """What opens a frozen vault: passphrase, second and recovery."""
    found: dict[str, str] = json.loads((folder / "keys.json").read_text(encoding="utf-8"))
    return found


def opened(path: Path, key: str, *, with_recovery: bool = False, read_only: bool = False) -> Vault:
    return open_vault(
        path,
        Secret.from_text(key),
        with_recovery=with_recovery,
        clock=FixedClock(),
        actor=ACTOR,
        read_only=read_only,
    )


def told(vault: Vault) -> dict[str, Any]:
    """Everything a vault says, as plain values; what it was opened with left out."""
    return {
        "header": {"vault": vault.header.vault, "version": vault.header.version},
        "head": {"size": vault.head().size, "root": vault.head().root},
        "slots": [
            {"file": slot.file, "recovery": slot.recovery, "label": slot.label}
            for slot in vault.key_slots()
        ],
        "log": [
            {
                "seq": entry.seq,
                "type": entry.type.value,
                "utc": entry.time.utc.isoformat(),
                "leaf": entry.leaf.hex(),
                "words": vault.text(entry),
            }
            for entry in vault.entries()
        ],
        "exhibits": [_exhibit(vault, number) for number in _numbers(vault)],
        "annotations": [
            {
                "kind": one.kind.value,
                "entry": one.entry,
                "facts": dict(one.facts),
                "words": dict(one.words),
            }
            for one in vault.annotations()
        ],
        "receipts": list(vault.receipt_names()),
    }


def _numbers(vault: Vault) -> list[int]:
    return [exhibit.number for exhibit in vault.exhibits()]


def _exhibit(vault: Vault, number: int) -> dict[str, Any]:
    exhibit = vault.exhibit(number)
    said = dict(rows.exhibit(exhibit))
    said["conversations"] = [
        {
            "title": one.conversation.title,
            "participants": list(one.conversation.participants),
            "messages": [
                json.loads(records.to_line(message, raw_sha256))
                for message, raw_sha256 in vault.messages(
                    exhibit, one.conversation.id, 1, one.messages
                )
            ],
        }
        for one in vault.conversations(exhibit)
    ]
    return said


def plain(value: object) -> Any:
    """The same as JSON gives it back."""
    return json.loads(json.dumps(value, ensure_ascii=False, sort_keys=True))
