"""Draws the window in its states, light and dark: the pictures of docs/ and of the README.

    python tools/screenshots.py [FOLDER] [--all]

Without --all just the one of the README; with it every state, to look at while working.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

import batch_screens
import measure_screens
import model_screens
import output_screens
from sr_desktop import paths
from sr_desktop.gui import app as gui_app
from sr_desktop.gui import theme
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import sample

REPO = Path(__file__).resolve().parent.parent
PATIENCE_S = 120.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=REPO / "docs")
    parser.add_argument("--all", action="store_true")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = home
        app = gui_app.make_application()
        kept = []  # a window that is collected in a worker's thread takes the process with it
        for scheme, tokens in {"light": theme.LIGHT, "dark": theme.DARK}.items():
            theme.apply(app, tokens)
            for state, window in _states(app, Path(home, scheme), args.all):
                kept.append(window)
                if args.all or (state, scheme) == ("done", "light"):
                    window.grab().save(str(args.folder / f"window-{state}-{scheme}.png"))


def _states(app: QApplication, folder: Path, others_too: bool) -> Iterator[tuple[str, QWidget]]:
    """The window in one state after the other, then the model manager and the measuring."""
    window = MainWindow(Settings())
    window.resize(1280, 840)
    window.show()
    window.paint_patiently()
    _settle(app)
    yield "empty", window
    window._overlay.show_words("Add 14 images from Holiday")
    _settle(app)
    yield "drop", window
    window._overlay.hide()

    window.warm_up()
    _wait(app, lambda: bool(window.state.compute))
    window.add_paths(_pictures(folder))
    _wait(app, lambda: len(window.state.items) == 5 and window.state.opened is not None)
    _wait(app, lambda: all(i.thumbnail is not None or i.error for i in window.state.items))
    _settle(app)
    yield "opened", window
    window.show_item(window.state.items[1].id)
    _wait(app, lambda: window.state.opened is not None)
    window.upscale()
    _wait(app, lambda: any(i.live and i.live.fraction > 0.4 for i in window.state.items))
    yield "working", window
    _wait(app, lambda: not window.state.working)
    window.show_item(window.state.items[0].id)
    _wait(app, lambda: window.state.opened is not None)
    window.upscale()
    _wait(app, lambda: window.state.items[0].status == Status.DONE)
    window.look_closely()
    _settle(app)
    yield "done", window
    window.save_to(folder / "saved" / "harbour_pan_x4.png")
    _wait(app, lambda: window.state.notice is not None)
    _settle(app)
    yield "saved", window
    failed = next(item for item in window.state.items if item.error)
    window.show_item(failed.id)
    _wait(app, lambda: window.state.item is not None and window.state.item.error is not None)
    _settle(app)
    yield "failed", window
    if others_too:
        window.show_item(window.state.items[0].id)
        _wait(app, lambda: window.state.opened is not None)
        checkpoint = _checkpoint(folder / "my portraits x2.pth")
        yield from model_screens.states(window, checkpoint, lambda: _settle(app))
    window.close()
    if others_too:
        yield from batch_screens.states(
            folder / "exported", lambda until: _wait(app, until), lambda: _settle(app)
        )
        yield from output_screens.states(lambda until: _wait(app, until), lambda: _settle(app))
        yield from measure_screens.states(
            folder / "measured", lambda until: _wait(app, until), lambda: _settle(app)
        )


def _checkpoint(path: Path) -> Path:
    """One of a user's own: the PAN that ships, a little changed, in a file of torch."""
    import torch
    from safetensors.torch import load_file

    tensors = load_file(paths.bundled_weights() / "pan-x2.safetensors")
    torch.save({key: tensor * 1.0001 for key, tensor in tensors.items()}, path)
    return path


def _pictures(folder: Path) -> list[Path]:
    """The sample, its original, parts of it, and a file that is no picture."""
    original, reduced = sample.original(), sample.reduced(4)
    parts = {
        "harbour.png": reduced,
        "harbour at full size.png": original,
        "IMG_2041.jpg": reduced.with_pixels(reduced.pixels[:, ::-1].copy(), None),
        "scan with a very long name 0017.tif": reduced.with_pixels(
            reduced.pixels[:200, :120].copy(), None
        ),
    }
    for name, picture in parts.items():
        format = (files.format_of(Path(name)) or "PNG").lower()
        files.write(folder / name, picture, Encoding(format))
    broken = folder / "broken.png"
    broken.write_bytes((folder / "harbour.png").read_bytes()[:3000])
    return [folder / name for name in parts] + [broken]


def _wait(app: QApplication, until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not until():
        if time.monotonic() > end:
            sys.exit("the window did not get there in time")
        app.processEvents()
        time.sleep(0.005)


def _settle(app: QApplication) -> None:
    """Let timers fire and everything be painted."""
    end = time.monotonic() + 0.3
    _wait(app, lambda: time.monotonic() > end)


if __name__ == "__main__":
    main()
