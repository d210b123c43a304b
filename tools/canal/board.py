"""The notice board and the papers on it."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from canal.colour import INK, PAPER, Colour, tone
from canal.noise import Floats
from canal.sheet import Sheet
from canal.stage import QUAY_M, Part, detail, standing, vector

BOARD_AT = vector(1.89, QUAY_M, 4.95)


def notice_board() -> Part:
    """The board with the regatta's bill, a tide table, a chart and a note, lit by the lamp."""
    board = Sheet(1.36, 2.3, detail(4.95))
    wood = (74, 58, 50)
    for x in (0.06, 1.24):
        board.rect(x, 0, 0.06, 2.2, wood)
        board.rect(x + 0.042, 0, 0.012, 2.2, tone(wood, 1.5))
    board.rect(0, 0.42, 1.36, 1.74, wood)
    board.rect(0.03, 0.45, 1.30, 1.68, tone(wood, 0.62))
    board.poly([(0, 2.16), (1.36, 2.16), (1.30, 2.27), (0.06, 2.27)], (88, 96, 104))
    board.rect(0, 2.14, 1.36, 0.035, (52, 56, 62))
    papers = ((bill, 0.07, 0.86), (for_sale, 0.07, 0.49), (tides, 0.83, 1.19), (chart, 0.83, 0.5))
    for draw, x, y in papers:
        pin_up(board, draw(board.px_per_m), x, y)
    board.tint(lamp_on_board(board))
    return standing(board, BOARD_AT, np.array([1.0, 1.0, 1.0]))


def pin_up(board: Sheet, paper: Sheet, x: float, y: float) -> None:
    """Put a paper on the board, its lower left corner at x, y, with a shadow."""
    board.shade(x + 0.008, y - 0.012, paper.width_m, paper.height_m, 0.5)
    (corner,) = board.px([(x, y + paper.height_m)])
    board.image.paste(paper.image, (round(corner[0]), round(corner[1])))


def for_sale(px_per_m: float) -> Sheet:
    """A private note with strips to tear off."""
    sheet = Sheet(0.72, 0.34, px_per_m)
    sheet.rect(0, 0, 0.72, 0.34, (240, 238, 230))
    sheet.text((0.36, 0.252), "BOAT FOR SALE", 0.083, INK, bold_m=0.002)
    for k, words in enumerate(
        ("Larch on oak, 3.3 m, two oars, dry and sound.", "Ask for Maren at the bakery, mornings.")
    ):
        sheet.text((0.36, 0.200 - 0.036 * k), words, 0.031, INK)
    for k in range(13):
        x = 0.72 * k / 12
        sheet.line([(x, 0), (x, 0.12)], (120, 112, 104), 0.003)
        if k < 12:
            sheet.text((x + 0.03, 0.07), "Maren", 0.017, INK)
            sheet.text((x + 0.03, 0.04), "2 41 07", 0.015, INK)
    return sheet


def lamp_on_board(board: Sheet) -> Floats:
    """Warm light from the upper left over cool dusk, (H, W, 3)."""
    width, height = board.size
    x = np.arange(width, dtype=np.float32)[None] / board.px_per_m
    y = (height - np.arange(height, dtype=np.float32)[:, None]) / board.px_per_m
    far2 = (x + 0.6) ** 2 + (y - 2.3) ** 2
    warm = (0.86 / (1 + far2 / 3.0))[..., None] * np.array([1.0, 0.86, 0.66], np.float32)
    return np.asarray(warm + np.array([0.28, 0.31, 0.38], np.float32), np.float32)


def bill(px_per_m: float) -> Sheet:
    """The bill of the regatta: a fan of fine rays, a sail, the programme in small print."""
    sheet = Sheet(0.72, 1.24, px_per_m)
    sheet.rect(0, 0, 0.72, 1.24, PAPER)
    red = (176, 62, 44)
    sunburst(sheet, red)
    sheet.text((0.36, 0.555), "LANTERN", 0.142, INK, bold_m=0.002)
    sheet.text((0.36, 0.440), "REGATTA", 0.142, INK, bold_m=0.002)
    sheet.text((0.36, 0.350), "14 September", 0.094, red)
    sheet.line([(0.05, 0.322), (0.67, 0.322)], INK, 0.004)
    programme = [
        ("17.00", "Boats gather at the bridge"),
        ("18.30", "Brass band on the quay"),
        ("19.15", "Lanterns, one to a mast"),
        ("20.00", "Start of the gaff cutters"),
    ]
    for k, (hour, what) in enumerate(programme):
        y = 0.275 - 0.046 * k
        sheet.text((0.05, y), hour, 0.042, red, "ls")
        sheet.text((0.185, y), what, 0.042, INK, "ls")
    sheet.line([(0.05, 0.112), (0.67, 0.112)], INK, 0.003)
    small = [
        "Entry is free. Boats under six metres carry one white",
        "light at the masthead; all others two. The harbour",
        "master's word is final. Rain moves it to Sunday.",
    ]
    for k, words in enumerate(small):
        sheet.text((0.05, 0.082 - 0.028 * k), words, 0.0245, INK, "ls")
    return sheet


