"""Sizes and times as people read them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from sr_desktop.catalogue import ModelSpec
from sr_desktop.imaging import files
from sr_desktop.imaging.size import Steps


def pixels(width: int, height: int) -> str:
    return f"{width} × {height}"


def megapixels(pixels: int) -> str:
    """ "0.4 MP", "34 MP", "1,204 MP" """
    return f"{pixels / 1e6:,.{2 if pixels < 1e6 else 1 if pixels < 1e7 else 0}f} MP"


def duration(seconds: float) -> str:
    """0:18, 12:03, 1:02:03."""
    whole = max(0, round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def about(seconds: float) -> str:
    """A rough time to expect: "about 6 s", "about 4 min"."""
    if seconds < 1:
        return "under 1 s"
    if seconds < 90:
        return f"about {seconds:.0f} s"
    if seconds < 5400:
        return f"about {seconds / 60:.0f} min"
    return f"about {seconds / 3600:.1f} h"


def roughly(seconds: float) -> str:
    """The same where there is little room: "≈ 6 s", "< 1 s"."""
    return about(seconds).replace("about", "≈").replace("under", "<")


def count(pictures: int) -> str:
    return "1 picture" if pictures == 1 else f"{pictures:,} pictures"


def size(bytes: float) -> str:
    """12.4 GB, 5.5 MB, 413 kB: in thousands, as shops and browsers count."""
    if bytes >= 1e9:
        return f"{bytes / 1e9:,.1f} GB"
    return f"{bytes / 1e6:.1f} MB" if bytes >= 1e6 else f"{max(0, round(bytes / 1e3))} kB"


def memory(bytes: float) -> str:
    """640 MB, 1.2 GB: as roughly as it can be known, to ten megabytes."""
    return size(bytes) if bytes >= 1e9 else f"{max(10, round(bytes / 1e7) * 10)} MB"


def millions(count: int) -> str:
    """0.27 million, 43 million"""
    return f"{count / 1e6:.0f} million" if count >= 1e7 else f"{count / 1e6:.2f} million"


def transferred(done_bytes: int, total_bytes: int | None) -> str:
    """ "3.1 of 5.5 MB" """
    if not total_bytes:
        return size(done_bytes)
    unit, divisor, digits = ("MB", 1e6, 1) if total_bytes >= 1e6 else ("kB", 1e3, 0)
    done, total = (f"{each / divisor:.{digits}f}" for each in (done_bytes, total_bytes))
    return f"{done} of {total} {unit}"


def left(seconds: float) -> str:
    """ "2 s left", "4 min left" """
    if seconds < 90:
        return f"{max(1, round(seconds))} s left"
    return f"{seconds / 60:.0f} min left"


def facts(spec: ModelSpec) -> str:
    """What a checkpoint's network takes: "range 0–255, with mean shift"."""
    shift = "with" if spec.mean_shift else "no"
    return f"range 0–{spec.input_range:.0f}, {shift} mean shift"


def model(spec: ModelSpec) -> str:
    """ "EDSR-base ×2"; a file's own name may tell the scale already."""
    told = spec.label.lower().endswith(f"x{spec.scale}")
    return spec.label if told else f"{spec.label} ×{spec.scale}"


def steps(steps: Steps, width: int, height: int) -> str:
    """How a picture of width x height comes to its size: "×2, ×2, then shrunk to 94 %".

    Empty for one pass of the network and nothing else, which the sizes tell by themselves.
    """
    if not steps.is_resized and len(steps.passes) == 1:
        return ""
    if not steps.passes:
        if not steps.is_resized:
            return "As large as it is: nothing to upscale"
        return f"Shrunk to {_percent(steps.width / width)}, without the model"
    passes = ", then ".join(f"×{scale}" for scale in steps.passes)
    if not steps.is_resized:
        return passes
    product = math.prod(steps.passes)
    ratio = max(steps.width / (width * product), steps.height / (height * product))
    return f"{passes}, then shrunk to {_percent(ratio)}"


def _percent(ratio: float) -> str:
    """As whole as it can be without saying 0 % or 100 %."""
    decimals = 0 if 0.0095 <= ratio < 0.995 else 1
    return f"{min(max(ratio * 100, 0.1), 99.9):.{decimals}f} %"


def frames(count: int, format: str) -> str:
    """ "24 frames", "3 pages", of more than one; format is Pillow's name."""
    return f"{count} pages" if format == "TIFF" else f"{count} frames"


def times(factor: float) -> str:
    """ "×4", "×3.75" """
    return f"×{factor:.3g}"


def consistency(psnr_db: float) -> str:
    """ "consistency 48.2 dB" """
    return f"consistency {psnr_db:.1f} dB" if math.isfinite(psnr_db) else "consistency exact"


def format_name(format: str) -> str:
    """As people write it; format is Pillow's name."""
    return {"WEBP": "WebP"}.get(format, format)


def path(path: Path) -> str:
    """A path as one printable line, whatever bytes its names are made of."""
    return str(Path(*(files.shown_name(Path(part)) for part in path.parts)))


def steps_taken(steps: Sequence[str]) -> str:
    """ "×2 by pan-x2, to 1920 × 1280 by bicubic", from a result's steps."""
    return ", ".join(re.sub(r"\bx(?=\d+ by)|(?<=\d )x(?= \d)", "×", step) for step in steps)
