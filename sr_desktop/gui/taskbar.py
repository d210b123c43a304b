"""How far the work is, on the program's button in the task bar or dock.

Linux: the Unity LauncherEntry signal, which KDE, Unity and docks for GNOME read. Windows:
ITaskbarList3. macOS: the number of pictures to do as a badge. Elsewhere the window's title tells.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from PySide6.QtGui import QGuiApplication

from sr_desktop import paths
from sr_desktop.gui.queue import Work

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection
    from PySide6.QtWidgets import QWidget

_STEPS = 100


class Taskbar(Protocol):
    """A place that shows work, or None when there is none."""

    def show(self, work: Work | None) -> None: ...


class LazyTaskbar:
    """The system's own, found when there is something to show for the first time.

    What would look the same as before is not told again.
    """

    def __init__(self, find: Callable[[], Taskbar | None]) -> None:
        self._find = find
        self._found: list[Taskbar | None] = []
        self._shown: Work | None = None

    def show(self, work: Work | None) -> None:
        if work is not None:
            steps = round(min(max(work.fraction, 0.0), 1.0) * _STEPS)
            work = Work(steps / _STEPS, work.left, work.is_paused)
        if work == self._shown:
            return
        self._shown = work
        if not self._found:
            self._found.append(self._find())
        if (taskbar := self._found[0]) is not None:
            taskbar.show(work)


def of_window(window: QWidget) -> LazyTaskbar:
    """That of the system the program runs on."""
    return LazyTaskbar(lambda: _find(window))


def _find(window: QWidget) -> Taskbar | None:
    if sys.platform == "win32":
        return WindowsTaskbar.create(int(window.winId()))
    if sys.platform == "darwin":
        return DockBadge(QGuiApplication.setBadgeNumber)
    return LauncherEntry.create()


class LauncherEntry:
    """https://wiki.ubuntu.com/Unity/LauncherAPI"""

    def __init__(self, bus: QDBusConnection) -> None:
        self._bus = bus

    @classmethod
    def create(cls) -> LauncherEntry | None:
        """None without a session bus; one is never started for this."""
        address = session_bus()
        if address is None:
            return None
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.connectToBus(address, f"sr-taskbar-{address}")
        return cls(bus) if bus.isConnected() else None

    def show(self, work: Work | None) -> None:
        from PySide6.QtDBus import QDBusMessage

        told: dict[str, object] = {"progress-visible": work is not None}
        if work is not None:
            told |= {"progress": work.fraction}
        message = QDBusMessage.createSignal(
            "/com/canonical/unity/launcherentry/1", "com.canonical.Unity.LauncherEntry", "Update"
        )
        message.setArguments([f"application://{paths.APP}.desktop", told])
        self._bus.send(message)


def session_bus() -> str | None:
    """The address of the user's D-Bus, None where there is none."""
    if address := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    socket = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / "bus"
    return f"unix:path={socket}" if socket.is_absolute() and socket.exists() else None


class DockBadge:
    """A number on the icon in the dock."""

    def __init__(self, set_number: Callable[[int], None]) -> None:
        self._set_number = set_number

    def show(self, work: Work | None) -> None:
        self._set_number(work.left if work is not None else 0)


class WindowsTaskbar:
    """ITaskbarList3, called through the table of its methods.

    https://learn.microsoft.com/windows/win32/api/shobjidl_core/nn-shobjidl_core-itaskbarlist3
    """

    CLASS = UUID("56FDF344-FD6D-11d0-958A-006097C9A090")
    INTERFACE = UUID("ea1afb91-9e28-4b86-90e9-9e9f8a5eefaf")
    NO_PROGRESS, NORMAL, PAUSED = 0x0, 0x2, 0x8
    _INIT, _SET_VALUE, _SET_STATE = 3, 9, 10  # places in the table

    def __init__(self, pointer: int, window_id: int) -> None:
        self._pointer = ctypes.c_void_p(pointer)
        self._window = ctypes.c_void_p(window_id)
        self._call(self._INIT)

    @classmethod
    def create(cls, window_id: int) -> WindowsTaskbar | None:
        """None where the shell has none. Qt has readied COM in this thread."""
        found = ctypes.c_void_p()
        names = (_guid(cls.CLASS), _guid(cls.INTERFACE))
        in_this_process = 1
        ole: Any = getattr(ctypes, "windll").ole32  # noqa: B009 - not known on other systems
        failed = ole.CoCreateInstance(
            ctypes.byref(names[0]),
            None,
            in_this_process,
            ctypes.byref(names[1]),
            ctypes.byref(found),
        )
        return None if failed or not found.value else cls(found.value, window_id)

    def show(self, work: Work | None) -> None:
        if work is None:
            self._call(self._SET_STATE, self._window, ctypes.c_int(self.NO_PROGRESS))
            return
        done, total = ctypes.c_ulonglong(round(work.fraction * _STEPS)), ctypes.c_ulonglong(_STEPS)
        self._call(self._SET_VALUE, self._window, done, total)
        state = self.PAUSED if work.is_paused else self.NORMAL
        self._call(self._SET_STATE, self._window, ctypes.c_int(state))

    def _call(self, place: int, *arguments: Any) -> None:
        """A method by its place; on 64 bits Windows has but one calling convention."""
        table = ctypes.cast(self._pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))
        kinds: list[Any] = [ctypes.c_void_p, *(type(each) for each in arguments)]
        method = ctypes.CFUNCTYPE(ctypes.c_long, *kinds)(table[0][place] or 0)
        method(self._pointer, *arguments)


def _guid(name: UUID) -> ctypes.Array[ctypes.c_byte]:
    """As it lies in memory."""
    return (ctypes.c_byte * 16).from_buffer_copy(name.bytes_le)
