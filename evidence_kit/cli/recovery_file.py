# SPDX-License-Identifier: GPL-3.0-or-later
"""The file a recovery key is written to: a new one, and not in the vault."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from evidence_kit.errors import OutputExists, StorageFailed, UsageFault
from evidence_kit.export_door import write_new_file


def check_place(vault: str, key_file: str | None) -> None:
    """Look before there is a key: afterwards it would have nowhere to go.

    Raises:
        OutputExists, UsageFault, StorageFailed: the key cannot be written there.
    """
    if key_file is None:
        return
    if os.path.lexists(key_file):
        raise OutputExists(path=key_file)
    if Path(key_file).resolve().is_relative_to(Path(vault).resolve()):
        # Beside the lock is no place for the key.
        raise UsageFault(reason="key_in_vault", argument="--recovery-file")
    if not Path(key_file).resolve().parent.is_dir():
        raise StorageFailed(path=key_file, action="write")


def write(key_file: str, key: str) -> None:
    """Write a recovery key to a new file.

    Raises:
        OutputExists, DiskFull, StorageFailed: it could not be written.
    """
    write_new_file(Path(key_file), _writer(key))


def _writer(key: str) -> Callable[[BinaryIO], None]:
    def write_key(stream: BinaryIO) -> None:
        stream.write(key.encode("ascii") + b"\n")

    return write_key
