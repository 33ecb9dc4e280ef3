# SPDX-License-Identifier: GPL-3.0-or-later
"""One of the papers, as it will be: seen first, then printed or written to a file.

It is laid out in the memory of the vault process. A file is made only where the person says.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from evidence_kit.domain.exhibit import Picture
from evidence_kit.domain.paper import PaperKind, PaperMade
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_new
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.pictures import pixmap_of
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import STRETCH, choice, icon_button, label, row
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.note_box import note_box
from evidence_kit.gui.widgets.page_preview import PagePreview

_A4 = 1.4142
_SEEN_WHOLE = 430
_ROOM_AROUND = 20
_PRINTED_WIDTH = 1654
"""Pixels for the width of A4 at 200 dots an inch."""


class PaperSheet(Sheet):
    """Shows a paper, and lets go of it when it is closed."""

    def __init__(self, s: Surroundings, kind: PaperKind, parent: QWidget) -> None:
        super().__init__(s, paper_title(s, kind), parent)
        t = s.t
        self._kind = kind
        self.pages = 0
        self.shown = 1
        self.error = ErrorNote(s)
        self.preview = PagePreview(s)
        self.preview.setAccessibleName(paper_title(s, kind))
        self.preview.setMinimumHeight(s.look.px(_SEEN_WHOLE))
        self.preview.say(t("One moment ..."))
        self.preview.width_wanted.connect(self._ask_page)
        self.before = icon_button(s.look, "chevron-left", name=t("Page before"))
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after = icon_button(s.look, "chevron-right", name=t("Next page"))
        self.after.clicked.connect(lambda: self._turn(1))
        self.place = label("")
        self.larger = choice(t("Larger"))
        self.larger.toggled.connect(self._enlarge)
        self.written = label("", "okText", wrap=True)
        self.written.hide()
        self.save = icon_button(s.look, "download", t("Save as a file"))
        self.save.clicked.connect(self.on_save)
        self.print = icon_button(s.look, "printer", t("Print"), "primary", colour="on_primary")
        self.print.clicked.connect(self.on_print)
        for each in (self.save, self.print, self.before, self.after):
            each.setEnabled(False)
        self.fill(
            self.error,
            self._note(),
            self.written,
            row(STRETCH, self.before, self.place, self.after, self.larger, STRETCH),
            self.preview,
            buttons=(self.closing_button(t("Close")), self.save, self.print),
            width=680,
        )
        self.finished.connect(self._forget)
        asked = calls.paper_pages(kind, t.lang)
        s.workspace.ask(self, asked, self._laid_out, self._failed)

    def _note(self) -> QWidget:
        t = self.s.t
        if self._kind is PaperKind.RECOVERY:
            return note_box(
                self.s,
                t("A shared printer keeps what it prints."),
                t("Printing and saving leave a copy on this computer too."),
                t("By hand on paper leaves the least behind."),
            )
        return note_box(self.s, t("There are no names or words of yours on it."))

    def _laid_out(self, pages: int) -> None:
        self.pages = pages
        self.save.setEnabled(True)
        self.print.setEnabled(True)
        for each in (self.before, self.after, self.place):
            each.setVisible(pages > 1)
        self._turn(0)

    def _turn(self, by: int) -> None:
        self.shown = max(1, min(self.pages, self.shown + by))
        self.before.setEnabled(self.shown > 1)
        self.after.setEnabled(self.shown < self.pages)
        place = self.s.t("Page {number} of {total}", number=self.shown, total=self.pages)
        self.place.setText(place)
        self._ask_page()

    def _enlarge(self, larger: bool) -> None:
        """Make the page as wide as there is room, so that a phone can read its code."""
        parent = self.parentWidget()
        if larger and parent is not None:
            room = parent.window().size()
            self.resize(room.width() - _ROOM_AROUND, room.height() - _ROOM_AROUND)
        height = round((self.width() - 2 * _ROOM_AROUND) * _A4) if larger else _SEEN_WHOLE
        self.preview.setMinimumHeight(height if larger else self.s.look.px(height))

    def _ask_page(self) -> None:
        if self.pages:
            call = calls.paper_page(self.shown, self.preview.pixels)
            self.s.workspace.ask(self, call, partial(self._show, self.shown), self._failed)

    def _show(self, page: int, picture: Picture) -> None:
        if page == self.shown:
            self.preview.show_page(pixmap_of(picture))

    def on_save(self) -> None:
        """Write it where the person says."""
        title, name = self.s.t("Save as a file"), self.s.t("paper") + ".pdf"
        choose_new(self.s, self, title, name, self.write)

    def write(self, chosen: tuple[str, ...]) -> None:
        """Write it to a new file."""
        self.error.dismiss()
        make = _MAKE[self._kind]
        asked = make(chosen[0], self.s.t.lang)
        self.s.workspace.ask(self, asked, self._written, self._failed)

    def _written(self, made: PaperMade) -> None:
        self.written.setText(self.s.t("Saved: {path}", path=made.path))
        self.written.show()

    def on_print(self) -> None:
        """Let the person choose a printer."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFullPage(True)
        printer.setDocName(self.s.window_title)
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()

    def print_on(self, printer: QPrinter, then: Callable[[], None] | None = None) -> None:
        """Print all pages; `then` is called when the last was given to the printer."""
        painter = QPainter()
        if not painter.begin(printer):
            sentences = self.s.t("The printer does not answer."), self.s.t("Look whether it is on.")
            self.error.tell(*sentences)
            return
        self._print_from(1, printer, painter, then)

    def _print_from(
        self, page: int, printer: QPrinter, painter: QPainter, then: Callable[[], None] | None
    ) -> None:
        def put(picture: Picture) -> None:
            paper = printer.pageRect(QPrinter.Unit.DevicePixel)
            height = round(paper.width() * picture.height / picture.width)
            painter.drawPixmap(QRect(0, 0, round(paper.width()), height), pixmap_of(picture))
            if page < self.pages:
                printer.newPage()
                self._print_from(page + 1, printer, painter, then)
                return
            painter.end()
            self.written.setText(self.s.t("Given to the printer."))
            self.written.show()
            if then is not None:
                then()

        def failed(error: EvidenceKitError) -> None:
            painter.end()
            self._failed(error)

        self.s.workspace.ask(self, calls.paper_page(page, _PRINTED_WIDTH), put, failed)

    def _failed(self, error: EvidenceKitError) -> None:
        self.error.say(error)

    def _forget(self) -> None:
        workspace = self.s.workspace
        if workspace.is_open:
            workspace.ask(workspace, calls.forget_paper(), lambda _done: None)


def paper_title(s: Surroundings, kind: PaperKind) -> str:
    """Return what a paper is called in the window."""
    t = s.t
    match kind:
        case PaperKind.RECOVERY:
            return t("Recovery key on paper")
        case PaperKind.STAMP:
            return t("What to do on the other computer")
        case PaperKind.ANCHOR:
            return t("Numbers of this vault on paper")


_MAKE = {
    PaperKind.RECOVERY: calls.recovery_sheet,
    PaperKind.STAMP: calls.stamp_sheet,
    PaperKind.ANCHOR: calls.anchor_sheet,
}
