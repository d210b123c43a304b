"""Smooth randomness, and how to look it up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]


def noise(rng: np.random.Generator, width: int, height: int, cell: tuple[float, float]) -> Floats:
    """Smooth noise in -1..1, (height, width), whose blobs are about cell pixels (x, y) large."""
    grid = (max(2, int(width / cell[0]) + 2), max(2, int(height / cell[1]) + 2))
    coarse = Image.fromarray(rng.uniform(-1, 1, (grid[1], grid[0])).astype(np.float32))
    return np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC))


def fractal(
    rng: np.random.Generator,
    width: int,
    height: int,
    cell: tuple[float, float],
    octaves: int,
    gain: float = 0.5,
) -> Floats:
    """Noise over several sizes, each octave half as large and gain times as strong."""
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        shrink = 0.5**octave
        total += gain**octave * noise(rng, width, height, (cell[0] * shrink, cell[1] * shrink))
    return total


def smoothstep(low: float, high: float, x: Floats) -> Floats:
    """0 below low, 1 above high, a soft step between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def fold(x: Floats, side: int) -> Floats:
    """Run to and fro over 0..side-1, so that a field may be sampled without end or seam."""
    return np.asarray(np.abs((x % (2 * side - 2)) - (side - 1)), np.float32)


def sample(picture: Floats, x: Floats, y: Floats) -> Floats:
    """Bilinear look-up of picture (H, W, C) at x, y (N...), clamped at the border."""
    height, width = picture.shape[:2]
    x = np.clip(x, 0, width - 1.001)
    y = np.clip(y, 0, height - 1.001)
    column, row = x.astype(np.int32), y.astype(np.int32)
    right, down = (x - column)[..., None], (y - row)[..., None]
    flat = picture.reshape(-1, picture.shape[2])
    at = row * width + column
    upper = flat[at] * (1 - right) + flat[at + 1] * right
    lower = flat[at + width] * (1 - right) + flat[at + width + 1] * right
    return np.asarray(upper * (1 - down) + lower * down, np.float32)
