# SPDX-License-Identifier: GPL-3.0-or-later
"""The files a recovery key is written to, as text or as a sheet: new ones, and not in the vault."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from evidence_kit.errors import OutputExists, StorageFailed, UsageFault
from evidence_kit.export_door import write_new_file
from evidence_kit.i18n import Texts


def check_place(vault: str, key_file: str | None, option: str = "--recovery-file") -> None:
    """Look before there is a key: afterwards it would have nowhere to go.

    Args:
        vault: folder of the vault.
        key_file: where it is to be written, if anywhere.
        option: names the file.

    Raises:
        OutputExists, UsageFault, StorageFailed: the key cannot be written there.
    """
    if key_file is None:
        return
    if os.path.lexists(key_file):
        raise OutputExists(path=key_file)
    if Path(key_file).resolve().is_relative_to(Path(vault).resolve()):
        # Beside the lock is no place for the key.
        raise UsageFault(reason="key_in_vault", argument=option)
    if not Path(key_file).resolve().parent.is_dir():
        raise StorageFailed(path=key_file, action="write")


def write(key_file: str, key: str) -> None:
    """Write a recovery key to a new file.

    Raises:
        OutputExists, DiskFull, StorageFailed: it could not be written.
    """
    write_new_file(Path(key_file), _writer(key))


def file_lines(t: Texts, path: str) -> tuple[str, ...]:
    """Return what to say of a key that was written as text."""
    return (
        t("Recovery key written to: {path}", path=path),
        t("Keep that file away from this computer, and from the vault."),
    )


def sheet_lines(t: Texts, path: str) -> tuple[str, ...]:
    """Return what to say of a key that was written as a sheet."""
    return (
        t("Sheet with the recovery key written to: {path}", path=path),
        t("Print it, and delete that file. A printer that others use can keep what it prints."),
    )


def _writer(key: str) -> Callable[[BinaryIO], None]:
    def write_key(stream: BinaryIO) -> None:
        stream.write(key.encode("ascii") + b"\n")

    return write_key
