"""How long the canvas holds up the window while a picture of 30000 x 20000 px is panned and zoomed.

    python tools/bench_canvas.py [--json] [--width 30000] [--height 20000]

A source as large as that, a result as large as that beside its source, and their difference are
looked at in a view of 2560 x 1440: in from all of it to single pixels, about, and out again. Their
pixels lie in scratch files, which need 3 GB of disk. Runs on a screen that Qt makes up. The clock
stands while other programs have the processor, where the system can tell (Linux).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from sr_desktop.gui.canvas.scene import Scene
    from sr_desktop.gui.canvas.view import CanvasView
    from sr_desktop.imaging.picture import Picture, Pixels

MOST_MS, MOST_MB = 50, 600
_STEP_MS, _BEAT_MS = 16, 5
_VIEW = (2560, 1440)
_BAND_ROWS = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--width", type=int, default=30_000)
    parser.add_argument("--height", type=int, default=20_000)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(args.height, args.width)
        return
    facts = _in_a_process(args.height, args.width)
    if args.json:
        print(json.dumps(facts))
        return
    print(
        f"Panning and zooming {args.width} x {args.height} px in a view of {_VIEW[0]} x {_VIEW[1]}:"
        f" a painting takes {facts['paint_median_ms']:.0f} ms, in 1 of 100 "
        f"{facts['paint_p99_ms']:.0f} ms, {facts['paint_ms']:.0f} ms at most; a 5 ms timer is late "
        f"by {facts['hold_p99_ms']:.0f} ms in 1 of 100, by {facts['hold_ms']:.0f} ms at most "
        f"(wanted: {MOST_MS}); peak of memory {facts['peak_mb']:.0f} MB (wanted: {MOST_MB})."
    )


def _in_a_process(height: int, width: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"), folder)
        size = ["--width", str(width), "--height", str(height)]
        done = subprocess.run(
            [sys.executable, __file__, "--child", *size],
            check=True,
            stdout=subprocess.PIPE,
            env=os.environ | own | {"QT_QPA_PLATFORM": "offscreen"},
        )
    return dict(json.loads(done.stdout))


def child(height: int, width: int) -> None:
    """Prints how long paintings took, how late a timer was, and the peak of memory."""
    from PySide6.QtGui import QPaintEvent

    from sr_desktop.gui import app as program
    from sr_desktop.gui.canvas.view import CanvasView
    from sr_desktop.imaging.picture import Picture

    paintings: list[float] = []
    late: list[float] = []

    class Timed(CanvasView):
        def paintEvent(self, event: QPaintEvent) -> None:
            start = _own_ms()
            super().paintEvent(event)
            paintings.append(_own_ms() - start)

    app = program.make_application()
    view = Timed()
    view.resize(*_VIEW)
    view.show()
    giant, half = Picture(_drawn(height, width)), Picture(_drawn(height // 2, width // 2))
    for scene in _scenes(giant, half):
        late += _look(app, view, scene)
    view.close()
    paintings.sort()
    late.sort()
    facts = {
        "paint_ms": paintings[-1],
        "paint_p99_ms": paintings[int(len(paintings) * 0.99)],
        "paint_median_ms": paintings[len(paintings) // 2],
        "paintings": len(paintings),
        "hold_ms": late[-1],
        "hold_p99_ms": late[int(len(late) * 0.99)],
        "peak_mb": _peak_mb(),
    }
    print(json.dumps(facts))


def _scenes(giant: Picture, half: Picture) -> Iterator[Scene]:
    """A source before it is upscaled, a result beside its source, and what differs."""
    from sr_desktop.gui.canvas.comparison import Comparison, Mode
    from sr_desktop.gui.canvas.derived import DifferenceLayer
    from sr_desktop.gui.canvas.layers import BicubicLayer, ResultLayer
    from sr_desktop.gui.canvas.scene import Scene

    yield Scene(BicubicLayer(giant, giant.height * 2, giant.width * 2))
    bicubic = BicubicLayer(half, giant.height, giant.width)
    result = ResultLayer(giant.pixels, None)
    yield Scene(bicubic, result, ("Bicubic", "Result"))
    bicubic = BicubicLayer(half, giant.height, giant.width)
    result = ResultLayer(giant.pixels, None)
    difference = DifferenceLayer(result, bicubic, 4)
    comparison = Comparison(Mode.DIFFERENCE)
    sides = (("Bicubic", bicubic), ("Result", result))
    yield Scene(difference, comparison=comparison, sides=sides)


def _look(app: QApplication, view: CanvasView, scene: Scene) -> list[float]:
    """By how many ms each beat of a timer came late while the view went about."""
    from PySide6.QtCore import Qt, QTimer

    beats: list[float] = []
    steps = _tour(view)
    step, beat = QTimer(view, interval=_STEP_MS), QTimer(view, interval=_BEAT_MS)
    for timer in (step, beat):
        timer.setTimerType(Qt.TimerType.PreciseTimer)
    beat.timeout.connect(lambda: beats.append(_own_ms()))

    def go_on() -> None:
        if next(steps, True):
            app.quit()

    step.timeout.connect(go_on)
    view.show_scene(scene)
    step.start()
    beat.start()
    app.exec()
    step.stop()
    beat.stop()
    for layer in scene.layers:
        layer.close()
        layer.join()
    return [after - before - _BEAT_MS for before, after in itertools.pairwise(beats)]


def _tour(view: CanvasView) -> Iterator[bool]:
    """In, about, out, and to a corner at 100%; one step each."""
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtTest import QTest

    from sr_desktop.gui.canvas.view import WHEEL_STEP

    view.fit()
    yield from itertools.repeat(False, 30)
    at = QPointF(_VIEW[0] * 0.7, _VIEW[1] * 0.4)
    for factor in (WHEEL_STEP, 1 / WHEEL_STEP):
        for n in range(32):
            view.zoom_to(view.zoom * factor, at)
            yield False
            for _ in range(0 if n % 6 else 20):
                QTest.keyClick(view, Qt.Key.Key_Right)
                yield False
    view.zoom_to(1.0, QPointF(0, 0))
    yield from itertools.repeat(False, 30)


def _drawn(height: int, width: int) -> Pixels:
    """The sample, repeated; band by band, and let go from memory."""
    import numpy as np

    from sr_desktop.imaging import store
    from sr_desktop.jobs import sample

    pattern = sample.original().pixels[:_BAND_ROWS]
    band = np.tile(pattern, (1, -(-width // pattern.shape[1]), 1))[:, :width]
    pixels = store.empty((height, width, 3), np.dtype(np.uint8))
    for top in range(0, height, _BAND_ROWS):
        pixels[top : top + _BAND_ROWS] = np.roll(band, top * 7, axis=1)[: height - top]
        store.release(pixels)
    return pixels


def _own_ms() -> float:
    """A clock that stands while other programs have the processor."""
    waits = Path("/proc/thread-self/schedstat")
    waited_ns = int(waits.read_text(encoding="ascii").split()[1]) if waits.exists() else 0
    return time.perf_counter() * 1e3 - waited_ns / 1e6


def _peak_mb() -> float:
    import resource

    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kib * 1024 / 1e6


if __name__ == "__main__":
    main()
