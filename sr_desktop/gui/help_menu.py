"""The menu of the gear: preferences, what was opened last, and help. Its windows are made when they
are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.gui.recent import Recent


class HelpMenu(QObject):
    """compute answers the device in words, as far as it is known."""

    def __init__(self, window: QWidget, recent: Recent, compute: Callable[[], str]) -> None:
        super().__init__(window)
        self._window = window
        self._compute = compute
        self._open: dict[str, QDialog] = {}
        self.menu = QMenu(window)
        self.preferences = self._action(tr("Preferences…"), "Ctrl+,")
        self._recent = recent.menu(window)
        self._recent.setTitle(tr("Recent"))
        self.menu.addMenu(self._recent)
        self.menu.addSeparator()
        self._action(tr("Shortcuts"), "F1", self.show_shortcuts)
        self._action(tr("Doctor report"), "", self.show_doctor)
        self._action(tr("Licences"), "", self.show_licences)
        self._action(tr("Log folder"), "", self.open_log_folder)
        self.menu.addSeparator()
        self._action(tr("About sr-desktop"), "", self.show_about)

    def show_shortcuts(self) -> QDialog:
        """Every key of the window."""
        from sr_desktop.gui.shortcuts import ShortcutsWindow

        return self._show("shortcuts", lambda: ShortcutsWindow(self._window))

    def show_doctor(self) -> QDialog:
        """What `sr-desktop doctor` says."""
        from sr_desktop.gui.doctor import DoctorWindow

        return self._show("doctor", lambda: DoctorWindow(self._window))

    def show_licences(self) -> QDialog:
        """Those of the program's parts."""
        from sr_desktop.gui import licences
        from sr_desktop.gui.text_window import LateTextWindow

        about = tr("The parts of this program, their licences, and the texts that came with them.")
        wait = tr("Reading…")
        make = licences.as_text
        return self._show(
            "licences", lambda: LateTextWindow(self._window, tr("Licences"), about, wait, make)
        )

    def show_about(self) -> QDialog:
        """What the program is."""
        from sr_desktop.gui.about import AboutWindow

        return self._show("about", lambda: AboutWindow(self._window, self._compute()))

    def open_log_folder(self) -> None:
        """In the file manager."""
        from sr_desktop.gui.crash import open_log_folder

        open_log_folder()

    def close(self) -> None:
        """Closes its windows."""
        for window in tuple(self._open.values()):
            window.close()

    def _show(self, name: str, make: Callable[[], QDialog]) -> QDialog:
        """One of each at a time; made anew whenever it was closed."""
        if name not in self._open:
            self._open[name] = window = make()
            window.finished.connect(lambda _code: self._forget(name))
        self._open[name].show()
        self._open[name].activateWindow()
        return self._open[name]

    def _forget(self, name: str) -> None:
        if (window := self._open.pop(name, None)) is not None:
            window.deleteLater()

    def _action(self, text: str, keys: str, slot: Callable[[], object] | None = None) -> QAction:
        action = QAction(text, self._window)
        if keys:
            action.setShortcut(QKeySequence(keys))
        if slot is not None:
            action.triggered.connect(lambda: slot())
        self._window.addAction(action)
        self.menu.addAction(action)
        return action
