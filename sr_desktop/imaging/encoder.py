"""From a Picture to the bytes of a file, with notices of what the format cannot hold."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PIL import Image

from sr_desktop.errors import CannotWrite
from sr_desktop.imaging import png, tiff, vips
from sr_desktop.imaging.colour import lay_over, to_8_bits, to_srgb
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.metadata import sized_exif
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.source import MALFORMED

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF")
_EXTENSIONS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "TIFF": ".tif"}
_LABELS = {"PNG": "PNG", "JPEG": "JPEG", "WEBP": "WebP", "TIFF": "TIFF"}
# libjpeg's JPEG_MAX_DIMENSION; WEBP_MAX_DIMENSION; the 31 bits of PNG; of TIFF what libvips writes.
_MAX_SIDE_PX = {"PNG": 10_000_000, "JPEG": 65_500, "WEBP": 16_383, "TIFF": 10_000_000}
_SEGMENT_BYTES = 65_533  # the most a JPEG holds of EXIF, or of XMP with its 29 bytes of name
_XMP_NAME_BYTES = 29
_WHITE = 255

Buffers = Sequence[bytes | memoryview]


def target_format(encoding: Encoding, picture_format: str) -> str:
    """PNG, JPEG, WEBP or TIFF, for a source of this format."""
    if encoding.format != "same":
        return encoding.format.upper()
    return picture_format if picture_format in FORMATS else "PNG"


def extension_for(encoding: Encoding, picture_format: str) -> str:
    """With the dot, in the usual spelling."""
    return _EXTENSIONS[target_format(encoding, picture_format)]


def check_writable_size(format: str, width: int, height: int) -> None:
    """Raise CannotWrite where a format (PNG, JPEG, WEBP, TIFF) cannot hold so large a picture."""
    most = _MAX_SIDE_PX[format]
    if max(width, height) > most:
        raise CannotWrite(
            f"{_LABELS[format]} holds at most {most} px a side; the picture would have "
            f"{width} x {height} px.",
            "Choose PNG or TIFF.",
        )


def encode(picture: Picture, encoding: Encoding) -> tuple[Buffers, tuple[str, ...]]:
    """The file's bytes, in order, and notices. Everything is in memory; nothing touches a disk.

    Raises CannotWrite for a size the format cannot hold.
    """
    format = target_format(encoding, picture.format)
    check_writable_size(format, picture.width, picture.height)
    picture, notices = _fitting(picture, encoding, format)
    if format == "PNG":
        buffers: Buffers = png.with_metadata(vips.save_png(picture.pixels, picture.alpha), picture)
    elif format == "TIFF":
        buffers, more = _encode_tiff(picture)
        notices += more
    elif format == "JPEG":
        buffers = _encode_by_pillow(picture, "JPEG", quality=encoding.quality, subsampling=0)
    else:
        buffers = _encode_by_pillow(picture, "WEBP", **_webp_options(encoding))
    return buffers, notices


def _webp_options(encoding: Encoding) -> dict[str, Any]:
    if not encoding.lossless:
        return {"quality": encoding.quality}
    # exact: keep the colours under full transparency. quality means effort here: 95 takes 2.7 times
    # as long as 50 for the same size.
    return {"lossless": True, "exact": True, "quality": 50}


def _fitting(picture: Picture, encoding: Encoding, format: str) -> tuple[Picture, tuple[str, ...]]:
    """The picture with only what the format can hold; PNG and TIFF hold everything."""
    if encoding.strip_metadata:
        picture = replace(picture, exif=None, xmp=None, dpi=None)
    steps = [_fit_exif]
    if format in ("JPEG", "WEBP"):
        steps += [_fit_depth, _fit_jpeg if format == "JPEG" else _fit_webp]
    notices: tuple[str, ...] = ()
    for step in steps:
        picture, more = step(picture)
        notices += more
    return picture, notices


def _fit_exif(picture: Picture) -> tuple[Picture, tuple[str, ...]]:
    """The sizes EXIF states become those of this picture."""
    if picture.exif is None:
        return picture, ()
    try:
        exif = sized_exif(picture.exif, picture.width, picture.height)
    except ValueError:
        return replace(picture, exif=None), ("Damaged EXIF data is left out.",)
    return replace(picture, exif=exif), ()


def _fit_depth(picture: Picture) -> tuple[Picture, tuple[str, ...]]:
    if picture.bits == 8:
        return picture, ()
    alpha = to_8_bits(picture.alpha) if picture.alpha is not None else None
    notice = "16 bits per channel were rounded to 8; PNG and TIFF keep them."
    return picture.with_pixels(to_8_bits(picture.pixels), alpha), (notice,)


def _fit_jpeg(picture: Picture) -> tuple[Picture, tuple[str, ...]]:
    notices = []
    if picture.alpha is not None:
        opaque = lay_over(to_8_bits(picture.pixels), to_8_bits(picture.alpha), _WHITE)
        picture = picture.with_pixels(opaque, None)
        notices.append("Transparency was laid over white; PNG, WebP and TIFF keep it.")
    if picture.exif is not None and len(picture.exif) > _SEGMENT_BYTES:
        picture = replace(picture, exif=None)
        notices.append("EXIF data was left out: JPEG holds at most 64 KiB of it.")
    if picture.xmp is not None and len(picture.xmp) > _SEGMENT_BYTES - _XMP_NAME_BYTES:
        picture = replace(picture, xmp=None)
        notices.append("XMP data was left out: JPEG holds at most 64 KiB of it.")
    return picture, tuple(notices)


def _fit_webp(picture: Picture) -> tuple[Picture, tuple[str, ...]]:
    """WebP has no gray, and a profile for gray would be wrong on three channels."""
    if not picture.is_gray or picture.icc is None or picture.icc[16:20] != b"GRAY":
        return picture, ()
    rgb, srgb, _ = to_srgb(_pil(replace(picture, alpha=None)), picture.icc)
    notice = "Gray was converted to sRGB by its profile: WebP holds no gray."
    return replace(picture.with_pixels(rgb, picture.alpha), icc=srgb), (notice,)


def _encode_tiff(picture: Picture) -> tuple[Buffers, tuple[str, ...]]:
    data = vips.save_tiff(picture.pixels, picture.alpha)
    try:
        return tiff.with_metadata(data, picture), ()
    except MALFORMED:
        notice = "EXIF data was left out: it could not be converted for TIFF."
        return tiff.with_metadata(data, replace(picture, exif=None)), (notice,)


def _encode_by_pillow(picture: Picture, format: str, **options: Any) -> Buffers:
    if picture.dpi is not None:
        options["dpi"] = picture.dpi
    file = io.BytesIO()
    _pil(picture).save(
        file,
        format,
        icc_profile=picture.icc,
        exif=picture.exif or b"",
        xmp=picture.xmp or b"",
        **options,
    )
    return [file.getbuffer()]


def _pil(picture: Picture) -> Image.Image:
    """8 bits; mode L, RGB or RGBA, or LA for gray with alpha."""
    gray = picture.is_gray
    image = Image.fromarray(picture.pixels[..., 0] if gray else picture.pixels)
    if picture.alpha is not None:
        image.putalpha(Image.fromarray(picture.alpha))
    return image
