from __future__ import annotations

from pathlib import Path

import pytest

from sr_desktop import language
from sr_desktop.gui import words
from sr_desktop.gui.panes import drop_words
from sr_desktop.imaging.size import Size, steps_to


@pytest.mark.parametrize(
    ("seconds", "text"), [(-1, "0:00"), (18.4, "0:18"), (723, "12:03"), (3723, "1:02:03")]
)
def test_a_duration(seconds: float, text: str) -> None:
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "under 1 s"), (6.4, "about 6 s"), (250, "about 4 min"), (9000, "about 2.5 h")],
)
def test_a_time_to_expect(seconds: float, text: str) -> None:
    assert words.about(seconds) == text


def test_what_a_drop_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "Holiday"
    folder.mkdir()
    assert drop_words([folder]) == "Add the images in Holiday"
    assert drop_words([folder / "a.png"]) == "Add a.png"
    assert drop_words([folder / "a.png", folder / "b.png"]) == "Add 2 images from Holiday"
    assert drop_words([folder, folder]) == "Add the images in 2 folders"


@pytest.mark.parametrize(
    ("bytes", "text"),
    [(0, "0 kB"), (413268, "413 kB"), (5479532, "5.5 MB"), (162918508, "162.9 MB")],
)
def test_a_size(bytes: int, text: str) -> None:
    assert words.size(bytes) == text


def test_what_has_come_is_told_in_the_unit_of_the_whole() -> None:
    assert words.transferred(3_100_000, 5_479_532) == "3.1 of 5.5 MB"
    assert words.transferred(90_000, 413_268) == "90 of 413 kB"
    assert words.transferred(90_000, None) == "90 kB"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.1, "1 s left"), (2.0, "2 s left"), (250, "4 min left")]
)
def test_the_time_left(seconds: float, text: str) -> None:
    assert words.left(seconds) == text


def test_a_drop_of_models_is_told_before_it_is_let_go(tmp_path: Path) -> None:
    assert drop_words([tmp_path / "a.pth"]) == "Import a.pth"
    assert drop_words([tmp_path / "a.pth", tmp_path / "b.ZIP"]) == "Import 2 models"
    both = drop_words([tmp_path / "a.pt", tmp_path / "b.png"])
    assert both == "Import a.pt and add b.png"


def told(size: str, *scales: int) -> str:
    return words.steps(steps_to(Size.parse(size), 800, 600, scales), 800, 600)


def test_the_steps_to_a_size() -> None:
    assert told("w=3000", 2, 3, 4) == "×4, then shrunk to 94 %"
    assert told("4x", 2, 3, 4) == ""
    assert told("6x", 2, 3) == "×2, then ×3"
    assert told("5x", 2, 3) == "×2, then ×3, then shrunk to 83 %"
    assert told("w=3199", 4) == "×4, then shrunk to 99.9 %"
    assert told("50%", 4) == "Shrunk to 50 %, without the model"
    assert told("100%", 4) == "As large as it is: nothing to upscale"


def test_frames_and_pages() -> None:
    assert words.frames(24, "GIF") == "24 frames"
    assert words.frames(3, "TIFF") == "3 pages"


def test_consistency() -> None:
    assert words.consistency(48.21) == "consistency 48.2 dB"
    assert words.consistency(float("inf")) == "consistency exact"


def test_steps_taken_are_told_with_the_sign_of_times() -> None:
    told = words.steps_taken(("x2 by pan-x2", "to 1920 x 1280 by bicubic"))
    assert told == "×2 by pan-x2, to 1920 × 1280 by bicubic"


@pytest.mark.parametrize(
    ("done", "failed", "told"),
    [
        (0, 0, "5 pictures"),
        (1, 0, "1 of 5 done"),
        (1, 1, "1 of 5 done, 1 failed"),
        (0, 2, "5 pictures, 2 failed"),
    ],
)
def test_the_end_of_pictures_tells_what_failed(done: int, failed: int, told: str) -> None:
    assert words.ended(done, failed, 5) == told


def test_what_was_imported_is_told_in_the_readers_language() -> None:
    origin = "imported from my own (2) x2.pth (sha256:60f9)"
    language.install(lambda text, meaning, count: text.upper().replace("NAME", "name"))
    try:
        assert words.came_from(origin) == "IMPORTED FROM my own (2) x2.pth (sha256:60f9)"
        assert words.came_from("imported from a.pth") == "IMPORTED FROM a.pth"
        assert words.came_from("models.example") == "models.example"
    finally:
        language.install(None)


def test_memory_and_parameters_are_told_as_roughly_as_they_are_known() -> None:
    assert [words.memory(n) for n in (3e6, 643e6, 1.24e9)] == ["10 MB", "640 MB", "1.2 GB"]
    assert [words.millions(n) for n in (261_403, 1_369_883, 43_089_947)] == [
        "0.26 million",
        "1.37 million",
        "43 million",
    ]
    assert [words.roughly(s) for s in (0.2, 41, 240)] == ["< 1 s", "≈ 41 s", "≈ 4 min"]
