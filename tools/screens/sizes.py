"""Sizes, formats, and what a picture says of itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QScrollArea

from screens.stage import Posed, Scenes, Stage
from sr_desktop.errors import ImageTooLarge
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status
from sr_desktop.imaging.provenance import Provenance
from sr_desktop.imaging.size import Size
from sr_desktop.jobs import sample
from sr_desktop.jobs.types import Decoded, OpenJob

_CHOICES = {
    "percent": Choices(own_scale=False).with_size(Size("percent", 375)),
    "beyond": Choices(own_scale=False, size_kind="width").with_size(Size("width", 40_000)),
    "fit-jpeg": Choices(own_scale=False, size_kind="fit", format="jpeg", unfolded=True),
    "print-tiff": Choices(own_scale=False, size_kind="print", format="tiff", unfolded=True),
    "webp": Choices(format="webp", lossless=True),
    "png-dpi": Choices(format="png", dpi=300, unfolded=True),
    "avif": Choices(format="avif", unfolded=True),
}
_MADE = Provenance(
    "0.4.0", "pan-x4", "0" * 64, ("x4 by pan-x4",), "float32", True, 256, {"quality": 90}
)


SCENES = (*_CHOICES, "sized", "moving", "repeat", "too-large")


def tell(stage: Stage) -> Scenes:
    """The rail scrolled to its end where it does not fit."""
    Settings().keep_previews(False)
    with stage.window((1024, 700)) as window:
        yield from _choices(stage, window)
        yield from _notices(stage, window)


def _choices(stage: Stage, window: Posed) -> Scenes:
    window.warm_up()
    window.add_picture(sample.reduced(4), "harbour.png")
    stage.wait(lambda: window.state.opened is not None and bool(window.state.compute))
    for name, choices in _CHOICES.items():
        window.rail.show_choices(choices)
        for part in (0, 1):
            stage.settle()
            _scroll(window, part)
        yield name, window
    window.rail.show_choices(_CHOICES["percent"])
    window.upscale()
    stage.wait(lambda: window.state.item is not None and window.state.item.status == Status.DONE)
    yield "sized", window


def _scroll(window: Posed, part: int) -> None:
    area = window.rail.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum() * part)


def _notices(stage: Stage, window: Posed) -> Scenes:
    """What would need files that the writer cannot make: told by events as a reader does."""
    window.rail.show_choices(Choices())
    window.add_picture(sample.reduced(4), "waves.gif")
    stage.settle()
    item, opened = window.state.item, window.state.opened
    assert item is not None
    assert opened is not None
    moving = replace(opened, format="GIF", frames=24)
    _tell(window, Decoded(0, moving))
    yield "moving", window
    _tell(window, Decoded(0, replace(opened, made=_MADE, notices=("Converted from CMYK.",))))
    yield "repeat", window
    window.add_paths([])
    error = ImageTooLarge(
        "panorama.tif has 1240.3 megapixels; the limit is 500.0.", "Raise the limit.", 1_240_300_000
    )
    item = window.state.item
    assert item is not None
    gone = replace(item, thumbnail=None, picture=None, status=Status.FAILED, error=error)
    window._change(replace(window.state.with_item(gone), opened=None, notice=None))
    yield "too-large", window


def _tell(window: Posed, event: Decoded) -> None:
    """As if the picture shown had just been read."""
    job = OpenJob(Path("x"))
    window._change(replace(window.state, open_job=job.id, notice=None))
    window._on_event(replace(event, job_id=job.id))
