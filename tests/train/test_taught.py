"""Pairs to learn from that a network has made of pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_desktop.bench import datasets, quality
from sr_desktop.cancel import Cancel
from sr_desktop.engine.device import cpu_in_float32
from sr_desktop.engine.model import LoadedModel
from sr_desktop.engine.upscale import upscale
from sr_desktop.errors import UnfitPair, UnreadableImage
from sr_desktop.imaging import files
from sr_desktop.train.taught import write_taught
from tests.engine.networks import tiny_model
from tests.train.pictures import write_pictures

SHRINK = (1.0, 0.7)


@pytest.fixture(scope="module")
def teacher() -> LoadedModel:
    return tiny_model("pan", 2, cpu_in_float32())


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    return sorted(write_pictures(tmp_path / "photos", 2).iterdir())


def test_each_photo_comes_as_its_self_ensemble_enlarges_it_at_each_size(
    tmp_path: Path, photos: list[Path], teacher: LoadedModel
) -> None:
    folder = write_taught(tmp_path, teacher, "digest", photos, SHRINK)
    pairs = datasets.find(folder, training=True).pairs(2)
    assert [pair.hr.name for pair in pairs] == [
        "0000-0.7.png",
        "0000-1.png",
        "0001-0.7.png",
        "0001-1.png",
    ]
    for pair, size in zip(pairs, [(16, 22), (24, 32)] * 2, strict=True):
        hr, lr = datasets.read(pair, 2)
        assert lr.pixels.shape == (*size, 3)
        eight = upscale(teacher, lr.pixels, self_ensemble=True, cancel=Cancel()).pixels
        one = upscale(teacher, lr.pixels, cancel=Cancel()).pixels
        assert np.array_equal(hr.pixels, eight)
        assert not np.array_equal(hr.pixels, one), "that of one run would teach nothing"
    _, reduced = quality.reduced(files.read(photos[1]), 2)
    assert np.array_equal(datasets.read(pairs[3], 2)[1].pixels, reduced.pixels)


def test_the_same_are_made_once_and_what_is_missing_is_added(
    tmp_path: Path, photos: list[Path], teacher: LoadedModel
) -> None:
    folder = write_taught(tmp_path, teacher, "digest", photos, SHRINK)
    kept, gone = (folder / "HR" / "X2" / name for name in ("0000-1.png", "0001-0.7.png"))
    stat, content = kept.stat(), gone.read_bytes()
    gone.unlink()
    assert write_taught(tmp_path, teacher, "digest", photos, SHRINK) == folder
    assert kept.stat() == stat
    assert gone.read_bytes() == content
    others = [
        write_taught(tmp_path, teacher, "another", photos, SHRINK),
        write_taught(tmp_path, teacher, "digest", photos[:1], SHRINK),
        write_taught(tmp_path, teacher, "digest", photos, SHRINK[:1]),
    ]
    assert len({folder, *others}) == 4


def test_photos_of_one_name_are_two(tmp_path: Path, teacher: LoadedModel) -> None:
    photos = [next(write_pictures(tmp_path / name, 1).iterdir()) for name in ("one", "other")]
    folder = write_taught(tmp_path, teacher, "digest", photos, SHRINK[:1])
    assert len(datasets.find(folder, training=True).pairs(2)) == 2


def test_a_photo_that_cannot_be_used_is_named(tmp_path: Path, teacher: LoadedModel) -> None:
    small, bad = tmp_path / "small.png", tmp_path / "bad.png"
    Image.new("RGB", (6, 6)).save(small)
    bad.write_bytes(b"no picture")
    with pytest.raises(UnfitPair, match=r"small\.png is too small at 0\.7 of its size"):
        write_taught(tmp_path, teacher, "digest", [small], SHRINK)
    with pytest.raises(UnreadableImage, match=r"bad\.png"):
        write_taught(tmp_path, teacher, "digest", [bad], SHRINK)
