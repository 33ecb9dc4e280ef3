# SPDX-License-Identifier: GPL-3.0-or-later
"""Hears from the system that it goes to sleep or locks its screen, where it tells.

Linux: signals of logind and of the screen saver over D-Bus, a socket of this computer alone; an
address of any other kind is not used. Windows: messages to our own window. macOS tells nothing without
its own libraries: there the watch notices the sleep afterwards (gui.watch).
"""

import ctypes
import ctypes.wintypes
import os
import sys
from typing import Final

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QObject, Signal, Slot

if sys.platform.startswith("linux"):
    from PySide6.QtDBus import QDBusConnection

_WM_POWERBROADCAST: Final = 0x0218  # winuser.h
_PBT_APMSUSPEND: Final = 0x0004
_WM_WTSSESSION_CHANGE: Final = 0x02B1
_WTS_SESSION_LOCK: Final = 0x7  # wtsapi32.h

_LOGIN: Final = "org.freedesktop.login1"
_SAVERS: Final = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")
_TOLD: Final = SLOT("on_told(bool)")
_LOCKED: Final = SLOT("on_lock()")
_SYSTEM_ADDRESS: Final = "unix:path=/run/dbus/system_bus_socket"


class SystemLock(QObject):
    """Says when the system locks or sleeps."""

    locking = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tells = False
        """Whether this system says so beforehand."""
        self._filter: QAbstractNativeEventFilter | None = None

    def listen(self, window: int) -> QAbstractNativeEventFilter | None:
        """Begin to listen; returns an event filter to install, on Windows.

        Args:
            window: the native handle of the window.
        """
        if sys.platform.startswith("linux"):
            self.tells = self._listen_on_buses()
        elif sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(window, 0)
            self._filter = _Messages(self)
            self.tells = True
        return self._filter

    @Slot(bool)
    def on_told(self, begins: bool) -> None:
        """The system goes to sleep, wakes up, or turns its screen saver on or off."""
        if begins:
            self.locking.emit()

    @Slot()
    def on_lock(self) -> None:
        """The session is locked."""
        self.locking.emit()

    def _listen_on_buses(self) -> bool:
        heard = False
        if is_local(os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", _SYSTEM_ADDRESS)):
            bus = QDBusConnection.systemBus()
            heard |= self._hear(bus, (_LOGIN, f"{_LOGIN}.Manager", "PrepareForSleep"), _TOLD)
            # Of any path: another session on this computer locks ours too, which does no harm.
            heard |= self._hear(bus, (_LOGIN, f"{_LOGIN}.Session", "Lock"), _LOCKED)
        if is_local(os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")):
            for saver in _SAVERS:
                bus = QDBusConnection.sessionBus()
                heard |= self._hear(bus, (saver, saver, "ActiveChanged"), _TOLD)
        return heard

    def _hear(self, bus: "QDBusConnection", signal: tuple[str, str, str], slot: str) -> bool:
        service, interface, name = signal
        if not bus.isConnected():
            return False
        connected = bus.connect(service, "", interface, name, self, slot)  # type: ignore[call-overload] # the stub says bytes, which it refuses
        return bool(connected and bus.interface().isServiceRegistered(service).value())


class _Messages(QAbstractNativeEventFilter):
    """Sees the messages that Windows sends to our window."""

    def __init__(self, lock: SystemLock) -> None:
        super().__init__()
        self._lock = lock

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Listen, and let everything through."""
        del kind
        if is_leaving(ctypes.wintypes.MSG.from_address(int(message))):
            self._lock.locking.emit()
        return False, 0


def is_leaving(message: ctypes.wintypes.MSG) -> bool:
    """Say whether a message of Windows means sleep or a locked session."""
    return (message.message, message.wParam) in {
        (_WM_POWERBROADCAST, _PBT_APMSUSPEND),
        (_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK),
    }


def is_local(address: str) -> bool:
    """Say whether a D-Bus address stays within this computer."""
    return bool(address) and all(each.startswith("unix:") for each in address.split(";") if each)
