# SPDX-License-Identifier: GPL-3.0-or-later
"""Calm offers on the overview: a backup when there is none, an anchor outside after the first import."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from evidence_kit.domain.paper import PaperKind
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.paper import PaperSheet
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.surroundings import PageName, Surroundings
from evidence_kit.gui.widgets.build import Item, column, copyable, framed, icon_button, label, row
from evidence_kit.gui.widgets.offer_card import OfferCard
from evidence_kit.settings import Settings

_BACKUP, _ANCHOR = "backup", "anchor"
_A_WEEK = timedelta(days=7)


class Reminders(QWidget):
    """Each can be left; an offer that was left does not come back at every start."""

    went = Signal(object)
    """A PageName."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self._s = s
        self._settings = s.settings
        t = s.t
        self.backup = OfferCard(
            s,
            "hard-drive",
            (
                t("Time for a backup?"),
                t("Something new is in this vault only. A broken disk would take it."),
            ),
            (
                (t("Make a backup"), lambda: self.went.emit(PageName.BACKUP)),
                (t("In a week"), self._backup_later),
            ),
        )
        self.anchor = OfferCard(
            s,
            "stamp",
            (
                t("Do you want somebody else to know that this is here today?"),
                t("They get a few numbers, nothing of the content. It can help later."),
            ),
            (
                (t("Time stamp"), lambda: self.went.emit(PageName.STAMP)),
                (t("On paper"), self._on_paper),
                (t("Give to someone"), self._give),
                (t("Not now"), self._no_anchor),
            ),
        )
        self.setLayout(column(self.backup, self.anchor, gap=12))
        self.hide()

    def refresh(self, settings: Settings) -> None:
        """Show what is of use now, by the choices that hold now."""
        self._settings = settings
        workspace = self._s.workspace
        summary = workspace.summary
        writable = summary is not None and not summary.read_only
        due = writable and summary is not None and summary.backup_due
        self.backup.setVisible(due and not self._left(_BACKUP))
        self.anchor.hide()
        self._settle()
        # One offer at a time.
        if writable and self.backup.isHidden() and not self._left(_ANCHOR):
            workspace.ask(self, calls.anchor_offered(), self._offer_anchor)

    def _offer_anchor(self, offered: bool) -> None:
        self.anchor.setVisible(offered)
        self._settle()

    def _settle(self) -> None:
        self.setVisible(not (self.backup.isHidden() and self.anchor.isHidden()))

    def _left(self, what: str) -> bool:
        today = self._s.clock.read().local.date().isoformat()
        return self._settings.is_postponed(what, today)

    def _leave(self, what: str, until: str = "") -> None:
        self._settings = self._settings.postpone(what, until)
        self._s.choose_settings(self._settings)

    def _backup_later(self) -> None:
        self.backup.hide()
        self._settle()
        until = self._s.clock.read().local.date() + _A_WEEK
        self._leave(_BACKUP, until.isoformat())

    def _on_paper(self) -> None:
        PaperSheet(self._s, PaperKind.ANCHOR, self.window()).open()

    def _give(self) -> None:
        AnchorSheet(self._s, self.window()).open()

    def _no_anchor(self) -> None:
        self.anchor.hide()
        self._settle()
        self._s.workspace.ask(self._s.workspace, calls.decline_anchor(), lambda _done: None)
        self._leave(_ANCHOR)


class AnchorSheet(Sheet):
    """The same numbers to read aloud, to type, or to write in a file of one's own."""

    def __init__(self, s: Surroundings, parent: QWidget) -> None:
        t = s.t
        super().__init__(s, t("Give to someone"), parent)
        self.lines = framed(column(label(t("One moment ..."), "sub"), gap=4), "card")
        self.lines.setMinimumHeight(s.look.px(150))
        paper = icon_button(s.look, "printer", t("On paper"))
        paper.clicked.connect(lambda: PaperSheet(s, PaperKind.ANCHOR, self).open())
        self.fill(
            label(t("Read these lines aloud, or let them be copied."), wrap=True),
            label(
                t("For example to a support worker, who writes the date beside them."), wrap=True
            ),
            self.lines,
            row(paper, None),
            label(t("Nothing of the content can be seen from it."), "small", wrap=True),
            buttons=(self.closing_button(t("Close")),),
            width=640,
        )
        s.workspace.ask(self, calls.anchor_text(t.lang), self._show)

    def _show(self, lines: tuple[str, ...]) -> None:
        parts: list[Item] = [copyable(each) for each in lines]
        inside = self.lines.layout()
        if inside is None:
            return
        waiting = inside.itemAt(0)
        widget = waiting.widget() if waiting is not None else None
        if widget is not None:
            widget.hide()
        inside.addWidget(framed(column(*parts, margins=(14, 12, 14, 12), gap=4)))
