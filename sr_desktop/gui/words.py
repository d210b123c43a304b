"""Sizes and times as people read them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.imaging.place import shown_name
from sr_desktop.language import listed, tr, trn

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
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
        return tr("under 1 s")
    if seconds < 90:
        return tr("about {seconds:.0f} s", seconds=seconds)
    if seconds < 5400:
        return tr("about {minutes:.0f} min", minutes=seconds / 60)
    return tr("about {hours:.1f} h", hours=seconds / 3600)


def roughly(seconds: float) -> str:
    """The same where there is little room: "≈ 6 s", "< 1 s"."""
    if seconds < 1:
        return tr("< 1 s")
    if seconds < 90:
        return tr("≈ {seconds:.0f} s", seconds=seconds)
    if seconds < 5400:
        return tr("≈ {minutes:.0f} min", minutes=seconds / 60)
    return tr("≈ {hours:.1f} h", hours=seconds / 3600)


def count(pictures: int) -> str:
    return trn("{count:,} picture", "{count:,} pictures", pictures)


def ended(done: int, failed: int, every: int) -> str:
    """How pictures ended of which nothing is worked on: "5 pictures", "1 of 5 done, 1 failed"."""
    told = tr("{done:,} of {total:,} done", done=done, total=every) if done else count(every)
    return listed((told, tr("{count:,} failed", count=failed))) if failed else told


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
    number = f"{count / 1e6:.{0 if count >= 1e7 else 2}f}"
    return tr("{number} million", number=number)


def transferred(done_bytes: int, total_bytes: int | None) -> str:
    """ "3.1 of 5.5 MB" """
    if not total_bytes:
        return size(done_bytes)
    unit, divisor, digits = ("MB", 1e6, 1) if total_bytes >= 1e6 else ("kB", 1e3, 0)
    done, total = (f"{each / divisor:.{digits}f}" for each in (done_bytes, total_bytes))
    return tr("{done} of {total} {unit}", done=done, total=total, unit=unit)


def left(seconds: float) -> str:
    """ "2 s left", "4 min left" """
    if seconds < 90:
        return tr("{seconds} s left", seconds=max(1, round(seconds)))
    return tr("{minutes:.0f} min left", minutes=seconds / 60)


def facts(spec: ModelSpec) -> str:
    """What a checkpoint's network takes: "range 0–255, with mean shift"."""
    if spec.mean_shift:
        return tr("range 0–{most:.0f}, with mean shift", most=spec.input_range)
    return tr("range 0–{most:.0f}, no mean shift", most=spec.input_range)


def model(spec: ModelSpec) -> str:
    """ "EDSR-base ×2"; a file's own name may tell the scale already."""
    told = spec.label.lower().endswith(f"x{spec.scale}")
    return spec.shown_label if told else f"{spec.shown_label} ×{spec.scale}"


def steps(steps: Steps, width: int, height: int) -> str:
    """How a picture of width x height comes to its size: "×2, ×2, then shrunk to 94 %".

    Empty for one pass of the network and nothing else, which the sizes tell by themselves.
    """
    if not steps.is_resized and len(steps.passes) == 1:
        return ""
    if not steps.passes:
        if not steps.is_resized:
            return tr("As large as it is: nothing to upscale")
        percent = _percent(steps.width / width)
        return tr("Shrunk to {percent}, without the model", percent=percent)
    passes = tr(", then ").join(f"×{scale}" for scale in steps.passes)
    if not steps.is_resized:
        return passes
    product = math.prod(steps.passes)
    ratio = max(steps.width / (width * product), steps.height / (height * product))
    return tr("{passes}, then shrunk to {percent}", passes=passes, percent=_percent(ratio))


def _percent(ratio: float) -> str:
    """As whole as it can be without saying 0 % or 100 %."""
    decimals = 0 if 0.0095 <= ratio < 0.995 else 1
    return f"{min(max(ratio * 100, 0.1), 99.9):.{decimals}f} %"


def frames(count: int, format: str) -> str:
    """ "24 frames", "3 pages", of more than one; format is Pillow's name."""
    if format == "TIFF":
        return trn("{count} page", "{count} pages", count)
    return trn("{count} frame", "{count} frames", count)


def times(factor: float) -> str:
    """ "×4", "×3.75" """
    return f"×{factor:.3g}"


def consistency(psnr_db: float) -> str:
    """ "consistency 48.2 dB" """
    if math.isfinite(psnr_db):
        return tr("consistency {decibels:.1f} dB", decibels=psnr_db)
    return tr("consistency exact")


def format_name(format: str) -> str:
    """As people write it; format is Pillow's name."""
    return {"WEBP": "WebP"}.get(format, format)


def path(path: Path) -> str:
    """A path as one printable line, whatever bytes its names are made of."""
    return str(Path(*(shown_name(Path(part)) for part in path.parts)))


def came_from(origin: str) -> str:
    """Where a checkpoint was taken from; imports are kept in files, in English."""
    parts = re.fullmatch(r"imported from (?P<name>.+?)(?P<digest> \(sha256:\w+\))?", origin)
    if parts is None:
        return origin
    return tr("imported from {name}", name=parts["name"]) + (parts["digest"] or "")


def steps_taken(steps: Sequence[str]) -> str:
    """ "×2 by pan-x2, to 1920 × 1280 by bicubic", from a result's steps."""
    return listed(_step_taken(step) for step in steps)


def _step_taken(step: str) -> str:
    """Steps are kept in files, in English; one of another kind is shown as it is."""
    if by_model := re.fullmatch(r"x(?P<scale>\d+) by (?P<model>.+)", step):
        return tr("×{scale} by {model}", **by_model.groupdict())
    if to_size := re.fullmatch(r"to (?P<width>\d+) x (?P<height>\d+) by bicubic", step):
        return tr("to {width} × {height} by bicubic", **to_size.groupdict())
    return step
