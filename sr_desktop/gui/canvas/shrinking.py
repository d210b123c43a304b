"""Pixels made smaller for the screen, and pieces of pictures on their way there. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from sr_desktop.imaging.colour import to_8_bits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sr_desktop.imaging.picture import Pixels


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """pixels (h, w, C) in the picture's own encoding, alpha (h, w) straight or None."""

    pixels: Pixels
    alpha: Pixels | None = None


def shrunk(part: Part, level: int) -> Part:
    """The mean of each 2^level by 2^level square, 8 bits; colours are weighted by alpha."""
    if level == 0:
        return part
    image = _image(part)
    return _part(image.reduce(1 << level), part.alpha is not None)


def stretched(
    part: Part,
    height: int,
    width: int,
    box: tuple[float, float, float, float],
    how: Image.Resampling,
) -> Part:
    """What lies in the box (left, top, right, bottom) of the part as (height, width), 8 bits."""
    image = _image(part)
    return _part(image.resize((width, height), how, box=box), part.alpha is not None)


def as_8_bits(part: Part) -> Part:
    return Part(to_8_bits(part.pixels), None if part.alpha is None else to_8_bits(part.alpha))


def _image(part: Part) -> Image.Image:
    """With alpha where there is one: Pillow then weights colours by it."""
    colours = to_8_bits(part.pixels)
    colours = colours[..., 0] if colours.shape[2] == 1 else colours
    image = Image.fromarray(np.ascontiguousarray(colours))
    if part.alpha is not None:
        image.putalpha(Image.fromarray(np.ascontiguousarray(to_8_bits(part.alpha))))
    return image


def _part(image: Image.Image, has_alpha: bool) -> Part:
    small: NDArray[np.uint8] = np.asarray(image)
    small = small.reshape(*small.shape[:2], -1)
    return Part(small[..., :-1], small[..., -1]) if has_alpha else Part(small)
