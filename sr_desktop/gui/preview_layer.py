"""Tiles of a preview over bicubic, as the canvas draws them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from sr_desktop.gui.layers import TILE_PX, Budget, Under, to_image
from sr_desktop.gui.preview import Patch

_MOST_IMAGES = 256


@dataclass(slots=True)
class _Drawn:
    """An image of the canvas: what lies below, and how many patches were drawn over it."""

    below: QImage
    image: QImage
    patches: int


class PreviewLayer:
    """Patches drawn over the layer under it, each once: there may be hundreds in one image.

    They are in the profile of that layer. ratio is how many pixels of the canvas an LR pixel has.
    """

    def __init__(self, under: Under, ratio: float) -> None:
        self.height, self.width = under.height, under.width
        self.icc = under.icc
        self.under = under
        self._ratio = ratio
        self._screen: bytes | None = None
        self._patches: tuple[Patch, ...] = ()
        self._images: OrderedDict[tuple[int, int, int], _Drawn] = OrderedDict()

    def show_on(self, screen: bytes | None) -> None:
        self.under.show_on(screen)
        if screen != self._screen:
            self._screen = screen
            self._images.clear()

    def show_patches(self, patches: tuple[Patch, ...]) -> None:
        """Those there are now: mostly more than before, at the end."""
        if patches[: len(self._patches)] != self._patches:
            self._images.clear()
        self._patches = patches

    def tile(
        self, level: int, row: int, column: int, budget: Budget | None = None
    ) -> QImage | None:
        key = (level, row, column)
        below = self.under.tile(level, row, column, budget)
        if below is None:
            return None
        drawn = self._images.get(key)
        if drawn is None or drawn.below is not below:
            drawn = self._images[key] = _Drawn(below, below.copy(), 0)
            if len(self._images) > _MOST_IMAGES:
                self._images.popitem(last=False)
        self._images.move_to_end(key)
        self._catch_up(drawn, key, budget or Budget())
        return drawn.image

    def _catch_up(self, drawn: _Drawn, key: tuple[int, int, int], budget: Budget) -> None:
        level, row, column = key
        corner = QPointF(column, row) * TILE_PX
        area = QRectF(QPointF(), QSizeF(drawn.image.size()))
        for patch in self._patches[drawn.patches :]:
            place = self._place(patch, 1 << level).translated(-corner)
            if place.intersects(area):
                if not budget.allows():
                    return
                self._draw(drawn.image, patch, place)
            drawn.patches += 1

    def _place(self, patch: Patch, step: int) -> QRectF:
        """Where the patch lies in a level with so many pixels of the canvas to one."""
        top, left, height, width = (side * self._ratio / step for side in patch.region)
        return QRectF(left, top, width, height)

    def _draw(self, image: QImage, patch: Patch, place: QRectF) -> None:
        """Alpha stays that of the layer under it."""
        pixels = _shrunk(patch.pixels, patch.pixels.shape[1] / place.width())
        small = to_image(pixels, None, self.icc, self._screen)
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, small)
        painter.end()


def _shrunk(pixels: NDArray[np.uint8], times: float) -> NDArray[np.uint8]:
    """Smaller by a whole number of times, as means; drawing does what is left, less than half."""
    if times < 2:
        return pixels
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    small = np.asarray(image.reduce(int(times)))
    return small.reshape(*small.shape[:2], -1)
