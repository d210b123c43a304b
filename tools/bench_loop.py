"""How long the window's event loop is held up by one large picture, and what an idle window takes.

    python tools/bench_loop.py [--json] [--megapixels 24]

A picture of this size is opened from a JPEG, upscaled with PAN x2 on all cores and saved as a PNG,
while a timer of the window ticks every 10 ms. Torch's own import is over before. Beside it on each
core another process does nothing but sleep for 10 ms at a time: when it, too, wakes late, that core
stood still (those of virtual machines do), and that is told apart. What Linux knows to have been
stolen from a core between two ticks does not count either.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

_Span = tuple[float, float]
_Beat = tuple[float, tuple[float, ...]]
"""When, and the seconds stolen from each core until then"""
_LATE_S = 0.015
_JIFFY_S = 0.01  # of which Linux counts whole ones
OWN = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--megapixels", type=float, default=24)
    parser.add_argument("--sleeper", type=int, metavar="CORE", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.sleeper is not None:
        sleep_lightly(args.sleeper)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= dict.fromkeys(OWN, folder)
        if not os.environ.get("DISPLAY"):
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        facts = measure(Path(folder), args.megapixels)
    if args.json:
        print(json.dumps(facts))
        return
    print(f"An idle window takes {facts['idle_mib']:.0f} MiB before torch is loaded.")
    told = ", ".join(
        f"{name} {facts[name]['worst_ms']:.0f} ms ({facts[name]['seconds']:.0f} s)"
        for name in ("open", "upscale", "save")
    )
    print(f"The event loop was held up at most, with {facts['megapixels']:.0f} MP: {told}.")
    stalls = facts["stalls_ms"]
    if stalls:
        print(
            f"Not counted: a core stood still {len(stalls)} times, {max(stalls):.0f} ms at most, "
            f"{sum(stalls) / 1000:.1f} s in all."
        )


def sleep_lightly(core: int) -> None:
    """Tell when this process, which has nothing to do, was woken late: from when to when."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {core})
    before = time.time()
    while True:
        time.sleep(0.01)
        now = time.time()
        if now - before > 0.01 + _LATE_S:
            print(before, now, flush=True)
        before = now


def measure(folder: Path, megapixels: float) -> dict[str, Any]:
    """Worst hold-up in ms and length in seconds of each stage, by its name."""
    from PySide6.QtCore import Qt, QTimer

    from sr_desktop.gui import app
    from sr_desktop.gui.main_window import MainWindow

    photo = folder / "photo.jpg"
    idle_mib: list[float] = []
    stages = _Stages()

    def on_shown(window: MainWindow) -> None:
        assert "torch" not in sys.modules
        idle_mib.append(psutil.Process().memory_info().rss / 2**20)
        _make_photo(photo, megapixels)  # only now: it loads numpy
        window.warm_up()
        timer = QTimer(window, interval=10)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(stages.beat)
        steps = _steps(window, photo, folder / "result.png", stages)
        user = QTimer(window, interval=100)
        user.timeout.connect(lambda: next(steps, None) or window.close())
        timer.start()
        user.start()

    sleepers = [_sleeper(core) for core in _cores()]
    app.run([], on_shown, warm_up=False)
    stalls = [stall for sleeper in sleepers for stall in _stalls(sleeper)]
    facts = {"megapixels": megapixels, "idle_mib": idle_mib[0], **stages.facts(stalls)}
    return facts | {"stalls_ms": [(end - start) * 1000 - 10 for start, end in stalls]}


def _cores() -> list[int]:
    """Those this process may run on, where it can be told to which; else any one."""
    return sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else [0]


def _sleeper(core: int) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--sleeper", str(core)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _stalls(sleeper: subprocess.Popen[str]) -> Iterator[_Span]:
    """Ends the sleeper. From when to when its core stood still."""
    sleeper.terminate()
    told, _ = sleeper.communicate()
    for line in told.splitlines():
        start, end = line.split()
        yield float(start), float(end)


class _Stages:
    """Beats of the timer, by the stage they fell into."""

    def __init__(self) -> None:
        self._beats: dict[str, list[_Beat]] = {}
        self._name = "start"

    def begin(self, name: str) -> None:
        self.beat()  # what begins now is not the fault of the stage before
        self._name = name
        self.beat()

    def beat(self) -> None:
        self._beats.setdefault(self._name, []).append((time.time(), _stolen()))

    def facts(self, stalls: list[_Span]) -> dict[str, dict[str, float]]:
        return {name: _facts(beats, stalls) for name, beats in self._beats.items()}


def _stolen() -> tuple[float, ...]:
    return tuple(getattr(core, "steal", 0.0) for core in psutil.cpu_times(percpu=True))


def _facts(beats: list[_Beat], stalls: list[_Span]) -> dict[str, float]:
    gaps = (
        (after - before - 0.01 - _stolen_between(stolen_before, stolen_after)) * 1000
        for (before, stolen_before), (after, stolen_after) in itertools.pairwise(beats)
        if not any(start < after and before < end for start, end in stalls)
    )
    return {"worst_ms": max(gaps, default=0.0), "seconds": beats[-1][0] - beats[0][0]}


def _stolen_between(before: tuple[float, ...], after: tuple[float, ...]) -> float:
    """What was surely taken from the core that lost most, in seconds."""
    most = max(now - then for then, now in zip(before, after, strict=True))
    return max(0.0, most - _JIFFY_S)


def _steps(window, photo: Path, target: Path, stages: _Stages):  # type: ignore[no-untyped-def]
    """What the user does, each as soon as the window can: yields while it must wait."""
    yield from _until(lambda: bool(window.state.compute))
    window.rail.choose_scale(2)
    stages.begin("open")
    window.add_paths([photo])
    yield from _until(lambda: window.state.opened is not None)
    yield from _settled(1.0)
    stages.begin("upscale")
    window.upscale()
    yield from _until(lambda: window.state.result is not None)
    yield from _settled(1.0)
    stages.begin("save")
    window.save_to(target)
    yield from _until(lambda: not window.state.save_jobs and target.exists())
    stages.begin("end")


def _until(is_so: Callable[[], bool]):  # type: ignore[no-untyped-def]
    while not is_so():
        yield "waiting"


def _settled(seconds: float):  # type: ignore[no-untyped-def]
    """Until so long after: what is on the screen is painted by then."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield "waiting"


def _make_photo(path: Path, megapixels: float) -> None:
    """The sample, side by side and one under another, as a JPEG of this size."""
    import numpy as np
    from PIL import Image

    from sr_desktop.jobs import sample

    piece = sample.original().pixels
    height = round(math.sqrt(megapixels * 1e6 * 2 / 3))
    width = round(megapixels * 1e6 / height)
    times = (-(-height // piece.shape[0]), -(-width // piece.shape[1]), 1)
    Image.fromarray(np.tile(piece, times)[:height, :width]).save(path, quality=92)


if __name__ == "__main__":
    main()
