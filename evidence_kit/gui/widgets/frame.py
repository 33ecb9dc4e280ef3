# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around every page: navigation left, quick hide top right, help lines below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from evidence_kit.gui.surroundings import PageName, Surroundings
from evidence_kit.gui.widgets.build import (
    STRETCH,
    column,
    framed,
    icon_button,
    icon_label,
    label,
    row,
    scrolled,
)


def hide_button(s: Surroundings) -> QPushButton:
    """Make the button that hides everything at once."""
    t = s.t
    text = t("Quick hide  ·  {key}", key=s.settings.hide_key)
    found = icon_button(s.look, "eye-off", text, name=t("Quick hide"))
    found.setObjectName("quickHide")
    return found


class Navigation(QFrame):
    """The dark column of pages; icons alone when there is little room."""

    chosen = Signal(object)
    """A PageName."""
    lock_asked = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("nav")
        t = s.t
        self._s = s
        self._texts: dict[QPushButton, str] = {}
        self._pages: dict[PageName, QPushButton] = {}
        self._brand = label(s.window_title, "brand")
        self._brand_mark = icon_label(s.look, "file-text", "nav_accent", 24)
        inside = QVBoxLayout()
        inside.setSpacing(4)
        self._inside = inside
        inside.addLayout(row(self._brand_mark, self._brand, STRETCH))
        inside.addSpacing(12)
        for page, icon, text in (
            (PageName.OVERVIEW, "folder-open", t("Overview")),
            (PageName.FILES, "layout-grid", t("Files")),
            (PageName.CONVERSATIONS, "messages-square", t("Conversations")),
            (PageName.TIMELINE, "calendar-clock", t("Timeline")),
            (PageName.IDENTIFIERS, "at-sign", t("Names and accounts")),
            (PageName.DOSSIER, "file-text", t("Make dossier")),
            (PageName.LOG, "scroll-text", t("Custody log")),
            (PageName.VAULT, "archive", t("This vault")),
        ):
            inside.addWidget(self._entry(page, icon, text))
        inside.addStretch()
        inside.addWidget(self._entry(PageName.HELP, "phone", t("Help and phone lines")))
        inside.addWidget(self._entry(PageName.SETTINGS, "settings", t("Settings")))
        inside.addSpacing(6)
        self._card = self._lock_card()
        inside.addWidget(self._card)
        self._small_lock = icon_button(s.look, "lock", name=t("Lock now"), colour="nav_text")
        self._small_lock.setObjectName("lock")
        self._small_lock.setProperty("kind", "compact")
        self._small_lock.clicked.connect(self.lock_asked)
        inside.addWidget(self._small_lock)
        # Large letters in a low window: the column scrolls.
        area = scrolled(framed(inside, "navBox"))
        self.setLayout(column(area, gap=0))
        self.compact(on=False)

    def compact(self, *, on: bool) -> None:
        """Show icons alone, or icons with their words."""
        for button, text in self._texts.items():
            button.setText("" if on else f"  {text}")
            button.setToolTip(text if on else "")
            button.setProperty("kind", "compact" if on else "")
            button.style().unpolish(button)
            button.style().polish(button)
        self._brand.setVisible(not on)
        self._brand_mark.setFixedWidth(self._s.look.px(46 if on else 24))
        self._brand_mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._card.setVisible(not on)
        self._small_lock.setVisible(on)
        self._inside.setContentsMargins(*((8, 14, 8, 10) if on else (16, 18, 16, 16)))
        self.setFixedWidth(self._s.look.px(46) + 18 if on else self._s.look.px(204) + 32)

    def show_current(self, page: PageName | None) -> None:
        """Mark the page that is shown."""
        for name, button in self._pages.items():
            button.setChecked(name is page)

    def say_idle(self, minutes: int) -> None:
        """Say when the vault locks by itself."""
        t = self._s.t
        self._idle.setText(
            t.n("Locks by itself in {n} minute", "Locks by itself in {n} minutes", minutes)
            if minutes
            else t("Does not lock by itself")
        )

    def _entry(self, page: PageName, icon: str, text: str) -> QPushButton:
        found = icon_button(self._s.look, icon, text, colour="nav_text")
        found.setIconSize(self._s.look.size(20))
        found.setCheckable(True)
        found.clicked.connect(lambda: self.chosen.emit(page))
        self._texts[found] = text
        self._pages[page] = found
        return found

    def _lock_card(self) -> QFrame:
        t, look = self._s.t, self._s.look
        self._idle = label("", "hint", wrap=True)
        button = icon_button(look, "lock", t("Lock now"), colour="nav_text")
        button.setObjectName("lock")
        button.clicked.connect(self.lock_asked)
        state = row(icon_label(look, "lock", "nav_accent", 18), label(t("Vault is open")), STRETCH)
        return framed(column(state, self._idle, button, margins=(12, 12, 12, 12)), "lockCard")


