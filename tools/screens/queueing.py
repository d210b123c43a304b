"""The strip as a queue: every state at once, a choice of several, and what was removed."""

from __future__ import annotations

from pathlib import Path

from screens import pictures
from screens.stage import Scenes, Stage
from screens.work import is_so_far
from sr_desktop.gui.computing import Computing
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample

SCENES = ("queue", "queue-selected", "queue-removed")


def tell(stage: Stage) -> Scenes:
    """One done, one at work, two that wait, one with settings of its own, one broken."""
    Settings().keep_previews(False)
    Settings().keep_computing(Computing(tile_px=64))
    with stage.window() as window:
        window.warm_up()
        stage.wait(lambda: bool(window.state.compute))
        window.add_paths([*pictures.five(stage.folder), *_more(stage)])
        stage.wait(lambda: len(window.state.items) == 9 and window.state.opened is not None)
        stage.wait(lambda: all(i.thumbnail is not None or i.error for i in window.state.items))
        items = list(window.state.items)
        stage.timed(window)
        window.upscale()
        stage.wait(lambda: window.state.items[0].status is Status.DONE)
        window.own.only_for([items[5]])
        window.hold_at(is_so_far(0.3))
        window.show_item(items[2].id)
        stage.wait(lambda: window.state.opened is not None)
        window.queueing.upscale([items[2], items[3], items[5]])
        stage.wait(lambda: window.is_held)
        yield "queue", window
        window.queueing.select({items[6].id, items[7].id, items[8].id})
        yield "queue-selected", window
        window.queueing.remove({items[6].id, items[7].id, items[8].id})
        yield "queue-removed", window
        window.queueing.cancel_all()


def _more(stage: Stage) -> list[Path]:
    small = sample.reduced(4)
    paths = [stage.folder / f"IMG_{2050 + at}.jpg" for at in range(4)]
    for at, path in enumerate(paths):
        part = small.with_pixels(small.pixels[: 120 + 25 * at, 60 * at :].copy(), None)
        files.write(path, part, Encoding("jpeg"))
    return paths
