# SPDX-License-Identifier: GPL-3.0-or-later
"""One item of a chat: what was said or happened, its earlier versions, the reactions to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from evidence_kit.domain.record import RecordKind, SenderBasis
from evidence_kit.importers.chats.signal.files import Files, Held
from evidence_kit.importers.chats.signal.people import People
from evidence_kit.importers.chats.signal.values import inner, objects, words_of
from evidence_kit.importers.epoch_times import moment_of_milliseconds
from evidence_kit.importers.json_chats import Found, text_in, words_in

_NOT_THE_SAYING = frozenset(
    {
        "chatId", "authorId", "dateSent", "expireStartDate", "expiresInMs", "revisions", "sms",
        "incoming", "outgoing", "directionless", "pinDetails",
    }
)  # fmt: skip
_CALLS = ("individualCall", "groupCall")
_CLOCKS_APART = 120_000
"""Milliseconds between two clocks that are worth a word."""
_QUOTED = 500
_DEPTH = 8
_NUMBERS = ("recipientid", "authorid")
"""Names that end like this hold the number of a recipient."""


@dataclass(slots=True)
class _Said:
    """What is gathered of one item."""

    kind: RecordKind = RecordKind.MESSAGE
    texts: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One record of an item, and what is remarkable in it."""

    found: Found
    remarks: tuple[tuple[str, str], ...] = ()
    """Code and detail of notes."""


