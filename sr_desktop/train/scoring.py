"""What a network in training scores, by the protocol of `sr-desktop evaluate`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.bench import datasets
from sr_desktop.engine.model import LoadedModel
from sr_desktop.engine.upscale import upscale
from sr_desktop.imaging import metrics, resize
from sr_desktop.imaging.compare import displayable

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.engine.archs import Network
    from sr_desktop.engine.device import Compute
    from sr_desktop.imaging.picture import Picture, Pixels


class Examination:
    """Data sets, read when they are first needed; PSNR-Y in dB by their names."""

    def __init__(self, folders: Sequence[Path], scale: int, cancel: Cancel) -> None:
        """Raises what bench.datasets does for folders without pictures of this scale."""
        self._scale = scale
        self._cancel = cancel
        found = [datasets.find(folder) for folder in folders]
        self._pairs = {each.name: each.pairs(scale) for each in found}
        self._bicubic: dict[str, float] | None = None

    def psnr(self, spec: ModelSpec, network: Network, compute: Compute) -> dict[str, float]:
        """Of the network, which is on the CPU, in float32. Raises SRError for bad pictures."""
        model = LoadedModel.build(spec, network.eval(), compute)

        def enlarge(hr: Picture, lr: Picture) -> float:
            done = upscale(model, lr.pixels, guard=False, cancel=self._cancel)
            return self._decibels(done.pixels, hr)

        return self._means(enlarge)

    def bicubic(self) -> dict[str, float]:
        """Of plain enlargement: reckoned once."""
        if self._bicubic is None:
            self._bicubic = self._means(
                lambda hr, lr: self._decibels(resize.bicubic(lr.pixels, hr.height, hr.width), hr)
            )
        return self._bicubic

    def _means(self, score: Callable[[Picture, Picture], float]) -> dict[str, float]:
        means = {}
        for name, pairs in self._pairs.items():
            values = []
            for pair in pairs:
                self._cancel.check()
                values.append(score(*datasets.read(pair, self._scale)))
            means[name] = sum(values) / len(values)
        return means

    def _decibels(self, pixels: Pixels, hr: Picture) -> float:
        pair = displayable(pixels), displayable(hr.pixels)
        return metrics.psnr_y(*pair, self._scale, self._cancel.check)
