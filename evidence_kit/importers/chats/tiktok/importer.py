# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of TikTok's direct messages: the JSON, or the text in any language."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import MemberInfo
from evidence_kit.domain.record import Certainty, RecordKind, SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.epoch_times import moment_of_iso
from evidence_kit.importers.json_bytes import JsonBytes
from evidence_kit.importers.json_chats import (
    AnyKey,
    ChatFile,
    ChatSum,
    Found,
    Thread,
    chat_files,
    inner_parts,
    loaded,
    place_of,
    text_in,
    walk,
    words_in,
)
from evidence_kit.importers.json_ranges import JsonPart, load
from evidence_kit.importers.package import list_members, member_content
from evidence_kit.importers.protocol import Item, Opened, Recognition, Request, Understood
from evidence_kit.importers.text_lines import decode, lines
from evidence_kit.limits import RECORD_TEXT_MAX

_TEXTS = frozenset({"json", "txt"})
_KEY = b'"ChatHistory"'
_JSON = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\{")
_SECTIONS = re.compile(rb'"(?:Your )?Activity"|"Direct Messages?"|"Profile(?: And Settings)?"')
_FIRST = re.compile(
    rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"(?:Activity|Your Activity|Ads and data|App Settings|Comment'
    rb'|Likes and Favorites|Post|Profile(?: And Settings)?|Income[^"]{0,40})"\s*:\s*\{'
)
_WITHIN = (
    b'"VideoList"', b'"Favorite ', b'"FavoriteVideoList"', b'"Follower', b'"Following', b'"Login History"',
    b'"Like List"', b'"Search History"', b'"Share History"', b'"Watch History"', b'"ItemFavoriteList"',
    b'"Video Browsing History"', b'"Ad Interests"', b'"Instant Form Ads Responses"',
)  # fmt: skip
_LEADS = re.compile(r"direct|message|chat", re.IGNORECASE)
_DEPTH = 6
_TITLE = re.compile(r"(?:\ufeff)?>>> Chat History with (.*?):{1,2}\s*\Z")
_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*>>> Chat History with ")
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC) ([^:\n]{1,100}): ?(.*)\Z", re.DOTALL)
_WITH = re.compile(r"Chat History with (.*?):?\Z")


class TikTok:
    """Direct messages that TikTok gives to the owner of the account."""

    name = "tiktok"
    version = 2

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for the key or the heading of a chat."""
        if not any(_kind(file) for file in chat_files(opened, _TEXTS)):
            return None
        why = "chat_history" if opened.package is None else "zip_with_chat_history"
        return Recognition(kind=MediaKind.CHAT, certainty=Certainty.CERTAIN, why=why)

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the members of the zip."""
        files = chat_files(opened, _TEXTS)
        return list_members(
            opened.package, frozenset(file.member for file in files if file.member and _kind(file))
        )

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        return member_content(opened.package, key)

    def read(self, request: Request) -> Understood:
        """Read every chat of the source."""
        return Understood(facts=(), items=_items(request))


def _kind(file: ChatFile) -> str:
    if _HEAD.match(file.head):
        return "text"
    if not _JSON.match(file.head):
        return ""
    near = _KEY in file.head and _SECTIONS.search(file.head) is not None
    return "json" if near or _is_download(file.head) else ""


def _is_download(head: bytes) -> bool:
    """Know a download whose chats stand far behind other sections: by those sections."""
    return _FIRST.match(head) is not None and sum(name in head for name in _WITHIN) > 1


def _items(request: Request) -> Iterator[Item]:
    chats = ChatSum()
    for file in chat_files(request.opened, _TEXTS):
        kind = _kind(file)
        if not kind:
            continue
        if file.member is not None:
            chats.used.add(file.member)
        yield from chats.note("links_instead_of_media", file.member, 0, 0)
        yield from (_text if kind == "text" else _json)(file, chats)
    yield from chats.close(request.opened.package)


def _json(file: ChatFile, chats: ChatSum) -> Iterator[Item]:
    yield from walk(chats, file, partial(_sections, file, chats, 0))


def _sections(file: ChatFile, chats: ChatSum, depth: int, cursor: JsonBytes) -> Iterator[Item]:
    """Go down to the chats section by section, in constant memory.

    The sections around the chats were renamed more than once: one whose name does not tell is looked
    through whole, as far as it can be held.
    """
    for key in cursor.members():
        is_object = cursor.peek() == b"{"
        if is_object and key == "ChatHistory":
            yield from _history(file, chats, cursor)
        elif is_object and depth < _DEPTH and _LEADS.search(key) is not None:
            yield from _sections(file, chats, depth + 1, cursor)
        else:
            span = cursor.value()
            part = JsonPart(key, None, span.start, span.end, b"" if span.clipped else span.data)
            yield from _section(part, file, chats)


