# SPDX-License-Identifier: GPL-3.0-or-later
"""The window: navigation, one page at a time, quick hide, locking by itself."""

import gc
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPixmapCache, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from evidence_kit.clock import Clock
from evidence_kit.domain.change import ChangeSet
from evidence_kit.domain.removal import VaultRemoved
from evidence_kit.domain.views import Opened
from evidence_kit.errors import Damaged, EvidenceKitError, VaultReadOnly
from evidence_kit.gui import calls
from evidence_kit.gui.clipboard import ClipboardGuard
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.pages.registry import PAGES, WITHOUT_VAULT
from evidence_kit.gui.surroundings import Destination, PageName, Surroundings
from evidence_kit.gui.system_lock import SystemLock
from evidence_kit.gui.theme.look import Look
from evidence_kit.gui.watch import Watch
from evidence_kit.gui.widgets.blank import Blank
from evidence_kit.gui.widgets.build import column, row
from evidence_kit.gui.widgets.error_note import ErrorNote
from evidence_kit.gui.widgets.frame import Foot, Navigation, TopBar
from evidence_kit.gui.widgets.vault_state import VaultState
from evidence_kit.gui.workspace import Workspace
from evidence_kit.i18n import Texts
from evidence_kit.settings import Settings

_FIRST_SIZE = QSize(1240, 800)
_SMALLEST = QSize(640, 480)
_NARROW = 1180
"""Below this width, at 100 % text, the navigation shows icons alone."""

_NO_ROOM = 960
"""Below this width the line below the page shows phone lines only."""

_LOW = 460
"""Below this height, at 100 % text, title and phone lines take one line each."""


