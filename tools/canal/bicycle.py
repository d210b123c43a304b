"""A bicycle."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from canal.colour import IRON, tone
from canal.sheet import Point, Sheet
from canal.stage import QUAY_M, Part, detail, hung, vector


def bicycle() -> Part:
    """A bicycle against the lamp post: spokes, cables, a basket."""
    sheet = Sheet(2.1, 1.3, detail(6.8))
    rear, front, radius = (1.62, 0.36), (0.48, 0.36), 0.345
    for hub in (rear, front):
        wheel(sheet, hub, radius)
    saddle, crank, head = (1.33, 0.88), (1.12, 0.32), (0.66, 0.90)
    seat, lug = (1.28, 0.72), (0.67, 0.84)
    frame = (44, 70, 78)
    for start, end in (
        (rear, crank),
        (rear, seat),
        (crank, saddle),
        (crank, lug),
        (seat, lug),
        (head, front),
    ):
        sheet.line([start, end], tone(frame, 0.6), 0.038)
        sheet.line(
            [(start[0], start[1] + 0.006), (end[0], end[1] + 0.006)], tone(frame, 1.7), 0.012
        )
    sheet.line([head, (0.72, 1.02), (0.86, 1.05), (0.98, 1.03)], (186, 178, 170), 0.024)
    sheet.line([(1.2, 0.90), (1.46, 0.93)], (52, 36, 30), 0.055)
    sheet.line([(0.75, 1.02), (0.56, 0.86), (0.6, 0.6), (0.5, 0.4)], IRON, 0.008)
    sheet.ring(*crank, 0.09, (150, 142, 136), 0.016)
    sheet.line([(1.05, 0.2), (1.19, 0.44)], (150, 142, 136), 0.02)
    sheet.line([(1.12, 0.41), (1.62, 0.40)], IRON, 0.01)
    sheet.line([(1.12, 0.23), (1.62, 0.32)], IRON, 0.01)
    basket(sheet, 0.30, 0.74)
    sheet.disc(0.5, 0.70, 0.04, (255, 236, 190), 230)
    corner, along = vector(0.72, QUAY_M, 6.5), vector(1.42, 0, 1.55)
    return hung(sheet, corner, along, vector(0, 1.3, 0), np.array([1.0, 0.9, 0.78]))


def wheel(sheet: Sheet, hub: Point, radius: float) -> None:
    """Spokes, tyre, rim, hub and mudguard."""
    x, y = hub
    for k in range(28):
        angle = 2 * pi * k / 28
        lean = angle + (0.28 if k % 2 else -0.28)
        rim = x + radius * 0.94 * cos(angle), y + radius * 0.94 * sin(angle)
        sheet.line(
            [(x + 0.025 * cos(lean * 3), y + 0.025 * sin(lean * 3)), rim], (196, 188, 180), 0.005
        )
    sheet.ring(x, y, radius, (30, 28, 30), 0.034)
    sheet.ring(x, y, radius - 0.034, (170, 162, 156), 0.012)
    sheet.disc(x, y, 0.03, (150, 142, 136))
    arc = [
        (x + (radius + 0.04) * cos(a), y + (radius + 0.04) * sin(a))
        for a in np.linspace(0.2, 2.9, 24)
    ]
    sheet.line(arc, (58, 86, 92), 0.022)


def basket(sheet: Sheet, x: float, y: float) -> None:
    """A woven basket, foot at x, y."""
    low, high, tall = 0.13, 0.19, 0.27
    for k in range(10):
        t = k / 9 * 2 - 1
        sheet.line([(x + 0.1 + low * t, y), (x + 0.1 + high * t, y + tall)], (176, 134, 88), 0.01)
    for k in range(8):
        t = k / 7
        half = low + (high - low) * t
        sheet.line(
            [(x + 0.1 - half, y + tall * t), (x + 0.1 + half, y + tall * t)], (150, 108, 70), 0.012
        )
