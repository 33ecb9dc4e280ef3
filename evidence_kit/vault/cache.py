# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of the index: sealed, and tagged so that only a holder of the keys can have made them.

A cache is believed or rebuilt, never repaired: whatever is wrong with it, it counts as missing.
"""

import os
from pathlib import Path

from evidence_kit.crypto.age import decrypt_stream, seal_bytes
from evidence_kit.errors import Damaged, LimitReached, StorageFailed, WrongPassphrase
from evidence_kit.formats import index_file
from evidence_kit.vault import fs
from evidence_kit.vault.keyring import Keyring
from evidence_kit.vault.layout import Layout

_SEALING_ROOM = 1 << 20  # header and chunk tags of the largest


def seal(keyring: Keyring, name: str, data: bytes) -> bytes:
    """Return the bytes of a cache file."""
    return seal_bytes(index_file.encode(keyring.index_tags, name, data), keyring.recipients)


def write(layout: Layout, keyring: Keyring, path: Path, data: bytes) -> None:
    """Write or replace a cache file.

    Raises:
        DiskFull, StorageFailed: the system refused; the old one stands.
    """
    fs.write_over(layout.temporary(), path, seal(keyring, path.name, data))


def read(keyring: Keyring, path: Path, limit: int) -> bytes | None:
    """Return what was cached, or None when it must be made again."""
    try:
        with fs.open_regular(path) as file:
            if os.fstat(file.fileno()).st_size > limit + limit // 1024 + _SEALING_ROOM:
                return None
            # As a stream: a file that is not ours ends at its front, however large it claims to be.
            tagged = b"".join(decrypt_stream(file, keyring.identities))
    except (OSError, StorageFailed, Damaged, LimitReached, WrongPassphrase):
        return None
    return index_file.decode(keyring.index_tags, path.name, tagged)
