"""Where scenes are played: the application, patience, and what would differ from run to run."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from sr_desktop.bench import evaluate
from sr_desktop.gui import (
    app,
    evaluate_window,
    exporting,
    keeper,
    main_window,
    predicting,
    strip_cell,
    theme,
    words,
)
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.truth import Event
from sr_desktop.jobs import preflight
from sr_desktop.jobs.pace import Pace
from sr_desktop.jobs.types import Finished, ModelReady, Paced, TileDone
from sr_desktop.language import tr, trn

USUAL = (1280, 840)
PATIENCE_S = 120.0
_SETTLE_S = 0.3
_AWAY = (5000, 5000)  # where the mouse points at nothing
_PACE = Pace(12.0, 0.2)
_TILE_S = 0.25
_PICTURE_S = 0.14
_MP_PER_S = 1.1
_IDLE_BYTES = 320_000_000
_DISK = SimpleNamespace(free=48_300_000_000)
_HOME = "/home/ada"


Scenes = Generator[tuple[str, QWidget], None, None]


class Clock:
    """In place of the module time: seconds pass when they are told to."""

    def __init__(self) -> None:
        self._now = 1000.0

    def monotonic(self) -> float:
        return self._now

    def perf_counter(self) -> float:
        self._now += _PICTURE_S
        return self._now

    def time(self) -> float:
        return time.time()

    def pass_by(self, seconds: float) -> None:
        self._now += seconds


class Posed(MainWindow):
    """A window that always computes on the same computer, and stands still when it is told to."""

    def __init__(self, clock: Clock) -> None:
        self._clock_of_stage = clock
        self._still: Callable[[Event], bool] | None = None
        self._held: list[Event] | None = None
        super().__init__(Settings())

    def hold_at(self, still: Callable[[Event], bool]) -> None:
        """Let events wait from the one on of which this is true, until go_on."""
        self._still = still

    @property
    def is_held(self) -> bool:
        return self._held is not None

    def go_on(self) -> None:
        held, self._held, self._still = self._held or [], None, None
        for event in held:
            self._on_event(event)

    def _on_event(self, event: Event) -> None:
        if self._held is not None:
            self._held.append(event)
            return
        if isinstance(event, TileDone):
            self._clock_of_stage.pass_by(_TILE_S)
        super()._on_event(_as_everywhere(event))
        if self._still is not None and self._still(event):
            self._held = []


def _compute() -> str:
    """What it computes with, as the engine says it."""
    device = trn("CPU, {count} thread", "CPU, {count} threads", 2)
    return tr("{device}, {precision}", device=device, precision="float32")


def _as_everywhere(event: Event) -> Event:
    """The same event, had it come from a computer that we all have."""
    match event:
        case ModelReady():
            return replace(event, compute=_compute())
        case Paced():
            measured = replace(event.measured, pace=_PACE, base_bytes=_IDLE_BYTES)
            return replace(event, measured=measured)
        case Finished() if event.result.seconds:
            seconds = event.result.megapixels / _MP_PER_S
            return replace(event, result=replace(event.result, seconds=seconds, compute=_compute()))
    return event


@dataclass
class Stage:
    """folder is for the files of the story that is told. kept are its windows: one that is
    collected in a worker's thread takes the process with it.
    """

    app: QApplication
    clock: Clock
    folder: Path = Path()
    kept: list[QWidget] = field(default_factory=list)

    def wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not until():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there in time")
            self.app.processEvents()
            time.sleep(0.005)

    def settle(self) -> None:
        """Let timers fire and everything be painted."""
        end = time.monotonic() + _SETTLE_S
        self.wait(lambda: time.monotonic() > end)

    def timed(self, window: Posed) -> None:
        """It is known how long the picture shown will take."""
        ask = window.predicting.outlook
        self.wait(lambda: ask((window.rail.spec,)).seconds is not None)

    @contextmanager
    def window(self, size: tuple[int, int] = USUAL) -> Iterator[Posed]:
        """A new main window, closed at the end."""
        window = Posed(self.clock)
        self.kept.append(window)
        window.resize(*size)
        window.show()
        window.paint_patiently()
        self.settle()
        try:
            yield window
        finally:
            window.go_on()
            window.close()


def open_stage() -> Stage:
    """Once for each process, before its first window."""
    application = app.make_application()
    application.setCursorFlashTime(0)
    QCursor.setPos(*_AWAY)
    theme.apply(application, theme.LIGHT)
    clock = Clock()
    for module in (main_window, strip_cell, exporting, evaluate_window, keeper, evaluate):
        vars(module)["time"] = clock
    vars(preflight)["shutil"] = SimpleNamespace(disk_usage=lambda _folder: _DISK)
    vars(predicting)["resident_bytes"] = lambda: _IDLE_BYTES
    stage = Stage(application, clock)
    vars(words)["path"] = partial(_path_at_home, stage, words.path)
    return stage


def _path_at_home(stage: Stage, shown: Callable[[Path], str], path: Path) -> str:
    """As if the home of the story were that of a user."""
    return shown(path).replace(str(stage.folder.parent), _HOME)
