"""Dead leaves: shapes in the colours and textures of photos, each over those before it.

Photos that a camera or JPEG has softened hardly have an edge that is sharp at one pixel; networks
that learn from them alone are worst on pictures that are. Shapes have as many sharp edges as one
likes, of every direction, contrast and width. Sizes follow a power law, as in

Lee, Mumford, Huang, Occlusion Models for Natural Images, IJCV 2001;
Achddou, Gousseau, Ladjal, Synthetic Images as a Regularity Prior for Image Restoration Neural
Networks, SSVM 2021, who restore photos by networks that have seen nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from sr_desktop.imaging import files, resize
from sr_desktop.imaging.compare import displayable
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Points = list[tuple[float, float]]

_DRAWN_PX = 3  # to a pixel of the picture, which comes of them by bicubic
_LEAST_RADIUS_PX = 2.5
_GREATEST_RADIUS = 1 / 3.5  # of the side
_LARGE = 12  # leaves beside those of the power law, laid first
_LEAVES = (150, 450)
_DISORDER = 0.7  # 0 lays the largest first
_CONTRAST = (1.0, 1.6)
_PHOTOS = 3  # that lend their colours to a picture
_CORNERS = 40  # of an ellipse
_TEXTURE = 0.7  # of the size that the photo has


def write_leaves(parent: Path, photos: Sequence[Path], count: int, side_px: int) -> Path:
    """So many pictures of side_px as PNG files in a folder of their own, which it gives.

    The same photos and the same program give the same pictures, in the same folder; those there
    stay. Each takes half a second. Raises UnreadableImage and CannotWrite.
    """
    drawing = Path(__file__).read_bytes()
    about = [count, side_px, *((photo.name, photo.stat().st_size) for photo in photos)]
    folder = parent / f"leaves-{sha256(drawing + repr(about).encode()).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(count):
        place = folder / f"{seed:03}.png"
        if not place.exists():
            rng = np.random.default_rng(seed)
            lenders = [photos[each] for each in rng.choice(len(photos), _PHOTOS)]
            shown = [displayable(files.read(each).pixels) for each in lenders]
            pixels = leaves(shown, side_px, rng)
            files.write(place, Picture(pixels), Encoding("png", provenance=False))
    return folder


def leaves(photos: Sequence[Bytes], side_px: int, rng: np.random.Generator) -> Bytes:
    """(side_px, side_px, 3); photos are (h, w, 3), the first is the ground."""
    lot = _Lot(rng, photos)
    side = side_px * _DRAWN_PX
    canvas = _texture(lot, photos[0], side)
    for radius in lot.radii(side):
        reach = math.ceil(radius * 1.5) + 2
        x, y = lot.rng.uniform(0, side, 2)
        shape = _KINDS[lot.rng.choice(len(_KINDS), p=_SHARES)](lot, radius, reach)
        canvas.paste(_paint(lot, 2 * reach), (int(x) - reach, int(y) - reach), shape)
    return np.asarray(resize.bicubic(np.asarray(canvas), side_px, side_px))


@dataclass(frozen=True, slots=True)
class _Lot:
    """What is drawn by lot."""

    rng: np.random.Generator
    photos: Sequence[Bytes]

    def radii(self, side: int) -> NDArray[np.float64]:
        """In the order they are laid: some large ones, then as the inverse square of the radius."""
        least, most = _LEAST_RADIUS_PX * _DRAWN_PX, _GREATEST_RADIUS * side
        share = self.rng.random(self.rng.integers(*_LEAVES))
        radii = 1 / (1 / least + share * (1 / most - 1 / least))
        order = np.argsort(-radii * np.exp(self.rng.normal(0, _DISORDER, len(radii))))
        return np.concatenate([most * self.rng.uniform(0.3, 1, _LARGE), radii[order]])

    def colour(self) -> NDArray[np.float64]:
        """(3,) in 0..255, of a photo, with more contrast."""
        photo = self.photo()
        seen = photo[self.rng.integers(photo.shape[0]), self.rng.integers(photo.shape[1])]
        contrast = self.rng.uniform(*_CONTRAST)
        return np.asarray(np.clip((seen - 128.0) * contrast + 128, 0, 255))

    def photo(self) -> Bytes:
        return self.photos[int(self.rng.integers(len(self.photos)))]

    def turn(self) -> float:
        return float(self.rng.uniform(0, 2 * math.pi))


# Shapes: masks of (2 * reach, 2 * reach) with the leaf in their middle


def _ellipse(lot: _Lot, radius: float, reach: int) -> Image.Image:
    across, turn = radius * lot.rng.uniform(0.25, 1), lot.turn()
    angles = np.linspace(0, 2 * math.pi, _CORNERS, endpoint=False)
    return _filled([_at(reach, turn, radius, across, angle) for angle in angles], reach)


def _polygon(lot: _Lot, radius: float, reach: int) -> Image.Image:
    turn, corners = lot.turn(), int(lot.rng.integers(3, 8))
    angles = np.sort(lot.rng.uniform(0, 2 * math.pi, corners))
    sides = radius * lot.rng.uniform(0.4, 1, (corners, 2))
    by_corner = zip(*sides.T, angles, strict=True)
    return _filled([_at(reach, turn, *corner) for corner in by_corner], reach)


def _stroke(lot: _Lot, radius: float, reach: int) -> Image.Image:
    """A line, more or less bent."""
    wide = max(_DRAWN_PX, int(lot.rng.uniform(0.04, 0.25) * radius))
    bend, turn = 0.6 * radius * lot.rng.uniform(-1, 1), lot.turn()
    along = np.linspace(-1, 1, 16)
    points = [_turned(reach, turn, part * radius, bend * (1 - part**2)) for part in along]
    mask = Image.new("L", (2 * reach, 2 * reach))
    ImageDraw.Draw(mask).line(points, fill=255, width=wide, joint="curve")
    return mask


def _stripes(lot: _Lot, radius: float, reach: int) -> Image.Image:
    """An ellipse of which every other stripe is there."""
    ellipse, turn = _ellipse(lot, radius, reach), lot.turn()
    period = lot.rng.uniform(4 * _DRAWN_PX, max(5 * _DRAWN_PX, radius / 2))
    phase = (_ramp(2 * reach, turn) * 2 * reach / period + lot.rng.random()) % 1
    return Image.fromarray(np.asarray(ellipse) * (phase < lot.rng.uniform(0.3, 0.7)))


_KINDS: tuple[Callable[[_Lot, float, int], Image.Image], ...]
_KINDS = (_ellipse, _polygon, _stroke, _stripes)
_SHARES = (0.4, 0.25, 0.25, 0.1)


def _filled(points: Points, reach: int) -> Image.Image:
    mask = Image.new("L", (2 * reach, 2 * reach))
    ImageDraw.Draw(mask).polygon(points, fill=255)
    return mask


def _at(reach: int, turn: float, along: float, across: float, angle: float) -> tuple[float, float]:
    return _turned(reach, turn, along * math.cos(angle), across * math.sin(angle))


def _turned(reach: int, turn: float, x: float, y: float) -> tuple[float, float]:
    cos, sin = math.cos(turn), math.sin(turn)
    return reach + x * cos - y * sin, reach + x * sin + y * cos


def _ramp(side: int, turn: float) -> NDArray[np.float64]:
    """(side, side), from -0.7 to 0.7 at most, 0 in the middle."""
    down, across = np.mgrid[0:side, 0:side] / side - 0.5
    return np.asarray(across * math.cos(turn) + down * math.sin(turn))


# What they are filled with


def _paint(lot: _Lot, side: int) -> Image.Image:
    """A colour, one that goes over into another, or a piece of a photo."""
    kind = lot.rng.random()
    if kind < 0.45:
        return Image.new("RGB", (side, side), tuple(int(value) for value in lot.colour()))
    if kind < 0.75:
        share = np.clip(_ramp(side, lot.turn()) + 0.5, 0, 1)[..., np.newaxis]
        return Image.fromarray((lot.colour() * (1 - share) + lot.colour() * share).astype(np.uint8))
    return _texture(lot, lot.photo(), side)


def _texture(lot: _Lot, photo: Bytes, side: int) -> Image.Image:
    """A piece of a photo, mirrored where it ends, in the end smaller than it was: sharper."""
    piece = max(8, int(side / (_TEXTURE * _DRAWN_PX)))
    firsts = [int(lot.rng.integers(length)) for length in photo.shape[:2]]
    rows, columns = (
        resize.mirrored(first, first + piece, length)
        for first, length in zip(firsts, photo.shape[:2], strict=True)
    )
    cut = Image.fromarray(np.ascontiguousarray(photo[rows][:, columns]))
    return cut.resize((side, side), Image.Resampling.BICUBIC)
