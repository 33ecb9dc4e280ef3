# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page for everyone: names for screen readers, room at any size, large enough targets."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from evidence_kit.gui.main_window import MainWindow
from evidence_kit.gui.surroundings import Destination, PageName
from evidence_kit.settings import Settings
from gui.conftest import MakeWindow, open_vault
from gui.made_up import CHAT, EXHIBITS

CONTROLS = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.EditableText,
        QAccessible.Role.ComboBox,
        QAccessible.Role.SpinBox,
        QAccessible.Role.List,
        QAccessible.Role.Table,
        QAccessible.Role.ProgressBar,
    }
)
DESTINATIONS = {
    PageName.CONVERSATION: Destination(
        page=PageName.CONVERSATION, exhibit=CHAT.id, conversation=1, n=6
    ),
    PageName.REGISTERED: Destination(page=PageName.REGISTERED, exhibit=EXHIBITS[6].id),
    PageName.FILES: Destination(page=PageName.FILES, exhibit=EXHIBITS[3].id),
    PageName.ADD: Destination(page=PageName.ADD, paths=("/home/sam/chat.zip",)),
}
SIZES = ((1440, 900, 100), (1024, 600, 100), (1024, 600, 200))


def go(window: MainWindow, name: PageName, qtbot: QtBot) -> None:
    window.visit(DESTINATIONS.get(name, Destination(page=name)))
    tasks = window.s.workspace._runner
    qtbot.waitUntil(lambda: not tasks.tasks, timeout=10_000)
    window.grab()


def nameless(found: QAccessibleInterface) -> list[str]:
    state = found.state()
    bad = []
    if found.role() in CONTROLS and not state.invisible:
        thing = found.object()
        part_of_other = isinstance(thing, QWidget) and thing.objectName().startswith("qt_")
        if not found.text(QAccessible.Text.Name).strip() and not part_of_other:
            bad.append(f"{found.role()} {thing}")
    for place in range(found.childCount()):
        child = found.child(place)
        if child.isValid():
            bad += nameless(child)
    return bad


@pytest.mark.parametrize("name", list(PageName), ids=lambda name: name.value)
def test_every_control_has_a_name(open_window: MainWindow, name: PageName, qtbot: QtBot) -> None:
    go(open_window, name, qtbot)
    assert not nameless(QAccessible.queryAccessibleInterface(open_window))


def outside(window: MainWindow) -> list[str]:
    """Controls that are cut off by the window and cannot be scrolled into view."""
    room = window.rect()
    bad = []
    for each in window.findChildren(QAbstractButton):
        if not each.isVisible() or each.visibleRegion().isEmpty() or _scrolls(each):
            continue
        place = QRect(each.mapTo(window, QPoint(0, 0)), each.size())
        if not room.contains(place):
            bad.append(f"{each.accessibleName()} {place.getRect()}")
    return bad


def overlapping(window: MainWindow) -> list[str]:
    """Controls of one parent that lie over each other."""
    shown = [
        each
        for kind in (QAbstractButton, QLineEdit)
        for each in window.findChildren(kind)
        if each.isVisible() and not isinstance(each.parentWidget(), QLineEdit)
    ]
    return [
        f"{one.accessibleName()} / {other.accessibleName()}"
        for place, one in enumerate(shown)
        for other in shown[place + 1 :]
        if one.parentWidget() is other.parentWidget()
        and one.geometry().intersects(other.geometry())
    ]


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
@pytest.mark.parametrize("name", list(PageName), ids=lambda name: name.value)
def test_a_page_fits_its_window(
    make_window: MakeWindow, name: PageName, width: int, height: int, scale: int, qtbot: QtBot
) -> None:
    window = make_window(Settings(language="nl", text_scale=scale), (width, height))
    open_vault(window, qtbot)
    go(window, name, qtbot)
    assert window.size().toTuple() == (width, height)
    assert not outside(window)
    assert not overlapping(window)
    assert window.top.hide_button.visibleRegion().boundingRect() == window.top.hide_button.rect()


@pytest.mark.parametrize("name", list(PageName), ids=lambda name: name.value)
def test_targets_are_large_enough(open_window: MainWindow, name: PageName, qtbot: QtBot) -> None:
    go(open_window, name, qtbot)
    small = [
        f"{each.accessibleName()} {each.size().toTuple()}"
        for each in open_window.findChildren(QAbstractButton)
        if each.isVisible()
        and each.objectName() != "qt_toolbutton"
        and (each.width() < 24 or each.height() < 24)
        and not isinstance(each.parentWidget(), QAbstractButton)
        and each.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]
    assert not small


def test_everything_is_reached_by_tab(open_window: MainWindow, qtbot: QtBot) -> None:
    go(open_window, PageName.SETTINGS, qtbot)
    wanted = {
        each
        for each in open_window.page.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    seen: set[QWidget] = set()
    at = open_window.nextInFocusChain()
    while at is not None and at not in seen:
        seen.add(at)
        at = at.nextInFocusChain()
    assert wanted <= seen
