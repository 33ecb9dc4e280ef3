# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a vault: a place, a passphrase, who acts. One page, then the first file."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from evidence_kit.domain.views import Opened
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_folder
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    column,
    framed,
    icon_label,
    label,
    line,
    row,
    scrolled,
    top,
)
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.new_passphrase import NewPassphrase
from evidence_kit.gui.widgets.place_choice import PlaceChoice
from evidence_kit.gui.widgets.role_choice import RoleChoice


class CreatePage(Page):
    """Begin."""

    name = PageName.CREATE

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Begin")
        self.back = Destination(page=PageName.START)
        self.back_text = t("Back")
        self.error = ErrorNote(s)
        self.place = PlaceChoice(s, t("Place of the vault"))
        self.place.changed.connect(self._ready)
        self.place.choosing.connect(self._choose_place)
        self.passphrase = NewPassphrase(s)
        self.passphrase.changed.connect(self._ready)
        self.passphrase.entered.connect(self.on_make)
        self.role = RoleChoice(s)
        self.make = button(t("Make the vault"), "primary")
        self.make.clicked.connect(self.on_make)
        self._left = framed(column(self._passphrase_card(), STRETCH, gap=14))
        self._right = framed(column(self._place_card(), self._role_card(), STRETCH, gap=14))
        self._body = row((self._left, 11), (self._right, 9), gap=20)
        content = framed(
            column(
                label(t("You need this passphrase each time. Write it down."), "sub", wrap=True),
                self.error,
                self._body,
                row(STRETCH, self.make),
                STRETCH,
                margins=(24, 18, 24, 18),
                gap=14,
            )
        )
        content.setMaximumWidth(s.look.px(1120))
        self.setLayout(column(scrolled(row((content, 1))), gap=0))
        self._ready()

    def arrived(self) -> None:
        """Offer a place, and words first."""
        if not self.place.path:
            self.place.put(str(Path(self.s.start_folder) / self.s.t("Papers")))
        self.passphrase.offer()

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        stacked = self.width() < self.s.look.px(860)
        self._body.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )

    def _passphrase_card(self) -> QWidget:
        title = label(self.s.t("Passphrase"), "h2")
        return framed(column(title, self.passphrase, margins=(20, 16, 20, 16), gap=10), "card")

    def _place_card(self) -> QWidget:
        t = self.s.t
        return framed(
            column(
                label(t("Place"), "h2"),
                self.place,
                label(
                    t("A stick that you keep is fine too. Take a name that fits anything."),
                    "small",
                    wrap=True,
                ),
                margins=(20, 16, 20, 16),
                gap=8,
            ),
            "card",
        )

    def _role_card(self) -> QWidget:
        t = self.s.t
        safe = row(
            top(icon_label(self.s.look, "info", "muted", 18)),
            (
                label(
                    t("In this vault everything is encrypted. Your own files are still there."),
                    "small",
                    wrap=True,
                ),
                1,
            ),
        )
        return framed(column(self.role, line(), safe, margins=(20, 16, 20, 16), gap=10), "card")

    def _choose_place(self) -> None:
        name = Path(self.place.path).name

        def take(chosen: tuple[str, ...]) -> None:
            self.place.put(str(Path(chosen[0]) / name))

        choose_folder(self.s, self, self.s.t("Choose a place"), take)

    def _ready(self) -> None:
        self.make.setEnabled(self.passphrase.good and bool(self.place.path))

    def on_make(self) -> None:
        """Make the vault."""
        if not self.make.isEnabled():
            return
        self.make.setEnabled(False)
        self.make.setText(self.s.t("One moment ..."))
        self.error.dismiss()
        self.s.workspace.enter(
            self,
            calls.create(
                self.place.path,
                self.passphrase.text,
                self.role.role,
                None,
            ),
            self._made,
            self._failed,
        )

    def _made(self, _opened: Opened) -> None:
        self._rest()
        self.go(PageName.ADD)

    def _failed(self, error: EvidenceKitError) -> None:
        self._rest()
        self.error.say(error)
        self._ready()

    def _rest(self) -> None:
        self.make.setText(self.s.t("Make the vault"))
        self.passphrase.forget()
