# SPDX-License-Identifier: GPL-3.0-or-later
"""What every page has: a title, a way back, and signals to go elsewhere."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from evidence_kit.domain.change import ChangeSet
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings

NARROW = 980
"""Below this width, at 100 % text, a page shows its side pane in place of its main part."""


class Page(QWidget):
    """One page of the window."""

    name: PageName
    """Set by each page."""
    nav: PageName | None = None
    """The entry of the navigation that is lit; None for pages without it."""

    went = Signal(object)
    """A Destination the person chose."""
    headed = Signal()
    """Title, subtitle or own controls changed."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("page")
        self.s = s
        self.title = ""
        self.subtitle = ""
        self.back: Destination | None = None
        self.back_text = ""
        self.narrow = False
        self.destination = Destination(page=self.name)
        self.change: ChangeSet | None = None
        self.stale = True
        """Something changed since this page read it."""

    def own_controls(self) -> Sequence[QWidget]:
        """Return what stands beside quick hide."""
        return ()

    def enter(self, destination: Destination) -> None:
        """Come to this page."""
        self.destination = destination
        self.arrived()

    def arrived(self) -> None:
        """Show what `destination` asks for; called each time the person comes here."""

    def on_changed(self, change: ChangeSet) -> None:
        """Something changed while this page is shown."""
        self.change = change
        self.reread()

    def reread(self) -> None:
        """Read again what `change` names."""

    def fold(self, narrow: bool) -> None:
        """Take less room, or more; called whenever the room changes."""
        self.narrow = narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what does not fit."""
        super().resizeEvent(event)
        self.fold(self.width() < self.s.look.px(NARROW))

    def go(self, page: PageName) -> None:
        """Go to a page."""
        self.went.emit(Destination(page=page))

    def head(self, title: str, subtitle: str = "") -> None:
        """Change the title."""
        self.title = title
        self.subtitle = subtitle
        self.headed.emit()
