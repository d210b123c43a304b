"""What the canvas is to show, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sr_desktop.gui.canvas.comparison import Comparison

if TYPE_CHECKING:
    from sr_desktop.gui.canvas.layers import Layer


@dataclass(frozen=True, slots=True)
class Scene:
    """base, and what is held against it, of; without that base alone. All layers are of one size.
    Scenes of the same layers are equal, whatever has come to those.

    labels are those of the two. original is what is seen while Space is held, with its
    label, if that is not base; sides
    are the layers whose values are told, with their names; source_size is (width, height) of the
    picture before it is enlarged. note stands in the corner: what is awaited, or a figure.
    """

    base: Layer | None = None
    of: Layer | None = None
    labels: tuple[str, str] = ("", "")
    comparison: Comparison = Comparison()  # noqa: RUF009 - a value
    original: tuple[str, Layer] | None = None
    sides: tuple[tuple[str, Layer], ...] = ()
    source_size: tuple[int, int] | None = None
    note: str = ""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All of them, each once."""
        every = (self.base, self.of, self.original and self.original[1])
        told = (layer for _, layer in self.sides)
        return tuple(dict.fromkeys(each for each in (*every, *told) if each is not None))
