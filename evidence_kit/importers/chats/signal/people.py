# SPDX-License-Identifier: GPL-3.0-or-later
"""Who and which chats an export of Signal speaks of, as far as it came."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from evidence_kit.domain.record import SenderBasis
from evidence_kit.importers.chats.signal.values import from_base64, inner, objects
from evidence_kit.importers.json_chats import Thread, text_in

_OWNER = "self"
"""As the export names the account it is of; it may hold no name of it."""


@dataclass(slots=True)
class People:
    """Recipients and chats by their numbers in this export."""

    _labels: dict[str, str] = field(default_factory=dict)
    _by_account: dict[bytes, str] = field(default_factory=dict)
    """Recipient by the bytes of an account's id."""
    _members: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    """Accounts of a group by the number of its recipient."""
    _chats: dict[str, str] = field(default_factory=dict)
    _owner: str = ""
    _owner_name: str = _OWNER

    def add_account(self, account: dict[str, Any]) -> None:
        """Take the name that the owner of the account gave themselves."""
        name = _full(account, "givenName", "familyName")
        self._owner_name = name or text_in(account, "username") or _OWNER

    def add_recipient(self, recipient: dict[str, Any]) -> None:
        """Take a person, a group or a list."""
        number = text_in(recipient, "id") or ""
        label = self._label(number, recipient)
        if label in self._labels.values():
            label = f"{label} ({number})"  # two of one name are two
        self._labels[number] = label
        for key in ("aci", "pni"):
            account = from_base64(inner(recipient, "contact").get(key))
            if account:
                self._by_account[account] = number
        members = inner(recipient, "group", "snapshot").get("members")
        self._members[number] = tuple(
            found for one in objects(members) if (found := from_base64(one.get("userId")))
        )

    def _label(self, number: str, recipient: dict[str, Any]) -> str:
        if _OWNER in recipient:
            self._owner = number
            return self._owner_name
        contact = inner(recipient, "contact")
        group = inner(recipient, "group", "snapshot", "title")
        title = text_in(group, "title") or text_in(inner(recipient, "group", "snapshot"), "title")
        named = (
            _full(inner(contact, "nickname"), "given", "family")
            or _full(contact, "systemGivenName", "systemFamilyName")
            or _full(contact, "profileGivenName", "profileFamilyName")
            or text_in(contact, "username")
            or _phone(contact)
            or title
            or text_in(inner(recipient, "distributionList", "distributionList"), "name")
        )
        kind = next((key for key in recipient if key != "id"), "recipient")
        return named or f"{kind} {number}"

    def add_chat(self, chat: dict[str, Any]) -> str | None:
        """Take a chat; returns the milliseconds after which its messages disappear, if they do."""
        number = text_in(chat, "id") or ""
        self._chats[number] = text_in(chat, "recipientId") or ""
        timer = text_in(chat, "expirationTimerMs")
        return None if timer in (None, "0") else timer

    def label(self, number: str | None) -> str | None:
        """Return how a recipient is called; None where there is none."""
        if not number or number == "0":
            return None
        return self._labels.get(number, f"recipient {number}")

    def of_account(self, text: object) -> str | None:
        """Return who an account's id belongs to, if that is known."""
        account = from_base64(text)
        number = None if account is None else self._by_account.get(account)
        return None if number is None else self.label(number)

    def thread(self, chat: str) -> Thread:
        """Return the conversation of a chat's number."""
        recipient = self._chats.get(chat, "")
        title = self.label(recipient) or f"chat {chat}"
        known = [self._by_account.get(account) for account in self._members.get(recipient, ())]
        others = [self.label(number) for number in known if number is not None]
        if not self._members.get(recipient):
            others = [title]
        everybody = (self.label(self._owner) or self._owner_name, *others)
        return Thread(
            key=chat,
            title=title,
            participants=tuple(dict.fromkeys(name for name in everybody if name)),
        )

    def sender(self, item: dict[str, Any]) -> tuple[str | None, SenderBasis]:
        """Return who an item is from, and on what that rests."""
        author = text_in(item, "authorId")
        label = self.label(author)
        if "outgoing" in item:
            return label or self._owner_name, SenderBasis.OWNER_FLAG
        return label, SenderBasis.NONE if label is None else SenderBasis.STATED


def _full(values: dict[str, Any], *keys: str) -> str:
    return " ".join(_texts(values, keys))


def _texts(values: dict[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        found = text_in(values, key)
        if found:
            yield found


def _phone(contact: dict[str, Any]) -> str | None:
    number = text_in(contact, "e164")
    return f"+{number}" if number and number != "0" else None
