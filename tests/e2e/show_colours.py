"""Draws colours in a CanvasView on a screen of a profile: show_colours.py PICTURE.icc SCREEN.icc.

An empty file is no profile. Prints, as JSON, what the window shows of the bicubic side, of the
result, and of the differences from a reference.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from sr_desktop.gui.canvas.derived import DifferenceLayer
from sr_desktop.gui.canvas.layers import BicubicLayer, Layer, ResultLayer
from sr_desktop.gui.canvas.scene import Scene
from sr_desktop.gui.canvas.view import CanvasView
from sr_desktop.imaging.picture import Picture

COLOURS = ((200, 60, 30), (30, 160, 60), (20, 40, 200), (128, 128, 128), (250, 250, 250))
_SIDE = 40


def open_display() -> tuple[ctypes.CDLL, ctypes.c_void_p, ctypes.c_ulong]:
    """Xlib, a connection of its own, and the root window.

    It stays open: a server forgets everything when its last client leaves.
    """
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    return x11, display, ctypes.c_ulong(x11.XDefaultRootWindow(display))


def set_property(profile: bytes, name: bytes = b"_ICC_PROFILE") -> None:
    """As a session's colour daemon would."""
    x11, display, root = open_display()
    atom = ctypes.c_ulong(x11.XInternAtom(display, name, 0))
    cardinal = ctypes.c_ulong(6)
    x11.XChangeProperty(display, root, atom, cardinal, 8, 0, profile, len(profile))
    x11.XSync(display, 0)


def shown(view: CanvasView, layer: Layer) -> list[tuple[int, int, int]]:
    view.show_scene(Scene(layer, None, ("", "")))
    image = view.grab().toImage()
    left, top = round((400 - layer.width) / 2), round((300 - layer.height) / 2)
    colours = []
    for index in range(len(COLOURS)):
        colour = QColor(image.pixel(left + index * _SIDE + _SIDE // 2, top + _SIDE // 2))
        colours.append((colour.red(), colour.green(), colour.blue()))
    return colours


def main() -> None:
    icc, of_screen = (Path(name).read_bytes() or None for name in sys.argv[1:3])
    if of_screen:
        set_property(of_screen)
    app = QApplication(sys.argv[:1])
    pixels = np.repeat(np.array(COLOURS, np.uint8), _SIDE, axis=0)[None].repeat(_SIDE, axis=0)
    view = CanvasView()
    view.resize(400, 300)
    view.paint_seconds = 60.0
    view.show()
    for _ in range(20):
        app.processEvents()
        time.sleep(0.01)
    layers: dict[str, Layer] = {
        "bicubic": BicubicLayer(Picture(pixels, icc=icc), *pixels.shape[:2]),
        "result": ResultLayer(pixels, None, icc=icc),
    }
    grey = ResultLayer(np.full_like(pixels, 128), None, icc=icc)
    layers["differences"] = DifferenceLayer(layers["result"], grey, 1)  # around 128: the numbers
    facts = {name: shown(view, layer) for name, layer in layers.items()}
    print(json.dumps({"platform": app.platformName(), **facts}))


if __name__ == "__main__":
    main()
