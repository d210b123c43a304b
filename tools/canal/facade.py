"""The fronts of houses."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

import numpy as np

from canal.colour import IRON, LIT, STONE, Colour, mix, tone
from canal.noise import Floats, fractal, smoothstep
from canal.sheet import Point, Sheet
from canal.stage import LAMP


def brickwork(rng: np.random.Generator, sheet: Sheet, colour: Colour) -> Floats:
    """A running bond of bricks that differ a little, (H, W, 3) for the whole sheet."""
    width, height = sheet.size
    course = np.arange(height, dtype=np.float32)[:, None] / sheet.px_per_m / 0.085
    row = course.astype(np.int32)
    along = np.arange(width, dtype=np.float32)[None] / sheet.px_per_m / 0.26 + 0.5 * (row % 2)
    column = along.astype(np.int32)
    each = rng.normal(0, 1, (int(row.max()) + 1, int(column.max()) + 2)).astype(np.float32)
    factor = 1 + 0.085 * each[row, column] + 0.07 * fractal(rng, width, height, (400, 400), 4)
    mortar = np.maximum(course - row < 0.17, along - column < 0.06)[..., None]
    rgb = factor[..., None] * np.array(colour, np.float32)
    return np.asarray(np.where(mortar, rgb * 0.72 + 34, rgb), np.float32)


def plaster(rng: np.random.Generator, sheet: Sheet, colour: Colour) -> Floats:
    """Limewash with faint patches and the runs of rain."""
    width, height = sheet.size
    patches = 0.05 * fractal(rng, width, height, (300, 300), 6, 0.6)
    runs = 0.04 * fractal(rng, width, height, (16, 700), 3)
    grain = 0.012 * rng.normal(0, 1, (height, width)).astype(np.float32)
    return np.asarray((1 + patches + runs + grain)[..., None] * np.array(colour, np.float32))


def pantiles(rng: np.random.Generator, sheet: Sheet, colour: Colour) -> Floats:
    """Rows of curved tiles, each row with its shadow on the next."""
    width, height = sheet.size
    rows = np.arange(height, dtype=np.float32)[:, None] / sheet.px_per_m / 0.30
    columns = np.arange(width, dtype=np.float32)[None] / sheet.px_per_m / 0.24
    row, column = rows.astype(np.int32), columns.astype(np.int32)
    each = rng.normal(0, 1, (int(row.max()) + 1, int(column.max()) + 1)).astype(np.float32)
    swell = 0.86 + 0.16 * np.cos(2 * pi * (columns + 0.15))
    edge = 1 - 0.38 * np.exp(-6 * (1 - (rows - row)))
    moss = 0.10 * fractal(rng, width, height, (220, 220), 5, 0.6)
    factor = swell * edge * (1 + 0.09 * each[row, column] + moss)
    return np.asarray(factor[..., None] * np.array(colour, np.float32))


GROUND_FLOOR_M = 4.0
STOREYS_M = (3.1, 2.9, 2.6, 2.4)


@dataclass(frozen=True)
class House:
    """One house of a row; top is flat, point, step or bell."""

    width_m: float
    storeys: int
    wall: Colour
    brick: bool
    top: str
    roof: Colour
    shop: str = ""

    @property
    def eaves_m(self) -> float:
        return GROUND_FLOOR_M + sum(STOREYS_M[: self.storeys - 1]) + 0.35

    @property
    def rise_m(self) -> float:
        """From the eaves to the ridge."""
        return {"flat": 3.2, "point": 0.62 * self.width_m, "step": 4.0, "bell": 3.6}[self.top]

    @property
    def facade_m(self) -> float:
        return self.eaves_m + (0.0 if self.top == "flat" else self.rise_m + 0.4)


def outline(house: House) -> list[Point]:
    """The facade's silhouette, from the lower left corner clockwise."""
    width, eaves, rise = house.width_m, house.eaves_m, house.rise_m
    left: list[Point] = [(0, 0), (0, eaves)]
    if house.top == "point":
        left += [(width / 2, eaves + rise)]
    if house.top == "step":
        treads = 4
        for k in range(treads):
            x = width * 0.40 * k / treads
            left += [(x, eaves + rise * k / treads), (x, eaves + rise * (k + 1) / treads)]
        left += [(width * 0.40, eaves + rise), (width * 0.40, eaves + rise + 0.3)]
    if house.top == "bell":
        left += [(width * bell(k / 12), eaves + rise * k / 12) for k in range(13)]
    right = [(width - x, y) for x, y in reversed(left)]
    return left + right


