"""Starting the program anew once this one has ended. No Qt."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from sr_desktop import paths

_MOST_CHARACTERS = 20_000  # Windows takes 32,767 on a command line


def command(files: Sequence[Path] = ()) -> list[str]:
    """What starts the window with these files; with none where they are too many to name."""
    program = paths.program()
    names = [str(path.absolute()) for path in files]
    return [*program, *names] if sum(map(len, names)) < _MOST_CHARACTERS else program


def begin(files: Sequence[Path] = ()) -> None:
    """Start it and leave it to itself."""
    away = subprocess.DEVNULL
    subprocess.Popen(command(files), stdin=away, stdout=away, stderr=away, start_new_session=True)
