"""Differences and the heat map as layers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from sr_desktop.gui.canvas.derived import DifferenceLayer, HeatLayer, heat_colours
from sr_desktop.gui.canvas.layers import BicubicLayer, Layer, ResultLayer
from sr_desktop.imaging import resize
from sr_desktop.imaging.picture import Picture


def noise(height: int, width: int, low: int = 0, high: int = 256) -> NDArray[np.uint8]:
    return np.random.default_rng(2).integers(low, high, (height, width, 3), np.uint8)


def rgb(layer: Layer, level: int = 0) -> NDArray[np.int16]:
    image = layer.tile(level, 0, 0)
    assert image is not None
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8)
    rows = flat.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 3]
    return rows.reshape(image.height(), image.width(), 3).astype(np.int16)


@pytest.mark.parametrize("gain", [1, 4, 16])
def test_a_difference_is_shown_around_mid_grey(gain: int) -> None:
    source, result = noise(60, 80), noise(120, 160)[::-1].copy()
    bicubic = resize.bicubic(source, 120, 160).astype(int)
    layer = DifferenceLayer(
        ResultLayer(result, None), BicubicLayer(Picture(source), 120, 160), gain
    )
    expected = ((result - bicubic) * gain + 128).clip(0, 255)
    assert np.array_equal(rgb(layer), expected)
    assert np.array_equal(layer.values(7, 5, 3, 4), (result - bicubic)[7:10, 5:9])


def test_fine_detail_is_seen_from_afar() -> None:
    """A checkerboard of +10 and -10 is 0 on average; it must not look like nothing."""
    base = np.full((512, 512, 3), 100, np.uint8)
    y, x = np.mgrid[0:512, 0:512]
    of = (base.astype(int) + np.where((x + y) % 2, 10, -10)[..., None]).astype(np.uint8)
    layer = DifferenceLayer(ResultLayer(of, None), ResultLayer(base, None), 4)
    shown = rgb(layer, 1)
    assert shown.shape == (256, 256, 3)
    assert (np.abs(shown - 128) == 40).all()


def test_sixteen_bits_differ_in_their_own_levels_and_show_in_those_of_255() -> None:
    a = np.full((20, 20, 1), 25_700, np.uint16)
    b = np.full((20, 20, 1), 25_700 + 514, np.uint16)
    layer = DifferenceLayer(ResultLayer(b, None), ResultLayer(a, None), 8)
    assert (layer.values(0, 0, 2, 2) == 514).all()
    assert (rgb(layer) == 128 + 16).all()


def test_gray_can_be_held_against_colours() -> None:
    gray = np.full((20, 20, 1), 50, np.uint8)
    colours = np.full((20, 20, 3), (60, 50, 40), np.uint8)
    layer = DifferenceLayer(ResultLayer(colours, None), ResultLayer(gray, None), 1)
    assert (rgb(layer) == (138, 128, 118)).all()


def test_what_is_not_seen_does_not_differ() -> None:
    alpha = np.zeros((20, 20), np.uint8)
    alpha[:, 10:] = 255
    of = ResultLayer(np.full((20, 20, 3), 90, np.uint8), alpha)
    layer = DifferenceLayer(of, ResultLayer(np.full((20, 20, 3), 80, np.uint8), None), 1)
    assert (rgb(layer)[:, :10] == 128).all()
    assert (rgb(layer)[:, 10:] == 138).all()


def test_a_difference_follows_a_result_that_grows() -> None:
    source = noise(50, 50)
    under = BicubicLayer(Picture(source), 100, 100)
    canvas = noise(100, 100)[::-1].copy()
    growing = ResultLayer(canvas, None, under)
    layer = DifferenceLayer(growing, under, 1)
    assert (rgb(layer) == 128).all()
    growing.add((0, 0, 100, 50))
    bicubic = resize.bicubic(source, 100, 100).astype(int)
    expected = (canvas - bicubic + 128).clip(0, 255)
    assert np.array_equal(rgb(layer)[:, :50], expected[:, :50])
    assert (rgb(layer)[:, 50:] == 128).all()


def test_each_pixel_of_the_original_is_a_square_of_the_map() -> None:
    levels = np.arange(30, dtype=np.uint8).reshape(5, 6, 1)
    layer = HeatLayer(levels, 20, 24, 16)
    expected = heat_colours(16)[levels[..., 0]].repeat(4, 0).repeat(4, 1)
    assert np.array_equal(rgb(layer), expected)
    assert layer.values(9, 14, 1, 1)[0, 0, 0] == levels[2, 3, 0]


def test_the_map_grows_lighter_with_the_level_up_to_its_end() -> None:
    light = heat_colours(16).astype(float) @ (0.299, 0.587, 0.114)
    assert (np.diff(light[:17]) > 0).all(), "it reads without colours too"
    assert (light[17:] == light[16]).all()
