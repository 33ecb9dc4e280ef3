# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check found: the outcome in a few words, then what deviates, each in a sentence."""

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from evidence_kit import wording
from evidence_kit.domain.finding import CheckReport, Finding, Outcome
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    choice,
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
# What deviates comes first: a hundred lines that all match would hide the one that does not.
_ORDER = (Outcome.DIFFERS, Outcome.UNJUDGED, Outcome.MATCHES)


class ReportView(QFrame):
    """Empty until there is a report."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("card")
        self._s = s
        self.report: CheckReport | None = None
        self.filters: dict[Outcome, QPushButton] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(22, 18, 22, 18)
        self.outcome = label("", "h1", wrap=True)
        self.hide()

    def show_report(self, report: CheckReport) -> None:
        """Show what a check found."""
        self.report = report
        clear(self._inside)
        icon, colour = _ICONS[report.outcome]
        self.outcome = label(verdict(self._s, report.outcome), "h1", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        parts: list[Item] = [
            row(top(icon_label(self._s.look, icon, colour, 26)), (self.outcome, 1), gap=12),
            label(self._counted(report), "sub", wrap=True),
            *self._sample(report),
            self._choices(),
            self._lines,
            label(
                self._s.t(
                    "A check shows whether something changed. It does not show who wrote it, or when."
                ),
                "small",
                wrap=True,
            ),
        ]
        self._inside.addLayout(column(*parts, STRETCH, gap=10))
        for outcome in _ORDER[:2]:
            if outcome in self.filters:
                self.filters[outcome].setChecked(True)
        self._list()
        self.show()

    def sentences(self) -> Iterator[str]:
        """Say the whole report, line by line, as it is exported."""
        if self.report is None:
            return
        yield verdict(self._s, self.report.outcome)
        yield self._counted(self.report)
        if self.report.sample is not None:
            yield from wording.sampled(self._s.words, self.report.sample)
        for outcome in _ORDER:
            for each in self._of(outcome):
                yield wording.finding(self._s.words, each)

    def _sample(self, report: CheckReport) -> list[Item]:
        if report.sample is None:
            return []
        lines = wording.sampled(self._s.words, report.sample)
        return [label(each, "small", wrap=True) for each in lines]

    def _counted(self, report: CheckReport) -> str:
        shown = wording.number(self._s.words, report.checked)
        return self._s.t.n(
            "{shown} part was checked.", "{shown} parts were checked.", report.checked, shown=shown
        )

    def _choices(self) -> QHBoxLayout:
        self.filters = {}
        for outcome in _ORDER:
            count = len(self._of(outcome))
            if count:
                words = self._chip(outcome, wording.number(self._s.words, count))
                chip = choice(words)
                chip.clicked.connect(self._list)
                self.filters[outcome] = chip
        return row(*self.filters.values(), STRETCH)

    def _chip(self, outcome: Outcome, count: str) -> str:
        t = self._s.t
        match outcome:
            case Outcome.MATCHES:
                return t("Matches: {count}", count=count)
            case Outcome.DIFFERS:
                return t("Does not match: {count}", count=count)
            case Outcome.UNJUDGED:
                return t("Cannot be judged: {count}", count=count)

    def _of(self, outcome: Outcome) -> tuple[Finding, ...]:
        findings = self.report.findings if self.report is not None else ()
        return tuple(each for each in findings if each.outcome is outcome)

    def _list(self) -> None:
        clear(self._lines)
        wanted = [
            each
            for outcome, chip in self.filters.items()
            if chip.isChecked()
            for each in self._of(outcome)
        ]
        for each in wanted[:_SHOWN]:
            self._lines.addLayout(self._line(each))
        left = len(wanted) - _SHOWN
        if left > 0:
            shown = wording.number(self._s.words, left)
            more = self._s.t.n("and {shown} more", "and {shown} more", left, shown=shown)
            self._lines.addWidget(label(more, "small"))

    def _line(self, finding: Finding) -> QHBoxLayout:
        icon, colour = _ICONS[finding.outcome]
        text = label(wording.finding(self._s.words, finding), wrap=True)
        return row(top(icon_label(self._s.look, icon, colour, 18)), (text, 1), gap=10)


def verdict(s: Surroundings, outcome: Outcome) -> str:
    """Say an outcome in a few words."""
    match outcome:
        case Outcome.MATCHES:
            return s.t("It matches.")
        case Outcome.DIFFERS:
            return s.t("It does not match.")
        case Outcome.UNJUDGED:
            return s.t("It cannot be judged.")