class TopBar(QFrame):
    """Title, what belongs to the page, and quick hide, always at the same place."""

    back_asked = Signal()
    hide_asked = Signal()

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("top")
        t = s.t
        self._mark = icon_label(s.look, "file-text", "primary", 24)
        self._back = icon_button(s.look, "arrow-left", name=t("Back"))
        self._back.clicked.connect(self.back_asked)
        self._low = False
        self._words = ""
        self.title = label("", "h1", wrap=True)
        self._subtitle = label("", "small", wrap=True)
        self._own = row(gap=8)
        self.hide_button = hide_button(s)
        self.hide_button.clicked.connect(self.hide_asked)
        words = column(self.title, self._subtitle, gap=1)
        self.setLayout(
            row(
                self._mark,
                self._back,
                (words, 1),
                self._own,
                self.hide_button,
                margins=(20, 9, 16, 9),
                gap=10,
            )
        )
        self.setMinimumHeight(64)

    def head(self, title: str, subtitle: str, *, back: str, mark: bool) -> None:
        """Show a page's title; `back` is the name of the way back, empty for none."""
        self._words = title
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle) and not self._low)
        self._show_title()
        self._back.setVisible(bool(back))
        self._back.setAccessibleName(back)
        self._back.setToolTip(back)
        self._mark.setVisible(mark and not back)

    def be_low(self, *, low: bool) -> None:
        """Take one line only: large letters in a low window leave little for the page."""
        self._low = low
        self.title.setWordWrap(not low)
        self._subtitle.setVisible(bool(self._subtitle.text()) and not low)
        policy = QSizePolicy.Policy.Ignored if low else QSizePolicy.Policy.Expanding
        self.title.setSizePolicy(policy, QSizePolicy.Policy.Preferred)
        self._show_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the title to its room."""
        super().resizeEvent(event)
        self._show_title()

    def _show_title(self) -> None:
        shown = self._words
        if self._low:
            metrics = self.title.fontMetrics()
            mode = Qt.TextElideMode.ElideRight
            shown = metrics.elidedText(shown, mode, max(60, self.title.width()))
        self.title.setText(shown)
        self.title.setAccessibleName(self._words)
        self.title.setToolTip(self._words if shown != self._words else "")

    def set_own(self, widgets: Sequence[QWidget]) -> None:
        """Show what belongs to the page."""
        while self._own.count():
            item = self._own.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
        for widget in widgets:
            self._own.addWidget(widget)
            widget.show()


class Foot(QFrame):
    """One quiet line with help, on every page."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("foot")
        t = s.t
        self._long = t(
            "<b>113</b> for thoughts of suicide: free, day and night  ·  "
            "<b>Helpwanted</b> 020-2615275"
        )
        self._short = t("Suicide: <b>113</b>  ·  <b>Helpwanted</b> 020-2615275")
        self._help = label(self._long, markup=True, wrap=True)
        self._offline_icon = icon_label(s.look, "wifi-off", "muted", 16)
        self._offline = label(t("No connection to the internet"))
        self.setLayout(
            row(
                icon_label(s.look, "phone", "muted", 16),
                (self._help, 1),
                self._offline_icon,
                self._offline,
                margins=(20, 6, 20, 6),
            )
        )
        self.setMinimumHeight(36)

    def compact(self, *, on: bool, low: bool) -> None:
        """Leave out what is said elsewhere, and say the rest in one line."""
        self._help.setText(self._short if low else self._long)
        self._offline.setVisible(not on)
        self._offline_icon.setVisible(not on)
