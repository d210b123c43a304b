"""A picture of any size as small images for the screen, made when they are looked at.

A layer has levels: level 0 is the result's pixels one to one, each further level half the size.

A picture is made smaller or larger in its own encoding, colours weighted by alpha, and only what is
drawn is then converted from its profile to that of the screen.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

from sr_desktop.imaging import display, resize
from sr_desktop.imaging.colour import to_8_bits
from sr_desktop.imaging.picture import Picture, Pixels

TILE_PX = 256
_CACHE_BYTES = 128 << 20


class Budget:
    """The time that making tiles may take while the window waits to be painted.

    spent tells that a tile was asked for afterwards: it comes at the next painting.
    """

    def __init__(self, seconds: float = math.inf) -> None:
        self._end = time.perf_counter() + seconds
        self.spent = False

    def allows(self) -> bool:
        """Whether there is time for one more."""
        self.spent = self.spent or time.perf_counter() > self._end
        return not self.spent


class Layer(Protocol):
    """What the canvas draws: a size in result pixels, and its tiles.

    tile answers with an older image, or none, where a new one is beyond the budget. show_on tells
    the profile of the screen that tiles are for from now on, None for sRGB.
    """

    height: int
    width: int

    def tile(
        self, level: int, row: int, column: int, budget: Budget | None = None
    ) -> QImage | None: ...

    def show_on(self, screen: bytes | None) -> None: ...


class Under(Layer, Protocol):
    """A layer that a growing one lies on; icc is the profile of both."""

    icc: bytes | None


def level_for(zoom: float) -> int:
    """The level to draw from at this many screen pixels per result pixel."""
    return max(0, math.floor(math.log2(1 / zoom) + 1e-6)) if zoom < 1 else 0


def level_size(height: int, width: int, level: int) -> tuple[int, int]:
    return -(-height >> level), -(-width >> level)


class Tiles:
    """The last used tiles, up to a number of bytes; stale ones until they are made anew."""

    def __init__(self) -> None:
        self._images: OrderedDict[_Key, QImage] = OrderedDict()
        self._stale: set[_Key] = set()
        self._bytes = 0

    def get(self, key: _Key, make: Callable[[_Key], QImage], budget: Budget) -> QImage | None:
        """The image of this key: kept, made, or an old one when there is no time."""
        image = self._images.get(key)
        if (image is None or key in self._stale) and budget.allows():
            image = self._put(key, make(key))
        elif image is not None:
            self._images.move_to_end(key)
        return image

    def _put(self, key: _Key, image: QImage) -> QImage:
        old = self._images.pop(key, None)
        self._bytes += image.sizeInBytes() - (old.sizeInBytes() if old else 0)
        self._images[key] = image
        self._stale.discard(key)
        while self._bytes > _CACHE_BYTES:
            dropped, least_used = self._images.popitem(last=False)
            self._stale.discard(dropped)
            self._bytes -= least_used.sizeInBytes()
        return image

    def outdate(self, part: tuple[int, int, int, int] | None = None) -> None:
        """What shows any of this part (top, left, height, width), or all, is to be made anew."""
        self._stale |= {key for key in self._images if part is None or _overlaps(key, *part)}


_Key = tuple[int, int, int]


def _overlaps(key: _Key, top: int, left: int, height: int, width: int) -> bool:
    level, row, column = key
    side = TILE_PX << level
    rows = row * side < top + height and top < (row + 1) * side
    return rows and column * side < left + width and left < (column + 1) * side


class BicubicLayer:
    """The source enlarged by bicubic, part by part."""

    def __init__(self, source: Picture, scale: int) -> None:
        self.height, self.width = source.height * scale, source.width * scale
        self.icc = source.icc
        self._source = source
        self._screen: bytes | None = None
        self._tiles = Tiles()

    def show_on(self, screen: bytes | None) -> None:
        if screen != self._screen:
            self._screen = screen
            self._tiles.outdate()

    def tile(
        self, level: int, row: int, column: int, budget: Budget | None = None
    ) -> QImage | None:
        return self._tiles.get((level, row, column), self._make, budget or Budget())

    def _make(self, key: _Key) -> QImage:
        level, row, column = key
        height, width = level_size(self.height, self.width, level)
        top, left = row * TILE_PX, column * TILE_PX
        region = (top, left, min(TILE_PX, height - top), min(TILE_PX, width - left))
        pixels, alpha = self._source.pixels, self._source.alpha
        if alpha is None:
            enlarged = resize.bicubic(pixels, height, width, region)
        else:
            enlarged, alpha = resize.bicubic_weighted(pixels, alpha, height, width, region)
        return to_image(enlarged, alpha, self.icc, self._screen)


class ResultLayer:
    """A result, whole or growing. Where it is not done yet it shows the layer under it.

    A growing one has the profile of that layer.
    """

    def __init__(
        self,
        pixels: Pixels,
        alpha: Pixels | None,
        under: Under | None = None,
        icc: bytes | None = None,
    ) -> None:
        self.height, self.width = pixels.shape[:2]
        self._icc = under.icc if under is not None else icc
        self._screen: bytes | None = None
        self._pixels = pixels
        self._alpha = alpha
        self._under = under
        self._done: list[tuple[int, int, int, int]] = []
        self._tiles = Tiles()

    def show_on(self, screen: bytes | None) -> None:
        if self._under is not None:
            self._under.show_on(screen)
        if screen != self._screen:
            self._screen = screen
            self._tiles.outdate()

    def finish(self, alpha: Pixels | None) -> None:
        """All of it is done: what is on the screen is made anew as time allows."""
        self._alpha = alpha
        self._under = None
        self._tiles.outdate()

    @property
    def parts(self) -> int:
        """How many parts were told by add."""
        return len(self._done)

    def add(self, part: tuple[int, int, int, int]) -> None:
        """This part (top, left, height, width) is done and may be shown."""
        self._done.append(part)
        self._tiles.outdate(part)

    def tile(
        self, level: int, row: int, column: int, budget: Budget | None = None
    ) -> QImage | None:
        return self._tiles.get((level, row, column), self._make, budget or Budget())

    def _make(self, key: _Key) -> QImage:
        level, row, column = key
        below = self._under.tile(level, row, column) if self._under else None
        if below is None:
            return self._reduced(level, row, column)
        image = below.copy()
        side = TILE_PX << level
        for part in self._done:
            if _overlaps((level, row, column), *part):
                self._draw_part(image, part, level, row * side, column * side)
        return image

    def _reduced(self, level: int, row: int, column: int) -> QImage:
        side = TILE_PX << level
        area = np.s_[row * side : (row + 1) * side, column * side : (column + 1) * side]
        alpha = None if self._alpha is None else self._alpha[area]
        return to_image(*_shrunk(self._pixels[area], alpha, level), self._icc, self._screen)

    def _draw_part(
        self, image: QImage, part: tuple[int, int, int, int], level: int, top: int, left: int
    ) -> None:
        """Copy what this part has of the tile at (top, left) into its image."""
        step = 1 << level
        side = TILE_PX << level
        y0, x0 = max(part[0], top), max(part[1], left)
        y1, x1 = min(part[0] + part[2], top + side), min(part[1] + part[3], left + side)
        y0, x0 = -(-y0 // step) * step, -(-x0 // step) * step  # whole pixels of this level
        if y0 >= y1 or x0 >= x1:
            return
        part_small, _ = _shrunk(self._pixels[y0:y1, x0:x1], None, level)
        small = to_image(part_small, None, self._icc, self._screen)
        view = _bytes_of(image)
        source = _bytes_of(small)
        row, column = (y0 - top) >> level, (x0 - left) >> level
        height = min(source.shape[0], view.shape[0] - row)
        width = min(source.shape[1], view.shape[1] - column)
        view[row : row + height, column : column + width, :3] = source[:height, :width, :3]


def _shrunk(pixels: Pixels, alpha: Pixels | None, level: int) -> tuple[Pixels, Pixels | None]:
    """The mean of each 2^level by 2^level square, 8 bits; colours are weighted by alpha."""
    if level == 0:
        return pixels, alpha
    colours = to_8_bits(pixels)
    image = Image.fromarray(colours[..., 0] if colours.shape[2] == 1 else colours)
    if alpha is not None:
        image.putalpha(Image.fromarray(to_8_bits(alpha)))  # what Pillow then weights by
    small = np.asarray(image.reduce(1 << level))
    small = small.reshape(*small.shape[:2], -1)
    return (small, None) if alpha is None else (small[..., :-1], small[..., -1])


def to_image(
    pixels: Pixels, alpha: Pixels | None, icc: bytes | None = None, screen: bytes | None = None
) -> QImage:
    """An image of its own: pixels (H, W, 1 or 3), alpha (H, W) straight or None.

    icc is the profile of the pixels, screen that of what they are shown on; None is sRGB.
    """
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_RGB32 if alpha is None else QImage.Format.Format_ARGB32
    image = QImage(width, height, kind)
    view = _bytes_of(image)
    view[..., 2::-1] = display.converted(pixels, icc, screen)
    view[..., 3] = 255 if alpha is None else to_8_bits(alpha)
    return image


def _bytes_of(image: QImage) -> NDArray[np.uint8]:
    """The image's own memory as (H, W, 4): blue, green, red, alpha. Valid while the image lives."""
    flat = np.frombuffer(image.bits(), np.uint8)
    return flat.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]
