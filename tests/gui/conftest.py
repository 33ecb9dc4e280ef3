# SPDX-License-Identifier: GPL-3.0-or-later
"""A window on the stand-in, offscreen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from builders.clock import FixedClock
from evidence_kit.domain.custody import Role
from evidence_kit.gui import calls
from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.theme.look import load_fonts
from evidence_kit.gui.workspace import Workspace
from evidence_kit.settings import Settings
from gui.hands import unexpected
from gui.made_up import PASSPHRASE
from gui.stand_in import StandIn

MakeWindow = Callable[..., MainWindow]


_HERE = Path(__file__).parent
# Said by Qt's offscreen platform for every sheet; a real screen does not say it.
_OFFSCREEN = "This plugin does not support propagateSizeHints"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_OFFSCREEN, extend=True))


@pytest.fixture(scope="session")
def _letters(qapp: QApplication) -> None:
    load_fonts()


@pytest.fixture
def stand_in() -> StandIn:
    """What the window talks to."""
    return StandIn()


@pytest.fixture
def make_window(
    qtbot: QtBot, clock: FixedClock, stand_in: StandIn, home: Path, _letters: None
) -> Iterator[MakeWindow]:
    """Open a window, in any language and size."""
    opened: list[MainWindow] = []

    def make(settings: Settings | None = None, size: tuple[int, int] = (1440, 900)) -> MainWindow:
        workspace = Workspace(lambda: stand_in)
        window = MainWindow(
            workspace, clock, settings or Settings(language="en"), start_folder=str(home)
        )
        window.resize(*size)
        qtbot.addWidget(window)
        window.show()
        opened.append(window)
        return window

    yield make
    for window in opened:
        stand_in.gate.set()
        window.close()


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    """A window with no vault open."""
    return make_window()


@pytest.fixture
def open_window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with a vault open."""
    open_vault(window, qtbot)
    return window


def open_vault(window: MainWindow, qtbot: QtBot) -> None:
    """Make a vault and wait until it is open."""
    workspace = window.s.workspace
    call = calls.create("/tmp/papers", PASSPHRASE, Role.CLIENT, None)
    with qtbot.waitSignal(workspace.opened):
        workspace.enter(window, call, lambda _opened: None, unexpected)
