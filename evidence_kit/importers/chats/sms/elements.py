# SPDX-License-Identifier: GPL-3.0-or-later
"""The elements of a backup: text messages, picture messages with their parts, calls."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence_kit.importers.chats.sms.tags import Tag, Tags, Value
from evidence_kit.importers.chats.sms.texts import text_of
from evidence_kit.limits import MMS_PARTS_MAX

ROOTS = frozenset({"smses", "calls"})
_STARTS = frozenset({"sms", "mms", "call", *ROOTS})
_WRAPPERS = frozenset({"parts", "addrs"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a picture message."""

    key: str
    """Unique within the backup."""
    name: str
    content_type: str
    text: Value | None
    data: Value | None


@dataclass(slots=True)
class Element:
    """One child of the root, whole."""

    name: str
    start: int
    end: int
    values: dict[str, Value]
    raw_sha256: str = ""
    broken: bool = False
    """Whether it lacks its end."""
    parts: list[Part] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)
    """Type (137 from, 151 to, 130 cc, 129 bcc) and address."""
    unread: int = 0
    """Tags inside that are not known, or beyond MMS_PARTS_MAX."""


@dataclass(frozen=True, slots=True)
class Root:
    """The first tag."""

    name: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class End:
    """The last tag."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Bytes that belong to no element."""

    start: int
    end: int


def elements(tags: Tags) -> Iterator[Root | Element | Stray | End]:
    """Yield what stands in the backup, in order.

    Raises:
        NotUnderstood: as Tags.
    """
    current: Element | None = None
    messages = 0
    for tag in tags:
        if current is not None and tag.name == current.name and not tag.opens:
            current.end, current.raw_sha256 = tag.end, tags.release(with_last=True)
            yield current
            current = None
            continue
        if current is not None and tag.name not in _STARTS:
            _inside(current, tag, messages)
            continue
        if current is not None:
            yield _cut(current, tag.start, tags.release(with_last=False))
            current = None
        if tag.opens and tag.name not in ROOTS:
            messages += 1
            current = Element(tag.name, tag.start, tag.end, tag.values)
        if current is None:
            yield from _outside(tag)
        elif tag.closes:
            current.raw_sha256 = tags.digest()
            yield current
            current = None
        else:
            tags.hold()
    if current is not None:
        yield _cut(current, tags.offset, tags.release(with_last=True))


def _outside(tag: Tag) -> Iterator[Root | Stray | End]:
    """Yield what a tag is that begins no element."""
    if tag.name not in ROOTS:
        yield Stray(tag.start, tag.end)
        return
    if tag.opens:
        yield Root(tag.name, tag.values)
    if tag.closes:
        yield End()


def _cut(element: Element, end: int, raw_sha256: str) -> Element:
    element.end, element.raw_sha256, element.broken = end, raw_sha256, True
    return element


def _inside(element: Element, tag: Tag, number: int) -> None:
    """Take a tag that stands within an element."""
    if tag.name in _WRAPPERS or (tag.closes and not tag.opens and tag.name):
        return
    full = len(element.parts) + len(element.addresses) >= MMS_PARTS_MAX
    if tag.name == "part" and not full:
        element.parts.append(_part(tag, f"{number}-{len(element.parts) + 1}"))
    elif tag.name == "addr" and not full:
        address = text_of(tag.values.get("address"))
        if address is not None:
            element.addresses.append((text_of(tag.values.get("type")) or "", address))
    else:
        element.unread += 1


def _part(tag: Tag, number: str) -> Part:
    names = (text_of(tag.values.get(key)) for key in ("cl", "fn", "name"))
    name = next((found for found in names if found), "")
    return Part(
        key=f"{number} {name}".replace("/", "_") if name else number,
        name=name,
        content_type=(text_of(tag.values.get("ct")) or "").casefold(),
        text=tag.values.get("text"),
        data=tag.values.get("data"),
    )
