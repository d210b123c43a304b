"""What hides under transparency does not show."""

from __future__ import annotations

import numpy as np
import pytest

from sr_desktop.imaging import alpha


def disc(side_px: int, dtype: type = np.uint8) -> tuple[np.ndarray, np.ndarray]:
    """A red disc on transparent, with black hidden around it."""
    most = np.iinfo(dtype).max
    down, across = np.mgrid[0:side_px, 0:side_px] - (side_px - 1) / 2
    inside = np.clip(side_px * 0.35 - np.hypot(down, across) + 0.5, 0, 1)
    pixels = np.zeros((side_px, side_px, 3), dtype)
    pixels[inside > 0] = (most, 0, most // 5)
    return pixels, np.round(inside * most).astype(dtype)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_a_disc_of_one_colour_fills_everything(dtype: type) -> None:
    pixels, clear = disc(75, dtype)
    most = np.iinfo(dtype).max
    filled = alpha.spread(pixels, clear)
    assert filled.dtype == dtype
    assert (np.abs(filled.astype(int) - (most, 0, most // 5)) <= 1).all()


def test_visible_pixels_stay_as_they_are() -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (601, 33, 3), np.uint8)
    clear = (rng.random((601, 33)) < 0.3).astype(np.uint8) * 128
    before = pixels.copy()
    filled = alpha.spread(pixels, clear)
    assert np.array_equal(filled[clear > 0], before[clear > 0])
    assert np.array_equal(pixels, before)


def test_hidden_pixels_take_the_colour_next_to_them() -> None:
    pixels = np.zeros((40, 64, 1), np.uint8)
    clear = np.zeros((40, 64), np.uint8)
    pixels[:, :16], clear[:, :16] = 200, 255
    pixels[:, 48:], clear[:, 48:] = 100, 255
    filled = alpha.spread(pixels, clear)[..., 0].astype(int)
    assert (np.abs(filled[:, 16:18] - 200) <= 12).all()
    assert (np.abs(filled[:, 46:48] - 100) <= 12).all()
    assert filled.min() >= 99


@pytest.mark.parametrize("level", [0, 1, 255])
def test_where_nothing_or_all_is_hidden_nothing_is_done(level: int) -> None:
    pixels = np.zeros((5, 7, 3), np.uint8)
    assert alpha.spread(pixels, np.full((5, 7), level, np.uint8)) is pixels


def test_bands_meet_without_a_seam() -> None:
    pixels = np.zeros((700, 20, 1), np.uint8)
    clear = np.zeros((700, 20), np.uint8)
    pixels[:, 9:11] = np.linspace(20, 220, 700)[:, None, None]
    clear[:, 9:11] = 255
    filled = alpha.spread(pixels, clear)[:, 3, 0].astype(int)
    assert np.abs(np.diff(filled)).max() <= 3
