"""Bad input: a clear message, the right exit code, nothing lost, nothing half done."""

from __future__ import annotations

import pickle
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from tests.cli.program import (
    REPO,
    Answer,
    one_line,
    picture,
    pixels,
    psnr,
    rgb,
    run,
    save,
)

Run = tuple[Path, Answer]

_WEIGHTS = REPO / "weights"
_ENDS = ("png", "jpg", "webp", "tiff", "bmp")

_TOO_LARGE = ["large.png", "large.bmp", "large.tiff", "large.jpg"]
_BAD = [
    "words.png",
    "absent.png",
    "zero.png",
    "zero.tiff",
    "html.jpg",
    "icon.ico",
    "empty",
    "no pictures",
    "100% broken \u00fc.png",
    *(f"{share}.{end}" for share in ("half", "header") for end in _ENDS),
    *_TOO_LARGE,
]


def _make_bad(folder: Path) -> None:
    save(folder, "good.png", "good.jpg")
    (folder / "words.png").write_text("this is a letter, not a picture\n" * 9)
    (folder / "html.jpg").write_text("<!DOCTYPE html><html><body>404</body></html>")
    for name in ("zero.png", "zero.tiff"):
        (folder / name).write_bytes(b"")
    picture().save(folder / "icon.ico")
    (folder / "empty").mkdir()
    (folder / "no pictures").mkdir()
    (folder / "no pictures/notes.txt").write_text("nothing to see")
    noise = np.random.default_rng(3).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    for end in _ENDS:
        whole = folder / f"whole.{end}"
        Image.fromarray(noise).save(whole)
        content = whole.read_bytes()
        whole.unlink()
        (folder / f"half.{end}").write_bytes(content[: len(content) // 2])
        (folder / f"header.{end}").write_bytes(content[:20])
        if end == "png":
            damaged = bytearray(content)
            damaged[len(damaged) // 2] ^= 0xFF
            (folder / "100% broken \u00fc.png").write_bytes(damaged)
    _make_too_large(folder)


def _make_too_large(folder: Path) -> None:
    """Headers of 30,000 x 20,000 pixels with next to nothing behind them."""

    def chunk(name: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)

    size = (30_000, 20_000)
    (folder / "large.png").write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + chunk(b"IEND", b"")
    )
    (folder / "large.bmp").write_bytes(
        struct.pack("<2sIHHI", b"BM", 54, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, *size, 1, 24, 0, 0, 0, 0, 0, 0)
    )
    tags = [(256, 4, size[0]), (257, 4, size[1]), (258, 3, 8), (259, 3, 1), (262, 3, 1)]
    tags += [(273, 4, 200), (277, 3, 1), (278, 4, size[1]), (279, 4, size[0] * size[1])]
    rows = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    head = struct.pack("<2sHIH", b"II", 42, 8, len(tags))
    (folder / "large.tiff").write_bytes((head + rows + bytes(4)).ljust(300, b"\0"))
    frame = struct.pack(">BHHBBBBBBBBBB", 8, *size[::-1], 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
    scan = b"\xff\xda\x00\x0c\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00"
    (folder / "large.jpg").write_bytes(
        b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + scan + b"\xff\xd9"
    )


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All that is bad between two good pictures, in one call."""
    folder = tmp_path_factory.mktemp("mixed") / "work"
    folder.mkdir()
    _make_bad(folder)
    return folder, run(
        folder, "upscale", "good.png", *_BAD, "good.jpg", "-o", "out", "--scale", "2"
    )


def test_bad_inputs_do_not_keep_the_good_ones_from_being_done(mixed: Run) -> None:
    answer = mixed[1]
    assert answer.code == 1
    assert answer.made == {"out/good_pan_x2.png", "out/good_pan_x2.jpg"}
    assert f"2 done, {len(_BAD)} failed" in answer.err
    assert answer.out == ""


@pytest.mark.parametrize("name", _BAD)
def test_the_message_names_the_bad_input_once_and_says_what_to_do(mixed: Run, name: str) -> None:
    lines = mixed[1].err.splitlines()
    told = [at for at, line in enumerate(lines) if line.startswith(f"failed   {name}: ")]
    assert len(told) == 1, mixed[1].err
    hint = lines[told[0] + 1]
    assert hint.startswith("  "), hint
    assert len(hint.strip()) > 8, hint


@pytest.mark.parametrize("name", _TOO_LARGE)
def test_a_picture_of_over_500_megapixels_is_told_its_size_and_the_limit(
    mixed: Run, name: str
) -> None:
    told = [line for line in mixed[1].err.splitlines() if line.startswith(f"failed   {name}")]
    assert "600" in told[0], told
    assert "500" in told[0], told


def test_when_nothing_can_be_done_the_code_is_3_and_each_input_has_its_ending(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    _make_bad(folder)
    answer = run(folder, "upscale", *_BAD, "-o", "out", "--json")
    assert (answer.code, answer.made) == (3, set())
    assert not (folder / "out").exists(), "no folder for nothing"
    for name in _BAD:
        assert answer.endings(name) == ["failed"], name
    for event in answer.events[:-1]:
        if event["event"] == "failed":
            assert event["message"].strip()
            assert event["hint"].strip()
    assert answer.events[-1]["exit_code"] == 3


# Where nothing can be written


@pytest.mark.parametrize("place", ["file.txt", "/proc/nowhere"])
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png")
    (folder / "file.txt").write_text("mine")
    answer = run(folder, "upscale", "a.png", "-o", place, "--scale", "2", "--json")
    assert (answer.code, answer.made) == (3, set())
    (failed,) = [event for event in answer.events if event["event"] == "failed"]
    assert failed["source"] == "a.png"
    assert place in failed["message"]


def test_a_folder_that_cannot_be_made_is_told_before_the_work_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png")
    answer = run(folder, "upscale", "a.png", "-o", "a.png/below", "--scale", "2", "--json")
    assert answer.code == 3
    assert "tiledone" not in {event["event"] for event in answer.events}


def _in_mount(option: str) -> list[str]:
    """Runs what follows with a tmpfs on `out` that only it and its children see, then lists it."""
    script = (
        f'mount -t tmpfs -o {option} tmpfs out || exit 77; "$@"; code=$?; ls -A out > listing;'
        " exit $code"
    )
    return ["unshare", "--mount", "sh", "-c", script, "sh"]


@pytest.fixture
def mountable(tmp_path: Path) -> Path:
    """A folder with an empty `out` over which a file system can be mounted."""
    folder = tmp_path / "work"
    (folder / "out").mkdir(parents=True)
    (folder / "listing").touch()
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare")
    tried = subprocess.run([*_in_mount("size=64k"), "true"], cwd=folder, capture_output=True)
    if tried.returncode != 0:
        pytest.skip(f"may not mount here: {tried.stderr.decode().strip()}")
    return folder


def test_a_full_disk_is_named_and_only_whole_results_are_left(mountable: Path) -> None:
    folder = mountable
    save(folder, "a.png", "z.png")
    Image.fromarray(rgb(200, 150)).save(folder / "large.png")
    answer = run(
        folder,
        *("upscale", "a.png", "large.png", "z.png", "-o", "out", "--format", "tiff"),
        may_change=frozenset({"listing"}),
        before=_in_mount("size=64k"),
    )
    assert answer.code == 1, answer.err
    assert (folder / "listing").read_text().split() == ["a_pan_x4.tif", "z_pan_x4.tif"]
    told = one_line(answer.err)
    assert "large.png" in told
    assert "space" in told.lower() or "full" in told.lower()


def test_a_folder_that_may_only_be_read_is_named(mountable: Path) -> None:
    folder = mountable
    save(folder, "a.png")
    answer = run(
        folder,
        *("upscale", "a.png", "-o", "out", "--scale", "2"),
        may_change=frozenset({"listing"}),
        before=_in_mount("ro"),
    )
    assert answer.code == 3, answer.err
    assert (folder / "listing").read_text() == ""
    assert "write in out" in one_line(answer.err)


# Checkpoints


class _Malice:
    """Makes a file when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (str(self.target), "w")


def _checkpoint(folder: Path, kind: str) -> str:
    good = (_WEIGHTS / "pan-x4.safetensors").read_bytes()
    if kind == "zipped malice":
        torch.save({"weight": _Malice(folder / "was here")}, folder / "evil.pth")
        return "evil.pth"
    if kind == "plain malice":
        (folder / "evil.pt").write_bytes(pickle.dumps(_Malice(folder / "was here")))
        return "evil.pt"
    if kind == "cut safetensors":
        (folder / "cut.safetensors").write_bytes(good[: len(good) // 2])
        return "cut.safetensors"
    if kind == "cut pth":
        torch.save(load_file(_WEIGHTS / "pan-x4.safetensors"), folder / "whole")
        content = (folder / "whole").read_bytes()
        (folder / "cut.pth").write_bytes(content[: len(content) // 2])
        return "cut.pth"
    if kind == "html":
        (folder / "page.pth").write_text("<!DOCTYPE html><html><body>not found</body></html>")
        return "page.pth"
    if kind == "of something else":
        save_file({"other.weight": torch.zeros(3, 3)}, folder / "other.safetensors")
        return "other.safetensors"
    return "absent.pth"


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("zipped malice", "tensors"),
        ("plain malice", "tensors"),
        ("cut safetensors", "damaged"),
        ("cut pth", "damaged"),
        ("html", "web page"),
        ("of something else", "PAN"),
    ],
)
def test_a_bad_checkpoint_is_named_and_nothing_in_it_is_run(
    tmp_path: Path, kind: str, says: str
) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png")
    name = _checkpoint(folder, kind)
    answer = run(folder, "upscale", "a.png", "--weights", name)
    assert (answer.code, answer.made) == (3, set())
    assert name in answer.err
    assert says in answer.err
    assert "Warning" not in answer.err, "no words for programmers"
    assert answer.out == ""


@pytest.mark.parametrize(("file", "scale"), [("pan-x2", 3)])
def test_a_checkpoint_of_another_scale_is_refused_with_both_scales(
    tmp_path: Path, file: str, scale: int
) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png")
    path = _WEIGHTS / f"{file}.safetensors"
    answer = run(folder, "upscale", "a.png", "--weights", path, "--scale", str(scale))
    assert (answer.code, answer.made) == (3, set())
    assert path.name in answer.err
    assert f"x{scale}" in answer.err
    assert file[-2:] in answer.err.replace(path.name, "")


def test_a_bad_checkpoint_is_an_ending_of_each_input_for_programs_too(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png")
    name = _checkpoint(folder, "absent")
    answer = run(folder, "upscale", "a.png", "--weights", name, "--json")
    assert answer.code == 3
    assert answer.endings("a.png") == ["failed"]
    assert answer.events[-1]["event"] == "end"
    assert answer.events[-1]["exit_code"] == 3


# Networks that run away


def _guarded(folder: Path, weights: Path) -> None:
    """With these weights the noise comes back as bicubic, and one notice says so."""
    noise = np.random.default_rng(5).integers(0, 256, (96, 128, 3), dtype=np.uint8)
    folder.mkdir(exist_ok=True)
    Image.fromarray(noise).save(folder / "noise.png")
    words = ["upscale", "noise.png", "--weights", weights, "--tile", "48"]
    answer = run(folder, *words, "-o", "r.png", "--json")
    assert (answer.code, answer.made) == (0, {"r.png"}), answer.err
    (finished,) = [event for event in answer.events if event["event"] == "finished"]
    assert len(finished["notices"]) == 1, finished
    assert "bicubic" in str(finished["notices"]).lower()
    bicubic = Image.fromarray(noise).resize((512, 384), Image.Resampling.BICUBIC)
    assert psnr(pixels(folder / "r.png"), np.asarray(bicubic)) > 35


def test_the_authors_weights_on_pure_noise_give_bicubic_and_one_notice(
    tmp_path: Path, shared: Path
) -> None:
    weights = shared / "weights/official/PANx4_DF2K.pth"
    if not weights.is_file():
        pytest.skip(f"needs {weights}")
    _guarded(tmp_path / "work", weights)


def test_weights_that_explode_give_bicubic_and_one_notice(tmp_path: Path) -> None:
    tensors = load_file(_WEIGHTS / "pan-x4.safetensors")
    for name, tensor in tensors.items():
        if tensor.ndim == 4:
            tensors[name] = tensor * 50
    save_file(tensors, tmp_path / "loud.safetensors")
    _guarded(tmp_path / "work", tmp_path / "loud.safetensors")


# Wrong usage


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("upscale a.png --tile 0", "--tile"),
        ("upscale a.png --tile -5", "--tile"),
        ("upscale a.png --tile much", "--tile"),
        ("upscale a.png --memory-limit 0.1", "--memory-limit"),
        ("upscale a.png --memory-limit lots", "--memory-limit"),
        ("upscale a.png --threads 0", "--threads"),
        ("upscale a.png --threads 100000", "--threads"),
        ("upscale a.png --quality 0", "--quality"),
        ("upscale a.png --quality 101", "--quality"),
        ("upscale a.png --scale 5", "x5"),
        ("upscale a.png --scale two", "--scale"),
        ("upscale a.png --model nope", "nope"),
        ("upscale a.png --format bmp", "--format"),
        ("upscale a.png --device toaster", "toaster"),
        ("upscale a.png --precision int4", "--precision"),
        ("upscale a.png --name {nope}", "nope"),
        ("upscale a.png --name sub/{name}", "sub/"),
        ("upscale a.png --mean-shift yes", "--weights"),
        ("upscale a.png --input-range 255", "--weights"),
        ("upscale a.png --model pan --weights w.pth", "--model"),
        ("upscale a.png b.png -o one.png", "one.png"),
        ("upscale tree -o one.png", "one.png"),
        ("upscale a.png b.png --compare both.png", "--compare"),
        ("upscale a.png -o one.png --format jpeg", "one.png"),
        ("upscale a.png --size 150", "150"),
        ("upscale", "Name pictures"),
        ("upscal a.png", "upscale"),
        ("doctro", "doctor"),
        ("--nonsense", "--nonsense"),
        ("absent.png", "absent.png"),
    ],
)
def test_wrong_usage_is_told_with_code_2_and_nothing_is_done(
    tmp_path: Path, words: str, says: str
) -> None:
    folder = tmp_path / "work"
    save(folder, "a.png", "b.png", "tree/c.png", "tree/d.png")
    answer = run(folder, *words.split())
    assert (answer.code, answer.made, answer.out) == (2, set(), ""), answer.err
    assert says in answer.err.splitlines()[-1] + one_line(answer.err).rpartition(": ")[2]
