# SPDX-License-Identifier: GPL-3.0-or-later
"""The text armor of age files, strictly (c2sp.org/age; RFC 7468 section 3, figure 3).

Read only: we write binary files. Strict, because a lenient reader would let a file change in ways that
nobody can see.
"""

import base64
import re

from evidence_kit.crypto.errors import ArmorDamaged

_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END = b"-----END AGE ENCRYPTED FILE-----"
_LINE = 64
_FULL_LINE = re.compile(rb"[A-Za-z0-9+/]{64}\Z")
_LAST_LINE = re.compile(rb"[A-Za-z0-9+/]{2,64}={0,2}\Z")


def dearmor(untrusted: bytes) -> bytes:
    """Take the armor off. White space around it and CRLF line ends are allowed, nothing else.

    Raises:
        ArmorDamaged: it breaks the format.
    """
    text = untrusted.strip(b" \t\r\n").replace(b"\r\n", b"\n")
    lines = text.split(b"\n")
    if b"\r" in text or len(lines) < 2 or (lines[0], lines[-1]) != (_BEGIN, _END):
        raise _damaged("markers")
    body = lines[1:-1]
    if not body:
        return b""
    *full, last = body
    if not all(_FULL_LINE.match(line) for line in full):
        raise _damaged("line")
    if len(last) > _LINE or _LAST_LINE.match(last) is None:
        raise _damaged("last_line")
    joined = b"".join(body)
    if len(joined) % 4:
        raise _damaged("length")
    data = base64.b64decode(joined)
    if base64.b64encode(data) != joined:
        raise _damaged("base64_not_canonical")
    return data


def _damaged(why: str) -> ArmorDamaged:
    return ArmorDamaged(item="age armor", why=why)
