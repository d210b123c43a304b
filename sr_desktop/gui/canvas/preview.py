"""Tiles of a preview over bicubic, as the canvas draws them."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from sr_desktop.gui.canvas.layers import BicubicLayer, Layer, to_image
from sr_desktop.gui.canvas.levels import TILE_PX, Key, Region
from sr_desktop.gui.canvas.shrinking import Part, as_8_bits, stretched

if TYPE_CHECKING:
    import numpy as np
    from PySide6.QtGui import QImage

    from sr_desktop.gui.preview import Patch

_MOST_PARTS = 64
_HOW = Image.Resampling.BOX


@dataclass(slots=True)
class _Drawn:
    """A tile's pixels, and how many patches were drawn into them."""

    part: Part
    patches: int


class PreviewLayer(Layer):
    """Patches drawn over the layer under it, each once: there may be hundreds in one tile.

    They are in the profile of that layer. ratio is how many pixels of the canvas an LR pixel has.
    """

    def __init__(self, under: BicubicLayer, ratio: float) -> None:
        super().__init__(under.height, under.width)
        self.icc = under.icc
        self.under = under
        self._ratio = ratio
        self._patches: tuple[Patch, ...] = ()
        self._drawn: OrderedDict[Key, _Drawn] = OrderedDict()
        self._seen = len(under.changes)

    @property
    def is_busy(self) -> bool:
        return self.under.is_busy

    def show_on(self, screen: bytes | None) -> None:
        self.under.show_on(screen)
        super().show_on(screen)

    def show_patches(self, patches: tuple[Patch, ...]) -> None:
        """Those there are now: mostly more than before, at the end."""
        known = len(self._patches)
        if patches[:known] != self._patches:
            self._drawn.clear()
            self._outdate((0, 0, self.height, self.width))
            known = 0
        self._patches = patches
        for patch in patches[known:]:
            self._outdate(self._place(patch))

    def catch_up(self) -> None:
        self.under.catch_up()
        seen = self._follow(self.under.changes, self._seen)
        if seen != self._seen:
            self._seen = seen
            self._drawn.clear()

    def part(self, level: int, row: int, column: int) -> Part | None:
        key = (level, row, column)
        drawn = self._drawn.pop(key, None)
        if drawn is None:
            below = self.under.part(level, row, column)
            if below is None:
                return None
            below = as_8_bits(below)
            drawn = _Drawn(Part(below.pixels.copy(), below.alpha), 0)
        self._drawn[key] = drawn
        if len(self._drawn) > _MOST_PARTS:
            self._drawn.popitem(last=False)
        for patch in self._patches[drawn.patches :]:
            self._draw(drawn.part.pixels, patch, key)
        drawn.patches = len(self._patches)
        return drawn.part

    def _place(self, patch: Patch) -> Region:
        """Where the patch lies, in whole pixels of the canvas."""
        top, left, height, width = patch.region
        first = int(top * self._ratio), int(left * self._ratio)
        last = math.ceil((top + height) * self._ratio), math.ceil((left + width) * self._ratio)
        return (*first, last[0] - first[0], last[1] - first[1])

    def _draw(self, pixels: np.ndarray, patch: Patch, key: Key) -> None:
        """What the patch has of this tile, in whole pixels of its level."""
        level, row, column = key
        step = self._ratio / (1 << level)  # pixels of the level to one LR pixel
        top, left, height, width = (side * step for side in patch.region)
        y, x = top - row * TILE_PX, left - column * TILE_PX
        y0, x0 = max(0, math.ceil(y - 1e-6)), max(0, math.ceil(x - 1e-6))
        y1 = min(pixels.shape[0], math.ceil(y + height - 1e-6))
        x1 = min(pixels.shape[1], math.ceil(x + width - 1e-6))
        if y0 >= y1 or x0 >= x1:
            return
        down, across = patch.pixels.shape[0] / height, patch.pixels.shape[1] / width
        box = (
            max(0.0, (x0 - x) * across),
            max(0.0, (y0 - y) * down),
            min(patch.pixels.shape[1], (x1 - x) * across),
            min(patch.pixels.shape[0], (y1 - y) * down),
        )
        drawn = stretched(Part(patch.pixels), y1 - y0, x1 - x0, box, _HOW)
        pixels[y0:y1, x0:x1] = drawn.pixels

    def _make(self, key: Key) -> QImage | None:
        part = self.part(*key)
        if part is None:
            return None
        return to_image(part.pixels, part.alpha, self.icc, self._screen)
