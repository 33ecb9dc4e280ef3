# SPDX-License-Identifier: GPL-3.0-or-later
"""What `add` and `register` answer: one row per file, and whether any stayed behind."""

from dataclasses import replace
from typing import Final

from evidence_kit import wording
from evidence_kit.cli import rows
from evidence_kit.cli.exits import Exit
from evidence_kit.cli.verb import Answer, Call
from evidence_kit.domain.exhibit import Answer as Answered
from evidence_kit.domain.survey import AddedItem, AddResult, Taken
from evidence_kit.errors import Cancelled, InputRefused

_ANSWERS: Final = frozenset({Answered.REGISTER.value, Answered.UNSURE.value})
_STAYED: Final = frozenset({Taken.POSTPONED, Taken.REFUSED, Taken.FAILED})


def answer_for(call: Call, result: AddResult) -> Answer:
    """Return the answer for one drop; what was secured stays, whatever happened to the rest."""
    items = tuple(rows.added(item) for item in result.items)
    lines = tuple(_line(call, item) for item in result.items)
    stayed = sum(item.taken in _STAYED for item in result.items)
    if result.cancelled:
        return Answer(
            items=items,
            lines=lines,
            outcome="cancelled",
            exit=Exit.CANCELLED,
            failure=Cancelled(done=len(items) - stayed, total=len(items)),
        )
    if stayed:
        return Answer(
            items=items,
            lines=lines,
            outcome="partly_refused",
            exit=Exit.REFUSED,
            failure=InputRefused(reason="some_refused", refused=stayed, total=len(items)),
        )
    return Answer(items=items, lines=lines)


def _line(call: Call, item: AddedItem) -> str:
    if item.taken is Taken.REGISTERED and item.reason in _ANSWERS:
        # The person's own answer needs no reason said back.
        item = replace(item, reason=None)
    return f"{item.name.text}: {wording.taken(call.w, item)}"
