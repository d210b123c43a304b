"""Street lamps and strings of lights."""

from __future__ import annotations

import numpy as np

from canal.colour import IRON, mix
from canal.sheet import Sheet
from canal.stage import Part, Stage, Vector, vector


def lamp_post(sheet: Sheet, x: float, y: float, height: float) -> None:
    """A post with a lantern; x, y is its foot."""
    top = y + height
    sheet.line([(x, y), (x, top)], IRON, 0.10)
    sheet.line([(x, y), (x, y + height * 0.18)], IRON, 0.17)
    sheet.line([(x - 0.2, top - 0.1), (x + 0.2, top - 0.1)], IRON, 0.05)
    lantern(sheet, x, top, 0.5)


def lantern(sheet: Sheet, x: float, y: float, height: float) -> None:
    """A glass box that widens upward, under a little roof; x, y is its foot."""
    low, high = height * 0.22, height * 0.36
    for k in range(6):
        part, warm = 1 - 0.14 * k, mix((255, 188, 96), (255, 246, 214), k / 5)
        middle = y + height * 0.42
        foot, head = middle - height * 0.42 * part, middle + height * 0.58 * part
        body = [
            (x - low * part, foot),
            (x + low * part, foot),
            (x + high * part, head),
            (x - high * part, head),
        ]
        sheet.poly(body, warm, 255)
    eave = high * 1.25
    sheet.poly([(x - eave, y + height), (x + eave, y + height), (x, y + height * 1.42)], IRON)
    for side in (-1.0, -0.3, 0.3, 1.0):
        sheet.line([(x + low * side, y), (x + high * side, y + height)], IRON, height * 0.03)
    sheet.line([(x - low * 1.3, y), (x + low * 1.3, y)], IRON, height * 0.07)
    sheet.disc(x, y + height * 1.46, height * 0.05, IRON)


def lights(start: Vector, end: Vector) -> Part:
    """A sagging wire with bulbs from post to post."""
    sags = [(t, vector(0, 2.6 * t * (1 - t), 0)) for t in np.linspace(0, 1, 25)]
    track = [start + (end - start) * t - sag for t, sag in sags]
    up, right = vector(0, 0.05, 0), vector(0.05, 0, 0)

    def part(stage: Stage) -> None:
        stage.line(track, (60, 52, 54), 0.01)
        for bulb in track[2:-1:2]:
            middle = bulb - 2 * up
            stage.poly(
                [middle + up, middle + right, middle - up, middle - right], (255, 230, 170), 255
            )

    return part
