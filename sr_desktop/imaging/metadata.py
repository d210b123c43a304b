"""EXIF and XMP after the picture was turned upright or enlarged.

EXIF is patched in place, every other byte stays where it is. Pillow's own writer would turn
accents into question marks, lose the types of values it does not know, and move the MakerNote,
whose inner offsets count from the start of the block.
"""

from __future__ import annotations

import math
import re
import struct
from fractions import Fraction
from typing import Any

EXIF_PREFIX = b"Exif\0\0"

_ORIENTATION = 0x0112
_EXIF_IFD = 0x8769
_IMAGE_SIZE = (0x0100, 0x0101)  # width, height
_PIXEL_SIZE = (0xA002, 0xA003)  # the same in the EXIF directory
_THUMBNAIL_AT, _THUMBNAIL_BYTES = 0x0201, 0x0202
_SHORT, _LONG, _RATIONAL = 3, 4, 5
_RESOLUTION, _RESOLUTION_UNIT, _PER_INCH = (0x011A, 0x011B), 0x0128, 2  # x, y
_LARGEST_DENOMINATOR = 10_000
_EMPTY_BLOCK = b"II*\0\x08\0\0\0\0\0\0\0\0\0"
_XMP_ORIENTATION = re.compile(rb'(tiff:Orientation\s*(?:=\s*["\']|>)\s*)([1-8])')


def orientation_of(exif: bytes | None, xmp: bytes | None) -> int:
    """1 to 8, as EXIF says, or else XMP; 1 where neither says anything that makes sense."""
    stated: int | None = None
    if exif:
        try:
            block = _Block(exif)
            entries, _ = block.directory(block.first)
            stated = block.value(entries[_ORIENTATION])
        except (KeyError, ValueError):
            pass
    if stated is None and xmp and (match := _XMP_ORIENTATION.search(xmp)):
        stated = int(match[2])
    return stated if stated is not None and 1 <= stated <= 8 else 1


def upright_exif(exif: bytes) -> bytes:
    """The same block for a picture that is upright: orientation 1, no thumbnail.

    exif may begin with "Exif\\0\\0", the answer does. Raises ValueError for a damaged block.
    """
    block = _Block(exif)
    entries, next_at = block.directory(block.first)
    if _EXIF_IFD in entries:
        block.directory(block.value(entries[_EXIF_IFD]))
    if _ORIENTATION in entries:
        block.set_short(entries[_ORIENTATION], 1)
    block.drop_thumbnail(next_at)
    return block.tobytes()


def sized_exif(
    exif: bytes, width: int, height: int, dpi: tuple[float, float] | None = None
) -> bytes:
    """The same block for a picture of another size and, if stated, of another resolution.

    Raises ValueError for a damaged block.
    """
    block = _Block(exif)
    entries, _ = block.directory(block.first)
    block.set_size(entries, _IMAGE_SIZE, width, height)
    if dpi is not None:
        block.set_resolution(entries, dpi)
    if _EXIF_IFD in entries:
        sub_entries, _ = block.directory(block.value(entries[_EXIF_IFD]))
        block.set_size(sub_entries, _PIXEL_SIZE, width, height)
    return block.tobytes()


def exif_with_dpi(exif: bytes | None, dpi: tuple[float, float]) -> bytes:
    """The block with this resolution, also where it stated none; a new one if there is none.

    Raises ValueError for a damaged block.
    """
    block = _Block(exif or _EMPTY_BLOCK)
    entries, _ = block.directory(block.first)
    if not entries.keys() >= {*_RESOLUTION, _RESOLUTION_UNIT}:
        block.add_resolution()
        entries, _ = block.directory(block.first)
    block.set_resolution(entries, dpi)
    return block.tobytes()


def without_orientation(exif: bytes) -> bytes:
    """The same block without that tag, every other byte where it was.

    Raises ValueError for a damaged block.
    """
    block = _Block(exif)
    entries, _ = block.directory(block.first)
    if _ORIENTATION in entries:
        block.remove(entries[_ORIENTATION])
    return block.tobytes()


def upright_xmp(xmp: bytes) -> bytes:
    """The same packet with tiff:Orientation 1, where it states one."""
    return _XMP_ORIENTATION.sub(rb"\g<1>1", xmp)


def rational(value: float) -> tuple[int, int]:
    """Numerator and denominator, exact for whole numbers."""
    exact = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
    return exact.numerator, exact.denominator


def sane_dpi(dpi: Any) -> tuple[float, float] | None:
    """dpi as a file stated it, or None where that is no resolution at all."""
    try:
        x, y = (float(value) for value in dpi)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    sane = all(math.isfinite(value) and 1 <= value <= 100_000 for value in (x, y))
    return (x, y) if sane else None


