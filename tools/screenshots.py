"""Draws the window in its states: the pictures of docs/screens, of which the README shows one.

    python tools/screenshots.py [FOLDER] [--all] [--only PATTERN] [--names]

Without --all just those that docs keeps; with it every scene, to look at while working. PATTERN is
as of files: --all --only 'export-*'. --names tells them and draws none.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

# Of its own accord Qt makes up a screen of 800 x 800, which our windows would be made to fit.
os.environ.setdefault(
    "QT_QPA_PLATFORM",
    f"offscreen:configfile={Path(__file__).resolve().parent / 'screens' / 'screen.json'}",
)

from screens import drawing, registry
from screens.shots import CURATED, Shot, everything

SCREENS = Path(__file__).resolve().parent.parent / "docs" / "screens"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SCREENS)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", metavar="PATTERN", default="*")
    parser.add_argument("--names", action="store_true")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    args = parser.parse_args()
    shots = everything(registry.SCENES) if args.all else CURATED
    chosen = [shot for shot in shots if fnmatch(shot.name, args.only)]
    if args.names:
        print(*(shot.name for shot in chosen), sep="\n")
    elif args.part is not None:
        args.folder.mkdir(parents=True, exist_ok=True)
        drawing.draw([shot for shot in chosen if _part(shot) == args.part], args.folder)
    else:
        _draw_by_parts(chosen)


def _part(shot: Shot) -> str:
    """Shots of one part share a process: Qt takes the scale when it starts, texts the language."""
    return f"{shot.scale_percent}-{shot.language}"


def _draw_by_parts(shots: Sequence[Shot]) -> None:
    for part in dict.fromkeys(map(_part, shots)):
        scale = int(part.partition("-")[0]) / 100
        command = [sys.executable, __file__, *sys.argv[1:], "--part", part]
        subprocess.run(command, env={**os.environ, "QT_SCALE_FACTOR": f"{scale:g}"}, check=True)


if __name__ == "__main__":
    main()
