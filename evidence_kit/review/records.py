# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the messages of an exhibit in pages, so that a long chat never stands in memory whole."""

from collections.abc import Iterator

from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.record import Message
from evidence_kit.limits import MESSAGE_PAGE
from evidence_kit.vault.vault import Vault


def is_readable(exhibit: Exhibit) -> bool:
    """Say whether records of an exhibit can be read: it was read, and is not removed since."""
    return exhibit.reading is not None and exhibit.removed_by is None


def messages_of(vault: Vault, exhibit: Exhibit) -> Iterator[Message]:
    """Yield every message of every conversation of an exhibit, in source order."""
    if not is_readable(exhibit):
        return
    for stored in vault.conversations(exhibit):
        for message, _raw in numbered(vault, exhibit, stored.conversation.id, stored.messages):
            yield message


def numbered(
    vault: Vault, exhibit: Exhibit, conversation: int, total: int
) -> Iterator[tuple[Message, str]]:
    """Yield the messages of one conversation with the SHA-256 of each raw record."""
    for start in range(1, total + 1, MESSAGE_PAGE):
        yield from vault.messages(exhibit, conversation, start, MESSAGE_PAGE)
