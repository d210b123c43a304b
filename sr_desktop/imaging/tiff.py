"""TIFF: pixels by libvips, tags by Pillow's directories.

Pillow alone would refuse or truncate much of what TIFF allows; libvips alone would lose EXIF.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from PIL import TiffTags
from PIL.TiffImagePlugin import ImageFileDirectory_v2 as Directory

from sr_desktop.imaging import vips
from sr_desktop.imaging.metadata import EXIF_PREFIX, sane_dpi
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.pillow import quietly
from sr_desktop.imaging.source import MALFORMED, Metadata, Raster, Unsupported, shrink_for

_SUBFILE, _WIDTH, _HEIGHT, _BITS, _ORIENTATION, _SAMPLE_FORMAT = 254, 256, 257, 258, 274, 339
_COMPRESSION, _PHOTOMETRIC = 259, 262
_STRIP_OFFSETS, _STRIP_BYTES = 273, 279
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 282, 283, 296
_XMP, _ICC, _DNG_VERSION = 700, 34675, 50706
_EXIF, _GPS, _INTEROP = 34665, 34853, 40965
# What a person wrote or a camera noted, as opposed to how the pixels are stored: document name,
# description, make, model, page name, software, date, artist, computer, rating, copyright, Windows'
# title, comment, author, keywords and subject.
_DESCRIPTIVE = (
    269,
    270,
    271,
    272,
    285,
    305,
    306,
    315,
    316,
    18246,
    18249,
    33432,
    *range(40091, 40096),
)
_BY_WHITE, _BY_BLACK, _RGB, _PALETTE, _CMYK, _YCBCR, _JPEG = 0, 1, 2, 3, 5, 6, 7
_PER_INCH, _PER_CM, _NO_UNIT = 2, 3, 1


def is_tiff(head: bytes) -> bool:
    return head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


class TiffFile:
    """A Source. Raises Unsupported for camera raw files and for floating or wider pixels."""

    format = "TIFF"

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        with quietly():
            self._head = _read_head(file)
            self._tags = self._directory(Directory(self._head).next)
            self._refuse_raw()
            self._refuse_colours()
            self.width, self.height = self._number(_WIDTH), self._number(_HEIGHT)
            self.bits = self._channel_bits()
            self.orientation = self._number(_ORIENTATION, 1)
            self.frames = 1 + sum(1 for page in self._further_pages() if not _is_reduced(page))
        if self.orientation not in range(1, 9):
            self.orientation = 1

    def decode(self, side_px: int | None = None) -> Raster:
        self._file.seek(0)
        return Raster(*vips.load_tiff(self._file.read(), shrink_for(self, side_px)))

    def metadata(self) -> Metadata:
        with quietly():
            return Metadata(
                icc=_bytes(self._tags, _ICC),
                exif=self._exif(),
                xmp=_bytes(self._tags, _XMP),
                dpi=self._dpi(),
            )

    def _directory(self, at: int, group: int | None = None) -> Directory:
        directory = Directory(self._head, group=group)
        self._file.seek(at)
        directory.load(self._file)
        return directory

    def _further_pages(self) -> Iterator[Directory]:
        seen: set[int] = set()
        page = self._tags
        while page.next and page.next not in seen:
            seen.add(page.next)
            page = self._directory(page.next)
            yield page

    def _refuse_raw(self) -> None:
        # What such a file shows first is a small preview, not the picture.
        if _DNG_VERSION in self._tags or _is_reduced(self._tags):
            raise Unsupported(
                "is a camera's raw file, or begins with a preview",
                "Develop it first, and save it as PNG or TIFF.",
            )

    def _refuse_colours(self) -> None:
        """libvips would hand out YCbCr as if it were RGB, unless libjpeg converts it."""
        colours = self._number(_PHOTOMETRIC, _RGB)
        by_jpeg = colours == _YCBCR and self._number(_COMPRESSION) == _JPEG
        if colours not in (_BY_WHITE, _BY_BLACK, _RGB, _PALETTE, _CMYK) and not by_jpeg:
            raise Unsupported(
                "stores its colours in a way this program cannot read",
                "Save it as RGB in another program.",
            )

    def _channel_bits(self) -> int:
        bits = max(_numbers(self._tags.get(_BITS, 1)))
        unsigned = set(_numbers(self._tags.get(_SAMPLE_FORMAT, 1))) <= {1, 4}
        if not unsigned or bits not in (1, 2, 4, 8, 16):
            raise Unsupported(
                f"holds {bits} bits per channel{'' if unsigned else ', signed or floating'}",
                "Save it with 8 or 16 bits per channel in another program.",
            )
        return 16 if bits == 16 else 8

    def _number(self, tag: int, default: int = 0) -> int:
        return _numbers(self._tags.get(tag, default))[0]

    def _dpi(self) -> tuple[float, float] | None:
        try:
            unit = self._number(_RESOLUTION_UNIT, _PER_INCH)
        except MALFORMED:
            return None
        dpi = sane_dpi((self._tags.get(_X_RESOLUTION), self._tags.get(_Y_RESOLUTION)))
        if dpi is None or unit == _NO_UNIT:
            return None
        return (dpi[0] * 2.54, dpi[1] * 2.54) if unit == _PER_CM else dpi

    def _exif(self) -> bytes | None:
        """Descriptive tags and the EXIF and GPS directories as a block of their own."""
        try:
            return self._gather_exif()
        except MALFORMED:
            return b""

    def _gather_exif(self) -> bytes | None:
        root = Directory(prefix=self._tags.prefix)
        _copy(self._tags, root, _DESCRIPTIVE)
        subs = {}
        for tag in (_EXIF, _GPS):
            if tag in self._tags:
                subs[tag] = Directory(prefix=self._tags.prefix, group=tag)
                source = self._directory(self._number(tag), group=tag)
                _copy(source, subs[tag], set(source) - {_INTEROP})
        return EXIF_PREFIX + _lay_out(root, subs) if len(root) or subs else None


def with_metadata(data: bytes, picture: Picture) -> list[bytes | memoryview]:
    """A TIFF's bytes, in order, with the ICC profile, EXIF, XMP and dpi of the picture.

    data is a TIFF in strips. Raises one of MALFORMED where Pillow cannot write the EXIF again.
    """
    with quietly():
        head = _read_head(io.BytesIO(data))
        pixels = _load(Directory(head), data)
        strips = [
            memoryview(data)[at : at + length]
            for at, length in zip(pixels[_STRIP_OFFSETS], pixels[_STRIP_BYTES], strict=True)
        ]
        root, subs = Directory(head), {}
        _copy(pixels, root, set(pixels) - {_ORIENTATION})
        if picture.exif:
            subs = _copy_exif(picture.exif.removeprefix(EXIF_PREFIX), root, head)
        _set_resolution(root, picture.dpi)
        _set_blob(root, _ICC, TiffTags.UNDEFINED, picture.icc)
        _set_blob(root, _XMP, TiffTags.BYTE, picture.xmp)
        _set_offsets(root, strips, big=_is_big(head))
        return [_lay_out(root, subs, big=_is_big(head)), *strips]


def _copy_exif(block: bytes, root: Directory, head: bytes) -> dict[int, Directory]:
    """Descriptive tags into root; the directories that hang from it as the answer."""
    first = _load(Directory(block[:8]), block)
    _copy(first, root, _DESCRIPTIVE)
    subs = {}
    for tag in (_EXIF, _GPS):
        if tag in first:
            source = _load(Directory(block[:8], group=tag), block, first[tag])
            subs[tag] = Directory(head, group=tag)
            _copy(source, subs[tag], set(source) - {_INTEROP})
    return subs


def _load(directory: Directory, data: bytes, at: int | None = None) -> Directory:
    file = io.BytesIO(data)
    file.seek(directory.next if at is None else at)
    directory.load(file)
    return directory


def _copy(source: Directory, target: Directory, tags: Iterable[int]) -> None:
    """Values with their types, which Pillow would guess anew; text as bytes, to keep accents."""
    for tag in tags:
        if tag in source:
            value = source[tag]
            target.tagtype[tag] = source.tagtype[tag]
            target[tag] = value.encode("latin-1") if isinstance(value, str) else value


def _set_resolution(root: Directory, dpi: tuple[float, float] | None) -> None:
    x, y = dpi or (1.0, 1.0)
    root[_RESOLUTION_UNIT] = _PER_INCH if dpi else _NO_UNIT
    root[_X_RESOLUTION], root[_Y_RESOLUTION] = x, y


def _set_blob(root: Directory, tag: int, kind: int, value: bytes | None) -> None:
    if value:
        root.tagtype[tag] = kind
        root[tag] = value


def _set_offsets(root: Directory, strips: list[memoryview], big: bool) -> None:
    """Counted from the directory's end: Pillow adds that when it writes the directory."""
    offsets = [0]
    for strip in strips[:-1]:
        offsets.append(offsets[-1] + len(strip))
    root.tagtype[_STRIP_OFFSETS] = TiffTags.LONG8 if big else TiffTags.LONG
    root[_STRIP_OFFSETS] = tuple(offsets)


