# SPDX-License-Identifier: GPL-3.0-or-later
"""One message of a Meta download, in the form of the plain or of the end-to-end download."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.record import Attachment, RecordKind
from evidence_kit.importers.chats.meta.texts import Reader, app_texts

Resolve = Callable[[str, Reader], Attachment]

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the zone is written beside it
_MEDIA = ("photos", "videos", "audio_files", "gifs", "files", "media", "sticker")
_MARKS = ("is_taken_down", "is_geoblocked_for_viewer", "is_unsent_image_by_messenger_kid_parent")
_CALL = ("call_duration", "missed")
_JOINS = ("Subscribe", "Unsubscribe")
_KNOWN = frozenset({"type", "reactions", "share", *_MEDIA, *_MARKS, *_CALL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Names of the fields in one kind of download."""

    code: str
    sender: str
    time: str
    text: str
    unsent: str
    title: str
    repairs: bool
    """Whether letters are written byte by byte."""

    known: frozenset[str]
    """Fields of a message that are read."""


PLAIN = Form(
    code="download",
    sender="sender_name",
    time="timestamp_ms",
    text="content",
    unsent="is_unsent",
    title="title",
    repairs=True,
    known=_KNOWN | {"sender_name", "timestamp_ms", "content", "is_unsent"},
)
SECURE = Form(
    code="end_to_end_download",
    sender="senderName",
    time="timestamp",
    text="text",
    unsent="isUnsent",
    title="threadName",
    repairs=False,
    known=_KNOWN | {"senderName", "timestamp", "text", "isUnsent"},
)


class Read(NamedTuple):
    """What a message says."""

    kind: RecordKind
    sender: str | None
    text: str
    moment: Moment | None
    attachments: tuple[Attachment, ...]
    flags: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]
    """Kind and detail of notes."""


def read_message(value: Any, form: Form, resolve: Resolve) -> Read:
    """Read one element of `messages`; what is no object becomes an unknown record."""
    reader = Reader(repairs=form.repairs)
    if not isinstance(value, dict):
        return Read(RecordKind.UNKNOWN, None, reader.text(value), None, (), ("unknown_shape",), ())
    sender = reader.text(value.get(form.sender)) or None
    said = reader.text(value.get(form.text))
    shared = _shared(value["share"], reader, said) if "share" in value else ()
    files = tuple(_attachments(value, resolve, reader))
    kind, marks = _kind(value, form, said, has_more=bool(files or shared))
    marks += tuple(key for key in _MARKS if value.get(key))
    if "share" in value:
        marks += ("share",)
    moment = moment_of(value[form.time], 1) if form.time in value else None
    return Read(
        kind,
        sender,
        "\n".join((*((said,) if said else ()), *shared)),
        moment,
        files,
        (*marks, *reader.flags),
        tuple(_remarks(value, form, moment)),
    )


def read_reaction(value: Any, form: Form) -> Read:
    """Read one element of `reactions`: by whom, which sign, and when where that is stated."""
    reader = Reader(repairs=form.repairs)
    if not isinstance(value, dict):
        return Read(RecordKind.UNKNOWN, None, reader.text(value), None, (), ("unknown_shape",), ())
    return Read(
        RecordKind.REACTION,
        reader.text(value.get("actor")) or None,
        reader.text(value.get("reaction")),
        moment_of(value["timestamp"], 1000) if "timestamp" in value else None,
        (),
        tuple(reader.flags),
        (),
    )


def moment_of(value: Any, milliseconds: int) -> Moment:
    """Read a count since 1970 in UTC, in units of so many milliseconds."""
    precision = Precision.MILLISECOND if milliseconds == 1 else Precision.SECOND
    local: str | None = None
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            found = _EPOCH + timedelta(milliseconds=value * milliseconds)
        except OverflowError:
            pass
        else:
            local = found.isoformat(timespec=f"{precision.value}s")
    return Moment(
        text=str(value)[:40].encode("ascii", "backslashreplace").decode(),
        local=local,
        utc=None if local is None else f"{local}Z",
        zone="+00:00",
        basis=ZoneBasis.UTC_IN_SOURCE,
        precision=precision,
        flags=() if local is not None else (MomentFlag.IMPOSSIBLE,),
    )


def _kind(
    value: dict[str, Any], form: Form, said: str, *, has_more: bool
) -> tuple[RecordKind, tuple[str, ...]]:
    if value.get(form.unsent):
        return RecordKind.DELETED, ("content_kept",) if said or has_more else ()
    if value.get("type") == "Call" or "call_duration" in value:
        return RecordKind.CALL, ()
    if value.get("type") in _JOINS:
        return RecordKind.SYSTEM, ()
    if value.get("type") == "placeholder":
        return RecordKind.UNKNOWN, ("placeholder",)
    return _kind_by_words(said, has_more=has_more)


def _kind_by_words(said: str, *, has_more: bool) -> tuple[RecordKind, tuple[str, ...]]:
    if not said:
        return (RecordKind.MESSAGE, ()) if has_more else (RecordKind.UNKNOWN, ("empty",))
    if app_texts().fits(said):
        return RecordKind.MESSAGE, ("app_text",) if has_more else ("typed_or_app",)
    return RecordKind.MESSAGE, ()


def _shared(value: Any, reader: Reader, said: str) -> tuple[str, ...]:
    """Return what was shared with a message, without what its text says already."""
    lines: list[str] = []
    for item in _items(value):
        for key in ("original_content_owner", "share_text", "link"):
            text = reader.text(item.get(key))
            if text and text not in said and text not in lines:
                lines.append(text)
    return tuple(lines)


def _attachments(value: dict[str, Any], resolve: Resolve, reader: Reader) -> Iterator[Attachment]:
    for key in _MEDIA:
        for item in _items(value[key]) if key in value else ():
            yield resolve(_uri(item), reader)
            thumbnail = item.get("thumbnail")
            if isinstance(thumbnail, dict):
                yield resolve(_uri(thumbnail), reader)


def _items(value: Any) -> tuple[dict[str, Any], ...]:
    found = value if isinstance(value, list) else [value]
    return tuple(item for item in found if isinstance(item, dict))


def _uri(item: dict[str, Any]) -> str:
    uri = item.get("uri")
    return uri if isinstance(uri, str) else ""


def _remarks(value: dict[str, Any], form: Form, moment: Moment | None) -> Iterator[tuple[str, str]]:
    call = [f"{key}={value[key]!r}"[:60] for key in _CALL if key in value]
    if call:
        yield "call_marked", " ".join(call)
    if moment is not None and moment.local is None:
        yield "impossible_date", moment.text
    if not value.keys() <= form.known:
        strange = sorted(value.keys() - form.known)
        yield "unknown_fields", f"fields={','.join(ascii(key) for key in strange)}"[:400]
