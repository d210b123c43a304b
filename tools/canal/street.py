"""Two rows of houses along the canal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from canal.colour import STONE, tone
from canal.facade import House, brickwork, facade, pantiles, plaster, window
from canal.sheet import Sheet
from canal.stage import QUAY_M, Part, Vector, detail, hung, vector


@dataclass(frozen=True)
class Plot:
    """Where a house stands: its corner at the left as seen from the water, and two directions."""

    house: House
    corner: Vector
    along: Vector
    back: Vector
    seed: int


def plots(
    houses: Sequence[House], headings: Sequence[float], start: Vector, seed: int
) -> list[Plot]:
    """Houses wall to wall along a street that turns; headings in degrees from straight ahead."""
    row, at = [], start
    for number, (house, degrees) in enumerate(zip(houses, headings, strict=True)):
        angle = degrees * pi / 180
        along = vector(sin(angle), 0, cos(angle))
        row.append(Plot(house, at, along, vector(-cos(angle), 0, sin(angle)), seed + number))
        at = at + along * house.width_m
    return row


def built(plot: Plot) -> list[Part]:
    """One house: the walls at its sides, its roof, its front."""
    house = plot.house
    along = plot.along * house.width_m
    depth_m = min(plot.corner[2], (plot.corner + along)[2])
    px_per_m = min(260.0, detail(max(depth_m, 9.0)))
    rng = np.random.default_rng([7, plot.seed])
    above = roof(plot, px_per_m, rng)
    front = facade(rng, house, px_per_m)
    return [*sides(plot), *above, hung(front, plot.corner, along, vector(0, house.facade_m, 0))]


def sides(plot: Plot) -> list[Part]:
    house, back = plot.house, plot.back * 9.0
    sheet = Sheet(9.0, house.eaves_m, 30)
    sheet.paint(plaster(np.random.default_rng(3), sheet, tone(house.wall, 0.8)))
    up = vector(0, house.eaves_m, 0)
    other = plot.corner + plot.along * house.width_m
    return [hung(sheet, plot.corner + back, -back, up), hung(sheet, other, back, up)]


def roof(plot: Plot, px_per_m: float, rng: np.random.Generator) -> list[Part]:
    """Tiles, dormers and chimneys; the ridge runs with the street only above a cornice."""
    house, back = plot.house, plot.back * 9.0
    along, top = plot.along * house.width_m, plot.corner + vector(0, house.eaves_m, 0)
    rise = vector(0, house.rise_m, 0)
    if house.top == "flat":
        slope = plot.back * 4.2 + rise
        cover = hung(tiled(rng, house, house.width_m, 5.3, px_per_m), top, along, slope)
        stack = chimney(top + along * 0.82 + slope * 0.8, plot.along, px_per_m, rng)
        return [cover, *dormers(plot, px_per_m, rng), stack]
    ridge = along / 2 + rise
    sheet = tiled(rng, house, 9.0, 5.0, px_per_m)
    stack = chimney(top + ridge + plot.back * 4 - plot.along * 0.4, plot.along, px_per_m, rng)
    slopes = hung(sheet, top + along, back, ridge - along), hung(sheet, top + back, -back, ridge)
    return [*slopes, stack]


def tiled(
    rng: np.random.Generator, house: House, width_m: float, height_m: float, px_per_m: float
) -> Sheet:
    sheet = Sheet(width_m, height_m, px_per_m)
    sheet.paint(pantiles(rng, sheet, house.roof))
    return sheet


def dormers(plot: Plot, px_per_m: float, rng: np.random.Generator) -> list[Part]:
    """One or two windows standing out of the roof."""
    house = plot.house
    count = 2 if house.width_m > 6 else 1
    parts = []
    for k in range(count):
        sheet = Sheet(1.5, 2.1, px_per_m)
        sheet.poly([(0, 1.45), (1.5, 1.45), (0.75, 2.1)], tone(STONE, 0.8))
        sheet.rect(0.14, 0, 1.22, 1.45, tone(STONE, 0.9))
        window(sheet, rng, 0.32, 0.16, 0.86, 1.2, rng.random() < 0.6)
        where = plot.along * (house.width_m * (k + 1) / (count + 1) - 0.75) + plot.back * 0.9
        foot = plot.corner + where + vector(0, house.eaves_m + 0.7, 0)
        parts.append(hung(sheet, foot, plot.along * 1.5, vector(0, 2.1, 0)))
    return parts


def chimney(foot: Vector, along: Vector, px_per_m: float, rng: np.random.Generator) -> Part:
    """A stack with two pots."""
    sheet = Sheet(0.9, 2.0, px_per_m)
    sheet.paint(brickwork(rng, sheet, (134, 84, 66)))
    left = [
        (0.08, 0),
        (0.08, 1.3),
        (0, 1.3),
        (0, 1.5),
        (0.14, 1.5),
        (0.18, 1.95),
        (0.36, 1.95),
        (0.4, 1.5),
    ]
    sheet.cut([*left, *((0.9 - x, y) for x, y in reversed(left))])
    return hung(sheet, foot - vector(0, 0.3, 0), along * 0.9, vector(0, 2.0, 0))


BRICK_RED, BRICK_BROWN, BRICK_DARK = (158, 88, 68), (132, 92, 72), (104, 82, 76)
CREAM, OCHRE, ROSE = (226, 208, 172), (214, 166, 96), (206, 146, 128)
SAGE, MILK = (150, 162, 138), (224, 220, 212)
TILE_RED, TILE_BROWN, SLATE = (152, 84, 62), (120, 82, 66), (92, 94, 106)

LEFT_ROW = [  # a house, and where its street leads, in degrees from straight ahead
    (House(6.4, 3, BRICK_RED, True, "flat", TILE_RED), 7),
    (House(5.4, 3, CREAM, False, "bell", TILE_BROWN, "BAKERY"), 9),
    (House(6.0, 3, BRICK_DARK, True, "step", TILE_RED), 12),
    (House(7.0, 3, OCHRE, False, "flat", SLATE, "HOTEL ADLER"), 16),
    (House(5.2, 3, BRICK_BROWN, True, "point", TILE_RED), 21),
    (House(5.8, 3, MILK, False, "bell", TILE_BROWN, "CAFE"), 28),
    (House(6.4, 2, BRICK_RED, True, "flat", TILE_BROWN), 37),
    (House(5.2, 3, ROSE, False, "step", TILE_RED, "CHANDLER"), 47),
    (House(6.2, 2, BRICK_DARK, True, "point", TILE_BROWN), 58),
    (House(6.0, 3, CREAM, False, "flat", SLATE), 70),
    (House(5.4, 3, BRICK_RED, True, "bell", TILE_RED), 80),
    (House(6.4, 3, SAGE, False, "flat", TILE_BROWN), 88),
    (House(5.6, 2, BRICK_BROWN, True, "step", TILE_RED), 92),
    (House(6.2, 3, OCHRE, False, "point", TILE_RED), 96),
]
RIGHT_ROW = [
    House(6.0, 3, BRICK_BROWN, True, "flat", TILE_BROWN),
    House(5.6, 4, ROSE, False, "bell", TILE_RED),
    House(6.4, 3, BRICK_RED, True, "flat", SLATE),
    House(5.4, 3, MILK, False, "point", TILE_RED),
    House(6.2, 4, BRICK_DARK, True, "flat", TILE_RED),
    House(6.0, 3, SAGE, False, "step", TILE_BROWN),
    House(6.0, 4, BRICK_RED, True, "flat", TILE_BROWN),
]


def rows() -> tuple[list[Plot], list[Plot]]:
    """The left row, near to far, and the right row, far to near."""
    left = plots([h for h, _ in LEFT_ROW], [a for _, a in LEFT_ROW], vector(-15.4, QUAY_M, 18), 100)
    right = plots(RIGHT_ROW, [180.0] * len(RIGHT_ROW), vector(11.5, QUAY_M, 58), 200)
    return left, right
