"""A picture's colours as a screen has to be told them.

The profile of a picture says what its numbers mean, that of a screen what the screen makes of
numbers; LCMS goes from one to the other. Relative colorimetric with black point compensation, as
photo viewers do: white stays white, and colours that the screen can show are shown as they are.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sr_desktop.imaging import compare
from sr_desktop.imaging.picture import Pixels

if TYPE_CHECKING:
    from PIL import ImageCms

Convert = Callable[[Pixels], NDArray[np.uint8]]
"""From (H, W, 1 or 3), 8 or 16 bits, to (H, W, 3), 8 bits."""

_SPACES = {1: {"GRAY": "L", "RGB": "RGB"}, 3: {"RGB": "RGB"}}  # that fit so many channels
_PROBE_STEP = 15


def converted(pixels: Pixels, icc: bytes | None, screen: bytes | None = None) -> NDArray[np.uint8]:
    """Pixels (H, W, 1 or 3) that icc describes, as 8-bit RGB for the screen of this profile.

    None stands for sRGB, and so does a profile that cannot be used: nothing is raised. Where the
    two mean the same, the pixels are passed through.
    """
    return conversion(icc, pixels.shape[2], screen)(pixels)


def conversion(icc: bytes | None, channels: int, screen: bytes | None = None) -> Convert:
    """What converted does, for many parts of one picture."""
    return compare.displayable if icc == screen else _conversion(icc, channels, screen)


@lru_cache(maxsize=16)
def profile_name(icc: bytes | None) -> str:
    """What a profile calls itself, as one line: "Display P3". "" for none, or an unusable one."""
    if icc is None:
        return ""
    from PIL import ImageCms

    try:
        name = ImageCms.getProfileDescription(_profile(icc))
    except (OSError, ValueError, ImageCms.PyCMSError):
        return ""
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())


@lru_cache(maxsize=16)
def _conversion(icc: bytes | None, channels: int, screen: bytes | None) -> Convert:
    """The most that the two allow: one that cannot be used counts as sRGB."""
    for source, target in ((icc, screen), (icc, None), (None, screen)):
        convert = _through_lcms(source, channels, target)
        if convert is not None:
            return compare.displayable if _changes_nothing(convert, channels) else convert
    return compare.displayable


def _through_lcms(icc: bytes | None, channels: int, screen: bytes | None) -> Convert | None:
    """None where LCMS cannot use one of the two, or where icc is of another kind of picture."""
    from PIL import ImageCms

    try:
        source = _profile(icc)
        mode = _SPACES[channels].get(source.profile.xcolor_space.strip())
        if mode is None:
            return None
        transform = ImageCms.buildTransform(
            source,
            _profile(screen),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None

    def convert(pixels: Pixels) -> NDArray[np.uint8]:
        rgb = compare.displayable(pixels)
        image = Image.fromarray(rgb[..., 0] if mode == "L" else rgb)
        return np.asarray(transform.apply(image))

    return convert


def _profile(icc: bytes | None) -> ImageCms.ImageCmsProfile:
    from PIL import ImageCms

    if icc is None:
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return ImageCms.ImageCmsProfile(io.BytesIO(icc))


def _changes_nothing(convert: Convert, channels: int) -> bool:
    """Whether no colour moves by more than one level: there are many profiles of sRGB."""
    levels = np.arange(0, 256, _PROBE_STEP).astype(np.uint8)
    grid = np.stack(np.meshgrid(*[levels] * channels, indexing="ij"), axis=-1)
    pixels = grid.reshape(1, -1, channels)
    moved = convert(pixels).astype(np.int16) - compare.displayable(pixels)
    return bool(np.abs(moved).max() <= 1)
