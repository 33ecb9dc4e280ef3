# SPDX-License-Identifier: GPL-3.0-or-later
"""Making a vault: a place, a passphrase, who acts. One page, then the first file."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

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
    copyable,
    framed,
    icon_button,
    icon_label,
    label,
    line,
    row,
    scrolled,
    top,
)
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.passphrase import PassphraseField, strength_words
from evidence_kit.gui.widgets.role_choice import RoleChoice

_JUDGE_AFTER_MS = 250
_COPYING_FOLDERS = ("onedrive", "dropbox", "icloud", "google drive", "googledrive", "nextcloud")


class CreatePage(Page):
    """Begin."""

    name = PageName.CREATE

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t = s.t
        self.title = t("Begin")
        self.back = Destination(page=PageName.START)
        self.back_text = t("Back")
        self._judged: tuple[str, int, bool] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_JUDGE_AFTER_MS)
        self._timer.timeout.connect(self._judge)
        self.error = ErrorNote(s)
        self.place = QLineEdit(str(Path(s.start_folder) / t("Papers")))
        self.place.setAccessibleName(t("Place of the vault"))
        self.place.textChanged.connect(self._look_at_place)
        self._copies = label("", "warnText", wrap=True)
        self.suggestion = copyable("", "key")
        self.suggestion.setAccessibleName(t("Suggested passphrase"))
        self.first = PassphraseField(s, t("Passphrase"))
        self.second = PassphraseField(s, t("Passphrase once more"))
        self.strength = label("", "small", wrap=True)
        self.role = RoleChoice(s)
        self.make = button(t("Make the vault"), "primary")
        self.make.clicked.connect(self.on_make)
        for each in (self.first, self.second):
            each.edited.connect(self._typed)
            each.entered.connect(self.on_make)
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
        self._look_at_place()
        self._typed()

    def arrived(self) -> None:
        """Offer words first: most people have none at hand."""
        if not self.suggestion.text():
            self._suggest()

    def fold(self, narrow: bool) -> None:
        """One column when there is little room."""
        super().fold(narrow)
        stacked = self.width() < self.s.look.px(860)
        self._body.setDirection(
            QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        )

    def _passphrase_card(self) -> QWidget:
        t = self.s.t
        use = button(t("Use this one"))
        use.clicked.connect(lambda: self.first.put(self.suggestion.text()))
        another = icon_button(self.s.look, "undo", t("Another one"))
        another.clicked.connect(self._suggest)
        offer = framed(
            column(
                label(t("A suggestion. Write it on paper first."), "b", wrap=True),
                self.suggestion,
                row(use, another, STRETCH),
                margins=(16, 12, 16, 12),
            ),
            "soft",
        )
        return framed(
            column(
                label(t("Passphrase"), "h2"),
                offer,
                self.first,
                self.strength,
                self.second,
                label(
                    t("Nobody can look this up for you. Not even this program."), "small", wrap=True
                ),
                margins=(20, 16, 20, 16),
                gap=10,
            ),
            "card",
        )

    def _place_card(self) -> QWidget:
        t = self.s.t
        other = icon_button(self.s.look, "folder-open", t("Another place"))
        other.clicked.connect(self._choose_place)
        return framed(
            column(
                label(t("Place"), "h2"),
                self.place,
                row(other, STRETCH),
                self._copies,
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
        name = Path(self.place.text()).name

        def take(chosen: tuple[str, ...]) -> None:
            self.place.setText(str(Path(chosen[0]) / name))

        choose_folder(self.s, self, self.s.t("Choose a place"), take)

    def _look_at_place(self) -> None:
        t = self.s.t
        lowered = self.place.text().lower()
        copied = any(word in lowered for word in _COPYING_FOLDERS)
        self._copies.setText(
            t("This folder is copied to the internet. Another place is safer.") if copied else ""
        )
        self._copies.setVisible(copied)

    def _suggest(self) -> None:
        self.s.workspace.ask(self, calls.suggest_passphrase(self.s.t.lang), self.suggestion.setText)

    def _typed(self) -> None:
        self._judged = None
        self.strength.setText("")
        if self.first.text:
            self._timer.start()
        self._ready()

    def _judge(self) -> None:
        text = self.first.text

        def take(verdict: tuple[int, bool]) -> None:
            score, refused = verdict
            if text != self.first.text:
                return
            self._judged = (text, score, refused)
            self.strength.setText(strength_words(self.s, score, refused=refused))
            self._ready()

        self.s.workspace.ask(self, calls.judge_passphrase(text), take)

    def _ready(self) -> None:
        t = self.s.t
        same = self.first.text == self.second.text
        good = self._judged is not None and not self._judged[2]
        if good and self.second.text and not same:
            self.strength.setText(t("The two are not the same yet."))
        elif good and self._judged is not None:
            self.strength.setText(strength_words(self.s, self._judged[1], refused=self._judged[2]))
        self.make.setEnabled(good and same and bool(self.place.text().strip()))

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
                self.place.text().strip(),
                self.first.text,
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
        self._typed()

    def _rest(self) -> None:
        self.make.setText(self.s.t("Make the vault"))
        for each in (self.first, self.second):
            each.forget()
