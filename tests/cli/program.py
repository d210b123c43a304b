"""The real program as a subprocess, and pictures to give it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

REPO = Path(__file__).resolve().parent.parent.parent
ENDINGS = {"finished", "failed", "stopped", "skipped"}


@dataclass(frozen=True)
class Answer:
    """What a call said, and the files that are there now and were not before."""

    code: int
    out: str
    err: str
    made: set[str]

    @property
    def events(self) -> list[dict[str, Any]]:
        """Standard output as `--json` promises it: each line one strict JSON object."""
        events = [json.loads(line, parse_constant=_no_number) for line in self.out.splitlines()]
        assert all(isinstance(event, dict) for event in events), self.out
        return events

    def endings(self, source: str) -> list[str]:
        """The events that end an input."""
        return [
            event["event"]
            for event in self.events
            if event["event"] in ENDINGS and event["source"] == source
        ]


def _no_number(word: str) -> float:
    raise AssertionError(f"{word} is not JSON")


def environment(folder: Path) -> dict[str, str]:
    """A home beside the folder, and no display."""
    home = folder.parent / f"{folder.name}-home"
    home.mkdir(exist_ok=True)
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "COLUMNS"}
    }
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        kept[name] = str(home)
    return kept | {"PYTHONPATH": str(REPO), "PYTHONIOENCODING": "utf-8"}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "sr_desktop", *(str(argument) for argument in arguments)]


def run(
    folder: Path,
    *arguments: str | Path,
    may_change: frozenset[str] = frozenset(),
    before: list[str] | None = None,
    **variables: str,
) -> Answer:
    """Run it in the folder, whose files stay as they are, byte for byte, but for `may_change`."""
    were = digests(folder)
    done = subprocess.run(
        [*(before or []), *command(*arguments)],
        cwd=folder,
        env=environment(folder) | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=200,
    )
    are = digests(folder)
    changed = {name for name, digest in were.items() if are.get(name) != digest}
    assert changed <= may_change, f"changed or gone: {sorted(changed)}\n{done.stderr}"
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    assert done.returncode >= 0, f"killed by signal {-done.returncode}: {done.stderr}"
    return Answer(done.returncode, done.stdout, done.stderr, set(are) - set(were))


def digests(folder: Path) -> dict[str, str]:
    """Each file below the folder, hidden ones too, with the digest of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def one_line(text: str) -> str:
    """A message may be wrapped; what it says is one line."""
    return " ".join(text.split())


def rgb(width: int, height: int) -> np.ndarray:
    """(height, width, 3) uint8 with slopes, edges and lines."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    waves = np.stack(
        [np.sin(x / 7) * 60 + y / 2, np.cos((x + y) / 9) * 70, np.hypot(x - 20, y - 9) * 3 % 190],
        axis=-1,
    )
    pixels = waves + 90
    pixels[:, ::9] *= 0.5
    return pixels.clip(0, 255).astype(np.uint8)


def picture(width: int = 20, height: int = 14) -> Image.Image:
    return Image.fromarray(rgb(width, height))


def save(folder: Path, *names: str) -> None:
    """A small picture under each of the names, in the format that the ending says."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            picture().save(file, {"jpg": "JPEG", "tif": "TIFF"}.get(name[-3:], name[-3:].upper()))


def pixels(path: Path) -> np.ndarray:
    """The stored pixels as Pillow reads them."""
    with Image.open(path) as image:
        return np.asarray(image)


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    """Over all channels, peak 255, in dB."""
    error = np.mean((one.astype(np.float64) - other.astype(np.float64)) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))
