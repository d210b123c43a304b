"""Two cutters and a dinghy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

import numpy as np

from canal.colour import IRON, ROPE, Colour, tone
from canal.sheet import Sheet
from canal.stage import Part, Stage, Vector, daylight, detail, hung, vector


@dataclass(frozen=True)
class Hull:
    """A boat's shell in its own metres: aft of the bow, to the side the eye sees, up."""

    bow: Vector
    heading: Vector  # from bow to stern
    length: float
    beam: float
    freeboard: float
    lift: float  # of the sheer at the bow

    def at(self, aft: float, side: float, up: float) -> Vector:
        abeam = np.array([self.heading[2], 0, -self.heading[0]])
        return np.asarray(self.bow + self.heading * aft + abeam * side + vector(0, up, 0))

    def shell(self, t: float, s: float, side: int = 1) -> Vector:
        """The skin at t of the length (0 bow, 1 stern) and s of the height (0 water, 1 sheer)."""
        fore = 1 - max(0.0, 1 - t / 0.52) ** 2.1
        full = fore * (1 - 0.42 * max(0.0, (t - 0.5) / 0.5) ** 2.2)
        breadth = self.beam / 2 * full * (0.62 + 0.38 * s**0.7)
        rake = 0.09 * self.length * (1 - s) * (1 - t) ** 3 - 0.05 * self.length * (1 - s) * t**6
        top = self.freeboard + self.lift * ((1 - t) ** 2.4 + 0.4 * t**2.5)
        return self.at(t * self.length + rake, side * breadth, s * top)


STATIONS = [k / 28 for k in range(29)]


def planked(stage: Stage, hull: Hull, paint: Sequence[Colour], side: int = 1) -> None:
    """One side of the shell, plank by plank from the water up, shaded as it curves."""
    count = len(paint)
    for k, colour in enumerate(paint):
        low, high = k / count, (k + 1) / count
        for t, u in pairwise(STATIONS):
            face = [hull.shell(t, low, side), hull.shell(u, low, side)]
            face += [hull.shell(u, high, side), hull.shell(t, high, side)]
            light = daylight(side * (face[1] - face[0]), face[3] - face[0])
            stage.poly(face, shine(colour, light))
        if high < 1:
            stage.line([hull.shell(t, high, side) for t in STATIONS], tone(colour, 0.5), 0.02)


def shine(colour: Colour, light: Vector) -> Colour:
    """A colour under a light."""
    r, g, b = (min(255, round(c * v)) for c, v in zip(colour, light.tolist(), strict=True))
    return r, g, b


def sheer(hull: Hull, side: int) -> list[Vector]:
    """The upper edge of one side."""
    return [hull.shell(t, 1, side) for t in STATIONS]


def cutter(hull: Hull, name: str) -> Part:
    """A gaff cutter at rest: hull, deck, cabin, mast and rigging, furled sail, a lantern."""
    white, green = (226, 216, 202), (50, 82, 88)
    paint = [(136, 66, 54), tone(green, 0.85), green, green, tone(green, 1.1), white]

    def part(stage: Stage) -> None:
        planked(stage, hull, [(120, 96, 76)] * 2, -1)
        deck = [hull.shell(t, 0.86, 1) for t in STATIONS]
        deck += [hull.shell(t, 0.86, -1) for t in reversed(STATIONS)]
        stage.poly(deck, (150, 116, 88))
        cabin(stage, hull)
        shrouds(stage, hull, -1)
        planked(stage, hull, paint)
        for edge in (-1, 1):
            stage.line(sheer(hull, edge), (168, 116, 72), 0.07)
        spars(stage, hull)
        stays(stage, hull)
        shrouds(stage, hull, 1)
        lettering(hull, name, 0.11, 0.235, 0.66)(stage)

    return part


def lettering(hull: Hull, words: str, begin: float, end: float, level: float) -> Part:
    """A name on the planks, between two fractions of the length."""
    left, right = hull.shell(begin, level), hull.shell(end, level)
    along = right - left
    length = float(np.linalg.norm(along))
    sheet = Sheet(length, length * 0.25, detail(float(left[2])))
    size = min(length * 0.22, length * 1.5 / len(words))
    sheet.text((length / 2, length * 0.04), words, size, (250, 232, 190), bold_m=size * 0.02)
    return hung(sheet, left + vector(0, 0.01, 0), along, vector(0, length * 0.25, 0), np.ones(3))


