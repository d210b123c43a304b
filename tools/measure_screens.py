"""The states of the ground-truth mode and of the Evaluate window, for screenshots.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from sr_desktop.gui.canvas.comparison import Mode
from sr_desktop.gui.evaluate_window import EvaluateWindow
from sr_desktop.gui.evaluation import Selection
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.truth import Truth
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample
from sr_desktop.weights import Library

Wait = Callable[[Callable[[], bool]], None]
Settle = Callable[[], None]


def states(folder: Path, wait: Wait, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Each window in one state after the other, at both sizes; folder is for pictures."""
    lr, hr = folder / "harbour.png", folder / "harbour at full size.png"
    files.write(lr, sample.reduced(4), Encoding("png"))
    files.write(hr, sample.original(), Encoding("png"))
    for width, height in ((1280, 840), (900, 600)):
        for state, window in _truth(lr, hr, wait):
            window.resize(width, height)
            settle()
            yield f"{state}-{width}", window
        for state, window in _evaluate(folder, lr, wait):
            window.resize(width, height)
            settle()
            yield f"{state}-{width}", window


def _truth(lr: Path, hr: Path, wait: Wait) -> Iterator[tuple[str, QWidget]]:
    window = MainWindow(Settings())
    window.show()
    window.paint_patiently()
    window.rail.choose(Library().find("pan", 4))
    window.add_paths([lr])
    wait(lambda: window.state.opened is not None)
    window._overlay.show_words(f"Add {hr.name}", f"Use as the reference of {lr.name}")
    yield "reference-drop", window
    window._overlay.hide()
    window.measuring.set_reference(hr)
    wait(lambda: _truth_of(window) is not None and bool(_truth_of(window).bicubic.quality))  # type: ignore[union-attr]
    yield "reference-bicubic", window
    window.upscale()
    wait(lambda: _truth_of(window) is not None and _truth_of(window).gain_db is not None)  # type: ignore[union-attr]
    yield "reference-split", window
    window.measuring.compare_with_reference(True)
    yield "reference-reference", window
    window.toolbar.views.actions_of[Mode.DIFFERENCE].trigger()
    yield "reference-difference", window
    window.close()


def _truth_of(window: MainWindow) -> Truth | None:
    return window.state.item.truth if window.state.item else None


def _evaluate(folder: Path, lr: Path, wait: Wait) -> Iterator[tuple[str, QWidget]]:
    data = folder / "Harbour views"
    picture = files.read(lr)
    for name in ("east", "north", "west with a very long name 0017"):
        files.write(data / f"{name}.png", picture, Encoding("png"))
    (data / "broken.png").write_bytes(lr.read_bytes()[:3000])
    window = EvaluateWindow(Settings())
    window.form.choose(Selection((), frozenset({"pan"}), frozenset({2, 4})))
    window.show()
    yield "evaluate-empty", window
    window.form.choose(Selection((data,), frozenset({"pan"}), frozenset({2, 4})))
    window.start()
    wait(lambda: window.state.fraction > 0.4)
    yield "evaluate-running", window
    wait(lambda: not window.state.running)
    yield "evaluate-done", window
    window.close()
