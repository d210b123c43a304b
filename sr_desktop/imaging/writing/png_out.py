"""The chunks of a PNG that is written."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from sr_desktop.imaging.metadata import EXIF_PREFIX

if TYPE_CHECKING:
    from sr_desktop.imaging.tags import Tags

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER_BYTES = 33  # signature and IHDR
_PACKED_BYTES = 1024  # text from here on is compressed
_HEX_COLUMNS = 36  # bytes to a line, as ImageMagick writes it
_MAX_PER_METER = 2**31 - 1


def begin(data: bytes, tags: Tags) -> bytes | None:
    """The beginning of a PNG up to and with what is here of its pixels, with other metadata.

    data is what there is so far of a PNG without a palette; None where its pixels are yet to come.
    """
    at = _pixels_at(data)
    if at is None:
        return None
    return data[:HEADER_BYTES] + b"".join(chunks(tags)) + data[at:]


def split(data: bytes) -> tuple[bytes, list[bytes]]:
    """Signature and header of a PNG, and what each of its IDAT chunks holds."""
    at, parts = HEADER_BYTES, []
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return data[:HEADER_BYTES], parts


def chunks(tags: Tags) -> list[bytes]:
    """In the order the standard asks for; all belong before the pixels."""
    result = []
    if tags.icc:
        result.append(chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(tags.icc)))
    if tags.dpi:
        x, y = (min(_MAX_PER_METER, round(dpi / 0.0254)) for dpi in tags.dpi)
        result.append(chunk(b"pHYs", struct.pack(">IIB", x, y, 1)))
    if tags.exif:
        result.append(chunk(b"eXIf", tags.exif.removeprefix(EXIF_PREFIX)))
    if tags.xmp:
        result.append(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + tags.xmp))
    if tags.iptc:
        result.append(text_chunk("Raw profile type iptc", raw_profile("iptc", tags.iptc_block())))
    result.extend(text_chunk(keyword, text) for keyword, text in tags.text)
    return result


def text_chunk(keyword: str, text: str) -> bytes:
    """tEXt, zTXt or iTXt, whatever is the simplest that holds it."""
    name = keyword.encode("latin-1") + b"\0"
    try:
        plain = text.encode("latin-1")
    except UnicodeEncodeError:
        data = text.encode("utf-8", "replace")
        if len(data) < _PACKED_BYTES:
            return chunk(b"iTXt", name + b"\0\0\0\0" + data)
        return chunk(b"iTXt", name + b"\1\0\0\0" + zlib.compress(data))
    if len(plain) < _PACKED_BYTES:
        return chunk(b"tEXt", name + plain)
    return chunk(b"zTXt", name + b"\0" + zlib.compress(plain))


def raw_profile(kind: str, data: bytes) -> str:
    """As ImageMagick writes a profile that PNG has no chunk for, and ExifTool reads it."""
    digits = data.hex()
    width = 2 * _HEX_COLUMNS
    lines = (digits[at : at + width] for at in range(0, len(digits), width))
    return f"\n{kind}\n{len(data):8d}\n" + "\n".join(lines) + "\n"


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(name))
    return b"".join((struct.pack(">I", len(content)), name, content, struct.pack(">I", checksum)))


def _pixels_at(data: bytes) -> int | None:
    """Where the first IDAT chunk begins."""
    at = HEADER_BYTES
    while len(data) >= at + 8:
        if data[at + 4 : at + 8] == b"IDAT":
            return at
        at += 12 + int(struct.unpack_from(">I", data, at)[0])
    return None
