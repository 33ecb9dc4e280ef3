# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a vault: header, slots, log, tree, signed heads, objects, texts, records and index.

While locked a check goes as far as names and signatures do; the digests of sealed files stand in the
sealed log. Nothing is written. What the owner removed is reported as removed, never as missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.crypto.age import Identity, decrypt_stream, open_bytes, verify_sealed
from evidence_kit.crypto.derive import SIGNING, derive
from evidence_kit.crypto.hashing import sha256_file, sha256_hex
from evidence_kit.crypto.merkle import Frontier, salted_leaf
from evidence_kit.crypto.signing import SigningKey
from evidence_kit.domain.finding import CheckReport
from evidence_kit.domain.ids import is_id
from evidence_kit.domain.progress import CancelToken, Progress, Report, silent
from evidence_kit.errors import (
    Damaged,
    EvidenceKitError,
    LimitReached,
    NewerFormat,
    StorageFailed,
    WrongPassphrase,
)
from evidence_kit.formats import index_file, record_tree, text_pack, vault_header
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.formats.vault_header import VaultHeader, is_slot_name
from evidence_kit.limits import (
    CATALOGUE_MAX,
    KEY_SLOT_MAX,
    RECORD_LINE_MAX,
    TEXT_PACK_MAX,
    VAULT_HEADER_MAX,
)
from evidence_kit.verification.check_log import LogReading, check_log
from evidence_kit.verification.check_token import check_tokens, is_receipt
from evidence_kit.verification.vault_facts import ObjectFacts, VaultFacts
from evidence_kit.verification.vault_folder import (
    HEADER,
    PASSING,
    VaultFolder,
    number_in,
    object_item,
)
from evidence_kit.verification.verdicts import Verdicts

_SEALED_ROOM = 4 << 20


