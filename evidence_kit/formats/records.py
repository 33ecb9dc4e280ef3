# SPDX-License-Identifier: GPL-3.0-or-later
"""Record lines: what an importer read, one JSON object per line (docs/formats/records.md).

The same lines are printed by `read --json` and sealed as an interpretation. A message has one
form only, written by hand because a chat has a hundred thousand of them.
"""

import json
from collections.abc import Callable, Mapping

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment
from evidence_kit.domain.record import (
    Attachment,
    AttachmentStatus,
    Certainty,
    Conversation,
    Fact,
    FactBasis,
    Message,
    Note,
    Record,
    RecordKind,
    SenderBasis,
    SourceHead,
    Summary,
)
from evidence_kit.errors import Damaged
from evidence_kit.formats import moment_json
from evidence_kit.formats.fields import Fields

SCHEMA = 1
"""Of the lines; unknown keys are to be ignored by readers of any schema."""

_ITEM = "record_line"
# In these two functions `_value_` (documented for enums) stands for `.value`, which is a call.
_text = json.encoder.encode_basestring


def to_line(record: Record, raw_sha256: str | None = None) -> bytes:
    """Return one line of JSON, without its newline.

    Args:
        record: What an importer read; its texts are valid Unicode.
        raw_sha256: SHA-256 of the raw bytes at a message's locator.
    """
    if isinstance(record, Message):
        return _message(record, raw_sha256).encode()
    value = _value(record)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def from_line(untrusted_line: bytes) -> Record:
    """Read one line back.

    Raises:
        Damaged: it is no record line.
    """
    return from_line_with_raw(untrusted_line)[0]


def from_line_with_raw(untrusted_line: bytes) -> tuple[Record, str | None]:
    """Read one line back, with the SHA-256 of the raw bytes that messages carry.

    Raises:
        Damaged: it is no record line.
    """
    try:
        value = json.loads(untrusted_line)
    except (ValueError, RecursionError) as error:
        raise Damaged(item=_ITEM, why="not_json") from error
    if not isinstance(value, dict):
        raise Damaged(item=_ITEM, why="not_an_object")
    fields = Fields(value, _ITEM)
    read = _READERS.get(str(value.get("type")))
    if read is None:
        raise Damaged(item=_ITEM, why="type")
    try:
        return read(fields), fields.text_or_none("raw_sha256")
    except ValueError as error:
        raise Damaged(item=_ITEM, why="value") from error


def _value(record: SourceHead | Conversation | Note | Summary) -> Mapping[str, object]:
    match record:
        case SourceHead():
            return {
                "type": "source",
                "schema": SCHEMA,
                "name": record.name,
                "sha256": record.sha256,
                "size": record.size,
                "importer": record.importer,
                "certainty": record.certainty.value,
                "why": record.why,
                "importer_version": record.importer_version,
                "facts": [_fact_value(fact) for fact in record.facts],
            }
        case Conversation():
            return {
                "type": "conversation",
                "id": record.id,
                "title": record.title,
                "participants": record.participants,
            }
        case Note():
            return {
                "type": "note",
                "kind": record.kind,
                "locator": None if record.locator is None else _locator_value(record.locator),
                "detail": record.detail,
            }
        case Summary():
            return {
                "type": "summary",
                "records": record.records,
                "by_kind": dict(record.by_kind),
                "notes": record.notes,
                "lines_total": record.lines_total,
                "lines_accounted": record.lines_accounted,
                "conversations": record.conversations,
                "complete": record.complete,
            }


def _fact_value(fact: Fact) -> Mapping[str, object]:
    return {
        "name": fact.name,
        "value": fact.value,
        "basis": fact.basis.value,
        "moment": None if fact.moment is None else moment_json.to_json(fact.moment),
    }


def _locator_value(place: Locator) -> dict[str, object]:
    value: dict[str, object] = {"member": place.member, "start": place.start, "end": place.end}
    if place.pointer is not None:
        value["pointer"] = place.pointer
    return value


def _or_null(text: str | None) -> str:
    return "null" if text is None else _text(text)


def _list(texts: tuple[str, ...]) -> str:
    return f"[{','.join(map(_text, texts))}]" if texts else "[]"


