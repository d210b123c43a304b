"""Layers that are not pictures but figures about two: differences, and the map of consistency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from sr_desktop.gui.canvas.layers import (
    Layer,
    PyramidLayer,
    fitting_level,
    stretched_from,
    to_image,
)
from sr_desktop.gui.canvas.levels import TILE_PX, Key, level_size, tile_region
from sr_desktop.gui.canvas.pyramid import Pyramid
from sr_desktop.gui.canvas.shrinking import Part

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from sr_desktop.imaging.picture import Pixels

_GREY = 128  # where nothing differs


class DifferenceLayer(Layer):
    """of minus base in grey levels, amplified, around mid-grey; both are of one size.

    From afar a pixel is the largest difference of its square: the mean of fine detail would be
    none. It is data, not a picture: no screen's profile changes it.
    """

    def __init__(self, of: Layer, base: Layer, gain: int) -> None:
        super().__init__(of.height, of.width)
        self.of, self.base, self.gain = of, base, gain
        self._seen = [len(each.changes) for each in (of, base)]

    def show_on(self, screen: bytes | None) -> None:
        pass

    @property
    def is_busy(self) -> bool:
        return self.of.is_busy or self.base.is_busy

    def catch_up(self) -> None:
        for n, each in enumerate((self.of, self.base)):
            each.catch_up()
            self._seen[n] = self._follow(each.changes, self._seen[n])

    def part(self, level: int, row: int, column: int) -> Part | None:
        levels = self._largest(level, row, column) if level else self._levels(0, row, column)
        if levels is None:
            return None
        return Part(np.rint(levels * self.gain + _GREY).clip(0, 255).astype(np.uint8))

    def values(self, top: int, left: int, height: int, width: int) -> NDArray[np.int32]:
        """What differs, in levels of 255, or of 65535 where both have so many."""
        area = (top, left, height, width)
        return self.of.values(*area) - self.base.values(*area)

    def _largest(self, level: int, row: int, column: int) -> NDArray[np.float32] | None:
        """Of each 2 x 2 pixels of the finer level the one that differs most, channel by channel."""
        height, width = level_size(self.height, self.width, level - 1)
        lines = []
        for y in (2 * row, 2 * row + 1):
            columns = [x for x in (2 * column, 2 * column + 1) if x * TILE_PX < width]
            pieces = [self._levels(level - 1, y, x) for x in columns if y * TILE_PX < height]
            if any(piece is None for piece in pieces):
                return None
            if pieces:
                lines.append(np.hstack([piece for piece in pieces if piece is not None]))
        fine = np.vstack(lines)
        margins = ((0, fine.shape[0] % 2), (0, fine.shape[1] % 2), (0, 0))
        even = np.pad(fine, margins, mode="edge") if any(side for _, side in margins) else fine
        high, low = even[0::2, 0::2].copy(), even[0::2, 0::2].copy()
        for piece in (even[1::2, 0::2], even[0::2, 1::2], even[1::2, 1::2]):
            np.maximum(high, piece, out=high)
            np.minimum(low, piece, out=low)
        return np.where(high >= -low, high, low)

    def _levels(self, level: int, row: int, column: int) -> NDArray[np.float32] | None:
        of, base = self.of.part(level, row, column), self.base.part(level, row, column)
        if of is None or base is None:
            return None
        levels = _of_255(of.pixels) - _of_255(base.pixels)
        if of.alpha is not None:
            levels *= _of_255(of.alpha)[..., np.newaxis] / 255  # what is not seen does not differ
        return levels

    def _make(self, key: Key) -> QImage | None:
        part = self.part(*key)
        return None if part is None else to_image(part.pixels, None)


class HeatLayer(PyramidLayer):
    """A map of grey levels at the size of the source, (h, w, 1), in colours, at the result's size.

    hottest is the level at the end of the scale. Smaller levels show means.
    """

    def __init__(self, levels: Pixels, height: int, width: int, hottest: int) -> None:
        super().__init__(height, width, Pyramid(levels))
        self.levels, self.hottest = levels, hottest
        self._colours = heat_colours(hottest)

    def show_on(self, screen: bytes | None) -> None:
        pass

    def catch_up(self) -> None:
        if self._seen != len(self._pyramid.changes):
            self._seen = len(self._pyramid.changes)
            self._outdate((0, 0, self.height, self.width))

    def part(self, level: int, row: int, column: int) -> Part | None:
        height, width = level_size(self.height, self.width, level)
        region = tile_region(height, width, row, column)
        fitting = fitting_level(self._pyramid, self.height, self.width, level)
        is_larger = (self.height >> level) >= self._pyramid.height >> fitting
        how = Image.Resampling.NEAREST if is_larger else Image.Resampling.BOX
        return stretched_from(self._pyramid, fitting, (height, width), region, how)

    def _make(self, key: Key) -> QImage | None:
        part = self.part(*key)
        return None if part is None else to_image(self._colours[part.pixels[..., 0]], None)


# Nine points of cividis: Nunez, Anderton, Renslow, "Optimizing colormaps with consideration for
# color vision deficiency", PLOS ONE 2018. Its lightness rises evenly, so it reads in grey too.
_CIVIDIS = (
    (0, 34, 78),
    (18, 53, 112),
    (59, 73, 108),
    (87, 93, 109),
    (112, 113, 115),
    (138, 134, 120),
    (165, 156, 116),
    (195, 179, 105),
    (254, 232, 56),
)


def heat_colours(hottest: int) -> NDArray[np.uint8]:
    """The colour of each of 256 grey levels, (256, 3); from hottest on it is the last."""
    at = np.arange(256) / hottest * (len(_CIVIDIS) - 1)
    points = np.array(_CIVIDIS, np.float64)
    channels = [np.interp(at, np.arange(len(_CIVIDIS)), points[:, c]) for c in range(3)]
    return np.rint(np.stack(channels, axis=1)).astype(np.uint8)


def _of_255(pixels: Pixels) -> NDArray[np.float32]:
    values = pixels.astype(np.float32)
    if pixels.dtype == np.uint16:
        values /= 257
    return values
