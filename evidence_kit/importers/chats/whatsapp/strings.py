# SPDX-License-Identifier: GPL-3.0-or-later
"""The app's own texts per language, compiled for fast comparison.

The tables are resources/importers/whatsapp/<language>.json. In a template `{who}` is a name,
`{name}` a file name, `{url}` something with a web address, `{tail}` what follows a call and
`{any}` anything.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from evidence_kit import resources
from evidence_kit.domain.record import RecordKind

LANGUAGES = ("nl", "en", "de", "fr", "tr", "ar", "es", "it", "pt", "pl")

_SLOTS = {
    # A name never holds ": ", so that a spoken line is not taken for one of the app's own.
    "{who}": r"(?:(?!: ).){1,200}?",
    "{name}": r"(?P<name>.{1,300}?)",
    "{url}": r".{0,300}?https?://.*",
    "{tail}": r"(?:[,.].*| .{0,8}\d.*)?",
    "{any}": r".*",
}
_SLOT = re.compile(r"\{(?:who|name|url|tail|any)\}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one of the app's texts stands for."""

    kind: RecordKind
    code: str
    """Such as deleted, omitted_image, poll, call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strings:
    """All tables together."""

    exact: dict[str, Meaning]
    """Whole bodies, without marks and final dot."""
    marked_only: dict[str, Meaning]
    """Whole bodies that count only behind the app's own direction mark: people type them too."""
    prefixes: tuple[tuple[str, re.Pattern[str], Meaning], ...]
    starts: tuple[str, ...]
    """The literal beginnings of `prefixes`."""
    first_signs: frozenset[str]
    """First signs of all bodies of the app."""
    opening: int
    """Signs of a beginning that all of them have."""
    openings: frozenset[str]
    """Their beginnings of so many signs."""
    attached: re.Pattern[str]
    edited: tuple[str, ...]
    system: re.Pattern[str]
    file_names: tuple[re.Pattern[str], ...]
    am: frozenset[str]
    pm: frozenset[str]
    months: dict[str, int]


_KINDS = {
    "deleted": RecordKind.DELETED,
    "view_once": RecordKind.VIEW_ONCE,
    "poll": RecordKind.POLL,
    "event": RecordKind.MESSAGE,
    "location": RecordKind.LOCATION,
    "live_location": RecordKind.LOCATION,
    "call": RecordKind.CALL,
    "call_marked": RecordKind.CALL,
    "waiting": RecordKind.UNKNOWN,
}
_NULL = "null"
"""Body of a view-once message on older Android."""
_OPENING = 4
_MARKED = frozenset({"call_marked"})


@cache
def strings() -> Strings:
    """Read and compile the tables, once.

    Raises:
        Damaged: the installation lacks a table.
    """
    tables = [
        json.loads(resources.read_text("importers", "whatsapp", f"{language}.json"))
        for language in LANGUAGES
    ]
    exact: dict[str, Meaning] = {}
    marked: dict[str, Meaning] = {}
    prefixes: list[tuple[str, re.Pattern[str], Meaning]] = []
    for template, code, meaning in _bodies(tables):
        literal = _SLOT.split(template)[0]
        key = literal.rstrip(". ")
        whole = marked if code in _MARKED else exact
        if "{any}" not in template and "{url}" not in template:
            whole.setdefault(key, meaning)
        if "{" in template:
            prefixes.append((literal, _compiled([template]), meaning))
    openings = {text[0] for text in (*exact, *marked)} | {literal[0] for literal, _, _ in prefixes}
    whole_or_begun = (*exact, *marked, *(literal for literal, _, _ in prefixes), _NULL)
    opening = min(_OPENING, *map(len, whole_or_begun))
    return Strings(
        exact=exact,
        marked_only=marked,
        prefixes=tuple(prefixes),
        starts=tuple(literal for literal, _, _ in prefixes),
        first_signs=frozenset(openings | {_NULL[0]}),
        opening=opening,
        openings=frozenset(text[:opening] for text in whole_or_begun),
        attached=_compiled([text for table in tables for text in table["attached"]]),
        edited=tuple(text for table in tables for text in table["edited"]),
        system=_compiled([text for table in tables for text in table["system"]]),
        file_names=tuple(_compiled([t]) for table in tables for t in table["file_names"]),
        am=frozenset(text for table in tables for text in table["am"]),
        pm=frozenset(text for table in tables for text in table["pm"]),
        months={
            name.casefold(): number
            for table in tables
            for names in (table["months_short"], table["months"])
            for number, name in enumerate(names, start=1)
        },
    )


def _bodies(tables: list[dict[str, Any]]) -> Iterator[tuple[str, str, Meaning]]:
    for table in tables:
        for code, kind in _KINDS.items():
            for template in table[code]:
                yield template, code, Meaning(kind, code)
        omitted: dict[str, list[str]] = table["omitted"]
        for media, templates in omitted.items():
            kind = RecordKind.CONTACT if media == "contact" else RecordKind.MESSAGE
            for template in templates:
                yield template, "omitted", Meaning(kind, f"omitted_{media}")


def _compiled(templates: list[str]) -> re.Pattern[str]:
    """Make one pattern of templates; a group name may stand in it once only."""
    alternatives: list[str] = []
    for index, template in enumerate(templates):
        pattern = re.escape(template)
        for slot, expression in _SLOTS.items():
            pattern = pattern.replace(re.escape(slot), expression)
        alternatives.append(pattern.replace("?P<name>", f"?P<name{index}>"))
    return re.compile(f"(?:{'|'.join(alternatives)})", re.DOTALL)
