# SPDX-License-Identifier: GPL-3.0-or-later
"""What the parts of an open vault share: paths, keys, what is known, and whose turn it is to log."""

import contextlib
import threading
from collections.abc import Iterable, Sequence

from evidence_kit.clock import Clock
from evidence_kit.domain.custody import Actor, EntryType, LogEntry, TextRef
from evidence_kit.errors import Damaged, EvidenceKitError, StorageFailed, VaultReadOnly
from evidence_kit.formats import text_pack
from evidence_kit.formats.checkpoint import Checkpoint
from evidence_kit.formats.text_pack import TextLine
from evidence_kit.formats.vault_header import VaultHeader
from evidence_kit.limits import CATALOGUE_MAX, TEXT_PACK_MAX
from evidence_kit.vault import cache, custody_log, fs
from evidence_kit.vault.catalogue import Catalogue
from evidence_kit.vault.index import ImageShelf
from evidence_kit.vault.keyring import Keyring
from evidence_kit.vault.layout import Layout
from evidence_kit.vault.migration_steps import STEPS
from evidence_kit.vault.objects import open_object

_CACHE_STEP = 256
"""Entries after which the catalogue is sealed again at the earliest."""


class Store:
    """An open vault's inside; `vault.Vault` is its face."""

    def __init__(
        self, layout: Layout, header: VaultHeader, keyring: Keyring, clock: Clock, actor: Actor
    ) -> None:
        self.layout = layout
        self.header = header
        self.keyring = keyring
        self.clock = clock
        self.actor = actor
        self.steps = STEPS
        """How a vault of an older version is brought to the newest."""
        self.actor_text: TextRef | None = None
        self.catalogue = Catalogue(keyring)
        self.shelf = ImageShelf()
        self.turn = Turn()
        self.seen = threading.RLock()
        """Held while the catalogue is read or changed."""
        self.orphans: tuple[str, ...] = ()
        """Objects without an entry, to be named by the next batch."""
        self.read_only_item: str | None = None
        """Why nothing may be written; None when it may."""
        self.findings: list[str] = []
        self.cached_size = -1
        self._heads_due: list[Checkpoint] = []

    def check_writable(self) -> None:
        """See that this vault may be written to.

        Raises:
            VaultReadOnly: it was opened read-only, or something in it is damaged.
        """
        if self.read_only_item is not None:
            raise VaultReadOnly(item=self.read_only_item)

    def found(self, code: str, item: str = "", *, read_only: bool = False) -> None:
        """Note something about this vault; from then on nothing is written if asked so."""
        finding = f"{code}:{item}" if item else code
        if finding not in self.findings:
            self.findings.append(finding)
        if read_only and self.read_only_item is None:
            self.read_only_item = item or code

    def take(
        self, entries: Sequence[LogEntry], pack: str | None, texts: Iterable[TextLine]
    ) -> None:
        """Take in a batch that was just written."""
        with self.seen:
            self.catalogue.append_segment(entries)
            if pack is not None:
                self.catalogue.add_texts(pack, texts)
            if any(entry.type is EntryType.REMOVED for entry in entries):
                self.load_texts()

    def load_texts(self) -> None:
        """Read the packs that the log names and drop those it removed."""
        wanted, known = self.catalogue.fold.packs, self.catalogue.packs
        for pack in known - wanted.keys():
            self.catalogue.drop_pack(pack)
        for pack in wanted.keys() - known:
            try:
                self.catalogue.add_texts(pack, self._read_pack(pack))
            except EvidenceKitError:
                item = self.layout.label(self.layout.object(pack))
                self.found("texts_damaged", item, read_only=True)

    def _read_pack(self, pack: str) -> tuple[TextLine, ...]:
        with open_object(self.layout, self.keyring, pack) as reader:
            if reader.size > TEXT_PACK_MAX:
                raise Damaged(item=pack, why="size")
            return text_pack.decode(reader.read_at(0, reader.size), pack)

    def load_cached(self) -> None:
        """Begin with the cached catalogue, if there is one to be believed."""
        data = cache.read(self.keyring, self.layout.catalogue, CATALOGUE_MAX)
        if data is None:
            return
        try:
            self.catalogue.load(data)
        except EvidenceKitError:
            self.catalogue = Catalogue(self.keyring)
            return
        self.cached_size = self.catalogue.size

    def put_heads(self, *signed: Checkpoint) -> None:
        """Put signed heads beside the log; what cannot be written now is tried again later."""
        self._heads_due.extend(signed)
        with contextlib.suppress(StorageFailed):
            while self._heads_due:
                custody_log.write_checkpoint(self.layout, self._heads_due[0])
                del self._heads_due[0]

    def cache_if_due(self) -> None:
        """Seal the catalogue again once it has grown by half: all in all, work stays linear."""
        if self.catalogue.size - self.cached_size >= max(_CACHE_STEP, self.cached_size // 2):
            self.cache_now()

    def cache_now(self) -> None:
        """Seal the catalogue; without it the next opening only takes longer."""
        if self.read_only_item is not None or self.cached_size == self.catalogue.size:
            return
        self.put_heads()
        if self._heads_due:
            return  # so that the next opening reads their segments, and writes them
        with self.seen:
            size, data = self.catalogue.size, self.catalogue.dump()
        # Sealed and written with nobody waiting: who looks meanwhile reads the catalogue itself.
        with contextlib.suppress(StorageFailed):
            cache.write(self.layout, self.keyring, self.layout.catalogue, data)
            self.cached_size = size

    def forget_cache(self) -> None:
        """Delete the cached catalogue: it holds words that were removed.

        Raises:
            StorageFailed: the system refused.
        """
        fs.remove(self.layout.catalogue)
        self.cached_size = -1


class Turn:
    """The right to append to the log: one batch at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0

    def take(self) -> None:
        """Wait for the turn.

        Raises:
            RuntimeError: this thread has it already, in another batch; waiting would never end.
        """
        if self._owner == threading.get_ident():
            msg = "two batches of one thread cannot both append"
            raise RuntimeError(msg)
        self._lock.acquire()
        self._owner = threading.get_ident()

    def give_back(self) -> None:
        """Let the next one append."""
        self._owner = 0
        self._lock.release()
