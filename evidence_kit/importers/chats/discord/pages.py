# SPDX-License-Identifier: GPL-3.0-or-later
"""Chats that DiscordChatExporter saved as a page (HTML).

Source: Tyrrrz/DiscordChatExporter, Core/Exporting/MessageGroupTemplate.cshtml.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.record import (
    Attachment,
    AttachmentStatus,
    Certainty,
    RecordKind,
    SenderBasis,
)
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.html_events import Element, HtmlElements, Tag
from evidence_kit.importers.json_chats import ChatFile, ChatSum, Found, MemberNames, Thread
from evidence_kit.importers.prose_dates import prose_moment
from evidence_kit.importers.protocol import Item, Request

_WANTED = frozenset({"chatlog__message-group", "preamble__entry"})
_ELSEWHERE = ("http://", "https://", "discord:", "#", "data:", "mailto:")
_SHOWN = 500


def _is_chat(file: ChatFile) -> bool:
    return b"chatlog__message-group" in file.head and b"preamble" in file.head


def _records(source: Source) -> Iterator[Item]:
    names = MemberNames(source.request.opened.package, source.request.choices.withheld)
    for file in source.files:
        if _is_chat(file):
            yield from _page(file, source.chats, _Rows(source.request, names))


def _page(file: ChatFile, chats: ChatSum, rows: "_Rows") -> Iterator[Item]:
    reader = HtmlElements(chats.counted(file.chunks()))
    titles: list[str] = []
    lines = 0
    try:
        for element in reader.elements(_wanted):
            lines += element.lines
            if "preamble__entry" in element.classes:
                titles.append(element.text())
                continue
            title = " / ".join(filter(None, titles[:2])) or file.name
            thread = Thread(key=file.member or "", title=title)
            yield from _group(file, element, (chats, rows, thread))
    except NotUnderstood as damage:
        yield from chats.stopped(damage, file.member, reader.end)
    chats.lines_accounted += lines + reader.other_lines


def _wanted(tag: Tag) -> bool:
    if tag.name != "div" or not any(name in tag.written for name in _WANTED):
        return False
    return not _WANTED.isdisjoint(tag.attributes().get("class", "").split())


def _group(
    file: ChatFile, group: Element, with_: "tuple[ChatSum, _Rows, Thread]"
) -> Iterator[Item]:
    """Yield the messages that stand below one name; their place is that of the group."""
    chats, rows, thread = with_
    place = Locator(member=file.member, start=group.start, end=group.end)
    author: str | None = None
    messages = list(group.of_class("chatlog__message-container")) or [group]
    for message in messages:
        said = rows.read(message, author)
        author = said.author
        flags = (*said.found.flags, *_doubts(group))
        found = Found(
            kind=said.found.kind,
            sender=said.found.sender,
            basis=said.found.basis,
            text=said.found.text,
            moment=said.found.moment,
            attachments=said.found.attachments,
            flags=flags,
        )
        yield from chats.digested(thread, found, place, group.sha256)
        for kind, detail in said.remarks:
            yield from chats.notes.note(kind, place, detail)


def _doubts(group: Element) -> Iterator[str]:
    if group.clipped:
        yield "text_clipped"
    if group.bad_bytes:
        yield "undecodable_bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    author: str | None
    found: Found
    remarks: tuple[tuple[str, str], ...]


class _Rows:
    """Reads messages."""

    def __init__(self, request: Request, names: MemberNames) -> None:
        self._request, self._names = request, names

    def read(self, message: Element, above: str | None) -> _Said:
        """Read a message; one without a name is from who wrote the one above it."""
        _keep_lines(message)
        author = message.first("chatlog__author") or message.first("chatlog__author-name")
        author = author or message.first("chatlog__system-notification-author")
        label = above if author is None else author.attributes.get("title") or author.text()
        notice = message.first("chatlog__system-notification-content")
        spoken = [part.text(_is_mark) for part in message.of_class("chatlog__content")]
        cards = [part.text() for part in message.of_class("chatlog__embed")]
        words = [notice.text()] if notice is not None else [*spoken, *cards]
        remarks = list(_remarks(message))
        stamp = message.first("chatlog__timestamp") or message.first("chatlog__short-timestamp")
        stamp = stamp or message.first("chatlog__system-notification-timestamp")
        stated = "" if stamp is None else stamp.attributes.get("title", "") or stamp.text()
        choices = self._request.choices
        found = Found(
            kind=RecordKind.MESSAGE if notice is None else RecordKind.SYSTEM,
            sender=label,
            basis=SenderBasis.NONE if label is None else SenderBasis.STATED,
            text="\n".join(part for part in words if part),
            moment=prose_moment(stated, self._request.zone, choices.zone) if stated else None,
            attachments=tuple(self._files(message)),
            flags=tuple(dict.fromkeys(kind for kind, _ in remarks)),
        )
        return _Said(author=label, found=found, remarks=tuple(remarks))

    def _files(self, message: Element) -> Iterator[Attachment]:
        for part in (
            *message.of_class("chatlog__attachment"),
            *message.of_class("chatlog__sticker"),
        ):
            seen: set[str] = set()
            for one in part.all():
                path = one.attributes.get("href") or one.attributes.get("src") or ""
                if not path or path in seen or path.startswith(("#", "data:")):
                    continue
                seen.add(path)
                name = path.replace("\\", "/").rsplit("/", 1)[-1]
                outside = path.startswith(_ELSEWHERE)
                absent = AttachmentStatus.REMOTE_ONLY if outside else AttachmentStatus.MISSING
                yield self._names.attachment(
                    path if outside else name,
                    None if outside else self._names.find(name, unquote(name)),
                    absent,
                )


def _keep_lines(message: Element) -> None:
    """Put a line end for each of those that the page keeps: its style there is `pre-wrap`."""
    for kept in message.of_class("chatlog__markdown-preserve"):
        for one in (kept, *kept.all()):
            children: list[Element | str] = []
            for child in one.children:
                pieces: list[Element | str] = (
                    [*child.split("\n")] if isinstance(child, str) else [child]
                )
                for number, piece in enumerate(pieces):
                    if number:
                        children.append(Element("br", {}, one.start))
                    children.append(piece)
            one.children = children


def _is_mark(element: Element) -> bool:
    return "chatlog__edited-timestamp" in element.classes


def _remarks(message: Element) -> Iterator[tuple[str, str]]:
    reply, edited = message.first("chatlog__reply"), message.first("chatlog__edited-timestamp")
    if reply is not None:
        yield "reply", reply.text().replace("\n", " ")[:_SHOWN]
    if edited is not None:
        yield "edited", (edited.attributes.get("title") or edited.text())[:_SHOWN]
    signs = [
        f"{one.attributes.get('title', '')} {one.text()}".strip().replace("\n", " ")
        for one in message.of_class("chatlog__reaction")
    ]
    if signs:
        yield "reactions", f"reactions={'; '.join(signs)[:_SHOWN]!r}"


DISCORD_PAGES = ChatImporter(
    name="discord_html",
    version=1,
    extensions=frozenset({"html", "htm"}),
    is_chat=_is_chat,
    records=_records,
    # The same chat as JSON says more; where both are there, that is read.
    certainty=Certainty.LIKELY,
)
