# SPDX-License-Identifier: GPL-3.0-or-later
"""Identities: random 128-bit values as 32 hex digits. A number is only a label."""

import re
import secrets
from typing import NewType

ExhibitId = NewType("ExhibitId", str)
ObjectName = NewType("ObjectName", str)
TextId = NewType("TextId", str)
BatchId = NewType("BatchId", str)
AnnotationId = NewType("AnnotationId", str)
InterpretationId = NewType("InterpretationId", str)
VaultId = NewType("VaultId", str)

_HEX32 = re.compile(r"[0-9a-f]{32}\Z")


def new_id() -> str:
    """Return a fresh random 128-bit id as 32 hex digits; wrap it in the type it is for."""
    return secrets.token_hex(16)


def is_id(untrusted_text: str) -> bool:
    """Say whether a text has the form of an id."""
    return _HEX32.match(untrusted_text) is not None
