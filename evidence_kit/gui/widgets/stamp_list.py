# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests, replies and what they are worth, in words."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.finding import Outcome
from evidence_kit.domain.stamp import StampKind, StampRow
from evidence_kit.gui import said
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import (
    Item,
    clear,
    column,
    framed,
    icon_label,
    label,
    row,
    top,
)

_ICONS = {
    Outcome.MATCHES: ("circle-check", "ok"),
    Outcome.DIFFERS: ("triangle-alert", "danger"),
    Outcome.UNJUDGED: ("circle-question-mark", "warn_text"),
}
_KINDS = {StampKind.REQUEST: "clock", StampKind.REPLY: "stamp", StampKind.PROOF: "file"}


class StampList(QFrame):
    """The newest first."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._s = s
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(10)

    def show_rows(self, rows: tuple[StampRow, ...]) -> None:
        """Show what there is."""
        clear(self._inside)
        answered = {each.request for each in rows if each.kind is StampKind.REPLY}
        for each in sorted(rows, key=lambda each: -each.entry):
            self._inside.addWidget(self._card(each, answered))

    def _card(self, each: StampRow, answered: set[str]) -> QWidget:
        parts = self._parts(each, answered=each.file in answered)
        mark = top(icon_label(self._s.look, _KINDS[each.kind], "primary", 22))
        inside = row(mark, (column(*parts, gap=4), 1), margins=(18, 14, 18, 14), gap=14)
        return framed(inside, "card")

    def _parts(self, each: StampRow, *, answered: bool) -> list[Item]:
        match each.kind:
            case StampKind.REQUEST:
                return self._request(each, answered=answered)
            case StampKind.REPLY:
                return self._reply(each)
            case StampKind.PROOF:
                return self._proof(each)

    def _request(self, each: StampRow, *, answered: bool) -> list[Item]:
        t = self._s.t
        badge = t("Answered") if answered else t("No answer yet")
        mark = label(badge, "okBadge" if answered else "greyBadge")
        return [
            row((label(t("Request"), "b", wrap=True), 1), mark),
            label(self._covers(each), "sub", wrap=True),
            label(t("Made: {when}", when=self._when(each)), "small", wrap=True),
        ]

    def _reply(self, each: StampRow) -> list[Item]:
        t, words = self._s.t, self._s.words
        time = wording.log_time(words, each.time, 0) if each.time else t("not stated")
        parts: list[Item] = [
            label(t("Time stamp"), "b", wrap=True),
            label(t("It existed at the latest at: {time}", time=time), wrap=True),
            label(self._covers(each), "sub", wrap=True),
        ]
        for outcome, say, why in (
            (each.intact, wording.stamp_intact, each.intact_why),
            (each.valid, wording.stamp_valid, each.valid_why),
            (each.trusted, wording.stamp_trusted, each.trusted_why),
        ):
            parts.append(self._aspect(outcome, say(words, outcome, why)))
        if each.signer_name:
            name = t("Name in the certificate: {name}", name=each.signer_name)
            parts.append(label(name, "small", wrap=True))
        parts.append(label(t("Added: {when}", when=self._when(each)), "small", wrap=True))
        return parts

    def _proof(self, each: StampRow) -> list[Item]:
        t = self._s.t
        mark = label(t("Not judged here"), "greyBadge")
        return [
            row((label(t("Proof of another kind (.ots)"), "b", wrap=True), 1), mark),
            label(t("The program keeps it as it is."), "sub", wrap=True),
            label(t("Added: {when}", when=self._when(each)), "small", wrap=True),
        ]

    def _aspect(self, outcome: Outcome, words: str) -> QHBoxLayout:
        icon, colour = _ICONS[outcome]
        mark = top(icon_label(self._s.look, icon, colour, 18))
        return row(mark, (label(words, wrap=True), 1), gap=8)

    def _covers(self, each: StampRow) -> str:
        t, size = self._s.t, wording.number(self._s.words, each.at.size)
        return t.n(
            "Covers {shown} line of the custody log.",
            "Covers the first {shown} lines of the custody log.",
            each.at.size,
            shown=size,
        )

    def _when(self, each: StampRow) -> str:
        return said.logged(self._s, each.logged, each.zone_minutes, short=True)
