"""Which pictures of a folder belong together, and how they are read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sr_desktop.bench import datasets
from sr_desktop.bench.datasets import Pair
from sr_desktop.errors import NothingToDo, UnfitPair, UnreadableImage
from sr_desktop.imaging import files

from .pictures import flat, save, scene

LAYOUTS = {
    "papers": ["HR/a.png", "HR/b.png", "LR/X2/a.png", "LR/X2/b.png", "LR/X4/a.png", "LR/X4/b.png"],
    "by scale": [
        "HR/X2/a.png",
        "HR/X2/b.png",
        "HR/X4/a.png",
        "HR/X4/b.png",
        "LR/X2/a.png",
        "LR/X2/b.png",
        "LR/X4/a.png",
        "LR/X4/b.png",
    ],
    "EDSR's": [
        "HR/a.png",
        "HR/b.png",
        "LR_bicubic/X2/ax2.png",
        "LR_bicubic/X2/bx2.png",
        "LR_bicubic/X4/ax4.png",
        "LR_bicubic/X4/bx4.png",
    ],
    "SelfExSR's": [
        "image_SRF_2/a_SRF_2_HR.png",
        "image_SRF_2/a_SRF_2_LR.png",
        "image_SRF_2/a_SRF_2_bicubic.png",
        "image_SRF_2/b_SRF_2_HR.png",
        "image_SRF_2/b_SRF_2_LR.png",
        "image_SRF_4/a_SRF_4_HR.png",
        "image_SRF_4/a_SRF_4_LR.png",
        "image_SRF_4/b_SRF_4_HR.png",
        "image_SRF_4/b_SRF_4_LR.png",
        "image_SRF_4/b_SRF_4_ScSR.png",
    ],
    "SelfExSR's in one folder": [
        "a_SRF_2_HR.png",
        "a_SRF_2_LR.png",
        "a_SRF_4_HR.png",
        "a_SRF_4_LR.png",
        "b_SRF_2_HR.png",
        "b_SRF_2_LR.png",
        "b_SRF_4_HR.png",
        "b_SRF_4_LR.png",
    ],
    "DIV2K's": [
        "DIV2K_valid_HR/a.png",
        "DIV2K_valid_HR/b.png",
        "DIV2K_valid_LR_bicubic/X2/ax2.png",
        "DIV2K_valid_LR_bicubic/X2/bx2.png",
        "DIV2K_valid_LR_bicubic/X4/ax4.png",
        "DIV2K_valid_LR_bicubic/X4/bx4.png",
    ],
    "DIV2K's in one folder": ["a.png", "ax2.png", "ax4.png", "b.png", "bx2.png", "bx4.png"],
}


def make(folder: Path, names: list[str]) -> Path:
    """Pictures of 16 x 16 px, or of 8 x 8 and 4 x 4 where the name says that it is LR."""
    for name in names:
        is_lr = "LR/" in name or "LR_" in name or "x2" in name or "x4" in name or "_LR" in name
        side = 16 // (2 if "2" in name.removeprefix("DIV2K") else 4) if is_lr else 16
        save(folder / name, flat(side, side))
    return folder


@pytest.mark.parametrize("names", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_gives_the_pairs_of_each_of_its_scales(
    tmp_path: Path, names: list[str]
) -> None:
    found = datasets.find(make(tmp_path / "Set2", names))
    assert (found.name, found.scales) == ("Set2", (2, 4))
    for scale in (2, 4):
        pairs = found.pairs(scale)
        assert [pair.name for pair in pairs] == ["a", "b"]
        assert len({path for pair in pairs for path in (pair.hr, pair.lr)}) == 4, pairs
        for pair in pairs:
            assert pair.lr is not None
            assert f"{pair.name}" in pair.hr.stem
            assert pair.lr.stem.startswith(pair.name)
            assert str(scale) in str(pair.lr.relative_to(found.folder)), pair
            hr, lr = datasets.read(pair, scale)
            assert (hr.width, lr.width) == (16, 16 // scale), pair


def test_hr_and_lr_side_by_side_tell_their_scale_by_their_sizes(tmp_path: Path) -> None:
    save(tmp_path / "a_HR.png", flat(25, 25))
    save(tmp_path / "a_LR.png", flat(8, 8))
    (tmp_path / "0_HR.png").write_bytes(b"broken")
    save(tmp_path / "0_LR.png", flat(8, 8))
    found = datasets.find(tmp_path)
    assert found.scales == (3,)
    assert [(pair.name, pair.hr.name) for pair in found.pairs(3)] == [
        ("0", "0_HR.png"),
        ("a", "a_HR.png"),
    ]


@pytest.mark.parametrize("inside", ["", "HR", "HR/X3"])
def test_hr_alone_gives_pairs_without_lr(tmp_path: Path, inside: str) -> None:
    hr = save(tmp_path / inside / "a.png", flat(16, 16))
    (tmp_path / "readme.txt").write_text("not a picture")
    save(tmp_path / inside / ".hidden.png", flat(16, 16))
    found = datasets.find(tmp_path)
    assert found.scales == ((3,) if inside.endswith("X3") else (2, 3, 4))
    assert found.pairs(3) == (Pair("a", hr, None),)


def test_pictures_that_share_a_name_keep_their_endings(tmp_path: Path) -> None:
    for folder in ("HR", "LR/X2"):
        for name in ("a.png", "a.webp", "b.png"):
            save(tmp_path / folder / name, flat(16, 16))
    pairs = datasets.find(tmp_path).pairs(2)
    assert [pair.name for pair in pairs] == ["a.png", "a.webp", "b"]
    assert [pair.lr.name for pair in pairs if pair.lr] == ["a.png", "a.webp", "b.png"]


def test_a_picture_that_only_looks_tagged_is_an_hr_picture(tmp_path: Path) -> None:
    for name in ("box2.png", "page x3.png"):
        save(tmp_path / name, flat(16, 16))
    assert [pair.name for pair in datasets.find(tmp_path).pairs(2)] == ["box2", "page x3"]


def test_a_data_set_given_as_here_is_called_as_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "Set1", ["a.png"])
    monkeypatch.chdir(tmp_path / "Set1")
    assert datasets.find(Path()).name == "Set1"


@pytest.mark.parametrize("layout", ["papers", "SelfExSR's", "DIV2K's", "DIV2K's in one folder"])
def test_an_hr_picture_without_its_lr_picture_is_named(tmp_path: Path, layout: str) -> None:
    folder = make(tmp_path / "Set2", LAYOUTS[layout])
    datasets.find(folder).pairs(4)
    pair = datasets.find(folder).pairs(2)[1]
    assert pair.lr is not None
    pair.lr.unlink()
    with pytest.raises(UnfitPair) as told:
        datasets.find(folder).pairs(2)
    assert str(pair.hr) in told.value.message
    assert pair.lr.parent.name in told.value.message


def test_a_folder_without_pictures_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(NothingToDo, match="no picture") as told:
        datasets.find(tmp_path)
    assert str(tmp_path) in told.value.message


@pytest.mark.parametrize("name", ["nowhere", "a.png"])
def test_what_is_no_folder_is_told(tmp_path: Path, name: str) -> None:
    save(tmp_path / "a.png", flat(4, 4))
    with pytest.raises(UnreadableImage, match=name):
        datasets.find(tmp_path / name)


def test_a_scale_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    found = datasets.find(make(tmp_path / "Set2", LAYOUTS["papers"]))
    with pytest.raises(NothingToDo, match="x3") as told:
        found.pairs(3)
    assert "x2, x4" in told.value.hint


@pytest.mark.parametrize(("height", "width"), [(21, 14), (20, 12), (23, 15)])
def test_hr_is_cut_to_a_multiple_of_the_scale_before_lr_is_made(
    tmp_path: Path, height: int, width: int
) -> None:
    pixels = scene(height, width)
    hr, lr = datasets.read(Pair("a", save(tmp_path / "a.png", pixels), None), 4)
    assert np.array_equal(hr.pixels, pixels[:20, :12])
    assert lr.pixels.shape == (5, 3, 3)


def test_hr_that_is_a_little_larger_is_cut_at_the_bottom_and_the_right(tmp_path: Path) -> None:
    pixels = scene(22, 21)
    lr = save(tmp_path / "lr.png", scene(5, 5))
    hr, _ = datasets.read(Pair("a", save(tmp_path / "a.png", pixels), lr), 4)
    assert np.array_equal(hr.pixels, pixels[:20, :20])


@pytest.mark.parametrize(("height", "width"), [(24, 20), (20, 24), (19, 20), (20, 19), (40, 40)])
def test_sizes_that_do_not_fit_are_told_with_both_files(
    tmp_path: Path, height: int, width: int
) -> None:
    pair = Pair(
        "a", save(tmp_path / "a.png", flat(height, width)), save(tmp_path / "b.png", flat(5, 5))
    )
    with pytest.raises(UnfitPair) as told:
        datasets.read(pair, 4)
    for word in ("a.png", "b.png", f"{width} x {height}", "5 x 5", "x4"):
        assert word in told.value.message, told.value.message


def test_a_picture_smaller_than_its_border_is_told(tmp_path: Path) -> None:
    pair = Pair("a", save(tmp_path / "a.png", flat(8, 30)), None)
    with pytest.raises(UnfitPair, match=r"a\.png is 30 x 8"):
        datasets.read(pair, 4)


def test_the_lr_pixels_are_known_before_anything_is_read(tmp_path: Path) -> None:
    hr, lr = save(tmp_path / "a.png", flat(21, 14)), save(tmp_path / "b.png", flat(5, 3))
    (tmp_path / "c.png").write_bytes(b"broken")
    assert datasets.lr_px(Pair("a", hr, None), 4) == 15
    assert datasets.lr_px(Pair("a", hr, lr), 4) == 15
    assert datasets.lr_px(Pair("c", tmp_path / "c.png", None), 4) == 0


@pytest.mark.parametrize(("name", "count"), [("Set5", 5), ("B100-first25", 25)])
def test_the_benchmarks_are_found_at_all_scales(shared: Path, name: str, count: int) -> None:
    found = datasets.find(shared / "data" / "benchmarks" / name)
    assert (found.name, found.scales) == (name, (2, 3, 4))
    for scale in found.scales:
        names = [pair.name for pair in found.pairs(scale)]
        assert names == [f"img_{n:03}" for n in range(1, count + 1)]


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_lr_made_of_hr_is_nearly_the_benchmarks_own(shared: Path, scale: int) -> None:
    folder = shared / "data" / "benchmarks" / "Set5"
    apart = []
    for pair in datasets.find(folder / "HR" / f"X{scale}").pairs(scale):
        assert pair.lr is None
        made = datasets.read(pair, scale)[1].pixels
        given = files.read(folder / "LR" / f"X{scale}" / pair.hr.name).pixels
        apart.append(float(np.abs(made.astype(int) - given).mean()))
    assert len(apart) == 5
    assert max(apart) < 0.25, apart
