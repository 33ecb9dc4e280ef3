# SPDX-License-Identifier: GPL-3.0-or-later
"""An open vault: reading it, and writing through batches.

It may be read from several threads while a batch is being written; looking never writes.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from evidence_kit.clock import Clock
from evidence_kit.crypto.age import SealedReader
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.annotation import Annotation
from evidence_kit.domain.backup import BackupMade, BackupRow, CopyComparison
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.custody import Actor, EntryType, LogEntry, LogHead
from evidence_kit.domain.digest import Digest
from evidence_kit.domain.exhibit import Exhibit, Reading
from evidence_kit.domain.finding import LeftOver
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.record import Attachment, Message, Note, SourceHead
from evidence_kit.domain.views import KeySlotRow
from evidence_kit.errors import (
    NotHeld,
    UnknownExhibit,
    UsageFault,
)
from evidence_kit.formats.key_slot import RECOVERY_SLOT, KeyMaterial
from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.limits import CHECKPOINT_MAX, VAULT_HEADER_MAX
from evidence_kit.vault import (
    backup_memory,
    copies,
    desk,
    fs,
    left_over,
    migration,
    receipts,
    record_reading,
    removal,
    slots,
    views,
)
from evidence_kit.vault.backup import CopyOrder
from evidence_kit.vault.catalogue import Catalogue
from evidence_kit.vault.fold import Fold
from evidence_kit.vault.index import StoredConversation
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.lock import VaultLock
from evidence_kit.vault.objects import open_object
from evidence_kit.vault.opening import read_vault
from evidence_kit.vault.slots import NewPassphrase
from evidence_kit.vault.store import Store
from evidence_kit.vault.write_batch import WriteBatch


class Vault:
    """An open vault; use it as a context manager, or `close` it."""

    def __init__(self, store: Store, lock: VaultLock) -> None:
        self._store = store
        self._lock = lock
        self._shown: dict[str, tuple[object, Exhibit]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Seal the catalogue, let go of the memory, release the lock."""
        self._store.cache_now()
        self._store.shelf.close()
        self._lock.release()

    @property
    def path(self) -> Path:
        """The vault's folder."""
        return self._store.layout.root

    @property
    def header(self) -> VaultHeader:
        """The public header."""
        return self._store.header

    @property
    def slot(self) -> str:
        """File name of the key slot it was opened with."""
        return self._store.keyring.slot

    @property
    def actor(self) -> Actor:
        """Who says they act."""
        return self._store.actor

    @property
    def clock(self) -> Clock:
        """The clock of its entries."""
        return self._store.clock

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written: asked so, or something is damaged."""
        return self._store.read_only_item is not None

    @property
    def findings(self) -> tuple[str, ...]:
        """What opening found: codes, or code:path where a file is meant."""
        return tuple(self._store.findings)

    @property
    def keys(self) -> KeyMaterial:
        """The opened keys, for `verification.check_vault`; they do not leave the process."""
        return self._store.keyring.keys

    @property
    def recovery_confirmed(self) -> bool:
        """Whether the person typed part of the recovery key back, or opened the vault with it."""
        fold = self._store.catalogue.fold
        in_use = self.slot == RECOVERY_SLOT and not fold.opened_with_old_key
        return in_use or fold.recovery_confirmed

    def head(self, size: int | None = None) -> LogHead:
        """Return the log's head, now or over the first `size` entries.

        Raises:
            UsageFault: the log was never that long.
            Damaged: some of these entries cannot be read.
        """
        with self._store.seen:
            return self._store.catalogue.head(self._size(size))

    def entries(self, start: int = 0, end: int | None = None) -> Iterator[LogEntry]:
        """Yield log entries; those that cannot be read are left out."""
        return self._store.catalogue.entries(
            start, self._store.catalogue.size if end is None else end
        )

    def leaves(self, size: int | None = None) -> tuple[bytes, ...]:
        """Return the salted leaves of the first entries, for proofs."""
        return self._store.catalogue.leaves(self._size(size))

    def text(self, entry: LogEntry) -> dict[str, object] | None:
        """Return the sealed words of an entry; None when it has none, or they were removed."""
        return views.entry_words(self._store.catalogue, entry)

    def exhibits(self, at: int | None = None) -> tuple[Exhibit, ...]:
        """Return the exhibits by number, as of a log size.

        An exhibit removed later than `at` has `removed_by` set and no words: those are gone.
        """
        with self._store.seen:
            fold = self._store.catalogue.fold_at(self._size(at))
            return tuple(self._show(fold, fold.numbers[n]) for n in sorted(fold.numbers))

    def exhibit(self, key: ExhibitId | int, at: int | None = None) -> Exhibit:
        """Return one exhibit by id or number.

        Raises:
            UnknownExhibit: no such exhibit, as of that log size.
        """
        with self._store.seen:
            fold = self._store.catalogue.fold_at(self._size(at))
            name = fold.numbers.get(key) if isinstance(key, int) else str(key)
            if name is None or name not in fold.exhibits:
                raise UnknownExhibit(exhibit=key)
            return self._show(fold, name)

    def by_digest(self, sha256: Digest) -> Exhibit | None:
        """Return the exhibit of which a copy is held with this digest."""
        with self._store.seen:
            found = self._store.catalogue.fold.digests.get(sha256.hex)
        return None if found is None else self.exhibit(ExhibitId(found))

    def annotations(self, at: int | None = None) -> tuple[Annotation, ...]:
        """Return the current annotations, oldest first, as of a log size."""
        with self._store.seen:
            catalogue = self._store.catalogue
            return views.annotations(catalogue, catalogue.fold_at(self._size(at)))

    def open_original(self, exhibit: Exhibit) -> SealedReader:
        """Open an original for reading anywhere; the caller closes it.

        Raises:
            NotHeld: it was registered without a copy, or removed.
            Damaged, StorageFailed: it cannot be read.
        """
        now = self._store.catalogue.fold.exhibits.get(exhibit.id)
        if now is None or now.removed_by is not None:
            raise NotHeld(exhibit=exhibit.number, why="removed")
        if exhibit.object is None:
            raise NotHeld(exhibit=exhibit.number, why="registered")
        return open_object(self._store.layout, self._store.keyring, exhibit.object)

    def record_lines(self, reading: Reading) -> Iterator[bytes]:
        """Yield the record lines of an interpretation, in constant memory."""
        return record_reading.lines(self._store, reading)

    def conversations(self, exhibit: Exhibit) -> tuple[StoredConversation, ...]:
        """Return the conversations of an exhibit, by id; none when it was not read."""
        if exhibit.reading is None:
            return ()
        return record_reading.conversations(self._store, exhibit.reading)

    def messages(
        self, exhibit: Exhibit, conversation: int, start: int, count: int
    ) -> tuple[tuple[Message, str], ...]:
        """Return up to `count` messages from number `start`, with SHA-256 of their raw bytes."""
        if exhibit.reading is None:
            return ()
        return record_reading.messages(self._store, exhibit.reading, conversation, start, count)

    def named_files(self, exhibit: Exhibit) -> tuple[Attachment, ...]:
        """Return the files inside an exhibit that messages name and that are there or withheld."""
        if exhibit.reading is None:
            return ()
        return record_reading.files(self._store, exhibit.reading)

    def find_messages(
        self, exhibit: Exhibit, conversation: int, text: str, limit: int
    ) -> tuple[int, ...]:
        """Return the numbers of messages that hold a text, without regard to case."""
        if exhibit.reading is None or not text:
            return ()
        return record_reading.find(self._store, exhibit.reading, conversation, text, limit)

    def notes(self, exhibit: Exhibit, start: int, count: int) -> tuple[Note, ...]:
        """Return importer's notes from position `start`, counted from 0."""
        if exhibit.reading is None:
            return ()
        return record_reading.notes(self._store, exhibit.reading, start, count)

    def source_head(self, exhibit: Exhibit) -> SourceHead | None:
        """Return what the importer said of the source."""
        if exhibit.reading is None:
            return None
        return record_reading.source_head(self._store, exhibit.reading)

    def batch(self) -> WriteBatch:
        """Begin to write.

        Raises:
            VaultReadOnly: nothing may be written.
        """
        return WriteBatch(self._store)

    def remove(self, exhibit: Exhibit | ExhibitId | int, reason: str) -> ChangeSet:
        """Remove an exhibit's content; number, digest and the fact remain.

        Raises:
            UnknownExhibit, NotHeld: there is none, or it was removed before.
            VaultReadOnly, DiskFull, StorageFailed: it cannot be done now.
        """
        found = exhibit if isinstance(exhibit, Exhibit) else self.exhibit(exhibit)
        return removal.remove(self._store, found.id, reason)

    def note_recovery_confirmed(self) -> ChangeSet:
        """Log that the person typed part of the recovery key back."""
        return slots.note_recovery_confirmed(self._store)

    def key_slots(self) -> tuple[KeySlotRow, ...]:
        """Return what opens this vault."""
        return slots.rows(self._store)

    def change_passphrase(self, new: NewPassphrase) -> ChangeSet:
        """Change the passphrase in use (see slots.change_passphrase)."""
        return slots.change_passphrase(self._store, new)

    def add_passphrase(self, new: NewPassphrase, label: str) -> ChangeSet:
        """Let a second passphrase open the vault (see slots.add_passphrase)."""
        return slots.add_passphrase(self._store, new, label)

    def remove_slot(self, file: str) -> ChangeSet:
        """Remove a passphrase slot, never the last (see slots.remove)."""
        return slots.remove(self._store, file)

    def replace_recovery(self, recovery: Secret) -> ChangeSet:
        """Put a recovery key that was given out in the place of the old (slots.replace_recovery)."""
        return slots.replace_recovery(self._store, recovery)

    def migrate(self) -> ChangeSet:
        """Bring a vault of an older format to the newest (see migration.migrate)."""
        return migration.migrate(self._store)

    def checkpoint_bytes(self, size: int) -> bytes:
        """Return the signed head over so many entries, byte for byte as it lies there."""
        return fs.read_small(self._store.layout.checkpoint(size), CHECKPOINT_MAX)

    def receipt_names(self) -> tuple[str, ...]:
        """Return the files in receipts/."""
        return receipts.names(self._store)

    def receipt(self, file: str) -> bytes:
        """Return a time-stamp request or reply, byte for byte."""
        return receipts.read(self._store, file)

    def keep_receipt(
        self, type_: EntryType, body: Mapping[str, object], untrusted: Mapping[str, bytes]
    ) -> ChangeSet:
        """Keep a time-stamp request or reply, bytes by name, and log it (see receipts.keep)."""
        return receipts.keep(self._store, type_, body, untrusted)

    def desk_file(self, file: str) -> bytes | None:
        """Return a small file of the person's work beside the evidence (see desk.read)."""
        return desk.read(self._store, file)

    def put_on_desk(self, file: str, data: bytes) -> None:
        """Keep a small file of the person's work, unlogged (see desk.write)."""
        desk.write(self._store, file, data)

    def clear_desk(self, file: str) -> None:
        """Take such a file away (see desk.clear)."""
        desk.clear(self._store, file)

    def back_up(self, folder: Path, order: CopyOrder) -> BackupMade:
        """Copy this vault to a folder, or bring a copy there up to date (see copies.back_up)."""
        return copies.back_up(self._store, folder, order)

    def compare_copy(self, folder: Path) -> CopyComparison:
        """Say how a folder stands to this vault; writes nothing (see copies.compare_copy)."""
        return copies.compare_copy(self._store, folder)

    def backups(self) -> tuple[BackupRow, ...]:
        """Return the copies that the vault remembers, the newest first."""
        return backup_memory.rows(self._store)

    def adopt_backups(self, origin: Path) -> None:
        """Take over what a copy remembers, from which this vault was made."""
        backup_memory.adopt(self._store, Layout(origin))

    def entry_salt(self, seq: int) -> bytes:
        """Return the salt of a log entry, 16 bytes."""
        return self._store.keyring.entry_salt(seq)

    def record_salt(self, interpretation: str, index: int) -> bytes:
        """Return the salt of a message line, counted from 0 in its records, 16 bytes."""
        return self._store.keyring.record_salt(interpretation, index)

    def sign(self, data: bytes) -> bytes:
        """Sign bytes with the vault's key (ECDSA P-256, SHA-256, DER)."""
        return self._store.keyring.signing.sign(data)

    def signing_pem(self) -> bytes:
        """Return the public key of `sign` as PEM."""
        return self._store.keyring.signing.public_pem()

    def left_over(self) -> tuple[LeftOver, ...]:
        """Return what a crash left without an entry (see left_over.left_over)."""
        return left_over.left_over(self._store)

    def open_left_over(self, name: str) -> SealedReader:
        """Open one of them for reading; the caller closes it."""
        return left_over.open_left_over(self._store, name)

    def rebuild_index(self) -> None:
        """Throw the index away and make it again out of log and objects.

        Raises:
            VaultReadOnly: nothing may be written.
            Damaged, StorageFailed: a records object cannot be read.
        """
        store = self._store
        store.check_writable()
        with store.seen:
            store.shelf.close()
            for name in fs.names_in(store.layout.index):
                fs.remove(store.layout.index / name)
            store.cached_size = -1
            store.catalogue = Catalogue(store.keyring)
            self._shown.clear()
            read_vault(store, fs.read_small(store.layout.header, VAULT_HEADER_MAX))
        for exhibit in self.exhibits():
            self.conversations(exhibit)

    def _show(self, fold: Fold, name: str) -> Exhibit:
        """Return an exhibit, made again only when the log said something new of it."""
        catalogue = self._store.catalogue
        if fold is not catalogue.fold:
            return views.exhibit(catalogue, fold.exhibits[name])
        taken = fold.exhibits[name]
        state = (taken.entry.seq, taken.reading, taken.failure, taken.removed_by)
        known = self._shown.get(name)
        if known is None or known[0] != state:
            known = self._shown[name] = (state, views.exhibit(catalogue, taken))
        return known[1]

    def _size(self, at: int | None) -> int:
        size = self._store.catalogue.size
        if at is None:
            return size
        if not 0 <= at <= size:
            raise UsageFault(reason="log_size", argument=at)
        return at
