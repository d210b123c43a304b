from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from sr_desktop.errors import CannotWrite, NothingToDo, UnreadableImage, UsageError
from sr_desktop.imaging import files, formats
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.provenance import KEYWORD, Provenance
from sr_desktop.imaging.size import Size
from sr_desktop.jobs import naming
from sr_desktop.jobs.plan import (
    Asked,
    Namer,
    OutputRule,
    Own,
    family_of,
    find_pictures,
    plan_found,
    plan_jobs,
)
from sr_desktop.jobs.settings import settings_of, sha256_of
from sr_desktop.jobs.types import Found, UpscaleJob
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
DOT = Picture(np.zeros((1, 1, 3), np.uint8))


def make(path: Path, format: str | None = None) -> Path:
    """A picture of one pixel, in the format of its name unless another is asked for."""
    format = format or (formats.format_of(path) or "PNG").lower()
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
    assert plan.jobs == ()
    assert [each.found.path for each in plan.skipped] == [source]


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
    assert isinstance(plan.refused[0].error, CannotWrite)


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
    assert [each.found.path.name for each in plan.refused] == ["absent.png", "b.png"]
    assert all(isinstance(each.error, UnreadableImage) for each in plan.refused)


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


@pytest.mark.parametrize(
    "template", ["{nam}", "{name", "a/b", " ", "{}", "{0}", "{name.x}", "{scale:q}", "\0"]
)
def test_a_template_that_cannot_name_files_is_refused(tmp_path: Path, template: str) -> None:
    with pytest.raises(UsageError):
        plan_jobs([make(tmp_path / "a.png")], SPEC, OutputRule(template=template))


def test_a_template_fills_in_name_model_and_scale(tmp_path: Path) -> None:
    rule = OutputRule(template="{scale}x {model} {name}")
    assert targets(make(tmp_path / "50% ü ☂.png"), rule=rule) == [tmp_path / "2x pan 50% ü ☂.png"]


def test_a_template_fills_in_the_size_of_the_result_and_the_folder(tmp_path: Path) -> None:
    rule = OutputRule(template="{folder} {name} {width}x{height:04}")
    plan = plan_jobs([make(tmp_path / "day" / "a.png")], SPEC, rule, size=Size.parse("150%"))
    assert [job.target for job in plan.jobs] == [tmp_path / "day" / "day a 2x0002.png"]


def test_with_a_size_the_usual_names_tell_it(tmp_path: Path) -> None:
    one, folder = make(tmp_path / "a.png"), make(tmp_path / "trip" / "b.png").parent
    plan = plan_jobs([one, folder], SPEC, OutputRule(), size=Size.parse("w=2"))
    assert [job.target for job in plan.jobs] == [
        tmp_path / "a_pan_2x2.png",
        tmp_path / "trip_w=2" / "b.png",
    ]
    assert all(job.size == Size.parse("w=2") for job in plan.jobs)


def test_a_size_that_is_too_much_for_the_model_refuses_that_picture(tmp_path: Path) -> None:
    plan = plan_jobs([make(tmp_path / "a.png")], SPEC, OutputRule(), size=Size.parse("w=100"))
    assert not plan.jobs
    assert isinstance(plan.refused[0].error, UsageError)


def test_a_name_that_would_be_too_long_is_cut_and_stays_its_own(tmp_path: Path) -> None:
    sources = [make(tmp_path / ("é" * 122 + f"{end}.jpeg")) for end in "ab"]
    first, second = targets(*sources, rule=OutputRule(encoding=Encoding("webp")))
    assert first.name.startswith("é" * 100)
    assert first.name.endswith("~_pan_x2.webp")
    assert second.name.endswith("(2).webp")
    assert max(len(os.fsencode(path.name)) for path in (first, second)) <= 255
    assert first != second


def test_a_template_that_is_too_long_by_itself_refuses_the_picture(tmp_path: Path) -> None:
    plan = plan_jobs([make(tmp_path / "a.png")], SPEC, OutputRule(template="{name}" + "x" * 300))
    assert "too long" in plan.refused[0].error.message


