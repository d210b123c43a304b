"""Tries every model that is here on one spot of the picture shown, and lets one be chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sr_desktop.gui import screen_colour, words
from sr_desktop.gui.model_words import score
from sr_desktop.gui.tryout import Trial, TryOut, Words, reduce
from sr_desktop.language import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QImage
    from PySide6.QtWidgets import QWidget

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.canvas.view import CanvasView
    from sr_desktop.gui.choices import Choices
    from sr_desktop.gui.rail import Rail
    from sr_desktop.gui.shelf import Shelf
    from sr_desktop.gui.state import WindowState
    from sr_desktop.gui.truth import Event
    from sr_desktop.gui.tryout_panel import TryPanel
    from sr_desktop.imaging.picture import Picture, Pixels
    from sr_desktop.jobs.worker import Worker

_LEAST_CANVAS_PX = 160


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends. hold keeps previews from running in between, place puts a widget under
    the canvas, which may become low for it; show_models opens the model manager.
    """

    state: Callable[[], WindowState]
    shelf: Callable[[], Shelf]
    hold: Callable[[bool], None]
    place: Callable[[QWidget], None]
    canvas: QWidget
    show_models: Callable[[], None]
    worker: Worker
    rail: Rail
    view: CanvasView


class Trying(QObject):
    """action opens and closes the panel, which stands under the canvas."""

    def __init__(self, desk: Desk, action: QAction) -> None:
        super().__init__()
        self._desk = desk
        self._action = action
        self._tried: TryOut | None = None
        self._spot = (0.5, 0.5)
        self._shown: dict[int, Trial] = {}
        self._alpha: Pixels | None = None
        self.is_open = False
        action.setCheckable(True)
        action.triggered.connect(lambda on: self.open() if on else self.close())
        desk.view.picked.connect(self.try_at)

    @cached_property
    def panel(self) -> TryPanel:
        """Made when it is first asked for."""
        from sr_desktop.gui.tryout_panel import TryPanel

        panel = TryPanel()
        panel.middle.connect(lambda: self.try_at(*self._desk.view.middle()))
        panel.closed.connect(self.close)
        panel.used.connect(self.use)
        panel.models.connect(self._desk.show_models)
        self._desk.place(panel)
        return panel

    @property
    def tried(self) -> TryOut | None:
        return self._tried

    def open(self) -> None:
        """Ask for a spot."""
        self.is_open = True
        self._desk.canvas.setMinimumHeight(_LEAST_CANVAS_PX)
        self._desk.hold(True)
        self.panel.ask_for_spot()
        self._desk.view.pick_spot(True)

    def try_at(self, row: float, column: float) -> None:
        """Try at this spot, given as parts of the picture; what runs for another one stops."""
        source = self._desk.state().opened
        if source is None or not self.is_open:
            return
        self._stop()
        self._spot = (row, column)
        choices, shelf = self._desk.rail.choices, self._desk.shelf()
        scale = self._desk.rail.spec.scale
        tried = self._tried = TryOut.at(source, self._spot, scale, shelf, choices.engine)
        had_focus = self.panel.take_middle.hasFocus()
        labels = dict.fromkeys(spec.shown_label for spec in tried.missing)
        self.panel.show_cells([None, *(trial.spec for trial in tried.trials)], list(labels))
        self._show_bicubic(tried)
        self._shown = {}
        self._show_trials(tried)
        if had_focus and tried.trials:
            self.panel.cells[1].use.setFocus()
        for trial in tried.trials:
            self._desk.worker.submit(trial.job)
        self._desk.view.pick_spot(True)

    def use(self, spec: ModelSpec) -> None:
        """Choose this network for what the rail asks for, and close."""
        self.close()
        self._desk.rail.show_choices(chosen(self._desk.rail.choices, spec))

    def close(self) -> None:
        """Stop what runs, and give the canvas its room back."""
        if not self.is_open:
            return
        self.is_open = False
        self._stop()
        self._tried = None
        focus = self.panel.window().focusWidget()
        if focus is not None and self.panel.isAncestorOf(focus):
            self._desk.view.setFocus()  # else Qt would choose the first button of the window
        self.panel.close_panel()
        self._desk.canvas.setMinimumHeight(0)
        self._action.setChecked(False)
        self._desk.view.pick_spot(False)
        self._desk.hold(False)

    def catch_up(self, state: WindowState) -> None:
        """Another picture or work closes the panel, another scale tries anew."""
        can_try = state.opened is not None and not state.is_working
        self._action.setEnabled(can_try)
        is_other = self._tried is not None and self._tried.source is not state.opened
        if not can_try or is_other:
            self.close()
        elif self._tried is not None and self._tried.scale != self._desk.rail.spec.scale:
            self.try_at(*self._spot)

    def on_event(self, event: Event) -> None:
        if self._tried is not None:
            self._tried = reduce(self._tried, event)
            self._show_trials(self._tried)

    def _stop(self) -> None:
        for trial in self._tried.trials if self._tried is not None else ():
            self._desk.worker.cancel(trial.job.id)

    # What is seen

    def _show_bicubic(self, tried: TryOut) -> None:
        pixels, self._alpha = _bicubic(tried)
        self.panel.show_crop(0, self._image(tried.source, pixels))
        known = next((trial.spec.bicubic for trial in tried.trials if trial.spec.bicubic), {})
        facts = next((f"{name} {decibels:.2f} dB" for name, decibels in known.items()), "")
        times = words.times(tried.scale)
        self.panel.cells[0].show_words(
            Words(tr("Bicubic {times}", times=times), facts, tr("at once"))
        )

    def _show_trials(self, tried: TryOut) -> None:
        for at, trial in enumerate(tried.trials, start=1):
            before = self._shown.get(at)
            if before is not trial:
                self._shown[at] = trial
                self._show_trial(tried, at, trial, before)

    def _show_trial(self, tried: TryOut, at: int, trial: Trial, before: Trial | None) -> None:
        cell = self.panel.cells[at]
        time = words.about(trial.seconds) if trial.seconds is not None else ""
        if trial.error is not None:
            cell.show_error(trial.error.message, trial.error.hint)
        elif trial.pixels is None:
            cell.crop.show_text(tr("Working…") if trial.begun else tr("Waiting…"))
        elif before is None or before.pixels is not trial.pixels:
            self.panel.show_crop(at, self._image(tried.source, trial.pixels))
        timing = tr("timing…") if trial.pixels is not None and trial.error is None else ""
        cell.show_words(Words(words.model(trial.spec), score(trial.spec), time or timing))

    def _image(self, source: Picture, pixels: Pixels) -> QImage:
        """A crop, transparent where the picture is."""
        from sr_desktop.gui.canvas.layers import to_image  # late, as in _bicubic

        screen = screen_colour.profile_of(self._desk.view.screen())
        return to_image(pixels, self._alpha, source.icc, screen)


def chosen(choices: Choices, spec: ModelSpec) -> Choices:
    """The same choices with this network; a size of one's own stays."""
    return replace(choices, model=spec.name, scale=spec.scale)


def _bicubic(tried: TryOut) -> tuple[Pixels, Pixels | None]:
    """The region enlarged, and its alpha if the picture has any."""
    from sr_desktop.imaging import resize  # late: the window shows sooner without it

    source, scale = tried.source, tried.scale
    top, left, height, width = (side * scale for side in tried.region)
    size, region = (source.height * scale, source.width * scale), (top, left, height, width)
    if source.alpha is None:
        return resize.bicubic(source.pixels, *size, region), None
    return resize.bicubic_weighted(source.pixels, source.alpha, *size, region)
