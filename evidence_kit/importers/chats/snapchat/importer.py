# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of Snapchat's chat history: the JSON by itself, or the zip of My Data."""

import re
from collections.abc import Iterator
from typing import Any

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.reading import MemberInfo
from evidence_kit.domain.record import (
    Attachment,
    AttachmentStatus,
    Certainty,
    RecordKind,
    SenderBasis,
)
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.epoch_times import moment_of_iso, moment_of_milliseconds
from evidence_kit.importers.json_chats import (
    AnyKey,
    ChatFile,
    ChatSum,
    Found,
    Thread,
    chat_files,
    text_in,
    words_in,
)
from evidence_kit.importers.json_ranges import JsonPart, JsonRanges, load
from evidence_kit.importers.package import Package, list_members, member_content
from evidence_kit.importers.protocol import Item, Opened, Recognition, Request, Understood

_NEW = re.compile(
    rb'\A(?:\xef\xbb\xbf)?\s*\{.*?"(?:Created\(microseconds\)|IsSender)"\s*:', re.DOTALL
)
_OLD = re.compile(
    rb'\A(?:\xef\xbb\xbf)?\s*\{.*?"(?:Received|Sent) Saved Chat History"\s*:', re.DOTALL
)
_TYPE = b'"Media Type"'
_RECEIVED = "Received Saved Chat History"
_SENT = "Sent Saved Chat History"
_JSON = frozenset({"json"})
_DELETED = frozenset({"STATUSERASEDMESSAGE", "STATUSERASEDSNAPMESSAGE"})
_KINDS = {"LOCATION": RecordKind.LOCATION}
_TEXTS = frozenset({"TEXT", ""})
_MEDIA_ID = re.compile(r"(b~[^.]+|media~[^.]+)\.")


class Snapchat:
    """Saved chats that Snapchat gives to the owner of the account."""

    name = "snapchat"
    version = 1

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for the keys that only this file has."""
        files = tuple(_files(opened))
        if not files:
            return None
        why = "chat_history" if opened.package is None else "zip_with_chat_history"
        return Recognition(kind=MediaKind.CHAT, certainty=Certainty.CERTAIN, why=why)

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the members of the zip."""
        keys = frozenset(file.member for file in _files(opened) if file.member is not None)
        return list_members(opened.package, keys)

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield the content of one member."""
        return member_content(opened.package, key)

    def read(self, request: Request) -> Understood:
        """Read every chat history of the source."""
        return Understood(facts=(), items=_items(request))


def _files(opened: Opened) -> Iterator[ChatFile]:
    for file in chat_files(opened, _JSON):
        if _OLD.match(file.head) or (_TYPE in file.head and _NEW.match(file.head)):
            yield file


def _items(request: Request) -> Iterator[Item]:
    chats = ChatSum()
    package = request.opened.package
    media = _Media(package, frozenset(request.choices.withheld))
    for file in _files(request.opened):
        if file.member is not None:
            chats.used.add(file.member)
        yield from chats.note("saved_chats_only", file.member, 0, 0)
        yield from _file(file, chats, media)
    yield from chats.close(package)


def _file(file: ChatFile, chats: ChatSum, media: "_Media") -> Iterator[Item]:
    ranges = JsonRanges(chats.counted(file.chunks()), AnyKey())
    try:
        for part in ranges.parts():
            if part.element is None:
                yield from chats.note(
                    "section_not_read", file.member, part.start, part.end, f"key={part.key!r}"
                )
                continue
            chats.lines_accounted += part.raw.count(b"\n")
            thread, found = _read(part, media)
            place = Locator(member=file.member, start=part.start, end=part.end)
            yield from chats.message(thread, found, place, part.raw)
    except NotUnderstood as damage:
        yield from chats.stopped(damage, file.member, ranges.end)
        rest = ranges.remaining_lines()
        chats.lines_accounted += rest
    chats.lines_accounted += ranges.other_lines


def _read(part: JsonPart, media: "_Media") -> tuple[Thread, Found]:
    value, flags = load(part.raw)
    if not isinstance(value, dict):
        nobody = Found(
            kind=RecordKind.UNKNOWN, sender=None, basis=SenderBasis.NONE,
            text=str(value), moment=None, flags=flags,
        )  # fmt: skip
        return Thread(key=part.key, title=part.key), nobody
    sender, basis, other = _people(part.key, value)
    media_type = text_in(value, "Media Type") or ""
    words = words_in(value, "Content", "Text") or ""
    kind = _kind(media_type, value)
    if kind is not RecordKind.MESSAGE and not words:
        words = media_type
    found = Found(
        kind=kind,
        sender=sender,
        basis=basis,
        text=words,
        moment=_moment(value),
        attachments=media.attachments(value, media_type),
        flags=flags,
    )
    title = text_in(value, "Conversation Title") or other
    return Thread(key=other, title=title, participants=(other,)), found


def _people(key: str, value: dict[str, Any]) -> tuple[str | None, SenderBasis, str]:
    """Return who sent, on what that rests, and the name of the conversation."""
    stated, receiver = text_in(value, "From"), text_in(value, "To")
    if key == _SENT:
        return "Sent", SenderBasis.OWNER_FLAG, receiver or ""
    if key == _RECEIVED:
        return stated, SenderBasis.STATED if stated else SenderBasis.NONE, stated or ""
    if stated:
        owner = value.get("IsSender") is True
        return stated, SenderBasis.OWNER_FLAG if owner else SenderBasis.STATED, key
    return None, SenderBasis.NONE, key


def _kind(media_type: str, value: dict[str, Any]) -> RecordKind:
    if media_type in _DELETED:
        return RecordKind.DELETED
    if media_type.startswith("STATUS"):
        return RecordKind.SYSTEM
    if not value.keys() & {"From", "To", "Content", "Text", "Media Type"}:
        return RecordKind.UNKNOWN
    return _KINDS.get(media_type, RecordKind.MESSAGE)


def _moment(value: dict[str, Any]) -> Moment | None:
    """Read the time: what is called microseconds holds milliseconds."""
    count = text_in(value, "Created(microseconds)")
    stated = text_in(value, "Created")
    if count is not None and count != "0":
        return moment_of_milliseconds(count)
    return None if stated is None else moment_of_iso(stated)


class _Media:
    """Finds a file by the id that a message names."""

    def __init__(self, package: Package | None, withheld: frozenset[str]) -> None:
        self._withheld = withheld
        self._keys: dict[str, str] = {}
        for member in () if package is None else package.members:
            named = _MEDIA_ID.search(member.name.text.rsplit("/", 1)[-1] + ".")
            if named is not None and not member.is_folder:
                self._keys.setdefault(named[1], member.key)

    def attachments(self, value: dict[str, Any], media_type: str) -> tuple[Attachment, ...]:
        """Say what became of each medium of a message."""
        ids = [part.strip() for part in (text_in(value, "Media IDs") or "").split("|")]
        named = tuple(self._one(name) for name in ids if name)
        if named or media_type in _TEXTS or media_type.startswith("STATUS"):
            return named
        if media_type == "LOCATION" or text_in(value, "Content", "Text"):
            return ()
        return (Attachment(name=media_type, status=AttachmentStatus.OMITTED_BY_APP),)

    def _one(self, name: str) -> Attachment:
        key = self._keys.get(name)
        if key is None:
            return Attachment(name=name, status=AttachmentStatus.MISSING)
        status = AttachmentStatus.WITHHELD if key in self._withheld else AttachmentStatus.PRESENT
        return Attachment(name=name, status=status, member=key)
