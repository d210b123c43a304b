"""A flat drawing in metres."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from canal.colour import Colour
from canal.noise import Floats

Point = tuple[float, float]


@lru_cache(maxsize=256)
def font(size_px: float) -> ImageFont.FreeTypeFont:
    """Pillow's own face, so that the picture needs no font of the system."""
    face = ImageFont.load_default(size_px)
    assert isinstance(face, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    return face


class Sheet:
    """A flat drawing in metres, origin at its lower left corner, y up.

    image is RGBA, glow (L) tells where the drawing shines of itself and needs no light.
    """

    def __init__(self, width_m: float, height_m: float, px_per_m: float) -> None:
        self.width_m, self.height_m, self.px_per_m = width_m, height_m, px_per_m
        self.size = max(2, round(width_m * px_per_m)), max(2, round(height_m * px_per_m))
        self.image = Image.new("RGBA", self.size)
        self.glow = Image.new("L", self.size)
        self._pen = ImageDraw.Draw(self.image)
        self._light = ImageDraw.Draw(self.glow)

    def px(self, points: Iterable[Point]) -> list[Point]:
        """From metres to the pixels of image."""
        scale, bottom = self.px_per_m, self.size[1]
        return [(x * scale, bottom - y * scale) for x, y in points]

    def box(
        self, x: float, y: float, width: float, height: float
    ) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a rectangle, in pixels."""
        ((left, top), (right, bottom)) = self.px([(x, y + height), (x + width, y)])
        return left, top, right, bottom

    def poly(self, points: Iterable[Point], colour: Colour, glow: int = 0) -> None:
        corners = self.px(points)
        self._pen.polygon(corners, fill=colour)
        self._light.polygon(corners, fill=glow)

    def rect(
        self, x: float, y: float, width: float, height: float, colour: Colour, glow: int = 0
    ) -> None:
        self.poly([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour, glow)

    def line(self, points: Iterable[Point], colour: Colour, width_m: float, glow: int = 0) -> None:
        width = max(1, round(width_m * self.px_per_m))
        track = self.px(points)
        self._pen.line(track, fill=colour, width=width, joint="curve")
        self._light.line(track, fill=glow, width=width)

    def disc(self, x: float, y: float, radius: float, colour: Colour, glow: int = 0) -> None:
        box = self.box(x - radius, y - radius, 2 * radius, 2 * radius)
        self._pen.ellipse(box, fill=colour)
        self._light.ellipse(box, fill=glow)

    def ring(self, x: float, y: float, radius: float, colour: Colour, width_m: float) -> None:
        box = self.box(x - radius, y - radius, 2 * radius, 2 * radius)
        self._pen.ellipse(box, outline=colour, width=max(1, round(width_m * self.px_per_m)))

    def text(
        self,
        at: Point,
        words: str,
        size_m: float,
        colour: Colour,
        anchor: str = "ms",
        bold_m: float = 0.0,
        glow: int = 0,
    ) -> None:
        """Words at a point; anchor as Pillow's: l, m or r, then s for the baseline."""
        face = font(round(size_m * self.px_per_m, 2))
        stroke = round(bold_m * self.px_per_m)
        (where,) = self.px([at])
        self._pen.text(where, words, colour, face, anchor, stroke_width=stroke, stroke_fill=colour)
        if glow:
            self._light.text(where, words, glow, face, anchor, stroke_width=stroke)

    def shade(self, x: float, y: float, width: float, height: float, factor: float) -> None:
        """Darken a rectangle, as a shadow does."""
        left, top, right, bottom = (round(edge) for edge in self.box(x, y, width, height))
        if right > left and bottom > top:
            part = self.image.crop((left, top, right, bottom))
            darker = [round(level * factor) for level in range(256)]
            self.image.paste(part.point([*darker * 3, *range(256)]), (left, top))

    def paint(self, rgb: Floats) -> None:
        """Cover everything with rgb, (H, W, 3) in 0..255."""
        self.image.paste(Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8)))
        self.image.putalpha(255)

    def cut(self, outline: Iterable[Point]) -> None:
        """Keep what lies inside the outline."""
        mask = Image.new("L", self.size)
        ImageDraw.Draw(mask).polygon(self.px(outline), fill=255)
        self.image.putalpha(mask)

    def tint(self, factor: Floats) -> None:
        """Multiply the colours by factor, (H, W) or (H, W, 3), where the drawing does not glow."""
        rgba = np.asarray(self.image).astype(np.float32)
        keep = np.asarray(self.glow)[..., None] / np.float32(255)
        factor = factor if factor.ndim == 3 else factor[..., None]
        rgba[..., :3] *= factor * (1 - keep) + keep
        self.image.paste(Image.fromarray(np.clip(rgba, 0, 255).astype(np.uint8)))
