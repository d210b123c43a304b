"""What the canvas shows of the window's state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sr_desktop.gui.canvas.scene import Scene

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.canvas.layers import BicubicLayer
    from sr_desktop.gui.canvas.preview import PreviewLayer
    from sr_desktop.gui.canvas.staging import Staging
    from sr_desktop.gui.canvas.view import CanvasView
    from sr_desktop.gui.state import WindowState
    from sr_desktop.imaging.size import Size


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the rail says: the network, those of other scales with it, the size to come to."""

    spec: ModelSpec
    family: tuple[ModelSpec, ...]
    size: Size | None


class Stage(QObject):
    """changed tells that there is more to show than at the last show."""

    changed = Signal()

    def __init__(
        self,
        view: CanvasView,
        chosen: Callable[[], Chosen],
        preview: Callable[[BicubicLayer], PreviewLayer | None],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._chosen = chosen
        self._preview = preview
        self._staging: Staging | None = None
        self.scale = 0
        self.name = ""

    def show(self, state: WindowState) -> None:
        """What is to be seen of this state. Then scale and name are as in Staged; with no picture
        scale is the network's.
        """
        item, opened = state.item, state.opened
        if item is not None and opened is not None:
            staged = self._made().scene(state, item, opened)
            self.scale, self.name = staged.scale, staged.name
            self._view.show_scene(staged.scene)
            return
        if self._staging is not None:
            self._staging.forget()
        self.scale, self.name = self._chosen().spec.scale, ""
        self._view.show_scene(Scene(comparison=state.comparison))

    def prepare(self) -> None:
        """Load what the first picture needs: a window without one shows sooner without it."""
        self._made()

    def _made(self) -> Staging:
        if self._staging is None:
            from sr_desktop.gui.canvas.staging import Staging

            self._staging = Staging(self._chosen, self._preview, self.changed.emit)
        return self._staging

    def close(self) -> None:
        """Ends its threads."""
        if self._staging is not None:
            self._staging.close()
