# SPDX-License-Identifier: GPL-3.0-or-later
"""Domain values to plain JSON and back.

Self-describing: a dataclass is {"@": its name, fields...}, an enum {"@e": type, "v": value}. Only the
types named in `WIRE_TYPES` exist on the other side, and every field is checked against its
annotation, because the reader process handles hostile bytes and may have been taken over.
"""

import base64
import dataclasses
import types
import typing
from datetime import datetime
from enum import Enum
from functools import cache

from evidence_kit.clock import ClockReading
from evidence_kit.domain import (
    annotation,
    backup,
    change,
    columns,
    custody,
    digest,
    exhibit,
    finding,
    found_text,
    identifier,
    locator,
    moment,
    paper,
    plan,
    progress,
    reading,
    reading_change,
    record,
    removal,
    stamp,
    survey,
    views,
)
from evidence_kit.errors import ReaderFailed
from evidence_kit.limits import WIRE_DEPTH_MAX
from evidence_kit.settings import Settings

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

_MODULES = (
    annotation,
    backup,
    change,
    columns,
    custody,
    digest,
    exhibit,
    finding,
    found_text,
    identifier,
    locator,
    moment,
    paper,
    plan,
    progress,
    reading,
    reading_change,
    record,
    removal,
    stamp,
    survey,
    views,
)


@cache
def wire_types() -> dict[str, type]:
    """Return the types that may cross, by name: the dataclasses and enums of the domain."""
    found: dict[str, type] = {"ClockReading": ClockReading, "Settings": Settings}
    for module in _MODULES:
        for name, value in vars(module).items():
            if not isinstance(value, type) or value.__module__ != module.__name__:
                continue
            if dataclasses.is_dataclass(value) or issubclass(value, Enum):
                found[name] = value
    return found


def to_plain(value: object) -> Plain:
    """Turn a value into plain JSON.

    Raises:
        TypeError: the value is of a type that does not cross.
    """
    if isinstance(value, Enum):
        return {"@e": type(value).__name__, "v": value.value}
    if value is None or isinstance(value, bool | int | str | float):
        return value
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    return _to_tagged(value)


def _to_tagged(value: object) -> Plain:
    if isinstance(value, bytes):
        return {"@b": base64.b64encode(value).decode("ascii")}
    if isinstance(value, datetime):
        return {"@d": value.isoformat()}
    if isinstance(value, dict):
        return {"@m": [[to_plain(key), to_plain(item)] for key, item in value.items()]}
    if dataclasses.is_dataclass(value) and type(value).__name__ in wire_types():
        kind = wire_types()[type(value).__name__]
        fields = {name: to_plain(getattr(value, name)) for name in _field_names(kind)}
        return {"@": type(value).__name__, **fields}
    msg = f"{type(value).__name__} does not cross between processes"
    raise TypeError(msg)


def from_plain(untrusted: Plain, depth: int = 0) -> object:
    """Turn plain JSON back into a value.

    Raises:
        ReaderFailed: the other side sent something that is no value of ours.
    """
    if depth > WIRE_DEPTH_MAX:
        raise ReaderFailed(reason="wire_too_deep")
    if isinstance(untrusted, list):
        return tuple(from_plain(item, depth + 1) for item in untrusted)
    if not isinstance(untrusted, dict):
        return untrusted
    try:
        return _from_tagged(untrusted, depth)
    except (KeyError, TypeError, ValueError) as error:
        raise ReaderFailed(reason="wire_value") from error


def _from_tagged(untrusted: dict[str, Plain], depth: int) -> object:
    if "@" in untrusted:
        return _from_dataclass(untrusted, depth)
    if "@e" in untrusted:
        kind = wire_types()[str(untrusted["@e"])]
        return kind(untrusted["v"])
    if "@b" in untrusted:
        return base64.b64decode(str(untrusted["@b"]), validate=True)
    if "@d" in untrusted:
        return datetime.fromisoformat(str(untrusted["@d"]))
    pairs = from_plain(untrusted["@m"], depth + 1)
    return dict(pairs)  # type: ignore[call-overload]  # checked by dict itself: pairs or TypeError


def _from_dataclass(untrusted: dict[str, Plain], depth: int) -> object:
    kind = wire_types()[str(untrusted["@"])]
    hints = _hints(kind)
    given = {name: from_plain(item, depth + 1) for name, item in untrusted.items() if name != "@"}
    for name, value in given.items():
        if not _fits(value, hints[name]):
            msg = f"{kind.__name__}.{name}"
            raise TypeError(msg)
    return kind(**given)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _hints(kind: type) -> dict[str, object]:
    return typing.get_type_hints(kind)


def _fits(value: object, hint: object) -> bool:
    if isinstance(hint, typing.NewType):
        return _fits(value, hint.__supertype__)
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, part) for part in typing.get_args(hint))
    if origin is tuple:
        return isinstance(value, tuple) and _tuple_fits(value, typing.get_args(hint))
    return _plain_fits(value, dict if origin is dict else hint)


def _plain_fits(value: object, hint: object) -> bool:
    if hint is None:
        return value is None
    if hint is int and isinstance(value, bool):
        return False
    return hint is object or (isinstance(hint, type) and isinstance(value, hint))


def _tuple_fits(value: tuple[object, ...], parts: tuple[object, ...]) -> bool:
    if len(parts) == 2 and parts[1] is Ellipsis:
        return all(_fits(item, parts[0]) for item in value)
    return len(value) == len(parts) and all(
        _fits(item, part) for item, part in zip(value, parts, strict=True)
    )
