"""What to do at the end of a long run: nothing, tell, or open the folder."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from sr_desktop.jobs.types import Finished
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.state import WindowState
    from sr_desktop.gui.truth import Event

LONG_S = 20.0  # of one picture: whoever waits so long may have gone to do something else
_KEY = "export/when_done"
_WORDS = {
    "nothing": mark("Do nothing"),
    "notify": mark("Notify me"),
    "open": mark("Open the folder"),
}


class WhenDone(Enum):
    """As it is kept in the settings."""

    NOTHING = "nothing"
    NOTIFY = "notify"
    OPEN = "open"

    @property
    def words(self) -> str:
        return tr(_WORDS[self.value])


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
        notify(window, text, folder)
    elif chosen is WhenDone.OPEN:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder.resolve())))


def heed(settings: Settings, window: QWidget, before: WindowState, event: Event) -> None:
    """What came of the window's workers: a picture's end may have taken long."""
    item = before.items.of_job(event.job_id)
    if not isinstance(event, Finished) or before.running is not None:
        return
    if item is not None and item.job_id == event.job_id:
        text = tr("{name} is upscaled.", name=item.name)
        do_for_one(kept(settings), window, text, event.result.seconds)


def do_for_one(chosen: WhenDone, window: QWidget, text: str, seconds: float) -> None:
    """After one picture that took so long, which is not in any folder yet."""
    if chosen is WhenDone.NOTIFY and seconds >= LONG_S and not window.isActiveWindow():
        notify(window, text)


def notify(window: QWidget, text: str, folder: Path | None = None) -> None:
    """Mark the window in the task bar, and show a message where the system has a place for it."""
    from sr_desktop.gui.notification import Notifier

    notifier = window.findChild(Notifier) or Notifier(window)
    notifier.tell(text, folder)


def close(window: QWidget) -> None:
    """The window's messages do nothing any more."""
    from sr_desktop.gui.notification import Notifier

    for notifier in window.findChildren(Notifier):
        notifier.close()
