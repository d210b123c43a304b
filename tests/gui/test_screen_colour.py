"""The screen's profile, and what is drawn on such a screen, on a real X server."""

from __future__ import annotations

import ctypes.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from sr_desktop.gui import screen_colour
from tests.e2e import desktop, show_colours, two_monitors
from tests.e2e.desktop import Desktop
from tests.e2e.show_colours import COLOURS
from tests.imaging.profiles import ADOBE_RGB, DISPLAY_P3, SRGB, Space, through

needs_screen = pytest.mark.skipif(
    bool(desktop.missing()),
    reason=f"needs {', '.join(desktop.missing())}: `make test` installs them",
)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Desktop]:
    home = tmp_path / "home"
    home.mkdir()
    with Desktop(home) as started:
        yield started


def _run(screen: Desktop, folder: Path, script: str | None, *profiles: bytes) -> dict[str, Any]:
    names = [folder / "1.icc", folder / "2.icc"]
    for name, profile in zip(names, profiles, strict=True):
        name.write_bytes(profile)
    program = screen.start(str(script), *names)
    out, err = program.communicate(timeout=desktop.PATIENCE_S)
    assert program.returncode == 0, err
    return dict(json.loads(out))


def _shown(screen: Desktop, folder: Path, *profiles: bytes) -> dict[str, list[list[int]]]:
    """What a CanvasView draws of a picture with the first profile on a screen with the second."""
    facts = _run(screen, folder, show_colours.__file__, *profiles)
    assert facts["platform"] == "xcb"
    return facts


@needs_screen
@pytest.mark.parametrize(
    ("picture", "of_screen"),
    [(DISPLAY_P3, SRGB), (ADOBE_RGB, SRGB), (SRGB, DISPLAY_P3), (ADOBE_RGB, DISPLAY_P3)],
    ids=lambda space: space.name,
)
def test_both_sides_are_drawn_in_the_colours_of_the_screen(
    screen: Desktop, tmp_path: Path, picture: Space, of_screen: Space
) -> None:
    profiles = [b"" if space is SRGB else space.icc for space in (picture, of_screen)]
    shown = _shown(screen, tmp_path, *profiles)
    colours = np.array(COLOURS, np.uint8)
    wanted = through(colours, picture, of_screen).astype(int)
    assert np.abs(wanted - colours).max() > 10, "the test could not fail"
    for side in ("bicubic", "result"):
        apart = np.abs(np.array(shown[side]) - wanted).max(axis=1)
        assert apart.max() <= 3, f"{side}: {shown[side]}, not {wanted.tolist()}"
    assert shown["differences"] == [list(colour) for colour in COLOURS], "data, not colours"


@needs_screen
@pytest.mark.parametrize("icc", [b"", DISPLAY_P3.icc], ids=["no profiles", "the same profile"])
def test_nothing_is_changed_where_nothing_is_to_be_done(
    screen: Desktop, tmp_path: Path, icc: bytes
) -> None:
    shown = _shown(screen, tmp_path, icc, icc)
    for side in ("bicubic", "result"):
        assert shown[side] == [list(colour) for colour in COLOURS]


@needs_screen
def test_a_senseless_profile_of_the_screen_is_no_profile(screen: Desktop, tmp_path: Path) -> None:
    shown = _shown(screen, tmp_path, b"", b"not a profile")
    assert shown["result"] == [list(colour) for colour in COLOURS]


@needs_screen
@pytest.mark.skipif(ctypes.util.find_library("Xrandr") is None, reason="needs libXrandr")
def test_on_another_monitor_it_is_drawn_in_the_colours_of_that(
    screen: Desktop, tmp_path: Path
) -> None:
    facts = _run(screen, tmp_path, two_monitors.__file__, DISPLAY_P3.icc, ADOBE_RGB.icc)
    assert facts["screens"] == 2
    colour = np.array(COLOURS[0], np.uint8)
    for shown, space in zip(facts["shown"], (DISPLAY_P3, ADOBE_RGB), strict=True):
        wanted = through(colour, SRGB, space).astype(int)
        assert np.abs(np.array(shown) - wanted).max() <= 3, f"{shown}, not {wanted.tolist()}"


def test_where_no_display_answers_nothing_is_known(qapp: QGuiApplication) -> None:
    assert screen_colour.profile_of(qapp.primaryScreen()) is None
    assert screen_colour.profile_of(None) is None
