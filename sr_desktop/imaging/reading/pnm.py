"""PBM, PGM, PPM and PAM, of netpbm.sourceforge.net/doc/pnm.html: rows as they are, any maximum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from sr_desktop.imaging.reading.source import (
    Colours,
    Metadata,
    Raster,
    require_memory,
    rows_per_band,
    shrink_for,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BITMAP, _GRAY, _COLOUR = (1, 4), (2, 5), (3, 6)
_PAM = 7
_MOST_HEAD_BYTES = 65_536
_COMMENT = re.compile(rb"#[^\r\n]*")
_PAM_LINE = re.compile(rb"\s*(WIDTH|HEIGHT|DEPTH|MAXVAL)\s+(\d{1,10})\s*")


class PnmFile:
    """A Source. Binary files are read in bands, those in decimal digits at once."""

    format = "PPM"
    frames = 1
    animated = False
    lossless = False
    orientation = 1

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        file.seek(0)
        self._kind = int(file.read(2)[1:])
        if self._kind == _PAM:
            self.width, self.height, self._samples, self._most = _read_pam_head(file)
        else:
            self.width, self.height, self._samples, self._most = _read_head(file, self._kind)
        if not (self.width and self.height and 0 < self._most < 65536 and 0 < self._samples < 5):
            raise ValueError("no such PNM")
        self._pixels_at = file.tell()
        self.bits = 16 if self._most > 255 else 8
        self.channels = 1 if self._samples < 3 else 3
        self.alpha = self._samples in (2, 4)

    def decode(self, side_px: int | None = None) -> Raster:
        step = shrink_for(self, side_px)
        bands = self._plain_rows() if self._kind in (1, 2, 3) else self._binary_rows()
        if step > 1:
            bands = _thinned(bands, step)
        colours: Colours = "gray" if self.channels == 1 else "rgb"
        height, width = -(-self.height // step), -(-self.width // step)
        return Raster(height, width, self._samples, self.bits, colours, bands)

    def metadata(self) -> Metadata:
        return Metadata()

    def _binary_rows(self) -> Iterator[NDArray[Any]]:
        samples = self.width * self._samples
        is_bitmap = self._kind in _BITMAP
        row_bytes = (self.width + 7) // 8 if is_bitmap else samples * self.bits // 8
        rows = rows_per_band(samples * 2)
        self._file.seek(self._pixels_at)
        for top in range(0, self.height, rows):
            height = min(rows, self.height - top)
            data = self._file.read(height * row_bytes)
            if len(data) < height * row_bytes:
                raise EOFError("the file ends early")
            if is_bitmap:
                bits = np.unpackbits(
                    np.frombuffer(data, np.uint8).reshape(height, row_bytes), axis=1
                )
                band: NDArray[Any] = 1 - bits[:, : self.width]
            else:
                band = np.frombuffer(data, np.uint8 if self.bits == 8 else ">u2")
            yield self._scaled(band.reshape(height, self.width, self._samples))

    def _plain_rows(self) -> Iterator[NDArray[Any]]:
        require_memory(self.width * self.height * self._samples * 24)
        self._file.seek(self._pixels_at)
        text = _COMMENT.sub(b" ", self._file.read())
        count = self.height * self.width * self._samples
        if self._kind in _BITMAP:  # of which the digits may stand side by side
            digits = np.frombuffer(re.sub(rb"\s+", b"", text)[:count], np.uint8)
            values: NDArray[Any] = 1 - (digits.astype(np.int64) - ord("0"))
        else:
            values = np.array(text.split(None, count)[:count], np.int64)
        if len(values) < count or values.min(initial=0) < 0:
            raise ValueError("the file ends early, or holds no numbers")
        yield self._scaled(values.reshape(self.height, self.width, self._samples))

    def _scaled(self, band: NDArray[Any]) -> NDArray[Any]:
        """To the full range of 8 or 16 bits."""
        full = 255 if self.bits == 8 else 65535
        if int(band.max()) > self._most:
            raise ValueError("a value above the stated maximum")
        if self._most != full:
            band = (band.astype(np.uint64) * full + self._most // 2) // self._most
        return band.astype(np.uint8 if self.bits == 8 else np.uint16)


def _thinned(bands: Iterator[NDArray[Any]], step: int) -> Iterator[NDArray[Any]]:
    """Every so-manieth row and column."""
    top = 0
    for band in bands:
        yield band[-top % step :: step, ::step]
        top += len(band)


def _read_head(file: IO[bytes], kind: int) -> tuple[int, int, int, int]:
    """Width, height, samples for each pixel, maximum; the file then stands at the pixels."""
    width, height = _number(file), _number(file)
    most = 1 if kind in _BITMAP else _number(file)
    return width, height, 3 if kind in _COLOUR else 1, most


def _number(file: IO[bytes]) -> int:
    """The next one, and the one byte of white space behind it."""
    digits = b""
    while len(digits) < 11:
        byte = file.read(1)
        if byte == b"#":
            file.readline(_MOST_HEAD_BYTES)
        elif byte.isdigit():
            digits += byte
            continue
        elif byte and not byte.isspace():
            raise ValueError("no number")
        if digits:
            return int(digits)
        if not byte:
            break
    raise ValueError("no number")


def _read_pam_head(file: IO[bytes]) -> tuple[int, int, int, int]:
    file.readline(_MOST_HEAD_BYTES)
    stated: dict[bytes, int] = {}
    for _ in range(1000):
        line = file.readline(_MOST_HEAD_BYTES)
        if line.strip() == b"ENDHDR":
            return tuple(stated[name] for name in (b"WIDTH", b"HEIGHT", b"DEPTH", b"MAXVAL"))  # type: ignore[return-value]
        if match := _PAM_LINE.fullmatch(line):
            stated[match[1]] = int(match[2])
    raise ValueError("a PAM without an end of its header")
