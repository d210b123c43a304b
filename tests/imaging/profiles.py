"""ICC profiles of our own making, and what colours become by plain arithmetic."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
_D65_XY = (0.3127, 0.3290)


@dataclass(frozen=True)
class Space:
    """An RGB space of white D65: the primaries' xy, and a gamma, 0 for the curve of sRGB."""

    name: str
    primaries: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    gamma: float = 0.0

    @property
    def to_xyz(self) -> NDArray[np.float64]:
        """Linear RGB to XYZ as seen under D50, (3, 3)."""
        shape = np.stack([_xyz(xy) for xy in self.primaries], axis=1)
        white = _xyz(_D65_XY)
        matrix = shape * np.linalg.solve(shape, white)
        cones = np.diag((_BRADFORD @ _D50) / (_BRADFORD @ white))
        return np.asarray(np.linalg.inv(_BRADFORD) @ cones @ _BRADFORD @ matrix)

    def linear(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.gamma:
            return np.asarray(values**self.gamma)
        return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)

    def encoded(self, light: NDArray[np.float64]) -> NDArray[np.float64]:
        light = light.clip(0, 1)
        if self.gamma:
            return np.asarray(light ** (1 / self.gamma))
        return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)

    @property
    def icc(self) -> bytes:
        """A version 2 profile for displays, with the nine tags that it must have."""
        matrix = self.to_xyz
        curve = b"curv" + struct.pack(">II", 0, 1) + struct.pack(">H", round(self.gamma * 256))
        name = self.name.encode() + b"\0"
        tags = {
            b"desc": b"desc" + struct.pack(">II", 0, len(name)) + name + b"\0" * 78,
            b"cprt": b"text\0\0\0\0\0",
            b"wtpt": _xyz_tag(_D50),
        }
        for channel, column in zip(b"rgb", matrix.T, strict=True):
            tags[bytes([channel]) + b"XYZ"] = _xyz_tag(column)
            tags[bytes([channel]) + b"TRC"] = curve
        return _profile(tags)


SRGB = Space("sRGB", ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)))
DISPLAY_P3 = Space("Wide P3", ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)), 563 / 256)
ADOBE_RGB = Space("Adobe-like", ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)), 563 / 256)


def through(colours: NDArray[np.uint8], source: Space, target: Space) -> NDArray[np.uint8]:
    """8-bit colours (..., 3) of one space in another; what does not fit in is cut off."""
    light = source.linear(colours / 255.0) @ source.to_xyz.T @ np.linalg.inv(target.to_xyz).T
    return np.rint(target.encoded(light) * 255).astype(np.uint8)


def _xyz(xy: tuple[float, float]) -> NDArray[np.float64]:
    x, y = xy
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _xyz_tag(xyz: NDArray[np.float64]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in xyz))


def _profile(tags: dict[bytes, bytes]) -> bytes:
    table, data, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", at + len(data), len(value))
        data += value + b"\0" * (-len(value) % 4)
    size = at + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += b"\0" * 12 + b"acsp" + b"\0" * 28
    head += struct.pack(">3i", *(round(value * 65536) for value in _D50))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data
