"""How near two pictures are, by the protocol of the super-resolution papers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sr_desktop.imaging.picture import Pixels, levels
from sr_desktop.imaging.resize import Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BT601_STUDIO = np.array([65.481, 128.553, 24.966]) / 255  # to 16..235, as MATLAB's rgb2ycbcr
SSIM_TAPS = 11  # the side of its window in px
_SSIM_SIGMA = 1.5
_SSIM_C1 = (0.01 * 255) ** 2
_SSIM_C2 = (0.03 * 255) ** 2
_BAND_ROWS = 256  # what is held in float64 is never more than this at once


def _go_on() -> None:
    """Nobody asks to stop."""


def psnr_y(
    a: NDArray[np.uint8], b: NDArray[np.uint8], border: int, check: Callable[[], None] = _go_on
) -> float:
    """Peak signal-to-noise ratio in dB on the Y channel, infinite for equal pictures.

    a and b are (H, W, 1) or (H, W, 3) uint8; border px are cut on each side (the papers: scale).
    Y is BT.601 in studio range, in float64 and not rounded; the peak is 255. Gray counts as
    R = G = B, so a gray picture scores the same whether it was stored with one channel or three.
    check is called now and then: what it raises ends the work. Raises ValueError for different
    shapes and for a border that leaves nothing.
    """
    a, b = _cut(a, b, border)
    squares = 0.0
    for top in range(0, a.shape[0], _BAND_ROWS):
        check()
        rows = slice(top, top + _BAND_ROWS)
        squares += float(np.sum((luma(a[rows]) - luma(b[rows])) ** 2))
    return _decibels(squares / (a.shape[0] * a.shape[1]), peak=255)


def ssim_y(
    a: NDArray[np.uint8], b: NDArray[np.uint8], border: int, check: Callable[[], None] = _go_on
) -> float:
    """Mean structural similarity on the Y channel, up to 1.0; arguments and Y as in psnr_y.

    Wang et al. 2004: gaussian window of 11 x 11 and sigma 1.5, K1 = 0.01, K2 = 0.03, only where
    the whole window lies inside. Raises ValueError also for less than 11 px after the cut.
    """
    a, b = _cut(a, b, border)
    windows_high, windows_wide = (n - SSIM_TAPS + 1 for n in a.shape[:2])
    if min(windows_high, windows_wide) < 1:
        raise ValueError(f"{a.shape} after the cut is less than SSIM's window of 11 x 11")
    total = 0.0
    for top in range(0, windows_high, _BAND_ROWS):
        check()
        rows = slice(top, min(top + _BAND_ROWS, windows_high) + SSIM_TAPS - 1)
        total += float(np.sum(_similarity(luma(a[rows]), luma(b[rows]))))
    return float(total / (windows_high * windows_wide))


def consistency(result: Pixels, source: Pixels) -> float:
    """How well the result, shrunk again, meets its source: PSNR in dB over all channels.

    Both are (H, W, C) of the same type, uint8 or uint16, result at least as large. Detail that the
    source does not bear out lowers it. Infinite when every pixel is met. Works in strips, so it
    holds no copy of either picture. Raises ValueError for different channels or types.
    """
    running = Consistency(source, result.shape, result.dtype)
    for top in range(0, result.shape[0], _BAND_ROWS):
        running.put(result[top : top + _BAND_ROWS])
    return running.decibels


class Consistency:
    """consistency for a result whose rows come one after the other.

    shape and dtype are those of the whole result. Raises ValueError as consistency does.
    """

    def __init__(
        self,
        source: Pixels,
        shape: tuple[int, ...],
        dtype: np.dtype[np.uint8] | np.dtype[np.uint16],
    ) -> None:
        if dtype != source.dtype or shape[2:] != source.shape[2:]:
            raise ValueError(
                f"{shape} {dtype} cannot be held against {source.shape} {source.dtype}"
            )
        self._source = source
        self._shrinking = Stream(shape, dtype, *source.shape[:2])
        self._squares = 0
        self._row = 0

    def put(self, rows: Pixels) -> NDArray[np.int32]:
        """The next rows of the result, any number at a time.

        Answers by how much the rows of the source that are met by now are missed, (n, W, C).
        """
        shrunk = self._shrinking.put(rows)
        there = self._source[self._row : self._row + len(shrunk)]
        off = np.subtract(shrunk, there, dtype=np.int32)
        self._squares += int(np.einsum("rcs,rcs->", off, off, dtype=np.int64))
        self._row += len(shrunk)
        return off

    @property
    def decibels(self) -> float:
        """Once all rows are in."""
        return _decibels(self._squares / self._source.size, peak=levels(self._source.dtype))


def luma(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Y of BT.601 in studio range, 16 to 235, not rounded; (H, W, 1 or 3) becomes (H, W)."""
    if pixels.shape[2] == 1:
        return np.asarray(pixels[..., 0] * _BT601_STUDIO.sum() + 16.0)
    return np.asarray(pixels @ _BT601_STUDIO + 16.0)


def _cut(
    a: NDArray[np.uint8], b: NDArray[np.uint8], border: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    if a.shape != b.shape:
        raise ValueError(f"pictures of different shapes: {a.shape} and {b.shape}")
    if a.dtype != np.uint8 or b.dtype != np.uint8:
        raise ValueError(f"pictures of {a.dtype} and {b.dtype}; the protocol knows uint8 only")
    if border < 0 or min(a.shape[:2]) <= 2 * border:
        raise ValueError(f"a border of {border} px leaves nothing of {a.shape}")
    inner = (slice(border, a.shape[0] - border), slice(border, a.shape[1] - border))
    return a[inner], b[inner]


def _similarity(y_a: NDArray[np.float64], y_b: NDArray[np.float64]) -> NDArray[np.float64]:
    """SSIM of each whole window."""
    mean_a, mean_b = _blur(y_a), _blur(y_b)
    var_a = _blur(y_a * y_a) - mean_a**2
    var_b = _blur(y_b * y_b) - mean_b**2
    covariance = _blur(y_a * y_b) - mean_a * mean_b
    luminance = (2 * mean_a * mean_b + _SSIM_C1) / (mean_a**2 + mean_b**2 + _SSIM_C1)
    structure = (2 * covariance + _SSIM_C2) / (var_a + var_b + _SSIM_C2)
    return np.asarray(luminance * structure)


def _blur(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gaussian mean of each whole 11 x 11 window: (H, W) becomes (H - 10, W - 10)."""
    distance = np.arange(SSIM_TAPS) - SSIM_TAPS // 2
    taps = np.exp(-(distance**2) / (2 * _SSIM_SIGMA**2))
    taps /= taps.sum()
    height, width = (n - SSIM_TAPS + 1 for n in plane.shape)
    rows = _weighted_sum(taps, [plane[i : i + height] for i in range(SSIM_TAPS)])
    return _weighted_sum(taps, [rows[:, i : i + width] for i in range(SSIM_TAPS)])


def _weighted_sum(
    weights: NDArray[np.float64], parts: list[NDArray[np.float64]]
) -> NDArray[np.float64]:
    total: NDArray[np.float64] = weights[0] * parts[0]
    for weight, part in zip(weights[1:], parts[1:], strict=True):
        total += weight * part
    return total


def _decibels(mean_square: float, peak: int) -> float:
    return 10 * math.log10(peak**2 / mean_square) if mean_square else math.inf
