# SPDX-License-Identifier: GPL-3.0-or-later
"""The salted tree over the message lines of an interpretation (docs/formats/records.md).

Leaf i is salted_leaf(salt(i), line i) over the lines of type message only, counted from 0, without their
line ends. With the root in the log, one message can be shown later and nothing else.
"""

import json

from evidence_kit.crypto.derive import RECORD_SALTS, derive
from evidence_kit.crypto.merkle import derive_salt
from evidence_kit.crypto.secret import Secret
from evidence_kit.errors import Damaged


def salt_key(seed: Secret, interpretation: str) -> bytes:
    """Return the key of one interpretation's salts."""
    return derive(seed, f"{RECORD_SALTS}/{interpretation}")


def salt(key: bytes, index: int) -> bytes:
    """Return the salt of a message line, 16 bytes."""
    return derive_salt(key, index)


def is_message(line: bytes) -> bool:
    """Say whether a record line is a message, and so a leaf.

    Raises:
        Damaged: it is no record line.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Damaged(item="records", why="not_json") from error
    return isinstance(record, dict) and record.get("type") == "message"
