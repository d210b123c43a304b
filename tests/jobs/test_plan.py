from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sr_desktop.errors import CannotWrite, NothingToDo, UnreadableImage, UsageError
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.plan import Namer, OutputRule, find_pictures, plan_jobs
from sr_desktop.jobs.types import Found
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
DOT = Picture(np.zeros((1, 1, 3), np.uint8))


def make(path: Path, format: str | None = None) -> Path:
    """A picture of one pixel, in the format of its name unless another is asked for."""
    format = format or (files.format_of(path) or "PNG").lower()
    files.write(path, DOT, Encoding(format))
    return path


def targets(*inputs: Path, rule: OutputRule | None = None) -> list[Path]:
    plan = plan_jobs(inputs, SPEC, rule or OutputRule())
    assert not plan.refused
    return [job.target for job in plan.jobs if job.target is not None]


def test_one_picture_goes_beside_its_source_under_a_name_that_says_how(tmp_path: Path) -> None:
    assert targets(make(tmp_path / "a.jpeg")) == [tmp_path / "a_pan_x2.jpeg"]


def test_a_folder_goes_beside_itself_with_the_same_tree_and_names(tmp_path: Path) -> None:
    make(tmp_path / "trip" / "a.png")
    make(tmp_path / "trip" / "day 2" / "b.JPG")
    out = tmp_path / "trip_x2"
    assert targets(tmp_path / "trip") == [out / "a.png", out / "day 2" / "b.JPG"]


def test_out_that_ends_like_a_picture_is_the_result_of_one(tmp_path: Path) -> None:
    source = make(tmp_path / "a.png")
    plan = plan_jobs([source], SPEC, OutputRule(tmp_path / "new" / "b.webp"))
    assert plan.jobs[0].target == tmp_path / "new" / "b.webp"
    assert plan.jobs[0].encoding.format == "webp"


def test_a_folder_may_be_named_like_a_picture(tmp_path: Path) -> None:
    folder = tmp_path / "results.png"
    folder.mkdir()
    assert targets(make(tmp_path / "a.png"), rule=OutputRule(folder)) == [folder / "a_pan_x2.png"]


def test_several_pictures_do_not_go_into_one_file(tmp_path: Path) -> None:
    sources = [make(tmp_path / "a.png"), make(tmp_path / "b.png")]
    with pytest.raises(UsageError, match="Give a folder"):
        plan_jobs(sources, SPEC, OutputRule(tmp_path / "c.png"))


def test_a_name_and_a_format_that_differ_are_refused(tmp_path: Path) -> None:
    rule = OutputRule(tmp_path / "c.png", Encoding("jpeg"))
    with pytest.raises(UsageError, match="ends like PNG"):
        plan_jobs([make(tmp_path / "a.png")], SPEC, rule)


def test_pictures_of_one_name_get_files_of_their_own(tmp_path: Path) -> None:
    sources = [make(tmp_path / "a.png"), make(tmp_path / "a.jpg")]
    rule = OutputRule(tmp_path / "out", Encoding("png"))
    out = tmp_path / "out"
    assert targets(*sources, rule=rule) == [out / "a_pan_x2.png", out / "a_pan_x2 (2).png"]


def test_a_result_that_is_there_is_kept_and_another_name_found(tmp_path: Path) -> None:
    source = make(tmp_path / "a.png")
    make(tmp_path / "a_pan_x2.png")
    make(tmp_path / "a_pan_x2 (2).png")
    assert targets(source) == [tmp_path / "a_pan_x2 (3).png"]


def test_skip_leaves_what_is_there(tmp_path: Path) -> None:
    source = make(tmp_path / "a.png")
    make(tmp_path / "a_pan_x2.png")
    plan = plan_jobs([source], SPEC, OutputRule(on_exists="skip"))
    assert (plan.jobs, plan.skipped) == ((), (source,))


