"""Sizes and times as people read them."""

from __future__ import annotations


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
