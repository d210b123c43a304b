"""`sr-desktop upscale` from outside: names and places, formats, events, exit codes."""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image, ImageCms, ImageOps
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from sr_desktop.cli import main
from tests.cli.program import (
    Answer,
    command,
    digests,
    environment,
    picture,
    pixels,
    psnr,
    rgb,
    run,
    save,
)

Run = tuple[Path, Answer]

_ODD_NAMES = [
    "plain.png",
    "100% sure %s %d.png",
    "Ærø à la crème.png",
    "cafe\u0301.png",
    "🙂 smile.png",
    "  two  spaces .png",
    'it\'s "quoted".png',
    "-dash.png",
    "--scale.png",
    "a{b}{name}.png",
    "[1] *?.png",
    "two.dots.v1.png",
    "$HOME;`id`&.png",
    "写真.jpg",
    "CAPITAL.PNG",
    "n" * 240 + ".png",
]


def _folder(factory: pytest.TempPathFactory) -> Path:
    """A folder to work in, with room beside it."""
    folder = factory.mktemp("run") / "work"
    folder.mkdir()
    return folder


# Names and places


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Odd names, and a tree of folders, with nothing said about where to write."""
    folder = _folder(tmp_path_factory)
    save(folder, *_ODD_NAMES)
    save(folder, "holi days/a.png", "holi days/sub/a.png", "holi days/sub/deep/%b.jpg")
    (folder / "holi days/notes.txt").write_text("not a picture")
    (folder / "holi days/empty").mkdir()
    return folder, run(folder, "upscale", "--scale", "2", "--json", "--", *_ODD_NAMES, "holi days")


def test_all_of_them_are_done(beside: Run) -> None:
    assert beside[1].code == 0, beside[1].out


@pytest.mark.parametrize("name", _ODD_NAMES)
def test_a_result_lies_beside_its_source_and_carries_model_and_scale(
    beside: Run, name: str
) -> None:
    folder, answer = beside
    path = folder / f"{Path(name).stem}_pan_x2{Path(name).suffix}"
    assert path.name in answer.made
    assert pixels(path).shape == (28, 40, 3)


def test_a_folder_goes_to_a_folder_with_its_scale_and_keeps_tree_and_names(beside: Run) -> None:
    made = {name for name in beside[1].made if "/" in name}
    assert made == {
        "holi days_x2/a.png",
        "holi days_x2/sub/a.png",
        "holi days_x2/sub/deep/%b.jpg",
    }


def test_nothing_else_is_left(beside: Run) -> None:
    folder, answer = beside
    assert len(answer.made) == len(_ODD_NAMES) + 3, sorted(answer.made)
    home = folder.parent / "work-home"
    left = [name for name in digests(home) if "log" not in name]
    assert all("/paces/" in name for name in left), left
    assert len(left) == 1, "how fast the one network is here"


def test_the_saved_path_of_an_event_is_where_the_file_is(beside: Run) -> None:
    folder, answer = beside
    saved = {event["source"]: event["saved"] for event in answer.events if "saved" in event}
    assert len(saved) == len(_ODD_NAMES) + 3
    assert {str((folder / path).relative_to(folder)) for path in saved.values()} == answer.made


@pytest.fixture(scope="module")
def into(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Sources of the same name from several places into one folder that is not there yet."""
    folder = _folder(tmp_path_factory)
    save(folder, "a.png", "one/a.png", "tree/a.png", "tree/sub/b.png", "other/sub/b.png")
    words = [
        "upscale",
        "a.png",
        "one/a.png",
        "tree",
        "other",
        "a.png",
        "-o",
        "new/out",
        "--scale",
        "2",
    ]
    return folder, run(folder, *words, "--on-exists", "replace")


def test_the_output_folder_is_made_and_holds_the_trees(into: Run) -> None:
    made = {Path(name).parent.as_posix() for name in into[1].made}
    assert made == {"new/out", "new/out/sub"}


def test_no_result_of_a_call_replaces_another_of_the_same_call(into: Run) -> None:
    assert into[1].code == 0
    assert len(into[1].made) == 5, sorted(into[1].made)
    assert {"new/out/a_pan_x2.png", "new/out/a.png", "new/out/sub/b.png"} <= into[1].made


