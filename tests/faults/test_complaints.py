"""What users of other upscalers complain of, each once through the real program, in one batch.

The threads are in research/features.md section 2 beside the project; the numbers in the names of
tests are those of the list.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.cli.program import digests, picture, psnr, rgb
from tests.faults import others
from tests.faults.profiles import wide_gamut
from tests.faults.seeds import vips_bytes
from tests.faults.watched import Told, upscale

_RED, _CLEAR = (220, 30, 30), (0, 0, 0, 0)
_PATCHES = {"red": (0, 220, 210, 10), "blue": (230, 180, 0, 20), "paper": (0, 0, 0, 0)}


def _disc(hidden: tuple[int, int, int]) -> Image.Image:
    """Red on nothing, with another colour hidden in the nothing."""
    large = Image.new("L", (256, 256))
    ImageDraw.Draw(large).ellipse((40, 40, 216, 216), fill=255)
    alpha = large.resize((64, 64), Image.Resampling.BOX)
    pixels = np.empty((64, 64, 4), np.uint8)
    pixels[:, :, :3] = np.where(np.asarray(alpha)[:, :, None] > 0, _RED, hidden)
    pixels[:, :, 3] = np.asarray(alpha)
    return Image.fromarray(pixels)


def _lay(folder: Path) -> None:
    for place in ("", "sub/deep", "x.gif", "Ærø"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    image = picture()
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(folder / "sideways.jpg", exif=exif, quality=95)
    image.save(folder / "profile.jpg", icc_profile=wide_gamut(), quality=95)
    image.save(folder / "50%.png")
    image.convert("L").save(folder / "gray.jpg", quality=95)
    image.convert("LA").save(folder / "veiled gray.png")
    (folder / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    (folder / "._profile.jpg").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X        ")
    image.save(folder / ".hidden.png")
    image.save(folder / "sub/deep/a.png")
    image.save(folder / "x.gif/a photo.png")
    image.save(folder / "Ærø/Привет.png")
    (folder / "sub/again").symlink_to(folder, target_is_directory=True)
    file = io.BytesIO()
    image.save(file, "PNG")
    (folder / "really a png.jpg").write_bytes(file.getvalue())
    image.save(folder / "phone.jfif", "JPEG", quality=95)
    for name, hidden in (("black", (0, 0, 0)), ("white", (255, 255, 255))):
        _disc(hidden).save(folder / f"disc on {name}.png")
    inks = Image.new("CMYK", (60, 20))
    for index, ink in enumerate(_PATCHES.values()):
        inks.paste(ink, (20 * index, 0, 20 * index + 20, 20))
    inks.save(folder / "inks.jpg", quality=100, subsampling=0)
    white = np.full((12, 20, 3), 65_535, np.uint16)
    white[:, :10] = 30_000
    (folder / "deep.png").write_bytes(vips_bytes(white, ".png", bitdepth=16))


_GOOD = {
    *("sideways.jpg", "profile.jpg", "50%.png", "gray.jpg", "veiled gray.png", "phone.jfif"),
    *("sub/deep/a.png", "x.gif/a photo.png", "Ærø/Привет.png", "really a png.jpg", "inks.jpg"),
    *("disc on black.png", "disc on white.png", "deep.png"),
}


@dataclass
class _Done:
    folder: Path
    told: Told
    before: dict[str, str]

    def saved(self, name: str) -> Path:
        return self.folder / str(self.told.ending(f"in/{name}")["saved"])

    def pixels(self, name: str, mode: str) -> np.ndarray:
        with Image.open(self.saved(name)) as image:
            return np.asarray(image.convert(mode))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> _Done:
    folder = tmp_path_factory.mktemp("complaints") / "work"
    _lay(folder / "in")
    before = digests(folder / "in")
    words = ["--model", "pan", "--scale", "2", "--precision", "fp32"]
    return _Done(folder, upscale(folder, "in", "-o", "out", *words), before)


def test_6_one_bad_file_stops_nothing_and_all_others_are_done(done: _Done) -> None:
    assert done.told.code == 1
    assert done.told.sources("failed") == {"in/bad.png"}
    assert done.told.sources("finished") == {f"in/{name}" for name in _GOOD}
    assert done.told.events[-1]["done"] == len(_GOOD)


def test_6_files_that_a_mac_leaves_and_hidden_ones_are_no_pictures(done: _Done) -> None:
    assert not [event for event in done.told.events if "/._" in str(event.get("source"))]
    assert not list((done.folder / "out").rglob(".*"))


def test_3_the_tree_is_kept_and_a_loop_of_links_ends(done: _Done) -> None:
    made = {path.relative_to(done.folder / "out").parent.as_posix()
            for path in (done.folder / "out").rglob("*") if path.is_file()}  # fmt: skip
    assert made == {".", "sub/deep", "x.gif", "Ærø"}


def test_2_success_means_a_file(done: _Done) -> None:
    assert all(done.saved(name).is_file() for name in _GOOD)
    made = [path for path in (done.folder / "out").rglob("*") if path.is_file()]
    assert len(made) == len(_GOOD)


def test_no_original_is_touched(done: _Done) -> None:
    assert digests(done.folder / "in") == done.before


def test_24_a_photo_taken_sideways_comes_upright(done: _Done) -> None:
    upright = picture().transpose(Image.Transpose.ROTATE_270)
    found = done.pixels("sideways.jpg", "RGB")
    assert found.shape == (40, 28, 3)
    back = Image.fromarray(found).resize(upright.size, Image.Resampling.BOX)
    assert psnr(np.asarray(back), np.asarray(upright)) > 25


def test_5_the_profile_and_the_colours_under_it_stay(done: _Done) -> None:
    assert others.profile(done.saved("profile.jpg")) == wide_gamut()
    back = Image.fromarray(done.pixels("profile.jpg", "RGB")).resize((20, 14), Image.Resampling.BOX)
    assert psnr(np.asarray(back), rgb(20, 14)) > 25


def test_19_sixteen_bits_do_not_turn_white(done: _Done) -> None:
    found = others.pixels16(done.saved("deep.png")).astype(int)
    assert np.abs(found[:, :12] - 30_000).max() < 3000
    assert np.abs(found[:, -12:] - 65_535).max() < 3000


def test_2_gray_stays_gray(done: _Done) -> None:
    for name, mode in (("gray.jpg", "L"), ("veiled gray.png", "LA")):
        with Image.open(done.saved(name)) as image:
            assert image.mode == mode, name


def test_23_a_percent_sign_is_a_letter(done: _Done) -> None:
    assert done.saved("50%.png") == done.folder / "out/50%.png"


def test_the_first_bytes_decide_what_a_file_is(done: _Done) -> None:
    with Image.open(done.saved("really a png.jpg")) as image:
        back = np.asarray(image.convert("RGB").resize((20, 14), Image.Resampling.BOX))
        kept = {"JPEG": ".jpg", "PNG": ".png"}[str(image.format)]
    assert done.saved("really a png.jpg").suffix == kept, "its name says what it is"
    assert psnr(back, rgb(20, 14)) > 25


@pytest.mark.parametrize("hidden", ["black", "white"])
@pytest.mark.parametrize("paper", [(255, 255, 255), (0, 0, 0)])
def test_25_a_disc_has_no_fringe_on_any_paper(
    done: _Done, hidden: str, paper: tuple[int, int, int]
) -> None:
    """Each pixel laid on the paper is a mixture of red and paper, by the alpha of the result."""
    rgba = done.pixels(f"disc on {hidden}.png", "RGBA").astype(float)
    alpha = rgba[:, :, 3:] / 255
    laid = rgba[:, :, :3] * alpha + np.array(paper) * (1 - alpha)
    right = np.array(_RED) * alpha + np.array(paper) * (1 - alpha)
    off = np.abs(laid - right).max()
    assert off < 14, f"{off:.0f} grey levels off at the edge"
    assert alpha.min() == 0
    assert alpha.max() > 0.99
    given = np.asarray(_disc((0, 0, 0)))[:, :, 3].sum() / 255 * 4
    assert alpha.sum() == pytest.approx(given, rel=0.02), "the disc grew or shrank"


def test_5_inks_look_like_the_inks(done: _Done) -> None:
    """Roughly, as they have no profile; inverted or mixed channels are far off."""
    found = done.pixels("inks.jpg", "RGB").astype(int)
    middle = {name: found[20, 20 + 40 * at] for at, name in enumerate(_PATCHES)}
    for name, (c, m, y, k) in _PATCHES.items():
        plain = [(255 - ink) * (255 - k) / 255 for ink in (c, m, y)]
        assert np.abs(middle[name] - plain).max() < 70, (name, middle[name], plain)
    assert middle["red"].argmax() == 0
    assert middle["blue"].argmax() == 2
    assert middle["paper"].min() > 240


def test_5_a_conversion_of_colours_is_told(done: _Done) -> None:
    notices = " ".join(map(str, done.told.ending("in/inks.jpg")["notices"]))
    assert "CMYK" in notices


@pytest.mark.faults
def test_2_alpha_into_a_format_without_is_laid_on_paper_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    (folder / "in").mkdir(parents=True)
    _disc((0, 255, 0)).save(folder / "in/disc.png")
    words = ["in", "-o", "out", "--model", "pan", "--scale", "2", "--format", "jpeg"]
    told = upscale(folder, *words)
    assert told.code == 0
    with Image.open(folder / "out/disc.jpg") as image:
        assert (image.size, image.mode) == ((128, 128), "RGB")
        found = np.asarray(image).astype(int)
    assert np.abs(found[64, 64] - _RED).max() < 12
    corner = found[4, 4]
    assert np.abs(corner - 255).max() < 6 or corner.max() < 6, f"the hidden colour shows: {corner}"
    assert told.ending("in/disc.png")["notices"]


def test_16_originals_are_not_the_target_even_when_the_target_is_their_folder(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    picture().save(folder / "a.png")
    picture().convert("L").save(folder / "b.jpg")
    before = digests(folder)
    words = ["a.png", "b.jpg", "-o", ".", "--name", "{name}", "--model", "pan", "--scale", "2"]
    upscale(folder, *words, "--on-exists", "replace")
    assert {name: digests(folder)[name] for name in before} == before
