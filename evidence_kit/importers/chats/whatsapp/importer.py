# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer: a chat text by itself, or a zip with chat texts and their media."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.reading import Choices, MemberInfo
from evidence_kit.domain.record import Certainty, Message, Summary
from evidence_kit.domain.survey import MemberContext
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.whatsapp.attachments import MemberNames
from evidence_kit.importers.chats.whatsapp.chat_text import (
    ChatSource,
    ChatText,
    Tally,
    looks_like_chat,
)
from evidence_kit.importers.chats.whatsapp.header import MARKS
from evidence_kit.importers.chats.whatsapp.strings import strings
from evidence_kit.importers.media_kind import extension_of, kind_of_bytes
from evidence_kit.importers.package import Member, Package, chunks, list_members, member_content
from evidence_kit.importers.protocol import (
    Item,
    Opened,
    ReadyLines,
    Recognition,
    Request,
    Understood,
)
from evidence_kit.limits import CHAT_TEXTS_MAX, HEAD_BYTES

_COPY_NUMBER = re.compile(r"(?: \(\d{1,3}\)| \d{1,2})\Z")
_SURE_FROM = 2
_CONTEXT_SHOWN = 120


class WhatsApp:
    """Chats that WhatsApp exported on a phone."""

    name = "whatsapp"
    version = 2

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for record headers among the first lines of the text, or of a text inside."""
        if opened.package is not None:
            texts = tuple(_chat_members(opened.package))
            if not texts:
                return None
            sure = any(_graded(_head(member)) is Certainty.CERTAIN for member in texts)
            return Recognition(
                kind=MediaKind.CHAT,
                certainty=Certainty.CERTAIN if sure else Certainty.LIKELY,
                why="zip_with_chat_text",
            )
        if kind_of_bytes(opened.head) is not None:
            return None
        certainty = _graded(opened.head)
        if certainty is Certainty.NONE:
            return None
        return Recognition(kind=MediaKind.CHAT, certainty=certainty, why="record_headers")

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the media with their place in the conversation, so that nobody must look."""
        package = opened.package
        if package is None:
            return ()
        chat_keys = {member.key for member in _chat_members(package)}
        found = _contexts(opened, package)
        return list_members(package, chat_keys, found)

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        return member_content(opened.package, key)

    def read(self, request: Request) -> Understood:
        """Weigh every chat of the source; then read them one after another."""
        chats = tuple(_chats(request))
        return Understood(
            facts=tuple(fact for chat in chats for fact in chat.facts(alone=len(chats) == 1)),
            items=self._items(request, chats),
        )

    def _items(self, request: Request, chats: tuple[ChatText, ...]) -> Iterator[Item | ReadyLines]:
        """Yield every chat, then what lies beside them, then the sum."""
        tally = Tally()
        package = request.opened.package
        members = () if package is None else package.members
        names = MemberNames(
            (member for member in members if not member.is_folder),
            frozenset(request.choices.withheld),
        )
        used: set[str] = set()
        for chat in chats:
            if chat.member is not None:
                used.add(chat.member)
            yield from chat.lines(tally, names)
        if package is not None:
            yield from _beside(package, names.referenced | used, tally)
        yield from tally.notes.rest()
        yield Item(
            Summary(
                records=tally.kinds.total(),
                by_kind=tuple(sorted(tally.kinds.items())),
                notes=tally.notes.count,
                lines_total=tally.lines_total,
                lines_accounted=tally.lines_accounted,
                conversations=tally.conversations,
                complete=tally.complete,
            )
        )


def _graded(head: bytes) -> Certainty:
    found, first = looks_like_chat(head)
    if first and found >= _SURE_FROM:
        return Certainty.CERTAIN
    if found >= _SURE_FROM:
        return Certainty.LIKELY
    return Certainty.POSSIBLE if first else Certainty.NONE


def _head(member: Member) -> bytes:
    head = b""
    try:
        for piece in chunks(member):
            head += piece
            if len(head) >= HEAD_BYTES:
                break
    except NotUnderstood:
        pass
    return head[:HEAD_BYTES]


def _chat_members(package: Package) -> Iterator[Member]:
    """Find the members that are chat texts; other texts stay attachments."""
    found = 0
    for member in package.members:
        if extension_of(member.name.text) == "txt" and found < CHAT_TEXTS_MAX:
            head = _head(member)
            if kind_of_bytes(head) is None and _graded(head) is not Certainty.NONE:
                found += 1
                yield member


def _chats(request: Request) -> Iterator[ChatText]:
    opened = request.opened
    if opened.package is None:
        title = _title(opened.name.text)
        yield ChatText(ChatSource(chunks=opened.chunks, member=None, title=title), request)
        return
    for member in _chat_members(opened.package):
        yield ChatText(
            ChatSource(
                chunks=partial(chunks, member),
                member=member.key,
                title=_member_title(member, opened.name.text),
            ),
            request,
        )


def _member_title(member: Member, package_name: str) -> str | None:
    """Take the title from the text's own name, else from the innermost zip's."""
    own = _title(member.name.text)
    if own is not None:
        return own
    outer = member.key.removesuffix(member.name.text).rstrip("/")
    return _title(outer or package_name)


def _title(name: str) -> str | None:
    stem = name.rsplit("/", 1)[-1].strip(MARKS)
    while extension_of(stem) in ("zip", "txt"):
        stem = stem[:-4]
    stem = _COPY_NUMBER.sub("", stem)
    for pattern in strings().file_names:
        match = pattern.fullmatch(stem)
        if match is not None:
            return next(group for group in match.groups() if group is not None).strip(MARKS + " ")
    return None


def _beside(package: Package, used: set[str], tally: Tally) -> Iterator[Item]:
    """Note findings about the package, and files that no record names."""
    for finding in package.findings:
        place = None if finding.key is None else Locator(member=finding.key, start=0, end=0)
        yield from tally.notes.note(finding.code, place)
    for member in package.members:
        if not member.is_folder and member.key not in used:
            place = Locator(member=member.key, start=0, end=max(0, member.entry.size))
            yield from tally.notes.note("unreferenced_file", place, f"bytes={member.entry.size}")


def _contexts(opened: Opened, package: Package) -> dict[str, MemberContext]:
    """Find who sent each file, when, and between which words."""
    request = Request(opened=opened, choices=Choices(), zone=None)
    contexts: dict[str, MemberContext] = {}
    for chat in _chats(request):
        names = MemberNames(package.members, frozenset())
        waiting: list[str] = []
        before = ""
        for item in chat.items(Tally(), names):
            message = item.record
            if not isinstance(message, Message):
                continue
            text = message.text[:_CONTEXT_SHOWN]
            for key in waiting:
                contexts[key] = replace(contexts[key], after=text)
            waiting = [held.member for held in message.attachments if held.member is not None]
            for key in waiting:
                contexts.setdefault(
                    key,
                    MemberContext(
                        sender=message.sender, moment=message.moment, before=before, after=""
                    ),
                )
            before = text
    return contexts
