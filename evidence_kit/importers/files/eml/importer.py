# SPDX-License-Identifier: GPL-3.0-or-later
"""The importer of a single mail: one record, its headers as facts, its attachments by range."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.found_text import from_text
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.reading import Choices, MemberInfo
from evidence_kit.domain.record import (
    Attachment,
    AttachmentStatus,
    Certainty,
    Conversation,
    Fact,
    FactBasis,
    Message,
    RecordKind,
    SenderBasis,
    Summary,
)
from evidence_kit.domain.survey import MemberContext
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.files.eml.charsets import read_text
from evidence_kit.importers.files.eml.dates import mail_moment
from evidence_kit.importers.files.eml.html_text import text_of
from evidence_kit.importers.files.eml.mime import Part, decoded, parse_fields, pieces, walk
from evidence_kit.importers.media_kind import extension_of, kind_of, kind_of_bytes
from evidence_kit.importers.protocol import Item, Notes, Opened, Recognition, Request, Understood
from evidence_kit.limits import COPY_BLOCK, MAIL_MAX, RECORD_TEXT_MAX

_KNOWN = frozenset(
    {
        "from", "to", "cc", "subject", "date", "received", "message-id", "mime-version",
        "return-path", "delivered-to", "reply-to", "dkim-signature", "content-type", "sender",
        "authentication-results", "arc-seal", "x-received",
    }
)  # fmt: skip
_TELLING = frozenset({"from", "received", "message-id", "date", "return-path"})
_FACTS = (
    "from", "sender", "to", "cc", "bcc", "reply-to", "return-path", "delivered-to", "subject",
    "date", "message-id", "in-reply-to", "received", "x-received", "authentication-results",
    "received-spf", "dkim-signature", "x-originating-ip", "x-sender-ip", "x-mailer", "user-agent",
    "list-id", "list-unsubscribe", "x-originating-email", "x-google-original-from",
)  # fmt: skip
_ADDRESSES = frozenset({"from", "sender", "reply-to", "return-path"})
_VALUE_SHOWN = 4000
_SURE_FROM = 3
_SAVED_PAGE = re.compile(rb"(?mi)^(?:snapshot-content-location:|from: <saved by )")


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    key: str
    name: str
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """A mail taken apart."""

    data: bytes
    top: Part
    bodies: tuple[Part, ...]
    files: tuple[_File, ...]
    defects: tuple[str, ...]


class Mail:
    """One mail: .eml as mail programs and providers save it."""

    name = "eml"
    version = 1

    def recognise(self, opened: Opened) -> Recognition | None:
        """Look for header fields that only mails have."""
        head = opened.head
        if opened.size > MAIL_MAX or kind_of_bytes(head) is not None:
            return None
        head = head.removeprefix(b"\xef\xbb\xbf")
        fields, body = parse_fields(head, 0, len(head))
        names = {field.name for field in fields} & _KNOWN
        if not names & _TELLING or _SAVED_PAGE.search(head[:body]):
            return None
        if len(names) >= _SURE_FROM:
            certainty = Certainty.CERTAIN
        elif extension_of(opened.name.text) == "eml":
            certainty = Certainty.LIKELY
        else:
            return None
        return Recognition(kind=MediaKind.MAIL, certainty=certainty, why="header_fields")

    def members(self, opened: Opened) -> tuple[MemberInfo, ...]:
        """List the attachments with the range of their encoded bytes."""
        letter = _letter(opened)
        context = MemberContext(
            sender=letter.top.field("from") or None,
            moment=_date(letter.top),
            before=letter.top.field("subject")[:200],
            after="",
        )
        return tuple(_member(letter.data, file, context) for file in letter.files)

    def digest(self, opened: Opened, key: str) -> Iterator[bytes]:
        """Yield an attachment without its transfer encoding."""
        letter = _letter(opened)
        for file in letter.files:
            if file.key == key:
                return pieces(decoded(letter.data, file.part), COPY_BLOCK)
        raise NotUnderstood(reason="no_such_member", offset=0, detail="")

    def read(self, request: Request) -> Understood:
        """Take the mail apart once."""
        letter = _letter(request.opened)
        return Understood(facts=self._facts(letter.top), items=self._items(letter, request.choices))

    def _facts(self, top: Part) -> tuple[Fact, ...]:
        """Return the headers that tell where a mail came from, in order, as they stand."""
        facts: list[Fact] = []
        for field in top.fields:
            if field.name not in _FACTS:
                continue
            text = field.text[:_VALUE_SHOWN]
            facts.append(
                Fact(
                    name=f"header.{field.name}",
                    value=text,
                    basis=FactBasis.IN_FILE,
                    moment=_header_moment(field.name, text),
                )
            )
            if field.name in _ADDRESSES:
                facts += _address_facts(field.name, text)
        return tuple(facts)

    def _items(self, letter: _Letter, choices: Choices) -> Iterator[Item]:
        """Yield the mail as one conversation with one message."""
        notes = Notes()
        lines = letter.data.count(b"\n") + (not letter.data.endswith(b"\n"))
        sender = letter.top.field("from") or None
        receivers = tuple(text for name in ("to", "cc") if (text := letter.top.field(name)))
        yield Item(
            Conversation(
                id=1,
                title=letter.top.field("subject"),
                participants=((sender,) if sender else ()) + receivers,
            )
        )
        text, flags, remarks = _text(letter)
        place = Locator(member=None, start=0, end=len(letter.data))
        message = Message(
            conversation=1,
            n=1,
            kind=RecordKind.MESSAGE,
            sender=sender,
            sender_basis=SenderBasis.STATED if sender else SenderBasis.NONE,
            text=text,
            moment=_date(letter.top),
            attachments=_attachments(letter, choices),
            locator=place,
            flags=flags,
        )
        yield Item(message, hashlib.sha256(letter.data).hexdigest())
        for kind, detail in (*remarks, *((defect, "") for defect in letter.defects)):
            yield from notes.note(kind, place, detail)
        for file in letter.files:
            span = Locator(member=None, start=file.part.start, end=file.part.end)
            yield from notes.note("attachment", span, f"member={file.key!r}")
        yield Item(
            Summary(
                records=1,
                by_kind=((RecordKind.MESSAGE.value, 1),),
                notes=notes.count,
                lines_total=lines,
                lines_accounted=lines,
                conversations=1,
            )
        )


def _letter(opened: Opened) -> _Letter:
    if opened.size > MAIL_MAX:
        raise NotUnderstood(reason="too_large", offset=0, detail="")
    data = b"".join(opened.chunks())
    top, found = walk(data)
    bodies: list[Part] = []
    files: list[_File] = []
    keys: set[str] = set()
    for number, part in enumerate(found.parts, start=1):
        if part.content_type.startswith("text/") and not part.attached:
            bodies.append(part)
            continue
        name = from_text(part.file_name or "").text
        key = path = name or f"part-{number}"
        count = 1
        while key in keys:
            count += 1
            key = f"{path}#{count}"
        keys.add(key)
        files.append(_File(key=key, name=name, part=part))
    return _Letter(
        data=data,
        top=top,
        bodies=tuple(bodies),
        files=tuple(files),
        defects=tuple(found.defects),
    )


def _member(data: bytes, file: _File, context: MemberContext) -> MemberInfo:
    head = decoded(
        data,
        Part(
            fields=file.part.fields,
            start=file.part.start,
            end=min(file.part.end, file.part.start + 1024),
            depth=0,
        ),
    )
    kind = kind_of(file.name, head)
    if file.part.content_type == "message/rfc822":
        kind = MediaKind.MAIL
    return MemberInfo(
        key=file.key,
        path=from_text(file.key),
        exact=file.name.encode().hex(),
        size=len(decoded(data, file.part)),
        media=kind,
        asks=True,
        modified=None,
        context=context,
        raw_offset=file.part.start,
        raw_length=file.part.end - file.part.start,
        encoding=file.part.encoding,
    )


def _text(letter: _Letter) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the words of the mail, flags, and remarks for notes."""
    plain = [part for part in letter.bodies if part.content_type == "text/plain"]
    markup = [part for part in letter.bodies if part.content_type == "text/html"]
    flags: list[str] = []
    remarks: list[tuple[str, str]] = []
    texts: list[str] = []
    for part in plain or markup or letter.bodies:
        declared = part.parameter("content-type", "charset")
        read = read_text(decoded(letter.data, part), declared)
        if read.basis != "declared":
            remarks.append((f"charset_{read.basis}", f"declared={declared} read_as={read.charset}"))
        texts.append(read.text)
    text = "\n".join(texts)
    if not plain and markup:
        flags.append("from_html")
        text = text_of(text)
    elif markup:
        flags.append("has_html")
    if len(text.encode()) > RECORD_TEXT_MAX:
        remarks.append(("text_clipped", f"bytes={len(text.encode())}"))
        text = text.encode()[:RECORD_TEXT_MAX].decode("utf-8", "ignore")
    if any(c < " " and c not in "\t\r\n" for c in text):
        flags.append("control_chars")
    return text, tuple(flags), tuple(remarks)


def _attachments(letter: _Letter, choices: Choices) -> tuple[Attachment, ...]:
    withheld = frozenset(choices.withheld)
    return tuple(
        Attachment(
            name=file.name,
            status=(
                AttachmentStatus.WITHHELD if file.key in withheld else AttachmentStatus.PRESENT
            ),
            member=file.key,
        )
        for file in letter.files
    )


def _date(top: Part) -> Moment | None:
    text = top.field("date")
    return mail_moment(text) if text else None


def _header_moment(name: str, text: str) -> Moment | None:
    if name == "date":
        return mail_moment(text)
    if name in ("received", "x-received") and ";" in text:
        return mail_moment(text.rpartition(";")[2].strip())
    return None


def _address_facts(name: str, text: str) -> Iterator[Fact]:
    try:
        shown, address = parseaddr(text)
    except RecursionError:  # signs within signs, hundreds deep
        shown, address = "", ""
    for code, value in (("name", shown), ("address", address)):
        if value:
            yield Fact(name=f"header.{name}.{code}", value=value, basis=FactBasis.IN_FILE)
