# SPDX-License-Identifier: GPL-3.0-or-later
"""What an element of a backup says: who, when, which words, which files."""

from dataclasses import dataclass

from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import Attachment, AttachmentStatus, RecordKind, SenderBasis
from evidence_kit.importers.chats.sms.elements import Element, Part
from evidence_kit.importers.chats.sms.tags import Value
from evidence_kit.importers.chats.sms.texts import read, text_of
from evidence_kit.importers.epoch_times import moment_of_milliseconds, moment_of_seconds
from evidence_kit.limits import RECORD_TEXT_MAX

_RECEIVED = "1"
_STATES = {"3": "draft", "4": "outbox", "5": "failed", "6": "queued"}
_DIRECTION = {"sms": "type", "mms": "msg_box", "call": "type"}
_OUTGOING_CALL = "2"
_FROM = "137"
_OWN_TOKEN = "insert-address-token"  # noqa: S105 - the app's word for the owner's own number
_SECONDS_BELOW = 100_000_000_000
"""A count below this is in seconds: in milliseconds it would be before March 1973."""
_UNKNOWN_CONTACTS = frozenset({"(Unknown)", ""})
_LAYOUT = "application/smil"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record, not yet in a conversation."""

    address: str
    contact: str | None
    kind: RecordKind
    sender: str | None
    basis: SenderBasis
    text: str
    moment: Moment | None
    attachments: tuple[Attachment, ...]
    flags: tuple[str, ...]
    pairs: int
    """Characters that stood as two halves."""


def row(element: Element, withheld: frozenset[str]) -> Row:
    """Read an element."""
    if element.name == "call":
        return _call(element)
    if element.name not in _DIRECTION:
        return _unknown(element)
    words = _Words()
    if element.name == "sms":
        words.add(element.values.get("subject"))
        words.add(element.values.get("body"))
    else:
        words.add(element.values.get("sub"))
        for part in element.parts:
            if part.content_type != _LAYOUT:
                words.add(part.text)
    return _row(element, words, _attachments(element, withheld))


class _Words:
    """Gathers the texts of one message."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._flags: list[str] = []
        self.pairs = 0
        self._size = 0

    def add(self, value: Value | None) -> None:
        found = read(value)
        if found is None or not found.text:
            return
        self.pairs += found.pairs
        self._flags += found.flags
        size = len(found.text.encode())
        if self._size + size > RECORD_TEXT_MAX:
            self._flags.append("text_clipped")
            room = max(0, RECORD_TEXT_MAX - self._size)
            self._texts.append(found.text.encode()[:room].decode("utf-8", "ignore"))
        else:
            self._texts.append(found.text)
        self._size += size

    @property
    def text(self) -> str:
        return "\n".join(self._texts)

    @property
    def flags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._flags))


def _row(element: Element, words: _Words, attachments: tuple[Attachment, ...]) -> Row:
    address = text_of(element.values.get("address")) or ""
    sender, basis = _sender(element, address)
    flags = [*words.flags]
    box = text_of(element.values.get(_DIRECTION[element.name])) or ""
    if box in _STATES:
        flags.append(_STATES[box])
    if not words.text and not attachments:
        flags.append("empty")
    moment, doubts = _moment(element)
    return Row(
        address=address,
        contact=_contact(element),
        kind=RecordKind.MESSAGE,
        sender=sender,
        basis=basis,
        text=words.text,
        moment=moment,
        attachments=attachments,
        flags=(*flags, *doubts),
        pairs=words.pairs,
    )


def _sender(element: Element, address: str) -> tuple[str | None, SenderBasis]:
    """Decide by the box a message lies in; the address rows of picture messages are unreliable.

    The export has no name for the owner of the phone: the label is the mark it does have.
    """
    mark = _DIRECTION[element.name]
    box = text_of(element.values.get(mark))
    if box is None:
        return None, SenderBasis.NONE
    if box != _RECEIVED:
        return f"{mark}={box}", SenderBasis.OWNER_FLAG
    stated = [found for kind, found in element.addresses if kind == _FROM and found != _OWN_TOKEN]
    if len(set(stated)) == 1:
        return stated[0], SenderBasis.STATED
    if not address:
        return None, SenderBasis.NONE
    if "~" in address:
        return None, SenderBasis.NONE
    return address, SenderBasis.STATED if element.name == "sms" else SenderBasis.INFERRED


def _contact(element: Element) -> str | None:
    name = text_of(element.values.get("contact_name"))
    return None if name is None or name in _UNKNOWN_CONTACTS else name


def _moment(element: Element) -> tuple[Moment | None, tuple[str, ...]]:
    text = text_of(element.values.get("date"))
    if text is None:
        return None, ()
    moment = moment_of_milliseconds(text)
    if moment.local is not None and 0 < int(text) < _SECONDS_BELOW:
        return moment_of_seconds(text), ("time_in_seconds",)
    return moment, ()


def _attachments(element: Element, withheld: frozenset[str]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            name=part.name or part.content_type,
            status=_status(part, withheld),
            member=part.key if has_content(part) else None,
        )
        for part in element.parts
        if has_content(part) or not (part.text or part.content_type == _LAYOUT)
    )


def has_content(part: Part) -> bool:
    """Whether a part holds a file."""
    return part.data is not None and part.data.length > 0 and part.data.raw != b"null"


def _status(part: Part, withheld: frozenset[str]) -> AttachmentStatus:
    if not has_content(part):
        return AttachmentStatus.MISSING
    return AttachmentStatus.WITHHELD if part.key in withheld else AttachmentStatus.PRESENT


def _call(element: Element) -> Row:
    """Read a call: its words are the values that tell how it went, as they stand."""
    number = text_of(element.values.get("number")) or ""
    way = text_of(element.values.get("type"))
    sender: str | None = number or None
    basis = SenderBasis.STATED if number else SenderBasis.NONE
    if way == _OUTGOING_CALL:
        sender, basis = f"type={way}", SenderBasis.OWNER_FLAG
    told = ("type", "duration", "presentation")
    values = ((key, text_of(element.values.get(key))) for key in told)
    moment, doubts = _moment(element)
    return Row(
        address=number,
        contact=_contact(element),
        kind=RecordKind.CALL,
        sender=sender,
        basis=basis,
        text=" ".join(f"{key}={value}" for key, value in values if value is not None),
        moment=moment,
        attachments=(),
        flags=doubts,
        pairs=0,
    )


def _unknown(element: Element) -> Row:
    """Read an element of a name that is not known: its values as they stand."""
    words = _Words()
    for value in element.values.values():
        words.add(value)
    return Row(
        address=text_of(element.values.get("address")) or "",
        contact=_contact(element),
        kind=RecordKind.UNKNOWN,
        sender=None,
        basis=SenderBasis.NONE,
        text=words.text,
        moment=None,
        attachments=(),
        flags=words.flags,
        pairs=words.pairs,
    )
