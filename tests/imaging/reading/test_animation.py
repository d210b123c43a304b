"""Animations come as whole frames with their times."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from sr_desktop.errors import ImageTooLarge, UnreadableImage
from sr_desktop.imaging import files
from tests.imaging.samples import XMP, encoded, exif_block, noise, save, smooth, srgb_profile

RGB = smooth(20, 30)


def frames(count: int = 3) -> list[Image.Image]:
    """A disc that wanders over a clear ground."""
    result = []
    for i in range(count):
        image = Image.new("RGBA", (30, 20))
        image.paste((200, 40 * i, 90, 255), (3 * i, 2 * i, 3 * i + 9, 2 * i + 8))
        result.append(image)
    return result


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
@pytest.mark.parametrize("disposal", [0, 1, 2])
def test_whole_frames_with_times_and_loop(tmp_path: Path, format: str, disposal: int) -> None:
    first, *others = frames()
    options = {"lossless": True, "exact": True} if format == "WEBP" else {"disposal": disposal}
    times = [40, 100, 250]
    path = save(
        tmp_path / "x",
        first,
        format,
        save_all=True,
        append_images=others,
        duration=times,
        loop=0,
        **options,
    )
    probe = files.probe(path)
    assert probe.animated
    assert probe.frames == 3
    assert files.read(path).frames == 3
    with files.open_animation(path) as animation, Image.open(path) as image:
        assert animation.durations_ms == tuple(times)
        assert animation.loop == 0
        pictures = list(animation.pictures)
        wanted = [frame.convert("RGBA") for frame in ImageSequence.Iterator(image)]
    assert len(pictures) == len(wanted) == 3
    for picture, want in zip(pictures, wanted, strict=True):
        got = np.dstack([picture.pixels, picture.alpha])
        assert np.array_equal(got, np.asarray(want))
        assert picture.frames == 3
        assert picture.format == format


@pytest.mark.skipif(shutil.which("convert") is None, reason="needs ImageMagick")
@pytest.mark.parametrize("dispose", ["none", "background", "previous"])
def test_frames_of_another_program_are_composited_as_it_does(tmp_path: Path, dispose: str) -> None:
    for i, frame in enumerate(frames(4)):
        frame.save(tmp_path / f"{i}.png")
    names = [str(tmp_path / f"{i}.png") for i in range(4)]
    path = tmp_path / "x.gif"
    run = ["convert", "-delay", "7", "-dispose", dispose, *names, "-loop", "3"]
    subprocess.run([*run, "-layers", "OptimizeFrame", str(path)], check=True)
    subprocess.run(["convert", str(path), "-coalesce", str(tmp_path / "w%d.png")], check=True)
    with files.open_animation(path) as animation:
        assert animation.durations_ms == (70,) * 4
        assert animation.loop == 3
        for i, picture in enumerate(animation.pictures):
            with Image.open(tmp_path / f"w{i}.png") as image:
                want = np.asarray(image.convert("RGBA"))
            alpha = picture.alpha if picture.alpha is not None else np.full((20, 30), 255)
            assert np.array_equal(alpha, want[..., 3]), i
            seen = want[..., 3] > 0
            assert np.array_equal(picture.pixels[seen], want[..., :3][seen]), i


def test_opaque_frames_have_no_alpha(tmp_path: Path) -> None:
    images = [Image.fromarray(np.roll(RGB, i, 1)) for i in range(3)]
    for format in ("GIF", "WEBP", "PNG"):
        path = save(
            tmp_path / "x", images[0], format, save_all=True, append_images=images[1:], duration=50
        )
        with files.open_animation(path) as animation:
            assert [picture.alpha for picture in animation.pictures] == [None] * 3, format


def test_a_gif_that_says_nothing_is_shown_once(tmp_path: Path) -> None:
    first, *others = frames()
    path = save(tmp_path / "x", first, "GIF", save_all=True, append_images=others)
    with files.open_animation(path) as animation:
        assert animation.loop == 1


def test_a_picture_beside_the_animation_is_no_frame(tmp_path: Path) -> None:
    plain = Image.fromarray(RGB).convert("RGBA")
    path = save(
        tmp_path / "x.png",
        plain,
        save_all=True,
        append_images=frames(),
        default_image=True,
        duration=30,
    )
    with files.open_animation(path) as animation:
        pictures = list(animation.pictures)
    assert len(pictures) == len(animation.durations_ms) == 3
    assert np.array_equal(pictures[0].alpha, np.asarray(frames()[0])[..., 3])
    assert np.array_equal(files.read(path).pixels, RGB)


def test_frames_are_upright_with_the_metadata_of_the_file(tmp_path: Path) -> None:
    path = save(
        tmp_path / "x",
        Image.fromarray(RGB),
        "WEBP",
        lossless=True,
        save_all=True,
        append_images=[Image.fromarray(255 - RGB)],
        exif=exif_block(6),
        xmp=XMP,
        icc_profile=srgb_profile(),
    )
    with files.open_animation(path) as animation:
        for picture in animation.pictures:
            assert picture.pixels.shape == (30, 20, 3)
            assert picture.exif is not None
            assert picture.xmp == XMP
            assert picture.icc == srgb_profile()


def test_what_does_not_move_is_refused(tmp_path: Path) -> None:
    still = save(tmp_path / "a.gif", Image.fromarray(RGB).quantize(8), "GIF")
    pages = save(
        tmp_path / "b.tif",
        Image.fromarray(RGB),
        save_all=True,
        append_images=[Image.new("L", (9, 9))],
    )
    for path in (still, pages, tmp_path / "gone.gif"):
        with pytest.raises(UnreadableImage):
            files.open_animation(path)
    first, *others = frames()
    moving = save(tmp_path / "c.gif", first, save_all=True, append_images=others)
    with pytest.raises(ImageTooLarge):
        files.open_animation(moving, max_pixels=100)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_half_an_animation_is_refused(tmp_path: Path, format: str) -> None:
    images = [Image.fromarray(noise((60, 60, 3), seed=i)) for i in range(4)]
    options = {"save_all": True, "append_images": images[1:]}
    data = encoded(images[0], format, **options)
    (tmp_path / "half").write_bytes(data[: len(data) * 3 // 5])

    def all_frames() -> None:
        with files.open_animation(tmp_path / "half") as animation:
            list(animation.pictures)

    with pytest.raises(UnreadableImage, match="half is"):
        all_frames()
