"""Whether what is drawn can be told from what it is drawn upon, in every scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple, fields

import pytest
from PySide6.QtGui import QColor

from sr_desktop import paths
from sr_desktop.gui.theme import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Tokens

USUAL, HIGH = (LIGHT, DARK), (LIGHT_CONTRAST, DARK_CONTRAST)
GROUNDS = ("window", "panel", "hover", "pressed", "canvas")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"(?<![-\w])(background|color):\s*\$(\w+)")


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = QColor(colour).getRgbF()[:3]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(sum(c * w for c, w in zip(linear, (0.2126, 0.7152, 0.0722), strict=True)))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def upon(ground: str, colour: str, part: float) -> str:
    """The colour that comes of so much of one upon the other."""
    below, above = QColor(ground), QColor(colour)
    mixed = [
        round(a * (1 - part) + b * part)
        for a, b in zip(below.getRgb()[:3], above.getRgb()[:3], strict=True)
    ]
    return QColor(*mixed).name()


def pairs_of_the_sheet() -> Iterator[tuple[str, str, str]]:
    """(text, ground, rule) of the rules that say both."""
    sheet = re.sub(r"/\*.*?\*/", "", paths.resource("style.qss").read_text(encoding="utf-8"))
    for selector, body in _RULE.findall(sheet):
        said = dict(_COLOUR.findall(body))
        if len(said) == 2:
            yield said["color"], said["background"], selector.strip()
    for ground in GROUNDS[:4]:
        yield "text", ground, "*"
    for ground in GROUNDS[:2]:
        yield "muted", ground, "muted"
        yield "bad", ground, "bad"
        yield "good", ground, "good"
    yield "text", "bad_panel", "#notice[kind=bad]"
    yield "text", "canvas", "EmptyPane, title"
    yield "muted", "canvas", "EmptyPane, promise"


@pytest.mark.parametrize("look", [*USUAL, *HIGH])
def test_text_can_be_read_on_every_ground_that_the_sheet_gives_it(look: Tokens) -> None:
    least = 7.0 if look in HIGH else 4.5
    low = {
        f"{text} on {ground} in {rule}: {ratio:.2f}"
        for text, ground, rule in pairs_of_the_sheet()
        if (ratio := contrast(getattr(look, text), getattr(look, ground))) < least
    }
    assert not low


@pytest.mark.parametrize("look", [*USUAL, *HIGH])
def test_text_on_what_is_chosen_can_be_read(look: Tokens) -> None:
    """A card that is chosen, a row that is selected: 12 and 16 % of the accent."""
    for ground in (upon(look.panel, look.accent, 0.12), upon(look.panel, look.accent, 0.16)):
        for name in ("text", "muted"):
            ratio = contrast(getattr(look, name), ground)
            assert ratio >= 4.5, f"{name}: {ratio:.2f}"
    ratio = contrast(look.text, upon(look.hover, look.accent, 0.35))
    assert ratio >= 4.5, f"progress: {ratio:.2f}"


@pytest.mark.parametrize("look", [*USUAL, *HIGH])
def test_what_is_drawn_and_means_something_stands_out(look: Tokens) -> None:
    """The focus ring and what is on, the edges of boxes to tick, signs: 3:1 at least."""
    for name in ("accent", "muted", "good", "bad"):
        for ground in GROUNDS[:3]:
            ratio = contrast(getattr(look, name), getattr(look, ground))
            assert ratio >= 3.0, f"{name} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("look", [*USUAL, *HIGH])
def test_what_can_be_filled_in_has_an_edge(look: Tokens) -> None:
    for ground in ("window", "panel"):
        ratio = contrast(look.edge, getattr(look, ground))
        assert ratio >= 3.0, f"{ground}: {ratio:.2f}"


def test_every_colour_is_one() -> None:
    for look in (*USUAL, *HIGH):
        named = dict(zip((each.name for each in fields(look)), astuple(look), strict=True))
        assert all(QColor(colour).isValid() for colour in named.values()), named
