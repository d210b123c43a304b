"""Fewer bits, no alpha, sRGB."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageCms

from sr_desktop.imaging.colour import lay_over, to_8_bits, to_srgb
from tests.imaging.samples import gray_profile, noise, smooth, srgb_profile


def test_16_bits_become_the_nearest_of_8() -> None:
    every = np.arange(65536, dtype=np.uint16).reshape(512, 128)
    assert np.array_equal(to_8_bits(every), np.round(every / 257))


def test_8_bits_stay() -> None:
    pixels = noise((5, 6, 3))
    assert np.shares_memory(to_8_bits(pixels), pixels)


def test_laying_over_weighs_by_alpha() -> None:
    every = np.arange(256, dtype=np.uint8)
    pixels = np.broadcast_to(every[:, np.newaxis, np.newaxis], (256, 256, 1))
    alpha = np.broadcast_to(every, (256, 256))
    for gray in (0, 128, 255):
        want = (pixels[..., 0] * (alpha / 255)) + gray * (1 - alpha / 255)
        apart = np.abs(lay_over(pixels, alpha, gray)[..., 0] - want).max()
        assert apart <= 0.5 + 1e-9, f"{apart} over {gray}"


def test_a_profile_decides_what_gray_means() -> None:
    pixels = smooth(20, 30)[..., 0]
    linear = gray_profile()
    rgb, icc, exact = to_srgb(Image.fromarray(pixels), linear)
    assert exact
    assert ImageCms.ImageCmsProfile(io.BytesIO(icc)).profile.xcolor_space.strip() == "RGB"
    assert np.ptp(rgb, axis=2).max() <= 1, "gray became coloured"
    assert int(rgb[10, 10, 0]) - int(pixels[10, 10]) > 20, "linear light is darker than it looks"


def test_without_a_usable_profile_the_colours_are_an_estimate() -> None:
    cmyk = Image.fromarray(smooth(10, 10)).convert("CMYK")
    for icc in (None, b"junk", srgb_profile()):  # a profile of RGB does not fit CMYK
        rgb, _, exact = to_srgb(cmyk, icc)
        assert not exact
        apart = np.abs(rgb.astype(int) - smooth(10, 10)).max()
        assert apart <= 1, f"{apart} from Pillow's own conversion"
