"""The last line of the window: the picture shown, the pixel under the mouse, what computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from sr_desktop.gui import theme, words
from sr_desktop.gui.widgets import Elided
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.gui.state import Item, WindowState
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.jobs.types import Result

_HEIGHT_PX = 28
_BETWEEN = "     "
_CONSISTENCY_TIP = mark(
    "Consistency: the result, made as small as the original, against the original (PSNR).\n"
    "The higher, the more faithful; from about 40 dB on the eye tells no difference"
)


class StatusBar(QFrame):
    """The picture's name and facts on the left, the pixel, and the device on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self.setFixedHeight(_HEIGHT_PX)
        self._left, self._pixel, self._right = Elided(), QLabel(), QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GRID_PX, 0, 2 * theme.GRID_PX, 0)
        row.addWidget(self._left, stretch=1)
        row.addWidget(self._pixel)
        row.addSpacing(3 * theme.GRID_PX)
        row.addWidget(self._right)

    def show_pixel(self, told: str) -> None:
        """What is under the mouse."""
        self._pixel.setText(told)

    def show_state(self, state: WindowState) -> None:
        item = state.item
        result = item.result if item is not None else None
        name = [item.name] if item is not None else []
        parts = [*name, *_of_picture(item, state.opened), *_of_result(result)]
        tip = name + ([tr(_CONSISTENCY_TIP)] if _has_consistency(result) else [])
        self._left.set_text(_BETWEEN.join(parts), "\n".join(tip))
        computing = state.compute or tr("Starting the engine…")
        self._right.setText(_BETWEEN.join([computing, *_pace(result)]))


def _of_picture(item: Item | None, opened: Picture | None) -> list[str]:
    """Its frames and its colours, as far as there is something to tell."""
    parts: list[str] = []
    if item is not None and item.frames > 1:
        frames = words.frames(item.frames, item.format)
        parts.append(tr("{frames}, the first is shown", frames=frames))
    return parts + (_profile_name(opened) if opened is not None else [])


def _profile_name(picture: Picture) -> list[str]:
    """What there is to tell of the picture's colour profile."""
    from sr_desktop.imaging import display  # late: the window shows sooner without it

    name = display.profile_name(picture.icc)
    return [name] if name else []


def _of_result(result: Result | None) -> list[str]:
    """The steps to it, if there were several, and how true it is to the original."""
    if result is None:
        return []
    parts = [words.steps_taken(result.steps)] if len(result.steps) > 1 else []
    if result.consistency_db is not None:
        parts.append(words.consistency(result.consistency_db))
    return parts


def _has_consistency(result: Result | None) -> bool:
    return result is not None and result.consistency_db is not None


def _pace(result: Result | None) -> list[str]:
    if result is None or not result.seconds:
        return []
    pace = f"{result.megapixels / result.seconds:.1f} MP/s"
    return [pace, tr("{seconds:.1f} s", seconds=result.seconds)]
