"""One picture held against its original, by the protocol of the papers.

PSNR and SSIM on the Y channel, a border of `scale` px cut, in 8 bits: pictures of 16 bits are
rounded to 8. Gray counts as R = G = B. Alpha is ignored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sr_desktop.imaging import metrics, resize
from sr_desktop.imaging.compare import displayable

if TYPE_CHECKING:
    from sr_desktop.imaging.picture import Picture, Pixels


@dataclass(frozen=True, slots=True)
class Quality:
    """PSNR in dB, infinite for equal pictures; SSIM, None where its window does not fit."""

    psnr: float
    ssim: float | None


def measure(
    pixels: Pixels, hr: Pixels, scale: int, check: Callable[[], None] = lambda: None
) -> Quality:
    """Of pixels against HR, of the same size; see fits. check is called now and then."""
    pair = displayable(pixels), displayable(hr)
    room = min(hr.shape[:2]) - 2 * scale
    psnr = metrics.psnr_y(*pair, scale, check)
    return Quality(psnr, metrics.ssim_y(*pair, scale, check) if room >= metrics.SSIM_TAPS else None)


def fits(hr: Picture, scale: int) -> bool:
    """Whether something is left of it without its border of scale px."""
    return min(hr.height, hr.width) > 2 * scale


def modcrop(hr: Picture, lr_height: int, lr_width: int, scale: int) -> Picture | None:
    """HR without alpha, exactly scale times as large as LR.

    It may be larger by less than scale px: it loses rows at the bottom and columns at the right, as
    in the papers. None for other sizes.
    """
    height, width = lr_height * scale, lr_width * scale
    if not (0 <= hr.height - height < scale and 0 <= hr.width - width < scale):
        return None
    return hr.with_pixels(hr.pixels[:height, :width], None)


def reduced(hr: Picture, scale: int) -> tuple[Picture, Picture]:
    """HR after modcrop, and the LR picture that bicubic makes of it."""
    height, width = hr.height // scale, hr.width // scale
    cut = hr.with_pixels(hr.pixels[: height * scale, : width * scale], None)
    return cut, cut.with_pixels(resize.bicubic(cut.pixels, height, width), None)
