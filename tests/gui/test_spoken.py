"""That windows say nothing past the translation, from where it was marked on; and that no sign in
them tells by its colour alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from tests.gui.fit import pseudo
from tests.gui.spoken import is_plain, texts

REPO = Path(__file__).resolve().parents[2]
SCREENS = REPO / "tools" / "screens"
STORIES = [path.stem for path in sorted(SCREENS.glob("*.py")) if "\ndef tell(" in path.read_text()]
SIGN_OF = {"good": "check", "bad": "alert"}


@pytest.fixture(scope="module", params=STORIES)
def played(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What a story of tools/screens said and drew, all its scenes together."""
    command = [sys.executable, "-m", "tests.gui.spoken", request.param]
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPO, timeout=280)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_no_scene_says_anything_in_plain_english(played: dict[str, Any]) -> None:
    """But for what no language changes: spoken.py lists it."""
    plain = [f"{scene}: {text}" for text, scene in played["plain"].items()]
    assert not plain, "give these to tr:\n" + "\n".join(plain)


def test_no_two_signs_differ_by_colour_alone(played: dict[str, Any]) -> None:
    """A shape means good, or bad, or anything else; and so it has one of these colours."""
    assert played["signs"], "nothing was drawn at all"
    for name, colours in played["signs"].items():
        assert colours == [next((c for c, sign in SIGN_OF.items() if sign == name), "other")], name


def test_a_text_that_goes_past_is_found(host: QWidget) -> None:
    """Else all that is above would mean nothing."""
    row = QVBoxLayout(host)
    row.addWidget(QLabel(pseudo("Saved {name}.").format(name="harbour.png")))
    bare = QLabel("PAN ×2, 1.2 MB")
    bare.setToolTip("Downloading")
    row.addWidget(bare)
    assert [text for text in texts(host) if is_plain(text)] == ["Downloading"]
