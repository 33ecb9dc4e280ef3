# SPDX-License-Identifier: GPL-3.0-or-later
"""desk/settings.age before it is sealed: the person's choices (docs/formats/vault.md).

A key that this version does not know is kept when the choices change; a value that it does not know
counts as not chosen. Losing the file costs nothing but convenience.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from evidence_kit.errors import Damaged
from evidence_kit.formats import canonical_json
from evidence_kit.formats.canonical_json import Json
from evidence_kit.settings import (
    APPEARANCES,
    HIDE_KEYS,
    IDLE_MINUTES_MOST,
    LANGUAGES,
    TEXT_SCALES,
    WINDOW_TITLES,
    Settings,
)

VERSION: Final = 1
ITEM: Final = "settings"
POSTPONED_MAX: Final = 32
"""Reminders that can be put off; the program knows a handful."""

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?\Z", re.ASCII)
_WORD = re.compile(r"[a-z_]{1,40}\Z", re.ASCII)


def _one_of(allowed: tuple[str, ...]) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, str) and value in allowed


def _is_minutes(value: Json) -> bool:
    return type(value) is int and 0 <= value <= IDLE_MINUTES_MOST


def _is_scale(value: Json) -> bool:
    return type(value) is int and value in TEXT_SCALES


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


_KNOWN: Mapping[str, Callable[[Json], bool]] = {
    "language": _one_of(LANGUAGES),
    "idle_lock_minutes": _is_minutes,
    "quiet_view": _is_flag,
    "hide_key": _one_of(HIDE_KEYS),
    "text_scale": _is_scale,
    "appearance": _one_of(APPEARANCES),
    "window_title": _one_of(WINDOW_TITLES),
}


def encode(settings: Settings, before: bytes | None = None) -> bytes:
    """Return the bytes of the file.

    Args:
        settings: what was chosen.
        before: the file as it was, for what a newer version of the program keeps there.
    """
    found = _fields(before) if before is not None else {}
    known: dict[str, object] = {name: getattr(settings, name) for name in _KNOWN}
    postponed = dict(settings.postponed[-POSTPONED_MAX:])
    return canonical_json.encode({**found, **known, "postponed": postponed, "version": VERSION})


def decode(untrusted: bytes) -> Settings:
    """Read the file; what is not one of ours is left as it is by default.

    Raises:
        Damaged: it is no file of choices.
    """
    fields = _fields(untrusted)
    chosen = {
        name: fields[name] for name, fits in _KNOWN.items() if name in fields and fits(fields[name])
    }
    return Settings(**chosen, postponed=_postponed(fields.get("postponed")))  # type: ignore[arg-type] # each was held against its kind


def _fields(untrusted: bytes) -> dict[str, Json]:
    fields = canonical_json.decode_object(untrusted, ITEM)
    if fields.get("version") != VERSION:
        raise Damaged(item=ITEM, why="field:version")
    return fields


def _postponed(untrusted: Json) -> tuple[tuple[str, str], ...]:
    if not isinstance(untrusted, dict):
        return ()
    rows = [
        (name, day)
        for name, day in untrusted.items()
        if _WORD.match(name) and isinstance(day, str) and _DAY.match(day)
    ]
    return tuple(rows[:POSTPONED_MAX])
