"""What formats there are: which are read and written, by what endings, and what they can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sr_desktop.errors import CannotWrite
from sr_desktop.imaging.encoding import FORMATS, Encoding
from sr_desktop.language import tr

if TYPE_CHECKING:
    from pathlib import PurePath

MAX_PIXELS = 500_000_000
_FORMAT_OF = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".jfif": "JPEG",
    ".mpo": "JPEG",
    ".webp": "WEBP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".bmp": "BMP",
    ".dib": "BMP",
    ".gif": "GIF",
    ".apng": "PNG",
    ".avif": "AVIF",
    ".avifs": "AVIF",
    ".heic": "HEIF",
    ".heif": "HEIF",
    ".hif": "HEIF",
    ".jxl": "JXL",
    ".ppm": "PPM",
    ".pgm": "PPM",
    ".pbm": "PPM",
    ".pnm": "PPM",
    ".pam": "PPM",
}
READABLE = tuple(_FORMAT_OF)
WRITABLE = tuple(ext for ext, format in _FORMAT_OF.items() if format in FORMATS)
LABELS = {name: name for name in FORMATS} | {"WEBP": "WebP"}
_ANIMATED = ("GIF", "WEBP", "PNG")
_EXTENSIONS = {
    "PNG": ".png",
    "JPEG": ".jpg",
    "WEBP": ".webp",
    "TIFF": ".tif",
    "AVIF": ".avif",
    "GIF": ".gif",
}
# libjpeg's JPEG_MAX_DIMENSION; WEBP_MAX_DIMENSION; the 31 bits of PNG; of TIFF what libvips writes;
# the 16 bits of AV1's sequence header and of GIF.
MOST_SIDE_PX = {
    "PNG": 10_000_000,
    "JPEG": 65_500,
    "WEBP": 16_383,
    "TIFF": 10_000_000,
    "AVIF": 65_536,
    "GIF": 65_535,
}
# Those that are encoded all at once: about so many bytes of memory for each pixel, as measured.
_BYTES_PER_PIXEL = {"WEBP": 45, "AVIF": 52, "GIF": 28}


def format_of(path: PurePath) -> str | None:
    """PNG, JPEG, WEBP, TIFF and so on, by the extension, or None."""
    return _FORMAT_OF.get(path.suffix.lower())


def looks_like_picture(path: PurePath) -> bool:
    """Whether the extension is one of a format that can be read."""
    return format_of(path) is not None


def target_format(encoding: Encoding, picture_format: str, frames: int = 1) -> str:
    """One of FORMATS, for a source of this format and so many frames."""
    if encoding.format != "same":
        return encoding.format.upper()
    if picture_format == "GIF" and frames == 1:
        return "PNG"  # more colours than it had come out
    return picture_format if picture_format in FORMATS else "PNG"


def extension_for(encoding: Encoding, picture_format: str, frames: int = 1) -> str:
    """With the dot, in the usual spelling."""
    return _EXTENSIONS[target_format(encoding, picture_format, frames)]


def check_writable_size(format: str, width: int, height: int) -> None:
    """Raise CannotWrite where one of FORMATS cannot hold so large a picture, or memory cannot."""
    most = MOST_SIDE_PX[format]
    if max(width, height) > most:
        raise CannotWrite(
            tr(
                "{format} holds at most {most} px a side; the picture would have "
                "{width} x {height} px.",
                format=LABELS[format],
                most=most,
                width=width,
                height=height,
            ),
            tr("Choose PNG or TIFF."),
        )
    needed = _BYTES_PER_PIXEL.get(format, 0) * width * height
    import psutil  # late: a window shows sooner without it

    if needed and needed > psutil.virtual_memory().available:
        raise CannotWrite(
            tr(
                "{width} x {height} px as {format} need about {needed_gib:.1f} GiB of "
                "memory, more than is free.",
                width=width,
                height=height,
                format=LABELS[format],
                needed_gib=needed / 2**30,
            ),
            tr("Choose PNG or TIFF."),
        )


def can_animate(format: str) -> bool:
    """Whether a file of this format, one of FORMATS, can hold a picture that moves."""
    return format in _ANIMATED