class Items:
    """Reads items; knows whom and which files they speak of."""

    def __init__(self, people: People, files: Files) -> None:
        self._people, self._files = people, files
        self._readers: dict[str, Callable[[dict[str, Any], _Said], None]] = {
            "standardMessage": self._standard,
            "contactMessage": self._contact,
            "stickerMessage": self._sticker,
            "viewOnceMessage": self._view_once,
            "poll": self._poll,
            "updateMessage": self._update,
            "directStoryReplyMessage": self._story_reply,
        }

    def read(self, item: dict[str, Any]) -> Iterator[Read]:
        """Yield the earlier versions of an item, oldest first, then itself and its reactions."""
        earlier = list(objects(item.get("revisions")))
        for revision in earlier:
            yield self._one(revision, "earlier_version", RecordKind.EDITED)
        yield self._one(item, "edited" if earlier else None, None)
        for key in self._said_in(item):
            yield from self._reactions(inner(item, key))

    def _one(self, item: dict[str, Any], flag: str | None, kind: RecordKind | None) -> Read:
        said = _Said(flags=[] if flag is None else [flag])
        self._clocks(item, said)
        names = self._said_in(item)
        for name in names:
            self._read(name, item[name], said)
        if not names:
            said.kind = RecordKind.UNKNOWN
        if text_in(item, "expiresInMs") not in (None, "0"):
            said.flags.append("self_destruct")
            said.remarks.append(
                ("self_destruct", f"milliseconds={text_in(item, 'expiresInMs') or ''!r}")
            )
        sender, basis = self._people.sender(item)
        stated = text_in(item, "dateSent")
        said.flags += [flag for one in said.held if (flag := one.flag) is not None]
        return Read(
            found=Found(
                kind=said.kind if kind is None or said.kind is RecordKind.UNKNOWN else kind,
                sender=sender,
                basis=basis,
                text="\n".join(text for text in said.texts if text),
                moment=None if stated is None else moment_of_milliseconds(stated),
                attachments=tuple(one.attachment for one in said.held),
                flags=tuple(dict.fromkeys(said.flags)),
            ),
            remarks=tuple(said.remarks),
        )

    @staticmethod
    def _said_in(item: dict[str, Any]) -> list[str]:
        return [
            key for key, value in item.items() if key not in _NOT_THE_SAYING and value is not None
        ]

    def _clocks(self, item: dict[str, Any], said: _Said) -> None:
        """Compare the sender's clock with the server's."""
        sent = text_in(item, "dateSent") or ""
        server = text_in(inner(item, "incoming"), "dateServerSent") or ""
        if (
            not (sent.isdecimal() and server.isdecimal())
            or len(sent + server) > 36
            or server == "0"
        ):
            return
        if abs(int(sent) - int(server)) > _CLOCKS_APART:
            said.flags.append("server_time_differs")
            said.remarks.append(("server_time_differs", f"stated={sent!r} server={server!r}"))

    def _read(self, name: str, value: object, said: _Said) -> None:
        values = value if isinstance(value, dict) else {}
        reader = self._readers.get(name)
        if reader is not None:
            reader(values, said)
        elif name in ("remoteDeletedMessage", "adminDeletedMessage"):
            said.kind = RecordKind.DELETED
            admin = self._people.label(text_in(values, "adminId"))
            if admin is not None:
                self._compose(said, [f"adminId: {admin}"])
        else:  # a payment, a badge, or a kind that is newer than this importer
            if name not in ("paymentNotification", "giftBadge"):
                said.kind = RecordKind.UNKNOWN
                said.flags.append("unsupported")
            self._compose(said, [name, *self._named(values)])

    def _standard(self, values: dict[str, Any], said: _Said) -> None:
        said.texts.append(words_in(inner(values, "text"), "body") or "")
        said.held += [self._files.held(one) for one in objects(values.get("attachments"))]
        if values.get("longText"):
            said.held.append(self._files.held(inner(values, "longText")))
            said.flags.append("rest_in_file")
        for preview in objects(values.get("linkPreview")):
            said.texts += [words_in(preview, key) or "" for key in ("title", "description", "url")]
            said.flags.append("share")
        self._mentions(inner(values, "text"), said)
        self._quote(inner(values, "quote"), said)

    def _mentions(self, text: dict[str, Any], said: _Said) -> None:
        """Say whom the signs U+FFFC in the words stand for; the words hold no name there."""
        for one in objects(text.get("bodyRanges")):
            if "mentionAci" in one:
                account = text_in(one, "mentionAci") or ""
                name = self._people.of_account(account) or account
                said.remarks.append(("mention", f"label={name[:_QUOTED]!r}"))

    def _quote(self, quote: dict[str, Any], said: _Said) -> None:
        if not quote:
            return
        said.flags.append("reply")
        author = self._people.label(text_in(quote, "authorId")) or ""
        words = text_in(inner(quote, "text"), "body") or text_in(quote, "text") or ""
        sent = text_in(quote, "targetSentTimestamp") or ""
        detail = f"author={author[:_QUOTED]!r} stated={sent[:20]!r} text={words[:_QUOTED]!r}"
        said.remarks.append(("reply", detail))

    def _contact(self, values: dict[str, Any], said: _Said) -> None:
        said.kind = RecordKind.CONTACT
        contact = inner(values, "contact")
        self._compose(said, list(words_of({k: v for k, v in contact.items() if k != "avatar"})))

    def _sticker(self, values: dict[str, Any], said: _Said) -> None:
        sticker = inner(values, "sticker")
        said.texts.append(words_in(sticker, "emoji") or "")
        said.flags.append("sticker")
        if inner(sticker, "data"):
            said.held.append(self._files.held(inner(sticker, "data")))

    def _view_once(self, values: dict[str, Any], said: _Said) -> None:
        said.kind = RecordKind.VIEW_ONCE
        if "attachment" in values:
            said.held.append(self._files.held(inner(values, "attachment"), left_out=True))

    def _poll(self, values: dict[str, Any], said: _Said) -> None:
        said.kind = RecordKind.POLL
        lines = [words_in(values, "question") or ""]
        for option in objects(values.get("options")):
            voters = [
                self._people.label(text_in(vote, "voterId")) or ""
                for vote in objects(option.get("votes"))
            ]
            lines.append(f"- {words_in(option, 'option') or ''}: {', '.join(voters)}")
        self._compose(said, lines)

    def _update(self, values: dict[str, Any], said: _Said) -> None:
        said.kind = RecordKind.CALL if any(key in values for key in _CALLS) else RecordKind.SYSTEM
        self._compose(said, self._named(values))

    def _story_reply(self, values: dict[str, Any], said: _Said) -> None:
        said.flags += ["reply", "story_reply"]
        said.texts.append(words_in(inner(values, "textReply", "text"), "body") or "")
        said.texts.append(words_in(values, "emoji") or "")

    def _named(self, values: dict[str, Any]) -> list[str]:
        """Put names in the place of numbers and accounts, and write each value on a line."""
        return [line for key, value in values.items() for line in words_of(self._names(value), key)]

    def _names(self, value: object, key: str = "", depth: int = 0) -> object:
        name = key.lower()
        match value:
            case dict() | list() if depth > _DEPTH:
                return ""
            case dict():
                return {
                    inside: self._names(held, inside, depth + 1) for inside, held in value.items()
                }
            case list():
                return [self._names(held, key, depth + 1) for held in value]
            case str() if name.endswith("aci"):
                return self._people.of_account(value) or value
            case str() | int() if name.endswith(_NUMBERS):
                return self._people.label(str(value)) or value
            case _:
                return value

    @staticmethod
    def _compose(said: _Said, lines: list[str]) -> None:
        if lines:
            said.texts += lines
            said.flags.append("composed_text")

    def _reactions(self, values: dict[str, Any]) -> Iterator[Read]:
        for one in objects(values.get("reactions")):
            sender = self._people.label(text_in(one, "authorId"))
            stated = text_in(one, "sentTimestamp")
            yield Read(
                found=Found(
                    kind=RecordKind.REACTION,
                    sender=sender,
                    basis=SenderBasis.NONE if sender is None else SenderBasis.STATED,
                    text=words_in(one, "emoji") or "",
                    moment=None if stated is None else moment_of_milliseconds(stated),
                )
            )
