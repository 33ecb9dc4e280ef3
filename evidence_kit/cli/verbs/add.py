# SPDX-License-Identifier: GPL-3.0-or-later
"""`add`: keep encrypted copies of files, after the question about pictures."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from evidence_kit.cli import opening
from evidence_kit.cli.arguments import Declaration
from evidence_kit.cli.question import answers
from evidence_kit.cli.taken import answer_for
from evidence_kit.cli.verb import Answer, Call, Verb
from evidence_kit.domain.exhibit import Answer as PictureAnswer
from evidence_kit.domain.survey import Answered, Survey
from evidence_kit.i18n import Texts
from evidence_kit.service import reminding, taking_in

_PICTURES: Final = {"copy": PictureAnswer.COPY, "register": PictureAnswer.REGISTER}


def _summary(t: Texts) -> str:
    return t("keep encrypted copies of files and folders")


def _declare(declaration: Declaration) -> None:
    t = declaration.t
    opening.declare(declaration)
    declaration.argument("PATH", t("files and folders to keep"), several=True)
    declaration.option(
        "--pictures",
        t(
            "answer for every picture, video and attachment: copy, or register (note it, make no"
            " copy). Without it each is asked about on a terminal, and refused elsewhere"
        ),
        choices=_PICTURES,
    )


def _run(call: Call) -> Answer:
    with opening.opened(call) as session:
        survey = taking_in.survey(session, call.task, paths=tuple(call.arguments.path))
        result = taking_in.add(
            session, call.task, survey_id=survey.id, answers=tuple(_answers(call, survey))
        )
        due = reminding.backup_due(session.vault)
    answer = answer_for(call, result)
    return replace(answer, lines=(*answer.lines, _reminder(call.t))) if due else answer


def _reminder(t: Texts) -> str:
    return t("What you added is in no backup yet. When it suits you: evidence-kit backup")


def _answers(call: Call, survey: Survey) -> Iterable[Answered]:
    asked = tuple(item for item in survey.items if item.asks)
    if call.arguments.pictures is not None:
        chosen = _PICTURES[call.arguments.pictures]
        return tuple(Answered(key=item.key, answer=chosen) for item in asked)
    if call.console.interactive:
        return answers(call, asked)
    return tuple(Answered(key=item.key, answer=PictureAnswer.LATER) for item in asked)


VERB: Final = Verb(name="add", summary=_summary, declare=_declare, run=_run)
