"""What is dragged out of the strip, as another program gets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt
from pytestqt.qtbot import QtBot

from sr_desktop.errors import SRError
from sr_desktop.gui import outgoing
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.outgoing import Outgoing, Parcel
from sr_desktop.gui.state import Item, WindowState
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture

Wait = Callable[[Callable[[WindowState], bool]], None]


@pytest.fixture
def done(window: MainWindow, wait: Wait, tmp_path: Path) -> MainWindow:
    """One picture that is upscaled, one that is not, and a pasted one."""
    for at, name in enumerate(("boat.png", "coast.png")):
        pixels = np.full((20, 24, 3), 60 + 90 * at, np.uint8)
        files.write(tmp_path / name, Picture(pixels), Encoding("png"))
    window.rail.choose_scale(2)
    window.add_paths([tmp_path / "boat.png", tmp_path / "coast.png"])
    wait(lambda state: len(state.items) == 2 and state.opened is not None)
    window.upscale()
    wait(lambda state: state.result is not None)
    window.add_picture(Picture(np.full((9, 8, 3), 9, np.uint8)), "Pasted 1.png")
    return window


def dragged(window: MainWindow, *places: int) -> QMimeData:
    """What a drag of these carries."""
    window._render()
    return window._strip.list._mime(places)


def paths_of(mime: QMimeData) -> list[Path]:
    """As a file manager reads them."""
    assert mime.hasUrls()
    return [Path(url.toLocalFile()) for url in mime.urls()]


def test_a_finished_picture_is_its_result_written_when_it_is_asked_for(
    done: MainWindow,
) -> None:
    mime = dragged(done, 0)
    assert done._outgoing._folder is None, "nothing is written before somebody asks"
    [path] = paths_of(mime)
    assert path.name == "boat_pan_x2.png", "as Save as names it"
    kept = done.state.items[0].kept
    assert kept is not None
    assert np.array_equal(files.read(path).pixels, kept.pixels)
    assert bytes(mime.data("text/uri-list").data()).startswith(b"file:///")
    assert paths_of(dragged(done, 0)) == [path], "and once"


def test_an_unfinished_one_is_its_source_and_a_pasted_one_is_written(
    done: MainWindow, tmp_path: Path
) -> None:
    source, pasted = paths_of(dragged(done, 1, 2))
    assert source == tmp_path / "coast.png"
    assert pasted.name == "Pasted 1.png"
    assert files.probe(pasted).width == 8


def test_a_saved_result_is_the_file_it_was_saved_as(
    done: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    done.show_item(done.state.items[0].id)
    done.save_to(tmp_path / "mine.png")
    wait(lambda state: state.items[0].saved is not None)
    assert paths_of(dragged(done, 0)) == [tmp_path / "mine.png"]
    (tmp_path / "mine.png").unlink()
    assert [path.name for path in paths_of(dragged(done, 0))] == ["boat_pan_x2.png"]


def test_a_result_is_written_in_the_format_chosen_for_its_picture(done: MainWindow) -> None:
    item = done.state.items[0]
    own = replace(Choices(), format="webp")
    done._change(done.state.with_item(replace(item, choices=own)))
    [path] = paths_of(dragged(done, 0))
    assert (path.name, files.probe(path).format) == ("boat_pan_x2.webp", "WEBP")


def test_what_was_written_goes_with_the_window(done: MainWindow) -> None:
    [path] = paths_of(dragged(done, 0))
    assert path.exists()
    done.close()
    assert not path.exists()


def test_the_strip_knows_its_own_and_nobody_elses(done: MainWindow) -> None:
    assert outgoing.ids_in(dragged(done, 0, 2)) == [done.state.items[at].id for at in (0, 2)]
    assert outgoing.ids_in(QMimeData()) == []


def test_one_that_cannot_be_written_is_told_and_the_others_come(
    done: MainWindow, qtbot: QtBot
) -> None:
    out = Outgoing(done)
    told: list[SRError] = []
    out.failed.connect(told.append)
    small = Picture(np.zeros((4, 4, 3), np.uint8))
    bad = Parcel(None, Picture(np.zeros((4, 70_000, 3), np.uint8)), "wide.jpg", Encoding("jpeg"))
    good = Parcel(None, small, "good.png", Encoding("png"))
    [path] = out.files([bad, good])
    assert path.name == "good.png"
    assert len(told) == 1
    assert "JPEG holds at most" in str(told[0])
    out.close()


def test_events_go_on_while_a_result_is_written(done: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtCore import QTimer

    rng = np.random.default_rng(3)
    large = Picture(rng.integers(0, 255, (2000, 2000, 3), np.uint8))
    ticks: list[int] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    [path] = done._outgoing.files([Parcel(None, large, "large.png", Encoding("png"))])
    timer.stop()
    assert len(ticks) > 3
    assert files.probe(path).width == 2000, "whole"


def test_two_of_the_same_name_do_not_meet(done: MainWindow) -> None:
    parcels = [
        Parcel(None, Picture(np.full((4, 4, 3), value, np.uint8)), "a.png", Encoding("png"))
        for value in (10, 200)
    ]
    one, other = done._outgoing.files(parcels)
    assert one.name == other.name == "a.png"
    assert (files.read(one).pixels == 10).all()
    assert (files.read(other).pixels == 200).all()


def test_of_a_moving_picture_that_is_not_saved_the_tool_tip_says_what_leaves(
    window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    frames = [Image.new("RGB", (24, 20), (0, 0, 60 * at)) for at in range(3)]
    frames[0].save(tmp_path / "moves.gif", save_all=True, append_images=frames[1:], duration=50)

    def tip() -> str:
        index = window._strip.list.model().index(0, 0)
        return str(index.data(Qt.ItemDataRole.ToolTipRole))

    window.add_paths([tmp_path / "moves.gif"])
    wait(lambda state: state.opened is not None and state.items[0].frames == 3)
    window._render()
    assert "the frame shown" not in tip(), "as long as it is its source that leaves"
    window.upscale()
    wait(lambda state: state.result is not None)
    window._render()
    assert "Dragged out, it is the frame shown; save it to have them all" in tip()
    [path] = paths_of(dragged(window, 0))
    assert files.probe(path).frames == 1
    window.save_to(tmp_path / "saved.gif")
    wait(lambda state: state.items[0].saved is not None and not state.is_working)
    window._render()
    assert "the frame shown" not in tip()
    [path] = paths_of(dragged(window, 0))
    assert files.probe(path).frames == 3


def test_a_picture_without_result_or_file_is_drawn_as_it_is() -> None:
    from sr_desktop.jobs.types import Found

    picture = Picture(np.zeros((4, 4, 3), np.uint8))
    parcel = outgoing.parcel_of(Item(Found(Path("x.png")), picture=picture), Encoding("jpeg"))
    assert (parcel.picture, parcel.name) == (picture, "x.png")
