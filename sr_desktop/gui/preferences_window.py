"""The preferences: pages at the left, what is set at the right. All of it applies at once.

Imported when it is first opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui import theme
from sr_desktop.gui.appearance_page import AppearancePage
from sr_desktop.gui.computing_page import ComputingPage
from sr_desktop.gui.downloads_page import DownloadsPage
from sr_desktop.gui.files_page import FilesPage
from sr_desktop.gui.placing import open_at
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import button, label
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.gui.computing import Computing
    from sr_desktop.gui.devices import Devices
    from sr_desktop.gui.keeper import Keeper
    from sr_desktop.gui.page import Page
    from sr_desktop.gui.rail import Rail
    from sr_desktop.gui.settings import Settings

_LIST_PX = 136


@dataclass(frozen=True, slots=True)
class Owners:
    """Who has what is set here. started is the size and language that the program began with."""

    settings: Settings
    keeper: Keeper
    rail: Rail
    devices: Devices
    keep_computing: Callable[[Computing], None]
    limit: Callable[[int], None]
    look: Callable[[], None]
    restart: Callable[[], None]
    started: tuple[int, str]


class PreferencesWindow(QDialog):
    """Not modal: the window it belongs to goes on working."""

    def __init__(self, owners: Owners, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._owners = owners
        self.setWindowTitle(tr("Preferences"))
        self.setModal(False)
        self.setMinimumSize(440, 280)
        open_at(self, 704, 560)
        settings = owners.settings
        self.pages: list[Page] = [
            ComputingPage(settings.computing, owners.keep_computing, owners.devices),
            DownloadsPage(owners.keeper, settings),
            FilesPage(owners.rail, settings, owners.limit, owners.look),
            AppearancePage(settings, self._appearance_changed),
        ]
        self.list = QListWidget()
        self.list.setObjectName("pages")
        self.list.setAccessibleName(tr("Pages"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for page in self.pages:
            self.list.addItem(tr(page.name))
            self._stack.addWidget(page)
        self.list.ensurePolished()
        self.list.setFixedWidth(max(_LIST_PX, self.list.sizeHintForColumn(0) + 4 * GRID_PX))
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self._bar = self._restart_bar()
        self._build()
        for keys in ("Ctrl+,", "Ctrl+W"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        self._show_bar()

    def choose(self, name: str) -> None:
        """Turn to the page of this name."""
        names = [page.name for page in self.pages]
        self.list.setCurrentRow(names.index(name))

    def show_state(self) -> None:
        """Show what is set now, on the page in sight; the others do when they come into sight."""
        self.pages[self.list.currentRow()].show_state()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._stack, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, stretch=1)
        column.addWidget(self._bar)

    def _restart_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("foot")
        text = label(tr("The size and the language change at the next start."), "")
        text.setWordWrap(True)
        again = button(tr("Restart now"), "plain")
        again.setToolTip(tr("Close the window and open it again, with the same files"))
        again.clicked.connect(self._owners.restart)
        row = QHBoxLayout(bar)
        row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        row.setSpacing(GRID_PX)
        row.addWidget(text, stretch=1)
        row.addWidget(again)
        return bar

    def _appearance_changed(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.dress(app, self._owners.settings.appearance())
        self._show_bar()

    def _show_bar(self) -> None:
        settings = self._owners.settings
        now = (settings.appearance().scale_percent, settings.language())
        self._bar.setVisible(now != self._owners.started)

    def changeEvent(self, event: QEvent) -> None:
        """What was set elsewhere meanwhile is shown when the user comes back."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.show_state()
        super().changeEvent(event)
