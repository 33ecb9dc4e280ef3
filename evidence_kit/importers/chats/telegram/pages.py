# SPDX-License-Identifier: GPL-3.0-or-later
"""One message of Telegram's HTML pages.

Source: Telegram Desktop, Telegram/SourceFiles/export/output/export_output_html.cpp.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import (
    Attachment,
    AttachmentStatus,
    RecordKind,
    SenderBasis,
)
from evidence_kit.importers.chats.telegram.moments import Clock
from evidence_kit.importers.html_events import Element
from evidence_kit.importers.json_chats import Found

_SHOWN = 500
_NUMBER = re.compile(r"message(-?\d{1,18})")
_REPLY = re.compile(r"#(?:go_to_)?message(-?\d{1,18})")
_LEFT_OUT = (
    ("Not included", AttachmentStatus.OMITTED_BY_APP),
    ("Exceeds maximum size", AttachmentStatus.OMITTED_BY_APP),
    ("Not available", AttachmentStatus.FAILED_DOWNLOAD),
    ("Unavailable", AttachmentStatus.FAILED_DOWNLOAD),
)
"""What the app writes below a file that is not there; always English."""
_KINDS = {
    "media_call": RecordKind.CALL,
    "media_contact": RecordKind.CONTACT,
    "media_location": RecordKind.LOCATION,
    "media_live_location": RecordKind.LOCATION,
    "media_venue": RecordKind.LOCATION,
    "media_poll": RecordKind.POLL,
}
_ELSEWHERE = ("http://", "https://", "tg://", "mailto:", "tel:", "#")
_READ = frozenset(
    {
        "date", "from_name", "reply_to", "forwarded", "media_wrap", "text", "signature", "reactions",
        "userpic_wrap",
    }
)  # fmt: skip

_BESIDE = frozenset({"reply_to", "signature", "reactions"})

Find = Callable[[str], Attachment]
"""Looks a path up beside the page."""


@dataclass(slots=True)
class _Said:
    kind: RecordKind = RecordKind.MESSAGE
    texts: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMessage:
    """A message, and what is remarkable in it."""

    found: Found
    remarks: tuple[tuple[str, str], ...]


class Pages:
    """Reads the messages of one chat in their order: some leave out who they are from."""

    def __init__(self, clock: Clock, find: Find) -> None:
        self._clock, self._find = clock, find
        self._sender: str | None = None

    def read(self, element: Element) -> PageMessage | None:
        """Read an element of class `message`; None for the heading of a day."""
        number = _NUMBER.fullmatch(element.attributes.get("id", ""))
        if "service" in element.classes:
            if number is not None and number[1].startswith("-"):
                return None
            return self._service(element)
        return self._message(element)

    def _service(self, element: Element) -> PageMessage:
        said = _Said(kind=RecordKind.SYSTEM)
        body = element.first("body") or element
        said.texts.append(body.text())
        self._links(body, said)
        return _finished(element, said, (None, SenderBasis.NONE), None)

    def _message(self, element: Element) -> PageMessage:
        said = _Said()
        body = next((one for one in element.direct() if "body" in one.classes), element)
        parts = {name: one for one in body.direct() for name in one.classes & _READ}
        name = parts.get("from_name")
        if name is not None:
            self._sender = _name(name)
        elif "joined" not in element.classes:
            self._sender = None
        self._body(body, said)
        forwarded = parts.get("forwarded")
        if forwarded is not None:
            self._forwarded(forwarded, said)
            for one in forwarded.direct():  # the app writes these within what is forwarded
                for kind in one.classes & _BESIDE:
                    parts.setdefault(kind, one)
        self._beside(parts, said)
        date = parts.get("date")
        moment = None if date is None else self._clock.of_page(date.attributes.get("title", ""))
        basis = SenderBasis.NONE if self._sender is None else SenderBasis.STATED
        return _finished(element, said, (self._sender, basis), moment)

    def _body(self, body: Element, said: _Said) -> None:
        for part in body.children:
            if isinstance(part, str):
                if part.strip():  # words where the app puts none
                    said.texts.append(part.strip())
                    said.flags.append("parts_not_read")
            elif "text" in part.classes:
                said.texts.append(part.text())
                self._hidden_links(part, said)
            elif "media_wrap" in part.classes:
                self._media(part, said)
            elif not part.classes & _READ:
                words = part.text()
                if words:
                    said.texts.append(words)
                    said.flags.append("parts_not_read")
                self._links(part, said)

    def _forwarded(self, block: Element, said: _Said) -> None:
        said.flags.append("forwarded")
        name = next((one for one in block.direct() if "from_name" in one.classes), None)
        if name is not None:
            date = name.first("date")
            stated = "" if date is None else date.attributes.get("title", "") or date.text()
            detail = f"forwarded_from={_name(name)[:_SHOWN]!r} stated={stated[:60]!r}"
            said.remarks.append(("forwarded", detail))
        self._body(block, said)

    @staticmethod
    def _beside(parts: dict[str, Element], said: _Said) -> None:
        reply, signature = parts.get("reply_to"), parts.get("signature")
        if reply is not None:
            said.flags.append("reply")
            targets = (_REPLY.search(one.attributes.get("href", "")) for one in reply.all())
            numbers = [found[1] for found in targets if found is not None]
            told = f"reply_to_message_id={numbers[0]!r}" if numbers else reply.text()[:_SHOWN]
            said.remarks.append(("reply", told))
        if signature is not None:
            said.flags.append("signed")
            said.remarks.append(("signed", f"author={signature.text()[:_SHOWN]!r}"))
        if "reactions" in parts:
            said.flags.append("reactions")
            said.remarks.append(("reactions", f"reactions={_reactions(parts['reactions'])!r}"))

    def _media(self, wrap: Element, said: _Said) -> None:
        for part in wrap.direct():
            kinds = [kind for name, kind in _KINDS.items() if name in part.classes]
            said.kind = kinds[0] if kinds else said.kind
            href = part.attributes.get("href", "")
            if href and not href.startswith(_ELSEWHERE):
                said.attachments.append(self._find(href))
            elif kinds or href:
                said.texts += [words for words in (part.text(), href) if words]
                said.flags.append("composed_text")
            else:
                self._not_there(part, said)

    @staticmethod
    def _not_there(part: Element, said: _Said) -> None:
        """Read what the app writes in the place of a file, or another thing without a link."""
        words = {
            name: found.text()
            for name in ("title", "description", "status")
            if (found := part.first(name)) is not None
        }
        for beginning, status in _LEFT_OUT:
            if words.get("description", "").startswith(beginning):
                name = " ".join(words.get(key, "") for key in ("title", "status")).strip()
                said.attachments.append(Attachment(name=name, status=status))
                return
        text = part.text()
        if text:
            said.texts.append(text)
            said.flags.append("composed_text")

    def _links(self, part: Element, said: _Said) -> None:
        for one in part.all():
            href = one.attributes.get("href", "")
            if href and not href.startswith(_ELSEWHERE):
                said.attachments.append(self._find(href))

    @staticmethod
    def _hidden_links(part: Element, said: _Said) -> None:
        for one in part.all():
            href, words = one.attributes.get("href", ""), one.text()
            if not href or href == words or href.removesuffix("/") in (words, f"https://{words}"):
                continue
            if href in (f"http://{words}", f"mailto:{words}", f"tel:{words}"):
                continue
            said.flags.append("hidden_link")
            detail = f"text={words[:_SHOWN]!r} target={href[:_SHOWN]!r}"
            said.remarks.append(("hidden_link", detail))


def _name(element: Element) -> str:
    return element.text(lambda one: "details" in one.classes)


def _reactions(element: Element) -> str:
    """Write each sign with the names below it, or with how many there were."""
    told: list[str] = []
    for one in element.of_class("reaction"):
        names = [name for inner in one.all() if (name := inner.attributes.get("title"))]
        told.append(" ".join([one.text().replace("\n", " "), *names]))
    return "; ".join(told)[:_SHOWN]


def _finished(
    element: Element, said: _Said, sender: tuple[str | None, SenderBasis], moment: Moment | None
) -> PageMessage:
    if element.clipped:
        said.flags.append("text_clipped")
    if element.bad_bytes:
        said.flags.append("undecodable_bytes")
    return PageMessage(
        found=Found(
            kind=said.kind,
            sender=sender[0],
            basis=sender[1],
            text="\n".join(text for text in said.texts if text),
            moment=moment,
            attachments=tuple(said.attachments),
            flags=tuple(dict.fromkeys(said.flags)),
        ),
        remarks=tuple(said.remarks),
    )
