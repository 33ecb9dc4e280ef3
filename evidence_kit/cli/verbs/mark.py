# SPDX-License-Identifier: GPL-3.0-or-later
"""`mark`: point out messages, with the conduct they show."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from evidence_kit.cli import opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.annotation import Why
from evidence_kit.errors import InputRefused, LimitReached
from evidence_kit.i18n import Texts
from evidence_kit.limits import ANNOTATION_TARGETS_MAX
from evidence_kit.service import annotating

_MESSAGE: Final = re.compile(
    r"(?:(?P<conversation>[1-9]\d{0,8}):)?(?P<first>[1-9]\d{0,8})(?:-(?P<last>[1-9]\d{0,8}))?\Z",
    re.ASCII,
)
_FIRST_CONVERSATION: Final = 1


def messages(specifications: Iterable[str]) -> Mapping[int, tuple[int, ...]]:
    """Read `n`, `n-m`, `conversation:n` and `conversation:n-m`.

    Returns:
        Numbers by conversation, each once, in order.

    Raises:
        InputRefused: one is not of these forms.
        LimitReached: more messages than one mark points to.
    """
    found: dict[int, set[int]] = {}
    for text in specifications:
        parts = _MESSAGE.match(text)
        first = int(parts["first"]) if parts else 0
        last = int(parts["last"] or first) if parts else 0
        if parts is None or last < first:
            raise InputRefused(reason="message_number", name=text)
        if last - first >= ANNOTATION_TARGETS_MAX:
            raise LimitReached(
                limit="targets", value=last - first + 1, ceiling=ANNOTATION_TARGETS_MAX
            )
        conversation = int(parts["conversation"] or _FIRST_CONVERSATION)
        found.setdefault(conversation, set()).update(range(first, last + 1))
    return {conversation: tuple(sorted(numbers)) for conversation, numbers in found.items()}


def _summary(t: Texts) -> str:
    return t("point out messages")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument("EXHIBIT", t("number or id of the exhibit"))
    declaration.argument(
        "MESSAGE", t("12, or 12-15, or 2:12 for message 12 of conversation 2"), several=True
    )
    declaration.option(
        "--why",
        t("what the messages do; several may be given"),
        choices=(why.value for why in Why),
        several=True,
    )
    declaration.option("--words", t("why, in your own words"), metavar="TEXT")


def _run(call: Call) -> Answer:
    opening.check_askable(call)
    wanted = messages(call.arguments.message)
    why = tuple(Why(code) for code in dict.fromkeys(call.arguments.why or ()))
    with opening.opened(call) as session:
        exhibit = opening.exhibit_id(call, session)
        number = session.vault.exhibit(exhibit).number
        changed = annotating.mark_all(
            session,
            call.task,
            exhibit=exhibit,
            messages=wanted,
            why=why,
            words=call.arguments.words or "",
        )
    items = tuple(
        {
            "number": number,
            "exhibit": exhibit,
            "conversation": conversation,
            "messages": list(numbers),
            "why": [reason.value for reason in why],
            "log_size": changed.log_size,
        }
        for conversation, numbers in wanted.items()
    )
    count = sum(len(numbers) for numbers in wanted.values())
    line = call.t.n(
        "{n} message of exhibit {number} pointed out.",
        "{n} messages of exhibit {number} pointed out.",
        count,
        number=number,
    )
    return Answer(items=items, lines=(line,))


VERB: Final = Verb(name="mark", summary=_summary, declare=_declare, run=_run)