def _history(file: ChatFile, chats: ChatSum, cursor: JsonBytes) -> Iterator[Item]:
    for name in cursor.members():
        if cursor.peek() != b"[":
            cursor.value()  # a chat without messages: null, {} or "" in place of a list
            continue
        for _ in cursor.places():
            span = cursor.value()
            value, flags = loaded(span)
            thread, found = _message(name, value, flags)
            yield from chats.digested(thread, found, place_of(file, span), span.sha256)


def _section(part: JsonPart, file: ChatFile, chats: ChatSum) -> Iterator[Item]:
    """Go down to the chats: the sections around them were renamed more than once."""
    if (
        not part.raw.startswith(b"{")
        or _KEY not in b'"' + part.key.encode("utf-8", "surrogatepass") + b'"' + part.raw
    ):
        detail = f"key={part.key!r}"
        yield from chats.note("section_not_read", file.member, part.start, part.end, detail)
    elif part.key == "ChatHistory":
        for inner in inner_parts(part, AnyKey()):
            yield from _element(inner, file, chats)
    else:
        for inner in inner_parts(part, frozenset()):
            yield from _section(inner, file, chats)


def _element(part: JsonPart, file: ChatFile, chats: ChatSum) -> Iterator[Item]:
    if part.element is None:
        return  # a chat without messages: null, {} or [] in place of a list
    value, flags = load(part.raw)
    thread, found = _message(part.key, value, flags)
    place = Locator(member=file.member, start=part.start, end=part.end)
    yield from chats.message(thread, found, place, part.raw)


def _message(name: str, value: Any, flags: tuple[str, ...]) -> tuple[Thread, Found]:
    """Read one message of the chat of this name."""
    value = value if isinstance(value, dict) else {"Content": str(value)}
    sender, stated = text_in(value, "From"), text_in(value, "Date")
    found = Found(
        kind=RecordKind.MESSAGE if sender else RecordKind.UNKNOWN,
        sender=sender,
        basis=SenderBasis.STATED if sender else SenderBasis.NONE,
        text=words_in(value, "Content") or "",
        moment=None if stated is None else moment_of_iso(stated),
        flags=flags,
    )
    named = _WITH.search(name)
    other = name if named is None else named[1]
    return Thread(key=other, title=other, participants=(other,)), found


def _text(file: ChatFile, chats: ChatSum) -> Iterator[Item]:
    """Read the text: a heading for each chat, then messages, which may go on over lines."""
    thread = Thread(key="", title="")
    start, at = 0, 0
    held: list[bytes] = []
    try:
        for line in lines(chats.counted(file.chunks())):
            chats.lines_accounted += line.count(b"\n")
            shown = decode(line).text
            title = _TITLE.match(shown)
            full = at - start > RECORD_TEXT_MAX
            if title is not None or _LINE.match(shown) or full:
                yield from _record(file, chats, thread, (start, b"".join(held)))
                start, held = at, []
            held.append(line)
            at += len(line)
            if title is not None:
                thread = Thread(key=title[1], title=title[1], participants=(title[1],))
    except NotUnderstood as damage:
        yield from chats.stopped(damage, file.member, at)
    yield from _record(file, chats, thread, (start, b"".join(held)))


def _record(
    file: ChatFile, chats: ChatSum, thread: Thread, at: tuple[int, bytes]
) -> Iterator[Item]:
    start, raw = at
    shown = decode(raw)
    text = shown.text.removesuffix("\n").removesuffix("\r")
    message = _LINE.match(text)
    place = Locator(member=file.member, start=start, end=start + len(raw))
    if message is not None:
        found = Found(
            sender=message[2],
            basis=SenderBasis.STATED,
            text=message[3].rstrip("\r\n"),
            moment=moment_of_iso(message[1]),
            flags=("undecodable_bytes",) if shown.bad else (),
        )
        yield from chats.message(thread, found, place, raw)
    elif (text.strip() and _TITLE.match(text.split("\n")[0]) is None) or (
        text.count("\n") and text.partition("\n")[2].strip()
    ):
        yield from chats.notes.note("text_between", place)
