"""Pixels and metadata to build test pictures from."""

from __future__ import annotations

import io
import struct
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/">Märchen</x:xmpmeta>'.encode()
AUTHOR = "Zoë Müller"


def noise(shape: tuple[int, ...], dtype: Any = np.uint8, seed: int = 0) -> NDArray[Any]:
    rng = np.random.default_rng(seed)
    return rng.integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


def smooth(height: int, width: int) -> NDArray[np.uint8]:
    """(H, W, 3) that survives JPEG well and that no turning maps onto itself."""
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    return (np.stack([200 * x + 20, 200 * y + 20, 100 * x * y + 60], axis=2)).astype(np.uint8)


@cache
def srgb_profile() -> bytes:
    """One for all: it holds the second it was made in."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def gray_profile() -> bytes:
    """A gray profile of gamma 1, the least ICC.1:2001 asks for."""
    curve = b"curv" + struct.pack(">II", 0, 0)
    white = b"XYZ " + struct.pack(">IIII", 0, 63190, 65536, 54061)
    text = b"desc\0\0\0\0\0\0\0\x02g\0" + b"\0" * 78
    rights = b"text\0\0\0\0\0\0\0\0"
    tags, data, at = b"", b"", 128 + 4 + 12 * 4
    for name, value in ((b"desc", text), (b"cprt", rights), (b"wtpt", white), (b"kTRC", curve)):
        value += b"\0" * (-len(value) % 4)
        tags += name + struct.pack(">II", at + len(data), len(value))
        data += value
    head = struct.pack(
        ">I4sI4s4s4s", at + len(data), b"\0" * 4, 0x02100000, b"mntr", b"GRAY", b"XYZ "
    )
    head += b"\0" * 12 + b"acsp" + b"\0" * 28 + struct.pack(">III", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", 4) + tags + data


def exif_block(
    orientation: int | None = None, width: int = 1, height: int = 1, image_width: int | None = None
) -> bytes:
    """Camera, author with accents, MakerNote, sizes, GPS."""
    exif = Image.Exif()
    exif[0x010F] = "Canon"
    exif[0x013B] = AUTHOR.encode()
    if image_width is not None:
        exif[0x0100] = image_width
    if orientation is not None:
        exif[0x0112] = orientation
    sub = exif.get_ifd(0x8769)
    sub[0x9003] = "2024:01:02 03:04:05"
    sub[0x829A] = (1, 125)
    sub[0x927C] = bytes(range(64))
    sub[0xA002], sub[0xA003] = width, height
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (52.0, 31.0, 12.5)
    return exif.tobytes()


def block_with_thumbnail(order: str, picture: bytes) -> bytes:
    """Orientation 8, and the picture in the second directory; order is "<" or ">"."""

    def directory(entries: list[tuple[int, int, int, int]], next_at: int) -> bytes:
        data = struct.pack(order + "H", len(entries))
        for tag, kind, count, value in entries:
            shifted = value << 16 if kind == 3 and order == ">" else value
            data += struct.pack(order + "HHII", tag, kind, count, shifted)
        return data + struct.pack(order + "I", next_at)

    head = struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, 8)
    first = directory([(0x0112, 3, 1, 8)], next_at=26)
    second = directory([(0x0201, 4, 1, 56), (0x0202, 4, 1, len(picture))], next_at=0)
    assert len(head + first) == 26
    assert len(head + first + second) == 56
    return b"Exif\0\0" + head + first + second + picture


def exif_of(block: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif.load(block)
    return exif


def save(path: Path, image: Image.Image, format: str | None = None, **options: Any) -> Path:
    image.save(path, format, **options)
    return path


def encoded(image: Image.Image, format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()
