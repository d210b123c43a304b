"""What to do at the end of a long run: nothing, tell, or open the folder."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from sr_desktop.gui.settings import Settings

_KEY = "export/when_done"
_TRAY_MS = 15_000


class WhenDone(Enum):
    """As it is kept in the settings."""

    NOTHING = "nothing"
    NOTIFY = "notify"
    OPEN = "open"

    @property
    def words(self) -> str:
        return {"nothing": "Do nothing", "notify": "Notify me", "open": "Open the folder"}[
            self.value
        ]


def kept(settings: Settings) -> WhenDone:
    """What was chosen last."""
    texts = settings.texts(_KEY)
    values = [each.value for each in WhenDone]
    return WhenDone(texts[0]) if texts and texts[0] in values else WhenDone.NOTIFY


def keep(settings: Settings, chosen: WhenDone) -> None:
    settings.keep_texts(_KEY, [chosen.value])


def do(chosen: WhenDone, window: QWidget, text: str, folder: Path) -> None:
    """Do it; whoever is looking at the window need not be told."""
    if chosen is WhenDone.NOTIFY and not window.isActiveWindow():
        notify(window, text)
    elif chosen is WhenDone.OPEN:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder.resolve())))


def notify(window: QWidget, text: str) -> None:
    """Mark the window in the task bar, and show a message where the system has a place for it."""
    QApplication.alert(window)
    if not QSystemTrayIcon.isSystemTrayAvailable():
        return
    tray = QSystemTrayIcon(window.windowIcon(), window)
    tray.messageClicked.connect(window.activateWindow)
    tray.show()
    tray.showMessage("sr-desktop", text, window.windowIcon(), _TRAY_MS)
    QTimer.singleShot(_TRAY_MS, tray, tray.deleteLater)
