"""What becomes of a picture in a file of a format: its pixels, its metadata, and how it is encoded.

Everything is decided before the first row is there; nothing here touches a disk but through the
file it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from sr_desktop.imaging.colour import lay_over, to_8_bits, to_srgb
from sr_desktop.imaging.formats import LABELS, check_writable_size, target_format
from sr_desktop.imaging.picture import Picture, Pixels
from sr_desktop.imaging.tags import Tags, fitting
from sr_desktop.imaging.writing import gif_out, jpeg_out, pillow_out, png_out, tiff_out, vips_out
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.form import Form

_DEEP = ("PNG", "TIFF")
_WHITE = 255

Notices = tuple[str, ...]
Rows = tuple[Pixels, Pixels | None]
SaveImage = Callable[[IO[bytes], Any], Notices]
SavePixels = Callable[[IO[bytes], Pixels, Pixels | None], Notices]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is made. form is that of the rows that fit gives, for rows of the picture's form.

    save_image encodes an image of libvips into a file, save_pixels all pixels at once; one of them
    is there. Both answer with notices, beside those that are known before.
    """

    label: str
    form: Form
    notices: Notices
    fit: Callable[[Pixels, Pixels | None], Rows]
    save_image: SaveImage | None = None
    save_pixels: SavePixels | None = None


def plan(like: Picture, form: Form, encoding: Encoding) -> Plan:
    """For a picture like this one, with pixels of this form. Raises CannotWrite for its size."""
    format = target_format(encoding, like.format, like.frames)
    check_writable_size(format, form.width, form.height)
    tags, notices = fitting(like, form, format, encoding)
    fit, fitted, more = _fitting(form, format, encoding)
    notices += more
    label = LABELS[format]
    if format == "PNG":
        return Plan(label, fitted, notices, fit, _png(tags))
    if format == "JPEG":
        return Plan(label, fitted, notices, fit, _jpeg(tags, fitted, encoding))
    if format == "TIFF":
        return Plan(label, fitted, notices, fit, _tiff(tags, fitted, encoding))
    if format == "GIF":
        return Plan(label, fitted, notices, fit, save_pixels=_gif(tags, like.icc))
    return Plan(label, fitted, notices, fit, save_pixels=_pillow(format, like, tags, encoding))


# --- rows -----------------------------------------------------------------------------------------


def _fitting(
    form: Form, format: str, encoding: Encoding
) -> tuple[Callable[[Pixels, Pixels | None], Rows], Form, Notices]:
    """What turns rows into those the format holds, their form, and what is lost."""
    bits = form.bits if encoding.bit_depth == "same" else int(encoding.bit_depth)
    bits = bits if format in _DEEP else 8
    notices = []
    if format not in _DEEP and form.bits == 16 and encoding.bit_depth != "8":
        notices.append(tr("16 bits per channel were rounded to 8; PNG and TIFF keep them."))
    over_white = format == "JPEG" and form.alpha
    if over_white:
        notices.append(tr("Transparency was laid over white; PNG, WebP and TIFF keep it."))

    def fit(pixels: Pixels, alpha: Pixels | None) -> Rows:
        pixels = of_bits(pixels, bits)
        alpha = of_bits(alpha, bits) if alpha is not None else None
        if over_white and alpha is not None:
            return lay_over(to_8_bits(pixels), to_8_bits(alpha), _WHITE), None
        return pixels, alpha

    fitted = replace(form, bits=bits, alpha=form.alpha and not over_white)
    return fit, fitted, tuple(notices)


def of_bits(pixels: Pixels, bits: int) -> Pixels:
    if bits == 8:
        return to_8_bits(pixels)
    if pixels.dtype == np.uint16:
        return pixels
    return pixels.astype(np.uint16) * np.uint16(257)


# --- formats --------------------------------------------------------------------------------------


def _png(tags: Tags) -> SaveImage:
    def save(file: IO[bytes], image: Any) -> Notices:
        vips_out.save_png(image, file, lambda data: png_out.begin(data, tags))
        return ()

    return save


def _jpeg(tags: Tags, form: Form, encoding: Encoding) -> SaveImage:
    def save(file: IO[bytes], image: Any) -> Notices:
        vips_out.save_jpeg(image, file, lambda data: jpeg_out.begin(data, tags), form, encoding)
        return ()

    return save


def _tiff(tags: Tags, form: Form, encoding: Encoding) -> SaveImage:
    def save(file: IO[bytes], image: Any) -> Notices:
        vips_out.save_tiff(image, file, form, encoding)
        return tiff_out.describe(file, tags)

    return save


def _gif(tags: Tags, icc: bytes | None) -> SavePixels:
    comment = "".join(said for _, said in tags.text)

    def save(file: IO[bytes], pixels: Pixels, alpha: Pixels | None) -> Notices:
        pixels = in_srgb(pixels, icc)
        data, exact = gif_out.frame(pixels, alpha)
        file.write(gif_out.begin(pixels.shape[1], pixels.shape[0], None, comment))
        file.write(data + gif_out.END)
        return () if exact else (tr(gif_out.NOTICE),)

    return save


def _pillow(format: str, like: Picture, tags: Tags, encoding: Encoding) -> SavePixels:
    lossless = is_lossless(like, encoding)

    def save(file: IO[bytes], pixels: Pixels, alpha: Pixels | None) -> Notices:
        own, notices = tags, Notices()
        if is_gray_by_profile(pixels, tags.icc):
            pixels, own, notices = gray_as_srgb(pixels, tags, format)
        image = pillow_out.pil(pixels, alpha)
        if format == "WEBP":
            pillow_out.save_webp(image, file, own, encoding.quality, lossless)
        else:
            pillow_out.save_avif(image, file, own, encoding)
        return notices

    return save


def is_lossless(like: Picture, encoding: Encoding) -> bool:
    """Of WebP: as asked for, or else as the source was."""
    if encoding.lossless is not None:
        return encoding.lossless
    return encoding.format == "same" and like.format == "WEBP" and like.lossless


def is_gray_by_profile(pixels: Pixels, icc: bytes | None) -> bool:
    return pixels.shape[2] == 1 and icc is not None and icc[16:20] == b"GRAY"


def gray_as_srgb(pixels: Pixels, tags: Tags, format: str) -> tuple[Pixels, Tags, Notices]:
    """WebP has no gray, and a profile for gray would be wrong on three channels; so in AVIF."""
    rgb, srgb, _ = to_srgb(Image.fromarray(pixels[..., 0]), tags.icc)
    label = LABELS[format]
    notice = tr(
        "Gray was converted to sRGB by its profile: {format} holds no profile for gray.",
        format=label,
    )
    return rgb, replace(tags, icc=srgb), (notice,)


def in_srgb(pixels: Pixels, icc: bytes | None) -> Pixels:
    """GIF holds no profile, so that colours are taken for sRGB: let them be that."""
    if icc is None:
        return pixels
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    rgb, _, followed = to_srgb(image, icc)
    return rgb if followed else pixels
