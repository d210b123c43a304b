"""How a picture is to be saved: what people choose, checked."""

from __future__ import annotations

from dataclasses import dataclass

from sr_desktop.errors import UsageError
from sr_desktop.language import listed, mark, tr

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
        _check(_NO_FORMAT, self.format, ("same", *formats))
        _check(_NO_COMPRESSION, self.compression, COMPRESSIONS)
        _check(_NO_CHROMA, self.chroma, CHROMAS)
        _check(_NO_BIT_DEPTH, self.bit_depth, BIT_DEPTHS)
        if not 1 <= self.quality <= 100:
            raise UsageError(
                tr("The quality cannot be {quality}.", quality=self.quality), tr("It is 1 to 100.")
            )
        if self.dpi is not None and not LEAST_DPI <= self.dpi <= MOST_DPI:
            raise UsageError(
                tr("The resolution cannot be {dpi:g} dpi.", dpi=self.dpi),
                tr("It is {least} to {most}.", least=LEAST_DPI, most=MOST_DPI),
            )


_NO_FORMAT = mark("There is no format to save in {value!r}.")
_NO_COMPRESSION = mark("There is no compression {value!r}.")
_NO_CHROMA = mark("There is no chroma {value!r}.")
_NO_BIT_DEPTH = mark("There is no bit depth {value!r}.")


def _check(refusal: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise UsageError(
            tr(refusal, value=value),
            tr("There is: {there_is}.", there_is=listed(choices)),
        )
