# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks out for the key that hides, for nobody being there, and for a computer that slept."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog

from evidence_kit.clock import Clock, ClockReading

_LOOK_EVERY_MS = 1_000
SLEPT_SECONDS = 30.0
"""Between two looks, a second apart: the computer slept, or its clock was turned. A window that does
nothing for so long is broken otherwise."""

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
    slept = Signal()
    """The computer was asleep; nobody knows who woke it."""
    minutes_left = Signal(int)
    """Until it locks by itself; 0 when it does not."""

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._key = QKeySequence()
        self._allowed = 0.0
        self._looked = self._touched = clock.read()
        self._is_touched = False
        self._has_idled = False
        self.shuts_sheets = False
        """Whether a sheet that opens now is closed at once: the window is blank."""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def choose(self, hide_key: str, minutes: int) -> None:
        """Say which key hides, and after how many minutes nobody is there; 0: never."""
        self._key = QKeySequence(hide_key)
        self._allowed = minutes * 60.0
        self.somebody_is_there()

    def start(self) -> None:
        """Begin to look."""
        self._looked = self._clock.read()
        self._has_idled = False
        self.somebody_is_there()
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Stop looking; the key goes on."""
        self._timer.stop()

    def somebody_is_there(self) -> None:
        """Note that somebody is there."""
        self._is_touched = True

    def look(self) -> None:
        """See how long nobody was there, and whether the computer slept since the last look."""
        now = self._clock.read()
        gap, self._looked = _seconds(self._looked, now), now
        if self._is_touched:
            self._touched, self._is_touched = now, False
        if gap >= SLEPT_SECONDS:
            self.slept.emit()
        elif not self._allowed:
            self.minutes_left.emit(0)
        elif not self._has_idled:
            self._tell(self._allowed - _seconds(self._touched, now))

    def _tell(self, left: float) -> None:
        if left <= 0:
            self._has_idled = True
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
        if kind is QEvent.Type.Show and self.shuts_sheets and isinstance(watched, QDialog):
            # Before it is painted once: an answer that came late must not lie over a blank window.
            watched.reject()
            return True
        return super().eventFilter(watched, event)

    def _hides(self, event: QKeyEvent) -> bool:
        return QKeySequence(event.keyCombination()) == self._key


def _seconds(then: ClockReading, now: ClockReading) -> float:
    """Return how long it was: one clock can be set, the other stands still in sleep on some systems."""
    by_wall = (now.utc - then.utc).total_seconds()
    return max(by_wall, (now.since_boot_ms - then.since_boot_ms) / 1000)
