# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of the verbs alone, for deciding what to start before anything large is imported."""

from typing import Final

VERB_NAMES: Final = (
    *("init", "keys", "add", "register", "remove", "remove-vault", "list"),
    *("show", "columns", "reread", "read", "mark", "apply", "log"),
    *(
        "identifiers",
        "overlaps",
        "dossier",
        "handover",
        "export",
        "recover",
        "verify",
        "stamp",
        "migrate",
    ),
    *("backup", "backups", "restore", "demo"),
)
"""In the order of `--help`."""
