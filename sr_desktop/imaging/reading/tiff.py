"""TIFF: pixels by libvips, tags by Pillow's directories.

Pillow alone would refuse or truncate much of what TIFF allows; libvips alone would lose EXIF.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from PIL import TiffTags
from PIL.TiffImagePlugin import ImageFileDirectory_v2 as Directory

from sr_desktop.imaging import iptc
from sr_desktop.imaging.metadata import EXIF_PREFIX, sane_dpi
from sr_desktop.imaging.reading import vips
from sr_desktop.imaging.reading.pillow import quietly
from sr_desktop.imaging.reading.source import (
    COLOUR_CHANNELS,
    MALFORMED,
    Colours,
    Metadata,
    Raster,
    Unsupported,
    require_memory,
    shrink_for,
)
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SUBFILE, _WIDTH, _HEIGHT, _BITS, _ORIENTATION, _SAMPLE_FORMAT = 254, 256, 257, 258, 274, 339
_COMPRESSION, _PHOTOMETRIC = 259, 262
_STRIP_OFFSETS, _STRIP_BYTES = 273, 279
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 282, 283, 296
_SAMPLES, _PLANAR, _PREDICTOR, _SUBSAMPLING = 277, 284, 317, 530
_IPTC, _PHOTOSHOP = 33723, 34377
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
_UNSIGNED, _SIGNED, _FLOAT, _UNDEFINED = 1, 2, 3, 4
_COLOURS: dict[int, Colours] = {
    _BY_WHITE: "gray",
    _BY_BLACK: "gray",
    _RGB: "rgb",
    _PALETTE: "rgb",
    _CMYK: "cmyk",
    _YCBCR: "ycbcr",
    8: "lab",
    9: "icclab",
}
_MOST_PAGES = 100_000
_PER_INCH, _PER_CM, _NO_UNIT = 2, 3, 1


_ODD_SAMPLES = {
    _UNSIGNED: mark(
        "{name} holds {bits} bits per channel, stored in a way this program cannot read."
    ),
    _SIGNED: mark(
        "{name} holds {bits} bits per channel, signed, stored in a way this program cannot read."
    ),
    _FLOAT: mark(
        "{name} holds {bits} bits per channel, floating, stored in a way this program cannot read."
    ),
}
# By whether the numbers are floating, and whether some were clipped.
_MADE_16_BITS = {
    (False, False): mark("{bits}-bit numbers were converted to 16 bits."),
    (False, True): mark(
        "{bits}-bit numbers were converted to 16 bits; what lay outside of it was clipped."
    ),
    (True, False): mark(
        "{bits}-bit floating numbers were converted to 16 bits, 0 to 1 as full range."
    ),
    (True, True): mark(
        "{bits}-bit floating numbers were converted to 16 bits, 0 to 1 as full range; what lay "
        "outside of it was clipped."
    ),
}


class TiffFile:
    """A Source. Read in bands, of strips as of tiles.

    Raises Unsupported for camera raw files and for pixels of odd types. What libvips does not know
    or would misread (Lab, YCbCr, 64-bit floats) it is shown as plain whole numbers; then the bytes
    of the file are held in memory.
    """

    format = "TIFF"
    animated = False
    lossless = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        with quietly():
            self._head = _read_head(file)
            self._tags = self._directory(Directory(self._head).next)
            self._refuse_raw()
            self._colours = self._stored_colours()
            self.width, self.height = self._number(_WIDTH), self._number(_HEIGHT)
            self._depth, self._kind = self._sample_type()
            self.orientation = self._number(_ORIENTATION, 1)
            self.frames = 1 + sum(1 for page in self._further_pages() if not _is_reduced(page))
        if self.orientation not in range(1, 9):
            self.orientation = 1
        self.bits = 8 if self._depth <= 8 else 16
        self.channels = 1 if self._colours == "gray" else 3
        self.alpha = self._number(_SAMPLES, 1) > COLOUR_CHANNELS[self._colours]
        if self._number(_PHOTOMETRIC, _RGB) == _PALETTE:
            self.alpha = False

    def decode(self, side_px: int | None = None) -> Raster:
        shrink = shrink_for(self, side_px)
        patches = self._patches()
        name = getattr(self._file, "name", None)
        if patches:
            loaded = vips.load("tiffload", _patched(self._file, patches))
        elif isinstance(name, str):
            loaded = vips.load("tiffload", name, shrink)
        else:
            self._file.seek(0)
            loaded = vips.load("tiffload", self._file.read(), shrink)
        if not patches and loaded.interpretation == "cmyk":
            self._colours = "cmyk"
        channels = loaded.channels // 2 if self._kind == _FLOAT and self._depth == 64 else None
        raster = Raster(
            loaded.height,
            loaded.width,
            channels or loaded.channels,
            self.bits,
            self._colours,
            loaded.bands(),
        )
        notice = self._depth > 16 or self._kind != _UNSIGNED
        bands = self._plain_bands(loaded.bands(), raster.notices) if notice else loaded.bands()
        if patches and shrink > 1:
            return _thin(replace(raster, bands=bands), shrink)
        return replace(raster, bands=bands)

    def metadata(self) -> Metadata:
        with quietly():
            return Metadata(
                icc=_bytes(self._tags, _ICC),
                exif=self._exif(),
                xmp=_bytes(self._tags, _XMP),
                iptc=self._iptc(),
                dpi=self._dpi(),
            )

    def _iptc(self) -> bytes | None:
        """In a tag of its own, which some programs write as 32-bit numbers; or in Photoshop's."""
        # Pillow knows the tag as one number, so what it read is asked for.
        stored = self._tags._tagdata.get(_IPTC, b"")
        turned = b"".join(stored[at : at + 4][::-1] for at in range(0, len(stored), 4))
        resources = _bytes(self._tags, _PHOTOSHOP) or b""
        found = iptc.records(stored) or iptc.records(turned)
        return found or iptc.from_photoshop(resources)

    def _directory(self, at: int, group: int | None = None) -> Directory:
        directory = Directory(self._head, group=group)
        self._file.seek(at)
        directory.load(self._file)
        return directory

    def _further_pages(self) -> Iterator[Directory]:
        seen: set[int] = set()
        page = self._tags
        while page.next and page.next not in seen and len(seen) < _MOST_PAGES:
            seen.add(page.next)
            page = self._directory(page.next)
            yield page

    def _refuse_raw(self) -> None:
        # What such a file shows first is a small preview, not the picture.
        if _DNG_VERSION in self._tags or _is_reduced(self._tags):
            raise Unsupported(
                mark("{name} is a camera's raw file, or begins with a preview."),
                tr("Develop it first, and save it as PNG or TIFF."),
            )

    def _stored_colours(self) -> Colours:
        stored = self._number(_PHOTOMETRIC, _RGB)
        samples = self._number(_SAMPLES, 1)
        if stored == _YCBCR and self._number(_COMPRESSION) == _JPEG:
            return "rgb"  # libjpeg converts it
        whole = _numbers(self._tags.get(_SUBSAMPLING, (2, 2))) == (1, 1)
        known = stored in _COLOURS and (stored != _YCBCR or (whole and samples == 3))
        if not known:
            raise Unsupported(
                mark("{name} stores its colours in a way this program cannot read."),
                tr("Save it as RGB in another program."),
            )
        colours = _COLOURS[stored]
        if colours in ("lab", "icclab") and samples < 3:
            return "gray"  # L alone
        if colours == "cmyk" and samples < 4:
            raise Unsupported(
                mark("{name} has inks other than CMYK."), tr("Save it as RGB in another program.")
            )
        return colours

    def _sample_type(self) -> tuple[int, int]:
        """Bits per channel, and _UNSIGNED, _SIGNED or _FLOAT."""
        bits = max(_numbers(self._tags.get(_BITS, 1)))
        kinds = set(_numbers(self._tags.get(_SAMPLE_FORMAT, _UNSIGNED)))
        is_lab = self._colours in ("lab", "icclab")
        if kinds <= {_UNSIGNED, _UNDEFINED} or (is_lab and kinds <= {_UNSIGNED, _SIGNED}):
            kind, known = _UNSIGNED, bits in ((8, 16) if is_lab else (1, 2, 4, 8, 16, 32))
        elif kinds == {_SIGNED}:
            kind, known = _SIGNED, bits == 32
        else:
            kind, known = _FLOAT, kinds == {_FLOAT} and bits in (16, 32, 64) and not is_lab
        chunky = self._number(_PLANAR, 1) == 1
        by_float = self._number(_PREDICTOR, 1) != 1
        if kind == _FLOAT and bits == 64 and (by_float or not chunky):
            known = False
        if self._colours == "ycbcr":
            known = known and bits == 8
        if not known:
            raise Unsupported(
                _ODD_SAMPLES[kind],
                tr("Save it with 8 or 16 bits per channel in another program."),
                bits=bits,
            )
        return bits, kind

    def _patches(self) -> dict[int, int]:
        """Tags, and the values that libvips is to see instead."""
        if self._colours in ("lab", "icclab", "ycbcr"):
            return {_PHOTOMETRIC: _RGB, _SAMPLE_FORMAT: _UNSIGNED}
        if self._kind == _FLOAT and self._depth == 64:
            samples = 2 * self._number(_SAMPLES, 1)
            colours = _RGB if samples > 2 else _BY_BLACK
            changed = {_BITS: 32, _SAMPLES: samples, _SAMPLE_FORMAT: _UNSIGNED}
            return changed | {_PHOTOMETRIC: colours}
        return {}

    def _plain_bands(
        self, bands: Iterator[NDArray[Any]], notices: list[str]
    ) -> Iterator[NDArray[np.uint16]]:
        """Floats, of which 0 to 1 is the full range, and 32-bit numbers, as 16 bits."""
        clipped = False
        by_white = self._number(_PHOTOMETRIC, _RGB) == _BY_WHITE
        most = 1.0 if self._kind == _FLOAT else 2.0**31 - 1 if self._kind == _SIGNED else 2.0**32
        for band in bands:
            values = self._doubles(band) if self._depth == 64 else band
            scaled = values.astype(np.float64) * (65535 / (most - (most == 2.0**32)))
            if by_white and self._kind == _FLOAT and self._depth == 64:
                scaled = 65535 - scaled
            with np.errstate(invalid="ignore"):
                inside = (scaled >= -0.5) & (scaled <= 65535.5)
            clipped = clipped or not bool(inside.all())
            scaled = np.nan_to_num(scaled, nan=0.0, posinf=65535.0, neginf=0.0)
            yield np.rint(np.clip(scaled, 0, 65535)).astype(np.uint16)
        notices.append(tr(_MADE_16_BITS[self._kind == _FLOAT, clipped], bits=self._depth))

    def _doubles(self, band: NDArray[np.uint32]) -> NDArray[np.float64]:
        """Out of their halves, which libtiff has turned round each for itself."""
        high_first = (self._tags.prefix == b"MM") == (sys.byteorder == "little")
        halves = band.reshape(*band.shape[:2], -1, 2)
        ordered = np.ascontiguousarray(halves[..., ::-1] if high_first else halves)
        return ordered.view(np.float64)[..., 0]

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


