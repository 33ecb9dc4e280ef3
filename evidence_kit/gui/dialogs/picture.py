# SPDX-License-Identifier: GPL-3.0-or-later
"""One picture, large. In quiet view it stays covered until asked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from evidence_kit import wording
from evidence_kit.domain.exhibit import Picture
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.sheet import Sheet
from evidence_kit.gui.pictures import pixmap_of
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import button, label

_BOX = 1600


class PictureSheet(Sheet):
    """Shows the whole picture; never a part of it."""

    def __init__(
        self, s: Surroundings, exhibit: ExhibitId, member: str | None, parent: QWidget
    ) -> None:
        t = s.t
        super().__init__(s, t("Picture"), parent)
        self._exhibit = exhibit
        self._member = member
        self.canvas = QLabel(t("The picture is covered."))
        self.canvas.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.canvas.setMinimumHeight(s.look.px(380))
        self.canvas.setAccessibleName(t("Picture"))
        self.words = label("", "small", wrap=True)
        self.uncover = button(t("Show the picture"))
        self.uncover.clicked.connect(self.on_uncover)
        self.fill(
            self.canvas,
            self.words,
            buttons=(self.uncover, self.closing_button(t("Close"))),
            width=760,
        )
        if not s.settings.quiet_view:
            self.on_uncover()

    def on_uncover(self) -> None:
        """Ask for the picture."""
        self.uncover.setEnabled(False)
        call = calls.thumbnail(self._exhibit, self._member, _BOX)
        self.s.workspace.ask(self, call, self._show, self._failed)

    def _show(self, picture: Picture) -> None:
        room = self.canvas.size()
        pixmap = pixmap_of(picture).scaled(
            room,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self.canvas.setPixmap(pixmap)
        words = self.s.words
        self.words.setText(
            self.s.t(
                "The whole picture, made smaller. The original is {width} x {height} pixels.",
                width=wording.number(words, picture.original_width),
                height=wording.number(words, picture.original_height),
            )
        )

    def _failed(self, error: EvidenceKitError) -> None:
        happened, can_do = wording.error(self.s.words, error)
        self.canvas.setText(happened)
        self.words.setText(can_do)