def test_replace_takes_the_same_name(tmp_path: Path) -> None:
    source = make(tmp_path / "a.png")
    made = make(tmp_path / "a_pan_x2.png")
    assert targets(source, rule=OutputRule(on_exists="replace")) == [made]


@pytest.mark.parametrize("through_a_link", [False, True])
def test_an_original_is_never_replaced(tmp_path: Path, through_a_link: bool) -> None:
    source = make(tmp_path / "pictures" / "a.png")
    out = source.parent
    if through_a_link:
        out = tmp_path / "link"
        out.symlink_to(source.parent)
    plan = plan_jobs([source], SPEC, OutputRule(out, template="{name}", on_exists="replace"))
    assert not plan.jobs
    assert isinstance(plan.refused[0][1], CannotWrite)


def test_the_content_decides_the_format_not_the_name(tmp_path: Path) -> None:
    source = make(tmp_path / "really a png.jpg", "png")
    assert targets(source) == [tmp_path / "really a png_pan_x2.png"]


def test_what_cannot_be_read_is_refused_with_the_reason_and_the_rest_is_done(
    tmp_path: Path,
) -> None:
    good, bad = make(tmp_path / "a.png"), tmp_path / "b.png"
    bad.write_bytes(b"")
    plan = plan_jobs([good, bad, tmp_path / "absent.png"], SPEC, OutputRule())
    assert [job.source for job in plan.jobs] == [good]
    assert [path.name for path, _ in plan.refused] == ["absent.png", "b.png"]
    assert all(isinstance(error, UnreadableImage) for _, error in plan.refused)


def test_hidden_files_and_the_macs_shadows_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path / "a.png")
    for name in (".hidden.png", "._a.png", "notes.txt"):
        (tmp_path / name).write_bytes(b"no picture")
    make(tmp_path / ".cache" / "b.png")
    found, refused = find_pictures([tmp_path])
    assert [item.path.name for item in found] == ["a.png"]
    assert not refused


def test_a_folder_without_pictures_is_told(tmp_path: Path) -> None:
    _, refused = find_pictures([tmp_path])
    assert isinstance(refused[0][1], NothingToDo)
    assert str(tmp_path) in refused[0][1].message


def test_links_that_go_round_end(tmp_path: Path) -> None:
    make(tmp_path / "a" / "x.png")
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    found, _ = find_pictures([tmp_path])
    assert [item.path.name for item in found] == ["x.png"]


def test_a_picture_named_twice_is_done_once(tmp_path: Path) -> None:
    source = make(tmp_path / "a.png")
    found, _ = find_pictures([source, tmp_path, source])
    assert len(found) == 1


@pytest.mark.parametrize("template", ["{nam}", "{name", "a/b", " ", "{}", "{0}"])
def test_a_template_that_cannot_name_files_is_refused(tmp_path: Path, template: str) -> None:
    with pytest.raises(UsageError):
        plan_jobs([make(tmp_path / "a.png")], SPEC, OutputRule(template=template))


def test_a_template_fills_in_name_model_and_scale(tmp_path: Path) -> None:
    rule = OutputRule(template="{scale}x {model} {name}")
    assert targets(make(tmp_path / "50% ü ☂.png"), rule=rule) == [tmp_path / "2x pan 50% ü ☂.png"]


names = st.lists(st.sampled_from(["a.png", "a.jpg", "b.png", "a_pan_x2.png", "A.png"]), max_size=8)


@given(
    names=names,
    on_exists=st.sampled_from(["rename", "replace"]),
    template=st.sampled_from([None, "same", "{name}"]),
)
def test_no_two_results_share_a_path(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], on_exists: str, template: str | None
) -> None:
    folder = tmp_path_factory.mktemp("names")
    found = [Found(folder / str(at) / name) for at, name in enumerate(names)]
    rule = OutputRule(folder, template=template, on_exists=on_exists)
    namer = Namer(SPEC, rule, [item.path for item in found])
    claimed = [namer.claim(namer.wanted(item, "PNG")) for item in found]
    assert len({os.path.realpath(path) for path in claimed if path}) == len(names)
