# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices of this person: kept in the vault, or for this run alone."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    Item,
    button,
    column,
    framed,
    label,
    row,
    scrolled,
)
from evidence_kit.settings import HIDE_KEYS, IDLE_MINUTES_MOST, TEXT_SCALES, WINDOW_TITLES

_LANGUAGES = (("nl", "Nederlands"), ("en", "English"))


class SettingsPage(Page):
    """Language, letters, locking, hiding."""

    name = PageName.SETTINGS
    nav = PageName.SETTINGS

    def __init__(self, s: Surroundings) -> None:
        super().__init__(s)
        t, now = s.t, s.settings
        self.back_text = t("Back")
        self.language = self._choice(_LANGUAGES, now.language, t("Language"))
        scales = tuple((str(each), f"{each} %") for each in TEXT_SCALES)
        self.scale = self._choice(scales, str(now.text_scale), t("Size of letters"))
        looks = (
            ("system", t("As this computer")),
            ("light", t("Light")),
            ("dark", t("Dark")),
        )
        self.appearance = self._choice(looks, now.appearance, t("Light or dark"))
        self.quiet = QCheckBox(t("Keep pictures covered until I ask"))
        self.quiet.setAccessibleName(self.quiet.text())
        self.quiet.setChecked(now.quiet_view)
        self.idle = QSpinBox()
        self.idle.lineEdit().setTextMargins(10, 0, 0, 0)
        self.idle.setRange(0, IDLE_MINUTES_MOST)
        self.idle.setSpecialValueText(t("Never"))
        self.idle.setValue(now.idle_lock_minutes)
        self.idle.setAccessibleName(t("Lock after so many minutes"))
        keys = tuple((each, each) for each in HIDE_KEYS)
        named = tuple(
            (code, replace(s, settings=replace(now, window_title=code)).window_title)
            for code in WINDOW_TITLES
        )
        self.name_shown = self._choice(named, now.window_title, t("Name in the title bar"))
        self.key = self._choice(keys, now.hide_key, t("Key for Quick hide"))
        apply = button(t("Use these choices"), "primary")
        apply.clicked.connect(self.on_apply)
        self.apply = apply
        content = framed(
            column(
                self._card(
                    t("Language and letters"),
                    (t("Language"), self.language),
                    (t("Size of letters"), self.scale),
                    (t("Light or dark"), self.appearance),
                ),
                self._card(
                    t("Locking and hiding"),
                    (t("Lock after so many minutes"), self.idle),
                    (t("Key for Quick hide"), self.key),
                    (t("Name in the title bar"), self.name_shown),
                    ("", self.quiet),
                    ("", self._when_it_locks()),
                ),
                row(STRETCH, apply),
                STRETCH,
                margins=(24, 20, 24, 20),
                gap=14,
            )
        )
        content.setMaximumWidth(s.look.px(760))
        self.setLayout(column(scrolled(row((content, 1))), gap=0))

    def arrived(self) -> None:
        """Know the way back."""
        is_open = self.s.workspace.is_open
        self.back = None if is_open else Destination(page=PageName.START)
        t = self.s.t
        self.head(
            t("Settings"),
            t("These choices are kept in the vault, and nowhere else.")
            if is_open
            else t("These choices hold until you close the program. They are written nowhere."),
        )

    def on_apply(self) -> None:
        """Take the choices."""
        self.s.choose_settings(
            replace(
                self.s.settings,
                language=str(self.language.currentData()),
                text_scale=int(str(self.scale.currentData())),
                appearance=str(self.appearance.currentData()),
                quiet_view=self.quiet.isChecked(),
                idle_lock_minutes=self.idle.value(),
                hide_key=str(self.key.currentData()),
                window_title=str(self.name_shown.currentData()),
            )
        )

    def _when_it_locks(self) -> QWidget:
        t = self.s.t
        parts = [
            t("Moving the mouse or typing counts as being there."),
            t("While files are being added the page is empty and the lock waits."),
            t("The vault also locks when this computer sleeps or locks its screen.")
            if self.s.system_tells
            else t("After sleep the vault locks within a second of waking up."),
        ]
        if not self.s.system_tells:
            parts.append(t("This computer does not tell when its screen is locked."))
        return framed(column(*(label(each, "small", wrap=True) for each in parts), gap=3))

    def _choice(self, answers: tuple[tuple[str, str], ...], now: str, name: str) -> QComboBox:
        found = QComboBox()
        for code, words in answers:
            found.addItem(words, code)
        found.setCurrentIndex(max(0, found.findData(now)))
        found.setAccessibleName(name)
        return found

    def _card(self, title: str, *lines: tuple[str, QWidget]) -> QWidget:
        parts: list[Item] = [label(title, "h2")]
        for words, control in lines:
            control.setMinimumWidth(self.s.look.px(190))
            if words:
                parts.append(row((label(words, wrap=True), 1), control))
            else:
                parts.append(row(control, STRETCH) if isinstance(control, QCheckBox) else control)
        return framed(column(*parts, margins=(22, 16, 22, 16), gap=12), "card")
