"""A slow 16-bit gradient shows if it passed through 8 bits: 8 levels where 2,000 are right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.faults import others
from tests.faults.seeds import vips_bytes
from tests.faults.watched import upscale

_WIDE, _HIGH = 1024, 16
_FIRST, _LAST = 20_000, 22_000


def _gradients(folder: Path) -> list[str]:
    folder.mkdir(parents=True)
    row = np.linspace(_FIRST, _LAST, _WIDE).round().astype(np.uint16)
    gray = np.ascontiguousarray(np.broadcast_to(row, (_HIGH, _WIDE)))[:, :, None]
    colour = np.concatenate([gray, gray + 7_000, 60_000 - gray], axis=2).astype(np.uint16)
    for ending in ("png", "tif"):
        options = {"bitdepth": 16} if ending == "png" else {}
        (folder / f"gray.{ending}").write_bytes(vips_bytes(gray, f".{ending}", **options))
        (folder / f"rgb.{ending}").write_bytes(vips_bytes(colour, f".{ending}", **options))
    return ["gray.png", "gray.tif", "rgb.png", "rgb.tif"]


def test_a_gradient_keeps_its_steps(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    every = _gradients(folder / "in")
    names = ["gray.png", "rgb.tif", "rgb.png"]
    for name in set(every) - set(names):
        (folder / "in" / name).unlink()
    told = upscale(folder, "in", "-o", "out", "--model", "pan", "--scale", "2")
    assert told.code == 0, told.events
    for name in names:
        path = folder / str(told.ending(f"in/{name}")["saved"])
        assert others.depth(path) == 16, name
        middle = others.pixels16(path)[_HIGH, 8:-8].astype(int)
        for channel in middle.T[: 1 if "gray" in name else 3]:
            levels, largest = np.unique(channel).size, np.abs(np.diff(channel)).max()
            assert levels > 1000, f"{name}: {levels} levels, 8 bits have 8"
            assert largest < 64, f"{name}: a step of {largest}; one of 8 bits is 257"
            ends = sorted((channel[0], channel[-1]))
            assert ends[1] - ends[0] == pytest.approx(_LAST - _FIRST, abs=120), name


@pytest.mark.faults
def test_eight_bits_are_had_for_the_asking_and_no_level_is_far_off(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    names = _gradients(folder / "in")
    words = ["in", "-o", "out", "--model", "pan", "--scale", "2", "--bit-depth", "8"]
    told = upscale(folder, *words)
    assert told.code == 0, told.events
    for name in names:
        path = folder / str(told.ending(f"in/{name}")["saved"])
        assert others.depth(path) == 8, name
        row = others.pixels16(path)[_HIGH, :, 0].astype(int)
        right = np.linspace(_FIRST, _LAST, 2 * _WIDE)
        assert np.abs(row - right).max() < 300, f"{name}: rounds to the next of 257"


@pytest.mark.faults
def test_a_white_picture_of_16_bits_stays_white_and_a_dark_one_dark(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    (folder / "in").mkdir(parents=True)
    for name, value in (("white", 65_535), ("dark", 1_285), ("middle", 32_896)):
        flat = np.full((12, 20, 3), value, np.uint16)
        content = vips_bytes(flat, ".png", bitdepth=16)
        (folder / f"in/{name}.png").write_bytes(content)
    assert upscale(folder, "in", "-o", "out", "--model", "pan", "--scale", "2").code == 0
    for name, value in (("white", 65_535), ("dark", 1_285), ("middle", 32_896)):
        found = others.pixels16(folder / f"out/{name}.png").astype(int)
        assert np.abs(found - value).max() < 400, name
