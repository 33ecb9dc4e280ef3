# SPDX-License-Identifier: GPL-3.0-or-later
"""How the program starts itself again, and what it calls safe places."""

import sys


def own_command(verb: str) -> tuple[str, ...]:
    """Return the command that starts this same program with a hidden verb.

    The children (vault, reader, key derivation, sealing) are the same executable, also when frozen.
    """
    if getattr(sys, "frozen", False):
        return (sys.executable, verb)
    # -I would hide an editable install's .pth; -P alone keeps the working folder off the path.
    return (sys.executable, "-P", "-m", "evidence_kit", verb)


VAULT_CHILD = "child-vault"
READER_CHILD = "child-reader"
KEY_CHILD = "child-key"
SEAL_CHILD = "child-seal"
