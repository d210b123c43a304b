"""The Measure menu of the main window: references of pictures, and the Evaluate window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from sr_desktop.gui.ground_truth import GroundTruth
from sr_desktop.gui.truth import Side, Truth
from sr_desktop.gui.truth_bar import TruthBar
from sr_desktop.imaging import formats
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.bench.types import Reduced
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.evaluate_window import EvaluateWindow
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.state import Item, WindowState
    from sr_desktop.imaging.picture import Picture


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: its state, how to change it, the network chosen, its events."""

    state: Callable[[], WindowState]
    change: Callable[[WindowState], None]
    chosen: Callable[[], ModelSpec]
    emit: Callable[[Any], None]


class Measuring(QObject):
    """bar stands under the canvas; menu belongs in the tool bar."""

    def __init__(self, window: QWidget, desk: Desk, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._settings = settings
        self._truth = GroundTruth(desk.emit)
        self._evaluate: EvaluateWindow | None = None
        self.bar = TruthBar()
        self.menu = QMenu(window)
        self.menu.setToolTipsVisible(True)
        self._set = self._action(tr("Choose a reference…"), "Ctrl+R", self.choose_reference)
        self._set.setToolTip(tr("The original of the picture shown, to hold results against"))
        self._use = self._action(
            tr("Use this picture as the reference"), "Ctrl+Shift+R", self.use_as_reference
        )
        self._use.setToolTip(
            tr("Makes it smaller by the scale chosen, to upscale that and compare")
        )
        self._remove = self._action(tr("Remove the reference"), "", self.remove_reference)
        self.menu.addSeparator()
        self._action(tr("Evaluate on data sets…"), "Ctrl+Shift+E", self.show_evaluate)
        self.bar.against_reference.connect(self.compare_with_reference)
        self.bar.removed.connect(self.remove_reference)

    # What the user asks for

    def choose_reference(self) -> None:
        """Ask for the file."""
        kinds = " ".join(f"*{ending}" for ending in formats.READABLE)
        folder = str(self._settings.folder("reference"))
        shown, kinds = self._state.item, tr("Images ({kinds})", kinds=kinds)
        title = tr("Reference of {name}", name=shown.name) if shown else tr("Reference")
        name, _ = QFileDialog.getOpenFileName(self._window, title, folder, kinds)
        if name:
            self._settings.keep_folder("reference", Path(name).parent)
            self.set_reference(Path(name))

    def set_reference(self, path: Path) -> None:
        """This file is the original of the picture shown."""
        state = replace(self._state, notice=None)
        self._desk.change(self._truth.set_reference(state, path, self._scale))

    def use_as_reference(self) -> None:
        """Upscale the picture shown made smaller, and hold that against it."""
        state = replace(self._state, notice=None)
        self._desk.change(self._truth.use_as_reference(state, self._scale))

    def remove_reference(self) -> None:
        self._desk.change(self._truth.remove(self._state))

    def compare_with_reference(self, on: bool) -> None:
        """Have the canvas compare with the reference, or with bicubic."""
        self._desk.change(replace(self._state, against_reference=on))

    def show_evaluate(self) -> EvaluateWindow:
        """The Evaluate window, made when it is first asked for."""
        from sr_desktop.gui.evaluate_window import EvaluateWindow

        if self._evaluate is None:
            self._evaluate = EvaluateWindow(self._settings)
        self._evaluate.show()
        self._evaluate.activateWindow()
        return self._evaluate

    @property
    def is_evaluating(self) -> bool:
        """Whether the Evaluate window works."""
        return self._evaluate is not None and self._evaluate.state.running

    # What the window tells

    def catch_up(self, state: WindowState) -> WindowState:
        """Send out what is to be compared by now."""
        return self._truth.catch_up(state)

    def item_of(self, event: Reduced) -> tuple[str, Picture, Truth]:
        """The name of the smaller picture, its pixels, and its reference."""
        name = Path(event.name)
        truth = Truth(event.name, event.scale, reference=event.reference, bicubic=Side())
        return f"{name.stem}_lr_x{event.scale}.png", event.lr, truth

    def forget(self, item: Item) -> None:
        """This picture leaves the strip."""
        self._truth.forget(item)

    def can_drop(self) -> str:
        """The name of the picture that a dropped file may be the reference of; "" for none."""
        item = self._state.item
        return item.name if item is not None and self._state.opened is not None else ""

    def show_state(self, scale: int, name: str) -> None:
        """scale is that of the canvas, name the network's on its right."""
        state = self._state
        item = state.item
        for action in (self._set, self._use):
            action.setEnabled(state.opened is not None)
        self._remove.setEnabled(self._truth_shown is not None)
        working = item is not None and item.live is not None
        self.bar.show_truth(
            self._truth_shown, state.against_reference, scale, name, working=working
        )

    def close(self) -> None:
        """Ends its thread and its window."""
        self._truth.close()
        if self._evaluate is not None:
            self._evaluate.close()
            self._evaluate.deleteLater()  # and kept till then: no other thread may collect it

    @property
    def _state(self) -> WindowState:
        return self._desk.state()

    @property
    def _truth_shown(self) -> Truth | None:
        return self._state.item.truth if self._state.item else None

    @property
    def _scale(self) -> int:
        """Of the result shown, else the one chosen."""
        item = self._state.item
        if item is not None and item.live is not None:
            return item.live.spec.scale
        made_by = item.spec if item is not None and self._state.result is not None else None
        return made_by.scale if made_by is not None else self._desk.chosen().scale

    def _action(self, text: str, keys: str, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self._window)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: slot())
        self._window.addAction(action)
        self.menu.addAction(action)
        return action
