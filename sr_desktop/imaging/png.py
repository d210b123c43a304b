"""The chunks of a PNG that hold metadata."""

from __future__ import annotations

import os
import struct
import zlib
from typing import IO

from sr_desktop.imaging.metadata import EXIF_PREFIX
from sr_desktop.imaging.picture import Picture

_HEADER_BYTES = 33  # signature and IHDR


def bit_depth(head: bytes) -> int:
    """Bits per channel, from the first 25 bytes of the file."""
    return head[24]


def has_more_behind_pixels(file: IO[bytes]) -> bool:
    """Whether anything but the end follows the last IDAT: metadata may stand there."""
    file.seek(_HEADER_BYTES)
    last = b""
    while len(head := file.read(8)) == 8 and head[4:] != b"IEND":
        last = head[4:]
        file.seek(struct.unpack(">I", head[:4])[0] + 4, os.SEEK_CUR)
    return last != b"IDAT"


def with_metadata(data: bytes, picture: Picture) -> list[bytes | memoryview]:
    """A PNG's bytes, in order, with the ICC profile, EXIF, XMP and dpi of the picture.

    data is a PNG without a palette; what stands between its header and its pixels is replaced.
    """
    return [data[:_HEADER_BYTES], *_chunks(picture), memoryview(data)[_pixels_at(data) :]]


def _chunks(picture: Picture) -> list[bytes]:
    chunks = []
    if picture.icc:
        chunks.append(_chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(picture.icc)))
    if picture.dpi:
        x, y = (round(dpi / 0.0254) for dpi in picture.dpi)
        chunks.append(_chunk(b"pHYs", struct.pack(">IIB", x, y, 1)))
    if picture.exif:
        chunks.append(_chunk(b"eXIf", picture.exif.removeprefix(EXIF_PREFIX)))
    if picture.xmp:
        chunks.append(_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + picture.xmp))
    return chunks


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def _pixels_at(data: bytes) -> int:
    """Where the first IDAT chunk begins."""
    at = _HEADER_BYTES
    while data[at + 4 : at + 8] != b"IDAT":
        (length,) = struct.unpack_from(">I", data, at)
        at += 12 + length
    return at
