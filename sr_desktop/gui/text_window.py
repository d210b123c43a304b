"""Text to read and to copy, in a window of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui import least
from sr_desktop.gui.placing import open_at
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, label
from sr_desktop.language import tr


class TextWindow(QDialog):
    """Not modal. closed tells that nobody waits for the text any more."""

    closed = Signal()

    def __init__(self, parent: QWidget, title: str, about: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        open_at(self, 800, 480)
        heading = label(title, "title")
        told = QLabel(about)
        told.setProperty("role", "muted")
        told.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setObjectName("mono")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.copy = button(tr("Copy"), "plain")
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        close = button(tr("Close"), "primary")
        close.setProperty("compact", "true")
        close.setDefault(True)
        close.clicked.connect(self.close)
        foot = QFrame()
        foot.setObjectName("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(GRID_PX)
        row.addWidget(self.copy)
        row.addStretch()
        row.addWidget(close)
        words = QVBoxLayout()
        words.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        words.setSpacing(4)
        words.addWidget(heading)
        words.addWidget(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(words)
        column.addWidget(self.text, stretch=1)
        column.addWidget(foot)
        least.hold(self, 560, 360)
        QShortcut(QKeySequence("Ctrl+W"), self).activated.connect(self.close)
        self.finished.connect(lambda _code: self.closed.emit())
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_text(self, text: str) -> None:
        self.text.setPlainText(text)
        self.copy.setText(tr("Copy"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText(tr("Copied"))


class LateTextWindow(TextWindow):
    """Its text is made in a thread of its own; until then it says wait."""

    made = Signal(str)

    def __init__(
        self, parent: QWidget, title: str, about: str, wait: str, make: Callable[[], str]
    ) -> None:
        super().__init__(parent, title, about)
        self.show_text(wait)
        self.copy.setEnabled(False)
        self._make = make
        self.made.connect(self._take)
        self._thread = threading.Thread(target=self._work, name="sr-text")
        self._thread.start()
        self.closed.connect(self._thread.join)

    def _work(self) -> None:
        self.made.emit(self._make())

    @Slot(str)
    def _take(self, text: str) -> None:
        self.show_text(text)
        self.copy.setEnabled(True)
