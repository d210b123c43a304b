"""How a picture is to be saved: what people choose, checked."""

from __future__ import annotations

from dataclasses import dataclass

from sr_desktop.errors import UsageError

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "AVIF", "GIF")
COMPRESSIONS = ("deflate", "none")
CHROMAS = ("444", "420")
BIT_DEPTHS = ("same", "8", "16")
LEAST_DPI, MOST_DPI = 1, 100_000


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a picture is to be saved.

    format is "same" or one of FORMATS in small letters; same means PNG where the source's format
    cannot be written, or would lose colours (a GIF that does not move). Only what matters for the
    format is used of the rest: quality, 1 to 100, for JPEG, AVIF and lossy WebP; lossless for WebP,
    None for what the source was; chroma, one of CHROMAS, for JPEG and AVIF; compression, one of
    COMPRESSIONS, for TIFF. bit_depth is one of BIT_DEPTHS. dpi None keeps the size in print.
    strip_metadata leaves out EXIF, XMP, IPTC, text, dpi and provenance; the ICC profile stays, for
    without it the colours would change. provenance tells whether how it was made is written in.
    """

    format: str = "same"
    quality: int = 95
    lossless: bool | None = None
    chroma: str = "444"
    compression: str = "deflate"
    bit_depth: str = "same"
    dpi: float | None = None
    strip_metadata: bool = False
    provenance: bool = True

    def __post_init__(self) -> None:
        formats = tuple(name.lower() for name in FORMATS)
        _check("format to save in", self.format, ("same", *formats))
        _check("compression", self.compression, COMPRESSIONS)
        _check("chroma", self.chroma, CHROMAS)
        _check("bit depth", self.bit_depth, BIT_DEPTHS)
        if not 1 <= self.quality <= 100:
            raise UsageError(f"The quality cannot be {self.quality}.", "It is 1 to 100.")
        if self.dpi is not None and not LEAST_DPI <= self.dpi <= MOST_DPI:
            raise UsageError(
                f"The resolution cannot be {self.dpi:g} dpi.", f"It is {LEAST_DPI} to {MOST_DPI}."
            )


def _check(what: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UsageError(f"There is no {what} {value!r}.", f"There is: {', '.join(choices)}.")