@pytest.mark.parametrize("name", ["50% off", 'it\'s "so"', "two\nlines", "cafe\u0301", "{name}"])
def test_odd_names_stay_as_they_are(tmp_path: Path, name: str) -> None:
    source = make(tmp_path / "in" / f"{name}.png")
    assert targets(tmp_path / "in", rule=OutputRule(tmp_path / "out")) == [
        tmp_path / "out" / source.name
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.png", "A.png"), ("caf\u00e9.png", "cafe\u0301.png")],
    ids=["case", "accent"],
)
def test_names_that_the_file_system_takes_for_one_are_kept_apart(
    tmp_path: Path, one: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [make(tmp_path / "1" / one), make(tmp_path / "2" / other)]
    rule = OutputRule(tmp_path / "out", template="{name}")
    assert [path.name for path in targets(*sources, rule=rule)] == [one, other]
    # Such a file system cannot be had here.
    monkeypatch.setattr(naming, "folds_names", lambda folder: True)
    made = targets(*sources, rule=rule)
    assert [path.name for path in made] == [one, f"{Path(other).stem} (2).png"]


@pytest.mark.parametrize("on_exists", ["skip", "replace"])
def test_two_that_want_one_name_have_the_same_two_on_every_run(
    tmp_path: Path, on_exists: str
) -> None:
    sources = [make(tmp_path / "in" / name) for name in ("a.jpg", "a.png", "a (2).png")]
    rule = OutputRule(tmp_path / "out", Encoding("png"), on_exists=on_exists)
    first = plan_jobs([tmp_path / "in"], SPEC, rule)
    names = {job.source: job.target for job in first.jobs}
    assert len(set(names.values())) == 3
    assert [each.source for each in first.clashes] == [sources[1]]
    for done in range(3):
        make(list(names.values())[done] or Path())
        again = plan_jobs([tmp_path / "in"], SPEC, rule)
        assert {job.source: job.target for job in again.jobs}.items() <= names.items()
        assert len(again.skipped) == (done + 1 if on_exists == "skip" else 0)
        assert all(each.target == names[each.found.path] for each in again.skipped)


def test_a_picture_that_is_broken_keeps_its_name_for_when_it_is_mended(tmp_path: Path) -> None:
    broken = tmp_path / "in" / "a.jpg"
    make(tmp_path / "in" / "a.png")
    broken.write_bytes(b"")
    rule = OutputRule(tmp_path / "out", Encoding("png"), on_exists="skip")
    before = plan_jobs([tmp_path / "in"], SPEC, rule)
    assert before.refused[0].target == tmp_path / "out" / "a.png"
    make(before.jobs[0].target or Path())
    make(broken)
    after = plan_jobs([tmp_path / "in"], SPEC, rule)
    assert [job.target for job in after.jobs] == [tmp_path / "out" / "a.png"]
    assert [each.target.name for each in after.skipped] == ["a (2).png"]


def test_the_result_of_one_never_takes_the_place_of_another_original(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.png"):
        make(tmp_path / "in" / name)
    rule = OutputRule(tmp_path / "in", Encoding("png"), "{name}", on_exists="replace")
    plan = plan_jobs([tmp_path / "in"], SPEC, rule)
    assert [job.target for job in plan.jobs] == [tmp_path / "in" / "a (2).png"]
    assert isinstance(plan.refused[0].error, CannotWrite), "its own place, and nobody asked"


def test_when_asked_each_takes_its_own_place_and_no_other(tmp_path: Path) -> None:
    sources = [make(tmp_path / "in" / name) for name in ("a.jpg", "a.png")]
    rule = OutputRule(overwrite_originals=True)
    assert targets(tmp_path / "in", rule=rule) == sources
    as_png = replace(rule, encoding=Encoding("png"), on_exists="replace")
    assert targets(tmp_path / "in", rule=as_png) == [tmp_path / "in" / "a (2).png", sources[1]]


def made_with(path: Path, job: UpscaleJob, **changed: object) -> None:
    """A result that says it was made by this job, but for what is changed."""
    settings = {**settings_of(job), **changed}
    weights = sha256_of(job.spec, Library())
    made = Provenance("1", job.spec.id, weights, ("x2 by pan-x2",), "float32", False, 64, settings)
    info = PngInfo()
    info.add_text(KEYWORD, made.to_json())
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (2, 2)).save(path, pnginfo=info)


def test_skip_goes_by_how_a_result_was_made(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "c.png", "d.png"):
        make(tmp_path / "in" / name)
    rule = OutputRule(tmp_path / "out", Encoding("png"), on_exists="skip")
    jobs = plan_jobs([tmp_path / "in"], SPEC, rule).jobs
    made_with(tmp_path / "out" / "a.png", jobs[0])
    made_with(tmp_path / "out" / "b.png", jobs[1], self_ensemble=True, precision="bf16")
    make(tmp_path / "out" / "c.png")
    plan = plan_jobs([tmp_path / "in"], SPEC, rule)
    same, other, unknown = plan.skipped
    assert same.is_same
    assert not other.is_same
    assert other.differs == (
        "precision bf16 instead of auto",
        "self ensemble yes instead of no",
    )
    assert "--on-exists replace" in other.hint
    assert (unknown.is_same, unknown.differs) == (False, ())
    assert [job.source for job in plan.jobs] == [tmp_path / "in" / "d.png"]


def test_an_original_that_is_a_result_already_is_not_enlarged_again(tmp_path: Path) -> None:
    sources = [make(tmp_path / "in" / name) for name in ("a.png", "b.png")]
    rule = OutputRule(encoding=Encoding("png"), on_exists="skip", overwrite_originals=True)
    made_with(sources[0], plan_jobs([tmp_path / "in"], SPEC, rule).jobs[0])
    plan = plan_jobs([tmp_path / "in"], SPEC, rule)
    assert [each.found.path for each in plan.skipped] == [sources[0]]
    assert [job.target for job in plan.jobs] == [sources[1]]


def test_the_family_is_what_is_here_of_the_same_network() -> None:
    library = Library()
    assert [spec.scale for spec in family_of(library.find("pan", 4), library)] == [4, 2, 3]
    mine = replace(SPEC, file=Path("mine.pt"))
    assert family_of(mine, library) == (mine,)


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


def test_one_picture_may_come_to_something_of_its_own(tmp_path: Path) -> None:
    plain, own = make(tmp_path / "in" / "a.png"), make(tmp_path / "in" / "a.jpg")
    found = [Found(plain), Found(own)]
    other = Own(Asked(Library().find("pan", 3)), Encoding("png"))
    rule = OutputRule(tmp_path / "out", template="{name}")
    plan = plan_found(found, Asked(SPEC), rule, own={own: other})
    assert [job.spec.scale for job in plan.jobs] == [2, 3]
    assert [job.encoding.format for job in plan.jobs] == ["same", "png"]
    names = [job.target.name for job in plan.jobs if job.target is not None]
    assert names == ["a.png", "a (2).png"], "no two of them meet"
