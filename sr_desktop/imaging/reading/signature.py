"""The first bytes of a file: they say what it is, whatever it is called."""

from __future__ import annotations

import re

SIGNATURE_BYTES = 64
_BRANDS = {
    b"avif": "AVIF",
    b"avis": "AVIF",
    b"heic": "HEIF",
    b"heix": "HEIF",
    b"heim": "HEIF",
    b"heis": "HEIF",
    b"hevc": "HEIF",
    b"hevx": "HEIF",
    b"hevm": "HEIF",
    b"hevs": "HEIF",
    b"mif1": "HEIF",
    b"msf1": "HEIF",
}
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_JXL = (b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n")
_PNM = re.compile(rb"P[1-7][ \t\r\n#]")


def format_by_signature(head: bytes) -> str | None:
    """Pillow's name of the format, from the first SIGNATURE_BYTES bytes; None for no picture."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[:4] in _TIFF:
        return "TIFF"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if head.startswith(_JXL):
        return "JXL"
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if _PNM.match(head):
        return "PPM"
    return "BMP" if head[:2] == b"BM" else None


def _by_brands(head: bytes) -> str | None:
    """Of an ISO file: the major brand, then those it is compatible with."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    compatible = {head[at : at + 4] for at in range(16, length - 3, 4)}
    major = head[8:12]
    if major in (b"mif1", b"msf1") and compatible & {b"avif", b"avis"}:
        return "AVIF"
    known = [_BRANDS[brand] for brand in (major, *sorted(compatible)) if brand in _BRANDS]
    return known[0] if known else None
