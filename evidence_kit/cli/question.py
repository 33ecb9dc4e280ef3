# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before copying, on a terminal: answered by place and name, without looking.

Three answers; a plus sign gives the same answer to all that follow.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from evidence_kit import wording
from evidence_kit.cli.verb import Call
from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.survey import Answered, SurveyItem

_KEYS: Final = {"1": Answer.COPY, "2": Answer.REGISTER, "3": Answer.UNSURE}
_ALL: Final = "+"
_QUOTED: Final = 60
"""Characters of a neighbouring message that are enough to know the place."""


def answers(call: Call, items: Sequence[SurveyItem]) -> tuple[Answered, ...]:
    """Ask about each item.

    Raises:
        Cancelled: the input ended; nothing was copied.
    """
    if not items:
        return ()
    call.console.progress("")
    for line in _introduction(call, len(items)):
        call.console.error(line)
    return tuple(_ask_all(call, items))


def _ask_all(call: Call, items: Sequence[SurveyItem]) -> Iterator[Answered]:
    for_all: Answer | None = None
    for number, item in enumerate(items, start=1):
        answer = for_all
        if answer is None:
            for line in _place(call, item, f"{number}/{len(items)}"):
                call.console.error(line)
            answer, holds = _ask(call)
            for_all = answer if holds else None
        yield Answered(key=item.key, answer=answer)


def _ask(call: Call) -> tuple[Answer, bool]:
    while True:
        typed = call.console.ask("1, 2, 3, 1+, 2+, 3+ ?")
        answer = _KEYS.get(typed.removesuffix(_ALL))
        if answer is not None:
            return answer, typed.endswith(_ALL)


def _introduction(call: Call, count: int) -> tuple[str, ...]:
    t = call.t
    return (
        t.n("{n} picture, video or attachment.", "{n} pictures, videos and attachments.", count),
        t("Could it show someone intimate, or someone under 18? You need not look."),
        "  1  " + t("No: keep an encrypted copy"),
        "  2  " + t("Yes: note it, make no copy"),
        "  3  " + t("I don't know: make no copy; you can choose again later"),
        "  +  " + t("behind a figure: the same for all that follow"),
    )


def _place(call: Call, item: SurveyItem, label: str) -> Iterator[str]:
    media = wording.media(call.w, item.media)
    size = wording.rough_size(call.w, item.size) if item.size >= 0 else "–"
    yield f"[{label}] {item.name.text} ({media}, {size})"
    if item.context is None:
        if item.modified is not None:
            yield "      " + wording.moment(call.w, item.modified)
        return
    where = [wording.moment(call.w, item.context.moment)] if item.context.moment else []
    where += [item.context.sender] if item.context.sender else []
    if where:
        yield "      " + ", ".join(where)
    if item.context.before:
        yield "      " + call.t("before it: {text}", text=item.context.before[:_QUOTED])
    if item.context.after:
        yield "      " + call.t("after it: {text}", text=item.context.after[:_QUOTED])
