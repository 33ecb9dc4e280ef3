# SPDX-License-Identifier: GPL-3.0-or-later
"""Pointed-out columns as they stand in the custody log (docs/formats/log-entry.md): numbers and signs, no words."""

from collections.abc import Mapping

from evidence_kit.domain.columns import Columns, Shape
from evidence_kit.errors import Damaged
from evidence_kit.formats.fields import Fields

_KEYS = frozenset({"shape", "time", "sender", "text", "separator", "header", "pattern"})


def to_json(columns: Columns) -> dict[str, object]:
    """Return the JSON form."""
    return {
        "shape": columns.shape.value,
        "time": columns.time,
        "sender": columns.sender,
        "text": columns.text,
        "separator": columns.separator,
        "header": columns.header,
        "pattern": columns.pattern,
    }


def from_fields(fields: Fields) -> Columns:
    """Read the JSON form.

    Raises:
        Damaged: it is not one.
    """
    fields.only(_KEYS)
    try:
        shape = Shape(fields.text("shape"))
    except ValueError as error:
        raise Damaged(item="columns", why="value") from error
    return Columns(
        shape=shape,
        time=fields.number_or_none("time"),
        sender=fields.number_or_none("sender"),
        text=fields.number_or_none("text"),
        separator=fields.text("separator"),
        header=fields.flag("header"),
        pattern=fields.text("pattern"),
    )


def is_columns(value: object) -> bool:
    """Say whether a field of a log entry holds columns that can be used."""
    if not isinstance(value, Mapping) or value.keys() != _KEYS:
        return False
    try:
        return not from_fields(Fields(value, "columns")).fault()
    except Damaged:
        return False