def _patched(file: IO[bytes], values: Mapping[int, int]) -> bytes:
    """The file, with other values in its first directory."""
    require_memory(2 * file.seek(0, os.SEEK_END))
    entries = list(_patched_entries(file, values))
    file.seek(0)
    data = bytearray(file.read())
    for at, entry in entries:
        data[at : at + len(entry)] = entry
    return bytes(data)


def _patched_entries(file: IO[bytes], values: Mapping[int, int]) -> Iterator[tuple[int, bytes]]:
    """Where an entry of the first directory is, and the one SHORT that is to stand there."""
    head = _read_head(file)
    big, order = _is_big(head), "<" if head[:2] == b"II" else ">"
    (at,) = struct.unpack_from(order + ("Q" if big else "I"), head, 8 if big else 4)
    file.seek(at)
    (count,) = struct.unpack(order + ("Q" if big else "H"), file.read(8 if big else 2))
    at, entry_bytes = at + (8 if big else 2), 20 if big else 12
    for entry in range(at, at + min(count, 4096) * entry_bytes, entry_bytes):
        file.seek(entry)
        (tag,) = struct.unpack(order + "H", file.read(2))
        if tag in values:
            form = "HHQHHI" if big else "HHIHH"
            rest = (0, 0) if big else (0,)
            yield entry, struct.pack(order + form, tag, 3, 1, values[tag], *rest)


def _thin(raster: Raster, step: int) -> Raster:
    """Every so-manieth pixel, for a thumbnail of what cannot be averaged."""

    def rows() -> Iterator[NDArray[Any]]:
        top = 0
        for band in raster.bands:
            yield band[-top % step :: step, ::step]
            top += len(band)

    return replace(
        raster, height=-(-raster.height // step), width=-(-raster.width // step), bands=rows()
    )


def _copy(source: Directory, target: Directory, tags: Iterable[int]) -> None:
    """Values with their types, which Pillow would guess anew; text as bytes, to keep accents."""
    for tag in tags:
        if tag in source:
            value = source[tag]
            target.tagtype[tag] = source.tagtype[tag]
            target[tag] = value.encode("latin-1") if isinstance(value, str) else value


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
