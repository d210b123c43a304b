"""How soon the window shows, and how late its timer gets while all cores upscale.

    python tools/bench_window.py [--json]

Both figures come from processes of their own, on the screen of $DISPLAY or else one that Qt makes
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
    parser.add_argument("--child", choices=("start", "lateness"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child == "start":
        start_child()
        return
    if args.child == "lateness":
        lateness_child()
        return
    _child("start")
    bare = statistics.median(_wall(["-c", "pass"]) for _ in range(RUNS))
    shown = statistics.median(_start_seconds() for _ in range(RUNS))
    late = _child("lateness")
    facts = {"interpreter_seconds": bare, "window_seconds": shown - bare, **late}
    if args.json:
        print(json.dumps(facts))
        return
    print(
        f"Window shown {shown - bare:.2f} s after the interpreter's own start ({bare:.2f} s); "
        f"while it upscales to {late['megapixels']:.0f} MP a 10 ms timer of the window is late "
        f"by {late['worst_ms']:.0f} ms at most, by {late['p99_ms']:.0f} ms in 1 of 100."
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


def _start_seconds() -> float:
    """From the start of the process until the window is painted."""
    start = time.time()
    return float(_child("start")["shown_at"]) - start


def _child(name: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--child", name]
        environment = _environment(folder)
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    return dict(json.loads(done.stdout))


def start_child() -> None:
    """Prints when the window was first painted, and ends."""
    from sr_desktop.gui import app
    from sr_desktop.gui.main_window import MainWindow

    def on_shown(window: MainWindow) -> None:
        shown_at = time.time()
        assert "torch" not in sys.modules
        print(json.dumps({"shown_at": shown_at}), flush=True)
        window.close()

    app.run([], on_shown, warm_up=False)


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


if __name__ == "__main__":
    main()
