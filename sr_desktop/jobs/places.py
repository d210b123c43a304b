"""Where on the disks a file that is not there yet would lie."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path


def existing(path: Path) -> Path:
    """The nearest folder above that is there: whose disk a new file will lie on."""
    folder = Path(os.path.abspath(path)).parent
    while not folder.is_dir():
        folder = folder.parent
    return folder


@lru_cache(maxsize=256)
def folds_names(folder: Path) -> bool:
    """Whether names there that differ by case or by the form of their accents alone are one.

    folder need not exist. Found out by looking for folders above it under the other case; nothing
    is written.
    """
    there = existing(folder / "x")
    device = there.stat().st_dev
    while there.parent != there and there.parent.stat().st_dev == device:
        other = there.with_name(there.name.swapcase())
        if other.name != there.name:
            return other.exists() and other.samefile(there)
        there = there.parent
    return sys.platform in ("darwin", "win32")
