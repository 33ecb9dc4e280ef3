# SPDX-License-Identifier: GPL-3.0-or-later
"""The outcome of a check: matches, does not match, or cannot be judged; and what was found."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from evidence_kit import wording
from evidence_kit.domain.finding import CheckReport, Finding, Outcome
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    clear,
    column,
    icon_label,
    label,
    row,
    top,
)

_SHOWN = 200
_ICONS = {
    Outcome.MATCHES: ("circle-check", "ok"),
    Outcome.DIFFERS: ("triangle-alert", "danger"),
    Outcome.UNJUDGED: ("circle-question-mark", "warn_text"),
}


class ReportView(QFrame):
    """Empty until there is a report."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("card")
        self._s = s
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(22, 18, 22, 18)
        self.outcome = label("", "h1", wrap=True)
        self.hide()

    def show_report(self, report: CheckReport) -> None:
        """Show what a check found."""
        t, words = self._s.t, self._s.words
        clear(self._inside)
        icon, colour = _ICONS[report.outcome]
        self.outcome = label(self._verdict(report.outcome), "h1", wrap=True)
        checked = wording.number(words, report.checked)
        parts: list[Item] = [
            row(top(icon_label(self._s.look, icon, colour, 26)), (self.outcome, 1), gap=12),
            label(
                t.n(
                    "{shown} part was checked.",
                    "{shown} parts were checked.",
                    report.checked,
                    shown=checked,
                ),
                "sub",
            ),
        ]
        # Only what deviates: a hundred lines that all match would hide the one that does not.
        odd = [each for each in report.findings if each.outcome is not Outcome.MATCHES]
        parts += [self._line(each) for each in odd[:_SHOWN]]
        left = len(odd) - _SHOWN
        if left > 0:
            shown = wording.number(words, left)
            parts.append(
                label(t.n("and {shown} more", "and {shown} more", left, shown=shown), "small")
            )
        parts.append(
            label(
                t(
                    "A check shows whether something changed. It does not show who wrote it, or when."
                ),
                "small",
                wrap=True,
            )
        )
        self._inside.addLayout(column(*parts, STRETCH, gap=10))
        self.show()

    def _verdict(self, outcome: Outcome) -> str:
        t = self._s.t
        match outcome:
            case Outcome.MATCHES:
                return t("It matches.")
            case Outcome.DIFFERS:
                return t("It does not match.")
            case Outcome.UNJUDGED:
                return t("It cannot be judged.")

    def _line(self, finding: Finding) -> QVBoxLayout:
        icon, colour = _ICONS[finding.outcome]
        text = label(wording.finding(self._s.words, finding), wrap=True)
        mark = top(icon_label(self._s.look, icon, colour, 18))
        return column(row(mark, (text, 1), gap=10), gap=0)
