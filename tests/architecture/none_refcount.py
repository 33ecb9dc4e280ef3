# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints which PySide6 calls take a reference to None and never give it back, as JSON.

Before Python 3.12 None can be used up: PySide6 6.12.0 on 3.11 then aborts the process after a
few thousand calls, long after a short test has passed. Run in a process of its own, with
references to spare, so that it can still tell.
"""

import json
import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QLabel, QListView, QWidget

ROUNDS = 200
SPARE = [None] * 1_000_000
DRIFT = 0.4  # references per call; what else happens in the process stays far below


def void_calls(app: QApplication) -> dict[str, Callable[[], object]]:
    """The calls that painting and filling a window consists of."""
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    painter, font, widget, label = QPainter(image), QFont(), QWidget(), QLabel()
    layout, timer, view = QTextLayout("some words to lay out", font), QTimer(), QListView()
    option, metrics, white = QTextOption(), QFontMetrics(font), QColor("white")

    def save_and_restore() -> None:
        painter.save()
        painter.restore()

    def lay_out() -> None:
        layout.beginLayout()
        layout.endLayout()

    return {
        "QFontMetrics.height": metrics.height,
        "QPainter.setPen": lambda: painter.setPen(white),
        "QPainter.setPen style": lambda: painter.setPen(Qt.PenStyle.NoPen),
        "QPainter.setBrush": lambda: painter.setBrush(white),
        "QPainter.setFont": lambda: painter.setFont(font),
        "QPainter.setRenderHint": lambda: painter.setRenderHint(QPainter.RenderHint.Antialiasing),
        "QPainter.drawRect": lambda: painter.drawRect(1, 1, 3, 3),
        "QPainter.drawRoundedRect": lambda: painter.drawRoundedRect(QRectF(0, 0, 3, 3), 1, 1),
        "QPainter.drawText": lambda: painter.drawText(1, 1, "x"),
        "QPainter.fillRect": lambda: painter.fillRect(0, 0, 3, 3, white),
        "QPainter.save": save_and_restore,
        "QPainter.setClipRect": lambda: painter.setClipRect(QRect(0, 0, 200, 200)),
        "QTextLayout.draw": lambda: layout.draw(painter, QPointF(0, 0)),
        "QTextLayout.setTextOption": lambda: layout.setTextOption(option),
        "QTextLayout.beginLayout": lay_out,
        "QWidget.update": widget.update,
        "QWidget.resize": lambda: widget.resize(10, 10),
        "QWidget.setToolTip": lambda: widget.setToolTip("x"),
        "QWidget.setVisible": lambda: widget.setVisible(False),
        "QLabel.setText": lambda: label.setText("x"),
        "QLabel.setStyleSheet": lambda: label.setStyleSheet(""),
        "QListView.setModel": lambda: view.setModel(None),
        "QApplication.processEvents": app.processEvents,
        "QModelIndex.data": lambda: QModelIndex().data(Qt.ItemDataRole.UserRole),
        "QTimer.setInterval": lambda: timer.setInterval(4),
        "Signal.emit": lambda: label.windowTitleChanged.emit("x"),
        "QImage.fill": lambda: image.copy().fill(white),
    }


def drift(call: Callable[[], object]) -> float:
    """References to None gained or lost per call."""
    call()
    before = sys.getrefcount(None)
    for _ in range(ROUNDS):
        call()
    return (sys.getrefcount(None) - before) / ROUNDS


def main() -> None:
    drifts = {name: drift(call) for name, call in void_calls(QApplication([])).items()}
    print(json.dumps({name: lost for name, lost in drifts.items() if abs(lost) > DRIFT}))
    sys.stdout.flush()
    # Tidying up would use None once more.
    os._exit(0)


if __name__ == "__main__":
    main()
