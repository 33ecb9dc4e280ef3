# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks out for two things everywhere in the program: the key that hides, and nobody being there."""

import time
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from evidence_kit.clock import Clock

_LOOK_EVERY_MS = 5_000
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.DragMove,
    }
)


class Watch(QObject):
    """An event filter for the whole application."""

    hide_pressed = Signal()
    idled = Signal()
    """Nobody touched anything for as long as was chosen."""
    minutes_left = Signal(int)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._key = QKeySequence()
        self._allowed = 0.0
        self._touched_at = 0.0
        self._touched_on = datetime.min  # noqa: DTZ901 -- replaced by somebody_is_there() below
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.somebody_is_there()

    def choose(self, hide_key: str, minutes: int) -> None:
        """Say which key hides, and after how many minutes nobody is there."""
        self._key = QKeySequence(hide_key)
        self._allowed = minutes * 60.0
        self.somebody_is_there()

    def start(self) -> None:
        """Begin to look."""
        self.somebody_is_there()
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Stop looking; the key goes on."""
        self._timer.stop()

    def somebody_is_there(self) -> None:
        """Note that somebody is there."""
        self._touched_at = time.monotonic()
        self._touched_on = self._clock.read().utc

    def look(self) -> None:
        """See how long nobody was there.

        The monotonic clock stands still while the computer sleeps; the wall clock can be set.
        The longer of the two counts.
        """
        asleep_too = (self._clock.read().utc - self._touched_on).total_seconds()
        left = self._allowed - max(time.monotonic() - self._touched_at, asleep_too)
        if left <= 0:
            self._timer.stop()
            self.idled.emit()
        else:
            self.minutes_left.emit(max(1, round(left / 60)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See every event of the program before anyone else."""
        kind = event.type()
        if kind in _SIGNS_OF_LIFE:
            self.somebody_is_there()
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._hides(event):
            self.hide_pressed.emit()
            return True
        return super().eventFilter(watched, event)

    def _hides(self, event: QKeyEvent) -> bool:
        return QKeySequence(event.keyCombination()) == self._key
