"""What makes a window the user's program, rather than one that a tool or a test drives: it asks
before it closes, tells of its own defects, and takes the files of later starts.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from sr_desktop.gui.closing import Closing
    from sr_desktop.gui.crash import Crashes
    from sr_desktop.gui.instance import Listener, Message
    from sr_desktop.gui.main_window import MainWindow
    from sr_desktop.gui.settings import Settings


class Program:
    """instance is the name that later starts find it by."""

    def __init__(self, instance: str) -> None:
        self._instance = instance
        self._window: MainWindow | None = None
        self._closing: Closing | None = None
        self._crashes: Crashes | None = None
        self._listener: Listener | None = None

    def settle(self, window: MainWindow, settings: Settings) -> None:
        """Once the window is on the screen: nothing of this is needed before."""
        from sr_desktop.gui.closing import Closing
        from sr_desktop.gui.crash import Crashes
        from sr_desktop.gui.instance import Listener

        self._window = window
        self._closing = Closing(window, settings)
        self._crashes = Crashes()
        self._crashes.install()
        self._listener = Listener(self._instance, window)
        self._listener.received.connect(self._receive)
        self._listener.listen()

    def let_go(self) -> None:
        """The loop has ended, however: nobody is asked any more, nobody listened to."""
        if self._closing is not None:
            self._closing.session_ends()
        if self._crashes is not None:
            self._crashes.uninstall()
        if self._listener is not None:
            self._listener.close()

    def _receive(self, message: Message) -> None:
        self.open(message.files)
        if self._window is not None:
            bring_to_front(self._window, message.token)

    def open(self, files: tuple[Path, ...]) -> None:
        if self._window is not None:
            self._window.add_paths(files)


def bring_to_front(window: QWidget, token: str = "") -> None:
    """As far as the system allows; else the window is marked in the task bar."""
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt's Wayland plugin takes it from there
    if window.isMinimized():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if not window.isActiveWindow():
        QApplication.alert(window)
