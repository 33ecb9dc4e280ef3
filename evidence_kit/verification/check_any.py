# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds out what a path is, and checks it as that: a vault, a bag, or a single file."""

import os
from pathlib import Path

from evidence_kit.domain.finding import CheckReport, CheckWish
from evidence_kit.domain.progress import CancelToken, Report, silent
from evidence_kit.errors import InputRefused
from evidence_kit.formats import vault_header
from evidence_kit.verification.check_bag import check_bag
from evidence_kit.verification.check_file import check_file
from evidence_kit.verification.check_vault import check_vault


def check_path(
    path: Path,
    *,
    report: Report = silent,
    cancel: CancelToken | None = None,
    wish: CheckWish | None = None,
) -> CheckReport:
    """Check whatever stands at a path; a vault as far as that goes while it is locked.

    Raises:
        InputRefused: nothing stands there, or it is neither a folder nor a file.
        StorageFailed: it cannot be read.
        Cancelled: somebody asked to stop.
    """
    if not os.path.lexists(path):
        raise InputRefused(reason="vanished", name=path.name)
    if path.is_dir():
        if (path / vault_header.FILE).exists():
            return check_vault(path, None, report, cancel, wish)
        return check_bag(path, report, cancel)
    if path.is_symlink():
        raise InputRefused(reason="link", name=path.name)
    if not path.is_file():
        raise InputRefused(reason="device", name=path.name)
    return check_file(path, report, cancel)
