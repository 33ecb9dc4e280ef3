# SPDX-License-Identifier: GPL-3.0-or-later
"""Knows Telegram's JSON by its first bytes: keys that no other export has together."""

import re

from evidence_kit.domain.record import Certainty

_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*\"")
_CHAT_TYPE = re.compile(
    rb"\"type\"\s{0,9}:\s{0,9}\"(?:personal_chat|bot_chat|saved_messages|replies"
    rb"|verification_codes|private_(?:group|supergroup|channel)|public_(?:supergroup|channel))\""
)
_MESSAGES = re.compile(rb"\"messages\"\s{0,9}:\s{0,9}\[")
_MESSAGE_TYPE = re.compile(rb"\"type\"\s{0,9}:\s{0,9}\"(?:message|service|unsupported)\"")
_MESSAGE_KEYS = (b'"date_unixtime"', b'"from_id"', b'"actor_id"', b'"text_entities"')
_ACCOUNT = (b'"personal_information"', b'"chats"', b'"left_chats"', b'"frequent_contacts"')
_ACCOUNT_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\{\s{0,99}\"about\"\s{0,9}:")
_ACCOUNT_ABOUT = b"Telegram"
_SURE_FROM = 2


def certainty_of(head: bytes) -> Certainty:
    """Grade the first bytes of a file."""
    if _BEGINNING.match(head) is None:
        return Certainty.NONE
    has_messages = _MESSAGES.search(head) is not None
    typed = _CHAT_TYPE.search(head) is not None
    keys = sum(key in head for key in _MESSAGE_KEYS)
    if has_messages and keys and _MESSAGE_TYPE.search(head) is not None:
        return Certainty.CERTAIN if typed or keys >= _SURE_FROM else Certainty.LIKELY
    if has_messages and typed:
        return Certainty.LIKELY
    # An account's export begins with contacts and sessions; its chats may stand far behind.
    about = _ACCOUNT_BEGINNING.match(head) is not None and _ACCOUNT_ABOUT in head
    if about and any(key in head for key in _ACCOUNT):
        return Certainty.LIKELY
    return Certainty.NONE
