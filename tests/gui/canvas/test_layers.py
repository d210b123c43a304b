from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from sr_desktop.gui.canvas.layers import BicubicLayer, Layer, ResultLayer, to_image
from sr_desktop.gui.canvas.levels import TILE_PX, level_for, level_size
from sr_desktop.gui.canvas.tiles import Budget
from sr_desktop.imaging import resize
from sr_desktop.imaging.picture import Picture


def noise(height: int, width: int, channels: int = 3) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (height, width, channels), np.uint8)


def rgb(image: QImage) -> NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8)
    rows = flat.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3]
    return rows.reshape(image.height(), image.width(), 3).copy()  # the image owns the bytes


def _tile(layer: Layer, level: int, row: int, column: int) -> QImage:
    image = layer.tile(level, row, column)
    assert image is not None
    return image


def whole(layer: Layer, level: int) -> NDArray[np.uint8]:
    """All tiles of a level put together."""
    height, width = level_size(layer.height, layer.width, level)
    rows = range(-(-height // TILE_PX))
    columns = range(-(-width // TILE_PX))
    return np.vstack([np.hstack([rgb(_tile(layer, level, r, c)) for c in columns]) for r in rows])


@pytest.mark.parametrize(
    ("zoom", "level"), [(8, 0), (1, 0), (0.6, 0), (0.5, 1), (0.26, 1), (0.1, 3)]
)
def test_a_level_is_never_coarser_than_the_screen(zoom: float, level: int) -> None:
    assert level_for(zoom) == level


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_the_bicubic_side_at_full_size_is_our_bicubic_to_the_last_bit(scale: int) -> None:
    source = noise(131, 97)
    layer = BicubicLayer(Picture(source), 131 * scale, 97 * scale)
    expected = resize.bicubic(source, 131 * scale, 97 * scale)
    assert np.array_equal(whole(layer, 0), expected)


def test_the_result_at_full_size_is_its_own_pixels() -> None:
    pixels = noise(300, 513)
    assert np.array_equal(whole(ResultLayer(pixels, None), 0), pixels)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_smaller_level_is_the_mean_of_squares(level: int) -> None:
    pixels = noise(1024, 768)
    step = 1 << level
    squares = pixels.reshape(1024 // step, step, 768 // step, step, 3)
    expected = squares.mean(axis=(1, 3))
    difference = np.abs(whole(ResultLayer(pixels, None), level) - expected).max()
    assert difference <= 1, difference


def test_sixteen_bits_and_gray_are_shown_as_eight_bit_rgb() -> None:
    gray = np.full((5, 7, 1), 32896, np.uint16)
    assert np.array_equal(whole(ResultLayer(gray, None), 0), np.full((5, 7, 3), 128, np.uint8))


def test_a_growing_result_shows_bicubic_until_a_part_is_done() -> None:
    source = noise(200, 200)
    under = BicubicLayer(Picture(source), 400, 400)
    canvas = noise(400, 400)[::-1].copy()
    layer = ResultLayer(canvas, None, under)
    assert np.array_equal(whole(layer, 0), whole(under, 0))
    layer.add((100, 60, 200, 210))
    shown = whole(layer, 0)
    assert np.array_equal(shown[100:300, 60:270], canvas[100:300, 60:270])
    shown[100:300, 60:270] = whole(under, 0)[100:300, 60:270]
    assert np.array_equal(shown, whole(under, 0))


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_result_that_grew_to_its_end_looks_like_the_finished_one(level: int) -> None:
    canvas = noise(515, 390)
    layer = ResultLayer(canvas, None, BicubicLayer(Picture(noise(103, 78)), 515, 390))
    for top in range(0, 515, 120):
        for left in range(0, 390, 130):
            layer.add((top, left, min(120, 515 - top), min(130, 390 - left)))
    finished = whole(ResultLayer(canvas, None), level)
    step = 1 << level
    inner = np.s_[: 515 // step, : 390 // step]
    same = (whole(layer, level)[inner] == finished[inner]).all(axis=2).mean()
    # Above level 0 the squares that two parts share stay bicubic until the end.
    assert same == 1.0 if level == 0 else same > 0.9, f"{same:.3f} of the pixels"


def test_without_time_an_old_tile_is_shown_until_there_is_some() -> None:
    canvas = noise(64, 64)
    layer = ResultLayer(canvas, None, BicubicLayer(Picture(noise(32, 32)), 64, 64))
    none = Budget(-1.0)
    assert layer.tile(0, 0, 0, none) is None
    assert none.spent
    old = layer.tile(0, 0, 0)
    layer.add((0, 0, 64, 64))
    assert layer.tile(0, 0, 0, Budget(-1.0)) is old
    assert np.array_equal(whole(layer, 0), canvas)


def test_tiles_are_made_while_they_are_likely_to_fit_in() -> None:
    budget = Budget(0.010)
    assert budget.allows()
    budget.took(0.004)
    assert budget.allows()
    assert not budget.spent
    budget.took(0.004)
    assert not budget.allows()
    assert budget.spent


def test_one_tile_is_made_however_little_time_there_is() -> None:
    budget = Budget(1e-6)
    time.sleep(0.01)  # what drawing takes does not count
    assert budget.allows()


def test_alpha_reaches_the_screen() -> None:
    alpha = np.array([[0, 128, 255]], np.uint8)
    image = to_image(np.full((1, 3, 3), 200, np.uint8), alpha)
    assert [image.pixelColor(x, 0).alpha() for x in range(3)] == [0, 128, 255]
    assert image.pixelColor(1, 0).red() == 200
