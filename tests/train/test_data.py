"""What is unpacked, and which patches a step gets."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_desktop import paths
from sr_desktop.errors import NothingToDo, SRError, UnfitPair, UnreadableImage
from sr_desktop.imaging import resize
from sr_desktop.train import data
from sr_desktop.train.config import Data, Folder
from sr_desktop.train.data import Patches
from tests.train.pictures import write_pictures


def of(*folders: Path, **changes: object) -> Data:
    told = {"patch_px": 12, "batch": 5, **changes}
    return Data(folders=tuple(Folder(path=each) for each in folders), **told)  # type: ignore[arg-type]


def test_lr_is_made_by_our_bicubic_and_kept(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "a", 3, (65, 49))
    ((pack, weight),) = data.load(of(folder), 2)
    assert weight == 1
    assert [each.shape for each in pack.hr] == [(48, 64, 3)] * 3
    original = np.asarray(Image.open(folder / "1.png"))[:48, :64]
    assert np.array_equal(pack.hr[1], original)
    assert np.array_equal(pack.lr[1], resize.bicubic(original, 24, 32))
    made = {path: path.stat().st_mtime_ns for path in paths.training_dir().rglob("*")}
    assert made
    data.load(of(folder), 2)
    assert made == {path: path.stat().st_mtime_ns for path in paths.training_dir().rglob("*")}


def test_a_picture_that_changed_is_unpacked_anew(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "a", 2)
    data.load(of(folder), 2)
    Image.new("RGB", (64, 48), (9, 8, 7)).save(folder / "0.png")
    os.utime(folder / "0.png", (1, 1))
    ((pack, _),) = data.load(of(folder), 2)
    assert pack.hr[0][0, 0].tolist() == [9, 8, 7]


def test_div2k_is_learnt_from_its_own_folders(tmp_path: Path) -> None:
    hr = write_pictures(tmp_path / "DIV2K_train_HR", 2)
    write_pictures(tmp_path / "DIV2K_valid_HR", 1)
    lr = tmp_path / "DIV2K_train_LR_bicubic" / "X2"
    lr.mkdir(parents=True)
    for path in hr.iterdir():
        Image.new("RGB", (32, 24), (1, 2, 3)).save(lr / f"{path.stem}x2.png")
    ((pack, _),) = data.load(of(tmp_path), 2)
    assert len(pack.lr) == 2
    assert (pack.lr[0] == (1, 2, 3)).all(), "its own LR pictures, not ours"


def test_smaller_copies_come_beside(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "a", 2, (100, 80))
    whole, shrunk = data.load(of(folder, shrink=(1.0, 0.7)), 2)
    assert whole[0].hr[0].shape == (80, 100, 3)
    assert shrunk[0].hr[0].shape == (56, 70, 3)


def test_gray_and_16_bit_pictures_are_learnt_from_too(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    Image.new("L", (64, 48), 77).save(folder / "gray.png")
    deep = np.full((48, 64), 77 * 257, np.uint16)
    Image.fromarray(deep).save(folder / "deep.png")
    ((pack, _),) = data.load(of(folder), 2)
    assert all((each == 77).all() for each in pack.hr)


def test_bad_pictures_are_all_named_before_anything_is_learnt(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "a", 3)
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    Image.new("RGB", (3, 3)).save(folder / "dot.png")
    with pytest.raises(SRError) as caught:
        data.load(of(folder), 2)
    assert "broken.png" in caught.value.message
    assert "dot.png" in caught.value.message
    assert not list(paths.training_dir().glob("*")), "nothing is left of it"


def test_a_picture_too_small_for_a_patch_is_named(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "a", 2)
    Image.new("RGB", (60, 20)).save(folder / "flat.png")
    with pytest.raises(UnfitPair, match=r"flat\.png is too small for patches of 12 px at x2"):
        data.load(of(folder), 2)
    with pytest.raises(UnfitPair, match="24 px"):
        data.load(of(write_pictures(tmp_path / "b", 1, (44, 44)), crops="five"), 2)


def test_hr_and_lr_that_do_not_belong_together_are_told(tmp_path: Path) -> None:
    hr = write_pictures(tmp_path / "HR", 1)
    (tmp_path / "LR" / "X2").mkdir(parents=True)
    Image.new("RGB", (30, 24)).save(tmp_path / "LR" / "X2" / "0.png")
    with pytest.raises(UnfitPair, match="not HR and LR of x2"):
        data.load(of(hr.parent), 2)


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo, match="no pictures to learn from"):
        data.load(Data(), 2)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToDo):
        data.load(of(tmp_path / "empty"), 2)
    with pytest.raises(UnreadableImage):
        data.load(of(tmp_path / "missing"), 2)


def patches(data_: Data, seed: int = 1) -> Patches:
    return Patches(data.load(data_, 2), data_, seed)


def test_a_step_has_the_same_patches_whoever_asks(tmp_path: Path) -> None:
    asked = of(write_pictures(tmp_path / "a"))
    first, again = patches(asked), patches(asked)
    for step in (0, 7, 3, 7):
        assert all(map(np.array_equal, first.batch(step), again.batch(step)))
    whole = first.batch(9)
    halves = [first.batch(9, part) for part in (slice(0, 2), slice(2, 5))]
    for number in (0, 1):
        joined = np.concatenate([half[number] for half in halves])
        assert np.array_equal(whole[number], joined)
    assert not np.array_equal(whole[0], first.batch(10)[0])
    assert not np.array_equal(whole[0], patches(asked, seed=2).batch(9)[0])


@pytest.mark.parametrize("ways", [{}, {"flips": False}, {"turns": False}])
def test_lr_and_hr_show_the_same_place(tmp_path: Path, ways: dict[str, bool]) -> None:
    seen = patches(of(write_pictures(tmp_path / "a"), **ways))
    for step in range(10):
        lr, hr = seen.batch(step)
        assert (lr.shape, hr.shape) == ((5, 3, 12, 12), (5, 3, 24, 24))
        for small, large in zip(lr, hr, strict=True):
            middle = resize.bicubic(np.ascontiguousarray(large.transpose(1, 2, 0)), 12, 12)
            off = middle[3:-3, 3:-3].astype(int) - small.transpose(1, 2, 0)[3:-3, 3:-3]
            assert abs(off).max() <= 2


def test_a_pass_shows_each_picture_once_in_another_order(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    for number in range(10):
        Image.new("RGB", (40, 40), (number, 0, 0)).save(folder / f"{number}.png")
    seen = patches(of(folder, batch=10))
    assert seen.per_pass == 10
    orders = [seen.batch(step)[0][:, 0, 0, 0].tolist() for step in range(3)]
    assert all(sorted(order) == list(range(10)) for order in orders)
    assert len({tuple(order) for order in orders}) == 3


def test_weights_say_how_often(tmp_path: Path) -> None:
    folders = []
    for number, weight in enumerate((1.0, 2.0, 0.5)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for each in range(4):
            Image.new("RGB", (40, 40), (number, each, 0)).save(folder / f"{each}.png")
        folders.append(Folder(path=folder, weight=weight))
    asked = Data(folders=tuple(folders), patch_px=12, batch=14)
    seen = Patches(data.load(asked, 2), asked, 1)
    assert seen.per_pass == 14
    counted = Counter(seen.batch(0)[0][:, 0, 0, 0].tolist())
    assert counted == {0: 4, 1: 8, 2: 2}


def test_five_crops_are_the_corners_and_the_centre(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    pixels = np.zeros((96, 96, 3), np.uint8)
    for number, (y, x) in enumerate([(0, 0), (0, 48), (48, 0), (48, 48)], start=1):
        pixels[y : y + 48, x : x + 48] = number * 40
    Image.fromarray(pixels).save(folder / "0.png")
    asked = of(folder, crops="five", patch_px=24, batch=5, flips=False, turns=False)
    seen = patches(asked)
    assert seen.per_pass == 5
    _, hr = seen.batch(0)
    corners = {(int(each[0, 4, 4]), int(each[0, -5, -5])) for each in hr}
    assert corners == {(40, 40), (80, 80), (120, 120), (160, 160), (40, 160)}
