"""Has the part in sight upscaled while nobody has decided yet, and follows the view."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from sr_desktop.errors import UsageError
from sr_desktop.gui.preview import Preview, Region, can_show, may_run, reduce
from sr_desktop.imaging.size import steps_to

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.canvas.layers import BicubicLayer
    from sr_desktop.gui.canvas.preview import PreviewLayer
    from sr_desktop.gui.canvas.view import CanvasView
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.state import WindowState
    from sr_desktop.gui.truth import Event
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.jobs.engine import Engine
    from sr_desktop.jobs.plan import Asked
    from sr_desktop.jobs.worker import Worker

_FOLLOW_MS = 60
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: its state, what is asked of each picture, whether a model is here."""

    state: Callable[[], WindowState]
    asked: Callable[[], Asked]
    has: Callable[[ModelSpec], bool]
    worker: Worker
    view: CanvasView


class Looking(QObject):
    """The preview of the picture shown; its layer is for the canvas."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self._desk = desk
        self._settings = settings
        self._preview: Preview | None = None
        self._layer: PreviewLayer | None = None
        self._held = False
        self._soon = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._soon.timeout.connect(self.follow)
        desk.view.moved.connect(self._follow_soon)

    @property
    def preview(self) -> Preview | None:
        return self._preview

    def hold(self, held: bool) -> None:
        """While held nothing is begun."""
        self._held = held
        self.follow()

    def follow(self) -> None:
        """Begin what is in sight now, in place of what was, or stop where nothing is wanted."""
        wanted = self._wanted()
        if wanted is None:
            self.halt()
            return
        preview = self._preview
        if preview is None or not preview.is_of(*wanted):
            self.halt()
            preview = Preview(*wanted)
        region = self._in_sight(preview.source)
        if region is not None and preview.asks(region):
            self._desk.worker.cancel(preview.job_id)
            job = preview.job(region)
            preview = preview.begun(job)
            self._desk.worker.submit(job, idle=True)
        self._preview = preview

    def halt(self) -> None:
        """Stop within a tile; what is there stays."""
        if self._preview is not None and self._preview.job_id:
            self._desk.worker.cancel(self._preview.job_id)
            self._preview = self._preview.halted()

    def catch_up(self, state: WindowState) -> None:
        """The window changed: give way at once, and forget what is of no more use."""
        if not may_run(state):
            self.halt()
        shown = state.opened if state.result is None else None
        if self._preview is not None and self._preview.source is not shown:
            self.halt()
            self._preview = self._layer = None

    def on_event(self, event: Event) -> None:
        before = self._preview
        if before is None:
            return
        self._preview = reduce(before, event)
        if self._preview.broken is not None and before.broken is None:
            log.warning("no preview: %s", self._preview.broken)

    def layer(self, under: BicubicLayer) -> PreviewLayer | None:
        """What there is of the picture under it by the choices of now; None where nothing is."""
        preview, target = self._preview, self._target()
        if preview is None or target is None or not preview.patches or not preview.is_of(*target):
            return None
        from sr_desktop.gui.canvas.preview import PreviewLayer  # late: the window shows sooner

        if self._layer is None or self._layer.under is not under:
            self._layer = PreviewLayer(under, under.width / preview.source.width)
        self._layer.show_patches(preview.patches)
        return self._layer

    def close(self) -> None:
        self._desk.view.moved.disconnect(self._follow_soon)
        self._soon.stop()
        self.halt()

    def _follow_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _wanted(self) -> tuple[Picture, ModelSpec, Engine] | None:
        """What a preview may be begun of."""
        if self._held or not self._settings.previews() or not may_run(self._desk.state()):
            return None
        target = self._target()
        return target if target is not None and self._desk.has(target[1]) else None

    def _target(self) -> tuple[Picture, ModelSpec, Engine] | None:
        """The picture shown, the network that one pass over it is made with, and how."""
        source, asked = self._desk.state().opened, self._desk.asked()
        if source is None:
            return None
        specs = asked.family if asked.size is not None and asked.family else (asked.spec,)
        try:
            steps = steps_to(asked.size, source.width, source.height, [s.scale for s in specs])
        except UsageError:
            return None
        if not can_show(steps):
            return None
        spec = next(each for each in specs if each.scale == steps.passes[0])
        return source, spec, replace(asked.engine, self_ensemble=False)

    def _in_sight(self, source: Picture) -> Region | None:
        """In LR pixels; None where the canvas is not seen."""
        view = self._desk.view
        if not view.isVisible():
            return None
        top, left, bottom, right = view.visible()
        first_row, first_column = int(top * source.height), int(left * source.width)
        height = math.ceil(bottom * source.height) - first_row
        width = math.ceil(right * source.width) - first_column
        return (first_row, first_column, height, width) if height > 0 and width > 0 else None
