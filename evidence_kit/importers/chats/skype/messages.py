# SPDX-License-Identifier: GPL-3.0-or-later
"""One message: its words out of the markup, what kind it is, what was done to it."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import Attachment, RecordKind, SenderBasis
from evidence_kit.importers.epoch_times import moment_of_iso, moment_of_milliseconds
from evidence_kit.importers.json_chats import (
    Found,
    MemberNames,
    objects_in,
    text_in,
    words_in,
)

_TAG = re.compile(r"<[^<>]*+>")
_LINK = re.compile(
    r"<a\s[^<>]*?href=\"([^\"<>]*+)\"[^<>]*+>(.{0,2000}?)</a>", re.IGNORECASE | re.DOTALL
)
_VALUE = re.compile(r"<(\w+)\s[^<>]*?\bv=\"([^\"<>]*+)\"", re.IGNORECASE)
_PART = re.compile(r"<part\s[^<>]*?identity=\"([^\"<>]*+)\"", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_KINDS = (
    ("Event/Call", RecordKind.CALL),
    ("ThreadActivity/", RecordKind.SYSTEM),
    ("RichText/Contacts", RecordKind.CONTACT),
    ("RichText/Location", RecordKind.LOCATION),
    ("RichText", RecordKind.MESSAGE),
    ("Text", RecordKind.MESSAGE),
    ("PopCard", RecordKind.SYSTEM),
    ("Notice", RecordKind.SYSTEM),
)
_WITH_FILE = ("RichText/Media", "RichText/UriObject")
_SHOWN = 500


class Rows:
    """Reads messages; knows whose export it is, and which files lie beside it."""

    def __init__(self, owner: str, names: MemberNames) -> None:
        self._owner, self._names = owner, names

    def read(self, value: dict[str, Any]) -> Iterator[Found]:
        """Yield the message, then reactions to it."""
        sort = text_in(value, "messagetype") or ""
        content = words_in(value, "content") or ""
        sender, basis = self._who(value)
        properties = value.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        kind = next((kind for start, kind in _KINDS if sort.startswith(start)), None)
        flags = [] if kind is not None else ["unsupported"]
        if properties.get("deletetime") or (kind is RecordKind.MESSAGE and not content.strip()):
            kind = RecordKind.DELETED
        if properties.get("edittime"):
            flags.append("edited")
        if "<quote" in content:
            flags.append("reply")
        if kind in (RecordKind.CALL, RecordKind.SYSTEM):
            flags.append("composed_text")
        stated = text_in(value, "originalarrivaltime", "composetime")
        yield Found(
            kind=kind or RecordKind.UNKNOWN,
            sender=sender,
            basis=basis,
            text=_words(sort, content),
            moment=None if stated is None else moment_of_iso(stated),
            attachments=tuple(self._files(sort, content, value)),
            flags=tuple(flags),
        )
        yield from self._reactions(properties.get("emotions"))

    def _who(self, value: dict[str, Any]) -> tuple[str | None, SenderBasis]:
        account = text_in(value, "from") or ""
        label = text_in(value, "displayName") or account
        if not label:
            return None, SenderBasis.NONE
        if self._owner and account == self._owner:
            return label, SenderBasis.OWNER_FLAG
        return label, SenderBasis.STATED

    def _files(self, sort: str, content: str, value: dict[str, Any]) -> Iterator[Attachment]:
        references = value.get("amsreferences")
        if not isinstance(references, list) or not references:
            references = []
        named = {key.lower(): html.unescape(held) for key, held in _VALUE.findall(content)}
        name = named.get("originalname", "")
        for reference in references:
            found = self._names.of_stem(str(reference))
            keys = [key for key in found if not key.endswith(".json")]
            for key in keys or (None,):
                yield self._names.attachment(name or str(reference), key)
        if not references and sort.startswith(_WITH_FILE):
            yield self._names.attachment(name or sort, None)

    def _reactions(self, emotions: object) -> Iterator[Found]:
        """Some versions write the list as a text of its own."""
        if isinstance(emotions, str):
            try:
                emotions = json.loads(emotions)
            except (ValueError, RecursionError):
                return
        for emotion in objects_in(emotions):
            for one in objects_in(emotion.get("users")):
                by, stated = text_in(one, "mri"), text_in(one, "time")
                yield Found(
                    kind=RecordKind.REACTION,
                    sender=by,
                    basis=SenderBasis.NONE if by is None else SenderBasis.STATED,
                    text=text_in(emotion, "key") or "",
                    moment=_milliseconds(stated),
                )


def _milliseconds(stated: str | None) -> Moment | None:
    return None if stated is None else moment_of_milliseconds(stated)


def _words(sort: str, content: str) -> str:
    """Return what a person would have seen; markup stays in the raw bytes."""
    if sort == "Text":
        return html.unescape(content)
    if sort.startswith(("Event/", "ThreadActivity/", "PopCard")):
        people = ", ".join(html.unescape(name) for name in _PART.findall(content))
        words = html.unescape(_TAG.sub(" ", content)).split()
        return "\n".join(part for part in (sort, people, " ".join(words)) if part)
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", content))).strip("\n")


def hidden_links(content: str) -> Iterator[tuple[str, str]]:
    """Yield words and target of links that lead elsewhere than they say."""
    for target, words in _LINK.findall(content):
        shown, leads = html.unescape(_TAG.sub("", words)).strip(), html.unescape(target)
        if leads.rstrip("/") not in (shown.rstrip("/"), f"http://{shown}", f"https://{shown}"):
            yield shown[:_SHOWN], leads[:_SHOWN]
