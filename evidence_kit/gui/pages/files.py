# SPDX-License-Identifier: GPL-3.0-or-later
"""All files: cards, filters, and what is known about the chosen one."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QStackedWidget, QToolButton, QWidget

from evidence_kit import wording
from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.exhibit import ExhibitRow, Holding, MediaKind, Picture
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.domain.views import ExhibitDetail
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_new
from evidence_kit.gui.dialogs.columns import ColumnsSheet
from evidence_kit.gui.dialogs.remove import RemoveSheet
from evidence_kit.gui.dialogs.words import WordsSheet
from evidence_kit.gui.dialogs.zone import ZoneSheet
from evidence_kit.gui.models.exhibits import ROW_ROLE, ExhibitModel, shows_picture
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.pictures import pixmap_of
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.bar import Bar
from evidence_kit.gui.widgets.build import (
    STRETCH,
    choice,
    column,
    framed,
    icon_button,
    row,
)
from evidence_kit.gui.widgets.empty import empty
from evidence_kit.gui.widgets.exhibit_detail import ExhibitPane
from evidence_kit.gui.widgets.exhibit_grid import ExhibitGrid
from evidence_kit.gui.widgets.fold import Fold

_PREVIEW_BOX = 900


class FilesPage(Page):
    """Cards on the left, facts on the right."""

    name = PageName.FILES
    nav = PageName.FILES

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Files")
        self.detail: ExhibitDetail | None = None
        self.model = ExhibitModel(s)
        self.grid = ExhibitGrid(s)
        self.grid.setModel(self.model)
        self.grid.selectionModel().currentChanged.connect(self._chosen)
        self.grid.activated.connect(self._activated)
        self.pane = ExhibitPane(s)
        self._connect_pane()
        self.add = icon_button(s.look, "plus", t("Add files"), "primary", colour="on_primary")
        self.add.clicked.connect(lambda: self.go(PageName.ADD))
        self._stack = QStackedWidget()
        self._stack.addWidget(framed(column((self.grid, 1), margins=(14, 8, 6, 0))))
        self._stack.addWidget(self._nothing())
        main = framed(column(self._bar(), (self._stack, 1), gap=0))
        self._fold = Fold(main, self.pane, side_width=s.look.px(348))
        self._fold.turned.connect(self._turned)
        back = icon_button(s.look, "layout-grid", t("Back to the files"))
        back.clicked.connect(self._fold.turn)
        self._back_bar = framed(row(back, STRETCH, margins=(20, 8, 16, 8)), "barBelow")
        self.setLayout(column((self._fold, 1), self._back_bar, gap=0))
        self._turned()

    def arrived(self) -> None:
        """Read the list."""
        self.s.workspace.ask(self, calls.exhibits(), self._show)

    def reread(self) -> None:
        """Read the list, and the chosen exhibit, again."""
        self.arrived()
        if self.detail is not None:
            self.show_exhibit(self.detail.exhibit.id)

    def fold(self, narrow: bool) -> None:
        """Show the facts in place of the cards when there is little room."""
        super().fold(narrow)
        self._fold.fold(narrow)
        self._turned()

    def show_exhibit(self, exhibit: ExhibitId) -> None:
        """Choose an exhibit and show what is known about it."""
        self.s.workspace.ask(self, calls.exhibit(exhibit), self._show_detail)

    # -- parts

    def _bar(self) -> QFrame:
        s, t = self.s, self.s.t
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("Search by name"))
        self.search.setAccessibleName(t("Search by name"))
        self.search.setMinimumWidth(s.look.px(170))
        self.search.setMaximumWidth(s.look.px(240))
        self.search.addAction(
            s.look.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        for inner in self.search.findChildren(QToolButton):
            inner.setAccessibleName(t("Search by name"))
        self.search.textChanged.connect(self._narrow)
        self._kinds: dict[QWidget, frozenset[MediaKind]] = {}
        group = QButtonGroup(self)
        chips: list[QWidget] = []
        for text, kinds in (
            (t("All"), frozenset[MediaKind]()),
            (t("Pictures"), frozenset({MediaKind.PICTURE})),
            (t("Chats"), frozenset({MediaKind.CHAT})),
            (t("Other"), frozenset(MediaKind) - {MediaKind.PICTURE, MediaKind.CHAT}),
        ):
            chip = choice(text, checked=not kinds)
            chip.toggled.connect(self._narrow)
            group.addButton(chip)
            self._kinds[chip] = kinds
            chips.append(chip)
        self._chips = group
        self.to_detail = icon_button(s.look, "info", t("Details"))
        self.to_detail.clicked.connect(self._turn)
        self._two = Bar(row((self.search, 1), *chips, STRETCH), row(self.to_detail, self.add))
        return self._two

    def _nothing(self) -> QWidget:
        t = self.s.t
        return framed(
            column(
                empty(
                    self.s,
                    "layout-grid",
                    t("No files yet"),
                    t("Drop files anywhere in this window, or choose them."),
                    (t("Add files"), lambda: self.go(PageName.ADD)),
                ),
                STRETCH,
                margins=(24, 20, 24, 20),
            )
        )

    def _connect_pane(self) -> None:
        pane = self.pane
        pane.picture_asked.connect(self._show_picture)
        pane.conversation_asked.connect(self._to_conversation)
        pane.registered_asked.connect(self._to_registered)
        pane.words_asked.connect(self._write_words)
        pane.zone_asked.connect(self._choose_zone)
        pane.day_order_asked.connect(self._choose_day_order)
        pane.columns_asked.connect(self._point_out_columns)
        pane.export_asked.connect(self._export)
        pane.removal_asked.connect(self._remove)

    # -- what comes back

    def _show(self, rows: tuple[ExhibitRow, ...]) -> None:
        t = self.s.t
        self.model.load(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self.head(t("Files"), t.n("{n} file", "{n} files", len(rows)))
        if self.destination.exhibit is not None:
            self.show_exhibit(self.destination.exhibit)
            self.destination = Destination(page=self.name)

    def _show_detail(self, detail: ExhibitDetail) -> None:
        self.detail = detail
        self._turned()
        self.pane.show_detail(detail)
        index = self.model.place(detail.exhibit.id)
        if index.isValid() and index != self.grid.currentIndex():
            self.grid.setCurrentIndex(index)
        if index.isValid():
            row = self.model.data(index, ROW_ROLE)
            if (
                isinstance(row, ExhibitRow)
                and shows_picture(row)
                and not self.model.is_covered(row)
            ):
                self._show_picture()

    def _chosen(self, index: QModelIndex) -> None:
        row = self.model.data(index, ROW_ROLE)
        if isinstance(row, ExhibitRow) and not (
            self.detail is not None and self.detail.exhibit.id == row.exhibit.id
        ):
            self.show_exhibit(row.exhibit.id)

    def _activated(self, index: QModelIndex) -> None:
        row = self.model.data(index, ROW_ROLE)
        if not isinstance(row, ExhibitRow):
            return
        if row.exhibit.holding is Holding.REGISTERED:
            self._to(PageName.REGISTERED, row.exhibit.id)
        elif self._fold.folded:
            self._fold.turn()

    def _narrow(self) -> None:
        kinds = next(
            (found for chip, found in self._kinds.items() if chip is self._chips.checkedButton()),
            frozenset[MediaKind](),
        )
        self.model.narrow(kinds, self.search.text())

    # -- doing

    def _show_picture(self) -> None:
        if self.detail is None:
            return
        key = self.detail.exhibit.id
        self.model.uncover(key)
        call = calls.thumbnail(key, None, _PREVIEW_BOX)
        self.s.workspace.ask(self, call, self._take_picture, self._no_picture)

    def _take_picture(self, picture: Picture) -> None:
        self.pane.show_picture(pixmap_of(picture), picture.original_width, picture.original_height)

    def _no_picture(self, error: EvidenceKitError) -> None:
        self.pane.say_no_picture("\n".join(wording.error(self.s.words, error)))

    def _to_conversation(self, number: int) -> None:
        if self.detail is not None:
            self.went.emit(
                Destination(
                    page=PageName.CONVERSATION,
                    exhibit=self.detail.exhibit.id,
                    conversation=number,
                )
            )

    def _to_registered(self) -> None:
        if self.detail is not None:
            self._to(PageName.REGISTERED, self.detail.exhibit.id)

    def _to(self, page: PageName, exhibit: ExhibitId) -> None:
        self.went.emit(Destination(page=page, exhibit=exhibit))

    def _write_words(self) -> None:
        if self.detail is not None:
            described = [
                each
                for each in self.detail.annotations
                if each.kind is AnnotationKind.DESCRIPTION and not each.targets
            ]
            before = described[-1] if described else None
            WordsSheet(self.s, self.detail.exhibit, before, self.window()).open()

    def _choose_zone(self) -> None:
        if self.detail is not None:
            ZoneSheet(self.s, self.detail.exhibit, self.window()).open()

    def _point_out_columns(self) -> None:
        if self.detail is not None:
            ColumnsSheet(self.s, self.detail.exhibit, self.window()).open()

    def _choose_day_order(self, day_first: bool) -> None:
        if self.detail is not None:
            call = calls.choose_day_order(self.detail.exhibit.id, day_first=day_first)
            self.s.workspace.change(self, call)

    def _export(self) -> None:
        if self.detail is None:
            return
        exhibit = self.detail.exhibit
        title = self.s.t("Save a copy elsewhere")

        def save(chosen: tuple[str, ...]) -> None:
            self.s.workspace.ask(self, calls.export(exhibit.id, chosen[0]), self._exported)

        choose_new(self.s, self, title, exhibit.name.text, save)

    def _exported(self, size: int) -> None:
        t = self.s.t
        shown = wording.rough_size(self.s.words, size)
        self.head(t("Files"), t("Copy saved: {size}. It is not encrypted.", size=shown))

    def _remove(self) -> None:
        if self.detail is not None:
            RemoveSheet(self.s, self.detail.exhibit, self.window()).open()

    def _turn(self) -> None:
        self._fold.turn()

    def _turned(self) -> None:
        self.to_detail.setVisible(self._fold.folded and self.detail is not None)
        self._back_bar.setVisible(self._fold.folded and self._fold.side_shown)
        self._two.arrange()
