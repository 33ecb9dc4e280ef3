# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealed files that a crash left whole but without the entry that would say what they are.

None of them was ever reported as secured. They are kept and named in the log (`recovered`), because they
may be the only copy of something; whether one is wanted is for the person to see.
"""

from evidence_kit.crypto.age import SealedReader
from evidence_kit.domain.finding import LeftOver
from evidence_kit.errors import Damaged, EvidenceKitError
from evidence_kit.formats import text_pack
from evidence_kit.vault.objects import open_object
from evidence_kit.vault.store import Store

_LOOKED_AT = 64 << 10


def left_over(store: Store) -> tuple[LeftOver, ...]:
    """Return them in the order of their names; those that hold only words of the program last."""
    fold = store.catalogue.fold
    named = {name: one.entry for name, one in fold.objects.items() if not one.plain_sha256}
    found = {**dict.fromkeys(store.orphans), **named}
    rows = [_row(store, name, entry) for name, entry in sorted(found.items())]
    return tuple(sorted(rows, key=lambda row: row.words))


def open_left_over(store: Store, name: str) -> SealedReader:
    """Open one for reading; the caller closes it.

    Raises:
        Damaged: there is no such file among them, or it is not whole.
        StorageFailed: it cannot be read.
    """
    if name not in {row.object for row in left_over(store)}:
        raise Damaged(item=name, why="missing")
    return open_object(store.layout, store.keyring, name)


def _row(store: Store, name: str, entry: int | None) -> LeftOver:
    size: int | None = None
    words = False
    try:
        with open_object(store.layout, store.keyring, name) as reader:
            size = reader.size
            words = _is_words(reader.read_at(0, _LOOKED_AT))
    except (OSError, EvidenceKitError):
        size = None  # not whole: listed all the same
    return LeftOver(object=name, size=size, entry=entry, words=words)


def _is_words(untrusted: bytes) -> bool:
    line, found, _ = untrusted.partition(b"\n")
    try:
        text_pack.read_line(line, "left over")
    except Damaged:
        return False
    return bool(found)
