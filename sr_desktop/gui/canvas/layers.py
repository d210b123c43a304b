"""A picture of any size as small images for the screen, made when they are looked at.

A layer has levels: level 0 is the result's pixels one to one, each further level half the size.

A picture is made smaller or larger in its own encoding, colours weighted by alpha, and only what is
drawn is then converted from its profile to that of the screen.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from sr_desktop.gui.canvas.levels import (
    TILE_PX,
    Key,
    Region,
    coarsest,
    level_size,
    overlaps,
    tile_region,
)
from sr_desktop.gui.canvas.pyramid import Pyramid
from sr_desktop.gui.canvas.shrinking import Part, as_8_bits, shrunk, stretched
from sr_desktop.gui.canvas.tiles import Budget, Tiles
from sr_desktop.imaging import display, resize, store
from sr_desktop.imaging.colour import to_8_bits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sr_desktop.gui.canvas.preview import PreviewLayer
    from sr_desktop.imaging.picture import Picture, Pixels

_KEPT_PARTS = 4
_LUMA = np.array([0.114, 0.587, 0.299], np.float32)  # of blue, green, red, BT.601
_MARGIN_PX = 5  # of what resizing looks around in, when it makes something half as large


class Layer(ABC):
    """What the canvas draws: a size in result pixels, its tiles, and the values of its pixels.

    changes lists the parts that are other pixels than before, for layers made of this one.
    """

    def __init__(self, height: int, width: int) -> None:
        self.height, self.width = height, width
        self.top = coarsest(height, width)
        self.changes: list[Region] = []
        self._screen: bytes | None = None
        self._tiles = Tiles()
        self._parts: OrderedDict[tuple[int, int], Part] = OrderedDict()

    def tile(
        self, level: int, row: int, column: int, budget: Budget | None = None
    ) -> QImage | None:
        """An older image, or none, where a new one is beyond the budget or not to be had yet."""
        self.catch_up()
        return self._tiles.get((level, row, column), self._make, budget or Budget())

    @abstractmethod
    def part(self, level: int, row: int, column: int) -> Part | None:
        """The pixels of a tile; above level 0 with 8 bits. None while they are not to be had."""

    def values(self, top: int, left: int, height: int, width: int) -> NDArray[np.int32]:
        """The numbers of a few pixels, (height, width, C)."""
        rows = range(top // TILE_PX, (top + height - 1) // TILE_PX + 1)
        columns = range(left // TILE_PX, (left + width - 1) // TILE_PX + 1)
        grid = [[self._kept_part(row, column) for column in columns] for row in rows]
        whole = np.vstack([np.hstack(line) for line in grid])
        y, x = top - rows.start * TILE_PX, left - columns.start * TILE_PX
        return whole[y : y + height, x : x + width].astype(np.int32)

    def brightness(self, top: int, left: int, height: int, width: int) -> NDArray[np.float32]:
        """Of a few pixels as they are on the screen, (height, width), 0 to 255."""
        rows = range(top // TILE_PX, (top + height - 1) // TILE_PX + 1)
        columns = range(left // TILE_PX, (left + width - 1) // TILE_PX + 1)
        lines = [np.hstack([self._brightness(row, column) for column in columns]) for row in rows]
        y, x = top - rows.start * TILE_PX, left - columns.start * TILE_PX
        return np.vstack(lines)[y : y + height, x : x + width]

    def _brightness(self, row: int, column: int) -> NDArray[np.float32]:
        image = self.tile(0, row, column)
        assert image is not None  # level 0 is always to be had
        return np.asarray(_bytes_of(image)[..., :3] @ _LUMA, np.float32)

    def _kept_part(self, row: int, column: int) -> NDArray[np.generic]:
        part = self._parts.pop((row, column), None) or self.part(0, row, column)
        assert part is not None  # level 0 is always to be had
        self._parts[row, column] = part
        while len(self._parts) > _KEPT_PARTS:
            self._parts.popitem(last=False)
        return part.pixels

    def show_on(self, screen: bytes | None) -> None:
        """Tiles are for a screen of this profile from now on, None for sRGB."""
        if screen != self._screen:
            self._screen = screen
            self._tiles.outdate()

    @property
    def is_busy(self) -> bool:
        """Whether it may change by itself, and should be looked at again."""
        return False

    def catch_up(self) -> None:  # noqa: B027 - one that is made of nothing has nothing to note
        """Take note in changes of what has changed in what this is made of."""

    def close(self) -> None:  # noqa: B027 - one without a thread has none to end
        """It is not looked at any more: its thread ends soon."""

    def join(self) -> None:  # noqa: B027
        """Wait for its thread."""

    def _outdate(self, part: Region) -> None:
        self.changes.append(part)
        self._parts.clear()
        self._tiles.outdate(part)

    def _follow(self, changes: Sequence[Region], seen: int) -> int:
        """Outdate what has come behind the first so many; how many there are now."""
        news = changes[seen:]
        for part in news:
            self._outdate(part)
        return seen + len(news)

    @abstractmethod
    def _make(self, key: Key) -> QImage | None: ...


class PyramidLayer(Layer):
    """A layer that is drawn from a pyramid of its own, and is as busy as that."""

    def __init__(self, height: int, width: int, pyramid: Pyramid) -> None:
        super().__init__(height, width)
        self._pyramid = pyramid
        self._seen = 0

    @property
    def is_busy(self) -> bool:
        return self._pyramid.is_busy

    def close(self) -> None:
        self._pyramid.close()

    def join(self) -> None:
        self._pyramid.join()


class BicubicLayer(PyramidLayer):
    """The source enlarged by bicubic to height x width, part by part.

    Where the screen shows less than the source has, it is made from smaller levels of the source.
    """

    def __init__(self, source: Picture, height: int, width: int) -> None:
        super().__init__(height, width, Pyramid(source.pixels, source.alpha))
        self.icc = source.icc
        self._source = source

    def catch_up(self) -> None:
        """Only smaller levels become finer: what is made of the pixels themselves stays."""
        down, across = self.height / self._source.height, self.width / self._source.width
        news = self._pyramid.changes[self._seen :]
        self._seen += len(news)
        for top, left, height, width in news:
            y, x = int(top * down), int(left * across)
            self._outdate((y, x, math.ceil(height * down) + 1, math.ceil(width * across) + 1))

    def part(self, level: int, row: int, column: int) -> Part | None:
        height, width = level_size(self.height, self.width, level)
        region = tile_region(height, width, row, column)
        level_of_source = fitting_level(self._pyramid, self.height, self.width, level)
        if level_of_source:
            return stretched_from(
                self._pyramid, level_of_source, (height, width), region, Image.Resampling.BICUBIC
            )
        pixels, alpha = self._source.pixels, self._source.alpha
        if alpha is None:
            part = Part(resize.bicubic(pixels, height, width, region))
        else:
            part = Part(*resize.bicubic_weighted(pixels, alpha, height, width, region))
        self._release(region[0] / height, (region[0] + region[2]) / height)
        return as_8_bits(part) if level else part

    def _release(self, top: float, bottom: float) -> None:
        """The rows between these, in parts of the height, were looked at."""
        first, last = int(top * self._source.height), math.ceil(bottom * self._source.height)
        store.release_rows(self._source.pixels, max(0, first - _MARGIN_PX), last + _MARGIN_PX)

    def _make(self, key: Key) -> QImage | None:
        part = self.part(*key)
        if part is None:
            return None
        return to_image(part.pixels, part.alpha, self.icc, self._screen)


class ResultLayer(PyramidLayer):
    """A result, whole or growing. Where it is not done yet it shows the layer under it.

    A growing one has the profile of that layer.
    """

    def __init__(
        self,
        pixels: Pixels,
        alpha: Pixels | None,
        under: BicubicLayer | PreviewLayer | None = None,
        icc: bytes | None = None,
    ) -> None:
        height, width = pixels.shape[:2]
        super().__init__(height, width, Pyramid(pixels, alpha, grows=under is not None))
        self._icc = under.icc if under is not None else icc
        self._pixels = pixels
        self._under = under
        self._done: list[Region] = []
        self._seen_under = 0

    def show_on(self, screen: bytes | None) -> None:
        if self._under is not None:
            self._under.show_on(screen)
        super().show_on(screen)

    def finish(self, alpha: Pixels | None) -> None:
        """All of it is done: what is on the screen is made anew as time allows."""
        self._under = None
        self._pyramid.finish(alpha)
        self._outdate((0, 0, self.height, self.width))

    @property
    def parts(self) -> int:
        """How many parts were told by add."""
        return len(self._done)

    def add(self, part: Region) -> None:
        """This part is done and may be shown."""
        self._done.append(part)
        self._pyramid.add(part)
        self._outdate(part)

    @property
    def is_busy(self) -> bool:
        return super().is_busy or (self._under is not None and self._under.is_busy)

    def catch_up(self) -> None:
        self._seen = self._follow(self._pyramid.changes, self._seen)
        if self._under is not None:
            self._under.catch_up()
            self._seen_under = self._follow(self._under.changes, self._seen_under)

    def part(self, level: int, row: int, column: int) -> Part | None:
        height, width = level_size(self.height, self.width, level)
        top, left = row * TILE_PX, column * TILE_PX
        bottom, right = min(top + TILE_PX, height), min(left + TILE_PX, width)
        if self._under is None:
            return self._pyramid.area(level, top, left, bottom, right)
        below = self._under.part(level, row, column)
        if below is None:
            return None
        if self._pyramid.keeps(level):
            return self._pyramid.laid_over(below, level, top, left, bottom, right)
        return self._with_done_parts(below, (level, row, column))

    def _with_done_parts(self, below: Part, key: Key) -> Part:
        pixels = below.pixels.copy()
        for part in self._done:
            if overlaps(key, part):
                self._paste(pixels, part, key)
        return Part(pixels, below.alpha)

    def _paste(self, pixels: Pixels, part: Region, key: Key) -> None:
        """What this part has of the tile, in whole pixels of its level."""
        level, row, column = key
        step, side = 1 << level, TILE_PX << level
        top, left = row * side, column * side
        y0, x0 = max(part[0], top), max(part[1], left)
        y1, x1 = min(part[0] + part[2], top + side), min(part[1] + part[3], left + side)
        y0, x0 = -(-y0 // step) * step, -(-x0 // step) * step
        if y0 >= y1 or x0 >= x1:
            return
        small = shrunk(Part(self._pixels[y0:y1, x0:x1]), level).pixels
        y, x = (y0 - top) >> level, (x0 - left) >> level
        height = min(small.shape[0], pixels.shape[0] - y)
        width = min(small.shape[1], pixels.shape[1] - x)
        pixels[y : y + height, x : x + width] = small[:height, :width]

    def _make(self, key: Key) -> QImage | None:
        part = self.part(*key)
        if part is None:
            return None
        return to_image(part.pixels, part.alpha, self._icc, self._screen)


def fitting_level(pyramid: Pyramid, height: int, width: int, level: int) -> int:
    """The level of a picture that has at least as many pixels as this level of height x width."""
    step = (1 << level) * min(pyramid.height / height, pyramid.width / width)
    fitting = math.floor(math.log2(step) + 1e-6) if step >= 1 else 0
    return min(fitting, pyramid.top) if pyramid.keeps(fitting) else fitting


def stretched_from(
    pyramid: Pyramid,
    level: int,
    size: tuple[int, int],
    region: Region,
    how: Image.Resampling,
) -> Part | None:
    """The region (top, left, height, width) of the picture resized to size, from this level."""
    top, left, height, width = region
    high, wide = level_size(pyramid.height, pyramid.width, level)
    down, across = high / size[0], wide / size[1]
    y0, y1, x0, x1 = top * down, (top + height) * down, left * across, (left + width) * across
    first_y, first_x = max(0, int(y0) - _MARGIN_PX), max(0, int(x0) - _MARGIN_PX)
    last_y, last_x = min(high, math.ceil(y1) + _MARGIN_PX), min(wide, math.ceil(x1) + _MARGIN_PX)
    part = pyramid.area(level, first_y, first_x, last_y, last_x)
    if part is None:
        return None
    bottom, right = min(y1, last_y) - first_y, min(x1, last_x) - first_x
    return stretched(part, height, width, (x0 - first_x, y0 - first_y, right, bottom), how)


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
