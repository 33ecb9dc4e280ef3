# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of vaults: making them, and what must be the same in them."""

from pathlib import Path

from builders.vault import reopen, secret, tree_of
from evidence_kit.domain.backup import BackupMade
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.vault.vault import CopyOrder, Vault, unlock_keys
from evidence_kit.verification.check_vault import check_vault

OWN = ("index/", "tmp/", "desk/")
"""What each folder of a vault has for itself."""


def order(
    *, check_all: bool = False, report: Report = silent, cancel: CancelToken | None = None
) -> CopyOrder:
    return CopyOrder(check_all=check_all, report=report, cancel=cancel or CancelToken())


def back_up(vault: Vault, folder: Path, *, check_all: bool = False) -> BackupMade:
    return vault.back_up(folder, order(check_all=check_all))


def evidence_of(path: Path) -> dict[str, bytes]:
    """All that a copy must have in common with its vault."""
    return {item: held for item, held in tree_of(path).items() if not item.startswith(OWN)}


def assert_whole(path: Path, passphrase: str | None = None) -> None:
    """A folder that opens without a finding that counts, and whose check matches."""
    keys = unlock_keys(path, secret() if passphrase is None else secret(passphrase))
    report = check_vault(path, keys)
    assert report.outcome is Outcome.MATCHES, report.findings[:3]


def opens(path: Path) -> bool:
    """Whether a folder opens for reading and writing."""
    with reopen(path) as vault:
        return not vault.read_only
