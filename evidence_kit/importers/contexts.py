# SPDX-License-Identifier: GPL-3.0-or-later
"""Where in a conversation a file stands, so that nobody must look at it to answer for it."""

from collections.abc import Iterable
from dataclasses import replace

from evidence_kit.domain.record import Message
from evidence_kit.domain.survey import MemberContext
from evidence_kit.importers.protocol import Item, ReadyLines

_SHOWN = 120
"""Characters of the messages around it."""


def contexts_of(items: Iterable[Item | ReadyLines]) -> dict[str, MemberContext]:
    """Find who sent each member, when, and between which words."""
    contexts: dict[str, MemberContext] = {}
    waiting: list[str] = []
    before = ""
    for item in items:
        message = item.record if isinstance(item, Item) else None
        if not isinstance(message, Message):
            continue
        text = message.text[:_SHOWN]
        for key in waiting:
            contexts[key] = replace(contexts[key], after=text)
        waiting = [held.member for held in message.attachments if held.member is not None]
        for key in waiting:
            contexts.setdefault(
                key,
                MemberContext(
                    sender=message.sender, moment=message.moment, before=before, after=""
                ),
            )
        before = text
    return contexts
