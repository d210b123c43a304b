"""What becomes of a picture in each format, found out by saving and reading one that has it all."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pillow_jxl  # noqa: F401 (tells Pillow how to write JPEG XL)
import pyvips
from numpy.typing import NDArray
from PIL import Image, ImageCms

from documents.markdown import mark, table
from sr_desktop.imaging import files, formats, provenance, xmp
from sr_desktop.imaging.encoding import FORMATS, Encoding
from sr_desktop.imaging.picture import Picture

_SIDE_PX = 64
_MOST_LEVELS = 0.75  # of a sample's are told apart after lossy coding, too
_XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="here"/></rdf:RDF></x:xmpmeta>"""
_IPTC = b"\x1c\x02\x78\x00\x04here"
_MADE = provenance.Provenance("1", "pan-x2", "0" * 64, ("x2 by pan-x2",), "float32", False, 240, {})
_ONLY_READ = {"BMP": "BMP", "PPM": "PPM, PGM, PBM, PAM", "HEIF": "HEIC", "JXL": "JPEG XL"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a picture came back; beside names what is not pixels."""

    bits: int
    is_gray: bool
    alpha: bool
    beside: tuple[str, ...]


def written() -> str:
    """What each format keeps of a picture that is saved in it."""
    heads = ["saved as", "bits", "gray", "alpha", "moving", "kept beside the pixels"]
    return table([*heads, "largest side"], [_row(name) for name in FORMATS])


def _row(name: str) -> list[str]:
    kept = kept_by(name)
    return [
        formats.LABELS[name],
        "256 colours" if name == "GIF" else "8, 16" if kept.bits == 16 else "8",
        mark(kept.is_gray),
        mark(kept.alpha),
        mark(formats.can_animate(name)),
        ", ".join(kept.beside),
        f"{formats.MOST_SIDE_PX[name]:,} px",
    ]


def kept_by(name: str) -> Kept:
    """Of a picture of 16 bits with all that can be beside its pixels, saved in one of FORMATS."""
    encoding = Encoding(name.lower())
    back = _saved(_everything(), encoding)
    gray = _saved(replace(_everything(), pixels=_ramp(1), alpha=None, icc=None), encoding)
    return Kept(back.bits, gray.is_gray, back.alpha is not None, tuple(_beside(back)))


def _beside(picture: Picture) -> Iterator[str]:
    words = {keyword for keyword, _ in picture.text} - {provenance.KEYWORD}
    here = {
        "profile": picture.icc is not None,
        "EXIF": picture.exif is not None and b"Acme" in picture.exif,
        "XMP": picture.xmp is not None and b"here" in picture.xmp,
        "IPTC": picture.iptc is not None,
        "dpi": picture.dpi is not None,
        "text": len(words) > 1,
        "comment": len(words) == 1,
        "how it was made": picture.xmp is not None and xmp.provenance_in(picture.xmp) is not None,
    }
    return (name for name, is_kept in here.items() if is_kept)


def _saved(picture: Picture, encoding: Encoding) -> Picture:
    with tempfile.TemporaryDirectory(prefix="formats-") as folder:
        path = Path(folder, "picture")
        files.write(path, picture, encoding)
        return files.read(path)


def _everything() -> Picture:
    exif = Image.Exif()
    exif[0x010F] = "Acme"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    words = (("Comment", "here"), ("Title", "there"))
    return Picture(
        _ramp(3), _ramp(1)[..., 0], profile, exif.tobytes(), _XMP, _IPTC, (300, 300), words,
        made=_MADE,
    )  # fmt: skip


def _ramp(channels: int) -> NDArray[np.uint16]:
    """(64, 64, channels) with 4,096 levels."""
    levels = np.linspace(0, 65535, _SIDE_PX**2).round().astype(np.uint16)
    return np.repeat(levels.reshape(_SIDE_PX, _SIDE_PX, 1), channels, axis=2)


def read() -> str:
    """What is read, by which endings it is known, and with how many bits."""
    endings: dict[str, list[str]] = {}
    for ending in formats.READABLE:
        name = formats.format_of(Path(f"x{ending}"))
        endings.setdefault(name or "", []).append(ending.removeprefix("."))
    labels = formats.LABELS | _ONLY_READ
    rows = [
        [
            labels[name],
            ", ".join(known),
            ", ".join(map(str, depths_of(name))),
            mark(name in FORMATS),
        ]
        for name, known in endings.items()
    ]
    return table(["read", "endings", "bits per channel", "also written"], rows)


def depths_of(name: str) -> list[int]:
    """Those that samples come out with, nearly all of their levels told apart."""
    return [
        bits
        for bits, sample in _samples(name).items()
        if np.unique(_read(sample).pixels).size > _MOST_LEVELS * min(2**bits, _SIDE_PX**2)
    ]


def _samples(name: str) -> dict[int, bytes]:
    """Files of this format, by their bits per channel."""
    match name:
        case "AVIF":
            return {bits: _avif(bits) for bits in (8, 10, 12)}
        case "HEIF":
            return {bits: _heic(bits) for bits in (8, 10, 12)}
        case "JXL":
            return {8: _pillow("JXL", 8, lossless=True), 16: _pillow("JXL", 16, lossless=True)}
        case "PPM":
            return {8: _pgm(8), 16: _pgm(16)}
        case "PNG" | "TIFF":
            return {8: _pillow(name, 8), 16: _pillow(name, 16)}
    return {8: _pillow(name, 8, lossless=True, quality=100)}


def _pillow(name: str, bits: int, **options: Any) -> bytes:
    levels = _ramp(1)[..., 0]
    file = io.BytesIO()
    image = Image.fromarray(levels if bits == 16 else (levels >> 8).astype(np.uint8))
    image.save(file, name, **options)
    return file.getvalue()


def _pgm(bits: int) -> bytes:
    levels = _ramp(1)
    head = f"P5 {_SIDE_PX} {_SIDE_PX} {2**bits - 1}\n".encode()
    return head + (levels.astype(">u2") if bits == 16 else (levels >> 8).astype("u1")).tobytes()


def _avif(bits: int) -> bytes:
    image = pyvips.Image.new_from_memory(_ramp(3).tobytes(), _SIDE_PX, _SIDE_PX, 3, "ushort")
    image = image.copy(interpretation="rgb16")
    return bytes(image.heifsave_buffer(compression="av1", bitdepth=bits, lossless=True))


def _heic(bits: int) -> bytes:
    levels = _ramp(3) if bits > 8 else (_ramp(3) >> 8).astype(np.uint8)
    mode = "RGB;16" if bits > 8 else "RGB"
    file = io.BytesIO()
    pillow_heif.options.SAVE_HDR_TO_12_BIT = bits == 12
    try:
        heif = pillow_heif.from_bytes(mode, (_SIDE_PX, _SIDE_PX), levels.tobytes())
        heif.save(file, quality=-1, chroma=444)
    finally:
        pillow_heif.options.SAVE_HDR_TO_12_BIT = False
    return file.getvalue()


def _read(content: bytes) -> Picture:
    with tempfile.TemporaryDirectory(prefix="formats-") as folder:
        path = Path(folder, "picture")
        path.write_bytes(content)
        return files.read(path)
