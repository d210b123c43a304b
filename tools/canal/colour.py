"""Colours, and the few that everything shares."""

from __future__ import annotations

from collections.abc import Sequence

Colour = tuple[int, int, int]  # red, green, blue, 0..255

LIT: Colour = (255, 206, 128)
STONE: Colour = (206, 194, 176)
IRON: Colour = (34, 36, 42)
ROPE: Colour = (66, 58, 54)
PAPER: Colour = (244, 236, 218)
INK: Colour = (36, 42, 60)


def mix(a: Sequence[float], b: Sequence[float], t: float) -> Colour:
    """From a (t = 0) to b (t = 1)."""
    r, g, b_ = (round(min(255, max(0, x + (y - x) * t))) for x, y in zip(a, b, strict=True))
    return r, g, b_


def tone(colour: Sequence[float], factor: float) -> Colour:
    """A colour made darker (factor below 1) or lighter."""
    return mix((0, 0, 0), colour, factor)
