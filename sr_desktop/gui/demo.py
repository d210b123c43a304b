"""The window doing its main job by itself, for `sr-desktop demo`, the benchmark and the grabs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from sr_desktop.errors import CannotWrite, SRError
from sr_desktop.gui import app
from sr_desktop.gui.state import Status
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.gui.main_window import MainWindow

_PATIENCE_MS = 300_000


class Driver(QObject):
    """Waits for the picture to be read, asks to upscale it, and calls done when it is."""

    def __init__(self, window: MainWindow, done: Callable[[SRError | None], None]) -> None:
        super().__init__(window)
        self._window = window
        self._done = done
        self._asked = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        self._patience.start()
        window.rendered.connect(self._look)

    def _look(self) -> None:
        item = self._window.state.item
        if item is None:
            return
        if item.error is not None:
            self._finish(item.error)
        elif item.status == Status.DONE:
            self._finish(None)
        elif self._window.state.opened is not None and not self._asked:
            self._asked = True
            self._window.upscale()

    def _give_up(self) -> None:
        self._finish(SRError(tr("The window did not finish its work in time.")))

    def _finish(self, error: SRError | None) -> None:
        self._window.rendered.disconnect(self._look)
        self._patience.stop()
        self._done(error)


def show(picture: Path, grab: Path) -> int:
    """Upscale the picture in the window and write a grab of it.

    With a display the window then stays until it is closed; without one it is never seen.
    Raises CannotWrite, or what the upscaling failed with.
    """
    app.keep_a_log()
    app.make_application(sheet=False)
    stays = app.is_seen()
    failures: list[SRError] = []

    def on_shown(window: MainWindow) -> None:
        def on_done(error: SRError | None) -> None:
            if error is not None:
                failures.append(error)
            else:
                window.look_closely()
                window.paint_patiently()
                QTimer.singleShot(0, lambda: _grab(window, grab, failures))
            if failures or not stays:
                QTimer.singleShot(0, window.close)

        Driver(window, on_done)

    code = app.run([picture], on_shown)
    if failures:
        raise failures[0]
    return code


def _grab(window: MainWindow, target: Path, failures: list[SRError]) -> None:
    if not window.grab().save(str(target)):
        failures.append(
            CannotWrite(tr("The grab of the window cannot be written: {target}.", target=target))
        )
