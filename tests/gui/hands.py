# SPDX-License-Identifier: GPL-3.0-or-later
"""What hands do: click and type."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from evidence_kit.errors import EvidenceKitError


def click(widget: QWidget) -> None:
    """Click the middle of a control."""
    assert widget.isVisible(), widget.accessibleName()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(widget: QWidget, key: Qt.Key, *, shift: bool = False) -> None:
    """Press a key on a control."""
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(widget, key, modifier)


def unexpected(error: EvidenceKitError) -> None:
    """Take a failure that must not happen."""
    raise AssertionError(error)
