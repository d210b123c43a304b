"""Pictures of shapes, drawn to learn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_desktop.errors import UnreadableImage
from sr_desktop.imaging import files
from sr_desktop.jobs import sample
from sr_desktop.train.leaves import leaves, write_leaves
from tests.train.pictures import write_pictures


@pytest.fixture(scope="module")
def photos() -> list[np.ndarray]:
    photo = sample.original().pixels
    return [photo[:200, :300], photo[100:300, 200:400]]


def steep(pixels: np.ndarray) -> float:
    """The share of neighbours whose levels are more than 60 apart."""
    return float((np.abs(np.diff(pixels.astype(int), axis=1)) > 60).mean())


def test_they_are_drawn_by_lot_and_alike_for_the_same_lot(photos: list[np.ndarray]) -> None:
    first, again, other = (leaves(photos, 96, np.random.default_rng(n)) for n in (1, 1, 2))
    assert (first.shape, first.dtype) == ((96, 96, 3), np.uint8)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_they_have_more_sharp_edges_than_the_photos_they_are_made_of(
    photos: list[np.ndarray],
) -> None:
    drawn = [steep(leaves(photos, 200, np.random.default_rng(n))) for n in range(3)]
    assert min(drawn) > 2 * max(steep(photo) for photo in photos), drawn


def test_they_take_the_colours_of_the_photos() -> None:
    red = np.zeros((60, 60, 3), np.uint8)
    red[..., 0] = np.linspace(100, 250, 60)
    drawn = leaves([red], 120, np.random.default_rng(0))
    assert drawn[..., 1:].max() == 0
    assert drawn[..., 0].std() > 10


def test_large_leaves_are_no_larger_than_their_photos() -> None:
    """Not even where a photo is smaller than the picture: stripes of 2 px stay as narrow."""
    stripes = np.zeros((60, 60, 3), np.uint8)
    stripes[:, ::4] = stripes[:, 1::4] = 255
    drawn = leaves([stripes], 240, np.random.default_rng(3))
    assert steep(drawn) > 0.3


def test_the_same_are_drawn_once_and_what_is_missing_is_added(tmp_path: Path) -> None:
    photos = sorted(write_pictures(tmp_path / "photos", 3).iterdir())
    Image.fromarray(np.zeros((64, 48), np.uint8)).save(photos[0])  # gray
    folder = write_leaves(tmp_path / "new", photos, 3, 40)
    names = ["000.png", "001.png", "002.png"]
    assert sorted(each.name for each in folder.iterdir()) == names
    assert files.read(folder / "002.png").pixels.shape == (40, 40, 3)
    content, kept = (folder / names[0]).read_bytes(), (folder / names[1]).stat()
    (folder / names[0]).unlink()
    assert write_leaves(tmp_path / "new", photos, 3, 40) == folder
    assert (folder / names[0]).read_bytes() == content
    assert (folder / names[1]).stat() == kept
    assert write_leaves(tmp_path / "new", photos[1:], 3, 40) != folder, "of other photos"


def test_a_photo_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no picture")
    with pytest.raises(UnreadableImage, match=r"bad\.png"):
        write_leaves(tmp_path / "runs", [bad], 1, 40)
    assert not list((tmp_path / "runs").rglob("*.png"))
