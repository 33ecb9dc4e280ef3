# SPDX-License-Identifier: GPL-3.0-or-later
"""Text from outside as JSON: what is shown, its flags, and the exact bytes where they differ."""

from evidence_kit.domain.found_text import FoundText, TextFlag
from evidence_kit.errors import Damaged
from evidence_kit.formats.fields import Fields


def to_json(text: FoundText) -> dict[str, object]:
    """Return the JSON form."""
    return {
        "text": text.text,
        "flags": [flag.value for flag in text.flags],
        "raw_hex": text.raw_hex,
    }


def from_fields(fields: Fields, item: str) -> FoundText:
    """Read the JSON form.

    Raises:
        Damaged: it is not one.
    """
    try:
        flags = tuple(TextFlag(flag) for flag in fields.strings("flags"))
    except ValueError as error:
        raise Damaged(item=item, why="text_flag") from error
    return FoundText(text=fields.text("text"), flags=flags, raw_hex=fields.text_or_none("raw_hex"))
