"""The ways to compare a result, and the try-out of models at a spot."""

from __future__ import annotations

from screens import pictures
from screens.stage import Posed, Scenes, Stage
from sr_desktop.gui.canvas.comparison import Mode, changing
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status
from sr_desktop.jobs import sample
from sr_desktop.weights import Library

_VIEWS = {f"view-{mode.value}": mode for mode in Mode}
SCENES = (*_VIEWS, "view-pixels", "tryout-ask", "tryout")


def tell(stage: Stage) -> Scenes:
    Settings().keep_previews(False)
    with stage.window() as window:
        window.warm_up()
        stage.wait(lambda: bool(window.state.compute))
        window.keeper.import_files([pictures.checkpoint(stage.folder / "my portraits x2.pth")])
        stage.wait(lambda: not window.keeper.state.tasks)
        window.rail.choose(Library().find("pan", 2))
        window.add_picture(sample.reduced(4), "harbour.png")
        stage.wait(lambda: window.state.opened is not None)
        stage.timed(window)
        yield from _try_out(stage, window)
        window.upscale()
        stage.wait(lambda: window.state.items[0].status is Status.DONE)
        window._dismiss_notice()
        for name, mode in _VIEWS.items():
            window._compare(changing(mode=mode))
            yield name, window
        window._compare(changing(mode=Mode.SPLIT))
        window._view.zoom_to(40.0)
        yield "view-pixels", window


def _try_out(stage: Stage, window: Posed) -> Scenes:
    window.toolbar.tryout.trigger()
    yield "tryout-ask", window
    window.trying.try_at(0.3, 0.55)
    stage.wait(
        lambda: (
            window.trying.tried is not None
            and all(trial.seconds is not None for trial in window.trying.tried.trials)
        )
    )
    yield "tryout", window
    window.trying.close()
