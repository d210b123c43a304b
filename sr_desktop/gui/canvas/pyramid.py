"""The smaller levels of a large picture, made in a thread: the window never walks through it all.

Levels from 2 on, or from 3 on of the largest, are kept in memory, a 12th or a 48th of the picture
together; finer ones are made piece by piece from its own pixels when they are looked at. The thread
first takes a pixel here and there, so that something can be shown at once, then the means, band by
band.

The thread lives while it has something to do, and begins when a level is first asked for. No Qt.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sr_desktop.gui.canvas.levels import Region, coarsest, level_size
from sr_desktop.gui.canvas.shrinking import Part, as_8_bits, shrunk
from sr_desktop.imaging import store
from sr_desktop.jobs.worker import give_way

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sr_desktop.imaging.picture import Pixels

SMALL_PX = 2 << 20  # up to here all levels are made when they are looked at
_GIANT_PX = 800 << 20
_BAND_ROWS, _BAND_COLUMNS = 256, 1024  # small: none keeps the interpreter for long
_NEWS_S = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """colours (h, w, C) uint8, alpha (h, w) or None; is_done (h, w) tells where they are right."""

    colours: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None
    is_done: NDArray[np.bool_]

    def cut(self, top: int, left: int, bottom: int, right: int) -> _Level:
        area = np.s_[top:bottom, left:right]
        alpha = None if self.alpha is None else self.alpha[area]
        return _Level(self.colours[area], alpha, self.is_done[area])

    @property
    def part(self) -> Part:
        return Part(self.colours, self.alpha)

    def put(self, part: Part, top: int, left: int) -> None:
        height, width = part.pixels.shape[:2]
        area = np.s_[top : top + height, left : left + width]
        self.colours[area] = part.pixels
        if self.alpha is not None and part.alpha is not None:
            self.alpha[area] = part.alpha


class Pyramid:
    """pixels (H, W, C), alpha (H, W) or None; one that grows has only what was told by add.

    changes lists the parts that have come, in px of the whole, for others to follow.
    """

    def __init__(self, pixels: Pixels, alpha: Pixels | None = None, *, grows: bool = False) -> None:
        self.height, self.width = pixels.shape[:2]
        self.top = coarsest(self.height, self.width)
        self.changes: list[Region] = []
        self._first = 2 if self.height * self.width < _GIANT_PX else 3
        self._pixels = pixels
        self._alpha = alpha
        self._keeps_levels = self.height * self.width > SMALL_PX
        self._lock = threading.Lock()
        self._todo: deque[Region] = deque()
        self._levels: list[_Level] = []
        self._grows = grows
        self._is_closed = False
        self._untold: list[Region] = []
        self._told_at = 0.0
        self._has_overview = False
        self._thread: threading.Thread | None = None
        if self._keeps_levels and not grows:
            self._todo.extend(self._bands())

    def keeps(self, level: int) -> bool:
        """Whether this level is one that the thread makes."""
        return self._keeps_levels and level >= self._first

    @property
    def is_busy(self) -> bool:
        """Whether more changes are to come by themselves."""
        return self._thread is not None

    def area(self, level: int, top: int, left: int, bottom: int, right: int) -> Part | None:
        """What lies there, in px of the level; None where the thread has not been yet."""
        if not self.keeps(level):
            part = self._made(level, top, left, bottom, right)
            self._release(top << level, bottom << level)
            return part
        seen = self._kept(level).cut(top, left, bottom, right)
        is_shown = bool(seen.is_done.all()) or (level == self.top and self._has_overview)
        return seen.part if is_shown else None

    def laid_over(
        self, below: Part, level: int, top: int, left: int, bottom: int, right: int
    ) -> Part:
        """What there is of a kept level, over a piece of the same size."""
        seen = self._kept(level).cut(top, left, bottom, right)
        colours = np.where(seen.is_done[..., np.newaxis], seen.colours, below.pixels)
        return Part(colours.astype(np.uint8), below.alpha)

    def add(self, part: Region) -> None:
        """This part of one that grows is there now."""
        if self._keeps_levels:
            self._todo.append(part)
            if self._levels:
                self._start()

    def finish(self, alpha: Pixels | None) -> None:
        """All of it is there; squares on the seams of parts come right too."""
        self._alpha = alpha
        self._grows = False
        if not self._keeps_levels:
            return
        with self._lock:
            if alpha is not None:
                self._levels = []
            self._todo.clear()
            self._todo.extend(self._bands())
        if self._levels:
            self._start()

    def close(self) -> None:
        """Nobody looks at it any more: the thread ends soon."""
        with self._lock:
            self._is_closed = True
            self._todo.clear()

    def join(self) -> None:
        """Wait for the thread."""
        if (thread := self._thread) is not None:
            thread.join()

    def _made(self, level: int, top: int, left: int, bottom: int, right: int) -> Part:
        area = np.s_[top << level : bottom << level, left << level : right << level]
        alpha = None if self._alpha is None else self._alpha[area]
        return shrunk(Part(self._pixels[area], alpha), level)

    def _release(self, top: int, bottom: int) -> None:
        store.release_rows(self._pixels, top, bottom)
        if self._alpha is not None:
            store.release_rows(self._alpha, top, bottom)

    def _kept(self, level: int) -> _Level:
        if not self._levels:
            self._levels = [self._empty(each) for each in range(self._first, self.top + 1)]
        self._start()
        return self._levels[level - self._first]

    def _empty(self, level: int) -> _Level:
        height, width = level_size(self.height, self.width, level)
        alpha = None if self._alpha is None else np.zeros((height, width), np.uint8)
        colours = np.zeros((height, width, self._pixels.shape[2]), np.uint8)
        return _Level(colours, alpha, np.zeros((height, width), np.bool_))

    # In the thread

    def _start(self) -> None:
        with self._lock:
            if self._todo and self._thread is None and not self._is_closed:
                self._thread = threading.Thread(target=self._work, name="sr-levels")
                self._thread.start()

    def _work(self) -> None:
        give_way()
        while True:
            with self._lock:
                if not self._todo:
                    self._tell(None)
                    self._thread = None
                    return
                part, levels = self._todo.popleft(), self._levels
            if not (self._has_overview or self._grows or levels[0].is_done.any()):
                self._take_overview(levels[-1])
            for band in self._pieces(part):
                self._reduce(band, levels)
            self._release(part[0], part[0] + part[2])
            self._tell(part)

    def _tell(self, part: Region | None) -> None:
        """A few parts at once: each has what is on the screen made anew. None: that was all."""
        self._untold += [part] if part is not None else []
        now = time.monotonic()
        if part is None or now > self._told_at + _NEWS_S:
            self.changes += self._untold
            self._untold, self._told_at = [], now

    def _take_overview(self, coarsest_level: _Level) -> None:
        step = 1 << self.top
        for row, y in enumerate(range(0, self.height, step)):
            if self._is_closed:
                return
            alpha = None if self._alpha is None else self._alpha[y : y + 1, ::step]
            sampled = Part(self._pixels[y : y + 1, ::step], alpha)
            coarsest_level.put(as_8_bits(sampled), row, 0)
            self._release(y, y + 1)
        self._has_overview = True
        self.changes.append((0, 0, self.height, self.width))

    def _bands(self) -> Iterator[Region]:
        """All of the picture, in bands of rows."""
        for top in range(0, self.height, _BAND_ROWS):
            yield top, 0, min(_BAND_ROWS, self.height - top), self.width

    def _pieces(self, part: Region) -> Iterator[Region]:
        """A part in pieces that are not too large, on a grid that no square of a level crosses."""
        top, left, height, width = part
        for y in range(top // _BAND_ROWS * _BAND_ROWS, top + height, _BAND_ROWS):
            for x in range(left // _BAND_COLUMNS * _BAND_COLUMNS, left + width, _BAND_COLUMNS):
                y0, x0 = max(y, top), max(x, left)
                y1, x1 = min(y + _BAND_ROWS, top + height), min(x + _BAND_COLUMNS, left + width)
                yield y0, x0, y1 - y0, x1 - x0

    def _reduce(self, band: Region, levels: list[_Level]) -> None:
        """Into all levels. Only whole squares count, or those that end with the picture."""
        top, left = (-(-at >> self._first) for at in band[:2])
        bottom = self._whole(band[0] + band[2], self.height)
        right = self._whole(band[1] + band[3], self.width)
        if top >= bottom or left >= right:
            return
        levels[0].put(self._made(self._first, top, left, bottom, right), top, left)
        levels[0].is_done[top:bottom, left:right] = True
        for fine, coarse in itertools.pairwise(levels):
            top, left, bottom, right = top >> 1, left >> 1, (bottom + 1) >> 1, (right + 1) >> 1
            piece = fine.cut(2 * top, 2 * left, 2 * bottom, 2 * right)
            coarse.put(shrunk(piece.part, 1), top, left)
            coarse.is_done[top:bottom, left:right] = _all_of_4(piece.is_done)

    def _whole(self, end: int, length: int) -> int:
        return -(-end >> self._first) if end == length else end >> self._first


def _all_of_4(is_done: NDArray[np.bool_]) -> NDArray[np.bool_]:
    height, width = is_done.shape
    even = np.pad(is_done, ((0, height % 2), (0, width % 2)), constant_values=True)
    return even[0::2, 0::2] & even[1::2, 0::2] & even[0::2, 1::2] & even[1::2, 1::2]
