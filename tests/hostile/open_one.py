# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at one vault in every way, with ceilings on memory, time and files; says what came of it.

Further arguments, MODULE.NAME=VALUE, take a guard away: what then happens shows that it is one.
"""

import importlib
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from builders.vault import PASSPHRASE, reopen, secret
from evidence_kit.domain.finding import CheckReport
from evidence_kit.errors import EvidenceKitError
from evidence_kit.vault.vault import unlock_keys
from evidence_kit.verification.check_vault import check_vault

MEMORY = 1 << 30
SECONDS = 20
FILE = 64 << 20


def said(look: Callable[[], object]) -> object:
    """What a look gives, or the named failure."""
    try:
        return look()
    except EvidenceKitError as error:
        return f"refused:{error.code}"


def told(report: CheckReport) -> object:
    return [report.outcome.value, len(report.findings)]


def opened(path: Path, *, read_only: bool) -> object:
    with reopen(path, read_only=read_only) as vault:
        return [vault.read_only, len(vault.exhibits()), len(vault.findings)]


def main(path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    assert PASSPHRASE
    found = {
        "locked": said(lambda: told(check_vault(path, None))),
        "checked": said(lambda: told(check_vault(path, unlock_keys(path, secret())))),
        "looked": said(lambda: opened(path, read_only=True)),
        "opened": said(lambda: opened(path, read_only=False)),
    }
    print(json.dumps(found))


for guard in sys.argv[2:]:
    place, _, value = guard.partition("=")
    module, _, name = place.rpartition(".")
    setattr(importlib.import_module(module), name, int(value))
main(Path(sys.argv[1]))
