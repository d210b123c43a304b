"""Sizes as people ask for them, and the way there."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sr_desktop.errors import UsageError
from sr_desktop.imaging.size import MOST_FACTOR, Size, steps_to

ALL = (2, 3, 4)


@pytest.mark.parametrize(
    ("text", "size", "kept"),
    [
        ("150%", (1200, 900), "150%"),
        ("2.5x", (2000, 1500), "2.5x"),
        ("x2.5", (2000, 1500), "2.5x"),
        ("1920x1080", (1440, 1080), "1920x1080"),
        ("1920 × 1080", (1440, 1080), "1920x1080"),
        ("w=1920", (1920, 1440), "w=1920"),
        ("h=1081", (1441, 1081), "h=1081"),
        ("LONG=4000", (4000, 3000), "long=4000"),
        ("short=2000", (2667, 2000), "short=2000"),
        ("mp=24", (5657, 4243), "mp=24"),
        ("print=20x30cm@300", (3150, 2362), "print=20x30cm@300"),
        ("print=8x10in@300", (3000, 2250), "print=8x10in@300"),
        ("print=200x300mm@300", (3150, 2362), "print=200x300mm@300"),
    ],
)
def test_every_form_is_understood(text: str, size: tuple[int, int], kept: str) -> None:
    asked = Size.parse(text)
    assert asked.pixels(800, 600) == size
    assert str(asked) == kept
    assert Size.parse(str(asked)) == asked


def test_long_and_short_follow_the_picture_when_it_stands() -> None:
    assert Size.parse("long=4000").pixels(600, 800) == (3000, 4000)
    assert Size.parse("short=2000").pixels(600, 800) == (2000, 2667)
    assert Size.parse("print=30x20cm@300").pixels(600, 800) == (2362, 3150)


@pytest.mark.parametrize(
    "text", ["", "big", "0%", "w=0", "w=12.5", "-3x", "10x20x30", "print=1x1cm"]
)
def test_what_is_no_size_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        Size.parse(text)
    assert "long=4000" in refusal.value.hint


@pytest.mark.parametrize(
    ("text", "scales", "passes"),
    [
        ("200%", ALL, (2,)),
        ("150%", ALL, (2,)),
        ("250%", ALL, (3,)),
        ("5x", ALL, (2, 3)),
        ("7x", ALL, (2, 4)),
        ("9x", ALL, (3, 3)),
        ("10x", ALL, (3, 4)),
        ("16x", ALL, (4, 4)),
        ("16x", (2,), (2, 2, 2, 2)),
        ("5x", (4,), (4, 4)),
        ("80%", ALL, ()),
        ("100%", ALL, ()),
    ],
)
def test_the_cheapest_passes_are_taken(
    text: str, scales: tuple[int, ...], passes: tuple[int, ...]
) -> None:
    steps = steps_to(Size.parse(text), 100, 50, scales)
    assert steps.passes == passes
    assert (steps.width, steps.height) == Size.parse(text).pixels(100, 50)
    product = math.prod(passes)
    assert steps.is_resized == ((steps.width, steps.height) != (100 * product, 50 * product))


def test_without_a_size_the_first_scale_is_taken_once() -> None:
    steps = steps_to(None, 100, 50, (3, 2))
    assert (steps.passes, steps.width, steps.height, steps.is_resized) == ((3,), 300, 150, False)
    assert steps.network_px(100, 50) == 5000


def test_every_pass_counts() -> None:
    assert steps_to(Size.parse("6x"), 10, 10, ALL).network_px(10, 10) == 100 + 400


@pytest.mark.parametrize("text", ["17x", "w=1700"])
def test_more_than_sixteen_times_is_refused_with_the_most(text: str) -> None:
    with pytest.raises(UsageError, match="17 times") as refusal:
        steps_to(Size.parse(text), 100, 50, ALL)
    assert str(MOST_FACTOR) in refusal.value.hint


@given(
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.sampled_from(["w", "h", "long", "short"]),
    st.integers(1, 20_000),
)
def test_the_side_asked_for_is_met_and_the_passes_are_enough(
    width: int, height: int, side: str, px: int
) -> None:
    size = Size.parse(f"{side}={px}")
    wide, high = size.pixels(width, height)
    met = {"w": wide, "h": high, "long": max(wide, high), "short": min(wide, high)}[side]
    assert met == px or 1 in (wide, high)
    try:
        steps = steps_to(size, width, height, ALL)
    except UsageError:
        return
    product = math.prod(steps.passes)
    assert width * product >= wide
    assert height * product >= high
