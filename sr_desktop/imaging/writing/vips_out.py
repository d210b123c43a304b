"""libvips, for what it writes: pixels only, into a file of ours.

What goes wrong with the file is raised as the OSError it was, else EncodingFailed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from sr_desktop.imaging.reading.vips import FORMATS, libvips

if TYPE_CHECKING:
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.form import Form
    from sr_desktop.imaging.picture import Pixels

# Of 9. An enlarged photo, 17 MP: 0.56 s and 22.4 % at 3, 0.35 s and 35.8 % at 1, 0.73 s and 21.8 %
# at 4. To try all filters on each row, rather than to take Paeth's, gains nothing for photos, up to
# 2 % for enlarged text, and takes 0.77 s.
PNG_LEVEL = 3
PNG_FILTER = "paeth"
TIFF_LEVEL = 4  # The same photo: 1.0 s and 46.9 % at 4, 1.5 s and 46.0 % at 6.
_TIFF_BYTES = 2**32 - 2**26  # offsets have 32 bits; what is larger becomes a BigTIFF
_SUBSAMPLING = {"444": "off", "420": "on"}
# Tables made for the picture save 2 to 5 %, but libjpeg then keeps all of it, with 16 bits to a
# sample, until it knows them.
_OPTIMISED_BYTES = 32 << 20

Notices = tuple[str, ...]
Begin = Callable[[bytes], bytes | None]


class EncodingFailed(Exception):
    """libvips gave up, for no reason of the file's."""


def image_of(pixels: Pixels, alpha: Pixels | None) -> Any:
    """An image of libvips that shares the arrays' memory; arguments as in Picture."""
    image = _plane(pixels)
    if alpha is not None:
        image = image.bandjoin(_plane(alpha[..., np.newaxis]))
    gray = pixels.shape[2] == 1
    if pixels.dtype == np.uint8:
        return image.copy(interpretation="b-w" if gray else "srgb")
    return image.copy(interpretation="grey16" if gray else "rgb16")


def encode_from(read: Callable[[int], bytes], save: Callable[[Any], Notices]) -> Notices:
    """Save an image of libvips that comes as a PNG while it is saved; read is as of a file."""
    pyvips = libvips()
    source = pyvips.SourceCustom()  # its callback goes with it, so it must outlive the saving
    source.on_read(read)
    try:
        image = pyvips.Image.pngload_source(
            source, access="sequential", fail_on="error", unlimited=True
        )
    except pyvips.Error as error:
        raise EncodingFailed(error.message) from error
    return save(image.copy(xres=1.0, yres=1.0))  # as an image of arrays has it


def save_png(image: Any, file: IO[bytes], begin: Begin) -> None:
    """begin makes the file's beginning from that of libvips, or None if it needs more of it."""
    target = _Target(file, begin)
    bits = 16 if image.format == "ushort" else 8
    options = {"compression": PNG_LEVEL, "filter": PNG_FILTER, "bitdepth": bits, "keep": "none"}
    target.run(image.pngsave_target, **options)


def save_jpeg(image: Any, file: IO[bytes], begin: Begin, form: Form, encoding: Encoding) -> None:
    """8 bits, without alpha; begin as in save_png."""
    _Target(file, begin).run(
        image.jpegsave_target,
        Q=encoding.quality,
        subsample_mode=_SUBSAMPLING[encoding.chroma],
        optimize_coding=form.height * form.width * form.channels * 2 <= _OPTIMISED_BYTES,
        keep="none",
    )


def save_tiff(image: Any, file: IO[bytes], form: Form, encoding: Encoding) -> None:
    """In strips, deflated or as they are; a BigTIFF where the pixels may need it."""
    _Target(file).run(
        image.tiffsave_target,
        compression=encoding.compression,
        predictor="horizontal",
        level=TIFF_LEVEL,
        bigtiff=form.bytes > _TIFF_BYTES,
        keep="none",
    )


class _Target:
    """A file that libvips writes to. Its callbacks must not raise: what they meet is kept."""

    def __init__(self, file: IO[bytes], begin: Begin | None = None) -> None:
        self._file = file
        self._begin = begin
        self._head = b""
        self._error: BaseException | None = None
        self._target = libvips().TargetCustom()
        self._target.on_write(self._write)
        if begin is None:
            self._target.on_read(self._read)
            self._target.on_seek(self._seek)

    def run(self, save: Callable[..., Any], **options: Any) -> None:
        try:
            save(self._target, **options)
        except libvips().Error as error:
            raise self._error or EncodingFailed(error.message) from error
        if self._error is not None:
            raise self._error

    def _write(self, data: Any) -> int:
        try:
            self._put(data)
        except BaseException as error:
            self._error = error
            return -1
        return len(data)

    def _put(self, data: Any) -> None:
        if self._begin is None:
            self._file.write(data)
            return
        self._head += bytes(data)
        begun = self._begin(self._head)
        if begun is not None:
            self._begin, self._head = None, b""
            self._file.write(begun)

    def _read(self, most: int) -> bytes | None:
        try:
            return self._file.read(most) or None
        except BaseException as error:
            self._error = error
            return None

    def _seek(self, offset: int, whence: int) -> int:
        try:
            return self._file.seek(offset, whence)
        except BaseException as error:
            self._error = error
            return -1


def _plane(pixels: Pixels) -> Any:
    height, width, bands = pixels.shape
    data = np.ascontiguousarray(pixels)
    return libvips().Image.new_from_memory(data, width, height, bands, FORMATS[pixels.dtype])
