# SPDX-License-Identifier: GPL-3.0-or-later
"""The first reading of a file: which chats it holds, and who is named in each."""

from dataclasses import dataclass, field

from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.chats.telegram.layout import Found, Part, outline
from evidence_kit.importers.chats.telegram.values import shown, value_of
from evidence_kit.importers.json_bytes import JsonBytes
from evidence_kit.limits import CHAT_LABELS_MAX

CHAT_FIELDS = ("name", "type", "id")
_FIELD_SHOWN = 500


@dataclass(slots=True)
class Chat:
    """One chat of a file."""

    fields: dict[str, str] = field(default_factory=dict)
    """Its name, type and id, as far as stated."""
    people: dict[str, str] = field(default_factory=dict)
    """Sender labels in order, each with the first id it stands with."""
    shared: dict[str, str] = field(default_factory=dict)
    """Labels that stand with a second id: two accounts of one name."""
    overflow: bool = False


@dataclass(slots=True)
class FirstPass:
    """All chats of a file by their pointer, in order."""

    chats: dict[str, Chat] = field(default_factory=dict)

    def read(self, cursor: JsonBytes) -> "FirstPass":
        """Read as far as the bytes can be read."""
        loose: dict[str, str] = {}
        try:
            for found in outline(cursor):
                self._add(found, loose)
        except NotUnderstood:
            pass  # the second reading says where and why
        if "" in self.chats:
            self.chats[""].fields = loose
        return self

    def _add(self, found: Found, loose: dict[str, str]) -> None:
        if found.part is Part.CHAT:
            self.chats.setdefault(found.chat, Chat())
        elif found.span is None:
            return
        elif found.part is Part.FIELD and found.key in CHAT_FIELDS:
            data = value_of(found.span).data
            if data is not None:
                fields = self.chats[found.chat].fields if found.chat else loose
                fields[found.key] = shown(data)[:_FIELD_SHOWN]
        elif found.part is Part.RECORD:
            data = value_of(found.span).data
            if isinstance(data, dict):
                _hear(self.chats[found.chat], *sender_of(data))


def sender_of(record: dict[str, object]) -> tuple[str | None, str]:
    """Return who a record says sent it, and the account's id.

    A deleted account has no name; then the id stands for it.
    """
    name, account = (
        ("actor", "actor_id") if record.get("type") == "service" else ("from", "from_id")
    )
    stated, held = record.get(name), record.get(account)
    number = "" if held is None else shown(held)
    if isinstance(stated, str) and stated:
        return stated, number
    return number or None, number


def _hear(chat: Chat, label: str | None, account: str) -> None:
    if label is None:
        return
    if label not in chat.people:
        if len(chat.people) >= CHAT_LABELS_MAX:
            chat.overflow = True
        else:
            chat.people[label] = account
    elif chat.people[label] != account and account:
        chat.shared.setdefault(label, account)
