"""Where Save as would put the result of a picture. No Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.imaging.size import Steps
from sr_desktop.jobs.plan import Namer, OutputRule

if TYPE_CHECKING:
    from sr_desktop.gui.state import Item
    from sr_desktop.imaging.picture import Picture


def beside(item: Item, result: Picture, rule: OutputRule, frames: int) -> Path:
    """Beside its source, whatever is there. frames are those that will be written.

    Raises CannotWrite for a name that is too long.
    """
    assert item.spec is not None
    scales = item.scales or (item.spec.scale,)
    steps = Steps(scales, result.width, result.height, is_resized=item.aim is not None)
    namer = Namer(item.spec, rule, [], item.aim)
    return namer.wanted(item.found, item.format or result.format, steps, frames)