class _Whole(QStackedWidget):
    """Never asks for more room than there is: pages fold or scroll instead."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


class MainWindow(QMainWindow):
    """Holds the pages and the way between them."""

    def __init__(
        self,
        workspace: Workspace,
        clock: Clock,
        settings: Settings,
        *,
        start_folder: str,
        vault_path: str = "",
        dark_system: bool = False,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._clock = clock
        self._settings = settings
        self._start_folder = start_folder
        self._vault_path = vault_path
        self._dark_system = dark_system
        self._pages: dict[PageName, Page] = {}
        self._at = Destination(page=PageName.UNLOCK if vault_path else PageName.START)
        self._waits_to_lock = False
        self._has_chosen = False
        self._copied = ClipboardGuard(QApplication.clipboard(), self)
        self.system_lock = SystemLock(self)
        self.system_lock.locking.connect(self.on_leave)
        self.watch = Watch(clock, self)
        self.watch.hide_pressed.connect(self.hide_now)
        self.watch.idled.connect(self.on_idle)
        self.watch.slept.connect(self.on_leave)
        self.watch.minutes_left.connect(self.on_minutes_left)
        self.setAcceptDrops(True)
        self.setMinimumSize(_SMALLEST)
        self.resize(_FIRST_SIZE)
        workspace.opened.connect(self.on_opened)
        workspace.changed.connect(self.on_changed)
        workspace.failed.connect(self.on_failed)
        workspace.lost.connect(self.on_lost)
        workspace.removed.connect(self.on_removed)
        workspace.working.connect(self.on_working)
        self.dress()

    # -- made again when language, look or settings change

    def dress(self) -> None:
        """Build everything in the language and look chosen."""
        chosen = self._settings
        dark = self._dark_system if chosen.appearance == "system" else chosen.appearance == "dark"
        look = Look(dark=dark, scale=chosen.text_scale)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            look.apply(app)
            self.setWindowIcon(look.icon("file-text", "primary", 32))
        self.s = Surroundings(
            t=Texts(chosen.language, "gui"),
            words=Texts(chosen.language, "wording"),
            look=look,
            workspace=self._workspace,
            clock=self._clock,
            settings=chosen,
            choose_settings=self.on_settings,
            hide=self.hide_now,
            start_folder=self._start_folder,
            vault_path=self._vault_path,
            system_tells=self.system_lock.tells,
        )
        self.setWindowTitle(self.s.window_title)
        self.watch.choose(chosen.hide_key, chosen.idle_lock_minutes)
        self._pages = {}
        self._build_frame()
        self.visit(self._at)
        if self.watch.shuts_sheets:
            self._show_blank()
        if self._workspace.is_open:
            self.watch.look()

    def _build_frame(self) -> None:
        s = self.s
        self.blank = Blank(s)
        self.blank.go_on_asked.connect(self.on_go_on)
        self.navigation = Navigation(s)
        self.navigation.chosen.connect(lambda page: self.visit(Destination(page=page)))
        self.navigation.lock_asked.connect(self.lock)
        self.top = TopBar(s)
        self.top.back_asked.connect(self.on_back)
        self.top.hide_asked.connect(self.hide_now)
        self.state = VaultState(s)
        self.state.check_asked.connect(lambda: self.visit(Destination(page=PageName.VAULT_CHECK)))
        self.state.renew_asked.connect(self.on_renew)
        self.error = ErrorNote(s)
        self.foot = Foot(s)
        self.stack = QStackedWidget()
        right = column(self.top, self.state, self.error, (self.stack, 1), self.foot, gap=0)
        shell = QWidget()
        shell.setObjectName("page")
        shell.setLayout(row(self.navigation, (right, 1), gap=0))
        self._whole = _Whole()
        self._whole.addWidget(shell)
        self._whole.addWidget(self.blank)
        self.setCentralWidget(self._whole)

    # -- going from page to page

    def visit(self, destination: Destination) -> None:
        """Show a page."""
        name = destination.page
        if name not in WITHOUT_VAULT and not self._workspace.is_open:
            destination = Destination(page=PageName.START)
            name = PageName.START
        page = self._pages.get(name) or self._built(name)
        self._at = destination
        self.error.dismiss()
        self.navigation.setVisible(self._workspace.is_open)
        self.navigation.show_current(page.nav)
        page.enter(destination)
        self.stack.setCurrentWidget(page)
        self.on_headed()
        self._fit()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._at.page]

    def _built(self, name: PageName) -> Page:
        page = PAGES[name](self.s)
        page.went.connect(self.visit)
        page.headed.connect(self.on_headed)
        self._pages[name] = page
        self.stack.addWidget(page)
        return page

    def on_headed(self) -> None:
        """Show the title of the page anew."""
        page = self._pages.get(self._at.page)
        if page is None:
            return
        back = page.back_text if page.back is not None else ""
        is_open = self._workspace.is_open
        self.top.head(page.title, page.subtitle, back=back, mark=not is_open)
        self.top.set_own(page.own_controls())

    def on_back(self) -> None:
        """Go back where the page says."""
        if self.page.back is not None:
            self.visit(self.page.back)

    # -- the vault

    def on_opened(self, opened: Opened) -> None:
        """A vault is open: its choices hold from now on."""
        self._vault_path = opened.summary.path
        self.watch.start()
        if opened.settings is not None:
            self._take(opened.settings)
        elif self._has_chosen:
            self._keep(self._settings)

    def on_changed(self, change: ChangeSet) -> None:
        """Something changed: the page that is shown reads it again, others when visited."""
        for name, page in self._pages.items():
            if name is not self._at.page:
                page.stale = True
        self._fit()
        self.page.on_changed(change)

    def on_failed(self, error: EvidenceKitError) -> None:
        """Nobody else wanted this failure."""
        self.error.say(error)

    def on_lost(self, error: EvidenceKitError) -> None:
        """The vault process ended by itself: lock, and say so."""
        self.lock()
        self.error.say(error)

    def on_renew(self) -> None:
        """Bring the vault to the newest format, now that its owner says so."""
        workspace = self._workspace
        workspace.change(self, calls.migrate(), lambda _done: workspace.read_summary())

    def on_removed(self, done: VaultRemoved) -> None:
        """The vault was deleted: nothing of it is shown any more."""
        t = self.s.t
        self._vault_path = ""
        self.lock()
        self.visit(Destination(page=PageName.START))
        stays = t("There are other files in the folder. They stay.") if done.left else ""
        self.error.tell(t("The vault is gone."), stays)

    def on_settings(self, settings: Settings) -> None:
        """The person chose otherwise."""
        self._has_chosen = True
        self._take(settings)
        if self._workspace.is_open:
            self._keep(settings)

    def _take(self, settings: Settings) -> None:
        was, self._settings = self._settings, settings
        unseen = replace(settings, idle_lock_minutes=was.idle_lock_minutes, postponed=was.postponed)
        if unseen != was:
            # Not while the page that asked is still in its own slot.
            QTimer.singleShot(0, self.dress)
            return
        self.s = replace(self.s, settings=settings)
        for page in self._pages.values():
            page.s = self.s
        self.watch.choose(settings.hide_key, settings.idle_lock_minutes)

    def _keep(self, settings: Settings) -> None:
        def failed(error: EvidenceKitError) -> None:
            # A vault that takes nothing, or holds choices of a newer program: they hold for this run.
            if not isinstance(error, VaultReadOnly | Damaged):
                self.on_failed(error)

        call = calls.change_settings(settings)
        self._workspace.ask(self, call, lambda _none: None, failed)

    def lock(self) -> None:
        """End the vault process and show nothing of it any more."""
        self._waits_to_lock = False
        self.watch.stop()
        self._close_sheets()
        self._workspace.lock()
        self._copied.forget()
        self._at = Destination(page=PageName.UNLOCK)
        self.dress()
        # The page that asked may still be in its own slot; then let go of what was shown.
        QTimer.singleShot(0, self._let_go)

    def _let_go(self) -> None:
        for sheet in self.findChildren(QDialog):
            # Closed before; but a sheet of the window itself would live as long as the window.
            sheet.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QPixmapCache.clear()
        gc.collect()

    def hide_now(self) -> None:
        """Blank first, then minimise: a task switcher shows the last picture painted."""
        self._close_sheets()
        self._show_blank()
        self.repaint()
        self.showMinimized()
        self._end()

    def on_leave(self) -> None:
        """The computer sleeps, slept, or locks its screen: blank at once, stop work, lock."""
        self._close_sheets()
        self._show_blank()
        self.repaint()
        self._end()

    def _end(self) -> None:
        """Lock; where nothing is open yet, forget what was typed and stop what was about to open."""
        if self._workspace.is_open:
            self.lock()
        else:
            self._workspace.lock()
            self.dress()
            QTimer.singleShot(0, self._let_go)
        self._show_blank()

    def on_minutes_left(self, minutes: int) -> None:
        """Say when the vault locks by itself."""
        self.navigation.say_idle(minutes)

    def on_idle(self) -> None:
        """Nobody is there: blank at once, lock as soon as running work is done."""
        if not self._workspace.is_open:
            return
        self._close_sheets()
        self._show_blank()
        if self._workspace.is_working:
            self._waits_to_lock = True
            self.blank.wait(waiting=True)
        else:
            self.lock()
            self._show_blank()

    def on_working(self) -> None:
        """Work began or ended."""
        if self._waits_to_lock and not self._workspace.is_working:
            self.lock()
            self._show_blank()

    def on_go_on(self) -> None:
        """Somebody wants to go on after the window was blank."""
        self.watch.shuts_sheets = False
        self._whole.setCurrentIndex(0)
        self.visit(self._at)

    def _show_blank(self) -> None:
        self.watch.shuts_sheets = True
        self._whole.setCurrentWidget(self.blank)

    @property
    def is_blank(self) -> bool:
        """Whether nothing but a blank page is shown."""
        return self._whole.currentWidget() is self.blank

    def _close_sheets(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog):
                widget.reject()

    # -- Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < self.s.look.px(_NARROW)
        self.navigation.compact(on=narrow)
        low = self.height() < self.s.look.px(_LOW)
        self.top.be_low(low=low)
        self.state.refresh(compact=low)
        self.foot.compact(on=self.width() < self.s.look.px(_NO_ROOM), low=low)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere once a vault is open."""
        if event.mimeData().hasUrls() and self._workspace.is_open and not self.is_blank:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files to the page that adds them; nothing is copied yet."""
        paths = tuple(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
        if paths:
            # Never move: the person's own files stay where they are.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.visit(Destination(page=PageName.ADD, paths=paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop work safely; ask nothing."""
        self.hide()
        self.watch.stop()
        # Before the end: a clipboard manager asks for what a program leaves.
        self._copied.forget()
        self._workspace.close()
        event.accept()
