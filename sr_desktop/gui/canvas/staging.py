"""Scenes of the pictures that the canvas shows; their layers are kept as long as they fit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sr_desktop.errors import UsageError
from sr_desktop.gui import words
from sr_desktop.gui.canvas.comparison import Mode
from sr_desktop.gui.canvas.figures import Figures
from sr_desktop.gui.canvas.layers import BicubicLayer, Layer, ResultLayer
from sr_desktop.gui.canvas.scene import Scene
from sr_desktop.imaging.size import steps_to
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.canvas.preview import PreviewLayer
    from sr_desktop.gui.canvas.stage import Chosen
    from sr_desktop.gui.state import Item, WindowState
    from sr_desktop.imaging.picture import Picture


@dataclass(frozen=True, slots=True)
class Staged:
    """scale is by which the picture shown is enlarged, 0 if by no whole number; name is what the
    result is called.
    """

    scene: Scene
    scale: int
    name: str


class Staging:
    """changed is called when there is more to show than at the last scene."""

    def __init__(
        self,
        chosen: Callable[[], Chosen],
        preview: Callable[[BicubicLayer], PreviewLayer | None],
        changed: Callable[[], None],
    ) -> None:
        self._preview = preview
        self._chosen = chosen
        self._figures = Figures(changed)
        self._bicubic: tuple[Picture, BicubicLayer] | None = None
        self._result: tuple[object, ResultLayer] | None = None
        self._reference: tuple[Picture, ResultLayer] | None = None
        self._dropped: list[Layer] = []

    def scene(self, state: WindowState, item: Item, opened: Picture) -> Staged:
        """The picture opened, of that item, as this state says."""
        self._dropped = [layer for layer in self._dropped if layer.is_busy]
        bicubic = self._bicubic_layer(opened, *self._size_shown(state, item, opened))
        preview = self._preview(bicubic) if state.result is None else None
        result = self._result_layer(state, item, preview or bicubic)
        times = words.times(bicubic.width / opened.width)
        name = called = f"{self._spec(state, item).shown_label} {times}"
        if result is None and preview is not None:
            called = tr("{name}, preview", name=name)
        scene = self._pair(state, item, bicubic, result or preview, called)
        if result is None and preview is None and scene.base is bicubic:
            scene = replace(scene, labels=(tr("Bicubic {times}", times=times), ""))
        note = _hint(scene, is_bicubic=scene.base is bicubic)
        scene = replace(scene, source_size=(opened.width, opened.height), note=note)
        if state.comparison.mode is Mode.DIFFERENCE:
            scene = self._figures.differences(scene, bicubic)
        elif state.comparison.mode is Mode.CONSISTENCY:
            scene = self._figures.consistency(scene, state, has_result=result is not None)
        return Staged(scene, _whole_scale(opened, bicubic), name)

    def _pair(
        self,
        state: WindowState,
        item: Item,
        bicubic: BicubicLayer,
        result: Layer | None,
        name: str,
    ) -> Scene:
        """The result against bicubic; or it, or bicubic in its place, against the reference."""
        named: list[tuple[str, Layer]] = [(tr("Bicubic"), bicubic)]
        if result is not None:
            named.append((name, result))
        reference = self._reference_layer(state, item, bicubic)
        if reference is not None:
            named.insert(0, (tr("Reference"), reference))
        base, of = named[0], named[-1] if len(named) > 1 else None
        labels = (base[0], of[0] if of else "")
        return Scene(base[1], of and of[1], labels, state.comparison, base, tuple(named))

    # Pictures

    def _spec(self, state: WindowState, item: Item) -> ModelSpec:
        """The network that makes, or made, or would make the result."""
        if state.result is None and item.live is None:
            return self._chosen().spec
        return item.live.spec if item.live else item.spec or self._chosen().spec

    def _size_shown(self, state: WindowState, item: Item, opened: Picture) -> tuple[int, int]:
        """Height and width of what the canvas shows: what grows, what is done, what is to come."""
        if item.live is not None and item.live.canvas is not None:
            height, width = item.live.canvas.shape[:2]
            return int(height), int(width)
        if item.live is None and state.result is not None:
            return state.result.height, state.result.width
        chosen = self._chosen()
        spec = item.live.spec if item.live is not None else chosen.spec
        aim = item.live.aim if item.live is not None else chosen.size
        family = (chosen.family or (spec,)) if aim else (spec,)
        with suppress(UsageError):
            steps = steps_to(aim, opened.width, opened.height, [each.scale for each in family])
            return steps.height, steps.width
        return opened.height * spec.scale, opened.width * spec.scale

    def _bicubic_layer(self, opened: Picture, height: int, width: int) -> BicubicLayer:
        kept = self._bicubic
        size = (height, width)
        if kept is None or kept[0] is not opened or (kept[1].height, kept[1].width) != size:
            self._drop(kept and kept[1])
            self._bicubic = kept = (opened, BicubicLayer(opened, height, width))
        return kept[1]

    def _result_layer(
        self, state: WindowState, item: Item, under: BicubicLayer | PreviewLayer
    ) -> ResultLayer | None:
        kept = self._result
        if item.live is not None and item.live.canvas is not None:
            canvas = item.live.canvas
            if kept is None or kept[0] is not canvas:
                self._drop(kept and kept[1])
                self._result = kept = (canvas, ResultLayer(canvas, None, under))
            layer = kept[1]
            for part in item.live.done[layer.parts :]:
                layer.add(part)
            return layer
        picture = state.result
        if picture is None or picture.width != under.width:
            self._drop(kept and kept[1])
            self._result = None
            return None
        if kept is not None and kept[0] is picture.pixels:  # it grew before our eyes
            kept[1].finish(picture.alpha)
            self._result = kept = (picture, kept[1])
        elif kept is None or kept[0] is not picture:
            self._drop(kept and kept[1])
            layer = ResultLayer(picture.pixels, picture.alpha, icc=picture.icc)
            self._result = kept = (picture, layer)
        return kept[1]

    def _reference_layer(
        self, state: WindowState, item: Item, bicubic: BicubicLayer
    ) -> ResultLayer | None:
        """None where it is not to be compared with, or of another size."""
        reference = item.truth.reference if item.truth is not None else None
        size = (bicubic.height, bicubic.width)
        if not state.against_reference or reference is None:
            return None
        if (reference.height, reference.width) != size:
            return None
        kept = self._reference
        if kept is None or kept[0] is not reference:
            self._drop(kept and kept[1])
            layer = ResultLayer(reference.pixels, reference.alpha, icc=reference.icc)
            self._reference = kept = (reference, layer)
        return kept[1]

    def _drop(self, layer: Layer | None) -> None:
        if layer is not None:
            layer.close()
            self._dropped.append(layer)

    def forget(self) -> None:
        """No picture is shown: figures about the last one are of no use."""
        self._figures.forget()

    def close(self) -> None:
        """Ends its threads."""
        self._figures.close()
        for kept in (self._bicubic, self._result, self._reference):
            self._drop(kept and kept[1])
        for layer in self._dropped:
            layer.join()


def _hint(scene: Scene, *, is_bicubic: bool) -> str:
    """is_bicubic tells what the result is held against."""
    if scene.comparison.mode is not Mode.BLINK or scene.of is None:
        return ""
    return tr("Hold Space for bicubic") if is_bicubic else tr("Hold Space for the reference")


def _whole_scale(opened: Picture, layer: Layer) -> int:
    """By which the picture was enlarged, 0 if by no whole number."""
    scale = layer.width // opened.width
    fits = (layer.height, layer.width) == (opened.height * scale, opened.width * scale)
    return scale if fits else 0
