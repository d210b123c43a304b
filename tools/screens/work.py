"""The main job, from the first screen to a saved file, and what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable

from screens import pictures
from screens.stage import Posed, Scenes, Stage
from sr_desktop.gui.computing import Computing
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status
from sr_desktop.gui.truth import Event
from sr_desktop.jobs.types import Progress

SCENES = ("empty", "drop", "shown", "working", "done", "saved", "failed")


def tell(stage: Stage) -> Scenes:
    Settings().keep_computing(Computing(tile_px=64))
    with stage.window() as window:
        yield "empty", window
        window.drops.overlay.show_words("Add 14 images from Holiday")
        yield "drop", window
        window.drops.overlay.hide()
        _bring(stage, window)
        stage.wait(lambda: _is_previewed(window))
        stage.timed(window)
        yield "shown", window
        window.hold_at(is_so_far(0.45))
        window.upscale()
        stage.wait(lambda: window.is_held)
        yield "working", window
        window.go_on()
        stage.wait(lambda: window.state.items[0].status is Status.DONE)
        window.look_closely()
        yield "done", window
        window.save_to(stage.folder / "harbour_pan_x4.png")
        stage.wait(lambda: window.state.notice is not None)
        yield "saved", window
        window.show_item(window.state.items[-1].id)
        window._dismiss_notice()
        stage.wait(lambda: window.state.item is not None and window.state.item.error is not None)
        yield "failed", window


def is_so_far(fraction: float) -> Callable[[Event], bool]:
    """Whether an event tells that this part of an upscale is done."""
    return lambda event: isinstance(event, Progress) and event.done_px >= fraction * event.total_px


def _bring(stage: Stage, window: Posed) -> None:
    """The engine is there, five pictures are, one of them broken, and the first is shown."""
    window.warm_up()
    stage.wait(lambda: bool(window.state.compute))
    window.add_paths(pictures.five(stage.folder))
    stage.wait(lambda: len(window.state.items) == 5 and window.state.opened is not None)
    stage.wait(lambda: all(i.thumbnail is not None or i.error for i in window.state.items))


def _is_previewed(window: Posed) -> bool:
    preview = window.looking._preview
    return preview is not None and bool(preview.patches) and not preview.job_id
