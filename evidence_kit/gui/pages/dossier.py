# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a dossier: for whom, what goes in, how it will look, what to look at first."""

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.exhibit import ExhibitRow, Picture
from evidence_kit.domain.plan import PartKind, Plan
from evidence_kit.domain.views import Concern, DossierMade
from evidence_kit.errors import Cancelled, EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_new
from evidence_kit.gui.dialogs.hand_over import HandOverSheet
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.pages.plan_choices import PlanChoices, kept_plan
from evidence_kit.gui.pictures import pixmap_of
from evidence_kit.gui.surroundings import PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    choice,
    clear,
    column,
    framed,
    icon_button,
    icon_label,
    label,
    line,
    row,
    scrolled,
    top,
)
from evidence_kit.gui.widgets.facts import fact, fingerprint
from evidence_kit.gui.widgets.page_preview import PagePreview
from evidence_kit.gui.widgets.progress_panel import ProgressPanel

_LAY_OUT_AFTER_MS = 700
_PAGE_AFTER_MS = 150


class DossierPage(Page):
    """Choices left, page in the middle, concerns right."""

    name = PageName.DOSSIER
    nav = PageName.DOSSIER

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Make dossier")
        self.subtitle = t("State before this dossier is made")
        self.pages = 0
        self.page_shown = 0
        self._rows: tuple[ExhibitRow, ...] = ()
        self.choices = PlanChoices(s)
        self.choices.changed.connect(self._plan_changed)
        self.preview = PagePreview(s)
        self._lay_out = _waiting(self, _LAY_OUT_AFTER_MS, self._ask_preview)
        self._draw = _waiting(self, _PAGE_AFTER_MS, self._ask_page)
        self.preview.width_wanted.connect(self._draw.start)
        self._laying = False
        self._again = False
        self.progress = ProgressPanel(s)
        self.progress.hide()
        self._concerns = QVBoxLayout()
        self._result = framed(column(gap=8))
        self._result.hide()
        self._left = framed(column((self.choices, 1), gap=0), "panelLeft")
        self._left.setFixedWidth(s.look.px(330))
        self._middle = framed(column(self._page_bar(), (self.preview, 1), gap=0))
        self._right = framed(column(scrolled(self._right_side()), self._doing(), gap=0), "panel")
        self._right.setFixedWidth(s.look.px(310))
        self._views = (self._left, self._middle, self._right)
        self._view = 0
        self._steps = self._step_bar()
        body = row(self._left, (self._middle, 1), self._right, gap=0)
        self.setLayout(column(self._steps, (body, 1), gap=0))
        self._steps.hide()

    def arrived(self) -> None:
        """Read the plan and what could go in."""
        self.s.workspace.ask(self, calls.exhibits(), self._take_rows)

    def reread(self) -> None:
        """Something changed: lay out again."""
        self.arrived()

    def fold(self, narrow: bool) -> None:
        """One of the three at a time when there is little room."""
        super().fold(narrow)
        self._steps.setVisible(narrow)
        px = self.s.look.px
        for view, width in ((self._left, px(330)), (self._right, px(310))):
            if narrow:
                view.setMinimumWidth(0)
                view.setMaximumWidth(16777215)  # QWIDGETSIZE_MAX
            else:
                view.setFixedWidth(width)
        for place, view in enumerate(self._views):
            view.setVisible(not narrow or place == self._view)

    # -- parts

    def _step_bar(self) -> QFrame:
        t = self.s.t
        parts: list[Item] = []
        group = QButtonGroup(self)
        for place, text in enumerate((t("Choices"), t("Page"), t("Check and make"))):
            each = choice(text, checked=place == 0)
            group.addButton(each)
            each.clicked.connect(lambda _=False, place=place: self._turn(place))
            parts.append(each)
        return framed(row(*parts, STRETCH, margins=(20, 8, 16, 8)), "bar")

    def _page_bar(self) -> QWidget:
        t, look = self.s.t, self.s.look
        self._before = icon_button(look, "chevron-left", name=t("Previous page"))
        self._before.clicked.connect(lambda: self._leaf(-1))
        self._after = icon_button(look, "chevron-right", name=t("Next page"))
        self._after.clicked.connect(lambda: self._leaf(1))
        self.place = label("", "b")
        return framed(
            row(
                STRETCH,
                self._before,
                self.place,
                self._after,
                STRETCH,
                margins=(12, 10, 12, 4),
                gap=10,
            )
        )

    def _right_side(self) -> QVBoxLayout:
        t = self.s.t
        return column(
            label(t("Check before making"), "h2"),
            self._concerns,
            line(),
            label(t("You can also leave it so."), "small", wrap=True),
            self.progress,
            self._result,
            STRETCH,
            margins=(16, 16, 16, 10),
            gap=9,
        )

    def _doing(self) -> QFrame:
        s, t = self.s, self.s.t
        self.make = icon_button(
            s.look, "printer", t("Make dossier"), "primary", colour="on_primary"
        )
        self.make.clicked.connect(self._choose_file)
        self.hand = icon_button(s.look, "package-open", t("Make a hand-over folder"))
        self.hand.clicked.connect(self._hand_over)
        self.keep = button(t("Keep these choices"))
        self.keep.clicked.connect(self._keep)
        return framed(
            column(self.make, self.hand, self.keep, margins=(16, 10, 16, 14), gap=8), "barBelow"
        )

    # -- what comes back

    def _take_rows(self, rows: tuple[ExhibitRow, ...]) -> None:
        self._rows = rows
        self.s.workspace.ask(self, calls.plan(), self._take_plan)

    def _take_plan(self, plan: Plan) -> None:
        self.choices.load(plan, self._rows)
        self._plan_changed()

    @property
    def plan(self) -> Plan:
        """The plan as chosen now."""
        return self.choices.plan

    def _plan_changed(self) -> None:
        self._lay_out.start()

    def _ask_preview(self) -> None:
        if self._laying:
            self._again = True
            return
        self._laying = True
        if not self.pages:
            self.preview.say(self.s.t("Laying out pages ..."))
        plan = self.plan
        task = self.s.workspace.ask(self, calls.preview(plan), self._laid_out, self._not_laid_out)
        task.ended.connect(self._laid)
        self.s.workspace.ask(self, calls.concerns(plan), self._show_concerns)

    def _laid(self) -> None:
        self._laying = False
        if self._again:
            self._again = False
            self._lay_out.start()

    def _laid_out(self, pages: int) -> None:
        self.pages = pages
        self.page_shown = max(0, min(self.page_shown, pages - 1))
        self.choices.say_pages(pages)
        self._ask_page()

    def _not_laid_out(self, error: EvidenceKitError) -> None:
        if not isinstance(error, Cancelled):
            self.pages = 0
            self.preview.say("\n".join(wording.error(self.s.words, error)))

    def _ask_page(self) -> None:
        t, words = self.s.t, self.s.words
        self._before.setEnabled(self.page_shown > 0)
        self._after.setEnabled(self.page_shown < self.pages - 1)
        if not self.pages:
            self.place.setText("")
            return
        number = wording.number(words, self.page_shown + 1)
        total = wording.number(words, self.pages)
        self.place.setText(t("Page {number} of {total}", number=number, total=total))
        self.preview.setAccessibleName(self.place.text())
        call = calls.preview_page(self.page_shown, self.preview.pixels)
        self.s.workspace.ask(self, call, self._show_page)

    def _show_page(self, picture: Picture) -> None:
        self.preview.show_page(pixmap_of(picture))

    def _show_concerns(self, found: tuple[Concern, ...]) -> None:
        t, look = self.s.t, self.s.look
        clear(self._concerns)
        count = t.n("{n} point to look at", "{n} points to look at", len(found))
        parts: list[Item] = [label(count if found else t("Nothing to look at."), "small")]
        for each in found:
            title, words = wording.concern(self.s.words, each)
            mark = top(icon_label(look, "triangle-alert", "warn_text", 18))
            inside = column(
                row(mark, (label(title, "b", wrap=True), 1)),
                label(words, wrap=True),
                margins=(14, 11, 14, 11),
                gap=5,
            )
            parts.append(framed(inside, "warn"))
        self._concerns.addLayout(column(*parts, gap=8))

    # -- doing

    def _leaf(self, by: int) -> None:
        self.page_shown = max(0, min(self.pages - 1, self.page_shown + by))
        self._ask_page()

    def _turn(self, place: int) -> None:
        self._view = place
        self.fold(self.narrow)

    def _choose_file(self) -> None:
        t = self.s.t
        choose_new(self.s, self, t("Make dossier"), t("Overview.pdf"), self._make)

    def _make(self, chosen: tuple[str, ...]) -> None:
        path = chosen[0] if chosen[0].lower().endswith(".pdf") else f"{chosen[0]}.pdf"
        self.make.setEnabled(False)
        self._result.hide()
        self.progress.begin(self.s.t("Making pages ..."))
        self.progress.show()
        call = calls.make_dossier(path, self.plan)
        task = self.s.workspace.ask(self, call, self._made, self._not_made)
        task.progressed.connect(self.progress.show_progress)
        self.progress.stop_asked.connect(task.cancel)

    def _made(self, made: DossierMade) -> None:
        t, words = self.s.t, self.s.words
        self._rest()
        inside = self._result.layout()
        if not isinstance(inside, QVBoxLayout):
            return
        clear(inside)
        pages = t.n(
            "{shown} page", "{shown} pages", made.pages, shown=wording.number(words, made.pages)
        )
        ready = t("Your overview is ready. Do ask whether a time limit applies.")
        parts: list[Item] = [
            label(ready, "okText", wrap=True),
            fact(t("Saved as"), made.path, pages),
        ]
        if made.messages_left_out:
            left_out = t.n(
                "{shown} message is not printed. The dossier says so.",
                "{shown} messages are not printed. The dossier says so.",
                made.messages_left_out,
                shown=wording.number(words, made.messages_left_out),
            )
            parts.append(label(left_out, "small", wrap=True))
        parts += [
            fingerprint(self.s, t("Fingerprint (SHA-256) of this file"), made.sha256),
            label(t("The file is not encrypted. Keep it in a safe place."), "small", wrap=True),
        ]
        inside.addLayout(column(*parts))
        self._result.show()

    def _not_made(self, error: EvidenceKitError) -> None:
        self._rest()
        if not isinstance(error, Cancelled):
            self.s.workspace.failed.emit(error)

    def _rest(self) -> None:
        self.progress.hide()
        self.make.setEnabled(True)

    def _hand_over(self) -> None:
        plan = self.plan
        if PartKind.CHECKING not in plan.parts:
            plan = replace(plan, parts=(*plan.parts, PartKind.CHECKING))
        HandOverSheet(self.s, plan, self._rows, self.window()).open()

    def _keep(self) -> None:
        self.s.workspace.change(self, calls.annotate(kept_plan(self.plan)))


def _waiting(page: DossierPage, after: int, do: object) -> QTimer:
    timer = QTimer(page)
    timer.setSingleShot(True)
    timer.setInterval(after)
    timer.timeout.connect(do)
    return timer
