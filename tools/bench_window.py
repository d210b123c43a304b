"""How soon the window shows, how soon a large picture's first pixels are upscaled, and how late
the window's timer gets while all cores upscale.

    python tools/bench_window.py [--json]

The figures come from processes of their own, on the screen of $DISPLAY or else one that Qt makes
up. Starts are timed from the second on: the first compiles the program's modules, as installing a
wheel does.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
RUNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", choices=("lateness", "pixels"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child == "lateness":
        lateness_child()
        return
    if args.child == "pixels":
        pixels_child()
        return
    _start_seconds()
    bare = statistics.median(_wall(["-c", "pass"]) for _ in range(RUNS))
    starts = [_start_seconds() for _ in range(RUNS)]
    shown, ready = (statistics.median(each) for each in zip(*starts, strict=True))
    late = _child("lateness")
    pixels = statistics.median(_child("pixels")["first_pixels_seconds"] for _ in range(RUNS))
    facts = {"interpreter_seconds": bare, "window_seconds": shown - bare, **late}
    facts["ready_seconds"] = ready - bare
    facts["first_pixels_seconds"] = pixels
    if args.json:
        print(json.dumps(facts))
        return
    print(
        f"Window shown {shown - bare:.2f} s after the interpreter's own start ({bare:.2f} s), "
        f"ready {ready - shown:.2f} s later; "
        f"while it upscales to {late['megapixels']:.0f} MP a 10 ms timer of the window is late "
        f"by {late['worst_ms']:.0f} ms at most, by {late['p99_ms']:.0f} ms in 1 of 100; "
        f"a JPEG of 12 MP is dropped, torch loaded: first pixels after {pixels:.2f} s."
    )


def _environment(folder: str) -> dict[str, str]:
    """Settings and caches of its own; no screen needed."""
    own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"), folder)
    platform = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
    return os.environ | own | platform | {"PYTHONDONTWRITEBYTECODE": ""}


def _wall(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True)
    return time.perf_counter() - start


def _start_seconds() -> tuple[float, float]:
    """From the start of the process until the window is painted, and until it takes pictures."""
    start = time.time()
    painted, ready = _printed([str(REPO / "tools" / "first_window.py")]).split()
    return float(painted) - start, float(ready) - start


def _child(name: str) -> dict[str, float]:
    return dict(json.loads(_printed([__file__, "--child", name])))


def _printed(arguments: list[str]) -> bytes:
    """By a process with settings and caches of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, *arguments]
        environment = _environment(folder)
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return done.stdout


def lateness_child() -> None:
    """Prints how late a 10 ms timer of the window was while a picture of 6 megapixels grew."""
    import numpy as np
    from PySide6.QtCore import Qt, QTimer

    from sr_desktop.errors import SRError
    from sr_desktop.gui import app
    from sr_desktop.gui.demo import Driver
    from sr_desktop.gui.main_window import MainWindow
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.jobs import sample

    pixels = np.ascontiguousarray(np.tile(sample.original().pixels, (1, 2, 1)))
    beats: list[float] = []

    def on_shown(window: MainWindow) -> None:
        timer = QTimer(window, interval=10)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(lambda: beats.append(time.perf_counter()))

        def begin() -> None:
            if "torch" not in sys.modules or not window.state.compute:
                return
            window.rendered.disconnect(begin)
            window.add_picture(Picture(pixels), "large.png")
            Driver(window, done)
            timer.start()

        def done(error: SRError | None) -> None:
            timer.stop()
            window.close()
            if error is not None:
                raise error

        window.rendered.connect(begin)

    app.run([], on_shown)
    late = sorted((after - before) * 1000 - 10 for before, after in itertools.pairwise(beats))
    facts = {
        "megapixels": pixels.shape[0] * pixels.shape[1] * 16 / 1e6,
        "worst_ms": late[-1],
        "p99_ms": late[int(len(late) * 0.99)],
        "beats": len(late),
    }
    print(json.dumps(facts))


def pixels_child() -> None:
    """Prints how long after its drop the first upscaled pixels of a 12 MP picture are painted."""
    import numpy as np

    from sr_desktop.gui import app
    from sr_desktop.gui.canvas.view import CanvasView
    from sr_desktop.gui.main_window import MainWindow
    from sr_desktop.imaging import files
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.jobs import sample

    original = sample.original().pixels
    times = [-(-side // length) for side, length in zip((3000, 4000), original.shape, strict=False)]
    pixels = np.ascontiguousarray(np.tile(original, (*times, 1))[:3000, :4000])
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "large.jpg"
    files.write(path, Picture(pixels), Encoding("jpeg"))
    dropped_at = 0.0

    def on_shown(window: MainWindow) -> None:
        def on_rendered() -> None:
            nonlocal dropped_at
            preview = window.looking.preview
            if window.state.compute and not dropped_at:
                dropped_at = time.perf_counter()
                window.add_paths([path])
            elif preview is not None and preview.patches:
                window.rendered.disconnect(on_rendered)
                window.findChild(CanvasView).repaint()  # type: ignore[union-attr]
                seconds = time.perf_counter() - dropped_at
                print(json.dumps({"first_pixels_seconds": seconds}), flush=True)
                window.close()

        window.rendered.connect(on_rendered)

    with folder:
        app.run([], on_shown)


if __name__ == "__main__":
    main()
