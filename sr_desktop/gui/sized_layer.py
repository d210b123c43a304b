"""Bicubic of any size, beside results that came to one."""

from __future__ import annotations

from sr_desktop.gui.layers import BicubicLayer
from sr_desktop.imaging.picture import Picture


class SizedBicubic(BicubicLayer):
    """The source at height x width, part by part."""

    def __init__(self, source: Picture, height: int, width: int) -> None:
        super().__init__(source, 1)
        self.height, self.width = height, width
