# SPDX-License-Identifier: GPL-3.0-or-later
"""One message of Meta's HTML pages, found by how it is built: who, what, when, each in a block.

The names of classes are made by a program and change; that a message is a box with a sender, a body and
a time has stayed the same (formats.md 3.4).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence_kit.domain.record import Attachment, RecordKind, SenderBasis
from evidence_kit.importers.chats.meta.attachments import MemberPaths
from evidence_kit.importers.chats.meta.texts import Reader, app_texts
from evidence_kit.importers.html_events import Element, Tag
from evidence_kit.importers.json_chats import Found
from evidence_kit.importers.prose_dates import prose_moment
from evidence_kit.importers.protocol import Request

_BOX = frozenset({"uiBoxWhite", "_a6-g"})
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_INLINE = frozenset(
    {"a", "b", "br", "em", "i", "img", "li", "p", "span", "strong", "u", "ul", "video"}
)
_BODY_AND_TIME = 2
_TIME_MAX = 60
_NAME_MAX = 300
_MEDIA = frozenset({"img", "video", "audio", "source", "a"})
_ELSEWHERE = ("http://", "https://", "mailto:", "tel:", "data:", "#", "javascript:")
_SIGN = re.compile(r"([^\w\s]{1,16})\s*(.*)", re.DOTALL)
_LINK_SHOWN = 500


class Boxes:
    """Says of start tags whether a message begins there, or something that messages stand in."""

    def __init__(self, *, known: bool) -> None:
        """With `known`, boxes are told by their class; else whole parts of the page are taken."""
        self._known = known

    def wants(self, tag: Tag) -> bool:
        """Take the heading of the page and the boxes."""
        if tag.name == "title":
            return True
        if not self._known:
            return tag.name in ("div", "main", "section", "table")
        if tag.name != "div":
            return False
        return not _BOX.isdisjoint(tag.attributes().get("class", "").split())

    def messages_in(self, part: Element) -> list[Element]:
        """Return the boxes of messages: the part itself, or those within it, by how they are built."""
        if self._known:
            return [part]
        found: list[Element] = []
        waiting = [part]
        while waiting:
            one = waiting.pop()
            inner = [child for child in one.direct() if child.name not in _INLINE]
            if len(inner) > 1 and _is_time(inner[-1].text()):
                found.append(one)
            else:
                waiting += reversed(inner)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMessage:
    """A message with the reactions below it."""

    found: tuple[Found, ...]
    remarks: tuple[tuple[str, str], ...]
    """Code and detail of notes."""


class PageRows:
    """Reads the boxes of one page. Parts have their meaning by their place, also when they are empty."""

    def __init__(self, request: Request, paths: MemberPaths, member: str | None) -> None:
        self._request, self._paths, self._member = request, paths, member

    def read(self, box: Element) -> PageMessage | None:
        """Read a box; None when it is no message: it has no time at its end."""
        parts = list(box.direct())
        if len(parts) < _BODY_AND_TIME:
            return None
        stated = parts[-1].text()
        # Of three parts the last is the time, however it is written; two may be something else.
        named = len(parts) > _BODY_AND_TIME
        short = bool(stated) and len(stated) <= _TIME_MAX and "\n" not in stated
        if not (short if named else _is_time(stated)):
            return None
        sender = parts[0].text()[:_NAME_MAX] if named else None
        body = parts[1:-1] if named else parts[:-1]
        return self._message(box, (sender or None, stated), body)

    def _message(
        self, box: Element, said: tuple[str | None, str], body: list[Element]
    ) -> PageMessage:
        sender, stated = said
        words = [part.text(lambda one: one.name == "ul") for part in body]
        text = "\n".join(part for part in words if part)
        links = list(_links(body))
        flags = [
            flag
            for flag, on in (
                ("typed_or_app", bool(text) and app_texts().fits(text)),
                ("hidden_link", bool(links)),
                ("text_clipped", box.clipped),
                ("undecodable_bytes", bool(box.bad_bytes)),
            )
            if on
        ]
        moment = prose_moment(stated, self._request.zone, self._request.choices.zone)
        message = Found(
            sender=sender,
            basis=SenderBasis.NONE if sender is None else SenderBasis.STATED,
            text=text,
            moment=moment,
            attachments=tuple(self._files(body)),
            flags=tuple(flags),
        )
        return PageMessage(
            found=(message, *_reactions(body)),
            remarks=tuple(
                ("hidden_link", f"text={shown!r} target={target!r}") for shown, target in links
            ),
        )

    def _files(self, body: list[Element]) -> Iterator[Attachment]:
        reader = Reader(repairs=False)
        for path in dict.fromkeys(path for part in body for path in _paths(part)):
            yield self._paths.attachment(path, self._member or "", reader)


def _is_time(text: str) -> bool:
    short = len(text) <= _TIME_MAX and "\n" not in text
    return short and _CLOCK.search(text) is not None and _YEAR.search(text) is not None


def _paths(part: Element) -> Iterator[str]:
    """Yield the paths of files in it; a picture is often named twice, as link and as image."""
    for one in (part, *part.all()):
        if one.name in _MEDIA:
            path = one.attributes.get("href") or one.attributes.get("src") or ""
            if path and not path.startswith(_ELSEWHERE):
                yield path


def _links(body: list[Element]) -> Iterator[tuple[str, str]]:
    for part in body:
        for one in part.all():
            target, words = one.attributes.get("href", ""), one.text()
            outside = target.startswith(("http://", "https://"))
            if one.name == "a" and outside and target.rstrip("/") != words.rstrip("/"):
                yield words[:_LINK_SHOWN], target[:_LINK_SHOWN]


def _reactions(body: list[Element]) -> Iterator[Found]:
    """Each line of the list is a sign and a name."""
    for part in body:
        for one in (part, *part.all()):
            if one.name != "li":
                continue
            text = one.text()
            found = _SIGN.fullmatch(text)
            name = found[2].strip() if found is not None else ""
            yield Found(
                kind=RecordKind.REACTION,
                sender=name or None,
                basis=SenderBasis.STATED if name else SenderBasis.NONE,
                text=found[1] if found is not None else text,
                moment=None,
            )