def sunburst(sheet: Sheet, red: Colour) -> None:
    """Rays from the horizon behind a gaff sail, over water drawn in hair lines."""
    x, y, wide, tall = 0.05, 0.70, 0.62, 0.48
    sheet.rect(x, y, wide, tall, (46, 74, 104))
    middle = (x + wide * 0.5, y + 0.15)
    for k in range(49):
        angle = pi * k / 48
        reach = min(0.31 / max(1e-6, abs(cos(angle))), 0.33 / max(1e-6, sin(angle)))
        end = middle[0] + reach * cos(angle), middle[1] + reach * sin(angle)
        sheet.line([middle, end], (232, 176, 104), 0.0035)
    sheet.disc(*middle, 0.105, (238, 190, 112))
    sheet.rect(x, y, wide, 0.15, (34, 56, 82))
    for k in range(9):
        level = y + 0.012 + 0.016 * k
        half = 0.30 - 0.026 * k
        sheet.line([(middle[0] - half, level), (middle[0] + half, level)], (224, 180, 118), 0.003)
    mast = middle[0] - 0.02
    sheet.poly([(mast, 0.87), (mast, 1.15), (mast + 0.11, 1.10), (mast + 0.15, 0.88)], PAPER)
    sheet.poly([(mast - 0.012, 0.88), (mast - 0.012, 1.12), (mast - 0.12, 0.88)], tone(PAPER, 0.9))
    for k in range(1, 5):
        sheet.line(
            [(mast + 0.028 * k, 0.877), (mast + 0.022 * k, 1.14 - 0.009 * k)],
            (196, 182, 158),
            0.003,
        )
    sheet.line([(mast - 0.005, 0.84), (mast - 0.005, 1.16)], INK, 0.008)
    sheet.poly(
        [(mast - 0.15, 0.865), (mast + 0.17, 0.865), (mast + 0.13, 0.815), (mast - 0.11, 0.815)],
        red,
    )
    sheet.text((0.36, 1.195), "THE HARBOUR SOCIETY PRESENTS", 0.030, INK)


TIDE_COLUMNS = ((0.057, "Day"), (0.163, "High"), (0.29, "Low"), (0.405, "m"))


def tides(px_per_m: float) -> Sheet:
    """A table of high and low water, ruled with fine lines."""
    sheet = Sheet(0.47, 0.91, px_per_m)
    sheet.rect(0, 0, 0.47, 0.91, (236, 236, 228))
    sheet.rect(0, 0.80, 0.47, 0.11, (44, 72, 98))
    sheet.text((0.235, 0.832), "TIDE TABLE", 0.074, (240, 240, 232), bold_m=0.002)
    for x, head in TIDE_COLUMNS:
        sheet.text((x, 0.745), head, 0.040, INK)
    rng = np.random.default_rng(101)
    for k in range(14):
        y = 0.692 - 0.0485 * k
        if k % 2 == 0:
            sheet.rect(0.015, y - 0.0105, 0.44, 0.0485, (220, 224, 222))
        high = (5 * 60 + 12 + 49 * k) % 1440
        low = (high + 372 + int(rng.integers(0, 9))) % 1440
        cells = (f"{k + 1}", clock(high), clock(low), f"{2.1 + 0.9 * cos(k / 2.3):.1f}")
        for (x, _), words in zip(TIDE_COLUMNS, cells, strict=True):
            sheet.text((x, y), words, 0.039, INK)
    for x in (0.015, 0.10, 0.225, 0.355, 0.455):
        sheet.line([(x, 0.045), (x, 0.79)], (120, 130, 140), 0.003)
    return sheet


def clock(minutes: int) -> str:
    """Minutes since midnight as 05.12."""
    return f"{minutes // 60:02d}.{minutes % 60:02d}"


def chart(px_per_m: float) -> Sheet:
    """A chart of the harbour mouth: contours, a grid, a compass rose."""
    sheet = Sheet(0.47, 0.63, px_per_m)
    sheet.rect(0, 0, 0.47, 0.63, (222, 228, 220))
    for k in range(1, 6):
        sheet.line([(k * 0.08, 0), (k * 0.08, 0.63)], (150, 172, 180), 0.0025)
    for k in range(1, 8):
        sheet.line([(0, k * 0.08), (0.47, k * 0.08)], (150, 172, 180), 0.0025)
    for k in range(7):
        edge = [
            (0.11 + 0.045 * k + 0.045 * sin(8 * t + 0.5 * k) + 0.02 * sin(21 * t), 0.63 * t)
            for t in np.linspace(0, 1, 60)
        ]
        if k == 0:
            sheet.poly([(0, 0), *edge, (0, 0.63)], (214, 194, 150))
        sheet.line(edge, (84, 112, 132), 0.006 if k == 0 else 0.003)
    rose = (0.345, 0.15)
    for k in range(32):
        angle, reach = 2 * pi * k / 32, 0.105 if k % 4 == 0 else 0.07
        sheet.line([rose, (rose[0] + reach * cos(angle), rose[1] + reach * sin(angle))], INK, 0.003)
    sheet.ring(*rose, 0.07, INK, 0.003)
    sheet.text((0.345, 0.27), "N", 0.04, INK)
    sheet.text((0.30, 0.55), "EAST MOLE", 0.04, INK)
    for k in range(14):
        where = 0.19 + 0.25 * ((k * 0.618) % 1), 0.31 + 0.016 * k
        sheet.text(where, str(3 + (k * 7) % 9), 0.024, (60, 84, 104))
    return sheet
