from __future__ import annotations

from pathlib import Path

import pytest

from sr_desktop.gui import words
from sr_desktop.gui.panes import drop_words


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
