"""Scenes of figures about two layers instead of the layers: differences, and consistency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sr_desktop.bench.types import Mapped
from sr_desktop.gui import words
from sr_desktop.gui.canvas.derived import DifferenceLayer, HeatLayer
from sr_desktop.gui.canvas.heat import HeatMaps
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.gui.canvas.layers import Layer
    from sr_desktop.gui.canvas.scene import Scene
    from sr_desktop.gui.state import WindowState


class Figures:
    """Keeps its layers as long as they fit. changed is called when a map has come."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._maps = HeatMaps()
        self._maps.changed.connect(changed)
        self._heat: HeatLayer | None = None
        self._differences: dict[str, DifferenceLayer] = {}

    def differences(self, scene: Scene, bicubic: Layer) -> Scene:
        """From bicubic one; from a reference two, that of bicubic and that of the result."""
        base, of = scene.base, scene.of
        if base is None or of is None:
            return replace(scene, note=tr("Upscale to see what differs"))
        of_name = scene.labels[1]
        first = self._difference("of", of, base, scene.comparison.gain)
        if base is bicubic:
            label = tr("{name} − bicubic", name=of_name)
            return replace(scene, base=first, of=None, labels=(label, ""))
        label = tr("{name} − reference", name=of_name)
        if of is bicubic:
            return replace(scene, base=first, of=None, labels=(label, ""))
        second = self._difference("bicubic", bicubic, base, scene.comparison.gain)
        labels = (tr("{name} − reference", name=tr("Bicubic")), label)
        return replace(scene, base=second, of=first, labels=labels)

    def _difference(self, side: str, of: Layer, base: Layer, gain: int) -> DifferenceLayer:
        kept = self._differences.get(side)
        if kept is None or (kept.of, kept.base, kept.gain) != (of, base, gain):
            self._differences[side] = kept = DifferenceLayer(of, base, gain)
        return kept

    def consistency(self, scene: Scene, state: WindowState, has_result: bool) -> Scene:
        """The map, once it is made; until then the base, and why."""
        alone = replace(scene, of=None, labels=(scene.labels[0], ""))
        item, picture, opened = state.item, state.result, state.opened
        if item is not None and item.live is not None:
            return replace(alone, note=tr("Measured when the result is done"))
        if picture is None or opened is None or not has_result or scene.base is None:
            return replace(alone, note=tr("Upscale to see how true the result is"))
        answer = self._maps.ask(picture, opened)
        if answer is None:
            return replace(alone, note=tr("Measuring…"))
        if not isinstance(answer, Mapped):
            return replace(alone, note=answer.message)
        layer = self._heat_layer(answer, scene.base, scene.comparison.hottest)
        told = words.consistency(answer.decibels)
        return replace(
            alone,
            base=layer,
            labels=(tr("Result made small again − original"), ""),
            sides=(*scene.sides, (tr("Off by"), layer)),
            note=told[:1].upper() + told[1:],
        )

    def _heat_layer(self, mapped: Mapped, like: Layer, hottest: int) -> HeatLayer:
        kept = self._heat
        size = (like.height, like.width)
        if (
            kept is None
            or kept.levels is not mapped.levels
            or (kept.hottest, kept.height, kept.width) != (hottest, *size)
        ):
            self._close_heat()
            self._heat = kept = HeatLayer(mapped.levels, *size, hottest)
        return kept

    def _close_heat(self) -> None:
        if self._heat is not None:
            self._heat.close()
            self._heat.join()

    def forget(self) -> None:
        """Another picture is shown, or none: what was measured is of no use."""
        self._maps.forget()
        self._differences.clear()

    def close(self) -> None:
        """Ends its threads."""
        self._maps.close()
        self._close_heat()
