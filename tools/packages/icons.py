"""Draws the program's icon in the sizes and files that systems want."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from packages import REPO

DRAWING = REPO / "resources" / "icons" / "app.svg"
SIDES = (16, 24, 32, 48, 64, 128, 256, 512)
_MOST_OF_ICO = 256


def draw(folder: Path) -> None:
    """SIDE.png for each side, sr-desktop.ico and sr-desktop.icns. No QApplication is needed."""
    folder.mkdir(parents=True, exist_ok=True)
    for side in (*SIDES, 1024):
        _drawn(side).save(str(folder / f"{side}.png"))
    ico = [(side, side) for side in SIDES if side <= _MOST_OF_ICO]
    with Image.open(folder / "1024.png") as large:
        large.save(folder / "sr-desktop.icns")
        large.save(folder / "sr-desktop.ico", sizes=ico)


def _drawn(side: int) -> QImage:
    picture = QImage(side, side, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    return picture
