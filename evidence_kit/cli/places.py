# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells a folder that holds a vault from others, by the one file every vault has."""

from pathlib import Path
from typing import Final

VAULT_FILE: Final = "vault.json"
USUAL_NAME: Final = "vault"


def holds_vault(folder: Path) -> bool:
    """Say whether a folder is a vault, by its public file alone."""
    return (folder / VAULT_FILE).is_file()


def vault_in(folder: Path) -> Path | None:
    """Return the vault that a folder is, or holds under the usual name; None if there is none."""
    for place in (folder, folder / USUAL_NAME):
        if holds_vault(place):
            return place
    return None
