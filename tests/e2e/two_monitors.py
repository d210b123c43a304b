"""A CanvasView that moves from one monitor to another: two_monitors.py FIRST.icc SECOND.icc.

Prints, as JSON, what it shows of one colour on each.
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

from sr_desktop.gui.canvas.layers import ResultLayer
from sr_desktop.gui.canvas.scene import Scene
from sr_desktop.gui.canvas.view import CanvasView
from tests.e2e.show_colours import COLOURS, open_display, set_property

_WIDTH, _HEIGHT = 720, 900  # half of desktop.SIZE


class _Monitor(ctypes.Structure):
    """XRRMonitorInfo."""

    _fields_ = (
        ("name", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in ("primary", "automatic", "noutput")),
        *((name, ctypes.c_int) for name in ("x", "y", "width", "height", "mwidth", "mheight")),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )


class _Resources(ctypes.Structure):
    """The beginning of XRRScreenResources."""

    _fields_ = (
        ("timestamp", ctypes.c_ulong),
        ("config_timestamp", ctypes.c_ulong),
        ("ncrtc", ctypes.c_int),
        ("crtcs", ctypes.POINTER(ctypes.c_ulong)),
        ("noutput", ctypes.c_int),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )


def split_screen() -> None:
    """Make the one virtual screen two monitors beside each other."""
    x11, display, root = open_display()
    xrandr = ctypes.CDLL("libXrandr.so.2")
    xrandr.XRRGetScreenResources.restype = ctypes.POINTER(_Resources)
    xrandr.XRRAllocateMonitor.restype = ctypes.POINTER(_Monitor)
    output = xrandr.XRRGetScreenResources(display, root).contents.outputs[0]
    for number, name in enumerate((b"LEFT", b"RIGHT")):
        monitor = xrandr.XRRAllocateMonitor(display, 1 - number)
        info = monitor.contents
        info.name = x11.XInternAtom(display, name, 0)
        info.primary = 1 - number
        info.x, info.width, info.height = number * _WIDTH, _WIDTH, _HEIGHT
        info.mwidth, info.mheight = _WIDTH // 4, _HEIGHT // 4
        if number == 0:  # the first one takes it away from the whole
            info.outputs[0] = output
        xrandr.XRRSetMonitor(display, root, monitor)
    x11.XSync(display, 0)


def main() -> None:
    first, second = (Path(name).read_bytes() for name in sys.argv[1:3])
    set_property(first, b"_ICC_PROFILE")
    set_property(second, b"_ICC_PROFILE_1")
    split_screen()
    app = QApplication(sys.argv[:1])
    view = CanvasView()
    view.resize(300, 200)
    view.paint_seconds = 60.0
    pixels = np.full((100, 100, 3), COLOURS[0], np.uint8)
    view.show_scene(Scene(ResultLayer(pixels, None), None, ("", "")))
    view.show()
    shown = []
    for x in (100, _WIDTH + 100):
        view.move(x, 100)
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            app.processEvents()
            time.sleep(0.01)
        # From the screen, not by view.grab(): that would paint it anew.
        at = app.primaryScreen().grabWindow(int(view.winId())).toImage()
        colour = QColor(at.pixel(150, 100))
        shown.append((colour.red(), colour.green(), colour.blue()))
    print(json.dumps({"screens": len(app.screens()), "shown": shown}))


if __name__ == "__main__":
    main()
