# SPDX-License-Identifier: GPL-3.0-or-later
"""The first messages of a chat, to scroll through while the rest of it is being read."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from evidence_kit.domain.progress import Progress
from evidence_kit.domain.views import FirstMessages
from evidence_kit.errors import EvidenceKitError
from evidence_kit.gui import calls
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.build import column, label
from evidence_kit.gui.widgets.chat_view import ChatView
from evidence_kit.gui.widgets.first_rows import FirstRows

if TYPE_CHECKING:
    from evidence_kit.domain.ids import ExhibitId

_EVERY_MS = 400
_LONG_FROM = 100
"""Messages from which there is time to look: a short chat is read before anyone could."""
_READ = "read"


class FirstLook(QFrame):
    """Hidden, until there is something to look at."""

    def __init__(self, s: Surroundings) -> None:
        super().__init__()
        self.setObjectName("card")
        self._s = s
        self.rows = FirstRows()
        self.view = ChatView(s, self.rows)
        self.view.setAccessibleName(s.t("First messages"))
        self._title = label("", "h2", wrap=True)
        self._what = label("", "small", wrap=True)
        self.setLayout(
            column(self._title, self._what, (self.view, 1), margins=(22, 16, 22, 16), gap=8)
        )
        self._exhibit: ExhibitId | None = None
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.ask)
        self.end()

    def follow(self, progress: Progress) -> None:
        """Begin to look when reading begins."""
        if progress.stage == _READ and not self._timer.isActive():
            self._timer.start()
            self.ask()

    def end(self) -> None:
        """Show nothing any more, and forget what was shown."""
        self._timer.stop()
        self.hide()
        self._forget()

    def ask(self) -> None:
        """Ask for what came since."""
        if not self._s.workspace.is_open:
            self.end()  # locked or closed in the middle
        elif not self._asking:
            self._asking = True
            call = calls.first_messages(len(self.rows))
            self._s.workspace.ask(self, call, self._take, self._fail)

    def _take(self, found: FirstMessages | None) -> None:
        self._asking = False
        if not self._timer.isActive():
            return
        if found is None:
            self._forget()
            self.hide()
        elif found.exhibit != self._exhibit:
            # Another file: those behind the number that was asked for are not its first.
            before = len(self.rows)
            self._forget()
            self._exhibit = found.exhibit
            if before:
                self.ask()
            else:
                self._show(found)
        elif found.rows:
            self._show(found)

    def _show(self, found: FirstMessages) -> None:
        t = self._s.t
        self.rows.add(found.rows)
        if len(self.rows) < _LONG_FROM:
            return
        self._title.setText(found.title or found.name.text)
        self._what.setText(t("The first messages. The rest is still being read."))
        self.view.grew()
        self.show()

    def _forget(self) -> None:
        self.rows.clear()
        self._exhibit = None
        self.view.restart()

    def _fail(self, _error: EvidenceKitError) -> None:
        """Looking is no more than a courtesy: what went wrong is said by the work itself."""
        self._asking = False
