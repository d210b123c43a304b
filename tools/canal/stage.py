"""The canvas, the eye and the light.

The world is in metres: x to the right, y up from the water, z away from the eye.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import exp

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from canal.colour import Colour, mix
from canal.noise import Floats
from canal.sheet import Point, Sheet

Vector = NDArray[np.float64]  # (3,), a point or a direction

WIDTH, HEIGHT = 1200, 900  # divisible by 2, 3 and 4
SUPER = 3  # canvas pixels to one of the picture, each way
FOCAL_PX = 950.0
VANISHING = (690.0, 500.0)  # right of the middle, as with a shifted lens
EYE_M = 3.0
QUAY_M = 1.2

# Light as factors of red, green and blue; SUN points to where it set, ahead to the right.
SUN = np.array([0.80, 0.25, 0.55]) / np.linalg.norm([0.80, 0.25, 0.55])
SKYLIGHT = np.array([0.60, 0.64, 0.78])
SUNLIGHT = np.array([0.72, 0.52, 0.34])
HAZE = np.array([196.0, 160.0, 150.0])
HAZE_M = 150.0  # at this depth 63 % of a thing is hidden
LAMP = np.array([255.0, 186.0, 104.0])


def vector(x: float, y: float, z: float) -> Vector:
    return np.array([x, y, z], np.float64)


@dataclass
class Stage:
    """The canvas: RGB and glow (L) at SUPER times the final size, and the eye that looks.

    The mirrored eye sees what the water y = 0 reflects: every height is turned upside down.
    """

    mirrored: bool = False
    image: Image.Image = field(init=False)
    glow: Image.Image = field(init=False)
    _pen: ImageDraw.ImageDraw = field(init=False)
    _light: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        size = WIDTH * SUPER, HEIGHT * SUPER
        self.image = Image.new("RGB", size)
        self.glow = Image.new("L", size)
        self._pen = ImageDraw.Draw(self.image)
        self._light = ImageDraw.Draw(self.glow)

    def project(self, point: Vector) -> Point:
        """Where a point of the world stands on the canvas, in its pixels."""
        x, y, z = point
        y = -y if self.mirrored else y
        across = VANISHING[0] + FOCAL_PX * x / z
        down = VANISHING[1] - FOCAL_PX * (y - EYE_M) / z
        return across * SUPER, down * SUPER

    def drape(self, sheet: Sheet, corners: Sequence[Vector], light: Vector) -> None:
        """Put a sheet over four corners of the world, clockwise from its upper left."""
        quad = [self.project(p) for p in corners]
        left, top, right, bottom = self._clip(quad)
        if right <= left or bottom <= top:
            return
        moved = [(x - left, y - top) for x, y in quad]
        size = (right - left, bottom - top)
        to_sheet = homography(moved, sheet.size)
        warp = (size, Image.Transform.PERSPECTIVE, to_sheet, Image.Resampling.BILINEAR)
        patch = sheet.image.transform(*warp)
        glow = sheet.glow.transform(*warp) if sheet.glow.getbbox() else None
        depth_m = float(np.mean([corner[2] for corner in corners]))
        alpha = patch.getchannel("A")
        self.image.paste(lighted(patch, glow, light, depth_m), (left, top), alpha)
        self.glow.paste(glow or 0, (left, top, right, bottom), alpha)

    def poly(self, points: Sequence[Vector], colour: Colour, glow: int = 0) -> None:
        """A flat face in space, its light already in its colour."""
        seen = [self.project(p) for p in points]
        self._pen.polygon(seen, fill=through_air(colour, float(points[0][2])))
        self._light.polygon(seen, fill=glow)

    def line(self, points: Sequence[Vector], colour: Colour, width_m: float, glow: int = 0) -> None:
        """A rope or a spar in space."""
        seen = [self.project(p) for p in points]
        z = float(np.mean([p[2] for p in points]))
        width = max(1, round(width_m * detail(z)))
        self._pen.line(seen, fill=through_air(colour, z), width=width, joint="curve")
        self._light.line(seen, fill=glow, width=width)

    def _clip(self, quad: list[Point]) -> tuple[int, int, int, int]:
        """The part of the canvas that holds the quad: left, top, right, bottom."""
        xs, ys = zip(*quad, strict=True)
        width, height = self.image.size
        return (
            max(0, int(min(xs))),
            max(0, int(min(ys))),
            min(width, int(max(xs)) + 2),
            min(height, int(max(ys)) + 2),
        )


Part = Callable[[Stage], None]  # something that paints itself onto any stage


def hung(
    sheet: Sheet, corner: Vector, along: Vector, up: Vector, light: Vector | None = None
) -> Part:
    """A sheet in the world: its lower left corner, its lower and its left edge."""
    corners = [corner + up, corner + along + up, corner + along, corner]
    return draped(sheet, corners, daylight(along, up) if light is None else light)


def draped(sheet: Sheet, corners: Sequence[Vector], light: Vector) -> Part:
    return lambda stage: stage.drape(sheet, corners, light)


def standing(sheet: Sheet, foot: Vector, light: Vector | None = None) -> Part:
    """A sheet upright, facing the eye, the middle of its lower edge at foot."""
    corner = foot - vector(sheet.width_m / 2, 0, 0)
    return hung(sheet, corner, vector(sheet.width_m, 0, 0), vector(0, sheet.height_m, 0), light)


def homography(quad: list[Point], size: tuple[int, int]) -> list[float]:
    """The eight numbers that take a canvas pixel to a sheet pixel; quad clockwise from top left."""
    sheet = [(0, 0), (size[0], 0), size, (0, size[1])]
    rows, values = [], []
    for (x, y), (u, v) in zip(quad, sheet, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(c) for c in np.linalg.solve(np.array(rows), np.array(values, np.float64))]


def daylight(along: Vector, up: Vector) -> Vector:
    """The colour of the light on a surface: blue sky from everywhere, the afterglow from SUN."""
    normal = np.cross(up, along)
    normal /= np.linalg.norm(normal)
    return np.asarray(SKYLIGHT + SUNLIGHT * max(0.0, float(normal @ SUN)))


def lighted(
    patch: Image.Image, glow: Image.Image | None, light: Vector, depth_m: float
) -> Image.Image:
    """A patch under its light and behind the air up to it; what glows keeps its colour."""
    rgb = patch.convert("RGB")
    lit = rgb.point(aerial_table(light, depth_m))
    if glow is None:
        return lit
    return Image.composite(rgb.point(aerial_table(np.ones(3), depth_m)), lit, glow)


def aerial_table(light: Vector, depth_m: float) -> list[int]:
    """For each of 3 x 256 levels, what is seen of it under a light and through depth_m of air."""
    levels = np.minimum(np.arange(256) * light[:, None], 255)
    seen = levels + (HAZE[:, None] - levels) * haze(depth_m)
    return [round(level) for level in seen.ravel().tolist()]


def haze(depth_m: float) -> float:
    """How much of what stands at this depth the air hides, 0..1."""
    return 1 - exp(-depth_m / HAZE_M)


def through_air(colour: Colour, depth_m: float) -> Colour:
    return mix(colour, HAZE.tolist(), haze(depth_m))


def detail(depth_m: float) -> float:
    """Pixels a metre that a sheet needs at this depth."""
    return SUPER * FOCAL_PX / depth_m


def plane(level_m: float, top_row: int) -> tuple[Floats, Floats]:
    """World x and z of every canvas pixel from top_row down, on the plane y = level_m."""
    rows = np.arange(top_row, HEIGHT * SUPER, dtype=np.float32)[:, None] / SUPER
    columns = np.arange(WIDTH * SUPER, dtype=np.float32)[None] / SUPER
    z = FOCAL_PX * (EYE_M - level_m) / (rows - VANISHING[1])
    x = (columns - VANISHING[0]) / FOCAL_PX * z
    return x.astype(np.float32), np.broadcast_to(z.astype(np.float32), x.shape)
