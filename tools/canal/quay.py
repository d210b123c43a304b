"""What lies beyond the water: the left quay, the bridge, the church."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin

import numpy as np

from canal.colour import IRON, STONE, tone
from canal.facade import brickwork, plaster
from canal.lamps import lamp_post, lights
from canal.noise import smoothstep
from canal.sheet import Point, Sheet
from canal.stage import QUAY_M, Part, Vector, detail, draped, hung, standing, vector
from canal.street import Plot
from canal.trees import tree
from canal.walker import walker


def church() -> Part:
    """A tower in the haze behind the bend, its clock lit."""
    sheet = Sheet(12, 46, detail(100))
    stone = (142, 116, 112)
    sheet.rect(2.5, 0, 7, 27, stone)
    sheet.rect(2.5, 0, 2.2, 27, tone(stone, 0.9))
    sheet.rect(2.1, 26.4, 7.8, 0.8, tone(stone, 1.2))
    for x in (3.4, 6.9):
        sheet.rect(x, 19.5, 1.7, 4.6, tone(stone, 0.55))
        sheet.disc(x + 0.85, 24.1, 0.85, tone(stone, 0.55))
    sheet.disc(6, 16.6, 1.7, (236, 214, 170), 190)
    sheet.line([(6, 17.9), (6, 16.6), (6.9, 16.1)], (70, 56, 56), 0.2)
    sheet.rect(3.2, 27.2, 5.6, 3.4, tone(stone, 0.9))
    spire = [(2.9, 30.6), (5.0, 33.6), (5.4, 36), (5.9, 45)]
    sheet.poly([*spire, *((12 - x, y) for x, y in reversed(spire))], (84, 96, 100))
    sheet.line([(6, 44.5), (6, 46)], IRON, 0.12)
    return standing(sheet, vector(-12.0, QUAY_M, 100), np.array([0.9, 0.86, 0.9]))


def quay_line(row: Sequence[Plot], out_m: float) -> list[Vector]:
    """The edge of the quay before a row of houses, out_m from the walls, one corner a joint."""
    first, last = row[0], row[-1]
    line = [first.corner - first.along * 14 - first.back * out_m]
    for before, after in pairwise(row):
        normal = -(before.back + after.back)
        normal *= 2 * out_m / float(normal @ normal)
        line.append(after.corner + normal)
    return [*line, last.corner + last.along * last.house.width_m - last.back * out_m]


def left_quay(row: Sequence[Plot]) -> list[Part]:
    """Paving before the houses, and the wall down to the water, far to near."""
    inner, outer = quay_line(row, 0), quay_line(row, 5.0)
    parts = []
    for k in reversed(range(len(row))):
        along = outer[k + 1] - outer[k]
        px_per_m = detail(max(12.0, float(min(outer[k][2], outer[k + 1][2]))))
        length = float(np.linalg.norm(along))
        paving = Sheet(length, 5.0, px_per_m / 3)
        paving.paint(plaster(np.random.default_rng([31, k]), paving, (134, 118, 106)))
        corners = [inner[k], inner[k + 1], outer[k + 1], outer[k]]
        wall = Sheet(length, QUAY_M, px_per_m)
        quay_wall(wall, np.random.default_rng([32, k]))
        parts.append(draped(paving, corners, np.array([0.8, 0.74, 0.76])))
        parts.append(hung(wall, outer[k] - vector(0, QUAY_M, 0), along, vector(0, QUAY_M, 0)))
    return parts


def quay_wall(sheet: Sheet, rng: np.random.Generator) -> None:
    """Blocks of stone under a pale edge, dark and green where the water reaches."""
    sheet.paint(plaster(rng, sheet, (122, 104, 94)))
    for row in range(3):
        y = row * 0.33
        sheet.line([(0, y), (sheet.width_m, y)], (82, 72, 68), 0.02)
        for x in np.arange(0.4 * (row % 2), sheet.width_m, 0.8):
            sheet.line([(x, y), (x, y + 0.33)], (82, 72, 68), 0.02)
            sheet.shade(float(x), y, 0.8, 0.33, float(rng.uniform(0.82, 1.0)))
    sheet.rect(0, sheet.height_m - 0.2, sheet.width_m, 0.2, tone(STONE, 0.9))
    for x in np.arange(0.6, sheet.width_m, 1.4):
        sheet.line([(x, sheet.height_m - 0.2), (x, sheet.height_m)], tone(STONE, 0.6), 0.02)
    wet = (sheet.size[1] - np.arange(sheet.size[1], dtype=np.float32)) / sheet.px_per_m
    dark = 0.45 + 0.55 * smoothstep(0.05, 0.55, wet)
    green = np.array([0.9, 1.0, 0.86], np.float32) ** (1 - smoothstep(0.1, 0.5, wet))[:, None]
    sheet.tint(np.broadcast_to((dark[:, None] * green)[:, None], (*sheet.size[::-1], 3)))


def bridge(z: float = 44.0) -> Part:
    """Three low arches of brick with an iron rail."""
    width, px_per_m = 15.0, detail(z)
    sheet = Sheet(width, 5.4, px_per_m)
    rng = np.random.default_rng(41)
    sheet.paint(brickwork(rng, sheet, (140, 96, 78)))
    deck = [(width * k / 40, 2.5 + 0.9 * sin(pi * k / 40)) for k in range(41)]
    sheet.cut([(0, 0), *deck, (width, 0)])
    for middle, half, rise in ((2.9, 1.7, 1.55), (7.5, 2.2, 2.25), (12.1, 1.7, 1.55)):
        bow = [(middle - half * cos(pi * k / 24), rise * sin(pi * k / 24)) for k in range(25)]
        sheet.line(bow, tone(STONE, 0.85), 0.42)
        sheet.poly(bow, (74, 62, 66))
        sheet.poly(
            [(x * 0.92 + middle * 0.08 + 0.25, y * 0.86) for x, y in bow], (186, 146, 124), 60
        )
    sheet.line(deck, STONE, 0.2)
    rail(sheet, deck, 0.95, 0.3)
    for k in (8, 32):
        lamp_post(sheet, *deck[k], 2.0)
    return standing(sheet, vector(-4.4, 0, z))


def rail(sheet: Sheet, track: Sequence[Point], height: float, pitch: float) -> None:
    """An iron railing along a track of points at equal steps."""
    sheet.line([(x, y + height) for x, y in track], IRON, 0.07)
    sheet.line([(x, y + 0.2) for x, y in track], IRON, 0.04)
    xs, ys = zip(*track, strict=True)
    for x in np.arange(xs[0], xs[-1], pitch):
        y = float(np.interp(x, xs, ys))
        sheet.line([(x, y), (x, y + height)], IRON, 0.035)


def quay_things(row: Sequence[Plot]) -> list[Part]:
    """Trees and lamps along the edge of the left quay, far to near, and lights strung between."""
    edge = quay_line(row, 4.2)
    spots = [edge[k] + (edge[k + 1] - edge[k]) * t for k in range(1, 8) for t in (0.15, 0.65)]
    parts: list[Part] = []
    heads: list[Vector] = []
    for number, spot in reversed(list(enumerate(spots))):
        px_per_m = detail(float(spot[2]))
        if number in (4, 8, 11):
            rng = np.random.default_rng([51, number])
            parts.append(standing(tree(rng, 6.2, 6.0, 4200, 0.12, px_per_m), spot))
        elif number % 2 == 0:
            sheet = Sheet(1.0, 4.4, px_per_m)
            lamp_post(sheet, 0.5, 0, 3.5)
            parts.append(standing(sheet, spot))
            heads.append(spot + vector(0, 3.4, 0))
    strollers = (
        (spots[3] + row[1].along * 1.3 + row[1].back * 1.6, (120, 66, 58), (60, 64, 84)),
        (spots[9] + row[4].along + row[4].back * 1.2, (58, 66, 78), (196, 170, 120)),
    )
    for spot, coat, scarf in strollers:
        parts.append(standing(walker(coat, scarf, detail(float(spot[2]))), spot))
    parts += [bollard(a + (b - a) * t) for a, b in pairwise(edge[:8]) for t in (0.4, 0.9)]
    return [*parts, *(lights(a, b) for a, b in pairwise(heads))]


def bollard(foot: Vector) -> Part:
    """An iron post at the edge of the quay."""
    sheet = Sheet(0.4, 0.8, detail(float(foot[2])))
    sheet.line([(0.2, 0), (0.2, 0.66)], IRON, 0.2)
    sheet.disc(0.2, 0.66, 0.125, tone(IRON, 1.3))
    return standing(sheet, foot - vector(0, 0, 0.3))