def test_people_read_on_stderr_what_was_done_and_stdout_stays_empty(into: Run) -> None:
    assert into[1].out == ""
    assert all(name in into[1].err for name in into[1].made), into[1].err
    assert "5 done" in into[1].err


def test_results_that_are_there_are_kept_skipped_or_replaced_as_asked(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png")
    result = "a_pan_x2.png"
    (folder / result).write_bytes(b"mine")

    words = ["upscale", "a.png", "--scale", "2"]
    skipped = run(folder, *words, "--on-exists", "skip", "--json")
    assert (skipped.code, skipped.made, skipped.endings("a.png")) == (0, set(), ["skipped"])

    renamed = run(folder, *words)
    assert (renamed.code, renamed.made) == (0, {"a_pan_x2 (2).png"})

    replaced = run(folder, *words, "--on-exists", "replace", may_change=frozenset({result}))
    assert (replaced.code, replaced.made) == (0, set())
    assert (folder / result).read_bytes() == (folder / "a_pan_x2 (2).png").read_bytes()


def test_an_original_is_not_replaced_even_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "tree/a.png")
    answer = run(folder, "upscale", "tree", "-o", "tree", "--on-exists", "replace")
    assert (answer.code, answer.made) == (3, set())
    assert "tree/a.png" in answer.err


