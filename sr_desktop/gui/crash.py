"""A defect of ours, told once: what went wrong, in a window to copy from, and going on.

    any thread: _uncaught -> Crashes.happened -> the window's thread: one dialog

The log has all of them; each place in the program is told once, and while the dialog is open
nothing else opens.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections import deque
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
)

from sr_desktop import paths
from sr_desktop.gui import least, theme
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, label
from sr_desktop.language import tr

log = logging.getLogger(__name__)
_LOG_LINES = 40
_Place = tuple[str, int]


class Crashes(QObject):
    """Takes over what Python does with exceptions that nobody caught.

    happened tells the traceback as text, and where it was raised; from any thread.
    """

    happened = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._told: set[_Place] = set()
        self._dialog: CrashDialog | None = None
        # Queued: an error while painting must not open a window within the painting.
        self.happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def uninstall(self) -> None:
        """Back to what Python does by itself."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.critical("uncaught", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)
        if issubclass(kind, Exception):
            text = "".join(traceback.format_exception(kind, error, trace))
            self.happened.emit(text, _place_of(trace))

    def _uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._uncaught(told.exc_type, told.exc_value, told.exc_traceback)

    @Slot(str, object)
    def _tell(self, text: str, place: _Place) -> None:
        if self._dialog is not None or place in self._told or QApplication.instance() is None:
            return
        self._told.add(place)
        self._dialog = CrashDialog(text)
        self._dialog.finished.connect(self._closed)
        self._dialog.open()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


class CrashDialog(QDialog):
    """Says that it was not the user's fault, what to do, and what to send."""

    def __init__(self, text: str) -> None:
        super().__init__(QApplication.activeWindow())
        self._text = text
        self.setWindowTitle(tr("Something went wrong"))
        self._sign = QLabel()
        look = theme.tokens()
        self._sign.setPixmap(theme.pixmap("alert", 32, look.bad, self.devicePixelRatioF()))
        title = label(tr("Something went wrong in sr-desktop"), "title")
        told = QLabel(
            tr(
                "It is a defect of the program. Your pictures and everything that was saved are as "
                "they were. You may go on; if the window behaves strangely, quit and start it "
                "again."
            )
        )
        told.setWordWrap(True)
        self.shown = QPlainTextEdit(_last_of_log(text))
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setObjectName("mono")
        self.shown.setAccessibleName(tr("The last lines of the log"))
        self.shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.copy = button(tr("Copy"), "plain")
        self.copy.setToolTip(tr("Copy the versions, the computer and the error, for a report"))
        self.folder = button(tr("Open log folder"), "plain")
        self.leave = button(tr("Quit"), "plain")
        self.go_on = button(tr("Continue"), "primary")
        self.go_on.setProperty("compact", "true")
        self.go_on.setDefault(True)
        self.copy.clicked.connect(self._copy)
        self.folder.clicked.connect(open_log_folder)
        self.leave.clicked.connect(self._quit)
        self.go_on.clicked.connect(self.accept)
        words = QVBoxLayout()
        words.setSpacing(GRID_PX)
        words.addWidget(title)
        words.addWidget(told)
        head = QHBoxLayout()
        head.setSpacing(2 * GRID_PX)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        row.addWidget(self.copy)
        row.addWidget(self.folder)
        row.addStretch()
        row.addWidget(self.leave)
        row.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID_PX, 3 * GRID_PX, 3 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(2 * GRID_PX)
        column.addLayout(head)
        column.addWidget(self.shown, 1)
        column.addLayout(row)
        least.hold(self, 640, 440)
        self.go_on.setFocus()

    def report(self) -> str:
        """Version, computer and traceback."""
        from sr_desktop.jobs import system

        facts = [f"{what}: {says}" for what, says in system.facts()]
        screen = f"Screen: Qt platform {QGuiApplication.platformName()}"
        return "\n".join([*facts, screen, f"Log: {paths.log_dir()}", "", self._text])

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self.copy.setText(tr("Copied"))

    def _quit(self) -> None:
        self.accept()
        QApplication.exit(1)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.accept()
        super().closeEvent(event)


def open_log_folder() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_dir())))


def log_file() -> Path:
    return paths.log_dir() / "sr-desktop.log"


def _last_of_log(text: str) -> str:
    """What the log ends with, which is this error; the error alone where there is no log."""
    try:
        with log_file().open(encoding="utf-8", errors="replace") as file:
            lines = "".join(deque(file, _LOG_LINES))
    except OSError:
        lines = ""
    return lines.strip() or text.strip()


def _place_of(trace: TracebackType | None) -> _Place:
    """Where it was raised."""
    frames = traceback.extract_tb(trace)
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)
