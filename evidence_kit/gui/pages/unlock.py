# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a vault that is there already."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from evidence_kit.domain.views import Opened
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.dialogs.choose import choose_folder
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    button,
    centred,
    column,
    framed,
    icon_button,
    label,
    line,
    row,
    scrolled,
)
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.passphrase import PassphraseField
from evidence_kit.gui.widgets.role_choice import RoleChoice


class UnlockPage(Page):
    """Go on where you were."""

    name = PageName.UNLOCK

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Open")
        self.back = Destination(page=PageName.START)
        self.back_text = t("Back")
        self._with_recovery = False
        self.error = ErrorNote(s)
        self.place = QLineEdit(s.vault_path or str(Path(s.start_folder) / t("Papers")))
        self.place.setAccessibleName(t("Place of the vault"))
        self.secret = PassphraseField(s, t("Passphrase"))
        self.secret.entered.connect(self.on_open)
        self.recovery = PassphraseField(s, t("Recovery key"))
        self.recovery.entered.connect(self.on_open)
        self.recovery.hide()
        self.other_way = button(t("I have a recovery key"), "link")
        self.other_way.clicked.connect(self._turn)
        self.role = RoleChoice(s)
        self.actor = QLineEdit()
        self.actor.setAccessibleName(t("Your name, if you want"))
        self.open = button(t("Open the vault"), "primary")
        self.open.clicked.connect(self.on_open)
        content = framed(self._content(), width=0)
        content.setMaximumWidth(s.look.px(620))
        content.setMinimumWidth(min(s.look.px(520), 560))
        self.setLayout(
            column(scrolled(column(centred(content), STRETCH, margins=(16, 22, 16, 16))), gap=0)
        )

    def arrived(self) -> None:
        """Wait for the passphrase."""
        if self.destination.paths:
            self.place.setText(self.destination.paths[0])
        self.secret.line.setFocus()

    def _content(self) -> QVBoxLayout:
        t = self.s.t
        other = icon_button(self.s.look, "folder-open", t("Another place"))
        other.clicked.connect(self._choose_place)
        card: QWidget = framed(
            column(
                label(t("Place of the vault"), "b"),
                row((self.place, 1), other),
                self.secret,
                self.recovery,
                row(self.other_way, STRETCH),
                line(),
                self.role,
                label(t("Your name, if you want"), "b"),
                self.actor,
                row(STRETCH, self.open),
                margins=(22, 18, 22, 18),
                gap=10,
            ),
            "card",
        )
        return column(self.error, card, gap=12)

    def _choose_place(self) -> None:
        def take(chosen: tuple[str, ...]) -> None:
            self.place.setText(chosen[0])

        choose_folder(self.s, self, self.s.t("Choose the folder of the vault"), take)

    def _turn(self) -> None:
        t = self.s.t
        self._with_recovery = not self._with_recovery
        self.secret.setVisible(not self._with_recovery)
        self.recovery.setVisible(self._with_recovery)
        self.other_way.setText(
            t("I have a passphrase") if self._with_recovery else t("I have a recovery key")
        )

    def on_open(self) -> None:
        """Try the key."""
        secret = self.recovery.text if self._with_recovery else self.secret.text
        if not secret or not self.open.isEnabled():
            return
        self.open.setEnabled(False)
        self.open.setText(self.s.t("One moment ..."))
        self.error.dismiss()
        self.s.workspace.enter(
            self,
            calls.unlock(
                self.place.text().strip(),
                self.role.role,
                self.actor.text().strip() or None,
                passphrase=None if self._with_recovery else secret,
                recovery_key=_tidy(secret) if self._with_recovery else None,
            ),
            self._opened,
            self._failed,
        )

    def _opened(self, _opened: Opened) -> None:
        self._rest()
        self.go(PageName.OVERVIEW)

    def _failed(self, error: EvidenceKitError) -> None:
        self._rest()
        self.error.say(error)
        self.arrived()

    def _rest(self) -> None:
        self.open.setEnabled(True)
        self.open.setText(self.s.t("Open the vault"))
        self.secret.forget()
        self.recovery.forget()


def _tidy(key: str) -> str:
    # On paper it stands in groups; age wants one upper-case word.
    return "".join(key.split()).upper()
