"""Where Save as would put the result of a picture. No Qt."""

from __future__ import annotations

from pathlib import Path

from sr_desktop.gui.state import Item
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.size import Steps
from sr_desktop.jobs.plan import Namer, OutputRule


def beside(item: Item, result: Picture, encoding: Encoding, frames: int) -> Path:
    """Beside its source, whatever is there. frames are those that will be written.

    Raises CannotWrite for a name that is too long.
    """
    assert item.spec is not None
    steps = Steps((), result.width, result.height, is_resized=True) if item.aim else None
    namer = Namer(item.spec, OutputRule(encoding=encoding), [], item.aim)
    return namer.wanted(item.found, item.format or result.format, steps, frames)
