"""The directory of a TIFF that is written, put behind the pixels with all metadata."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from PIL import TiffTags
from PIL.TiffImagePlugin import IFDRational
from PIL.TiffImagePlugin import ImageFileDirectory_v2 as Directory

from sr_desktop.imaging.metadata import EXIF_PREFIX, rational
from sr_desktop.imaging.reading.pillow import quietly
from sr_desktop.imaging.reading.source import MALFORMED
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.imaging.tags import Tags

_ORIENTATION, _STRIP_OFFSETS = 274, 273
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 282, 283, 296
_XMP, _IPTC, _ICC = 700, 33723, 34675
_EXIF, _GPS, _INTEROP = 34665, 34853, 40965
_PER_INCH, _NO_UNIT = 2, 1
# What a person wrote or a camera noted, as opposed to how the pixels are stored: document name,
# description, make, model, page name, software, date, artist, computer, rating, copyright, Windows'
# title, comment, author, keywords and subject.
_DESCRIPTIVE = (
    *(269, 270, 271, 272, 285, 305, 306, 315, 316, 18246, 18249, 33432),
    *range(40091, 40096),
)


def describe(file: IO[bytes], tags: Tags) -> tuple[str, ...]:
    """Let a TIFF tell its metadata. file holds one in strips, whole, and is open for both ways.

    The strips stay where they are: a new directory is put at the end, and the header leads to it.
    Returns a notice where Pillow cannot write the EXIF again.
    """
    file.flush()
    with quietly():
        try:
            directory, start = _behind(file, tags, tags.exif)
            notices: tuple[str, ...] = ()
        except MALFORMED:
            directory, start = _behind(file, tags, None)
            notices = (tr("EXIF data was left out: it could not be converted for TIFF."),)
    end = file.seek(0, os.SEEK_END)
    file.write(b"\0" * (end % 2) + directory)
    big = len(_head(file)) == 16
    file.seek(8 if big else 4)
    file.write(struct.pack("<Q" if big else "<I", start))
    return notices


def _behind(file: IO[bytes], tags: Tags, exif: bytes | None) -> tuple[bytes, int]:
    """All directories, to be put at the file's even end, and where the first of them will be."""
    head = _head(file)
    pixels = _load(Directory(head), file)
    root, subs = Directory(head), dict[int, Directory]()
    _copy(pixels, root, set(pixels) - {_ORIENTATION})
    if exif:
        subs = _copy_exif(exif.removeprefix(EXIF_PREFIX), root, head)
    _set_resolution(root, tags.dpi)
    _set_blob(root, _ICC, TiffTags.UNDEFINED, tags.icc)
    _set_blob(root, _XMP, TiffTags.BYTE, tags.xmp)
    _set_blob(root, _IPTC, TiffTags.BYTE, tags.iptc)
    strips = pixels[_STRIP_OFFSETS]
    return _lay_out(root, subs, strips, file.seek(0, os.SEEK_END), big=len(head) == 16)


def _head(file: IO[bytes]) -> bytes:
    """8 bytes, or 16 of a BigTIFF; libvips here writes the low byte first."""
    file.seek(0)
    head = file.read(8)
    return head + file.read(8) if head[2:4] == b"+\0" else head


def _copy_exif(block: bytes, root: Directory, head: bytes) -> dict[int, Directory]:
    """Descriptive tags into root; the directories that hang from it as the answer."""
    file = io.BytesIO(block)
    first = _load(Directory(block[:8]), file)
    _copy(first, root, _DESCRIPTIVE)
    subs = {}
    for tag in (_EXIF, _GPS):
        if tag in first:
            source = _load(Directory(block[:8], group=tag), file, first[tag])
            subs[tag] = Directory(head, group=tag)
            _copy(source, subs[tag], set(source) - {_INTEROP})
    return subs


def _load(directory: Directory, file: IO[bytes], at: int | None = None) -> Directory:
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
    root[_X_RESOLUTION] = IFDRational(*rational(x))
    root[_Y_RESOLUTION] = IFDRational(*rational(y))


def _set_blob(root: Directory, tag: int, kind: int, value: bytes | None) -> None:
    if value:
        root.tagtype[tag] = kind
        root[tag] = value


def _lay_out(
    root: Directory, subs: dict[int, Directory], strips: tuple[int, ...], end: int, big: bool
) -> tuple[bytes, int]:
    """Directories below the root, then the root; and where that begins."""
    body = b""
    at = end + end % 2
    offset_type = TiffTags.LONG8 if big else TiffTags.LONG
    for tag, sub in subs.items():
        root.tagtype[tag] = offset_type
        root[tag] = at + len(body)
        body += sub.tobytes(at + len(body))
    root.tagtype[_STRIP_OFFSETS] = offset_type
    root[_STRIP_OFFSETS] = (0,) * len(strips)
    start = at + len(body)
    return body + _with_offsets(root.tobytes(start), strips, start, big), start


def _with_offsets(root: bytes, strips: tuple[int, ...], start: int, big: bool) -> bytes:
    """Pillow writes the offsets of strips as counted from the directory's end: here they are not.

    start is where the directory will be in the file, which the offsets in it count from.
    """
    count_format, entry_format, offset = ("<Q", "<HHQ", "Q") if big else ("<H", "<HHI", "I")
    values = struct.pack(f"<{len(strips)}{offset}", *strips)
    at = struct.calcsize(count_format)
    inline = struct.calcsize(offset)
    while struct.unpack_from("<H", root, at)[0] != _STRIP_OFFSETS:
        at += struct.calcsize(entry_format) + inline
    at += struct.calcsize(entry_format)
    if len(values) > inline:
        at = struct.unpack_from("<" + offset, root, at)[0] - start
    return root[:at] + values + root[at + len(values) :]
