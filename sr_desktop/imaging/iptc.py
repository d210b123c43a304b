"""IPTC: the records of the news agencies, out of the wrappings that programs put around them."""

from __future__ import annotations

import struct

_RESOURCE = 0x0404  # IPTC-NAA, in Photoshop's list of image resources
_RECORD = 0x1C


def from_photoshop(resources: bytes) -> bytes | None:
    """The IIM records among Photoshop's image resources (8BIM blocks), or None.

    Photoshop File Formats Specification, "Image Resources Section": signature, id, a name padded to
    even length, the size, the data padded to even length.
    """
    at = 0
    while resources[at : at + 4] in (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR"):
        if at + 7 > len(resources):
            return None
        (number,) = struct.unpack_from(">H", resources, at + 4)
        name_bytes = 1 + resources[at + 6]
        at += 6 + name_bytes + name_bytes % 2
        if at + 4 > len(resources):
            return None
        (length,) = struct.unpack_from(">I", resources, at)
        data = resources[at + 4 : at + 4 + length]
        if number == _RESOURCE:
            return records(data)
        at += 4 + length + length % 2
    return None


def records(data: bytes) -> bytes | None:
    """data if it is IIM records, without what pads it; None if it is not."""
    trimmed = data.rstrip(b"\0")
    if not trimmed.startswith(bytes([_RECORD])):
        return None
    return data[: _length(data)] or None


def _length(data: bytes) -> int:
    """How many bytes the whole records at the start of data take."""
    at = 0
    while at + 5 <= len(data) and data[at] == _RECORD:
        (length,) = struct.unpack_from(">H", data, at + 3)
        head = 5
        if length & 0x8000:  # an extended record: the length of the length
            count = length & 0x7FFF
            length, head = int.from_bytes(data[at + 5 : at + 5 + count], "big"), 5 + count
        if at + head + length > len(data):
            break
        at += head + length
    return at
