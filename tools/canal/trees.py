"""Trees, leaf by leaf."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import cos, pi, sin

import numpy as np

from canal.colour import Colour, mix
from canal.sheet import Point, Sheet
from canal.stage import Vector


@dataclass
class Crown:
    """What grows: limbs as (from, to, width) and the tips that carry leaves, in metres."""

    limbs: list[tuple[Point, Point, float]] = field(default_factory=list)
    tips: list[Point] = field(default_factory=list)


def grow(
    crown: Crown, rng: np.random.Generator, at: Point, angle: float, length: float, forks: int
) -> None:
    """A limb that bends a little, and what forks from its end, forks times more."""
    width = 0.026 * length * 1.32**forks
    for _ in range(3):
        angle += rng.normal(0, 0.10) + 0.04 * cos(angle)
        end = at[0] + cos(angle) * length / 3, at[1] + sin(angle) * length / 3
        crown.limbs.append((at, end, width))
        at, width = end, width * 0.92
    if forks <= 2:
        crown.tips.append(at)
    if forks == 0:
        return
    count = 3 if forks == 6 or rng.random() < 0.4 else 2
    for k in range(count):
        turn = (k - (count - 1) / 2) * rng.uniform(0.55, 0.95) + rng.normal(0, 0.12)
        grow(crown, rng, at, angle + turn, length * rng.uniform(0.70, 0.86), forks - 1)


def tree(
    rng: np.random.Generator,
    height: float,
    spread: float,
    leaves: int,
    leaf_m: float,
    px_per_m: float,
    lamp: Point | None = None,
) -> Sheet:
    """A tree as a sheet spread wide; lamp is a light near it, in metres of the sheet."""
    sheet = Sheet(spread, height * 1.15, px_per_m)
    crown = Crown()
    grow(crown, rng, (spread / 2, 0), pi / 2, height * 0.27, 6)
    tips = np.array(crown.tips)
    clumps = Clumps(tips, rng.random(len(tips)), 0.072 * height)
    split = int(leaves * 0.5)
    foliage(sheet, rng, clumps, (0.0, 0.55), split, leaf_m * 1.1, lamp)
    for start, end, width in crown.limbs:
        limb(sheet, start, end, width)
    foliage(sheet, rng, clumps, (0.45, 1.0), leaves - split, leaf_m, lamp)
    return sheet


def limb(sheet: Sheet, start: Point, end: Point, width: float) -> None:
    """A piece of wood, lighter on its right side."""
    sheet.line([start, end], (50, 42, 42), width)
    shift = width * 0.24
    lighter = [(start[0] + shift, start[1]), (end[0] + shift, end[1])]
    sheet.line(lighter, (96, 76, 64), width * 0.28)


@dataclass(frozen=True)
class Clumps:
    """Balls of leaves: middles (N, 2) and radius in metres, depth (N,) from back 0 to front 1."""

    middles: Vector
    depth: Vector
    radius_m: float


def foliage(
    sheet: Sheet,
    rng: np.random.Generator,
    clumps: Clumps,
    layer: tuple[float, float],
    leaves: int,
    leaf_m: float,
    lamp: Point | None,
) -> None:
    """Leaves of the clumps whose depth lies in the layer, lit from above."""
    chosen = np.flatnonzero((clumps.depth >= layer[0]) & (clumps.depth <= layer[1]))
    clump = rng.choice(chosen, leaves)
    turn, away = rng.uniform(0, 2 * pi, leaves), np.sqrt(rng.random(leaves))
    offset = np.stack([np.cos(turn), np.sin(turn)], -1) * away[:, None]
    front = rng.uniform(-1, 1, leaves) * np.sqrt(1 - away**2)
    spots = clumps.middles[clump] + offset * clumps.radius_m * [1.25, 0.95]
    depth = clumps.depth[clump] + 0.15 * front
    whole = (spots - clumps.middles.mean(0)) / clumps.middles.std(0)
    facing = offset @ [-0.18, 0.72] + 0.42 * front
    lit = 0.10 + 0.30 * depth + 0.27 * facing + whole @ [-0.05, 0.07] + rng.normal(0, 0.10, leaves)
    warm = lamp_on_leaves(spots, lamp)
    size, fat = leaf_m * rng.uniform(0.6, 1.3, leaves), rng.uniform(0.34, 0.62, leaves)
    angle = rng.uniform(0, pi, leaves)
    for k in np.argsort(depth):
        colour = leaf_colour(round(40 * min(1, max(0, lit[k]))) / 40, round(16 * warm[k]) / 16)
        sheet.poly(leaf((spots[k, 0], spots[k, 1]), angle[k], size[k], fat[k]), colour)


def lamp_on_leaves(spots: Vector, lamp: Point | None) -> Vector:
    """How much of the lamp's light falls on leaves at spots (N, 2): (N,), 0..1."""
    if lamp is None:
        return np.zeros(len(spots))
    return np.asarray(np.exp(-((spots - np.array(lamp)) ** 2).sum(1) / 1.7))


def leaf(at: Point, turn: float, length: float, fat: float) -> list[Point]:
    """A pointed oval."""
    (x, y), ahead = at, (cos(turn) * length / 2, sin(turn) * length / 2)
    aside = -ahead[1] * fat, ahead[0] * fat
    profile = ((-1.0, 0.0), (-0.25, 1.0), (0.4, 0.8), (1.0, 0.0), (0.4, -0.8), (-0.25, -1.0))
    return [(x + a * ahead[0] + b * aside[0], y + a * ahead[1] + b * aside[1]) for a, b in profile]


@lru_cache(maxsize=1024)
def leaf_colour(lit: float, warm: float) -> Colour:
    """From the deep green inside (lit = 0) to the gold of the rim; warm is lamp light."""
    inner, middle, rim = (26, 38, 40), (86, 104, 64), (216, 186, 112)
    plain = mix(inner, middle, lit / 0.55) if lit < 0.55 else mix(middle, rim, (lit - 0.55) / 0.45)
    return mix(plain, (252, 206, 104), min(1.0, warm * (0.45 + lit)))
