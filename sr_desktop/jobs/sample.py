"""The picture that ships, to try the program with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sr_desktop import paths
from sr_desktop.imaging import files, resize

if TYPE_CHECKING:
    from sr_desktop.imaging.picture import Picture


def original() -> Picture:
    """The sample as it was drawn: the HR picture."""
    return files.read(paths.resource("sample.png"))


def reduced(scale: int) -> Picture:
    """The sample made smaller by bicubic: an LR picture whose original is known."""
    picture = original()
    height, width = picture.height // scale, picture.width // scale
    return replace(picture, pixels=resize.bicubic(picture.pixels, height, width))