def check_vault(
    path: Path,
    keys: KeyMaterial | None,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> CheckReport:
    """Check everything in a vault's folder.

    Args:
        path: the folder.
        keys: opened keys; None checks as far as that goes while locked.
        report: told how many bytes are done.
        cancel: stops between two files.

    Raises:
        Cancelled: somebody asked to stop.
    """
    verdicts = Verdicts()
    folder = VaultFolder(path)
    header, raw = _read_header(folder, verdicts)
    if header is not None:
        check = _Check(folder, header, verdicts, _Pace(report, cancel or CancelToken()))
        if keys is None:
            check.locked()
        else:
            check.unlocked(keys, sha256_hex(raw))
    return verdicts.report("vault")


def _read_header(folder: VaultFolder, verdicts: Verdicts) -> tuple[VaultHeader | None, bytes]:
    try:
        raw = folder.read(HEADER, VAULT_HEADER_MAX)
        return vault_header.decode(raw), raw
    except (NewerFormat, StorageFailed) as error:
        verdicts.unjudged(HEADER, error.code)
    except EvidenceKitError as error:
        verdicts.differs(HEADER, _why(error))
    return None, b""


@dataclass(slots=True)
class _Pace:
    """Tells how far the check is, and stops it."""

    report: Report
    cancel: CancelToken
    total: int = 0
    done: int = 0

    def step(self, size: int) -> None:
        self.cancel.check()
        self.done += size
        self.report(Progress(stage="check", done=self.done, total=self.total, unit="bytes"))


class _Check:
    """One check of one vault."""

    def __init__(
        self, folder: VaultFolder, header: VaultHeader, verdicts: Verdicts, pace: _Pace
    ) -> None:
        self._folder = folder
        self._header = header
        self._verdicts = verdicts
        self._pace = pace
        self._seen: set[str] = {HEADER, *PASSING}

    def locked(self) -> None:
        """Check without keys: signatures, names, and what vault.json says of the slots."""
        self._verdicts.unjudged(HEADER, "locked")
        self._check_slots()
        check_log(self._folder, self._header, None, self._verdicts)
        for item in self._folder.all_files():
            sealed = item.startswith(("objects/", "index/", "desk/")) and self._form_is_ours(item)
            if sealed or is_receipt(item):
                self._verdicts.unjudged(item, "locked")
                self._seen.add(item)
        self._name_the_rest()

    def unlocked(self, keys: KeyMaterial, header_sha256: str) -> None:
        """Check everything."""
        if not self._keys_fit(keys):
            return
        self._check_slots()
        reading = check_log(self._folder, self._header, keys, self._verdicts)
        facts = VaultFacts()
        facts.take(reading.entries)
        self._check_header(facts, header_sha256, reading)
        self._pace.total = sum(one.sealed_size for one in facts.objects.values())
        good = self._check_objects(facts, keys)
        self._check_exhibits(facts, good)
        self._check_texts(facts, good, keys)
        self._check_removed(facts)
        self._seen |= check_tokens(self._folder, reading.entries, self._verdicts)
        self._check_tagged("index", keys)
        self._check_tagged("desk", keys)
        self._name_the_rest()

    def _keys_fit(self, keys: KeyMaterial) -> bool:
        signing = SigningKey.from_seed(derive(keys.seed, SIGNING)).public_pem()
        fits = str(
            keys.identity.recipient
        ) == self._header.recipient and signing == self._header.signing_pem.encode("utf-8")
        if not fits:
            self._verdicts.differs(HEADER, "keys")
        return fits

    def _check_header(self, facts: VaultFacts, sha256: str, reading: LogReading) -> None:
        if facts.header_sha256 == sha256:
            self._verdicts.matches(HEADER)
        elif facts.header_sha256 is None or not reading.complete:
            self._verdicts.unjudged(HEADER, "log_gap")
        else:
            self._verdicts.differs(HEADER, "sha256", expected=facts.header_sha256, found=sha256)

    def _check_slots(self) -> None:
        """Hold each slot against vault.json, which the log holds in turn."""
        for slot in self._header.slots:
            self._seen.add(slot.file)
            try:
                found = sha256_hex(self._folder.read(slot.file, KEY_SLOT_MAX))
            except StorageFailed as error:
                self._verdicts.unjudged(slot.file, error.code)
            except EvidenceKitError as error:
                self._verdicts.differs(slot.file, _why(error))
            else:
                if found == slot.sha256:
                    self._verdicts.matches(slot.file)
                else:
                    self._verdicts.differs(slot.file, "sha256", expected=slot.sha256, found=found)

    def _check_objects(self, facts: VaultFacts, keys: KeyMaterial) -> frozenset[str]:
        """Check every object that must be there; return those that are as they should be."""
        good: set[str] = set()
        for name, expected in facts.objects.items():
            item = object_item(name)
            self._seen.add(item)
            if self._object_fits(item, expected, keys):
                self._verdicts.matches(item)
                good.add(name)
            self._pace.step(expected.sealed_size)
        return frozenset(good)

    def _object_fits(self, item: str, expected: ObjectFacts, keys: KeyMaterial) -> bool:
        try:
            sealed, plain = self._digests(item, expected, keys.identity)
            if sealed != expected.sealed_sha256:
                self._verdicts.differs(
                    item, "sha256", expected=expected.sealed_sha256, found=sealed
                )
            elif plain != expected.plain_sha256:
                self._verdicts.differs(
                    item, "content", expected=expected.plain_sha256 or "", found=plain or ""
                )
            elif expected.root is not None:
                return self._tree_fits(item, expected, keys)
            else:
                return True
        except StorageFailed as error:
            self._verdicts.unjudged(item, error.code)
        except EvidenceKitError as error:
            self._verdicts.differs(item, _why(error))
        return False

    def _digests(
        self, item: str, expected: ObjectFacts, identity: Identity
    ) -> tuple[str, str | None]:
        try:
            with self._folder.open(item) as file:
                if expected.plain_sha256 is None:
                    return sha256_file(file)[0], None
                found = verify_sealed(file, [identity])
                return found.sealed_sha256, found.plain_sha256
        except OSError as error:
            raise StorageFailed(path=item, errno=error.errno, action="read") from error

    def _tree_fits(self, item: str, expected: ObjectFacts, keys: KeyMaterial) -> bool:
        """Work out the salted tree over the message lines again."""
        key = record_tree.salt_key(keys.seed, expected.interpretation or "")
        tree = Frontier()
        with self._folder.open(item) as file:
            for line in _lines(decrypt_stream(file, [keys.identity])):
                if record_tree.is_message(line):
                    tree.append(salted_leaf(record_tree.salt(key, tree.size), line))
        root = tree.root().hex()
        if root != expected.root:
            self._verdicts.differs(item, "root", expected=expected.root or "", found=root)
        return root == expected.root

    def _check_exhibits(self, facts: VaultFacts, good: frozenset[str]) -> None:
        """Say by its number which exhibit an original belongs to."""
        for number, name in sorted(facts.originals.items()):
            if name in good:
                self._verdicts.matches(f"exhibit {number}")
            else:
                self._verdicts.differs(f"exhibit {number}", "original", found=object_item(name))
        for number, entry in sorted(facts.removed_exhibits.items()):
            self._verdicts.matches(f"exhibit {number}", f"removed:{entry}")

    def _check_texts(self, facts: VaultFacts, good: frozenset[str], keys: KeyMaterial) -> None:
        """See that every text an entry points to is there, with the digest the entry gives."""
        found: dict[str, str] = {}
        packs = [name for name, one in facts.objects.items() if one.pack]
        for name in packs:
            if name in good:
                found.update(self._read_pack(object_item(name), keys))
        for ref, seq in facts.texts.values():
            item = f"text of log entry {seq}"
            if found.get(ref.id) == ref.sha256:
                self._verdicts.matches(item)
            elif good.issuperset(packs):
                self._verdicts.differs(
                    item, "text", expected=ref.sha256, found=found.get(ref.id, "")
                )
            else:
                self._verdicts.unjudged(item, "texts_damaged")

    def _read_pack(self, item: str, keys: KeyMaterial) -> dict[str, str]:
        try:
            plain = open_bytes(
                self._folder.read(item, TEXT_PACK_MAX + _SEALED_ROOM), [keys.identity]
            )
            return {line.ref.id: line.ref.sha256 for line in text_pack.decode(plain, item)}
        except EvidenceKitError as error:
            self._verdicts.differs(item, _why(error))
            return {}

    def _check_removed(self, facts: VaultFacts) -> None:
        for name, entry in facts.removed.items():
            item = object_item(name)
            if self._folder.size(item):
                self._seen.add(item)
                self._verdicts.differs(item, f"removed_still_there:{entry}")
            else:
                self._verdicts.matches(item, f"removed:{entry}")

    def _check_tagged(self, folder: str, keys: KeyMaterial) -> None:
        """Index and desk are no evidence, but a changed file of theirs could mislead."""
        key = index_file.tag_key(keys.seed)
        for name in self._folder.names(folder):
            item = f"{folder}/{name}"
            self._seen.add(item)
            try:
                sealed = self._folder.read(item, CATALOGUE_MAX + _SEALED_ROOM)
                fits = index_file.decode(key, name, open_bytes(sealed, [keys.identity]))
            except StorageFailed as error:
                self._verdicts.unjudged(item, error.code)
            except EvidenceKitError as error:
                self._verdicts.differs(item, _why(error))
            else:
                if fits is None:
                    self._verdicts.differs(item, "index_tag")
                else:
                    self._verdicts.matches(item)

    def _name_the_rest(self) -> None:
        """Nothing in the folder goes without a word."""
        for item in self._folder.all_files():
            if item in self._seen or self._is_log_file(item):
                continue
            if item.startswith("tmp/"):
                self._verdicts.unjudged(item, "unfinished")
            elif is_receipt(item) or (item.startswith("objects/") and self._form_is_ours(item)):
                self._verdicts.unjudged(item, "no_entry")
            elif is_slot_name(item):
                self._verdicts.unjudged(item, "slot_not_listed")
            else:
                self._verdicts.unjudged(item, "unknown_file")

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


def _lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    rest = bytearray()
    for block in blocks:
        start, look = 0, len(rest)
        rest += block
        while (end := rest.find(b"\n", look)) >= 0:
            yield bytes(rest[start:end])
            start = look = end + 1
        del rest[:start]
        if len(rest) > RECORD_LINE_MAX:
            raise LimitReached(limit="RECORD_LINE_MAX", value=len(rest), ceiling=RECORD_LINE_MAX)
    if rest:
        raise Damaged(item="records", why="no_line_end")


def _why(error: EvidenceKitError) -> str:
    if isinstance(error, WrongPassphrase):
        return "not_sealed_to_this_vault"
    return str(error.fields.get("why", error.code))
