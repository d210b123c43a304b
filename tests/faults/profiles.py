"""Two ICC profiles that nothing would take for sRGB."""

from __future__ import annotations

import struct
from functools import cache

from tests.imaging.samples import gray_profile, srgb_profile


@cache
def wide_gamut() -> bytes:
    """sRGB's, with green where Adobe RGB (1998) has it (XYZ 0.20528, 0.62567, 0.06087)."""
    content = bytearray(srgb_profile())
    count = struct.unpack(">I", content[128:132])[0]
    for index in range(count):
        name, at, _ = struct.unpack(">4sII", content[132 + 12 * index : 144 + 12 * index])
        if name == b"gXYZ":
            values = [round(part * 65536) for part in (0.20528, 0.62567, 0.06087)]
            content[at + 8 : at + 20] = struct.pack(">iii", *values)
    assert bytes(content) != srgb_profile()
    return bytes(content)


def gray() -> bytes:
    """Of gamma 1."""
    return gray_profile()