def cabin(stage: Stage, hull: Hull) -> None:
    """Walls with lit windows under a flat top."""
    begin, end, half = 0.43 * hull.length, 0.76 * hull.length, 0.24 * hull.beam
    low, high = 0.75, 1.55
    wall, wood, lit = (214, 200, 178), (150, 106, 72), (255, 210, 136)

    def side_wall(left: float, foot: float, right: float, head: float) -> list[Vector]:
        corners = ((left, foot), (right, foot), (right, head), (left, head))
        return [hull.at(aft, half, up) for aft, up in corners]

    front = ((-half, low), (half, low), (half, high), (-half, high))
    stage.poly([hull.at(begin, side, up) for side, up in front], tone(wall, 0.62))
    stage.poly(side_wall(begin, low, end, high), tone(wall, 0.86))
    for k in range(4):
        left = begin + 0.35 + k * (end - begin - 0.5) / 4
        stage.poly(side_wall(left - 0.04, 1.10, left + 0.50, 1.42), wood)
        stage.poly(side_wall(left, 1.14, left + 0.46, 1.38), lit, 235)
    over = half + 0.06
    top = [(begin - 0.08, -over), (begin - 0.08, over), (end + 0.1, over), (end + 0.1, -over)]
    stage.poly([hull.at(a, s, high + 0.03) for a, s in top], (206, 186, 160))
    stage.line([hull.at(a, over, high) for a in (begin - 0.08, end + 0.1)], wood, 0.08)
    stage.line([hull.at(begin - 0.08, s, high) for s in (-over, over)], wood, 0.08)


MAST, HEAD_M, HOUNDS_M = 0.36, 12.0, 9.2  # mast: share of the length; top and hounds: height


def spars(stage: Stage, hull: Hull) -> None:
    """Mast, bowsprit, boom, and the mainsail furled upon it."""
    wood, dark = (178, 130, 84), (116, 80, 54)
    aft = MAST * hull.length
    foot, head = 1.0, HEAD_M
    stage.line([hull.at(0.7, 0, 1.45), hull.at(-1.5, 0, 1.85)], wood, 0.12)
    stage.line([hull.at(aft, 0, foot), hull.at(aft, 0, HOUNDS_M)], dark, 0.19)
    stage.line([hull.at(aft, 0, HOUNDS_M - 0.3), hull.at(aft, 0, head)], dark, 0.13)
    stage.line([hull.at(aft + 0.03, 0, foot), hull.at(aft + 0.03, 0, head)], wood, 0.07)
    ball = [
        hull.at(aft + 0.08 * cos(a), 0, head + 0.08 * sin(a)) for a in np.linspace(0, 2 * pi, 12)
    ]
    stage.poly(ball, (250, 240, 220))
    pennant = [
        hull.at(aft, 0, head),
        hull.at(aft + 1.3, 0, head - 0.1),
        hull.at(aft, 0, head - 0.32),
    ]
    stage.poly(pennant, (196, 74, 58))
    furled_sail(stage, hull, aft, 0.98 * hull.length)
    boom = [hull.at(aft, 0, 2.1), hull.at(1.02 * hull.length, 0, 2.3)]
    stage.line(boom, dark, 0.14)
    stage.line([p + vector(0, 0.025, 0) for p in boom], wood, 0.06)


def furled_sail(stage: Stage, hull: Hull, begin: float, end: float) -> None:
    """Folds of cloth on the boom, tied every metre."""
    span = np.linspace(0, 1, 49)

    def fold_line(height: float) -> list[Vector]:
        swell = [0.40 * (1 - t) ** 0.55 * (1 + 0.13 * sin(t * 47) * height) + 0.06 for t in span]
        return [
            hull.at(begin + (end - begin) * t, 0, 2.14 + 0.18 * t + height * s)
            for t, s in zip(span, swell, strict=True)
        ]

    cloth = (232, 212, 180)
    layers = [fold_line(h) for h in (0.0, 0.22, 0.48, 0.72, 1.0)]
    for k, (low, high) in enumerate(pairwise(layers)):
        stage.poly([*low, *reversed(high)], tone(cloth, 0.62 + 0.12 * k))
        stage.line(high, tone(cloth, 0.56 + 0.12 * k), 0.018)
    for k in range(4, 48, 6):
        stage.line([layers[0][k], layers[4][k]], (132, 100, 76), 0.03)


