"""Small valid pictures of every kind, as bytes: what the mutations of corpus.py start from."""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyvips
from PIL import Image

from tests.cli.program import rgb
from tests.imaging.samples import exif_block, srgb_profile

WIDTH, HEIGHT = 24, 16
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'


@cache
def seeds() -> dict[str, bytes]:
    """By file name, whose stem tells the kind and whose ending the format."""
    return {name: content for make in _MAKERS for name, content in make()}


def chunk(name: bytes, data: bytes) -> bytes:
    """One of PNG's, with the right length and checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _saved(image: Image.Image, format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def _images() -> dict[str, Image.Image]:
    colour = Image.fromarray(rgb(WIDTH, HEIGHT))
    alpha = colour.getchannel(0)
    veiled = colour.copy()
    veiled.putalpha(alpha)
    return {
        "rgb": colour,
        "rgba": veiled,
        "gray": colour.convert("L"),
        "la": veiled.convert("LA"),
        "palette": colour.convert("P", palette=Image.Palette.ADAPTIVE, colors=16),
        "bits": colour.convert("1"),
        "cmyk": colour.convert("CMYK"),
    }


def _frames(mode: str = "RGB") -> list[Image.Image]:
    base = rgb(WIDTH, HEIGHT)
    return [Image.fromarray(np.roll(base, 5 * step, axis=1)).convert(mode) for step in range(3)]


def _moving(format: str, **options: Any) -> bytes:
    first, *rest = _frames()
    return _saved(first, format, save_all=True, append_images=rest, duration=80, loop=0, **options)


def deep(bands: int) -> np.ndarray:
    """(HEIGHT, WIDTH, bands) uint16 that uses the low bytes too."""
    wide = rgb(WIDTH, HEIGHT).astype(np.uint16) * 250 + np.arange(WIDTH, dtype=np.uint16)[:, None]
    four = np.concatenate([wide, wide[:, ::-1, :1]], axis=2)
    return np.ascontiguousarray(four[:, :, :bands])


def vips_bytes(pixels: np.ndarray, ending: str, **options: Any) -> bytes:
    """Encoded by libvips as its endings say: .png, .tif."""
    meaning = {1: "grey16", 2: "grey16", 3: "rgb16", 4: "rgb16"}[pixels.shape[2]]
    if pixels.dtype == np.uint8:
        meaning = {1: "b-w", 3: "srgb", 4: "srgb"}[pixels.shape[2]]
    if pixels.dtype == np.float32:
        meaning = "scrgb"
    image = pyvips.Image.new_from_array(pixels).copy(interpretation=meaning)
    if ending == ".tif":  # its TIFF writer wants a real file where it is to be BigTIFF
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "picture.tif")
            image.write_to_file(str(path), **options)
            return path.read_bytes()
    return bytes(image.write_to_buffer(ending, **options))


def _png() -> Iterator[tuple[str, bytes]]:
    for name in ("rgb", "rgba", "gray", "la", "palette", "bits"):
        yield f"{name}.png", _saved(_images()[name], "PNG")
    yield "clear-palette.png", _saved(_images()["palette"], "PNG", transparency=3)
    yield "moving.png", _moving("PNG")
    yield "interlaced.png", vips_bytes(rgb(WIDTH, HEIGHT), ".png", interlace=True)
    for bands, name in ((1, "gray16"), (2, "la16"), (3, "rgb16"), (4, "rgba16")):
        yield f"{name}.png", vips_bytes(deep(bands), ".png", bitdepth=16)
    yield (
        "laden.png",
        _saved(
            _images()["rgb"], "PNG", exif=exif_block(6), icc_profile=srgb_profile(), dpi=(300, 300)
        ),
    )


def _jpeg() -> Iterator[tuple[str, bytes]]:
    for name in ("rgb", "gray", "cmyk"):
        yield f"{name}.jpg", _saved(_images()[name], "JPEG", quality=92)
    yield "progressive.jpg", _saved(_images()["rgb"], "JPEG", progressive=True, quality=90)
    yield "halved.jpg", _saved(_images()["rgb"], "JPEG", subsampling=2, quality=80)
    yield (
        "laden.jpg",
        _saved(_images()["rgb"], "JPEG", exif=exif_block(6), icc_profile=srgb_profile(), xmp=XMP),
    )
    first, *rest = _frames()
    yield "two.mpo", _saved(first, "MPO", save_all=True, append_images=rest)


def _webp() -> Iterator[tuple[str, bytes]]:
    yield "lossy.webp", _saved(_images()["rgb"], "WEBP", quality=85)
    yield "lossless.webp", _saved(_images()["rgb"], "WEBP", lossless=True)
    yield "veiled.webp", _saved(_images()["rgba"], "WEBP", quality=85)
    yield "moving.webp", _moving("WEBP")
    yield (
        "laden.webp",
        _saved(_images()["rgb"], "WEBP", exif=exif_block(6), icc_profile=srgb_profile(), xmp=XMP),
    )


def _tiff() -> Iterator[tuple[str, bytes]]:
    image = _images()["rgb"]
    for packing in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        yield f"{packing}.tif", _saved(image, "TIFF", compression=packing)
    yield "cmyk.tif", _saved(_images()["cmyk"], "TIFF")
    yield "bits.tif", _saved(_images()["bits"], "TIFF", compression="group4")
    first, *rest = _frames()
    yield "pages.tif", _saved(first, "TIFF", save_all=True, append_images=rest)
    yield "laden.tif", _saved(image, "TIFF", exif=exif_block(6), icc_profile=srgb_profile())
    yield "rgb16.tif", vips_bytes(deep(3), ".tif")
    yield "gray16.tif", vips_bytes(deep(1), ".tif", compression="deflate", predictor="horizontal")
    yield "big.tif", vips_bytes(deep(4), ".tif", bigtiff=True)
    tiles = {"tile": True, "tile_width": 16, "tile_height": 16}
    yield "tiles.tif", vips_bytes(rgb(WIDTH, HEIGHT), ".tif", compression="lzw", **tiles)
    yield "float.tif", vips_bytes((deep(3) / 65535).astype(np.float32), ".tif")


def _bmp_and_gif() -> Iterator[tuple[str, bytes]]:
    for name in ("rgb", "rgba", "palette", "bits"):
        yield f"{name}.bmp", _saved(_images()[name], "BMP")
    yield "still.gif", _saved(_images()["palette"], "GIF")
    yield "clear.gif", _saved(_images()["palette"], "GIF", transparency=3)
    yield "moving.gif", _moving("GIF")


def _plain() -> Iterator[tuple[str, bytes]]:
    size = f"{WIDTH} {HEIGHT}".encode()
    yield "rgb.ppm", b"P6\n" + size + b"\n255\n" + rgb(WIDTH, HEIGHT).tobytes()
    yield "rgb16.ppm", b"P6\n" + size + b"\n65535\n" + deep(3).astype(">u2").tobytes()
    yield "gray.pgm", b"P5\n" + size + b"\n255\n" + rgb(WIDTH, HEIGHT)[:, :, 0].tobytes()
    yield "gray16.pgm", b"P5\n" + size + b"\n65535\n" + deep(1).astype(">u2").tobytes()
    words = " ".join(map(str, rgb(WIDTH, HEIGHT).ravel())).encode()
    yield "words.ppm", b"P3\n# by hand\n" + size + b"\n255\n" + words + b"\n"


def _modern() -> Iterator[tuple[str, bytes]]:
    yield "rgb.avif", _saved(_images()["rgb"], "AVIF", quality=80, speed=10)
    yield "rgba.avif", _saved(_images()["rgba"], "AVIF", quality=80, speed=10)
    try:
        import pillow_heif
    except ImportError:
        pass
    else:
        file = io.BytesIO()
        pillow_heif.from_pillow(_images()["rgb"]).save(file, quality=80)
        yield "rgb.heic", file.getvalue()
    try:
        import pillow_jxl  # noqa: F401
    except ImportError:
        return
    yield "rgb.jxl", _saved(_images()["rgb"], "JXL", quality=90)
    yield "lossless.jxl", _saved(_images()["rgb"], "JXL", lossless=True)


_MAKERS: tuple[Callable[[], Iterator[tuple[str, bytes]]], ...] = (
    *(_png, _jpeg, _webp, _tiff, _bmp_and_gif, _plain, _modern),
)
