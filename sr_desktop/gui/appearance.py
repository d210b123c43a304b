"""How the window looks: theme, contrast, size and language, as values. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from sr_desktop.language import mark

THEMES = ("system", "light", "dark")
CONTRASTS = ("system", "usual", "high")
SCALES_PERCENT = (75, 100, 125, 150, 175, 200)
LANGUAGES = {
    "system": mark("System"),
    "en": "English",
    "zh_CN": "简体中文",
}  # each in its own words


@dataclass(frozen=True, slots=True)
class Appearance:
    """ "system" follows it. scale_percent is the size of text and controls; it takes a start."""

    theme: str = "system"
    contrast: str = "system"
    scale_percent: int = 100
