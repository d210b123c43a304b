"""What the canvas shows, in words for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sr_desktop.gui.canvas.comparison import Mode
from sr_desktop.gui.canvas.mode_buttons import name_of
from sr_desktop.language import clauses, tr

if TYPE_CHECKING:
    from sr_desktop.gui.canvas.scene import Scene

_Part = tuple[float, float, float, float]


def words(scene: Scene, zoom: float, visible: _Part, *, is_held: bool = False) -> str:
    """ "Split: Bicubic and PAN ×4; zoom 57%; all of it in sight". visible is (top, left, bottom,
    right) in parts of the picture; is_held: the original is seen, whatever the mode.
    """
    if scene.base is None:
        return tr("No picture")
    return clauses([_sides(scene, is_held), tr("zoom {zoom:.0%}", zoom=zoom), _where(visible)])


def _sides(scene: Scene, is_held: bool) -> str:
    one, other = scene.labels
    if is_held:
        return scene.original[0] if scene.original is not None else one
    if scene.of is None:
        return one
    if scene.comparison.mode is Mode.BLINK:
        one, other = other, one
    mode = name_of(scene.comparison.mode)
    return tr("{mode}: {one} and {other}", mode=mode, one=one, other=other)


def _where(visible: _Part) -> str:
    top, left, bottom, right = visible
    if max(top, left) <= 0.0 and min(bottom, right) >= 1.0:
        return tr("all of it in sight")
    return tr(
        "in sight {left:.0%} to {right:.0%} across, {top:.0%} to {bottom:.0%} down",
        left=left,
        right=right,
        top=top,
        bottom=bottom,
    )