def _message(record: Message, raw_sha256: str | None) -> str:
    place = record.locator
    pointer = "" if place.pointer is None else f',"pointer":{_text(place.pointer)}'
    return (
        f'{{"type":"message","conversation":{record.conversation},"n":{record.n}'
        f',"kind":"{record.kind._value_}","sender":{_or_null(record.sender)}'
        f',"sender_basis":"{record.sender_basis._value_}","text":{_text(record.text)}'
        f',"moment":{_moment(record.moment)},"attachments":[{attachments(record.attachments)}]'
        f',"locator":{{"member":{_or_null(place.member)},"start":{place.start}'
        f',"end":{place.end}{pointer}}},"flags":{_list(record.flags)}'
        f',"raw_sha256":{_or_null(raw_sha256)}}}'
    )


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return "null"
    flags = _list(tuple(flag._value_ for flag in moment.flags)) if moment.flags else "[]"
    return (
        f'{{"text":{_text(moment.text)},"local":{_or_null(moment.local)}'
        f',"local_other":{_or_null(moment.local_other)},"utc":{_or_null(moment.utc)}'
        f',"zone":{_or_null(moment.zone)},"basis":"{moment.basis._value_}"'
        f',"precision":"{moment.precision._value_}","flags":{flags}}}'
    )


def attachments(files: tuple[Attachment, ...]) -> str:
    """Return the files of a message as they stand in its line, between brackets."""
    return ",".join(map(_attachment, files)) if files else ""


def _attachment(attachment: Attachment) -> str:
    return (
        f'{{"name":{_text(attachment.name)},"status":"{attachment.status.value}"'
        f',"member":{_or_null(attachment.member)}}}'
    )


def _read_source(fields: Fields) -> SourceHead:
    return SourceHead(
        name=fields.text("name"),
        sha256=fields.text("sha256"),
        size=fields.number("size"),
        importer=fields.text("importer"),
        importer_version=fields.number("importer_version"),
        certainty=Certainty(fields.text("certainty")),
        why=fields.text("why"),
        facts=tuple(_read_fact(fact) for fact in fields.each("facts")),
    )


def _read_fact(fields: Fields) -> Fact:
    moment = fields.fields_or_none("moment")
    return Fact(
        name=fields.text("name"),
        value=fields.text("value"),
        basis=FactBasis(fields.text("basis")),
        moment=None if moment is None else moment_json.from_fields(moment, _ITEM),
    )


def _read_conversation(fields: Fields) -> Conversation:
    return Conversation(
        id=fields.number("id"),
        title=fields.text("title"),
        participants=fields.strings("participants"),
    )


def _read_message(fields: Fields) -> Message:
    moment = fields.fields_or_none("moment")
    return Message(
        conversation=fields.number("conversation"),
        n=fields.number("n"),
        kind=RecordKind(fields.text("kind")),
        sender=fields.text_or_none("sender"),
        sender_basis=SenderBasis(fields.text("sender_basis")),
        text=fields.text("text"),
        moment=None if moment is None else moment_json.from_fields(moment, _ITEM),
        attachments=tuple(_read_attachment(part) for part in fields.each("attachments")),
        locator=_read_locator(fields.fields("locator")),
        flags=fields.strings("flags"),
    )


def _read_attachment(fields: Fields) -> Attachment:
    return Attachment(
        name=fields.text("name"),
        status=AttachmentStatus(fields.text("status")),
        member=fields.text_or_none("member"),
    )


def _read_locator(fields: Fields) -> Locator:
    return Locator(
        member=fields.text_or_none("member"),
        start=fields.number("start"),
        end=fields.number("end"),
        pointer=fields.text_or_none("pointer"),
    )


def _read_note(fields: Fields) -> Note:
    place = fields.fields_or_none("locator")
    return Note(
        kind=fields.text("kind"),
        locator=None if place is None else _read_locator(place),
        detail=fields.text("detail"),
    )


def _read_summary(fields: Fields) -> Summary:
    kinds = fields.fields("by_kind")
    return Summary(
        records=fields.number("records"),
        by_kind=tuple((kind, kinds.number(kind)) for kind in fields.raw("by_kind")),
        notes=fields.number("notes"),
        lines_total=fields.number("lines_total"),
        lines_accounted=fields.number("lines_accounted"),
        conversations=fields.number("conversations"),
        complete=fields.flag("complete"),
    )


_READERS: dict[str, Callable[[Fields], Record]] = {
    "source": _read_source,
    "conversation": _read_conversation,
    "message": _read_message,
    "note": _read_note,
    "summary": _read_summary,
}
