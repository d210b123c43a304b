"""What is dragged over the main window and let go there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.gui import incoming, outgoing
from sr_desktop.gui.panes import DropOverlay, drop_words
from sr_desktop.imaging import formats
from sr_desktop.language import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
    from PySide6.QtWidgets import QWidget

    from sr_desktop.gui.incoming import Brought
    from sr_desktop.gui.measuring import Measuring


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: who holds references, and who takes all else, named if it has none."""

    measuring: Measuring
    take: Callable[[Brought, str], None]


class Drops:
    """overlay covers the body of the window while something is dragged over it."""

    def __init__(self, body: QWidget, desk: Desk) -> None:
        self._desk = desk
        self.overlay = DropOverlay(body)

    def enter(self, event: QDragEnterEvent) -> None:
        """Say what letting go will do; what cannot be taken is refused."""
        mime = event.mimeData()
        if outgoing.ids_in(mime):
            return  # they are here
        if paths := incoming.local_paths(mime):
            self.overlay.show_words(drop_words(paths), self._reference_words(paths))
            event.acceptProposedAction()
        elif promise := incoming.promise(mime):
            self.overlay.show_words(promise)
            event.acceptProposedAction()

    def move(self, event: QDragMoveEvent) -> None:
        self.overlay.point(event.position())
        event.acceptProposedAction()

    def leave(self) -> None:
        self.overlay.hide()

    def drop(self, event: QDropEvent) -> None:
        """In the lower part a file is the reference of the picture shown."""
        self.overlay.hide()
        mime = event.mimeData()
        if (paths := incoming.local_paths(mime)) and self.overlay.is_reference(event.position()):
            self._desk.measuring.set_reference(paths[0])
        else:
            self._desk.take(incoming.brought_by(mime), tr("Dropped.png"))
        event.acceptProposedAction()

    def _reference_words(self, paths: Sequence[Path]) -> str:
        """What letting go in the lower part will do; "" where that is nothing of its own."""
        picture = self._desk.measuring.can_drop()
        is_one = len(paths) == 1 and formats.looks_like_picture(paths[0])
        return tr("Use as the reference of {name}", name=picture) if picture and is_one else ""
