"""Plays stories and takes their shots."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from screens.registry import STORIES
from screens.shots import Shot
from screens.stage import Scenes, Stage, open_stage
from sr_desktop.gui import theme, translation

_FEW = 4096
_SCHEMES = {"light": theme.LIGHT, "dark": theme.DARK}
_HOMES = {"HOME": "", "XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache"}
_HOMES |= {"XDG_STATE_HOME": ".local/state", "XDG_DATA_HOME": ".local/share"}


def draw(shots: Sequence[Shot], folder: Path) -> None:
    """Take these shots, which have one scale and language: those of this process."""
    with tempfile.TemporaryDirectory() as home, _homes(Path(home, "start")):
        stage = open_stage()
        translation.install(stage.app, shots[0].language)
        for at, story in enumerate(STORIES):
            wanted = [shot for shot in shots if shot.scene in story.scenes]
            if not wanted:
                continue
            with _homes(Path(home, str(at))) as pictures:
                stage.folder = pictures
                with closing(story.tell(stage)) as scenes:
                    _take(stage, wanted, scenes, folder)


def _take(stage: Stage, wanted: list[Shot], scenes: Scenes, folder: Path) -> None:
    """Until all of them are taken; the rest of the story nobody sees."""
    for scene, window in scenes:
        for shot in [shot for shot in wanted if shot.scene == scene]:
            wanted.remove(shot)
            _save(_grab(stage, shot, window), folder / f"{shot.name}.png")
        if not wanted:
            return
    raise LookupError(f"never came up: {', '.join(shot.scene for shot in wanted)}")


def _grab(stage: Stage, shot: Shot, window: QWidget) -> QImage:
    """The window in this look; afterwards it is as it was."""
    size = window.size()
    theme.apply(stage.app, _SCHEMES[shot.scheme])
    if shot.size is not None:
        window.resize(*shot.size)
    stage.settle()
    image = window.grab().toImage()
    window.resize(size)
    return image


def _save(image: QImage, path: Path) -> None:
    """Pictures in 256 colours, among them those of the scheme, however rare."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    size, line = (rgb.width(), rgb.height()), rgb.bytesPerLine()
    whole = Image.frombuffer("RGB", size, bytes(rgb.constBits()), "raw", "RGB", line, 1)
    if whole.getcolors(_FEW) is not None:  # no picture in it: it is small as it is
        whole.save(path, optimize=True)
        return
    colours = map(QColor, sorted(set(asdict(theme.tokens()).values())))
    own = [(colour.red(), colour.green(), colour.blue()) for colour in colours]
    few = whole.quantize(256 - len(own), Image.Quantize.MEDIANCUT, kmeans=1)
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(few.getpalette() or []), *chain(*own)])
    few = whole.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


@contextmanager
def _homes(home: Path) -> Iterator[Path]:
    """While inside, this is the user's home; answers the folder for pictures."""
    before = {name: os.environ.get(name) for name in _HOMES}
    for name, place in _HOMES.items():
        os.environ[name] = str(home / place)
    pictures = home / "Pictures"
    pictures.mkdir(parents=True)
    try:
        yield pictures
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
