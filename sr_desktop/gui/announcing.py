"""What screen readers are told of by themselves: what ended, what went wrong, how far work is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from sr_desktop.gui.state import Status, WindowState
from sr_desktop.language import sentences, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_STEPS = 4


class Announcer:
    """Heeds each state of the window that is shown."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._last = WindowState()

    def heed(self, state: WindowState) -> None:
        told, self._last = news(self._last, state), state
        if told:
            event = QAccessibleAnnouncementEvent(self._window, told)
            QAccessible.updateAccessibility(event)


def news(before: WindowState, after: WindowState) -> str:
    """What became another thing and matters, in words; "" for nothing."""
    notice = after.notice if after.notice is not before.notice else None
    told = sentences(notice.text, notice.hint) if notice is not None else ""
    return sentences(_ended(before, after), told) or _progress(before, after)


def _ended(before: WindowState, after: WindowState) -> str:
    """Of the picture shown."""
    now = after.item
    was = before.items.get(now.id) if now is not None else None
    if now is None or was is None or was.status is now.status:
        return ""
    if now.status is Status.DONE:
        return tr("{name} is upscaled.", name=now.name)
    return str(now.error) if now.status is Status.FAILED and now.error is not None else ""


def _progress(before: WindowState, after: WindowState) -> str:
    """Each quarter once."""
    step = int(_part(after) * _STEPS)
    if 0 < step < _STEPS and step > int(_part(before) * _STEPS):
        return tr("{part:.0%} done", part=step / _STEPS)
    return ""


def _part(state: WindowState) -> float:
    """How far the export is that runs, or else the picture shown."""
    if state.running is not None:
        return state.running.fraction
    item = state.item
    return item.live.fraction if item is not None and item.is_busy and item.live else 0.0
