"""Pasted and dropped images as pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColorSpace, QImage

from sr_desktop.gui.pasted import picture_of
from sr_desktop.imaging.display import converted
from tests.imaging.profiles import ADOBE_RGB, SRGB, through
from tests.imaging.samples import encoded, gray_profile, noise


def _pasted(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], **options: bytes) -> QImage:
    """As Qt reads what another program puts on the clipboard."""
    return QImage.fromData(encoded(Image.fromarray(pixels), "PNG", **options))


def test_a_pasted_image_keeps_its_profile() -> None:
    pixels = noise((6, 7, 3)) // 2 + 100
    picture = picture_of(_pasted(pixels, icc_profile=ADOBE_RGB.icc))
    assert np.array_equal(picture.pixels, pixels)
    apart = np.abs(
        converted(picture.pixels, picture.icc).astype(int) - through(pixels, ADOBE_RGB, SRGB)
    )
    assert apart.max() <= 3, f"{apart.max()} levels apart"


def test_a_gray_one_too() -> None:
    pixels = noise((6, 7))
    picture = picture_of(_pasted(pixels, icc_profile=gray_profile()))
    assert picture.is_gray
    assert np.array_equal(picture.pixels[..., 0], pixels)
    linear = converted(picture.pixels, picture.icc)
    assert np.array_equal(linear, converted(picture.pixels, gray_profile()))


def test_gray_of_a_wide_space_stays_rgb() -> None:
    """Its profile would not fit a gray picture."""
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(0xFF808080)
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.ProPhotoRgb))
    picture = picture_of(image)
    assert not picture.is_gray
    assert picture.icc


@pytest.mark.parametrize("says_so", [True, False])
def test_srgb_needs_no_profile(says_so: bool) -> None:
    image = _pasted(noise((6, 7, 4)))
    if says_so:
        image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    picture = picture_of(image)
    assert picture.icc is None
    assert picture.alpha is not None
