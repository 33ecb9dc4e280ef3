# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder to write to, with what is good to know about the place."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from evidence_kit import wording
from evidence_kit.domain.backup import PlaceWarning
from evidence_kit.gui import calls
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import clear, column, icon_button, label, row
from evidence_kit.gui.widgets.note_box import note_box

_LOOK_AFTER_MS = 300


class PlaceChoice(QWidget):
    """Shows warnings as soon as a place stands there."""

    changed = Signal()
    choosing = Signal()

    def __init__(
        self, s: Surroundings, name: str, *, for_backup: bool = False, warns: bool = True
    ) -> None:
        super().__init__()
        self._s = s
        self._for_backup = for_backup
        self._warns = warns
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.textChanged.connect(self._typed)
        self._choose = icon_button(s.look, "folder-open", s.t("Choose a folder"))
        self._choose.clicked.connect(self.choosing)
        self.warnings: tuple[PlaceWarning, ...] = ()
        self._notes = QVBoxLayout()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_AFTER_MS)
        self._timer.timeout.connect(self._look)
        self.setLayout(
            column(label(name, "b"), row((self.line, 1), self._choose), self._notes, gap=6)
        )

    @property
    def path(self) -> str:
        """The place as it stands there."""
        return self.line.text().strip()

    def put(self, path: str) -> None:
        """Fill a place in."""
        self.line.setText(path)

    def _typed(self) -> None:
        self._show(())
        if self.path and self._warns:
            self._timer.start()
        self.changed.emit()

    def _look(self) -> None:
        path = self.path
        if not self.isVisible():
            return  # the window was closed, or the vault locked, meanwhile

        def take(warnings: tuple[PlaceWarning, ...]) -> None:
            if path == self.path:
                self._show(warnings)

        call = calls.place_warnings(path, for_backup=self._for_backup)
        # A place that cannot be looked at is named when something is to be written there.
        self._s.workspace.ask(self, call, take, lambda _error: None)

    def _show(self, warnings: tuple[PlaceWarning, ...]) -> None:
        self.warnings = warnings
        clear(self._notes)
        if warnings:
            sentences = [wording.place(self._s.words, each) for each in warnings]
            ground = note_box(self._s, *sentences, ground="warn", icon="triangle-alert")
            self._notes.addWidget(ground)
