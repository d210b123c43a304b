"""Bicubic beside the result, as a picture to show around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sr_desktop.imaging import resize
from sr_desktop.imaging.colour import to_8_bits, to_srgb
from sr_desktop.imaging.picture import Picture, Pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GAP_PX = 2


def displayable(pixels: Pixels) -> NDArray[np.uint8]:
    """Any picture's pixels as 8-bit RGB, (H, W, 3)."""
    rgb = to_8_bits(pixels)
    return np.broadcast_to(rgb, (*rgb.shape[:2], 3)) if rgb.shape[2] == 1 else rgb


def side_by_side(source: Picture, result: Picture, labels: tuple[str, str]) -> Picture:
    """The source enlarged by bicubic to the result's size, left; the result, right; 8 bits."""
    bicubic = resize.bicubic(source.pixels, result.height, result.width)
    both, icc = [displayable(bicubic), displayable(result.pixels)], result.icc
    if result.is_gray and icc is not None:  # which does not describe a sheet in colours
        both, icc = [], None
        for pixels in (bicubic, result.pixels):
            rgb, icc, _ = to_srgb(Image.fromarray(to_8_bits(pixels)[..., 0]), result.icc)
            both.append(rgb)
    halves = [Image.fromarray(pixels) for pixels in both]
    sheet = Image.new("RGB", (2 * result.width + _GAP_PX, result.height), "white")
    for half, label, left in zip(halves, labels, (0, result.width + _GAP_PX), strict=True):
        _label(half, label)
        sheet.paste(half, (left, 0))
    return Picture(np.asarray(sheet), icc=icc)


def _label(picture: Image.Image, text: str) -> None:
    """Write text in the upper left corner, white on a dark plate, in proportion to the picture."""
    size = max(10, min(picture.size) // 28)
    font = ImageFont.load_default(size)
    draw = ImageDraw.Draw(picture, "RGBA")
    left, top, right, bottom = draw.textbbox((size, size), text, font=font)
    pad = size // 2
    plate = (left - pad, top - pad, right + pad, bottom + pad)
    draw.rounded_rectangle(plate, radius=pad, fill=(0, 0, 0, 150))
    draw.text((size, size), text, font=font, fill="white")
