# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks vault.json and the key slots, also between two steps of a change that was cut off.

The log says what both should be. A change is staged in `tmp/`, logged, and then put in place
(docs/formats/vault.md): when what lies there is exactly a step on that way, the next opening completes it,
and a check says so instead of calling it a difference.
"""

from dataclasses import replace

from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.errors import Damaged, EvidenceKitError, StorageFailed
from evidence_kit.formats import vault_header
from evidence_kit.formats.vault_header import SlotFile, VaultHeader
from evidence_kit.limits import KEY_SLOT_MAX, KEY_SLOTS_MAX
from evidence_kit.verification.vault_facts import VaultFacts
from evidence_kit.verification.vault_folder import HEADER, VaultFolder
from evidence_kit.verification.vault_objects import why_of
from evidence_kit.verification.verdicts import Verdicts

_STAGED = ".slot"
_UNFINISHED = "slot_change_unfinished"


class SlotCheck:
    """Holds header and slots against each other and against the log."""

    def __init__(self, folder: VaultFolder, header: VaultHeader, verdicts: Verdicts) -> None:
        self._folder = folder
        self._header = header
        self._verdicts = verdicts

    @property
    def items(self) -> frozenset[str]:
        """The slots that vault.json speaks of."""
        return frozenset(slot.file for slot in self._header.slots)

    def locked(self) -> None:
        """Check the slots against vault.json, which the log holds in turn."""
        for slot in self._header.slots:
            self._judge(slot, frozenset())

    def unlocked(self, facts: VaultFacts, header_sha256: str, *, complete: bool) -> frozenset[str]:
        """Check vault.json and all slots; return the slots that were looked at.

        Args:
            facts: what the log says.
            header_sha256: of the file as it lies there.
            complete: whether no entry of the log is missing.
        """
        staged = self._staged()
        wanted = self._header_of(facts)
        fits = facts.header_sha256 == header_sha256
        if facts.header_sha256 is None or (not fits and not complete):
            self._verdicts.unjudged(HEADER, "log_gap")
        elif fits:
            self._verdicts.matches(HEADER)
        elif header_sha256 == facts.header_before and self._is(wanted, facts.header_sha256):
            self._verdicts.unjudged(HEADER, _UNFINISHED)
        else:
            self._verdicts.differs(
                HEADER, "sha256", expected=facts.header_sha256, found=header_sha256
            )
        if not self._is(wanted, facts.header_sha256):
            self.locked()
            return self.items
        for slot in wanted.slots:
            self._judge(slot, staged)
        left = frozenset(f for f in facts.removed_slots if self._folder.is_there(f))
        for file in sorted(left - facts.slots.keys()):
            self._verdicts.unjudged(file, _UNFINISHED)
        return frozenset(facts.slots) | left

    def _header_of(self, facts: VaultFacts) -> VaultHeader:
        rows = tuple(SlotFile(file=file, sha256=sha) for file, sha in facts.slots.items())
        return replace(self._header, slots=rows, version=facts.version or self._header.version)

    @staticmethod
    def _is(header: VaultHeader, sha256: str | None) -> bool:
        return sha256_hex(vault_header.encode(header)) == sha256

    def _judge(self, slot: SlotFile, staged: frozenset[str]) -> None:
        found = ""
        try:
            found = sha256_hex(self._folder.read(slot.file, KEY_SLOT_MAX))
        except StorageFailed as error:
            self._verdicts.unjudged(slot.file, error.code)
            return
        except EvidenceKitError as error:
            if slot.sha256 not in staged or not _is_missing(error):
                self._verdicts.differs(slot.file, why_of(error))
                return
        if found == slot.sha256:
            self._verdicts.matches(slot.file)
        elif slot.sha256 in staged:
            self._verdicts.unjudged(slot.file, _UNFINISHED)
        else:
            self._verdicts.differs(slot.file, "sha256", expected=slot.sha256, found=found)

    def _staged(self) -> frozenset[str]:
        """Digests of the slots that lie in tmp/ and were never put in place."""
        found: set[str] = set()
        names = [name for name in self._folder.names("tmp") if name.endswith(_STAGED)]
        for name in names[: 2 * KEY_SLOTS_MAX]:
            try:
                found.add(sha256_hex(self._folder.read(f"tmp/{name}", KEY_SLOT_MAX)))
            except EvidenceKitError:
                continue  # named as an unfinished file anyway
        return frozenset(found)


def _is_missing(error: EvidenceKitError) -> bool:
    return isinstance(error, Damaged) and error.fields.get("why") == "missing"
