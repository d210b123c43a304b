"""Tiles of what is drawn: how many are kept, and the time that making them may take."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from sr_desktop.gui.canvas.levels import Key, Region, overlaps

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

_CACHE_BYTES = 48 << 20
_BYTES_A_PIXEL = 4


class Budget:
    """The time that making tiles may take while the window waits to be painted: the first one in
    any case, then those that are likely to fit in. Drawing them does not count, else they would
    never all be made on a screen where that takes long.

    spent tells that a tile was asked for afterwards: it comes at the next painting. screen_px is
    the size of what is painted: a layer keeps tiles for some of those.
    """

    def __init__(self, seconds: float = math.inf, screen_px: int = 0) -> None:
        self._left = seconds
        self._last = 0.0
        self.spent = False
        # A level has up to four times the pixels of the screen, and tiles reach over its edges.
        self.cache_bytes = max(_CACHE_BYTES, 6 * _BYTES_A_PIXEL * screen_px)

    def allows(self) -> bool:
        """Whether there is time for one more."""
        self.spent = self.spent or self._left <= self._last
        return not self.spent

    def took(self, seconds: float) -> None:
        """One was made in so long."""
        self._left -= seconds
        self._last = seconds


class Tiles:
    """The last used tiles, up to a number of bytes; stale ones until they are made anew."""

    def __init__(self) -> None:
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self._stale: set[Key] = set()
        self._bytes = 0

    def get(self, key: Key, make: Callable[[Key], QImage | None], budget: Budget) -> QImage | None:
        """The image of this key: kept, made, or an old one where there is no time or no news."""
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
        if (image is None or key in self._stale) and budget.allows():
            began = time.perf_counter()
            made = make(key)
            budget.took(time.perf_counter() - began)
            return image if made is None else self._put(key, made, budget.cache_bytes)
        return image

    def _put(self, key: Key, image: QImage, most_bytes: int) -> QImage:
        old = self._images.pop(key, None)
        self._bytes += image.sizeInBytes() - (old.sizeInBytes() if old else 0)
        self._images[key] = image
        self._stale.discard(key)
        while self._bytes > most_bytes:
            dropped, least_used = self._images.popitem(last=False)
            self._stale.discard(dropped)
            self._bytes -= least_used.sizeInBytes()
        return image

    def outdate(self, part: Region | None = None) -> None:
        """What shows any of this part, or all, is to be made anew."""
        self._stale |= {key for key in self._images if part is None or overlaps(key, part)}
