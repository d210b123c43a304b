"""Levels of large pictures, made in the real thread."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sr_desktop.gui.canvas.levels import level_size
from sr_desktop.gui.canvas.pyramid import SMALL_PX, Pyramid
from sr_desktop.gui.canvas.shrinking import Part, shrunk
from sr_desktop.imaging import store

HEIGHT, WIDTH = 1301, 2603  # more than SMALL_PX, and no multiple of anything


def noise(channels: int = 3, dtype: type = np.uint8) -> NDArray[np.uint8]:
    high = np.iinfo(dtype).max + 1
    pixels: NDArray[np.uint8] = np.random.default_rng(4).integers(
        0, high, (HEIGHT, WIDTH, channels), dtype
    )
    return pixels


def whole(pyramid: Pyramid, level: int) -> Part | None:
    return pyramid.area(level, 0, 0, *level_size(pyramid.height, pyramid.width, level))


def made(pyramid: Pyramid, level: int) -> Part:
    """Of the whole level, once the thread has been everywhere."""
    whole(pyramid, level)
    pyramid.join()
    part = whole(pyramid, level)
    assert part is not None
    return part


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_level_is_the_mean_of_squares(level: int) -> None:
    pixels = noise()
    expected = shrunk(Part(pixels), level).pixels.astype(int)
    off = np.abs(made(Pyramid(pixels), level).pixels - expected)
    # Level after level rounds a few times; squares cut by the edge weigh what they have.
    assert off[:-1, :-1].max() <= 2, off.max()


def test_sixteen_bits_and_alpha_are_reduced_too() -> None:
    pixels, alpha = noise(1, np.uint16), noise(1, np.uint16)[..., 0]
    part = made(Pyramid(pixels, alpha), 3)
    expected = shrunk(Part(pixels, alpha), 3)
    assert part.alpha is not None
    assert expected.alpha is not None
    for got, want in ((part.pixels, expected.pixels), (part.alpha, expected.alpha)):
        assert got.dtype == np.uint8
        assert np.abs(got[:-1, :-1].astype(int) - want[:-1, :-1]).max() <= 6


def test_small_pictures_need_no_thread() -> None:
    pyramid = Pyramid(noise()[:1000, : SMALL_PX // 1000])
    assert whole(pyramid, 3) is not None
    assert not pyramid.is_busy
    assert not pyramid.changes


def test_all_changes_are_told_once_all_is_made() -> None:
    pyramid = Pyramid(noise())
    made(pyramid, 2)
    covered = np.zeros((HEIGHT, WIDTH), bool)
    for top, left, height, width in pyramid.changes:
        covered[top : top + height, left : left + width] = True
    assert covered.all()
    assert not pyramid.is_busy


def test_one_that_grows_has_only_what_was_added() -> None:
    pixels = noise()
    pyramid = Pyramid(pixels, grows=True)
    size = level_size(HEIGHT, WIDTH, 3)
    below = Part(np.zeros((*size, 3), np.uint8))
    pyramid.laid_over(below, 3, 0, 0, *size)
    pyramid.add((160, 320, 400, 480))
    pyramid.join()
    seen = pyramid.laid_over(below, 3, 0, 0, *size).pixels
    expected = shrunk(Part(pixels), 3).pixels.astype(int)
    assert np.abs(seen[20:70, 40:100] - expected[20:70, 40:100]).max() <= 2
    seen[20:70, 40:100] = 0
    assert not seen.any()


def test_when_it_is_finished_the_seams_come_right() -> None:
    pixels = noise()
    pyramid = Pyramid(pixels, grows=True)
    size = level_size(HEIGHT, WIDTH, 3)
    below = Part(np.zeros((*size, 3), np.uint8))
    pyramid.laid_over(below, 3, 0, 0, *size)
    for left in range(0, WIDTH, 333):
        pyramid.add((0, left, HEIGHT, min(333, WIDTH - left)))
    pyramid.join()
    assert whole(pyramid, 3) is None, "squares that two parts share are of neither"
    pyramid.finish(None)
    expected = shrunk(Part(pixels), 3).pixels.astype(int)
    assert np.abs(made(pyramid, 3).pixels - expected)[:-1, :-1].max() <= 2


def test_nobody_waits_long_for_one_that_is_not_looked_at_any_more() -> None:
    pyramid = Pyramid(noise())
    whole(pyramid, 2)
    pyramid.close()
    start = time.monotonic()
    pyramid.join()
    assert time.monotonic() - start < 1.0
    whole(pyramid, 2)
    assert not pyramid.is_busy, "it does not begin again"


def test_rows_of_a_scratch_file_let_go_are_read_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(store, "SMALL_BYTES", 1000)
    pixels = store.empty((HEIGHT, 700, 3), np.dtype(np.uint8))
    pixels[...] = noise()[:, :700]
    for top, bottom in ((0, 1), (7, 300), (HEIGHT - 1, HEIGHT + 50), (5, 5)):
        store.release_rows(pixels, top, bottom)
        store.release_rows(pixels[10:], top, bottom)
    assert np.array_equal(pixels, noise()[:, :700])
