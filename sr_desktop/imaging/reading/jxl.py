"""JPEG XL, by a library that is an extra of this program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from sr_desktop.imaging.reading import pillow
from sr_desktop.imaging.reading.heif import how_to_get_libraries
from sr_desktop.imaging.reading.source import Metadata, Raster, Unsupported, require_memory
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from PIL import Image

_CODESTREAM = b"\xff\x0a"
_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_SIZE_BITS = (9, 13, 18, 30)
_MOST_BYTES = 64 << 20


_LIBRARY_MISSING = mark("{name} is a JPEG XL picture, which needs a further library.")


class JxlFile:
    """A Source. The whole is decoded at once, by libjxl, which turns it upright as well.

    The header tells the size only: bits, channels and alpha are known after decode.
    """

    format = "JXL"
    orientation = 1  # libjxl applies its own, and by ISO/IEC 18181-2 that of EXIF says nothing
    frames = 1
    animated = False
    lossless = False
    bits = 8
    channels = 3
    alpha = False

    def __init__(self, file: IO[bytes]) -> None:
        try:
            import pillow_jxl
        except ImportError as error:
            raise Unsupported(_LIBRARY_MISSING, how_to_get_libraries()) from error
        assert pillow_jxl
        self._file = file
        self._boxes = dict(_boxes(file))
        self.width, self.height = _size(_codestream(file, self._boxes))
        self._info: dict[Any, Any] = {}

    def decode(self, side_px: int | None = None) -> Raster:
        require_memory(self.width * self.height * 16)
        image = pillow.open_image(self._file, "JXL")
        if image.size != (self.width, self.height):
            raise ValueError("two sizes in one file")
        self._info = image.info
        if image.mode == "F":
            raise Unsupported(
                mark("{name} holds floating numbers."),
                tr("Save it with 8 or 16 bits in another program."),
            )
        if image.mode != "I;16":
            return pillow.raster_of(image, side_px)
        image.load()
        return Raster(self.height, self.width, 1, 16, "gray", _deep_gray(image))

    def metadata(self) -> Metadata:
        """Of a profile, only after decode."""
        exif, xmp = self._box(b"Exif"), self._box(b"xml ")
        return Metadata(
            icc=self._info.get("icc_profile") or None,
            exif=_exif_of(exif) if exif else self._info.get("exif"),
            xmp=xmp,
        )

    def _box(self, name: bytes) -> bytes | None:
        at, length = self._boxes.get(name, (0, 0))
        if not 0 < length <= _MOST_BYTES:
            return None
        self._file.seek(at)
        return self._file.read(length)


def _exif_of(box: bytes) -> bytes:
    """The block in an Exif box: behind its offset, which some writers leave out."""
    if box[:4] in (b"II*\0", b"MM\0*"):
        return box
    return box[4 + int.from_bytes(box[:4], "big") :]


def _deep_gray(image: Image.Image) -> Iterator[np.ndarray[tuple[int, ...], np.dtype[np.uint16]]]:
    yield np.asarray(image).astype(np.uint16)[..., np.newaxis]


def _boxes(file: IO[bytes]) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """The name of each box, where its content is, and how long; none of a bare codestream."""
    size, at = file.seek(0, os.SEEK_END), 0
    file.seek(0)
    if file.read(2) == _CODESTREAM:
        return
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, start = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, start = int.from_bytes(head[8:], "big"), 16
        elif length == 0:
            length = size - at
        if length < start:
            return
        yield head[4:8], (at + start, length - start)
        at += length


def _codestream(file: IO[bytes], boxes: dict[bytes, tuple[int, int]]) -> bytes:
    """The first bytes of it."""
    at = 0
    if b"jxlc" in boxes:
        at = boxes[b"jxlc"][0]
    elif boxes:
        file.seek(0)
        head = file.read(4096)  # of several parts, the first, behind its number
        at = head.index(b"jxlp") + 8
    file.seek(at)
    head = file.read(32)
    if not head.startswith(_CODESTREAM):
        raise ValueError("no JPEG XL codestream")
    return head[2:]


def _size(head: bytes) -> tuple[int, int]:
    """Width and height as displayed, by ISO/IEC 18181-1, SizeHeader and ImageMetadata."""
    bits = _Bits(head)
    small = bits.take(1)
    height = bits.size(small)
    ratio = bits.take(3)
    if ratio:
        over, under = _RATIOS[ratio]
        width = height * over // under
    else:
        width = bits.size(small)
    all_default = bits.take(1)
    if not all_default and bits.take(1) and bits.take(3) >= 4:  # orientation less one
        return height, width
    return width, height


class _Bits:
    """The lowest first."""

    def __init__(self, data: bytes) -> None:
        self._rest = int.from_bytes(data, "little")

    def take(self, count: int) -> int:
        value = self._rest & ((1 << count) - 1)
        self._rest >>= count
        return value

    def size(self, small: int) -> int:
        if small:
            return 8 * (1 + self.take(5))
        return 1 + self.take(_SIZE_BITS[self.take(2)])