class _Block:
    """An EXIF block: a small TIFF of directories and values, patched in place.

    An entry of a directory has 12 bytes: tag, type, count, value; entries are known by offset.
    """

    def __init__(self, exif: bytes) -> None:
        while exif.startswith(EXIF_PREFIX):
            exif = exif[len(EXIF_PREFIX) :]
        self._data = bytearray(exif)
        order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
        if order is None or len(exif) < 8:
            raise ValueError("not an EXIF block")
        self._order = order
        self.first = self._unpack("I", 4)

    def directory(self, at: int) -> tuple[dict[int, int], int]:
        """Where each tag's entry is, and where the offset of the next directory is."""
        count = self._unpack("H", at)
        end = at + 2 + 12 * count
        if end > len(self._data):
            raise ValueError("an EXIF directory runs past the end")
        return {self._unpack("H", entry): entry for entry in range(at + 2, end, 12)}, end

    def value(self, entry: int) -> int:
        """The value of an entry that is one whole number."""
        return self._unpack("H" if self._unpack("H", entry + 2) == _SHORT else "I", entry + 8)

    def set_short(self, entry: int, value: int) -> None:
        struct.pack_into(self._order + "HIHH", self._data, entry + 2, _SHORT, 1, value, 0)

    def set_size(self, entries: dict[int, int], tags: tuple[int, int], *size: int) -> None:
        for tag, value in zip(tags, size, strict=True):
            if tag in entries:
                struct.pack_into(self._order + "HII", self._data, entries[tag] + 2, _LONG, 1, value)

    def set_resolution(self, entries: dict[int, int], dpi: tuple[float, float]) -> None:
        """Where it is stated as EXIF asks, one rational each."""
        for tag, value in zip(_RESOLUTION, dpi, strict=True):
            if tag not in entries or not self._is_rational(entries[tag]):
                continue
            at = self.value(entries[tag])
            if at + 8 <= len(self._data):
                struct.pack_into(self._order + "II", self._data, at, *rational(value))
        if _RESOLUTION_UNIT in entries:
            self.set_short(entries[_RESOLUTION_UNIT], _PER_INCH)

    def _is_rational(self, entry: int) -> bool:
        return self._unpack("H", entry + 2) == _RATIONAL and self._unpack("I", entry + 4) == 1

    def add_resolution(self) -> None:
        """A new first directory at the end, with all entries of the old one; nothing moves."""
        entries, _ = self.directory(self.first)
        raw = {tag: bytes(self._data[at : at + 12]) for tag, at in entries.items()}
        self._data += b"\0" * (len(self._data) % 2)
        values_at = len(self._data)
        self._data += struct.pack(self._order + "4I", 72, 1, 72, 1)
        for number, tag in enumerate(_RESOLUTION):
            fields = (tag, _RATIONAL, 1, values_at + 8 * number)
            raw[tag] = struct.pack(self._order + "HHII", *fields)
        raw[_RESOLUTION_UNIT] = struct.pack(
            self._order + "HHIHH", _RESOLUTION_UNIT, _SHORT, 1, _PER_INCH, 0
        )
        self.first = len(self._data)
        self._data += struct.pack(self._order + "H", len(raw))
        self._data += b"".join(raw[tag] for tag in sorted(raw)) + b"\0" * 4
        struct.pack_into(self._order + "I", self._data, 4, self.first)

    def remove(self, entry: int) -> None:
        """Of the first directory; what follows in it moves up."""
        _, next_at = self.directory(self.first)
        end = min(next_at + 4, len(self._data))
        rest = self._data[entry + 12 : end]
        self._data[entry:end] = rest + b"\0" * 12
        struct.pack_into(
            self._order + "H", self._data, self.first, self._unpack("H", self.first) - 1
        )

    def drop_thumbnail(self, next_at: int) -> None:
        """Forget the second directory; cut its picture off where it ends the block."""
        if next_at + 4 > len(self._data):  # some writers leave the offset out
            return
        second = self._unpack("I", next_at)
        struct.pack_into(self._order + "I", self._data, next_at, 0)
        try:
            entries, _ = self.directory(second)
            start = self.value(entries[_THUMBNAIL_AT])
            stop = start + self.value(entries[_THUMBNAIL_BYTES])
        except (KeyError, ValueError):
            return
        if second < start and stop >= len(self._data):
            del self._data[start:]

    def tobytes(self) -> bytes:
        return EXIF_PREFIX + bytes(self._data)

    def _unpack(self, kind: str, at: int) -> int:
        try:
            return int(struct.unpack_from(self._order + kind, self._data, at)[0])
        except struct.error as error:
            raise ValueError("the EXIF block ends early") from error
