# SPDX-License-Identifier: GPL-3.0-or-later
"""Text from outside, made safe for a terminal or for JSON.

A terminal obeys control characters: a file name could move the cursor, or turn the line around so
that "fdp.exe" reads "exe.pdf". The exact text is in `--json`, in the vault and in the dossier.
"""

from typing import Final

from evidence_kit.domain.found_text import REPLACEMENT

_PICTURES: Final = 0x2400
"""U+2400 and on: a picture for each control character."""
_DELETE: Final = 0x7F

_TABLE: Final = {
    **{code: chr(_PICTURES + code) for code in range(0x20)},
    0x09: " ",
    _DELETE: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), REPLACEMENT),
    # Line and paragraph separators, then what turns the reading direction of a line around.
    **dict.fromkeys((0x2028, 0x2029), REPLACEMENT),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT),
}


def printable(untrusted_text: str) -> str:
    """Return one line that a terminal merely shows."""
    return untrusted_text.translate(_TABLE)


def valid(value: object) -> object:
    """Return a JSON value in which every text is valid Unicode."""
    if isinstance(value, str):
        return "".join(REPLACEMENT if "\ud800" <= sign <= "\udfff" else sign for sign in value)
    if isinstance(value, dict):
        return {str(valid(name)): valid(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [valid(part) for part in value]
    return value
