"""The ground-truth mode, and the Evaluate window."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from screens.stage import Posed, Scenes, Stage
from sr_desktop.gui.canvas.comparison import Mode
from sr_desktop.gui.evaluate_window import EvaluateWindow
from sr_desktop.gui.evaluation import Selection
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.truth import Truth
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample
from sr_desktop.weights import Library

SCENES = (
    "reference-drop",
    "reference-bicubic",
    "reference-split",
    "reference-reference",
    "reference-difference",
    "evaluate-empty",
    "evaluate-running",
    "evaluate-done",
)


def tell(stage: Stage) -> Scenes:
    Settings().keep_previews(False)
    lr, hr = stage.folder / "harbour.png", stage.folder / "harbour at full size.png"
    files.write(lr, sample.reduced(4), Encoding("png"))
    files.write(hr, sample.original(), Encoding("png"))
    with stage.window() as window:
        yield from _truth(stage, window, lr, hr)
    yield from _evaluate(stage, lr)


def _truth(stage: Stage, window: Posed, lr: Path, hr: Path) -> Scenes:
    window.rail.choose(Library().find("pan", 4))
    window.add_paths([lr])
    stage.wait(lambda: window.state.opened is not None)
    window.drops.overlay.show_words(f"Add {hr.name}", f"Use as the reference of {lr.name}")
    yield "reference-drop", window
    window.drops.overlay.hide()
    window.measuring.set_reference(hr)
    stage.wait(lambda: _truth_of(window) is not None and bool(_truth_of(window).bicubic.quality))  # type: ignore[union-attr]
    yield "reference-bicubic", window
    window.upscale()
    stage.wait(lambda: _truth_of(window) is not None and _truth_of(window).gain_db is not None)  # type: ignore[union-attr]
    yield "reference-split", window
    window.measuring.compare_with_reference(True)
    yield "reference-reference", window
    window.toolbar.views.actions_of[Mode.DIFFERENCE].trigger()
    yield "reference-difference", window
    window.toolbar.views.actions_of[Mode.SPLIT].trigger()


def _truth_of(window: Posed) -> Truth | None:
    return window.state.item.truth if window.state.item else None


def _evaluate(stage: Stage, lr: Path) -> Scenes:
    data = stage.folder / "Harbour views"
    picture = files.read(lr)
    for name in ("east", "north", "west with a very long name 0017"):
        files.write(data / f"{name}.png", picture, Encoding("png"))
    (data / "broken.png").write_bytes(lr.read_bytes()[:3000])
    window = EvaluateWindow(Settings())
    stage.kept.append(window)
    with closing(window):  # it has a thread
        yield from _evaluation(stage, window, data)


def _evaluation(stage: Stage, window: EvaluateWindow, data: Path) -> Scenes:
    window.form.choose(Selection((), frozenset({"pan"}), frozenset({2, 4})))
    window.show()
    yield "evaluate-empty", window
    window.form.choose(Selection((data,), frozenset({"pan"}), frozenset({2, 4})))
    window.start()
    stage.wait(lambda: window.state.fraction > 0.4)
    yield "evaluate-running", window
    stage.wait(lambda: not window.state.running)
    yield "evaluate-done", window
