# SPDX-License-Identifier: GPL-3.0-or-later
"""The one object that a verb prints under `--json` (docs/cli.md)."""

import json
from collections.abc import Iterable
from typing import Final

from evidence_kit.cli.safe_text import valid
from evidence_kit.cli.verb import Item
from evidence_kit.errors import EvidenceKitError

SCHEMA: Final = 1
"""Raised when a name changes its meaning or goes; new names come without."""


def envelope(
    verb: str,
    outcome: str,
    items: Iterable[Item] = (),
    failure: EvidenceKitError | None = None,
) -> bytes:
    """Return the object as one line of UTF-8."""
    whole = {
        "schema": SCHEMA,
        "verb": verb,
        "outcome": outcome,
        "items": list(items),
        "error": None if failure is None else error_item(failure),
    }
    return json_line(whole)


def error_item(failure: EvidenceKitError) -> Item:
    """Return code and fields of a failure."""
    return {"code": failure.code, "fields": dict(failure.fields)}


def json_line(value: Item) -> bytes:
    """Return a value as one line of JSON in UTF-8."""
    text = json.dumps(valid(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8") + b"\n"
