"""The pixel pointed at, in words: where it is in both sizes, and its values on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sr_desktop.gui.canvas.scene import Scene


def words(scene: Scene, row: int, column: int) -> str:
    """ "LR 12, 34   HR 51, 139   Bicubic 120 98 77   PAN ×4 121 99 80": column first, as x, y."""
    layer = scene.base
    if layer is None:
        return ""
    parts = [f"HR {column}, {row}"]
    if scene.source_size is not None:
        width, height = scene.source_size
        x, y = column * width // layer.width, row * height // layer.height
        parts.insert(0, f"LR {x}, {y}")
    for name, side in scene.sides:
        values = " ".join(str(value) for value in side.values(row, column, 1, 1)[0, 0])
        parts.append(f"{name} {values}")
    return "   ".join(parts)