def test_a_template_names_the_results_and_a_format_ends_them(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png", "100%.bmp", "tree/c.jpg")
    words = ["upscale", "a.png", "100%.bmp", "tree", "--scale", "3", "--format", "webp"]
    answer = run(folder, *words, "--name", "%s {scale}-{name} {model}")
    assert answer.code == 0
    assert answer.made == {
        "%s 3-a pan.webp",
        "%s 3-100% pan.webp",
        "tree_x3/%s 3-c pan.webp",
    }
    for name in answer.made:
        with Image.open(folder / name) as image:
            assert (image.format, image.size) == ("WEBP", (60, 42))


def test_one_picture_goes_to_the_file_named_and_beside_bicubic(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png")
    words = ["upscale", "a.png", "--scale", "2", "-o", "new/b.tif", "--compare", "both.jpg"]
    answer = run(folder, *words)
    assert (answer.code, answer.made) == (0, {"new/b.tif", "both.jpg"})
    with Image.open(folder / "new/b.tif") as result, Image.open(folder / "both.jpg") as both:
        assert (result.format, result.size, both.format) == ("TIFF", (40, 28), "JPEG")
        assert both.height >= 28
        assert both.width >= 80


@pytest.mark.parametrize("precious", ["a.png", "b.png"])
def test_a_comparison_never_replaces_an_original_or_a_file_unasked(
    tmp_path: Path, precious: str
) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png", "b.png")
    run(folder, "upscale", "a.png", "--scale", "2", "-o", "out", "--compare", precious)


def test_a_comparison_never_replaces_the_result(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png")
    answer = run(folder, "upscale", "a.png", "--scale", "2", "-o", "r.png", "--compare", "r.png")
    assert answer.code != 0 or pixels(folder / "r.png").shape == (28, 40, 3)


# Formats: nothing is lost


@functools.cache
def _icc() -> bytes:
    """A profile; it holds the time at which it was made."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x9003] = "2001:02:03 04:05:06"
    return exif


def _deep(width: int, height: int) -> np.ndarray:
    """(height, width, 3) uint16 that 8 bits cannot hold."""
    return rgb(width, height).astype(np.uint16) * 200 + np.arange(width, dtype=np.uint16)[:, None]


def _make_formats(folder: Path) -> None:
    """One picture of each kind that has to survive."""
    small = picture(21, 13)
    for end in ("png", "jpg", "webp", "tiff", "bmp"):
        small.save(folder / f"rgb.{end}")
    for end in ("png", "jpg", "tiff", "bmp"):
        small.convert("L").save(folder / f"gray.{end}")
    alpha = Image.linear_gradient("L").resize((21, 13))
    clear = small.copy()
    clear.putalpha(alpha)
    for end in ("png", "webp", "tiff"):
        clear.save(folder / f"alpha.{end}", **({"lossless": True} if end == "webp" else {}))
    clear.convert("LA").save(folder / "grayalpha.png")
    small.quantize(16).save(folder / "palette.png")
    small.convert("1").save(folder / "bits.png")
    small.convert("CMYK").save(folder / "cmyk.jpg")
    for size in ((1, 1), (1, 9), (37, 1), (3, 5)):
        picture(*size).save(folder / f"{size[0]}x{size[1]}.png")
    picture(1, 1).save(folder / "1x1.jpg")
    picture(1, 1).save(folder / "1x1.tiff")
    Image.new("RGB", (16, 16), (91, 91, 91)).save(folder / "flat.png")
    Image.new("RGB", (16, 16), (0, 0, 0)).save(folder / "black.png")
    Image.new("RGB", (16, 16), (255, 255, 255)).save(folder / "white.png")
    deep = pyvips.Image.new_from_array(_deep(21, 13)).copy(interpretation="rgb16")
    deep_gray = pyvips.Image.new_from_array(_deep(21, 13)[:, :, :1]).copy(interpretation="grey16")
    for end in ("png", "tiff"):
        deep.write_to_file(str(folder / f"deep.{end}"))
        deep_gray.write_to_file(str(folder / f"deepgray.{end}"))
    for end in ("jpg", "png", "webp"):
        small.save(folder / f"tagged.{end}", exif=_turned(), icc_profile=_icc())
    tags = ImageFileDirectory_v2()
    tags[0x0112], tags[0x010F] = 6, "Maker"
    small.save(folder / "tagged.tiff", tiffinfo=tags, icc_profile=_icc())


@pytest.fixture(scope="module")
def formats(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = _folder(tmp_path_factory)
    (folder / "in").mkdir()
    _make_formats(folder / "in")
    return folder, run(folder, "upscale", "in", "-o", "out", "--scale", "2", "--json")


def test_every_format_is_done(formats: Run) -> None:
    folder, answer = formats
    failed = [event for event in answer.events if event["event"] == "failed"]
    assert failed == []
    assert answer.code == 0
    sources = {path.stem: path.suffix for path in (folder / "in").iterdir()}
    assert len(answer.made) == len(list((folder / "in").iterdir())), sources


def test_every_result_is_exactly_the_scale_times_its_source(formats: Run) -> None:
    folder, answer = formats
    for event in answer.events:
        if event["event"] == "finished":
            with Image.open(folder / event["source"]) as source:
                width, height = ImageOps.exif_transpose(source).size
            with Image.open(folder / event["saved"]) as result:
                assert result.size == (2 * width, 2 * height), event


def test_every_result_shows_what_its_source_shows(formats: Run) -> None:
    folder, answer = formats
    for event in answer.events:
        if event["event"] != "finished" or "deep" in event["source"]:
            continue
        with (
            Image.open(folder / event["source"]) as source,
            Image.open(folder / event["saved"]) as result,
        ):
            before = ImageOps.exif_transpose(source).convert("RGB")
            after = result.convert("RGB").resize(before.size, Image.Resampling.BOX)
        # The hardest are bits drawn by lot: 17.8 dB; the others are above 36.
        assert psnr(np.asarray(before), np.asarray(after)) > 16, event


@pytest.mark.parametrize("name", ["rgb.png", "rgb.jpg", "rgb.webp", "rgb.tiff"])
def test_a_result_keeps_the_format_of_its_source(formats: Run, name: str) -> None:
    folder, _ = formats
    with Image.open(folder / "in" / name) as source, Image.open(folder / "out" / name) as result:
        assert (result.format, result.mode) == (source.format, "RGB")


@pytest.mark.parametrize("name", ["gray.png", "gray.jpg", "gray.tiff"])
def test_gray_stays_gray(formats: Run, name: str) -> None:
    with Image.open(formats[0] / "out" / name) as result:
        assert result.mode == "L"


@pytest.mark.parametrize("name", ["alpha.png", "alpha.webp", "alpha.tiff", "grayalpha.png"])
def test_alpha_is_kept(formats: Run, name: str) -> None:
    with (
        Image.open(formats[0] / "in" / name) as source,
        Image.open(formats[0] / "out" / name) as result,
    ):
        assert result.mode == source.mode
        before = source.getchannel("A").resize(result.size, Image.Resampling.BICUBIC)
        assert psnr(np.asarray(before), np.asarray(result.getchannel("A"))) > 35


@pytest.mark.parametrize("name", ["deep.png", "deep.tiff", "deepgray.png", "deepgray.tiff"])
def test_sixteen_bits_stay_sixteen_bits(formats: Run, name: str) -> None:
    before = pyvips.Image.new_from_file(str(formats[0] / "in" / name))
    after = pyvips.Image.new_from_file(str(formats[0] / "out" / name))
    assert (after.format, after.bands) == ("ushort", before.bands)
    values = np.unique(after.numpy())
    assert len(values) > 300, "more levels than 8 bits have"
    assert abs(after.avg() - before.avg()) < 0.02 * before.avg()


@pytest.mark.parametrize("name", ["tagged.jpg", "tagged.png", "tagged.webp", "tagged.tiff"])
def test_orientation_is_applied_and_reset_and_the_other_tags_and_the_profile_kept(
    formats: Run, name: str
) -> None:
    folder, _ = formats
    with Image.open(folder / "in" / name) as source, Image.open(folder / "out" / name) as result:
        exif = result.getexif()
        assert exif.get(0x0112, 1) == 1
        assert exif.get(0x010F) == "Maker"
        assert result.size == (26, 42)
        assert result.info.get("icc_profile") == source.info["icc_profile"]
        if name != "tagged.tiff":
            assert exif.get_ifd(0x8769).get(0x9003) == "2001:02:03 04:05:06"


def test_a_second_run_writes_the_same_bytes(formats: Run) -> None:
    folder, _ = formats
    again = run(folder, "upscale", "in", "-o", "again", "--scale", "2")
    assert again.code == 0
    assert digests(folder / "again") == digests(folder / "out")


def test_asked_to_it_leaves_out_where_and_when_but_not_the_colours(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    picture(21, 13).save(folder / "a.jpg", exif=_turned(), icc_profile=_icc())
    answer = run(folder, "upscale", "a.jpg", "--scale", "2", "--strip-metadata", "-o", "r.jpg")
    assert answer.code == 0
    with Image.open(folder / "r.jpg") as result:
        assert result.size == (26, 42)
        assert dict(result.getexif()) == {}
        assert result.info.get("icc_profile") == _icc()


# Tiles and events


@pytest.fixture(scope="module")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = _folder(tmp_path_factory)
    picture(101, 67).save(folder / "a.png")
    save(folder, "b.png")
    (folder / "c.png").write_text("no picture")
    words = "upscale a.png b.png c.png --precision fp32 --scale 3 -o 32 --tile 32 --json"
    return folder, run(folder, *words.split())


def test_tiled_equals_whole(tiled: Run) -> None:
    folder, _ = tiled
    words = "upscale a.png --precision fp32 --scale 3 -o auto --tile auto"
    assert run(folder, *words.split()).code == 0
    one, other = (pixels(folder / place / "a_pan_x3.png").astype(int) for place in ("32", "auto"))
    assert one.shape == (201, 303, 3)
    assert np.abs(one - other).max() <= 1


def test_memory_and_threads_bind_the_engine_and_leave_the_result_alone(tiled: Run) -> None:
    folder, _ = tiled
    words = "upscale a.png --precision fp32 --scale 3 --json -o"
    usual = run(folder, *words.split(), "free")
    bound = run(folder, *words.split(), "bound", "--memory-limit", "0.25", "--threads", "1")
    assert usual.code == bound.code == 0
    ready = next(event for event in bound.events if event["event"] == "modelready")
    assert ready["compute"] == "CPU, 1 thread, float32"
    one, other = (pixels(folder / at / "a_pan_x3.png").astype(int) for at in ("free", "bound"))
    assert np.abs(one - other).max() <= 1


def test_the_tiles_cover_the_result_once(tiled: Run) -> None:
    covered = np.zeros((201, 303), int)
    for event in tiled[1].events:
        if event["event"] == "tiledone" and event["source"] == "a.png":
            rows = slice(event["top"], event["top"] + event["height"])
            covered[rows, event["left"] : event["left"] + event["width"]] += 1
    assert (covered == 1).all()


def test_progress_never_runs_backwards_and_ends_at_the_whole(tiled: Run) -> None:
    steps = [
        (event["done_px"], event["total_px"])
        for event in tiled[1].events
        if event["event"] == "progress" and event["source"] == "a.png"
    ]
    assert len(steps) > 3
    assert steps == sorted(steps)
    assert steps[-1] == (101 * 67, 101 * 67)


def test_each_input_has_exactly_one_ending_and_the_call_has_one(tiled: Run) -> None:
    answer = tiled[1]
    assert [answer.endings(name) for name in ("a.png", "b.png", "c.png")] == [
        ["finished"],
        ["finished"],
        ["failed"],
    ]
    ends = [event for event in answer.events if event["event"] == "end"]
    assert ends == [answer.events[-1]]
    assert (ends[0]["done"], ends[0]["failed"]) == (2, 1)
    assert ends[0]["exit_code"] == answer.code == 1


def test_an_input_ends_after_all_else_that_is_said_of_it(formats: Run, beside: Run) -> None:
    for _, answer in (formats, beside):
        ended: set[str] = set()
        for event in answer.events[:-1]:
            assert event.get("source") not in ended, event
            if event["event"] in {"finished", "failed"}:
                ended.add(event["source"])
        assert len(ended) == len(answer.made)


def test_the_infinite_consistency_of_a_flat_picture_is_still_json(formats: Run) -> None:
    said = {
        Path(event["source"]).name: event["consistency_db"]
        for event in formats[1].events
        if event["event"] == "finished"
    }
    assert None in said.values(), "one of the flat pictures comes back exactly"
    for value in said.values():
        assert value is None or 10 < value < 200, said


# Batches


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A folder with two that want one name, one that is broken, and a report of it all."""
    folder = _folder(tmp_path_factory)
    save(folder, "in/a.png", "in/a.jpg", "in/sub/b%, 'c'.png")
    (folder / "in/broken.png").write_bytes(b"not a picture")
    words = ["upscale", "in", "--scale", "2", "--format", "png", "--report", "report.csv"]
    return folder, run(folder, *words, "--json")


def test_one_bad_file_never_stops_the_rest(tree: Run) -> None:
    answer = tree[1]
    assert answer.code == 1
    assert answer.endings("in/broken.png") == ["failed"]
    assert {name for name in answer.made if name.startswith("in_x2")} == {
        "in_x2/a.png",
        "in_x2/a (2).png",
        "in_x2/sub/b%, 'c'.png",
    }


def test_before_it_begins_it_tells_what_it_takes(tree: Run) -> None:
    answer = tree[1]
    [ahead] = [event for event in answer.events if event["event"] == "preflight"]
    assert (ahead["pictures"], ahead["refused"]) == (3, 1)
    assert (ahead["source_px"], ahead["result_px"]) == (3 * 20 * 14, 3 * 40 * 28)
    [clash] = ahead["clashes"]
    assert Path(clash["target"]).name == "a (2).png"
    assert clash["source"] == "in/a.png", "a.jpg comes first"
    [disk] = ahead["disks"]
    assert 0 < disk["needed_bytes"] == ahead["result_bytes"] < disk["free_bytes"]


def test_the_report_tells_how_each_ended(tree: Run) -> None:
    with (tree[0] / "report.csv").open(newline="", encoding="utf-8") as file:
        rows = {Path(row["source"]).name: row for row in csv.DictReader(file)}
    outcomes = {name: row["outcome"] for name, row in rows.items()}
    assert outcomes == {
        "broken.png": "failed",
        "a.jpg": "done",
        "a.png": "done",
        "b%, 'c'.png": "done",
    }
    assert "not a picture" in rows["broken.png"]["reason"]
    assert rows["a.png"]["target"].endswith("in_x2/a (2).png")
    assert (rows["a.png"]["result_width"], rows["a.png"]["result_height"]) == ("40", "28")


def test_only_what_failed_is_tried_again_to_where_it_belongs(tree: Run, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    shutil.copytree(tree[0], folder)
    report = folder / "report.csv"
    report.write_text(report.read_text().replace(str(tree[0]), str(folder)))
    (folder / "in/broken.png").unlink()
    save(folder, "in/broken.png")
    words = ["upscale", "--retry", "report.csv", "--scale", "2", "--format", "png"]
    answer = run(folder, *words, "--report", "second.json")
    assert (answer.code, answer.made) == (0, {"in_x2/broken.png", "second.json"})
    nothing = run(folder, "upscale", "--retry", "second.json", "--scale", "2")
    assert nothing.code == 3
    assert "Nothing failed" in nothing.err


def test_a_dry_run_tells_all_and_writes_nothing(tree: Run) -> None:
    folder, _ = tree
    words = ["upscale", "in", "--scale", "3", "--dry-run", "--report", "new.csv"]
    answer = run(folder, *words)
    assert (answer.code, answer.made) == (1, set())
    assert "60x42" in answer.err
    assert "in/broken.png" in answer.err
    told = run(folder, *words, "--json")
    assert (told.code, told.made) == (1, set())
    [ahead] = [event for event in told.events if event["event"] == "preflight"]
    assert [(each["width"], each["result_width"]) for each in ahead["each"]] == [(20, 60)] * 3
    assert told.events[-1]["event"] == "end"
    (folder / "only").mkdir()
    assert run(folder, "upscale", "only", "--dry-run").code == 3


def test_batches_measure_once_and_a_dry_run_anew(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    for name in ("a.png", "b.png"):
        save(folder, f"in/{name}")
    words = ["upscale", "in", "--scale", "2", "--on-exists", "replace"]
    assert run(folder, *words).code == 0
    [kept] = folder.parent.rglob("paces/*.json")
    measured = kept.stat().st_mtime_ns
    assert run(folder, *words).code == 0
    assert kept.stat().st_mtime_ns == measured
    assert run(folder, *words, "--dry-run").code == 0
    assert kept.stat().st_mtime_ns > measured


@pytest.mark.parametrize(
    "words",
    [
        "a.png --format png --lossless",
        "a.png --format png --quality 90",
        "a.png --format webp --bit-depth 16",
        "a.png --format tiff --chroma 420",
        "a.png --format jpeg --compression none",
        "a.png -o r.png --quality 90",
        "a.png --format webp --lossless --quality 90",
        "a.png --dpi 0",
        "a.png --pixel-limit -1",
        "a.png --size 0x0",
        "a.png --size much",
        "a.png --overwrite-originals -o out",
        "a.png --retry report.csv",
        "--retry absent.csv",
        "--retry a.png",
        "a.png --report report.txt",
        "",
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    save(tmp_path, "a.png")
    (tmp_path / "report.csv").write_text("a,b\n1,2\n")
    monkeypatch.chdir(tmp_path)
    were = digests(tmp_path)
    try:
        code: object = main(["upscale", *words.split()])
    except SystemExit as exit:  # by argparse
        code = exit.code
    assert code == 2
    assert digests(tmp_path) == were


def test_larger_than_the_limit_is_refused_with_how_to_raise_it(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    picture(1100, 1000).save(folder / "a.png")
    answer = run(folder, "upscale", "a.png", "--pixel-limit", "1")
    assert (answer.code, answer.made) == (3, set())
    assert "1.1 megapixels; the limit is 1.0" in answer.err
    assert "--pixel-limit 2" in answer.err


def test_originals_are_overwritten_only_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "in/a.png", "in/sub/b.jpg")
    words = ["upscale", "in", "--scale", "2", "--overwrite-originals"]
    answer = run(folder, *words, may_change=frozenset({"in/a.png", "in/sub/b.jpg"}))
    assert (answer.code, answer.made) == (0, set())
    assert pixels(folder / "in/a.png").shape == pixels(folder / "in/sub/b.jpg").shape == (28, 40, 3)


def test_skip_tells_results_that_were_made_otherwise(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "a.jpg")
    words = ["upscale", "a.jpg", "--scale", "2", "--on-exists", "skip"]
    assert run(folder, *words, "--quality", "90").code == 0
    answer = run(folder, *words)
    assert (answer.code, answer.made) == (0, set())
    assert "quality 90 instead of 95" in answer.err
    assert "--on-exists replace" in answer.err


def test_a_killed_batch_goes_on_with_skip_to_the_same_tree(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, *(f"in/{at // 4}/{at:02}.{'jpg' if at % 3 else 'png'}" for at in range(16)))
    words = ["upscale", "in", "--scale", "2", "--json", "--on-exists", "skip", "-o"]
    assert run(folder, *words, "whole").code == 0
    program = subprocess.Popen(
        command(*words, "cut"),
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert program.stdout is not None
    with program.stdout:
        finished = 0
        while finished < 4 and (line := program.stdout.readline()):
            finished += json.loads(line)["event"] == "finished"
        program.kill()
        program.wait(60)
    there = set(_visible(folder / "cut"))
    assert 4 <= len(there) < 16
    for name, digest in _visible(folder / "cut").items():
        assert digest == _visible(folder / "whole")[name], f"{name} is not whole"
    answer = run(folder, *words, "cut", may_change=_leftovers(folder / "cut"))
    assert answer.code == 0
    skipped = [event for event in answer.events if event["event"] == "skipped"]
    assert len(skipped) == len(there)
    assert all("same settings" in event["reason"] for event in skipped)
    assert _visible(folder / "cut") == _visible(folder / "whole")


def _visible(folder: Path) -> dict[str, str]:
    return {name: digest for name, digest in digests(folder).items() if Path(name).name[0] != "."}


def _leftovers(folder: Path) -> frozenset[str]:
    """What a kill may leave: hidden, and taken away by who writes there next."""
    hidden = set(digests(folder)) - set(_visible(folder))
    return frozenset(f"{folder.name}/{name}" for name in hidden)


# Cancelling


def test_an_interrupt_ends_it_soon_with_130_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "first.png", "last.png")
    picture(1600, 1200).save(folder / "large.png")
    were = digests(folder)
    words = ["upscale", "first.png", "large.png", "last.png", "-o", "out", "--tile", "64", "--json"]
    words += ["--report", "report.json"]
    program = subprocess.Popen(
        command(*words),
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=_hear_interrupts,
    )
    guard = threading.Timer(120, program.kill)
    guard.start()
    try:
        assert program.stdout is not None
        lines = []
        for line in program.stdout:
            lines.append(line)
            event = json.loads(line)
            if event["event"] == "progress" and event["source"] == "large.png":
                break
        program.send_signal(signal.SIGINT)
        start = time.monotonic()
        rest, err = program.communicate(timeout=60)
        seconds = time.monotonic() - start
    finally:
        guard.cancel()
        guard.join()
        with contextlib.suppress(ProcessLookupError):
            program.kill()
    assert program.returncode == 130, err
    assert seconds < 5
    assert "Traceback" not in err
    assert set(digests(folder)) - set(were) == {"out/first_pan_x4.png", "report.json"}
    report = json.loads((folder / "report.json").read_text())
    outcomes = {Path(each["source"]).name: each["outcome"] for each in report["outcomes"]}
    assert outcomes == {"first.png": "done", "large.png": "stopped", "last.png": "stopped"}
    answer = Answer(130, "".join(lines) + rest, err, set())
    assert answer.endings("large.png") == ["stopped"]
    assert answer.events[-1]["event"] == "end"
    assert answer.events[-1]["exit_code"] == 130


def _hear_interrupts() -> None:
    """A shell may start tests in the background deaf to interrupts, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_reader_that_goes_away_makes_no_traceback(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png")
    reading, writing = os.pipe()
    os.close(reading)
    with io.FileIO(writing, "w") as pipe:
        done = subprocess.run(
            command("upscale", "a.png", "--json", "--scale", "2"),
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            timeout=100,
        )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