def stays(stage: Stage, hull: Hull) -> None:
    """The rigging in the middle plane: forestays, backstay, halyards, topping lift."""
    aft, top = MAST * hull.length, HEAD_M - 0.4
    stern = 0.985 * hull.length
    ends = [
        ((aft, top), (-1.4, 1.85), 0.02),
        ((aft, HOUNDS_M), (-1.4, 1.85), 0.022),
        ((aft, HOUNDS_M - 0.4), (0.25, 1.5), 0.026),
        ((aft, top), (stern, 1.15), 0.02),
        ((aft, top - 0.2), (1.02 * hull.length, 2.35), 0.014),
        ((aft + 0.16, HOUNDS_M), (aft + 0.2, 2.2), 0.012),
        ((aft - 0.14, HOUNDS_M - 0.5), (aft - 0.2, 1.2), 0.012),
    ]
    for start, end, width in ends:
        stage.line([hull.at(start[0], 0, start[1]), hull.at(end[0], 0, end[1])], ROPE, width)
    x, y = aft * 0.56, 4.9
    stage.line([hull.at(x, 0, y), hull.at(x, 0, y - 0.35)], ROPE, 0.015)
    box = [(-0.10, -0.72), (0.10, -0.72), (0.14, -0.35), (-0.14, -0.35)]
    stage.poly([hull.at(x + a, 0, y + u) for a, u in box], (255, 230, 170), 255)
    stage.line([hull.at(x + a, 0, y - 0.33) for a in (-0.17, 0.17)], IRON, 0.06)


def shrouds(stage: Stage, hull: Hull, side: int) -> None:
    """The ladder of ropes from the rail to the hounds on one side, and the spreader's stay."""
    aft, half = MAST * hull.length, 0.49 * hull.beam * side
    feet = [hull.at(aft + shift, half, 1.15) for shift in (-0.05, 0.40, 0.85)]
    hounds = hull.at(aft, 0, HOUNDS_M)
    for foot in feet:
        stage.line([foot, hounds], ROPE, 0.022)
    for k in range(1, 18):
        t = k / 20
        stage.line([foot + (hounds - foot) * t for foot in (feet[0], feet[2])], ROPE, 0.014)
    tip = hull.at(aft, half * 0.62, HOUNDS_M + 0.1)
    stage.line([hull.at(aft, 0, HOUNDS_M + 0.1), tip], (140, 100, 66), 0.05)
    stage.line([hull.at(aft, 0, HEAD_M - 0.5), tip, hull.at(aft + 0.2, half, 1.15)], ROPE, 0.018)


def dinghy(hull: Hull) -> Part:
    """A clinker rowing boat, oars shipped, on a slack line to the quay."""
    larch = (196, 132, 82)
    paint = [
        (112, 66, 52),
        tone(larch, 0.8),
        tone(larch, 0.9),
        larch,
        tone(larch, 1.05),
        (236, 220, 192),
    ]

    def part(stage: Stage) -> None:
        planked(stage, hull, [(92, 66, 50), (110, 78, 56), (122, 86, 62)], -1)
        floor = [hull.shell(t, 0.30, side) for side in (1, -1) for t in STATIONS[::side]]
        stage.poly(floor, (88, 66, 54))
        for t in (0.34, 0.58, 0.84):
            seat = [
                hull.shell(t + d, 0.74, side)
                for d, side in ((0, -1), (0, 1), (0.075, 1), (0.075, -1))
            ]
            stage.poly(seat, (178, 128, 86))
            stage.line([seat[1], seat[0]], (92, 62, 44), 0.02)
        stern = [hull.shell(1, s, -1) for s in (0, 0.5, 1)] + [
            hull.shell(1, s, 1) for s in (1, 0.5, 0)
        ]
        stage.poly(stern, (150, 100, 66))
        oars(stage, hull)
        planked(stage, hull, paint)
        for edge in (-1, 1):
            stage.line(sheer(hull, edge), (226, 190, 140), 0.035)
        lettering(hull, "MAREN", 0.68, 0.84, 0.62)(stage)
        rope = [
            hull.shell(0, 0.95) + vector(-4.2 * t, 0.75 * t - 2.0 * t * (1 - t), 3.0 * t)
            for t in np.linspace(0, 1, 24)
        ]
        stage.line(rope, (150, 132, 110), 0.02)

    return part


def oars(stage: Stage, hull: Hull) -> None:
    for side in (-0.32, 0.12):
        loom, blade = hull.at(0.55, side, 0.52), hull.at(3.0, side + 0.1, 0.60)
        stage.line([loom, blade], (214, 168, 116), 0.045)
        stage.line([loom + (blade - loom) * 0.76, blade], (214, 168, 116), 0.12)


def boats() -> list[Part]:
    """A cutter along the far quay, one at anchor before it, a dinghy close to us."""
    far = Hull(vector(-6.1, 0, 29.0), heading(0.17), 9.0, 2.8, 0.85, 0.5)
    near = Hull(vector(-7.9, 0, 16.6), heading(0.75), 9.6, 3.0, 0.9, 0.6)
    small = Hull(vector(-5.4, 0, 9.6), heading(0.95), 3.3, 1.4, 0.40, 0.26)
    return [cutter(far, "EIDER"), cutter(near, "ADLER"), dinghy(small)]


def heading(turn: float) -> Vector:
    """The way from bow to stern, turn radians to the right of straight ahead."""
    return vector(sin(turn), 0, cos(turn))