def bell(t: float) -> float:
    """How far in the edge of a bell gable stands, in widths, at t of its height (0..1)."""
    return 0.02 + 0.30 * t**0.5 if t < 0.7 else 0.271 + 0.22 * ((t - 0.7) / 0.3) ** 2


def facade(rng: np.random.Generator, house: House, px_per_m: float) -> Sheet:
    """The whole front of a house, as seen from straight ahead in its street."""
    sheet = Sheet(house.width_m, house.facade_m, px_per_m)
    surface = brickwork if house.brick else plaster
    sheet.paint(surface(rng, sheet, house.wall))
    shape = outline(house)
    sheet.cut(shape)
    coping(sheet, house, shape)
    storeys(sheet, rng, house)
    attic(sheet, rng, house)
    (shop_front if house.shop else front_door)(sheet, rng, house)
    sheet.tint(street_light(sheet))
    return sheet


def street_light(sheet: Sheet) -> Floats:
    """Streets are darker at the foot of the walls, and warm where their lamps reach."""
    y = (sheet.size[1] - np.arange(sheet.size[1], dtype=np.float32)) / sheet.px_per_m
    sky_part = 0.66 + 0.34 * smoothstep(0, 7, y)
    lamp_part = 0.34 * np.exp(-(((y - 2.6) / 1.8) ** 2))
    rgb = sky_part[:, None] + lamp_part[:, None] * (LAMP / 255).astype(np.float32)
    return np.asarray(np.broadcast_to(rgb[:, None], (*sheet.size[::-1], 3)), np.float32)


def coping(sheet: Sheet, house: House, shape: list[Point]) -> None:
    """The pale edge of a gable, or the cornice under the eaves."""
    if house.top == "flat":
        cornice(sheet, house.width_m, house.eaves_m)
    elif house.top == "step":
        for (left, low), (right, high) in pairwise(shape[1:]):
            if abs(low - high) < 0.01 and right > left:
                sheet.rect(left, low - 0.24, right - left, 0.24, STONE)
                sheet.rect(left, low - 0.28, right - left, 0.05, tone(STONE, 0.6))
    else:
        sheet.line(shape[1:-1], tone(STONE, 0.62), 0.42)
        sheet.line(shape[1:-1], STONE, 0.32)


def cornice(sheet: Sheet, width: float, top: float) -> None:
    """A moulding on brackets, and its shadow on the wall."""
    sheet.shade(0, top - 0.85, width, 0.35, 0.7)
    sheet.rect(0, top - 0.5, width, 0.5, tone(STONE, 0.96))
    sheet.rect(0, top - 0.5, width, 0.07, tone(STONE, 0.66))
    sheet.rect(0, top - 0.16, width, 0.04, tone(STONE, 0.72))
    for k in range(int(width / 0.42)):
        sheet.rect(0.14 + k * 0.42, top - 0.42, 0.16, 0.2, tone(STONE, 0.78))


def storeys(sheet: Sheet, rng: np.random.Generator, house: House) -> None:
    """The windows above the ground floor."""
    count = max(2, round(house.width_m / 2.15))
    pitch = house.width_m / count
    foot = GROUND_FLOOR_M
    for rise in STOREYS_M[: house.storeys - 1]:
        height, width = rise * 0.62, min(1.15, pitch * 0.56)
        for k in range(count):
            lit = rng.random() < 0.36
            window(sheet, rng, (k + 0.5) * pitch - width / 2, foot + 0.62, width, height, lit)
        foot += rise


def attic(sheet: Sheet, rng: np.random.Generator, house: House) -> None:
    """A hatch and its hoisting beam in the gable."""
    if house.top == "flat":
        return
    middle, foot = house.width_m / 2, house.eaves_m
    window(sheet, rng, middle - 0.5, foot + 0.25, 1.0, 1.35, rng.random() < 0.5)
    sheet.rect(middle - 0.11, foot + 2.1, 0.22, 0.3, (58, 44, 36))
    sheet.line([(middle, foot + 2.1), (middle, foot + 1.75)], IRON, 0.04)


