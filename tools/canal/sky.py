"""The sky at dusk."""

from __future__ import annotations

import numpy as np
from PIL import Image

from canal.noise import Floats, fold, fractal, sample, smoothstep
from canal.stage import HEIGHT, VANISHING, WIDTH, Part, Stage, vector


def sky(rng: np.random.Generator) -> Floats:
    """Dusk, (HEIGHT, WIDTH, 3) in 0..255: blue above, apricot below, clouds lit from below."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    up = np.clip((VANISHING[1] - y) / VANISHING[1], 0, 1)
    stops = [0.0, 0.14, 0.30, 0.46, 0.62, 0.80, 1.0]
    colours = np.array(
        [
            (255, 204, 142),
            (254, 190, 134),
            (247, 170, 136),
            (220, 153, 151),
            (166, 139, 167),
            (106, 117, 164),
            (66, 88, 142),
        ]
    )
    rgb = np.stack([np.interp(up, stops, colours[:, c]) for c in range(3)], -1).astype(np.float32)
    away = np.hypot((x - 860) / 700, (y - 470) / 420)
    rgb += np.exp(-2.4 * away**2)[..., None] * np.array([26, 17, 2], np.float32)
    return over_clouds(rgb, up, clouds(rng, x, y), smoothstep(0, 60, VANISHING[1] - y))


def over_clouds(rgb: Floats, up: Floats, density: Floats, clear: Floats) -> Floats:
    """Clouds of a density (-1..1) over the sky: thin ones glow, thick ones are dusky inside."""
    low = np.exp(-1.1 * up)[..., None]
    rim = low * np.array([255, 180, 144], np.float32) + (1 - low) * np.array(
        [216, 154, 164], np.float32
    )
    heart = np.array([124, 108, 142], np.float32)
    colour = rim + (heart - rim) * (0.75 * smoothstep(0.3, 1.3, density))[..., None]
    cover = 0.78 * smoothstep(0.02, 0.8, density) * clear
    return np.asarray(rgb + (colour - rgb) * cover[..., None], np.float32)


def clouds(rng: np.random.Generator, x: Floats, y: Floats) -> Floats:
    """Density of a high layer of cloud that recedes to the horizon, about -1..1."""
    side = 1024
    layer = fractal(rng, side, side, (190, 100), 7, 0.56)[..., None]
    bend = fractal(rng, side, side, (200, 200), 4)[..., None]
    height = np.maximum(VANISHING[1] - y, 4) + 70
    u = (x - 760) / height * 165 + 420
    v = 52000 / height + (x - 760) * 0.02
    twist = sample(bend, fold(u, side), fold(v, side))[..., 0]
    return sample(layer, fold(u + 34 * twist, side), fold(v + 20 * twist, side))[..., 0]


def paint_sky(stage: Stage, picture: Floats) -> None:
    """The sky, or what the mirrored eye sees of it."""
    if stage.mirrored:
        rows = np.clip(2 * int(VANISHING[1]) - np.arange(HEIGHT), 0, HEIGHT - 1)
        picture = picture[rows]
    small = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    stage.image.paste(small.resize(stage.image.size, Image.Resampling.BICUBIC))


def gulls() -> Part:
    """A few birds on their way home."""
    flock = ((-3.9, 23.9, 0.55), (-2.7, 24.6, 0.65), (-1.9, 23.4, 0.5))

    def part(stage: Stage) -> None:
        for x, y, size in flock:
            wing = ((-1.0, 0.18), (-0.55, 0.34), (0.0, 0.0), (0.5, 0.36), (1.0, 0.12))
            stage.line(
                [vector(x + a * size, y + b * size, 52) for a, b in wing], (66, 62, 84), 0.09
            )

    return part
