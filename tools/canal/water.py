"""The canal and what it reflects."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from canal.noise import Floats, fold, fractal, sample, smoothstep
from canal.stage import EYE_M, FOCAL_PX, SUPER, VANISHING, Stage, plane


def waves(x: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Slopes of a quiet harbour's surface, across and away; waves under a pixel are left out."""
    rng = np.random.default_rng(61)
    across, away = np.zeros(z.shape, np.float32), np.zeros(z.shape, np.float32)
    step = z[:, :1] ** 2 / (FOCAL_PX * EYE_M)
    for k in range(22):
        length = 0.16 * 1.2**k
        turn = rng.normal(0.35, 0.75)
        kx, kz = 2 * pi / length * sin(turn), 2 * pi / length * cos(turn)
        fade = np.exp(-((kz * step / 2.2) ** 2)) * 0.0024 * (1 + 0.6 * rng.random())
        ripple = np.cos(kx * x + kz * z + np.float32(rng.uniform(0, 2 * pi))) * fade
        across += ripple * np.float32(sin(turn))
        away += ripple * np.float32(cos(turn))
    return across, away


def paint_water(stage: Stage, reflection: Stage) -> None:
    """The mirrored scene, torn by the waves, over the dark green of the depth."""
    top = int(VANISHING[1] * SUPER) + 3
    x, z = plane(0, top)
    across, away = waves(x, z)
    gusts = 0.55 + 0.9 * smoothstep(-0.3, 0.9, gust_field(x, z))
    swing = FOCAL_PX * SUPER * 2 * gusts
    mirror = np.asarray(Image.merge("RGBA", [*reflection.image.split(), reflection.glow]))
    seen = displaced(mirror, top, swing * across * 0.35, swing * away).astype(np.float32)
    grazing = EYE_M / np.hypot(z, EYE_M)
    fresnel = np.clip(0.42 + 0.58 * (1 - grazing - away * 2) ** 3, 0.1, 0.95)[..., None]
    seen *= fresnel
    seen[..., :3] += np.array([22, 40, 48], np.float32) * (1 - fresnel)
    *rgb, glow = Image.fromarray(seen.astype(np.uint8)).split()
    stage.image.paste(Image.merge("RGB", rgb), (0, top))
    stage.glow.paste(glow, (0, top))


def displaced(
    picture: NDArray[np.uint8], top: int, right: Floats, down: Floats
) -> NDArray[np.uint8]:
    """The rows of picture (H, W, 4) from top down, each pixel taken from right and down of it."""
    height, width = picture.shape[:2]
    rows = np.arange(top, height, dtype=np.float32)[:, None] + down
    columns = np.arange(width, dtype=np.float32)[None] + right
    row = np.clip(rows, 0, height - 1).astype(np.int32)
    column = np.clip(columns, 0, width - 1).astype(np.int32)
    pixels = np.ascontiguousarray(picture).view(np.uint32).reshape(-1)
    taken: NDArray[np.uint32] = pixels[row * width + column]
    return taken[..., None].view(np.uint8)


def gust_field(x: Floats, z: Floats) -> Floats:
    """Where the breeze touches the water, about -1..1."""
    blobs = fractal(np.random.default_rng(62), 512, 512, (60, 60), 4)[..., None]
    coarse = sample(blobs, fold(x[::6, ::6] * 7, 512), fold(z[::6, ::6] * 9, 512))[..., 0]
    size = x.shape[1], x.shape[0]
    return np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BILINEAR))
