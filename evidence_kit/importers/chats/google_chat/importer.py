# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer: `messages.json` of each group, with `group_info.json` beside it."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from evidence_kit.domain.record import Attachment, RecordKind, SenderBasis
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chat_importer import ChatImporter, Source
from evidence_kit.importers.json_bytes import JsonBytes, Span
from evidence_kit.importers.json_chats import (
    ChatFile,
    ChatSum,
    Found,
    MemberNames,
    Thread,
    loaded,
    objects_in,
    place_of,
    text_in,
    unknown,
    walk,
    with_flags,
    words_in,
)
from evidence_kit.importers.json_ranges import load
from evidence_kit.importers.prose_dates import prose_moment
from evidence_kit.importers.protocol import Item, Request

_CHATS = re.compile(
    rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"messages"\s*:\s*\[\s*\{\s*"creator"\s*:\s*\{', re.DOTALL
)
_OWNER = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"user"\s*:\s*\{')
_READ = frozenset(
    {
        "creator", "created_date", "updated_date", "deleted_date", "deletion_metadata", "text",
        "topic_id", "message_id", "attached_files", "annotations", "quoted_message_metadata",
        "reactions", "message_state", "previous_message_versions",
    }
)  # fmt: skip
_SHOWN = 500


def _is_chat(file: ChatFile) -> bool:
    return _CHATS.match(file.head) is not None


def _records(source: Source) -> Iterator[Item]:
    by_key = {file.member: file for file in source.files}
    owners = frozenset(_owners(source))
    names = MemberNames(source.request.opened.package, source.request.choices.withheld)
    for file in source.files:
        if not _is_chat(file):
            continue
        folder = (file.member or "").rpartition("/")[0]
        info = by_key.get(f"{folder}/group_info.json") if file.member else None
        thread = _thread(info, folder, source.chats)
        rows = _Rows(source.request, names, owners, folder)
        yield from walk(source.chats, file, partial(_messages, file, (source.chats, rows, thread)))


def _owners(source: Source) -> Iterator[str]:
    """Yield the addresses of whom the Takeout is of."""
    for file in source.files:
        if _OWNER.match(file.head) is None:
            continue
        user = _object(file).get("user")
        address = text_in(user, "email") if isinstance(user, dict) else None
        if address is not None:
            if file.member is not None:
                source.chats.used.add(file.member)
            yield address


def _object(file: ChatFile) -> dict[str, Any]:
    try:
        value = load(file.head).value  # such files are far smaller than a head
    except (NotUnderstood, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _thread(info: ChatFile | None, folder: str, chats: ChatSum) -> Thread:
    values = {} if info is None else _object(info)
    if info is not None and info.member is not None:
        chats.used.add(info.member)
    people = [_label(one) or "" for one in objects_in(values.get("members"))]
    name = text_in(values, "name") or ", ".join(people) or folder.rpartition("/")[2]
    return Thread(key=folder, title=name, participants=tuple(people))


def _label(person: dict[str, Any]) -> str | None:
    return text_in(person, "name") or text_in(person, "email")


def _messages(
    file: ChatFile, with_: "tuple[ChatSum, _Rows, Thread]", cursor: JsonBytes
) -> Iterator[Item]:
    chats, rows, thread = with_
    for key in cursor.members():
        if key != "messages" or cursor.peek() != b"[":
            span = cursor.value()
            yield from chats.note("other_data", file.member, span.start, span.end)
            continue
        for _ in cursor.places():
            yield from _record(file, (chats, rows, thread), cursor.value())


def _record(file: ChatFile, with_: "tuple[ChatSum, _Rows, Thread]", span: Span) -> Iterator[Item]:
    chats, rows, thread = with_
    value, flags = loaded(span)
    place = place_of(file, span)
    if not isinstance(value, dict):
        yield from chats.digested(thread, with_flags(unknown(value), flags), place, span.sha256)
        return
    for found in rows.read(value):
        yield from chats.digested(thread, with_flags(found, flags), place, span.sha256)
    for kind, detail in _remarks(value):
        yield from chats.notes.note(kind, place, detail)


def _remarks(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    quoted = value.get("quoted_message_metadata")
    if isinstance(quoted, dict):
        author = quoted.get("creator")
        name = _label(author) if isinstance(author, dict) else None
        words = text_in(quoted, "text") or ""
        yield "reply", f"author={(name or '')[:_SHOWN]!r} text={words[:_SHOWN]!r}"
    more = sorted(key for key in value if key not in _READ)
    if more:
        yield "unknown_fields", f"fields={','.join(more)[:_SHOWN]!r}"


class _Rows:
    """Reads messages of one group."""

    def __init__(
        self, request: Request, names: MemberNames, owners: frozenset[str], folder: str
    ) -> None:
        self._request, self._names = request, names
        self._owners, self._folder = owners, folder
        self._beside: dict[str, str] = {}
        self._long: dict[str, list[str]] = {}
        """Names that may have been cut, by their beginning."""
        package = request.opened.package
        for member in () if package is None else package.members:
            where, _, name = member.key.rpartition("/")
            if where == folder:
                self._beside[name] = member.key
                if len(name) > _CUT_FROM:
                    self._long.setdefault(name[:_SAME], []).append(name)

    def read(self, value: dict[str, Any]) -> Iterator[Found]:
        """Yield earlier versions, the message, then reactions."""
        creator = value.get("creator")
        sender, basis = self._who(creator if isinstance(creator, dict) else {})
        earlier = list(objects_in(value.get("previous_message_versions")))
        for version in earlier:
            yield self._found(version, (sender, basis), RecordKind.EDITED, ["earlier_version"])
        flags = [
            flag
            for flag, on in (
                ("edited", bool(earlier) or "updated_date" in value),
                ("reply", isinstance(value.get("quoted_message_metadata"), dict)),
            )
            if on
        ]
        gone = "deleted_date" in value or "deletion_metadata" in value
        gone = gone or value.get("message_state") == "DELETED"
        kind = RecordKind.DELETED if gone else RecordKind.MESSAGE
        yield self._found(value, (sender, basis), kind, flags)
        for one in objects_in(value.get("reactions")):
            emoji = one.get("emoji")
            sign = text_in(emoji, "unicode") if isinstance(emoji, dict) else None
            people = one.get("reactor_emails")
            for address in people if isinstance(people, list) else [None]:
                who = self._who({"email": address}) if address else (None, SenderBasis.NONE)
                yield Found(
                    kind=RecordKind.REACTION,
                    sender=who[0],
                    basis=who[1],
                    text=sign or str(emoji)[:_SHOWN],
                    moment=None,
                )

    def _found(
        self,
        value: dict[str, Any],
        who: tuple[str | None, SenderBasis],
        kind: RecordKind,
        flags: list[str],
    ) -> Found:
        stated = text_in(value, "created_date")
        words = words_in(value, "text") or ""
        links = [link for link in _links(value) if link not in words]
        if links:
            flags.append("share")
        choices = self._request.choices
        return Found(
            kind=kind,
            sender=who[0],
            basis=who[1],
            text="\n".join(part for part in (words, *links) if part),
            moment=None
            if stated is None
            else prose_moment(stated, self._request.zone, choices.zone),
            attachments=tuple(self._files(value)),
            flags=tuple(flags),
        )

    def _who(self, person: dict[str, Any]) -> tuple[str | None, SenderBasis]:
        label = _label(person)
        if label is None:
            return None, SenderBasis.NONE
        if person.get("email") in self._owners:
            return label, SenderBasis.OWNER_FLAG
        return label, SenderBasis.STATED

    def _files(self, value: dict[str, Any]) -> Iterator[Attachment]:
        for one in objects_in(value.get("attached_files")):
            stated = text_in(one, "export_name") or ""
            key = self._beside.get(stated) or self._cut(stated)
            yield self._names.attachment(text_in(one, "original_name") or stated, key)

    def _cut(self, stated: str) -> str | None:
        """Find a file whose name was cut short, when no other can be meant."""
        stem, _, ending = stated.rpartition(".")
        near = [
            name
            for name in self._long.get(stated[:_SAME], ())
            if name.endswith(f".{ending}") and stem.startswith(name.removesuffix(f".{ending}"))
        ]
        return self._beside[near[0]] if len(near) == 1 else None


_CUT_FROM = 40
"""Takeout cuts names of some fifty characters; shorter ones are other files."""
_SAME = 32


def _links(value: dict[str, Any]) -> Iterator[str]:
    for one in objects_in(value.get("annotations")):
        for held in one.values():
            if isinstance(held, dict):
                for key in ("url", "private_url", "title", "name"):
                    inner = held.get(key)
                    link = inner if not isinstance(inner, dict) else None
                    if isinstance(link, str) and link:
                        yield link


GOOGLE_CHAT = ChatImporter(
    name="google_chat",
    version=1,
    extensions=frozenset({"json"}),
    is_chat=_is_chat,
    records=_records,
)
