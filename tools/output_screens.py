"""The states of sizes, formats and what a picture says of itself, for screenshots.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QScrollArea, QWidget

from sr_desktop.errors import ImageTooLarge
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status
from sr_desktop.imaging.provenance import Provenance
from sr_desktop.imaging.size import Size
from sr_desktop.jobs import sample
from sr_desktop.jobs.types import Decoded, OpenJob

Wait = Callable[[Callable[[], bool]], None]
Settle = Callable[[], None]
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


def states(wait: Wait, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Each state at both sizes, the rail scrolled to its end where it does not fit."""
    for width, height in ((1280, 800), (1024, 700)):
        for state, window in _at(width, height, wait, settle):
            yield f"{state}-{width}", window


def _at(width: int, height: int, wait: Wait, settle: Settle) -> Iterator[tuple[str, MainWindow]]:
    window = MainWindow(Settings())
    window.resize(width, height)
    window.show()
    window.paint_patiently()
    settle()
    yield "start", window
    window.warm_up()
    window.add_picture(sample.reduced(4), "harbour.png")
    wait(lambda: window.state.opened is not None and bool(window.state.compute))
    for name, choices in _CHOICES.items():
        window.rail.show_choices(choices)
        for tick in range(2):
            settle()
            _scroll(window, tick)
        settle()
        yield name, window
    window.rail.show_choices(_CHOICES["percent"])
    window.upscale()
    wait(lambda: window.state.item is not None and window.state.item.status == Status.DONE)
    settle()
    yield "sized", window
    yield from _notices(window, settle)
    window.close()


def _scroll(window: MainWindow, tick: int) -> None:
    area = window.rail.findChild(QScrollArea)
    assert area is not None
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum() * tick)


def _notices(window: MainWindow, settle: Settle) -> Iterator[tuple[str, MainWindow]]:
    """What would need files that the writer cannot make: told by events as a reader does."""
    window.rail.show_choices(Choices())
    window.add_picture(sample.reduced(4), "waves.gif")
    settle()
    item, opened = window.state.item, window.state.opened
    assert item is not None
    assert opened is not None
    moving = replace(opened, format="GIF", frames=24)
    _tell(window, Decoded(0, moving))
    settle()
    yield "moving", window
    _tell(window, Decoded(0, replace(opened, made=_MADE, notices=("Converted from CMYK.",))))
    settle()
    yield "repeat", window
    window.add_paths([])
    error = ImageTooLarge(
        "panorama.tif has 1240.3 megapixels; the limit is 500.0.", "Raise the limit.", 1_240_300_000
    )
    item = window.state.item
    assert item is not None
    gone = replace(item, thumbnail=None, picture=None, status=Status.FAILED, error=error)
    window._change(replace(window.state.with_item(gone), opened=None, notice=None))
    settle()
    yield "too-large", window


def _tell(window: MainWindow, event: Decoded) -> None:
    """As if the picture shown had just been read."""
    job = OpenJob(Path("x"))
    window._change(replace(window.state, open_job=job.id, notice=None))
    window._on_event(replace(event, job_id=job.id))
