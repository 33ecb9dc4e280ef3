# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a vault: header, slots, log, tree, signed heads, objects, texts, records and index.

While locked a check goes as far as names and signatures do; the digests of sealed files stand in the
sealed log. Nothing is written. What the owner removed is reported as removed, never as missing.
"""

import re
from pathlib import Path

from evidence_kit.crypto.derive import SIGNING, derive
from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.crypto.signing import SigningKey
from evidence_kit.domain.finding import CheckReport, CheckWish, Sampled
from evidence_kit.domain.ids import is_id
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.errors import EvidenceKitError, NewerFormat, StorageFailed
from evidence_kit.formats import index_file, text_pack, vault_header
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.formats.vault_header import VaultHeader, is_slot_name
from evidence_kit.limits import (
    CATALOGUE_MAX,
    STRAY_FILES_SHOWN,
    TEXT_PACK_MAX,
    VAULT_HEADER_MAX,
)
from evidence_kit.verification.check_log import LogReading, check_log, signed_heads
from evidence_kit.verification.check_since import check_since
from evidence_kit.verification.check_token import check_tokens, is_receipt
from evidence_kit.verification.vault_facts import VaultFacts
from evidence_kit.verification.vault_folder import (
    HEADER,
    PASSING,
    VaultFolder,
    number_in,
    object_item,
)
from evidence_kit.verification.vault_objects import (
    ObjectCheck,
    Pace,
    draw_sample,
    new_seed,
    why_of,
)
from evidence_kit.verification.vault_slots import SlotCheck
from evidence_kit.verification.verdicts import Verdicts

_CATALOGUE = "index/catalogue.age"
_ENTRIES = re.compile(rb'"entries":\s*(\d{1,15})\b')


def check_vault(
    path: Path,
    keys: KeyMaterial | None,
    report: Report = silent,
    cancel: CancelToken | None = None,
    wish: CheckWish | None = None,
) -> CheckReport:
    """Check everything in a vault's folder.

    Args:
        path: the folder.
        keys: opened keys; None checks as far as that goes while locked.
        report: told how many bytes are done.
        cancel: stops between two files.
        wish: what is asked beside the usual: a quick check, a head from elsewhere.

    Raises:
        Cancelled: somebody asked to stop.
    """
    verdicts = Verdicts()
    sampled: Sampled | None = None
    folder = VaultFolder(path)
    header, raw = _read_header(folder, verdicts)
    if header is not None:
        pace = Pace(report, cancel or CancelToken())
        check = _Check(folder, header, verdicts, (pace, wish or CheckWish()))
        if keys is None:
            check.locked()
        else:
            sampled = check.unlocked(keys, sha256_hex(raw))
    return verdicts.report("vault", sampled)


def _read_header(folder: VaultFolder, verdicts: Verdicts) -> tuple[VaultHeader | None, bytes]:
    try:
        raw = folder.read(HEADER, VAULT_HEADER_MAX)
        return vault_header.decode(raw), raw
    except (NewerFormat, StorageFailed) as error:
        verdicts.unjudged(HEADER, error.code)
    except EvidenceKitError as error:
        verdicts.differs(HEADER, why_of(error))
    return None, b""


class _Check:
    """One check of one vault."""

    def __init__(
        self,
        folder: VaultFolder,
        header: VaultHeader,
        verdicts: Verdicts,
        asked: tuple[Pace, CheckWish],
    ) -> None:
        self._folder = folder
        self._header = header
        self._verdicts = verdicts
        self._pace, self._wish = asked
        self._slots = SlotCheck(folder, header, verdicts)
        self._seen: set[str] = {HEADER}

    def locked(self) -> None:
        """Check without keys: signatures, names, and what vault.json says of the slots."""
        self._verdicts.unjudged(HEADER, "locked")
        self._slots.locked()
        self._seen |= self._slots.items
        reading = check_log(self._folder, self._header, None, self._verdicts)
        self._check_since(reading)
        for item in self._folder.all_files():
            sealed = item.startswith(("objects/", "index/", "desk/")) and self._form_is_ours(item)
            if sealed or is_receipt(item):
                self._verdicts.unjudged(item, "locked")
                self._seen.add(item)
        self._name_the_rest(complete=False)

    def unlocked(self, keys: KeyMaterial, header_sha256: str) -> Sampled | None:
        """Check everything; say what a quick check read."""
        if not self._keys_fit(keys):
            return None
        reading = check_log(self._folder, self._header, keys, self._verdicts)
        facts = VaultFacts()
        facts.take(reading.entries)
        self._seen |= self._slots.unlocked(facts, header_sha256, complete=reading.complete)
        self._check_since(reading)
        seed = new_seed() if self._wish.seed is None else self._wish.seed
        chosen = draw_sample(facts.objects, seed) if self._wish.sample else None
        objects = ObjectCheck(self._folder, keys, self._verdicts, self._pace)
        self._seen |= {object_item(name) for name in facts.objects}
        good, measured = objects.check(facts.objects, chosen)
        self._check_exhibits(facts, good, measured)
        self._check_texts(facts, (good, measured), keys)
        self._check_removed(facts)
        self._seen |= check_tokens(self._folder, reading.entries, self._verdicts)
        for folder in ("index", "desk"):
            self._check_tagged(folder, keys, reading)
        self._name_the_rest(complete=reading.complete)
        return objects.sampled(facts.objects, chosen, seed)

    def _check_since(self, reading: LogReading) -> None:
        signed = signed_heads(self._folder, self._header)
        check_since(reading, signed, self._header, self._wish, self._verdicts)

    def _keys_fit(self, keys: KeyMaterial) -> bool:
        signing = SigningKey.from_seed(derive(keys.seed, SIGNING)).public_pem()
        fits = str(
            keys.identity.recipient
        ) == self._header.recipient and signing == self._header.signing_pem.encode("utf-8")
        if not fits:
            self._verdicts.differs(HEADER, "keys")
        return fits

    def _check_exhibits(
        self, facts: VaultFacts, good: frozenset[str], measured: frozenset[str]
    ) -> None:
        """Say by its number which exhibit an original belongs to."""
        for number, name in sorted(facts.originals.items()):
            if name in good:
                self._verdicts.matches(f"exhibit {number}")
            elif name not in measured:
                self._verdicts.differs(f"exhibit {number}", "original", found=object_item(name))
        for number, entry in sorted(facts.removed_exhibits.items()):
            self._verdicts.matches(f"exhibit {number}", f"removed:{entry}")

    def _check_texts(
        self,
        facts: VaultFacts,
        read: tuple[frozenset[str], frozenset[str]],
        keys: KeyMaterial,
    ) -> None:
        """See that every text an entry points to is there, with the digest the entry gives."""
        good, measured = read
        found: dict[str, str] = {}
        packs = [name for name, one in facts.objects.items() if one.pack]
        for name in packs:
            if name in good:
                found.update(self._read_pack(object_item(name), keys))
        all_read, none_damaged = good.issuperset(packs), (good | measured).issuperset(packs)
        for ref, seq in facts.texts.values():
            item = f"text of log entry {seq}"
            if found.get(ref.id) == ref.sha256:
                self._verdicts.matches(item)
            elif ref.id in found or all_read:
                self._verdicts.differs(
                    item, "text", expected=ref.sha256, found=found.get(ref.id, "")
                )
            elif not none_damaged:
                self._verdicts.unjudged(item, "texts_damaged")

    def _read_pack(self, item: str, keys: KeyMaterial) -> dict[str, str]:
        try:
            plain = self._folder.unseal(item, TEXT_PACK_MAX, keys.identity)
            return {line.ref.id: line.ref.sha256 for line in text_pack.decode(plain, item)}
        except EvidenceKitError as error:
            self._verdicts.differs(item, why_of(error))
            return {}

    def _check_removed(self, facts: VaultFacts) -> None:
        for name, entry in facts.removed.items():
            item = object_item(name)
            if self._folder.size(item):
                self._seen.add(item)
                self._verdicts.differs(item, f"removed_still_there:{entry}")
            else:
                self._verdicts.matches(item, f"removed:{entry}")

    def _check_tagged(self, folder: str, keys: KeyMaterial, reading: LogReading) -> None:
        """Index and desk are no evidence, but a changed file of theirs could mislead."""
        key = index_file.tag_key(keys.seed)
        for name in self._folder.names(folder):
            item = f"{folder}/{name}"
            self._seen.add(item)
            try:
                plain = self._folder.unseal(item, CATALOGUE_MAX, keys.identity)
                content = index_file.decode(key, name, plain)
            except StorageFailed as error:
                self._verdicts.unjudged(item, error.code)
            except EvidenceKitError as error:
                self._verdicts.differs(item, why_of(error))
            else:
                self._judge_tagged(item, content, reading)

    def _judge_tagged(self, item: str, content: bytes | None, reading: LogReading) -> None:
        if content is None:
            self._verdicts.differs(item, "index_tag")
        elif item == _CATALOGUE and reading.end_known and _entries_in(content) > reading.size:
            # Whoever cut the log off at its end, and its heads, forgot this witness.
            self._verdicts.differs(item, "log_shorter")
        else:
            self._verdicts.matches(item)

    def _name_the_rest(self, *, complete: bool) -> None:
        """Nothing in the folder goes without a word."""
        nameless = "no_entry" if complete else "log_gap"
        stray = 0
        for item in self._folder.all_files():
            passing = item in PASSING and self._folder.is_plain(item)
            if passing or item in self._seen or self._is_log_file(item):
                continue
            stray += 1
            if stray <= STRAY_FILES_SHOWN:
                self._verdicts.unjudged(item, self._why_stray(item, nameless))
        if stray > STRAY_FILES_SHOWN:
            more = str(stray - STRAY_FILES_SHOWN)
            self._verdicts.unjudged("other files", "more_files", found=more)

    def _why_stray(self, item: str, nameless: str) -> str:
        if item.startswith("tmp/"):
            return "unfinished"
        if is_receipt(item) or (item.startswith("objects/") and self._form_is_ours(item)):
            return nameless
        return "slot_not_listed" if is_slot_name(item) else "unknown_file"

    @staticmethod
    def _is_log_file(item: str) -> bool:
        folder, _, name = item.partition("/")
        ending = {"log": ".age", "checkpoints": ".json"}.get(folder)
        return ending is not None and number_in(name, ending) is not None

    @staticmethod
    def _form_is_ours(item: str) -> bool:
        parts = item.split("/")
        stem = parts[-1].removesuffix(".age")
        if parts[0] == "index":
            return len(parts) == 2 and (is_id(stem) or stem == "catalogue")
        if parts[0] == "desk":
            return len(parts) == 2 and item.endswith(".age") and stem.isascii() and stem.isalpha()
        return len(parts) == 3 and is_id(stem) and parts[1] == stem[:2]


def _entries_in(catalogue: bytes) -> int:
    """Return how many entries a cached catalogue holds (docs/formats/index.md)."""
    found = _ENTRIES.search(catalogue.partition(b"\n")[0])
    return 0 if found is None else int(found[1])
