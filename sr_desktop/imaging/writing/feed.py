"""Rows of pixels to libvips, as they come: it pulls, we push, and little waits between.

What libvips reads while it is still being made is a PNG of stored blocks: 8 and 16 bits, gray and
colour, with alpha or not, for little more than the cost of copying.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sr_desktop.imaging.picture import dtype_of
from sr_desktop.imaging.writing.png_out import SIGNATURE, chunk

if TYPE_CHECKING:
    from sr_desktop.imaging.form import Form
    from sr_desktop.imaging.picture import Pixels

_WAITING_BYTES = 2 << 20
_PIECE_BYTES = 512 << 10
_COLOUR_TYPES = {(1, False): 0, (3, False): 2, (1, True): 4, (3, True): 6}


class Broken(Exception):
    """Nobody reads any more."""


class Pipe:
    """Bytes from one thread to another."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[memoryview] = deque()
        self._bytes = 0
        self._ended = self._stopped = False

    def put(self, data: bytes) -> None:
        """Waits while too much is waiting. Raises Broken once stopped."""
        with self._changed:
            while self._bytes >= _WAITING_BYTES and not self._stopped:
                self._changed.wait()
            if self._stopped:
                raise Broken
            self._waiting.append(memoryview(data))
            self._bytes += len(data)
            self._changed.notify_all()

    def end(self) -> None:
        """There is no more to come."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Nobody reads or writes any more; who waits is let go."""
        with self._changed:
            self._stopped = True
            self._waiting.clear()
            self._bytes = 0
            self._changed.notify_all()

    @property
    def stopped(self) -> bool:
        return self._stopped

    def read(self, most: int) -> bytes:
        """Some bytes, or none at the end and once stopped."""
        with self._changed:
            while not (self._waiting or self._ended or self._stopped):
                self._changed.wait()
            if not self._waiting:
                return b""
            data = bytes(self._waiting[0][:most])
            if len(data) < len(self._waiting[0]):
                self._waiting[0] = self._waiting[0][most:]
            else:
                self._waiting.popleft()
            self._bytes -= len(data)
            self._changed.notify_all()
            return data


class StoredPng:
    """The bytes of a PNG that is not compressed, for rows as they come."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._packer = zlib.compressobj(0)

    def begin(self) -> bytes:
        form = self._form
        colour = _COLOUR_TYPES[form.channels, form.alpha]
        head = struct.pack(">IIBBBBB", form.width, form.height, form.bits, colour, 0, 0, 0)
        return SIGNATURE + chunk(b"IHDR", head)

    def rows(self, pixels: Pixels, alpha: Pixels | None) -> Iterator[bytes]:
        """For (h, W, C) and (h, W), in pieces of some MiB."""
        form = self._form
        samples = form.channels + form.alpha
        at_once = max(1, _PIECE_BYTES // (form.width * samples * form.bits // 8))
        for top in range(0, len(pixels), at_once):
            part = slice(top, top + at_once)
            scan = self._scanlines(pixels[part], alpha[part] if alpha is not None else None)
            yield chunk(b"IDAT", self._packer.compress(scan))

    def end(self) -> bytes:
        return chunk(b"IDAT", self._packer.flush()) + chunk(b"IEND", b"")

    def _scanlines(self, pixels: Pixels, alpha: Pixels | None) -> bytes:
        """Each row behind the number of its filter, 0; 16 bits with the high byte first."""
        form = self._form
        rows, samples = len(pixels), form.channels + form.alpha
        big = np.empty((rows, form.width, samples), dtype_of(form.bits).newbyteorder(">"))
        big[..., : form.channels] = pixels
        if alpha is not None:
            big[..., form.channels] = alpha
        scan = np.zeros((rows, 1 + form.width * samples * big.itemsize), np.uint8)
        scan[:, 1:] = big.view(np.uint8).reshape(rows, -1)
        return scan.tobytes()
