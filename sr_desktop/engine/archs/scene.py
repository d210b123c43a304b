"""A small drawn picture to try networks on, and how near two batches are."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def scene(side_px: int) -> Tensor:
    """A disc, a tilted bar and a thin ring on a gradient: (1, 3, side, side) in 0..1."""
    ticks = (torch.arange(side_px) + 0.5) / side_px
    down, across = torch.meshgrid(ticks, ticks, indexing="ij")

    def inside(distance: Tensor) -> Tensor:
        return torch.sigmoid(distance * side_px * 2.5)

    disc = inside(0.22 - torch.hypot(down - 0.35, across - 0.6))
    bar = inside(0.05 - (0.8 * (across - 0.3) + 0.6 * (down - 0.6)).abs())
    ring = inside(0.03 - (torch.hypot(down - 0.9, across - 0.1) - 0.35).abs())
    gray = 0.3 + 0.3 * across + 0.5 * disc - 0.3 * bar + 0.3 * ring * (1 - disc)
    return torch.stack([gray, 0.9 * gray + 0.05, 0.8 * gray])[None].clamp(0, 1)


def psnr_db(restored: Tensor, truth: Tensor, border_px: int) -> float:
    """Of two batches in 0..1, less their borders; minus infinity where there are no numbers."""
    inner = slice(border_px, -border_px)
    squared = (restored - truth)[:, :, inner, inner].square().mean().item()
    return -10 * math.log10(squared) if 0 < squared < math.inf else -math.inf
