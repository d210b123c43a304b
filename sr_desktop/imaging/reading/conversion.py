"""From how a file stores colours to gray or RGB, band by band, by the profile where one serves."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sr_desktop.imaging.colour import srgb_profile
from sr_desktop.imaging.reading import vips
from sr_desktop.imaging.reading.source import COLOUR_CHANNELS, Colours
from sr_desktop.language import mark, tr

Band = NDArray[Any]
_NAMES = {"cmyk": "CMYK", "lab": "Lab", "icclab": "Lab", "ycbcr": "YCbCr"}
_SPACES: dict[Colours, bytes] = {
    "gray": b"GRAY",
    "rgb": b"RGB ",
    "ycbcr": b"RGB ",
    "cmyk": b"CMYK",
    "lab": b"Lab ",
    "icclab": b"Lab ",
}
_LABELS = {b"RGB ": "RGB", b"CMYK": "CMYK", b"Lab ": "Lab"}


_PLAINLY = mark("{colours} colours were converted to sRGB.")
_BY_PROFILE = mark("{colours} colours were converted to sRGB by its profile.")
_BY_ESTIMATE = mark(
    "{colours} colours were converted to sRGB by estimate: it names no usable profile."
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """apply turns (h, W, C) as stored into (h, W, channels) of the same depth; icc belongs to
    the outcome.
    """

    channels: int
    icc: bytes | None
    notices: tuple[str, ...]
    apply: Callable[[Band], Band]


def conversion_of(colours: Colours, bits: int, icc: bytes | None) -> Conversion:
    """What must be done with these colours of 8 or 16 bits. Never raises for a bad profile."""
    icc, notices = _fitting(colours, icc)
    if colours in ("gray", "rgb"):
        return Conversion(COLOUR_CHANNELS[colours], icc, notices, _as_is)
    if colours == "ycbcr":
        return Conversion(3, icc, notices, _from_ycbcr)
    apply, told = _to_srgb(colours, bits, icc)
    return Conversion(3, srgb_profile(), (tr(told, colours=_NAMES[colours]),), apply)


def _as_is(band: Band) -> Band:
    return band


def _from_ycbcr(band: Band) -> Band:
    height, width = band.shape[:2]
    image = Image.frombytes("YCbCr", (width, height), band.tobytes())
    return np.asarray(image.convert("RGB"))


def _fitting(colours: Colours, icc: bytes | None) -> tuple[bytes | None, tuple[str, ...]]:
    """The profile, if it is one for these colours; else why it is left out."""
    if icc is None:
        return None, ()
    from PIL import ImageCms

    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc)).profile
        space = profile.xcolor_space.encode("latin-1")[:4].ljust(4)
    except (OSError, TypeError, ValueError, AttributeError, ImageCms.PyCMSError):
        return None, (tr("The colour profile is damaged; it is left out."),)
    if space == _SPACES[colours]:
        return icc, ()
    if space == _SPACES["gray"]:
        return None, (tr("The colour profile is for gray pictures; it is left out."),)
    if space not in _LABELS:
        return None, (tr("The colour profile is for other pictures; it is left out."),)
    label = _LABELS[space]
    return None, (tr("The colour profile is for {space} pictures; it is left out.", space=label),)


def _to_srgb(colours: Colours, bits: int, icc: bytes | None) -> tuple[Callable[[Band], Band], str]:
    """How CMYK or Lab is converted, and the sentence that tells by what."""
    if colours == "cmyk" and bits == 16:
        if icc is not None and _serves(lambda band: vips.to_srgb_16(band, "cmyk", icc), 4):
            return lambda band: vips.to_srgb_16(band, "cmyk", icc), _BY_PROFILE
        return _estimate_16, _BY_ESTIMATE
    if colours == "cmyk":
        transform = _transform("CMYK", icc) if icc is not None else None
        if transform is not None:
            return lambda band: _by_littlecms(band, "CMYK", transform), _BY_PROFILE
        return lambda band: np.asarray(_image(band, "CMYK").convert("RGB")), _BY_ESTIMATE
    signed = colours == "lab"
    if bits == 16:
        return lambda band: vips.to_srgb_16(_lab_of_16(band, signed), "lab", None), _PLAINLY
    transform = _transform("LAB", icc) or _transform("LAB", None)

    def from_lab(band: Band) -> Band:
        # Pillow takes the signed form of TIFF, and holds the other.
        given = band if signed else band ^ np.array([0, 128, 128], np.uint8)
        return _by_littlecms(given, "LAB", transform)

    return from_lab, _BY_PROFILE if icc is not None else _PLAINLY


def _serves(convert: Callable[[Band], Band], channels: int) -> bool:
    try:
        convert(np.zeros((1, 1, channels), np.uint16))
    except ValueError:
        return False
    return True


def _transform(mode: str, icc: bytes | None) -> Any:
    """LittleCMS' way from a profile (of Lab itself, if None) to sRGB; None where there is none."""
    from PIL import ImageCms

    try:
        given = ImageCms.createProfile("LAB") if icc is None else io.BytesIO(icc)
        return ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(given),
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, ImageCms.PyCMSError):
        return None


def _by_littlecms(band: Band, mode: str, transform: Any) -> Band:
    from PIL import ImageCms

    return np.asarray(ImageCms.applyTransform(_image(band, mode), transform))


def _image(band: Band, mode: str) -> Image.Image:
    height, width = band.shape[:2]
    return Image.frombytes(mode, (width, height), band.tobytes())


def _estimate_16(band: Band) -> Band:
    """What ink and black leave of white."""
    paper = 65535 - band.astype(np.uint32)
    return ((paper[..., :3] * paper[..., 3:] + 32767) // 65535).astype(np.uint16)


def _lab_of_16(band: Band, signed: bool) -> NDArray[np.float32]:
    """L 0 to 100, a and b around 0; TIFF 6.0 section 23, and Adobe's technical note on ICCLab."""
    lab = np.empty(band.shape, np.float32)
    lab[..., 0] = band[..., 0] * np.float32(100 / (65535 if signed else 65280))
    if signed:
        lab[..., 1:] = band[..., 1:].astype(np.int16) / np.float32(256)
    else:
        lab[..., 1:] = band[..., 1:] / np.float32(256) - np.float32(128)
    return lab
