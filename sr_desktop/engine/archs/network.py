"""What every network is."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from sr_desktop.engine.archs.inference import InferenceForm


class Network(nn.Module):
    """A super-resolution network: (N, 3, h, w) to (N, 3, h * scale, w * scale).

    Pixels are in the range that the checkpoint was trained on. The state-dict keys are the
    authors'. reach_px is the radius, in LR pixels, of what an output pixel depends on, and grid_px
    what the first row and column of a tile must be multiples of.
    """

    scale: int
    reach_px: int
    grid_px: int = 1

    @abstractmethod
    def forward(self, batch: Tensor) -> Tensor: ...

    def takes(self, dtype: torch.dtype) -> bool:
        """Whether its inference form can calculate in this type."""
        return True

    @abstractmethod
    def folded(self) -> InferenceForm:
        """The same function, faster. Weights may be shared with this network."""