def window(
    sheet: Sheet,
    rng: np.random.Generator,
    x: float,
    y: float,
    width: float,
    height: float,
    lit: bool,
) -> None:
    """A sash window: lintel, sill, white frame, panes lit from inside or holding the sky."""
    sheet.rect(x - 0.10, y + height, width + 0.20, 0.17, tone(STONE, 0.92))
    sheet.rect(x - 0.13, y - 0.13, width + 0.26, 0.12, STONE)
    sheet.shade(x - 0.12, y - 0.30, width + 0.24, 0.17, 0.76)
    sheet.rect(x, y, width, height, (226, 222, 212))
    sheet.rect(x + 0.05, y + 0.05, width - 0.10, height - 0.10, (92, 88, 86))
    columns, rows = 2, 4
    wide, tall = (width - 0.16) / columns, (height - 0.16) / rows
    blind = rng.random() * 0.5 if rng.random() < 0.4 else 0.0
    for row in range(rows):
        for column in range(columns):
            t = row / (rows - 1)
            drawn = lit and t > 1 - blind
            colour = pane(rng, t, lit, drawn)
            corner = x + 0.08 + column * wide, y + 0.08 + row * tall
            sheet.rect(*corner, wide, tall, colour, 205 if lit else 96)
    if lit:
        curtains(sheet, x + 0.08, y + 0.08, width - 0.16, height - 0.16)
    bars(sheet, x + 0.08, y + 0.08, wide, tall, columns, rows)
    sheet.shade(x + 0.05, y + height - 0.13, width - 0.1, 0.08, 0.62)


def pane(rng: np.random.Generator, t: float, lit: bool, drawn: bool) -> Colour:
    """The colour of one pane at height t (0..1) of its window."""
    if drawn:
        return (236, 200, 146)
    if lit:
        return tone(mix((255, 190, 104), (255, 220, 156), t), rng.uniform(0.9, 1.0))
    return tone(mix((66, 72, 92), (150, 152, 176), t), rng.uniform(0.8, 1.1))


