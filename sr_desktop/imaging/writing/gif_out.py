"""GIF, frame by frame, each whole and with a palette of its own."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
from PIL import GifImagePlugin, Image

from sr_desktop.language import mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sr_desktop.imaging.picture import Pixels

NOTICE = mark("Colours were reduced to 256, and transparency to all or nothing: GIF holds no more.")
END = b";"
_KEEP, _CLEAR = 1, 2  # what becomes of a frame when the next is to be shown
_OPAQUE_FROM = 128
_CLEAR_INDEX = 255
_PLACES = np.array([1 << 16, 1 << 8, 1], np.uint32)  # of red, green and blue in one number


def begin(width: int, height: int, loop: int | None, comment: str = "") -> bytes:
    """Everything before the first frame; loop is how often all are shown, None where none moves.

    GIF itself counts the repeats: 0 for ever, and no word of it for once.
    """
    data = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x70, 0, 0)
    if loop is not None and loop != 1:
        repeats = min(max(loop - 1, 0), 65_535)
        data += b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", repeats) + b"\0"
    if comment:
        said = comment.encode("utf-8", "replace")
        parts = (said[at : at + 255] for at in range(0, len(said), 255))
        data += b"!\xfe" + b"".join(bytes((len(part),)) + part for part in parts) + b"\0"
    return data


def frame(
    pixels: Pixels, alpha: Pixels | None, duration_ms: int = 0, clear_after: bool = False
) -> tuple[bytes, bool]:
    """A frame of 8 bits, and whether all of its colours and its transparency are exact.

    Time is told in hundredths of a second. clear_after: nothing of it is to be seen through the
    next frame.
    """
    if pixels.shape[2] == 1:
        pixels = pixels.repeat(3, axis=2)
    options = {"duration": 10 * min(65_535, round(duration_ms / 10)), "disposal": _KEEP}
    if clear_after:
        options["disposal"] = _CLEAR
        if alpha is None:  # some decoders clear to a colour unless the frame has transparency
            alpha = np.full(pixels.shape[:2], 255, np.uint8)
    if alpha is None:
        image, exact = _quantised(pixels, 256)
    else:
        clear = alpha < _OPAQUE_FROM
        image, exact = _quantised(pixels * ~clear[..., np.newaxis], 255)
        image = _marked(image, clear)
        exact = exact and bool(((alpha == 0) | (alpha == 255)).all())
        options["transparency"] = _CLEAR_INDEX
    parts = GifImagePlugin.getdata(image, (0, 0), include_color_table=True, **options)
    return b"".join(bytes(part) for part in parts), exact


def _quantised(pixels: Pixels, most: int) -> tuple[Image.Image, bool]:
    """In mode P with this many colours at most; and whether none was changed."""
    packed = pixels.astype(np.uint32) @ _PLACES
    colours = np.unique(packed)
    if len(colours) > most:
        rgb = Image.fromarray(pixels)
        return rgb.quantize(most, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE), False
    indices = np.searchsorted(colours, packed).astype(np.uint8)
    image = Image.frombytes("P", indices.shape[::-1], indices.tobytes())
    image.putpalette([int(colour) // int(place) % 256 for colour in colours for place in _PLACES])
    return image, True


def _marked(image: Image.Image, clear: NDArray[np.bool_]) -> Image.Image:
    """With the last index where nothing is to be seen."""
    indices = np.where(clear, np.uint8(_CLEAR_INDEX), np.asarray(image))
    result = Image.frombytes("P", image.size, indices.tobytes())
    palette = image.getpalette() or []
    result.putpalette((palette + [0] * 768)[:768])
    return result
