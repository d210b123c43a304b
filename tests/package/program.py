"""The program that `make package` has made, or the one that $SR_PROGRAM names, as users start it.

$SR_PROGRAM is what a shell would be given: words that arguments may follow.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
DIST = REPO / "dist"
FOLDER = DIST / "sr-desktop"
_BY_SYSTEM = {
    "win32": FOLDER / "sr-desktop.exe",
    "darwin": DIST / "sr-desktop.app" / "Contents" / "MacOS" / "sr-desktop",
}
_LONGEST_S = 300


def words() -> list[str]:
    """What starts it."""
    named = os.environ.get("SR_PROGRAM")
    if named:
        return shlex.split(named)
    built = _BY_SYSTEM.get(sys.platform, FOLDER / "sr-desktop")
    assert built.is_file(), f"there is no {built}: `make package` makes it"
    return [str(built)]


def environment(home: Path, **more: str) -> dict[str, str]:
    """As good as none: of this process's only what Windows cannot do without."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR") if name in os.environ}
    if sys.platform == "win32":
        own = ("USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP")
        kept |= dict.fromkeys(own, str(home))
    return kept | {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | more


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


def run(home: Path, *arguments: str | Path, before: tuple[str, ...] = (), **more: str) -> Answer:
    """Started in its home."""
    done = subprocess.run(
        [*before, *words(), *map(str, arguments)],
        cwd=home,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_LONGEST_S,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)
