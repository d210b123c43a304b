"""Pictures from addresses and from other programs' clipboards, with a real host on 127.0.0.1."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sr_desktop import paths
from sr_desktop.gui import fetching, incoming
from sr_desktop.gui.arrivals import ArrivalBar
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.panes import DropOverlay
from sr_desktop.gui.state import WindowState
from sr_desktop.weights import download
from tests.imaging.samples import encoded, noise
from tests.weights.server import Server, closed_port

Wait = Callable[[Callable[[WindowState], bool]], None]
PATIENCE_MS = 30_000


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "on the host.png"
    path.write_bytes(encoded(Image.fromarray(noise((40, 60, 3))), "PNG"))
    return path


@pytest.fixture
def bar(window: MainWindow) -> ArrivalBar:
    found = window.findChild(ArrivalBar)
    assert found is not None
    return found


def drop(window: MainWindow, mime: QMimeData) -> str:
    """Let it go over the window; answers what the window said it would do."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at, copy = QPointF(300, 300), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at.toPoint(), copy, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    overlay = window.findChild(DropOverlay)
    assert overlay is not None
    promised = overlay._words if enter.isAccepted() else ""
    QApplication.sendEvent(window, QDropEvent(at, copy, mime, buttons, keys))
    return promised


def of_urls(*urls: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    return mime


def told(bar: ArrivalBar) -> str:
    return " ".join(each.text().replace("\u200b", "") for each in bar.findChildren(QLabel))


def press(bar: ArrivalBar, text: str) -> None:
    shown = [each for each in bar.findChildren(QPushButton) if each.text() == text]
    assert shown, text
    assert shown[0].isVisible()
    shown[0].click()


def test_a_dropped_address_becomes_a_picture(
    window: MainWindow, bar: ArrivalBar, wait: Wait, server: Server, photo: Path
) -> None:
    url = server.hold("/cats/a%20cat.png", photo)
    promised = drop(window, of_urls(url))
    assert promised == f"Download a cat.png from {server.host}"
    assert bar.isVisible()
    assert f"Downloading a cat.png from {server.host}" in told(bar)
    wait(lambda state: state.opened is not None)
    item = window.state.item
    assert item is not None
    assert item.name == "a cat.png"
    assert item.picture is not None, "Save as must ask: there is no folder of its own"
    assert np.array_equal(item.picture.pixels, noise((40, 60, 3)))
    assert not bar.isVisible()
    assert not list(paths.scratch_dir().glob("fetched-*")), "left behind"


def test_nothing_is_fetched_by_dragging_over_the_window(
    window: MainWindow, server: Server, photo: Path
) -> None:
    mime = of_urls(server.hold("/a.png", photo))
    at, copy = QPointF(300, 300), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), copy, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert not server.requests()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (("status", 404), "a.png could not be downloaded: 127.0.0.1:PORT answers 404 Not Found."),
        (("page", "text/html"), "The address at 127.0.0.1:PORT is a web page, not a picture."),
        (("close", 100), "closed the connection early"),
        (("stall", 100), "stopped sending"),
        (("silence", 0), "stopped sending"),
    ],
)
def test_what_goes_wrong_is_told_in_the_bar(
    window: MainWindow,
    bar: ArrivalBar,
    server: Server,
    photo: Path,
    fault: tuple[str, object],
    words: str,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(download, "_TIMEOUT", 0.5)  # 30 s for people
    window.arrivals.fetch([server.hold("/a.png", photo, always=fault)])
    qtbot.waitUntil(lambda: not window.arrivals.is_fetching, timeout=PATIENCE_MS)
    assert words.replace("PORT", str(server.port)) in told(bar)
    assert not window.state.items
    press(bar, "Close")
    assert not bar.isVisible()


def test_it_can_be_tried_again(
    window: MainWindow, bar: ArrivalBar, wait: Wait, server: Server, photo: Path, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.arrivals.fetch([server.hold("/a.png", photo, ("status", 503))])
    next(each for each in bar.findChildren(QPushButton) if each.text() == "Cancel").setFocus()
    qtbot.waitUntil(lambda: not window.arrivals.is_fetching, timeout=PATIENCE_MS)
    assert "503" in told(bar)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Try again", "whoever had Cancel under the finger goes on from here"
    press(bar, "Try again")
    wait(lambda state: state.opened is not None)


def test_a_host_that_is_not_there(window: MainWindow, bar: ArrivalBar, qtbot: QtBot) -> None:
    window.arrivals.fetch([f"http://127.0.0.1:{closed_port()}/a.png"])
    qtbot.waitUntil(lambda: not window.arrivals.is_fetching, timeout=PATIENCE_MS)
    assert "cannot be reached" in told(bar)


def test_what_is_no_picture_says_so(
    window: MainWindow, bar: ArrivalBar, server: Server, tmp_path: Path, qtbot: QtBot
) -> None:
    text = tmp_path / "text"
    text.write_text("no picture at all")
    window.arrivals.fetch([server.hold("/a.png", text)])
    qtbot.waitUntil(lambda: not window.arrivals.is_fetching, timeout=PATIENCE_MS)
    assert "a.png is not a picture this program can read" in told(bar)


@pytest.mark.parametrize("says_so", [True, False])
def test_a_file_that_is_too_large_is_not_taken(
    window: MainWindow,
    bar: ArrivalBar,
    server: Server,
    tmp_path: Path,
    says_so: bool,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)
    large = tmp_path / "large"
    large.write_bytes(b"\0" * 3_000_000)
    fault = None if says_so else ("endless", None)
    window.arrivals.fetch([server.hold("/a.png", large, always=fault)])
    qtbot.waitUntil(lambda: not window.arrivals.is_fetching, timeout=PATIENCE_MS)
    assert "is larger than 1 MB" in told(bar)


def test_cancel_cuts_the_connection(
    window: MainWindow, bar: ArrivalBar, server: Server, photo: Path, qtbot: QtBot
) -> None:
    window.arrivals.fetch([server.hold("/a.png", photo, always=("stall", 100))])
    qtbot.waitUntil(lambda: bool(server.requests("/a.png")))
    press(bar, "Cancel")
    assert not bar.isVisible()
    window.close()  # waits for the thread: at once, though the host would stall for minutes


def test_the_name_that_the_host_gives_counts_and_the_format_decides_the_ending() -> None:
    assert fetching.name_of("https://images.example/a/b%2Fc%20d.jpg?width=20#x") == "b c d.jpg"
    assert fetching.name_of("https://images.example/") == "Picture"
    assert fetching.name_of("https://images.example/..%00%2f..") == "Picture"
    assert len(fetching.name_of(f"https://images.example/{'ü' * 400}.png").encode()) <= 180


def test_an_ending_that_lies_is_put_right(
    window: MainWindow, wait: Wait, server: Server, tmp_path: Path
) -> None:
    photo = tmp_path / "x"
    photo.write_bytes(encoded(Image.fromarray(noise((8, 8, 3))), "JPEG"))
    window.arrivals.fetch([server.hold("/image.png", photo), server.hold("/v1.2", photo)])
    wait(lambda state: len(state.items) == 2)
    assert [item.name for item in window.state.items] == ["image.jpg", "v1.2.jpg"]


def test_a_picture_written_as_an_address(window: MainWindow, wait: Wait, photo: Path) -> None:
    body = base64.b64encode(photo.read_bytes()).decode()
    assert drop(window, of_urls(f"data:image/png;base64,{body}")) == "Add the image"
    wait(lambda state: state.opened is not None)
    assert window.state.item is not None
    assert window.state.item.name == "Picture.png"


def test_bytes_of_a_picture_keep_their_16_bits(
    window: MainWindow, wait: Wait, tmp_path: Path, qtbot: QtBot
) -> None:
    """Qt's own image of the clipboard would have 8."""
    deep = (np.arange(64 * 48, dtype=np.uint16) * 21).reshape(48, 64)
    mime = QMimeData()
    mime.setData("image/png", encoded(Image.fromarray(deep), "PNG"))
    QGuiApplication.clipboard().setMimeData(mime)
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(lambda state: state.opened is not None)
    opened = window.state.opened
    assert opened is not None
    assert np.array_equal(opened.pixels[..., 0], deep)


def test_broken_bytes_are_told_of(window: MainWindow, wait: Wait) -> None:
    mime = QMimeData()
    mime.setData("image/png", b"\x89PNG\r\n\x1a\nno more")
    drop(window, mime)
    wait(lambda state: state.notice is not None)
    assert window.state.notice is not None
    assert window.state.notice.bad
    assert "Dropped.png" in window.state.notice.text


# What is best of what browsers and other programs bring


def test_files_come_before_pixels_and_pixels_before_addresses(tmp_path: Path) -> None:
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    mime = QMimeData()
    mime.setUrls([QUrl("https://images.example/a.png")])
    assert incoming.brought_by(mime).urls == ("https://images.example/a.png",)
    mime.setImageData(image)
    brought = incoming.brought_by(mime)
    assert brought.image is not None
    assert not brought.urls
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    brought = incoming.brought_by(mime)
    assert brought.paths == (tmp_path / "a.png",)
    assert brought.image is None


def test_a_picture_within_a_link_is_the_picture() -> None:
    """Browsers list the address of the link."""
    mime = of_urls("https://shop.example/product?id=3")
    page = '<a href="https://shop.example/"><IMG class="x" src="https://cdn.example/p.jpg?a=1&amp;b=2"></a>'
    mime.setHtml(page)
    assert incoming.addresses_in(mime) == ["https://cdn.example/p.jpg?a=1&b=2"]


def test_an_address_may_be_pasted_as_text() -> None:
    mime = QMimeData()
    mime.setText(" https://images.example/a.png\n")
    assert incoming.addresses_in(mime) == ["https://images.example/a.png"]
    for words in ("see https://images.example/a.png", "ftp://images.example/a.png", "javascript:1"):
        mime.setText(words)
        assert incoming.addresses_in(mime) == [], words
        assert not incoming.brought_by(mime)
        assert incoming.promise(mime) == ""
