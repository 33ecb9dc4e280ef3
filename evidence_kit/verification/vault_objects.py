# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the sealed objects of a vault: all of them byte for byte, or a sample of them.

In a quick check every object is still looked for and measured; read whole are a random sample and the
newest one. The sample follows from a seed, so that it can be drawn again.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence_kit.crypto.age import Identity, decrypt_stream, verify_sealed
from evidence_kit.crypto.hashing import sha256_file
from evidence_kit.crypto.merkle import Frontier, salted_leaf
from evidence_kit.domain.finding import Sampled
from evidence_kit.domain.progress import CancelToken, Progress, Report
from evidence_kit.errors import (
    Damaged,
    EvidenceKitError,
    LimitReached,
    StorageFailed,
    WrongPassphrase,
)
from evidence_kit.formats import record_tree
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.limits import RECORD_LINE_MAX, SAMPLE_BYTES, SAMPLE_OBJECTS
from evidence_kit.verification.vault_facts import ObjectFacts
from evidence_kit.verification.vault_folder import VaultFolder, object_item
from evidence_kit.verification.verdicts import Verdicts

_SEED_BITS = 48


@dataclass(slots=True)
class Pace:
    """Tells how far the check is, and stops it."""

    report: Report
    cancel: CancelToken
    total: int = 0
    done: int = 0

    def step(self, size: int) -> None:
        """Say that so many bytes more are done.

        Raises:
            Cancelled: somebody asked to stop.
        """
        self.cancel.check()
        self.done += size
        self.report(Progress(stage="check", done=self.done, total=self.total, unit="bytes"))


def new_seed() -> int:
    """Return a seed that nobody can have known before."""
    return secrets.randbits(_SEED_BITS)


def draw_sample(objects: Mapping[str, ObjectFacts], seed: int) -> frozenset[str]:
    """Choose what a quick check reads: the newest object, and others until there are enough.

    Args:
        objects: all that must be there, by name.
        seed: the same one draws the same sample out of the same objects.
    """
    newest = max(objects, key=lambda name: (objects[name].entry, name), default="")
    drawn: set[str] = set()
    size = 0
    rest = sorted(objects.keys() - {newest}, key=lambda name: _lot(seed, name))
    for name in [newest, *rest] if newest else rest:
        if len(drawn) >= SAMPLE_OBJECTS or size >= SAMPLE_BYTES:
            break
        drawn.add(name)
        size += objects[name].sealed_size
    return frozenset(drawn)


def _lot(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed} {name}".encode()).digest()


class ObjectCheck:
    """Goes through the objects that the log says must be there."""

    def __init__(
        self, folder: VaultFolder, keys: KeyMaterial, verdicts: Verdicts, pace: Pace
    ) -> None:
        self._folder = folder
        self._keys = keys
        self._verdicts = verdicts
        self._pace = pace

    def check(
        self, objects: Mapping[str, ObjectFacts], read: frozenset[str] | None
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Check all objects; return those that are as they should be, and those only measured.

        Args:
            objects: what must be there, by name.
            read: which of them are read; None reads all.

        Raises:
            Cancelled: somebody asked to stop.
        """
        chosen = objects.keys() if read is None else read
        self._pace.total = sum(objects[name].sealed_size for name in chosen)
        good: set[str] = set()
        measured: set[str] = set()
        for name, expected in objects.items():
            item = object_item(name)
            if name not in chosen:
                if self._is_measured(item, expected):
                    measured.add(name)
            elif self._fits(item, expected):
                kept = (
                    "same" if expected.plain_sha256 is not None else f"recovered:{expected.entry}"
                )
                self._verdicts.matches(item, kept)
                good.add(name)
            self._pace.step(expected.sealed_size if name in chosen else 0)
        if measured:
            self._verdicts.unjudged("objects", "not_read", found=str(len(measured)))
        return frozenset(good), frozenset(measured)

    @staticmethod
    def sampled(
        objects: Mapping[str, ObjectFacts], read: frozenset[str] | None, seed: int
    ) -> Sampled | None:
        """Say what a quick check read; None when it was no quick check."""
        if read is None:
            return None
        return Sampled(
            objects=len(objects),
            read=len(read),
            total_bytes=sum(one.sealed_size for one in objects.values()),
            read_bytes=sum(objects[name].sealed_size for name in read),
            seed=seed,
        )

    def _is_measured(self, item: str, expected: ObjectFacts) -> bool:
        """Whether a file of the right size lies there; says so when not."""
        try:
            with self._folder.open(item) as file:
                size = file.seek(0, 2)
        except StorageFailed as error:
            self._verdicts.unjudged(item, error.code)
        except EvidenceKitError as error:
            self._verdicts.differs(item, why_of(error))
        else:
            if size == expected.sealed_size:
                return True
            self._verdicts.differs(
                item, "size", expected=str(expected.sealed_size), found=str(size)
            )
        return False

    def _fits(self, item: str, expected: ObjectFacts) -> bool:
        try:
            sealed, plain = self._digests(item, expected, self._keys.identity)
            if sealed != expected.sealed_sha256:
                self._verdicts.differs(
                    item, "sha256", expected=expected.sealed_sha256, found=sealed
                )
            elif plain != expected.plain_sha256:
                self._verdicts.differs(
                    item, "content", expected=expected.plain_sha256 or "", found=plain or ""
                )
            elif expected.root is not None:
                return self._tree_fits(item, expected)
            else:
                return True
        except StorageFailed as error:
            self._verdicts.unjudged(item, error.code)
        except EvidenceKitError as error:
            self._verdicts.differs(item, why_of(error))
        return False

    def _digests(
        self, item: str, expected: ObjectFacts, identity: Identity
    ) -> tuple[str, str | None]:
        try:
            with self._folder.open(item) as file:
                size = file.seek(0, 2)
                if size != expected.sealed_size:
                    raise Damaged(item=item, why="size")  # not worth reading, however large
                file.seek(0)
                if expected.plain_sha256 is None:
                    return sha256_file(file)[0], None
                found = verify_sealed(file, [identity])
                return found.sealed_sha256, found.plain_sha256
        except OSError as error:
            raise StorageFailed(path=item, errno=error.errno, action="read") from error

    def _tree_fits(self, item: str, expected: ObjectFacts) -> bool:
        """Work out the salted tree over the message lines again."""
        key = record_tree.salt_key(self._keys.seed, expected.interpretation or "")
        tree = Frontier()
        with self._folder.open(item) as file:
            for line in _lines(decrypt_stream(file, [self._keys.identity])):
                if record_tree.is_message(line):
                    tree.append(salted_leaf(record_tree.salt(key, tree.size), line))
        root = tree.root().hex()
        if root != expected.root:
            self._verdicts.differs(item, "root", expected=expected.root or "", found=root)
        return root == expected.root


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


def why_of(error: EvidenceKitError) -> str:
    """Return the code of a finding for a failure that speaks against an item."""
    if isinstance(error, WrongPassphrase):
        return "not_sealed_to_this_vault"
    return str(error.fields.get("why", error.code))
