"""Colours for the screen, and where nothing may be done to them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from sr_desktop.imaging.display import conversion, converted, profile_name
from tests.imaging.profiles import ADOBE_RGB, DISPLAY_P3, SRGB, Space, through
from tests.imaging.samples import gray_profile, noise, srgb_profile


@pytest.mark.parametrize("source", [DISPLAY_P3, ADOBE_RGB, SRGB], ids=lambda space: space.name)
@pytest.mark.parametrize("screen", [SRGB, DISPLAY_P3, ADOBE_RGB], ids=lambda space: space.name)
def test_colours_are_those_of_the_arithmetic(source: Space, screen: Space) -> None:
    # Only sums of bright colours: near black 8 bits of one space are many of another.
    colours = noise((64, 64, 3)) // 2 + 100
    names = [None if space is SRGB else space.icc for space in (source, screen)]
    apart = np.abs(converted(colours, *names).astype(int) - through(colours, source, screen))
    if source is screen:
        assert np.array_equal(converted(colours, *names), colours)
    else:
        assert apart.max() <= 2, f"{apart.max()} levels apart"
        assert apart.mean() < 0.3, f"{apart.mean():.2f} levels apart"


@pytest.mark.parametrize("bits", [np.uint8, np.uint16])
def test_white_black_and_gray_of_any_space_stay_gray(bits: type[np.uint8]) -> None:
    levels = np.linspace(0, np.iinfo(bits).max, 16).astype(bits)
    pixels = np.repeat(levels, 3).reshape(1, 16, 3)
    rgb = converted(pixels, DISPLAY_P3.icc)
    assert rgb.dtype == np.uint8
    assert np.ptp(rgb, axis=2).max() <= 1
    assert rgb[0, 0].max() == 0
    assert rgb[0, -1].min() == 255


@pytest.mark.parametrize(
    ("icc", "screen"),
    [
        (None, None),
        (srgb_profile(), None),
        (None, srgb_profile()),
        (ADOBE_RGB.icc, ADOBE_RGB.icc),
        (b"junk", None),
        (None, b"junk"),
        (b"junk", b"more junk"),
        (b"", None),
    ],
)
def test_what_means_the_same_or_nothing_is_passed_through(
    icc: bytes | None, screen: bytes | None
) -> None:
    for channels in (1, 3):
        pixels = noise((7, 9, channels))
        rgb = converted(pixels, icc, screen)
        assert np.array_equal(rgb, np.broadcast_to(pixels, (7, 9, 3)))


def test_an_unusable_profile_counts_as_srgb_and_the_other_is_still_followed() -> None:
    pixels = noise((16, 16, 3))
    for junk in (b"junk", ADOBE_RGB.icc[:300], gray_profile(), _cmyk_like()):
        assert np.array_equal(
            converted(pixels, junk, DISPLAY_P3.icc), converted(pixels, None, DISPLAY_P3.icc)
        )
        assert np.array_equal(
            converted(pixels, ADOBE_RGB.icc, junk), converted(pixels, ADOBE_RGB.icc)
        )


def _cmyk_like() -> bytes:
    return ADOBE_RGB.icc.replace(b"RGB XYZ ", b"CMYKXYZ ")


def test_gray_goes_through_its_own_profile() -> None:
    pixels = np.array([[[64], [128], [255]]], np.uint8)
    rgb = converted(pixels, gray_profile())  # linear light is darker than it looks
    light = pixels[..., 0] / 255
    expected = np.rint(255 * (1.055 * light ** (1 / 2.4) - 0.055))
    assert np.abs(rgb.astype(int) - expected[..., None]).max() <= 1


def test_gray_with_a_profile_of_colour_is_gray_of_that_space() -> None:
    pixels = np.arange(0, 256, 5).astype(np.uint8).reshape(1, -1, 1)
    rgb = np.repeat(pixels, 3, axis=2)
    assert np.array_equal(converted(pixels, ADOBE_RGB.icc), converted(rgb, ADOBE_RGB.icc))


def test_a_conversion_is_made_once() -> None:
    once = conversion(ADOBE_RGB.icc, 3, DISPLAY_P3.icc)
    assert conversion(bytes(bytearray(ADOBE_RGB.icc)), 3, DISPLAY_P3.icc) is once


def test_damaged_profiles_raise_nothing() -> None:
    rng = np.random.default_rng(0)
    pixels = noise((4, 4, 3))
    for _ in range(300):
        icc = bytearray(ADOBE_RGB.icc)
        for at in rng.integers(0, len(icc), 6):
            icc[at] = rng.integers(256)
        assert converted(pixels, bytes(icc), DISPLAY_P3.icc).shape == (4, 4, 3)
        profile_name(bytes(icc))


def test_a_profile_tells_its_name_on_one_line() -> None:
    assert profile_name(DISPLAY_P3.icc) == "Wide P3"
    assert profile_name(Space("A\nB\t C", SRGB.primaries, 2.2).icc) == "A B C"
    assert profile_name(None) == profile_name(b"junk") == ""


def test_lcms_takes_the_test_profiles_for_what_they_are() -> None:
    """Ours against LCMS's own: a test that leans on a wrong profile proves nothing."""
    ours = ImageCms.ImageCmsProfile(io.BytesIO(Space("x", SRGB.primaries, 2.2).icc))
    image = Image.fromarray(noise((8, 8, 3)))
    there = ImageCms.profileToProfile(image, ours, ImageCms.createProfile("sRGB"))
    assert there is not None
    assert np.abs(np.asarray(there).astype(int) - np.asarray(image)).max() < 16
