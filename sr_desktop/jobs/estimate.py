"""How much room a result is likely to need on the disk."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sr_desktop.imaging import formats

if TYPE_CHECKING:
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.imaging.files import Probe
    from sr_desktop.jobs.types import UpscaleJob

BASIS = "as photographs of this size and format usually need"

# Bytes of a file for each byte of pixels, a little above the median of photographs enlarged twice
# and four times (17 pictures of Set5 and B100): PNG 0.35 to 0.45 there, TIFF 0.75, WebP 0.25, GIF
# 0.25. The low bytes of 16 bits hardly pack.
_LOSSLESS = {"PNG": 0.55, "TIFF": 0.8, "WEBP": 0.4, "GIF": 0.3}
_LOSSLESS_16 = 0.9
# At quality 95, 8 bits and 4:4:4 (WebP: 4:2:0). 20 less halve it and more, 4:2:0 saves a fifth.
_LOSSY = {"JPEG": 0.2, "WEBP": 0.12, "AVIF": 0.15}
_QUALITY_STEP = 20
_CHROMA_420 = 0.8


def pixel_bytes(seen: Probe) -> int:
    """What the pixels of a source take in memory, with alpha."""
    return seen.width * seen.height * (seen.channels + seen.alpha) * seen.bits // 8


def result_bytes(job: UpscaleJob, seen: Probe) -> int:
    """What the file will take, likely. Raises UsageError for a size that cannot be come to."""
    steps = job.steps(seen.width, seen.height)
    format = formats.target_format(job.encoding, seen.format, seen.frames)
    bits = _bits(job.encoding, format, seen.bits)
    raw = (
        steps.width * steps.height * (seen.channels + seen.alpha) * bits // 8 * frames_of(job, seen)
    )
    return math.ceil(raw * _share(job.encoding, format, bits))


def frames_of(job: UpscaleJob, seen: Probe) -> int:
    """How many pictures of the source are done: all of one that moves, if its format can."""
    format = formats.target_format(job.encoding, seen.format, seen.frames)
    return seen.frames if seen.animated and formats.can_animate(format) else 1


def _bits(encoding: Encoding, format: str, source_bits: int) -> int:
    if format not in ("PNG", "TIFF"):
        return 8
    return source_bits if encoding.bit_depth == "same" else int(encoding.bit_depth)


def _share(encoding: Encoding, format: str, bits: int) -> float:
    if format == "TIFF" and encoding.compression == "none":
        return 1.0
    if format in ("PNG", "TIFF", "GIF") or (format == "WEBP" and encoding.lossless):
        return _LOSSLESS_16 if bits == 16 else _LOSSLESS[format]
    chroma = _CHROMA_420 if encoding.chroma == "420" and format != "WEBP" else 1.0
    return _LOSSY[format] * chroma * math.exp((encoding.quality - 95) / _QUALITY_STEP)
