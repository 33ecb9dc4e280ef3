# SPDX-License-Identifier: GPL-3.0-or-later
"""What a message says and is, from the members of its object.

Sources: Telegram Desktop, Telegram/SourceFiles/export/output/export_output_json.cpp. That `edited`
is also set by a first reaction: telegramdesktop/tdesktop issue 30647.
"""

from dataclasses import dataclass, field
from typing import Any

from evidence_kit.domain.record import RecordKind
from evidence_kit.importers.chats.telegram.values import shown

_CALLS = frozenset({"phone_call", "group_call", "conference_call"})
_OF_EVERY_SERVICE = frozenset(
    {
        "id", "type", "date", "date_unixtime", "edited", "edited_unixtime", "actor", "actor_id",
        "action", "text", "text_entities", "reactions", "photo", "file", "thumbnail",
        "reply_to_message_id", "reply_to_peer_id",
    }
)  # fmt: skip
_FIELD_SHOWN = 500
_FACTS = {
    "forwarded": ("forwarded_from", "forwarded_from_id"),
    "saved": ("saved_from",),
    "via_bot": ("via_bot",),
    "reply": ("reply_to_message_id", "reply_to_peer_id"),
    "signed": ("author",),
    "self_destruct": ("self_destruct_period_seconds",),
    "live_location": ("live_location_period_seconds",),
    "reactions": ("reactions",),
}
"""Flags, with the members they rest on; what these say becomes a note."""
_PLACES = ("location_information", "place_name", "address")
_CONTACT = ("contact_information",)


@dataclass(slots=True)
class Content:
    """What one message says and is."""

    kind: RecordKind = RecordKind.MESSAGE
    texts: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    """Code and detail of notes."""


def content_of(record: dict[str, Any]) -> Content:
    """Read the object of a message."""
    found = Content()
    spoken = _spoken(record, found)
    if spoken:
        found.texts.append(spoken)
    match record.get("type"):
        case "message":
            _said(record, found)
        case "service":
            _by_the_app(record, found)
        case _:
            found.kind = RecordKind.UNKNOWN
            found.flags.append("unsupported")
    for flag, keys in _FACTS.items():
        values = {key: record[key] for key in keys if record.get(key) not in (None, [], "")}
        if values:
            found.flags.append(flag)
            found.remarks.append((flag, _detail(values)))
    if record.get("edited") or record.get("edited_unixtime"):
        _edited(record, found)
    return found


def _spoken(record: dict[str, Any], found: Content) -> str:
    """Join the pieces of a text; show where a link leads when its words do not."""
    text = record.get("text")
    if not isinstance(text, (str, list)) or not text:
        text = record.get("text_entities")
    if isinstance(text, str):
        return text
    parts: list[str] = []
    for piece in text if isinstance(text, list) else ():
        inner = piece.get("text") if isinstance(piece, dict) else piece
        if not isinstance(inner, str):
            found.flags.append("unknown_text_part")
            found.remarks.append(("unknown_text_part", shown(piece)[:_FIELD_SHOWN]))
            continue
        parts.append(inner)
        target = piece.get("href") if isinstance(piece, dict) else None
        if isinstance(target, str) and target != inner:
            if "hidden_link" not in found.flags:
                found.flags.append("hidden_link")
            found.remarks.append(
                ("hidden_link", f"text={inner[:_FIELD_SHOWN]!r} target={target[:_FIELD_SHOWN]!r}")
            )
    return "".join(parts)


def _said(record: dict[str, Any], found: Content) -> None:
    """Read what the app keeps in members of their own: a poll, a contact, a place."""
    poll = record.get("poll")
    if isinstance(poll, dict):
        found.kind = RecordKind.POLL
        _compose(found, _poll_lines(poll, found))
    elif "contact_information" in record or "contact_vcard" in record:
        found.kind = RecordKind.CONTACT
        _compose(found, _values(record, _CONTACT))
    elif "location_information" in record or "live_location_period_seconds" in record:
        found.kind = RecordKind.LOCATION
        _compose(found, _values(record, _PLACES))


def _by_the_app(record: dict[str, Any], found: Content) -> None:
    action = record.get("action")
    found.kind = RecordKind.CALL if action in _CALLS else RecordKind.SYSTEM
    lines = [shown(action)] if action is not None else []
    lines += [
        f"{key}: {shown(value)[:_FIELD_SHOWN]}"
        for key, value in record.items()
        if key not in _OF_EVERY_SERVICE
    ]
    _compose(found, lines)


def _edited(record: dict[str, Any], found: Content) -> None:
    """Telegram sets this for an edit and for a first reaction alike."""
    if found.kind is RecordKind.MESSAGE:
        found.kind = RecordKind.EDITED
    found.flags.append("edited_or_reaction")
    keys = ("edited", "edited_unixtime")
    found.remarks.append(
        ("edited_or_reaction", _detail({key: record[key] for key in keys if key in record}))
    )


def _compose(found: Content, lines: list[str]) -> None:
    if lines:
        found.texts += lines
        found.flags.append("composed_text")


def _poll_lines(poll: dict[str, Any], found: Content) -> list[str]:
    lines = [_spoken({"text": poll.get("question")}, found)]
    answers = poll.get("answers")
    for answer in answers if isinstance(answers, list) else ():
        if not isinstance(answer, dict):
            lines.append(f"- {shown(answer)[:_FIELD_SHOWN]}")
            continue
        chosen = " *" if answer.get("chosen") is True else ""
        words = _spoken({"text": answer.get("text")}, found)
        lines.append(f"- {words} ({shown(answer.get('voters'))}){chosen}")
    return lines


def _values(record: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    """Write each value on a line of its own, with the name of its member."""
    lines: list[str] = []
    for key in keys:
        held = record.get(key)
        inner = held if isinstance(held, dict) else {key: held}
        lines += [
            f"{name}: {shown(value)[:_FIELD_SHOWN]}"
            for name, value in inner.items()
            if value not in (None, "")
        ]
    return lines


def _detail(values: dict[str, object]) -> str:
    return " ".join(f"{key}={shown(value)[:_FIELD_SHOWN]!r}" for key, value in values.items())
