"""`sr-desktop upscale` from outside: names and places, formats, events, exit codes."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
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
    assert [name for name in digests(home) if "log" not in name] == []


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
        assert psnr(np.asarray(before), np.asarray(after)) > 20, event


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
            assert event["source"] not in ended, event
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


# Cancelling


def test_an_interrupt_ends_it_soon_with_130_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "first.png", "last.png")
    picture(1600, 1200).save(folder / "large.png")
    were = digests(folder)
    words = ["upscale", "first.png", "large.png", "last.png", "-o", "out", "--tile", "64", "--json"]
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
    assert set(digests(folder)) - set(were) == {"out/first_pan_x4.png"}
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
