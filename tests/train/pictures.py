"""Pictures to learn from, and settings that make the engine of a training run for seconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from sr_desktop.train import config
from sr_desktop.train.config import Config

SMALL: dict[str, Any] = {
    "name": "tiny",
    "network": {"arch": "msrn", "args": {"n_feats": 4, "n_blocks": 1}},
    "data": {"patch_px": 12, "batch": 4},
    "optimizer": {"rate": 1e-3, "average": 0.9, "clip_norm": 1.0, "schedule": "cosine"},
    "length": {"epochs": 2, "epoch_steps": 10},
    "machine": {"cpu": True, "threads": 1},
    "keeping": {"tensorboard": False},
}


def write_pictures(folder: Path, count: int = 4, size: tuple[int, int] = (64, 48)) -> Path:
    """Waves of different lengths, (width, height)."""
    folder.mkdir(parents=True, exist_ok=True)
    y, x = np.mgrid[: size[1], : size[0]]
    for number in range(count):
        waves = [np.sin(x / (2 + number + c)) + np.cos(y / (3 + number)) for c in range(3)]
        pixels = (127.5 + 60 * np.stack(waves, -1)).astype(np.uint8)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    return folder


def small(folder: Path, **changes: Any) -> Config:
    """SMALL on the pictures of a folder; double underscores stand for the dots of keys."""
    dotted = [(key.replace("__", "."), value) for key, value in changes.items()]
    tables = config.altered(SMALL, [("data.folders", [{"path": str(folder)}]), *dotted])
    return Config.checked(tables, "small")
