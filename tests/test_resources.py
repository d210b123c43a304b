"""The pictures the program ships: the sample and the icons."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

REPO = Path(__file__).resolve().parent.parent
SAMPLE = REPO / "resources" / "sample.png"
ICONS = REPO / "resources" / "icons"

TINTED = [
    *("open", "folder", "paste", "copy", "save", "export", "trash"),
    *("fit", "actual", "zoom-in", "zoom-out", "handle", "try", "sliders"),
    *("view-split", "view-level", "view-side", "view-lens", "view-blink", "view-difference"),
    *("view-consistency", "lens-round", "lens-square", "swap"),
    *("model", "chevron-down", "check", "alert", "clock", "close", "measure", "repeat"),
    *("disk", "rename", "replace", "skip", "gear", "info"),
]
TINT = "#000"  # the program replaces this very string by a colour of the palette


def test_sample_is_what_its_script_draws(tmp_path: Path) -> None:
    """Takes about 12 s on an idle core: it draws the whole picture.

    A few pixels may differ: sines and glyphs are rounded otherwise by other builds of numpy and
    FreeType, and then a reflection or a leaf lands one pixel beside.
    """
    drawn_file = tmp_path / "drawn.png"
    script = REPO / "tools" / "draw_sample.py"
    subprocess.run([sys.executable, "-W", "error", str(script), str(drawn_file)], check=True)
    drawn, shipped = pixels(drawn_file), pixels(SAMPLE)
    assert drawn.shape == shipped.shape
    off = np.abs(drawn - shipped).max(axis=2)
    share = float((off > 6).mean())
    assert share < 0.01, f"{share:.2%} of the pixels are off by more than 6, mean {off.mean():.3f}"


def pixels(file: Path) -> np.ndarray:
    with Image.open(file) as picture:
        return np.asarray(picture.convert("RGB")).astype(np.int16)


def test_sample_divides_by_every_scale_and_stays_small() -> None:
    with Image.open(SAMPLE) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (1200, 900))
    assert all(side % scale == 0 for side in (1200, 900) for scale in (2, 3, 4))
    assert SAMPLE.stat().st_size < 1_500_000


def test_every_icon_is_either_tinted_or_one_of_two_drawings() -> None:
    assert {file.stem for file in ICONS.glob("*.svg")} == {*TINTED, "empty", "app"}


@pytest.mark.parametrize("name", TINTED)
def test_tinted_icon_fills_a_square_of_20(name: str) -> None:
    root = svg(name)
    assert root.get("viewBox") == "0 0 20 20"
    assert (root.get("width"), root.get("height")) == ("20", "20")


@pytest.mark.parametrize("name", [*TINTED, "empty"])
def test_tinted_drawing_has_one_line_width_and_one_colour(name: str) -> None:
    root = svg(name)
    style = {key: root.get(key) for key in ("stroke-width", "stroke-linecap", "stroke-linejoin")}
    assert set(style.values()) == {"1.5", "round"}, style
    assert colours(root) == {"stroke": {TINT}, "fill": {"none"}}


def test_empty_state_is_drawn_on_160_by_120() -> None:
    assert svg("empty").get("viewBox") == "0 0 160 120"


def test_application_icon_wears_the_accent() -> None:
    assert svg("app").get("viewBox") == "0 0 256 256"
    assert "#2F6FDE" in colours(svg("app"))["fill"]


def test_application_icon_is_also_there_in_pixels() -> None:
    with Image.open(ICONS / "app.png") as picture:
        assert (picture.mode, picture.size) == ("RGBA", (256, 256))
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
        assert picture.getpixel((240, 128)) == (0x2F, 0x6F, 0xDE, 255)


def svg(name: str) -> ElementTree.Element:
    root = ElementTree.parse(ICONS / f"{name}.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    return root


def colours(root: ElementTree.Element) -> dict[str, set[str]]:
    """Every value of stroke and fill in the drawing; a style would hide one from us."""
    elements = list(root.iter())
    assert all(element.get("style") is None for element in elements)
    return {
        key: {value for element in elements if (value := element.get(key)) is not None}
        for key in ("stroke", "fill")
    }
