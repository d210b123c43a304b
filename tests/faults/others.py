"""Programs that are not ours, asked about files: ImageMagick, exiftool, pngcheck, tiffinfo."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image


def needs(*names: str) -> None:
    """Skips the test where one is not installed."""
    for name in names:
        if shutil.which(name) is None:
            pytest.skip(f"needs {name} (tools/system_packages.sh test installs it)")


@functools.cache
def magick(command: str) -> str:
    """The program of ImageMagick 6 of that name (there may be another `convert`)."""
    for name in (f"{command}-im6.q16", command):
        if path := shutil.which(name):
            return path
    pytest.skip("needs imagemagick (tools/system_packages.sh test installs it)")


def ask(*words: str | Path) -> str:
    """What it prints; fails with what it complains about."""
    done = subprocess.run([str(word) for word in words], capture_output=True, timeout=120)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, f"{words}: {said}{done.stderr.decode(errors='replace')}"
    return said


def tags(*paths: Path) -> dict[str, dict[str, Any]]:
    """By file name: "Group:Tag" to its raw value, by exiftool; XMP's namespaces are groups."""
    needs("exiftool")
    words = ["exiftool", "-j", "-G1", "-n", "-a", "-struct", "-charset", "iptc=UTF8"]
    facts = json.loads(ask(*words, *paths))
    return {Path(fact["SourceFile"]).name: fact for fact in facts}


def profile(path: Path) -> bytes:
    """The embedded ICC profile, by exiftool; empty where there is none."""
    needs("exiftool")
    words = ["exiftool", "-b", "-icc_profile", str(path)]
    return subprocess.run(words, capture_output=True, timeout=60).stdout


def pixels16(path: Path) -> np.ndarray:
    """(H, W, 3) uint16 of the stored values, without any colour management, by ImageMagick."""
    size = ask(magick("identify"), "-format", "%w %h\n", f"{path}[0]").split()
    words = [magick("convert"), f"{path}[0]", "+profile", "*", "-alpha", "off"]
    words += ["-set", "colorspace", "sRGB", "-depth", "16", "-endian", "LSB", "rgb:-"]
    raw = subprocess.run(words, capture_output=True, timeout=60, check=True).stdout
    return np.frombuffer(raw, "<u2").reshape(int(size[1]), int(size[0]), 3)


def depth(path: Path) -> int:
    """Bits per channel as stored."""
    return int(ask(magick("identify"), "-format", "%[bit-depth] ", f"{path}[0]").split()[0])


_MAGICK_PX = 16_000  # a side: the most that Debian's policy for ImageMagick lets it open


def complaints(paths: list[Path], chunk: int = 40) -> dict[str, str]:
    """By file name what ImageMagick says against those that it cannot open to the end."""
    found: dict[str, str] = {}
    for start in range(0, len(paths), chunk):
        some = paths[start : start + chunk]
        if _identify(some).returncode == 0:
            continue
        for path in some:
            with Image.open(path) as image:
                if max(image.size) > _MAGICK_PX:
                    image.load()
                    continue
            done = _identify([path])
            if done.returncode != 0:
                found[path.name] = done.stderr.decode(errors="replace")[:300]
    return found


def _identify(paths: list[Path]) -> subprocess.CompletedProcess[bytes]:
    words = [magick("identify"), "-format", "%m %w %h %[mean]\n"]
    return subprocess.run([*words, *map(str, paths)], capture_output=True, timeout=120)
