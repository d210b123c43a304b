"""The segments of a JPEG that hold metadata."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sr_desktop.imaging.tags import Tags

SEGMENT_BYTES = 65_533  # what one segment holds
XMP_NAME = b"http://ns.adobe.com/xap/1.0/\0"
_ICC_NAME = b"ICC_PROFILE\0"
_PHOTOSHOP_NAME = b"Photoshop 3.0\0"
IPTC_BYTES = SEGMENT_BYTES - len(_PHOTOSHOP_NAME) - 13  # with the block of Photoshop around it
_ICC_PART_BYTES = SEGMENT_BYTES - len(_ICC_NAME) - 2
_MAX_DENSITY = 65_535


def begin(data: bytes, tags: Tags) -> bytes | None:
    """The beginning of a JPEG with other metadata; data is what there is of it so far.

    None where its own application segments have not ended yet.
    """
    at = 2
    while len(data) >= at + 4:
        if not (0xE0 <= data[at + 1] <= 0xEF or data[at + 1] == 0xFE):
            return data[:2] + b"".join(segments(tags)) + data[at:]
        at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return None


def segments(tags: Tags) -> list[bytes]:
    result = [_jfif(tags.dpi)]
    if tags.exif:
        result.append(_segment(0xE1, tags.exif))
    if tags.xmp:
        result.append(_segment(0xE1, XMP_NAME + tags.xmp))
    result.extend(_icc(tags.icc or b""))
    if tags.iptc:
        result.append(_segment(0xED, _PHOTOSHOP_NAME + tags.iptc_block()))
    result.extend(_segment(0xFE, text.encode("utf-8", "replace")) for _, text in tags.text)
    return result


def _jfif(dpi: tuple[float, float] | None) -> bytes:
    """Version 1.01; without a resolution it tells that pixels are square."""
    unit, x, y = 0, 1, 1
    if dpi is not None and max(dpi) < _MAX_DENSITY:
        unit, x, y = 1, max(1, round(dpi[0])), max(1, round(dpi[1]))
    return _segment(0xE0, b"JFIF\0" + struct.pack(">HBHHBB", 0x0101, unit, x, y, 0, 0))


def _icc(icc: bytes) -> list[bytes]:
    parts = [icc[at : at + _ICC_PART_BYTES] for at in range(0, len(icc), _ICC_PART_BYTES)]
    return [
        _segment(0xE2, _ICC_NAME + bytes((number, len(parts))) + part)
        for number, part in enumerate(parts, 1)
    ]


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
