"""Sizes and times as people read them."""

from __future__ import annotations

from sr_desktop.catalogue import ModelSpec


def pixels(width: int, height: int) -> str:
    return f"{width} × {height}"


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


def count(pictures: int) -> str:
    return "1 picture" if pictures == 1 else f"{pictures} pictures"


def size(bytes: float) -> str:
    """5.5 MB, 413 kB: in thousands, as shops and browsers count."""
    return f"{bytes / 1e6:.1f} MB" if bytes >= 1e6 else f"{max(0, round(bytes / 1e3))} kB"


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
