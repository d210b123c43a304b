"""Pictures that move: each frame as it was given, its time, and the times it is shown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from sr_desktop.cancel import Cancelled
from sr_desktop.errors import CannotWrite
from sr_desktop.imaging import files, formats
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from tests.imaging.samples import exif_block, noise, smooth, srgb_profile

DURATIONS_MS = (100, 70, 200, 30)
LOSSLESS = [Encoding("webp", lossless=True), Encoding("png")]
ALL = [Encoding("gif"), Encoding("webp"), *LOSSLESS]
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
name_of = "{0.format}-{0.lossless}".format


def moving(alpha: bool, dtype: type = np.uint8, height: int = 40) -> list[Picture]:
    frames = []
    for number in range(4):
        pixels = np.roll(smooth(height, 60), 5 * number, axis=1).astype(dtype)
        pixels *= np.iinfo(dtype).max // 255
        mask = np.zeros((height, 60), dtype)
        mask[5 * number : 5 * number + 15, 10:50] = np.iinfo(dtype).max
        frames.append(Picture(pixels, mask if alpha else None, srgb_profile(), frames=4))
    return frames


def decoded(path: Path) -> tuple[list[NDArray[np.uint8]], list[int], int]:
    with Image.open(path) as image:
        frames, durations = [], []
        for number in range(image.n_frames):
            image.seek(number)
            frames.append(np.asarray(image.convert("RGBA")))
            durations.append(int(image.info["duration"]))
        plays = int(image.info.get("loop", 0 if image.format != "GIF" else -1))
        if image.format == "GIF":  # which counts repeats; no word of it means once
            plays = {0: 0, -1: 1}.get(plays, plays + 1)
        return frames, durations, plays


def apart(frame: NDArray[np.uint8], want: Picture) -> float:
    """Mean difference of what is to be seen."""
    opaque = want.alpha > 0 if want.alpha is not None else np.ones(frame.shape[:2], bool)
    return float(np.abs(frame[..., :3].astype(int) - want.pixels)[opaque].mean())


@pytest.mark.parametrize("encoding", ALL, ids=name_of)
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("loop", [0, 1, 3])
def test_frames_times_and_loop_are_kept(
    tmp_path: Path, encoding: Encoding, alpha: bool, loop: int
) -> None:
    frames = moving(alpha)
    files.write_animation(tmp_path / "x", iter(frames), DURATIONS_MS, loop, encoding)
    shown, durations, looped = decoded(tmp_path / "x")
    assert tuple(durations) == DURATIONS_MS
    assert looped == loop
    most = 0 if encoding in LOSSLESS else 4
    for got, want in zip(shown, frames, strict=True):
        assert apart(got, want) <= most
        assert np.array_equal(got[..., 3], want.alpha) if alpha else (got[..., 3] == 255).all()


def test_a_gif_of_few_colours_is_exact_also_where_frames_differ_in_alpha(tmp_path: Path) -> None:
    """Frames with and without alpha, each with 256 or 255 colours of its own."""
    rng = np.random.default_rng(0)
    frames = []
    for number in range(5):
        colours = noise((255, 3), seed=number)
        pixels = colours[rng.integers(0, 255, (50, 60))]
        alpha = rng.integers(0, 2, (50, 60)).astype(np.uint8) * 255 if number % 2 else None
        frames.append(Picture(pixels, alpha, format="GIF", frames=5))
    assert files.write_animation(tmp_path / "x", frames, [50] * 5, 0, Encoding()) == ()
    shown, _, _ = decoded(tmp_path / "x")
    for number, (got, want) in enumerate(zip(shown, frames, strict=True)):
        assert apart(got, want) == 0, number
        clear = want.alpha == 0 if want.alpha is not None else np.zeros((50, 60), bool)
        assert np.array_equal(got[..., 3] == 0, clear), number


def test_a_gif_tells_what_it_cannot_hold(tmp_path: Path) -> None:
    notices = files.write_animation(tmp_path / "x", moving(False), DURATIONS_MS, 0, Encoding("gif"))
    assert ["256" in notice for notice in notices] == [True]


def test_apng_keeps_16_bits_and_programs_that_know_none_show_the_first_frame(
    tmp_path: Path,
) -> None:
    frames = moving(True, np.uint16)
    files.write_animation(tmp_path / "x.png", frames, DURATIONS_MS, 0, Encoding("png"))
    import pyvips

    first = pyvips.Image.new_from_file(str(tmp_path / "x.png")).numpy()
    assert first.dtype == np.uint16
    assert np.array_equal(first[..., :3], frames[0].pixels)
    assert np.array_equal(first[..., 3], frames[0].alpha)


@pytest.mark.parametrize("encoding", ALL[1:], ids=name_of)
def test_metadata_is_that_of_the_first_frame(tmp_path: Path, encoding: Encoding) -> None:
    frames = [replace(frame, exif=exif_block(1), xmp=XMP) for frame in moving(False)]
    assert files.write_animation(tmp_path / "x", frames, DURATIONS_MS, 0, encoding) == ()
    with Image.open(tmp_path / "x") as image:
        assert image.info["icc_profile"] == srgb_profile()
        assert image.info["xmp"] == XMP
        assert image.getexif()[0x010F] == "Canon"


@pytest.mark.parametrize("encoding", ALL, ids=name_of)
def test_the_same_frames_give_the_same_file(tmp_path: Path, encoding: Encoding) -> None:
    frames = moving(True)
    for name in "ab":
        files.write_animation(tmp_path / name, frames, DURATIONS_MS, 0, encoding)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("encoding", ALL, ids=name_of)
@pytest.mark.parametrize("failure", [Cancelled, KeyboardInterrupt, MemoryError])
def test_frames_that_fail_leave_everything_as_it_was(
    tmp_path: Path, encoding: Encoding, failure: type[BaseException]
) -> None:
    def frames() -> Iterator[Picture]:
        yield from moving(False)[:2]
        raise failure

    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(failure):
        files.write_animation(tmp_path / "x", frames(), DURATIONS_MS, 0, encoding)
    assert os.listdir(tmp_path) == ["x"]
    assert (tmp_path / "x").read_bytes() == b"old"


@pytest.mark.parametrize("encoding", [Encoding("gif"), Encoding("png")], ids=name_of)
def test_frames_are_taken_one_by_one(tmp_path: Path, encoding: Encoding) -> None:
    """At most two are waiting for the hidden file to grow."""
    sizes = []

    def frames() -> Iterator[Picture]:
        for number in range(6):
            (hidden,) = tmp_path.iterdir()
            sizes.append(hidden.stat().st_size)
            yield Picture(noise((800, 800, 3), seed=number), frames=6)

    files.write_animation(tmp_path / "x", frames(), [50] * 6, 0, encoding)
    assert sizes == sorted(sizes)
    assert sizes[-1] > 1_000_000, sizes


@pytest.mark.parametrize("count", [3, 5])
def test_another_number_of_frames_than_of_times_is_a_defect(tmp_path: Path, count: int) -> None:
    for encoding in ALL:
        frames = (moving(False) * 2)[:count]
        with pytest.raises(ValueError, match=r"of 4 (frames|is)"):
            files.write_animation(tmp_path / "x", frames, DURATIONS_MS, 0, encoding)
    assert os.listdir(tmp_path) == []


def test_formats_that_hold_one_picture_are_refused(tmp_path: Path) -> None:
    for format in ("jpeg", "tiff", "avif"):
        assert not formats.can_animate(format.upper())
        with pytest.raises(CannotWrite, match="holds one picture") as refusal:
            files.write_animation(tmp_path / "x", moving(False), DURATIONS_MS, 0, Encoding(format))
        assert "GIF, WebP or PNG" in refusal.value.hint
    assert [formats.can_animate(format) for format in ("GIF", "WEBP", "PNG")] == [True] * 3
    assert os.listdir(tmp_path) == []
