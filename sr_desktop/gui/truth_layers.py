"""The reference and the differences from it, as the canvas draws them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

from sr_desktop.gui.layers import TILE_PX, Budget, Layer, ResultLayer, Tiles, to_image
from sr_desktop.gui.truth import Truth, View

Shown = tuple[Layer, Layer | None, tuple[str, str]]


class DifferenceLayer:
    """A map of differences, (H, W) uint8, as gray: black is equal, amplified by a factor.

    It is data, not a picture: no screen's profile changes it.
    """

    def __init__(self, levels: NDArray[np.uint8], amplify: int) -> None:
        self.height, self.width = levels.shape
        self.levels = levels
        self.amplify = amplify
        self._brighter = (np.arange(256) * amplify).clip(0, 255).astype(np.uint8)
        self._tiles = Tiles()

    def show_on(self, screen: bytes | None) -> None:
        pass

    def tile(
        self, level: int, row: int, column: int, budget: Budget | None = None
    ) -> QImage | None:
        return self._tiles.get((level, row, column), self._make, budget or Budget())

    def _make(self, key: tuple[int, int, int]) -> QImage:
        """Smaller levels show the mean of the differences, not the difference of means."""
        level, row, column = key
        side = TILE_PX << level
        part = self.levels[row * side : (row + 1) * side, column * side : (column + 1) * side]
        small = np.asarray(Image.fromarray(part).reduce(1 << level)) if level else part
        return to_image(self._brighter[small][..., None], None)


class TruthLayers:
    """What stands in the canvas instead of bicubic and the result; kept as long as it fits."""

    def __init__(self) -> None:
        self._reference: tuple[object, ResultLayer] | None = None
        self._differences: dict[str, DifferenceLayer] = {}

    def instead(
        self, truth: Truth, view: View, amplify: int, usual: Shown, name: str
    ) -> Shown | None:
        """None where the usual ones are to be seen. name is the network's."""
        left, right, _ = usual
        reference = truth.reference
        if view is View.SPLIT or reference is None or reference.width != left.width:
            return None
        if view is View.REFERENCE:
            if self._reference is None or self._reference[0] is not reference:
                self._reference = (
                    reference,
                    ResultLayer(reference.pixels, None, icc=reference.icc),
                )
            return right or left, self._reference[1], (name if right else "Bicubic", "Reference")
        bicubic = self._difference("bicubic", truth.bicubic.difference, amplify)
        result = self._difference("result", truth.result.difference, amplify)
        if bicubic is None:
            return None
        shown = result if right is not None else None
        return bicubic, shown, ("Bicubic − reference", f"{name} − reference")

    def _difference(
        self, side: str, levels: NDArray[np.uint8] | None, amplify: int
    ) -> DifferenceLayer | None:
        kept = self._differences.get(side)
        if levels is None:
            return self._differences.pop(side, None) and None
        if kept is None or kept.levels is not levels or kept.amplify != amplify:
            self._differences[side] = kept = DifferenceLayer(levels, amplify)
        return kept