def curtains(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """Two drapes, held apart."""
    for side in (1, -1):
        edge = x if side > 0 else x + width
        drape = [
            (edge, y + height),
            (edge + side * width * 0.40, y + height),
            (edge + side * width * 0.26, y + height * 0.62),
            (edge + side * width * 0.13, y + height * 0.38),
            (edge + side * width * 0.16, y),
            (edge, y),
        ]
        sheet.poly(drape, (206, 138, 80), 150)


def bars(
    sheet: Sheet, x: float, y: float, wide: float, tall: float, columns: int, rows: int
) -> None:
    """Glazing bars; the meeting rail in the middle is the thick one."""
    white = (214, 208, 198)
    for column in range(1, columns):
        across = x + column * wide
        sheet.line([(across, y), (across, y + rows * tall)], white, 0.035)
    for row in range(1, rows):
        level = y + row * tall
        thick = 0.07 if row * 2 == rows else 0.03
        sheet.line([(x, level), (x + columns * wide, level)], white, thick)


def front_door(sheet: Sheet, rng: np.random.Generator, house: House) -> None:
    """A door on a stoop with an iron rail, and a tall window or two."""
    plinth(sheet, house)
    paint = [(44, 70, 62), (96, 40, 38), (38, 52, 84), (52, 48, 46)][int(rng.integers(4))]
    left = 0.7 if rng.random() < 0.5 else house.width_m - 1.9
    sheet.rect(left - 0.14, 0.55, 1.48, 3.1, STONE)
    sheet.rect(left, 0.55, 1.2, 2.2, paint)
    sheet.rect(left, 2.8, 1.2, 0.7, LIT, 200)
    for k in range(7):
        angle = pi * k / 6
        spoke = [(left + 0.6, 2.8), (left + 0.6 + 0.58 * cos(angle), 2.8 + 0.66 * sin(angle))]
        sheet.line(spoke, (226, 220, 208), 0.03)
    for row in (0.75, 1.75):
        sheet.rect(left + 0.12, row, 0.42, 0.82, tone(paint, 1.3))
        sheet.rect(left + 0.66, row, 0.42, 0.82, tone(paint, 1.3))
    stoop(sheet, left)
    for x in np.arange(0.9, house.width_m - 1.6, 1.9).tolist():
        if abs(x - left) > 1.5:
            window(sheet, rng, x, 1.15, 1.2, 2.15, rng.random() < 0.55)


def plinth(sheet: Sheet, house: House) -> None:
    sheet.rect(0, 0, house.width_m, 0.5, tone(STONE, 0.66))
    sheet.rect(0, 0.46, house.width_m, 0.06, tone(STONE, 0.85))


def stoop(sheet: Sheet, left: float) -> None:
    """Four steps between two iron rails, before a door whose left edge is given."""
    for k in range(4):
        grow = 0.2 * (3 - k)
        step = tone(STONE, 0.8 + 0.05 * (k % 2))
        sheet.rect(left - 0.1 - grow, k * 0.14, 1.4 + 2 * grow, 0.14, step)
    for x in (left - 0.6, left + 1.8):
        sheet.line([(x, 0.1), (x, 1.1)], IRON, 0.05)
    for k in range(6):
        for start, way in ((left - 0.6, 1), (left + 1.8, -1)):
            x = start + way * k * 0.1
            sheet.line([(x, 0.1 + k * 0.09), (x, 1.05 + k * 0.09)], IRON, 0.025)
            sheet.line([(start, 1.1), (start + way * 0.5, 1.55)], IRON, 0.05)


def shop_front(sheet: Sheet, rng: np.random.Generator, house: House) -> None:
    """A lit window full of loaves, a door, an awning and the name over it."""
    width = house.width_m
    wood = [(40, 62, 70), (84, 44, 40), (48, 60, 48), (60, 50, 74)][int(rng.integers(4))]
    sheet.rect(0.25, 0, width - 0.5, 3.85, wood)
    sheet.rect(0.25, 3.75, width - 0.5, 0.12, tone(STONE, 0.9))
    door = width - 1.65
    show_window(sheet, rng, 0.5, 0.62, door - 0.75, 2.25)
    sheet.rect(door, 0.05, 1.1, 2.75, tone(wood, 0.75))
    sheet.rect(door + 0.15, 0.75, 0.8, 1.95, (255, 208, 136), 190)
    sheet.line([(door + 0.15, 1.7), (door + 0.95, 1.7)], wood, 0.05)
    awning(sheet, 0.4, 2.55, door - 0.55, wood)
    sheet.rect(0.45, 3.05, width - 0.9, 0.62, tone(wood, 0.62))
    size = min(0.66, 1.75 * (width - 1.3) / len(house.shop))
    at = width / 2, 3.36 - size * 0.35
    sheet.text(at, house.shop, size, (250, 228, 180), bold_m=0.012, glow=120)


GOODS: tuple[Colour, ...] = (
    (168, 98, 54),
    (206, 144, 78),
    (138, 80, 52),
    (222, 176, 112),
    (188, 120, 66),
)


def show_window(
    sheet: Sheet, rng: np.random.Generator, x: float, y: float, width: float, height: float
) -> None:
    """Lit glass in a dark frame, three shelves behind it full of loaves."""
    frame = (46, 38, 34)
    sheet.rect(x - 0.07, y - 0.07, width + 0.14, height + 0.14, frame)
    sheet.rect(x, y, width, height, (255, 208, 136), 210)
    for shelf in (0.02, 0.62, 1.16):
        sheet.rect(x, y + shelf, width, 0.05, (120, 78, 48), 90)
        at = x + 0.05
        while at < x + width - 0.36:
            wide, tall = rng.uniform(0.22, 0.38), rng.uniform(0.18, 0.32)
            loaf(sheet, at, y + shelf + 0.05, wide, tall, GOODS[int(rng.integers(len(GOODS)))])
            at += wide + rng.uniform(0.02, 0.06)
    for k in range(1, 3):
        sheet.line([(x + width * k / 3, y), (x + width * k / 3, y + height)], frame, 0.06)


def loaf(sheet: Sheet, x: float, y: float, width: float, height: float, crust: Colour) -> None:
    """A loaf with three cuts across its back; x, y is its lower left corner."""
    half = width / 2
    back = [(x + half - half * cos(a), y + height * sin(a) ** 0.7) for a in np.linspace(0, pi, 13)]
    sheet.poly(back, crust, 130)
    for k in (-1, 0, 1):
        middle = x + half + k * width * 0.24
        cut = [(middle - 0.02, y + height * 0.5), (middle + 0.03, y + height * 0.84)]
        sheet.line(cut, tone(crust, 1.25), 0.02, 130)


def awning(sheet: Sheet, x: float, y: float, width: float, colour: Colour) -> None:
    """Striped cloth with a scalloped hem, and its shadow on the glass."""
    sheet.shade(x, y - 0.45, width, 0.45, 0.72)
    count = max(6, round(width / 0.3))
    stripe = width / count
    for k in range(count):
        paint = (228, 216, 194) if k % 2 else tone(colour, 1.5)
        left = x + k * stripe
        sheet.rect(left, y, stripe, 0.55, paint)
        sheet.disc(left + stripe / 2, y, stripe / 2, tone(paint, 0.86))