def _lay_out(root: Directory, subs: Mapping[int, Directory], big: bool = False) -> bytes:
    """Header, directories below the root, root: what may be followed by strips."""
    body = b""
    head_bytes = 16 if big else 8
    for tag, sub in subs.items():
        root.tagtype[tag] = TiffTags.LONG
        root[tag] = head_bytes + len(body)
        body += sub.tobytes(head_bytes + len(body))
    root_at = head_bytes + len(body)
    order = "<" if root.prefix == b"II" else ">"
    fields = (43, 8, 0, root_at) if big else (42, root_at)
    head = root.prefix + struct.pack(order + ("HHHQ" if big else "HI"), *fields)
    return bytes(head + body + root.tobytes(root_at))


def _read_head(file: IO[bytes]) -> bytes:
    file.seek(0)
    head = file.read(8)
    return head + file.read(8) if _is_big(head) else head


def _is_big(head: bytes) -> bool:
    """Whether this is a BigTIFF, with offsets of 64 bits."""
    return head[2:4] in (b"+\0", b"\0+")


def _is_reduced(page: Directory) -> bool:
    """Whether this is a thumbnail or a level of a pyramid."""
    return bool(_numbers(page.get(_SUBFILE, 0))[0] & 1)


def _numbers(value: Any) -> tuple[int, ...]:
    return tuple(int(number) for number in (value if isinstance(value, tuple) else (value,)))


def _bytes(tags: Directory, tag: int) -> bytes | None:
    value = tags.get(tag)
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, bytes) else None
