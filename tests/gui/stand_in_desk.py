# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the stand-in that keeps choices and offers what was left."""

from dataclasses import dataclass, field

from evidence_kit.domain.exhibit import Answer
from evidence_kit.domain.survey import Answered, TakenUp, Unfinished
from evidence_kit.settings import Settings
from gui.made_up import SURVEY


@dataclass
class Desk:
    """Choices and work that was left."""

    kept: list[Settings] = field(default_factory=list)
    left: int = 0
    answered: int | None = None
    """Items of the survey that were answered before; None for all."""

    def on_change_settings(self, settings: Settings) -> None:
        self.kept.append(settings)

    def on_unfinished(self) -> Unfinished | None:
        return Unfinished(files=self.left, size=1000) if self.left else None

    def on_take_up(self) -> TakenUp:
        asking = [item.key for item in SURVEY.items if item.asks][: self.answered]
        answers = tuple(Answered(key=key, answer=Answer.COPY) for key in asking)
        return TakenUp(survey=SURVEY, answers=answers)

    def on_leave_it(self) -> None:
        self.left = 0
