"""From an open file to a Picture or a thumbnail."""

from __future__ import annotations

from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sr_desktop.imaging.colour import lay_over, to_8_bits, to_srgb
from sr_desktop.imaging.metadata import upright_exif, upright_xmp
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.pillow import PillowFile
from sr_desktop.imaging.source import Raster, Source
from sr_desktop.imaging.tiff import TiffFile, is_tiff

_MID_GRAY = 128


def open_source(file: IO[bytes]) -> Source:
    """Read the header. What the file is called plays no part."""
    head = file.read(4)
    file.seek(0)
    return TiffFile(file) if is_tiff(head) else PillowFile(file)


def is_sideways(source: Source) -> bool:
    """Whether width and height change places when the picture is turned upright."""
    return source.orientation >= 5


def decode(source: Source) -> Picture:
    """The whole picture, upright, with its metadata and with notices of what could not be kept."""
    raster = source.decode()
    metadata = source.metadata()
    icc, notices = metadata.icc, []
    if source.frames > 1:
        notices.append(f"{source.frames} frames, only the first is used.")
    colours, alpha, extra = _split(raster)
    if extra:
        notices.append(f"{extra} channels beside colour and transparency are left out.")
    if raster.cmyk:
        cmyk = _pil(to_8_bits(colours), "CMYK")
        colours, icc, exact = to_srgb(cmyk, metadata.icc)
        alpha = to_8_bits(alpha) if alpha is not None else None
        how = "by its profile" if exact else "by estimate: it names no usable profile"
        notices.append(f"CMYK colours were converted to sRGB {how}.")
    exif = metadata.exif
    if exif is not None:
        try:
            exif = upright_exif(exif)
        except ValueError:
            exif = None
            notices.append("Damaged EXIF data is left out.")
    return Picture(
        pixels=_upright(colours, source.orientation),
        alpha=_upright(alpha, source.orientation) if alpha is not None else None,
        icc=icc,
        exif=exif,
        xmp=upright_xmp(metadata.xmp) if metadata.xmp else None,
        dpi=_turned(metadata.dpi, source),
        format=source.format,
        notices=tuple(notices),
    )


def thumbnail(source: Source, side_px: int) -> NDArray[np.uint8]:
    """(h, w, 3), upright, no side longer than side_px, never enlarged; over mid-gray."""
    raster = source.decode(side_px)
    colours, alpha, _ = _split(raster)
    rgb = to_8_bits(colours)
    if raster.cmyk:
        rgb, _, _ = to_srgb(_pil(rgb, "CMYK"), None)
    if alpha is not None:
        rgb = lay_over(rgb, to_8_bits(alpha), _MID_GRAY)
    image = _pil(rgb, "L" if rgb.shape[2] == 1 else "RGB").convert("RGB")
    image.thumbnail((side_px, side_px), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _upright(np.asarray(image), source.orientation)


def _split(raster: Raster) -> tuple[NDArray[Any], NDArray[Any] | None, int]:
    """Colours (H, W, C), alpha (H, W) or None, and how many further channels there are."""
    channels = raster.pixels.shape[2]
    colours = 4 if raster.cmyk else 1 if channels < 3 else 3
    alpha = raster.pixels[..., colours] if channels > colours else None
    return raster.pixels[..., :colours], alpha, max(0, channels - colours - 1)


def _upright(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Turned as EXIF's orientation 1 to 8 asks for; rows first, contiguous."""
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


def _turned(dpi: tuple[float, float] | None, source: Source) -> tuple[float, float] | None:
    return dpi[::-1] if dpi is not None and is_sideways(source) else dpi


def _pil(pixels: NDArray[np.uint8], mode: str) -> Image.Image:
    height, width = pixels.shape[:2]
    return Image.frombytes(mode, (width, height), pixels.tobytes())
