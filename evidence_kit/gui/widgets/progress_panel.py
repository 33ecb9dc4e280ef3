# SPDX-License-Identifier: GPL-3.0-or-later
"""How far long work has come, and a button that stops it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from evidence_kit import wording
from evidence_kit.domain.progress import Progress
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import button, column, label, row

_STEPS = 1000


class ProgressPanel(QFrame):
    """Says what is in hand, in words and as a bar."""

    stop_asked = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("card")
        self._s = s
        self._stage = label("", "h2", wrap=True)
        self._detail = label("", "small", wrap=True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(s.t("Progress"))
        self.stop = button(s.t("Stop"))
        self.stop.clicked.connect(self._stopped)
        self.setLayout(
            column(
                row((self._stage, 1), self.stop),
                self._bar,
                self._detail,
                margins=(22, 18, 22, 18),
                gap=10,
            )
        )
        self.begin("")

    def begin(self, stage: str) -> None:
        """Show that something began; how much there is to do is not known yet."""
        self._stage.setText(stage)
        self._detail.setText("")
        self._bar.setRange(0, 0)
        self.stop.setEnabled(True)

    def show_progress(self, progress: Progress) -> None:
        """Show a report."""
        self._stage.setText(_stage_words(self._s, progress.stage))
        if progress.total > 0:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(round(progress.done / progress.total * _STEPS))
        else:
            self._bar.setRange(0, 0)
        parts = (progress.name, _amount_words(self._s, progress))
        self._detail.setText("  ·  ".join(part for part in parts if part))

    def _stopped(self) -> None:
        self.stop.setEnabled(False)
        self._stage.setText(self._s.t("Stopping after the file in hand ..."))
        self.stop_asked.emit()


def _stage_words(s: Surroundings, stage: str) -> str:
    t = s.t
    words = {
        "survey": t("Looking what there is ..."),
        "secure": t("Securing ..."),
        "read": t("Reading messages ..."),
        "interpret": t("Reading messages ..."),
        "layout": t("Laying out pages ..."),
        "paint": t("Making pages ..."),
        "copy": t("Copying ..."),
        "check": t("Checking ..."),
        "compare": t("Comparing ..."),
        "prepare": t("Preparing pictures ..."),
    }
    return words.get(stage, t("Working ..."))


def _amount_words(s: Surroundings, progress: Progress) -> str:
    t, done, total = s.t, progress.done, progress.total
    if total <= 0 and done <= 0:
        return ""
    if progress.unit == "bytes":
        shown = wording.rough_size(s.words, done)
        whole = wording.rough_size(s.words, total) if total > 0 else ""
    else:
        shown = wording.number(s.words, done)
        whole = wording.number(s.words, total) if total > 0 else ""
    return t("{done} of {total}", done=shown, total=whole) if whole else shown
