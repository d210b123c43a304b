"""From an open file to a Picture or a thumbnail."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from sr_desktop.imaging import display, store
from sr_desktop.imaging.colour import lay_over, to_8_bits
from sr_desktop.imaging.metadata import sane_dpi, upright_exif, upright_xmp
from sr_desktop.imaging.picture import Picture, Pixels
from sr_desktop.imaging.provenance import Provenance, of_text
from sr_desktop.imaging.reading.avif import AvifFile
from sr_desktop.imaging.reading.chunks import read_chunks
from sr_desktop.imaging.reading.conversion import conversion_of
from sr_desktop.imaging.reading.heif import HeifFile
from sr_desktop.imaging.reading.jpegfile import JpegFile
from sr_desktop.imaging.reading.jxl import JxlFile
from sr_desktop.imaging.reading.pillow import PillowFile, quietly
from sr_desktop.imaging.reading.pngfile import PngFile
from sr_desktop.imaging.reading.pnm import PnmFile
from sr_desktop.imaging.reading.riff import read_riff
from sr_desktop.imaging.reading.segments import read_segments
from sr_desktop.imaging.reading.signature import SIGNATURE_BYTES, format_by_signature
from sr_desktop.imaging.reading.source import (
    COLOUR_CHANNELS,
    MALFORMED,
    Metadata,
    Raster,
    Source,
    Unsupported,
)
from sr_desktop.imaging.reading.tiff import TiffFile
from sr_desktop.imaging.reading.webpfile import WebpFile
from sr_desktop.imaging.xmp import provenance_in
from sr_desktop.language import mark, tr, trn

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EMPTY = mark("{name} is empty: it has 0 bytes.")
_MID_GRAY = 128
_BLOCK_PX = 512  # of a giant, turned at once
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT, _PER_CM = 282, 283, 296, 3


def open_source(file: IO[bytes]) -> Source:
    """Read the header. What the file is called plays no part."""
    source = _source(file)
    if not (source.width and source.height):
        raise ValueError("a header that tells no size")
    return source


def _source(file: IO[bytes]) -> Source:
    file.seek(0)
    first = file.read(SIGNATURE_BYTES)
    if not first:
        raise Unsupported(_EMPTY, tr("Copy or export it again."))
    format = format_by_signature(first)
    match format:
        case "PNG":
            return PngFile(file)
        case "JPEG":
            return JpegFile(file)
        case "WEBP":
            return WebpFile(file)
        case "TIFF":
            return TiffFile(file)
        case "PPM":
            return PnmFile(file)
        case "HEIF":
            return HeifFile(file)
        case "JXL":
            return JxlFile(file)
        case "AVIF":
            return AvifFile(file)
        case "GIF" | "BMP":
            return PillowFile(file, format)
    raise UnidentifiedImageError("no picture")


def is_sideways(source: Source) -> bool:
    """Whether width and height change places when the picture is turned upright."""
    return source.orientation >= 5


def decode(source: Source) -> Picture:
    """The whole picture, upright, with its metadata and with notices of what could not be kept."""
    notices = []
    if source.frames > 1 and not source.animated:
        notices.append(
            tr("{count} pages, only the first is used.", count=source.frames)
            if source.format == "TIFF"
            else tr("{count} pictures, only the first is used.", count=source.frames)
        )
    raster = source.decode()
    if (raster.width, raster.height) != (source.width, source.height):
        raise ValueError("the pixels are more or fewer than the header tells")
    metadata = source.metadata()
    return picture_of(raster, metadata, source, tuple(notices))


def picture_of(
    raster: Raster, metadata: Metadata, source: Source, notices: tuple[str, ...]
) -> Picture:
    """Fill a Picture with the pixels of a raster and with what belongs to them."""
    further = raster.channels - COLOUR_CHANNELS[raster.colours] - 1
    if further > 0:
        notices += (
            trn(
                "{count} channel beside colour and transparency is left out.",
                "{count} channels beside colour and transparency are left out.",
                further,
            ),
        )
    conversion = conversion_of(raster.colours, raster.bits, metadata.icc)
    pixels, alpha = _fill(raster, conversion.channels, conversion.apply, source.orientation)
    exif, made = metadata.exif, provenance_in(metadata.xmp)
    notices += (*raster.notices, *conversion.notices)
    if exif is not None:
        try:
            exif = upright_exif(exif)
        except ValueError:
            exif = None
            notices += (tr("Damaged EXIF data is left out."),)
    if made is None and metadata.made is not None:
        made = of_text(metadata.made)
    return Picture(
        pixels=pixels,
        alpha=alpha,
        icc=conversion.icc,
        exif=exif,
        xmp=upright_xmp(metadata.xmp) if metadata.xmp else None,
        iptc=metadata.iptc,
        dpi=_turned(metadata.dpi or _dpi_of(exif), source),
        text=metadata.text,
        format=source.format,
        lossless=source.lossless,
        frames=source.frames,
        made=made,
        notices=notices + metadata.notices,
    )


def thumbnail(source: Source, side_px: int) -> NDArray[np.uint8]:
    """(h, w, 3) in sRGB, upright, no side longer than side_px, never enlarged; over mid-gray."""
    raster = source.decode(side_px)
    conversion = conversion_of(raster.colours, raster.bits, source.metadata().icc)
    colours, alpha = _fill(raster, conversion.channels, conversion.apply, 1)
    rgb = display.converted(colours, conversion.icc)
    if alpha is not None:
        rgb = lay_over(rgb, to_8_bits(alpha), _MID_GRAY)
    image = _pil(rgb, "RGB")
    image.thumbnail((side_px, side_px), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _upright(np.asarray(image), source.orientation)


def provenance(file: IO[bytes]) -> Provenance | None:
    """How this program made the file, from its header alone; raises as open_source does."""
    file.seek(0)
    match format_by_signature(file.read(SIGNATURE_BYTES)):
        case "PNG":
            metadata = read_chunks(file, pixels_too=False).metadata
        case "JPEG":
            metadata = read_segments(file).metadata
        case "WEBP":
            metadata = read_riff(file).metadata
        case "TIFF" | "AVIF" | "GIF":
            metadata = open_source(file).metadata()
        case _:
            return None
    made = provenance_in(metadata.xmp)
    return of_text(metadata.made) if made is None and metadata.made else made


def _fill(
    raster: Raster, channels: int, convert: Any, orientation: int
) -> tuple[Pixels, Pixels | None]:
    """Colours and alpha, upright; each band is written where it belongs when it comes.

    A giant that lies on its side is turned afterwards: each band would touch all of its pages.
    """
    stored = COLOUR_CHANNELS[raster.colours]
    dtype: Any = np.dtype(np.uint16 if raster.bits == 16 else np.uint8)
    size_bytes = raster.height * raster.width * channels * dtype.itemsize
    if orientation >= 5 and size_bytes > store.SMALL_BYTES:
        pixels, alpha = _fill(raster, channels, convert, 1)
        return _turned_giant(pixels, orientation), (
            _turned_giant(alpha, orientation) if alpha is not None else None
        )
    height, width = raster.height, raster.width
    if orientation >= 5:
        height, width = width, height
    pixels = store.empty((height, width, channels), dtype)
    alpha = store.empty((height, width), dtype) if raster.channels > stored else None
    top = 0
    for band in raster.bands:
        bottom = top + len(band)
        if bottom > raster.height:
            raise ValueError("more rows than the header tells")
        _as_stored(pixels, orientation)[top:bottom] = convert(band[..., :stored])
        store.release(pixels)
        if alpha is not None:
            _as_stored(alpha, orientation)[top:bottom] = band[..., stored]
            store.release(alpha)
        top = bottom
    if top < raster.height:
        raise EOFError("fewer rows than the header tells")
    return pixels, alpha


def _turned_giant(pixels: Pixels, orientation: int) -> Pixels:
    """Upright, block by block, so that few pages of either are in memory at once."""
    height, width = pixels.shape[:2]
    upright = store.empty((width, height, *pixels.shape[2:]), pixels.dtype)
    turned = _as_stored(upright, orientation)
    for left in range(0, width, _BLOCK_PX):
        for top in range(0, height, _BLOCK_PX):
            block = slice(top, top + _BLOCK_PX), slice(left, left + _BLOCK_PX)
            turned[block] = pixels[block]
            store.release(pixels)
            store.release(upright)
    return upright


def _as_stored(upright: NDArray[Any], orientation: int) -> NDArray[Any]:
    """A view of an upright picture in the order in which the file stores it."""
    if orientation in (2, 3, 6, 7):
        upright = upright[:, ::-1]
    if orientation in (3, 4, 7, 8):
        upright = upright[::-1]
    return upright.swapaxes(0, 1) if orientation >= 5 else upright


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


def _dpi_of(exif: bytes | None) -> tuple[float, float] | None:
    """The resolution that EXIF states, for formats and files that have no place for it."""
    if exif is None:
        return None
    block = Image.Exif()
    try:
        with quietly():
            block.load(exif)
            dpi = sane_dpi((block.get(_X_RESOLUTION), block.get(_Y_RESOLUTION)))
            unit = block.get(_RESOLUTION_UNIT, 2)
    except MALFORMED:
        return None
    if dpi is None or unit not in (2, _PER_CM):
        return None
    return (dpi[0] * 2.54, dpi[1] * 2.54) if unit == _PER_CM else dpi


def _pil(pixels: NDArray[np.uint8], mode: str) -> Image.Image:
    height, width = pixels.shape[:2]
    return Image.frombytes(mode, (width, height), pixels.tobytes())
