# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of the files in a vault's receipts/ (docs/formats/receipts.md)."""

import hashlib
import re

_NAME = re.compile(r"(\d{10}(-\d{1,2})?\.(tsq|tsr|ots)|ca-[0-9a-f]{32}\.(pem|der))\Z", re.ASCII)
_DIGITS = 32
_PEM = b"-----BEGIN"


def is_receipt_name(name: str) -> bool:
    """Say whether a name is one that the program gives: request, reply, certificates, proof."""
    return _NAME.match(name) is not None


def authorities_name(data: bytes) -> str:
    """Return the name for a file of trusted certificates: by content, so that it is kept once."""
    ending = "pem" if _PEM in data else "der"
    return f"ca-{hashlib.sha256(data).hexdigest()[:_DIGITS]}.{ending}"
