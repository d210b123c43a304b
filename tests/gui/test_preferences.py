"""The preferences: what is set there is what the program does from then on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sr_desktop import catalogue, paths
from sr_desktop.gui import app, restart, theme
from sr_desktop.gui.appearance import LANGUAGES, Appearance
from sr_desktop.gui.appearance_page import AppearancePage
from sr_desktop.gui.computing import TILES_PX, Computing, settled
from sr_desktop.gui.computing_page import ComputingPage
from sr_desktop.gui.downloads_page import DownloadsPage
from sr_desktop.gui.evaluation import Selection
from sr_desktop.gui.files_page import USUAL_LIMIT_MP, FilesPage
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.page import Exclusive, Page
from sr_desktop.gui.preferences_window import PreferencesWindow
from sr_desktop.gui.reflow import Reflow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.state import Status, WindowState
from sr_desktop.gui.theme import Tokens
from sr_desktop.gui.widgets import Choice, Tick
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.engine import DRAFT_LOSS_DB, Device, Engine
from sr_desktop.jobs.types import DevicesFound
from tests.gui.conftest import PATIENCE_MS
from tests.weights import checkpoints
from tests.weights.server import Server

Wait = Callable[[Callable[[WindowState], bool]], None]
CPU = Device("cpu", "Some CPU", ("fp32",), "fp32")
GPU = Device("cuda:0", "Some GPU", ("fp32", "bf16", "fp16"), "fp16")


@pytest.fixture
def preferences(window: MainWindow, qtbot: QtBot) -> PreferencesWindow:
    """Opened by its key, with the devices found."""
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(PreferencesWindow) is not None)
    shown = window.findChild(PreferencesWindow)
    assert shown is not None
    assert shown.isVisible()
    assert not shown.isModal()
    found = window.preferring.devices
    qtbot.waitUntil(lambda: found.known is not None, timeout=PATIENCE_MS)
    return shown


@pytest.fixture
def computing(preferences: PreferencesWindow) -> ComputingPage:
    page = turn_to(preferences, ComputingPage)
    assert isinstance(page, ComputingPage)
    return page


@pytest.fixture
def downloads(preferences: PreferencesWindow) -> DownloadsPage:
    page = turn_to(preferences, DownloadsPage)
    assert isinstance(page, DownloadsPage)
    return page


@pytest.fixture
def file_page(preferences: PreferencesWindow) -> FilesPage:
    page = turn_to(preferences, FilesPage)
    assert isinstance(page, FilesPage)
    return page


@pytest.fixture
def appearance(preferences: PreferencesWindow) -> AppearancePage:
    page = turn_to(preferences, AppearancePage)
    assert isinstance(page, AppearancePage)
    return page


def turn_to(preferences: PreferencesWindow, kind: type[Page]) -> Page:
    page = next(page for page in preferences.pages if isinstance(page, kind))
    preferences.choose(page.name)
    assert page.isVisible()
    return page


def field(page: QWidget, name: str) -> Choice:
    return next(each for each in page.findChildren(Choice) if each.accessibleName() == name)


def pick(page: QWidget, name: str, key: object) -> None:
    """Choose as a user does, by what is offered."""
    among = field(page, name)
    keys = [among.itemData(at) for at in range(among.count())]
    assert key in keys, keys
    among.setCurrentIndex(keys.index(key))


def words_on(page: QWidget) -> str:
    return " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def press(page: QWidget, words: str) -> None:
    found = [b for b in page.findChildren(QPushButton) if b.isVisible() and b.text() == words]
    assert len(found) == 1, [b.text() for b in page.findChildren(QPushButton)]
    found[0].click()


# Computing


def test_devices_are_offered_by_their_names_and_only_what_they_can_do(
    computing: ComputingPage,
) -> None:
    device = field(computing, "Device")
    texts = [device.itemText(at) for at in range(device.count())]
    assert device.isEnabled()
    assert texts[0].startswith("Automatic (")
    assert any(text.startswith("CPU: ") and len(text) > 6 for text in texts[1:]), texts
    pick(computing, "Device", "cpu")
    precision = field(computing, "Precision")
    offered = [precision.itemData(at) for at in range(precision.count())]
    assert {"auto", "fp32"} <= set(offered)
    assert "fp16" not in offered


def test_int8_is_offered_as_a_draft_with_what_it_costs(
    window: MainWindow, computing: ComputingPage
) -> None:
    can_int8 = replace(CPU, precisions=("fp32", "int8"))
    window.preferring.devices.known = DevicesFound(0, (can_int8,), 2)
    Settings().keep_computing(Computing(precision="int8"))
    computing.show_state()
    precision = field(computing, "Precision")
    assert precision.itemText(0) == "Automatic (float32)"
    assert precision.currentText() == f"Draft (int8, up to −{DRAFT_LOSS_DB:g} dB)"
    assert f"It costs up to {DRAFT_LOSS_DB:g} dB" in words_on(computing)
    Settings().keep_computing(Computing())
    computing.show_state()
    assert "It costs" not in words_on(computing)


def test_torch_is_not_asked_for_in_the_window_s_thread(window: MainWindow, qtbot: QtBot) -> None:
    window.show_preferences()
    page = window.findChild(ComputingPage)
    assert page is not None
    assert "Looking for devices" in words_on(page)
    assert not field(page, "Device").isEnabled()
    found = window.preferring.devices
    qtbot.waitUntil(lambda: found.known is not None, timeout=PATIENCE_MS)
    assert "Looking" not in words_on(page)


def test_device_precision_and_threads_load_the_network_anew(
    window: MainWindow, computing: ComputingPage, wait: Wait
) -> None:
    window.warm_up()
    wait(lambda state: bool(state.compute))
    pick(computing, "Device", "cpu")
    pick(computing, "Precision", "fp32")
    pick(computing, "Threads", 1)
    wait(lambda state: state.compute == "CPU, 1 thread, float32")
    kept = Settings().computing()
    assert (kept.device, kept.precision, kept.threads) == ("cpu", "fp32", 1)
    pick(computing, "Threads", None)
    found = window.preferring.devices.known
    assert found is not None
    plural = "s" if found.threads > 1 else ""
    wait(lambda state: state.compute == f"CPU, {found.threads} thread{plural}, float32")


def test_a_fixed_tile_is_what_the_next_picture_is_done_in(
    window: MainWindow, computing: ComputingPage, wait: Wait
) -> None:
    pick(computing, "Tile", "set")
    computing._tile_px.setValue(64)
    result = upscaled(window, wait)
    assert result == 64
    press(computing, "Back to defaults")
    assert Settings().computing() == Computing()


def test_with_less_memory_the_tile_is_smaller(
    window: MainWindow, computing: ComputingPage, wait: Wait
) -> None:
    pick(computing, "Precision", "fp32")
    usual = upscaled(window, wait)
    pick(computing, "Memory", "set")
    computing._gib.setValue(0.5)
    assert upscaled(window, wait) < usual


def upscaled(window: MainWindow, wait: Wait) -> int:
    """The tile that a picture was done in."""
    window.queueing.clear()
    window.rail.choose_scale(2)
    window.add_picture(Picture(np.full((300, 300, 3), 99, np.uint8)), "flat.png")
    wait(lambda state: state.opened is not None)
    window.upscale()
    wait(lambda state: state.items[0].status == Status.DONE)
    result = window.state.items[0].result
    assert result is not None
    return result.tile_px


def test_fixed_tiles_stay_in_what_the_engine_takes() -> None:
    from sr_desktop.engine.upscale import LEAST_TILE_PX, MOST_TILE_PX

    assert TILES_PX[0] >= LEAST_TILE_PX
    assert TILES_PX[1] == MOST_TILE_PX


def test_a_device_that_is_gone_gives_way_to_the_automatic_choice_with_a_word(
    qtbot: QtBot,
) -> None:
    Settings().keep_computing(Computing("cuda:3", "NVIDIA Gone", "fp16"))
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    try:
        window.warm_up()
        qtbot.waitUntil(lambda: bool(window.state.compute), timeout=PATIENCE_MS)
        assert window.state.compute.startswith("CPU")
        assert window.state.notice is not None
        assert "NVIDIA Gone is not here any more" in window.state.notice.text
        assert Settings().computing() == Computing()
        assert window.rail.choices.engine.device == "auto"
    finally:
        window.close()


def test_an_evaluation_runs_as_set_but_in_float32(tmp_path: Path) -> None:
    chosen = Selection((tmp_path,), frozenset({"pan"}), frozenset({2}))
    computing = Computing("cpu", "Some CPU", "bf16", 64, 1.0, 1)
    engine = chosen.job((), computing.engine(self_ensemble=False)).engine
    assert engine == Engine("cpu", "fp32", 64, memory_bytes=1 << 30, threads=1)


def test_a_device_is_known_by_its_name_where_its_number_has_changed() -> None:
    other = replace(GPU, id="cuda:1", name="Other GPU")
    kept = Computing("cuda:0", "Other GPU", "fp16")
    assert settled(kept, (GPU, other, CPU)) == (replace(kept, device="cuda:1"), "")


def test_a_precision_that_the_device_lacks_gives_way() -> None:
    now, told = settled(Computing(precision="fp16"), (CPU,))
    assert now.precision == "auto"
    assert told == "Some CPU does not do float16. The automatic precision is taken instead."


# Downloads


@pytest.mark.parametrize("proxy", ["system", "none", "own"])
def test_downloads_go_through_the_proxy_chosen(
    proxy: str,
    downloads: DownloadsPage,
    window: MainWindow,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    """The file's host is the proxy itself; what tells is how it was asked."""
    file = checkpoints.torch_file(tmp_path / "tiny-x2.pt")
    url = server.hold("/tiny-x2.pt", file)
    spec = checkpoints.spec("tiny", sources=(url,), bytes=file.stat().st_size, label="Tiny")
    spec = replace(spec, digest=checkpoints_digest(file))
    rows = catalogue.all_models()
    monkeypatch.setattr(catalogue, "all_models", lambda: (*rows, spec))
    if proxy != "own":
        monkeypatch.setenv("HTTP_PROXY", server.url)
    pick(downloads, "Proxy", proxy)
    if proxy == "own":
        address = line(downloads, "Address of the proxy")
        assert address.isVisible()
        address.setText(server.url)
        address.editingFinished.emit()
    window.keeper.download(spec)
    qtbot.waitUntil(lambda: window.keeper.has(spec), timeout=PATIENCE_MS)
    targets = {request.target for request in server.requests()}
    assert targets == {url if proxy != "none" else "/tiny-x2.pt"}


def checkpoints_digest(file: Path) -> catalogue.Digest:
    import hashlib

    return catalogue.Digest("sha256", hashlib.sha256(file.read_bytes()).hexdigest())


def line(page: QWidget, name: str) -> QLineEdit:
    return next(each for each in page.findChildren(QLineEdit) if each.accessibleName() == name)


@pytest.mark.parametrize(
    "bad", ["", "proxy:8080", "ftp://proxy", "http://", "http://a b", "http://a:x"]
)
def test_an_address_that_is_none_is_refused_in_place(bad: str, downloads: DownloadsPage) -> None:
    pick(downloads, "Proxy", "own")
    address = line(downloads, "Address of the proxy")
    address.setText(bad)
    address.editingFinished.emit()
    assert "http://proxy.example:8080" in words_on(downloads)
    assert "address" in words_on(downloads)
    assert Settings().proxy() == ""


def test_the_mirror_has_one_owner_and_is_the_same_in_both_places(
    downloads: DownloadsPage, window: MainWindow
) -> None:
    window.show_models()
    manager = window.managing.window
    assert manager is not None
    mirror = line(downloads, "Address of a mirror for downloads")
    mirror.setText("https://mirror.example/folder")
    mirror.editingFinished.emit()
    assert manager._mirror.text() == "https://mirror.example/folder"
    assert window.keeper.mirror == "https://mirror.example/folder"
    mirror.setText("nonsense")
    mirror.editingFinished.emit()
    assert "no address for the mirror" in words_on(downloads)
    assert window.keeper.mirror == "https://mirror.example/folder"
    press(downloads, "Back to defaults")
    assert window.keeper.mirror == manager._mirror.text() == ""


@pytest.mark.parametrize("answer", ["Move them", "Leave them", "Cancel"])
def test_models_move_to_another_folder_or_stay(
    answer: str,
    downloads: DownloadsPage,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    here = paths.weights_dir()
    file = checkpoints.torch_file(tmp_path / "mine.pt")
    window.keeper.import_files([file])
    qtbot.waitUntil(lambda: len(window.keeper.own_files) == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not window.keeper.state.tasks, timeout=PATIENCE_MS)
    name = window.keeper.own_files[0].name
    there = tmp_path / "elsewhere"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(there))
    press(downloads, "Change…")
    assert downloads.question.isVisible()
    press(downloads, answer)
    qtbot.waitUntil(lambda: not window.keeper.is_moving, timeout=PATIENCE_MS)
    assert not downloads.question.isVisible()
    moved, left = (there / name).exists(), (here / name).exists()
    assert (moved, left) == {
        "Move them": (True, False),
        "Leave them": (False, True),
        "Cancel": (False, True),
    }[answer]
    assert paths.weights_dir() == (here if answer == "Cancel" else there)
    ids = set(window.keeper.state.shelf.imported)
    assert bool(ids) == (answer != "Leave them")


def test_a_folder_that_takes_no_files_is_refused(
    downloads: DownloadsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = tmp_path / "file"
    wall.write_text("no folder")
    before = paths.weights_dir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(wall / "below"))
    press(downloads, "Change…")
    assert "Models cannot be kept in" in words_on(downloads)
    assert paths.weights_dir() == before


def test_what_nobody_uses_is_removed_once_the_user_has_seen_what(
    downloads: DownloadsPage, window: MainWindow
) -> None:
    folder = paths.weights_dir()
    folder.mkdir(parents=True)
    old, used = (folder / f"{id}-x2.0123456789abcdef.safetensors" for id in ("old", "used"))
    begun = folder / "half-x2.part"
    for path in (old, used, begun):
        path.write_bytes(bytes(2_000_000))
    for path in (old, begun):
        os.utime(path, (1, 1))
    downloads.show_state()
    assert "3 files, 6.0 MB" in words_on(downloads)
    press(downloads, "Remove unused…")
    assert "old-x2" in words_on(downloads)
    assert "used-x2" not in words_on(downloads)
    press(downloads, "Remove 4.0 MB")
    assert [path.exists() for path in (old, used, begun)] == [False, True, False]
    assert "1 file, 2.0 MB" in words_on(downloads)
    press(downloads, "Remove unused…")
    assert "Nothing to remove" in words_on(downloads)


# Files


def test_metadata_and_provenance_are_the_rail_s_and_the_same_in_both_places(
    file_page: FilesPage, window: MainWindow
) -> None:
    tick = next(t for t in file_page.findChildren(Tick) if t.text().startswith("Write in"))
    tick.click()
    assert not window.rail.choices.provenance
    assert not window.rail.choices.encoding.provenance
    pick(file_page, "Metadata", "leave out")
    assert window.rail.choices.strip_metadata
    assert not tick.isVisible()
    window.rail.show_choices(replace(window.rail.choices, strip_metadata=False, provenance=True))
    assert field(file_page, "Metadata").currentData() == "keep"
    assert tick.isVisible()
    assert tick.isChecked()
    assert Settings().choices().provenance


def test_the_pixel_limit_holds_at_once_and_reads_again_what_was_too_large(
    file_page: FilesPage, window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    path = tmp_path / "large.png"
    files.write(path, Picture(np.zeros((1200, 1000, 1), np.uint8)), Encoding("png"))
    file_page._megapixels.setValue(1)
    window.add_paths([path])
    wait(lambda state: bool(state.items) and state.items[0].error is not None)
    file_page._megapixels.setValue(2)
    wait(lambda state: state.items[0].error is None and state.opened is not None)
    press(file_page, "Back to defaults")
    assert Settings().pixel_limit_mp() == USUAL_LIMIT_MP


def test_looking_and_asking_are_kept(file_page: FilesPage) -> None:
    settings = Settings()
    assert settings.previews()
    assert settings.asks_before_closing()
    for tick in file_page.findChildren(Tick):
        tick.click()
    assert not settings.previews()
    assert not settings.asks_before_closing()
    press(file_page, "Back to defaults")
    assert settings.previews()
    assert settings.asks_before_closing()


# Appearance


@pytest.fixture
def undressed(qapp: QApplication) -> object:
    """What a test dresses the application in goes."""
    yield
    theme.apply(qapp, theme.LIGHT)


def choose(page: AppearancePage, name: str, at: int) -> None:
    group = next(e for e in page.findChildren(Exclusive) if e.accessibleName() == name)
    group._group.button(at).click()


def test_theme_and_contrast_dress_the_window_at_once(
    appearance: AppearancePage, undressed: object
) -> None:
    def panel() -> str:
        return QGuiApplication.palette().color(QGuiApplication.palette().ColorRole.Base).name()

    choose(appearance, "Theme", 2)
    assert theme.tokens() is theme.DARK
    assert panel() == theme.DARK.panel.lower()
    choose(appearance, "Contrast", 2)
    assert theme.tokens() is theme.DARK_CONTRAST
    assert panel() == theme.DARK_CONTRAST.panel.lower()
    choose(appearance, "Theme", 1)
    assert theme.tokens() is theme.LIGHT_CONTRAST
    press(appearance, "Back to defaults")
    assert theme.tokens() is theme.LIGHT
    assert Settings().appearance() == Appearance()


def test_the_system_s_wish_for_contrast_is_followed_unless_the_user_has_one(
    qapp: QApplication, undressed: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "_system_wants_contrast", lambda: True)
    theme.dress(qapp, Appearance())
    assert theme.tokens() is theme.LIGHT_CONTRAST
    theme.dress(qapp, Appearance(theme="dark"))
    assert theme.tokens() is theme.DARK_CONTRAST
    theme.dress(qapp, Appearance(contrast="usual"))
    assert theme.tokens() is theme.LIGHT


@pytest.mark.parametrize("look", [theme.LIGHT_CONTRAST, theme.DARK_CONTRAST])
def test_high_contrast_is_seven_to_one_on_every_ground(look: Tokens) -> None:
    grounds = (look.window, look.panel, look.canvas, look.hover, look.pressed, look.bad_panel)
    poor = {
        (name, ground): round(contrast(getattr(look, name), ground), 2)
        for name in ("text", "muted", "good", "bad", "accent")
        for ground in grounds
        if contrast(getattr(look, name), ground) < 7
    }
    assert not poor
    for fill in (look.accent, look.accent_hover, look.accent_pressed):
        assert contrast(look.on_accent, fill) >= 7
    assert contrast(look.line, look.panel) >= 7


def contrast(one: str, other: str) -> float:
    """Of WCAG 2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""

    def luminance(colour: str) -> float:
        levels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in levels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_size_and_language_ask_for_a_new_start_and_no_longer_when_taken_back(
    appearance: AppearancePage, preferences: PreferencesWindow
) -> None:
    def asks() -> bool:
        return any(
            button.text() == "Restart now" and button.isVisible()
            for button in preferences.findChildren(QPushButton)
        )

    assert not asks()
    pick(appearance, "Size of text and controls", "200")
    assert asks()
    pick(appearance, "Size of text and controls", "100")
    assert not asks()
    pick(appearance, "Language", "zh_CN")
    assert asks()
    assert Settings().language() == "zh_CN"
    assert set(LANGUAGES) == {"system", "en", "zh_CN"}


def test_restart_now_closes_the_window_and_names_its_files(
    appearance: AppearancePage, preferences: PreferencesWindow, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a b.png"
    files.write(path, Picture(np.zeros((8, 8, 3), np.uint8)), Encoding("png"))
    window.add_paths([path])
    pick(appearance, "Size of text and controls", "150")
    press(preferences, "Restart now")
    assert not window.isVisible()
    assert window.restarts
    assert restart.command(window.file_paths)[1:3] == ["-m", "sr_desktop"]


def test_the_size_scales_the_application_and_nothing_that_it_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    with app._scaled(150):
        assert os.environ["QT_SCALE_FACTOR"] == "1.5"
    assert "QT_SCALE_FACTOR" not in os.environ
    monkeypatch.setenv("QT_SCALE_FACTOR", "3")
    with app._scaled(150):
        assert os.environ["QT_SCALE_FACTOR"] == "3"


_NEW_START = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from sr_desktop.gui import app, restart
from sr_desktop.gui.appearance import Appearance
from sr_desktop.gui.settings import Settings

settings = Settings()
settings.keep_appearance(Appearance(theme="dark", scale_percent=200))

ran = []

def command(files):
    ran.extend(files)
    told = "import os, sys; open(sys.argv[1], 'w').write(os.environ.get('QT_SCALE_FACTOR', 'none'))"
    return [sys.executable, "-c", told, sys.argv[1]]

restart.command = command

def shown(window):
    made = QApplication.instance()
    print(made.devicePixelRatio(), made.palette().window().color().name())
    window._restart()

sys.exit(app.run((), shown, warm_up=False))
"""


def test_a_start_takes_the_size_and_a_restart_runs_the_program_without_it(
    tmp_path: Path, qtbot: QtBot
) -> None:
    marker = tmp_path / "started"
    clean = {key: value for key, value in os.environ.items() if key != "QT_SCALE_FACTOR"}
    done = subprocess.run(
        [sys.executable, "-c", _NEW_START, str(marker)],
        env=clean,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == ["2.0", theme.DARK.window.lower()]
    qtbot.waitUntil(lambda: marker.exists() and marker.read_text() == "none")


# Every page


def test_unusable_settings_count_as_absent() -> None:
    lines = "device=toaster\nprecision=fp64\ntile_px=abc\nmemory_gib=-3\nthreads=0\ntheme=pink\n"
    lines += "scale_percent=1000\nlanguage=xx\ncontrast=\n"
    paths.settings_file().write_text(f"[General]\n{lines}", encoding="utf-8")
    settings = Settings()
    assert settings.computing() == Computing()
    assert settings.appearance() == Appearance()
    assert settings.language() == "system"


def test_no_page_cuts_anything_off_in_little_room(
    preferences: PreferencesWindow, qtbot: QtBot
) -> None:
    preferences.resize(512, 350)
    for page in preferences.pages:
        preferences.choose(page.name)
        qtbot.wait(1)
        hidden = page.horizontalScrollBar().maximum()
        assert hidden == 0, f"{page.name}: {hidden} px to the right"


def test_the_tab_key_goes_through_a_page_from_the_top_down(
    preferences: PreferencesWindow, qtbot: QtBot
) -> None:
    for page in preferences.pages:
        preferences.choose(page.name)
        preferences.list.setFocus()
        seen: list[QWidget] = []
        for _ in range(12):
            qtbot.keyClick(preferences.focusWidget(), Qt.Key.Key_Tab)
            if (now := preferences.focusWidget()) is preferences.list or now in seen:
                break
            seen.append(now)
        tops = [each.mapTo(preferences, each.rect().topLeft()).y() for each in seen]
        assert len(seen) > 2, page.name
        assert tops == sorted(tops), (page.name, tops)
        assert isinstance(seen[-1], QPushButton), page.name


def test_every_control_has_a_name(preferences: PreferencesWindow) -> None:
    for page in preferences.pages:
        for kind in (Choice, QLineEdit, Tick):
            for each in page.findChildren(kind):
                inside = each.parent() is not None and each.objectName().startswith("qt_")
                text = getattr(each, "text", str)()
                assert inside or each.accessibleName() or text, each


def test_other_windows_are_no_larger_than_a_small_screen(window: MainWindow, qtbot: QtBot) -> None:
    """1024 x 700 at 200 %."""
    window.show_models()
    models = window.managing.window
    assert models is not None
    for each in (models, window.measuring.show_evaluate()):
        each.resize(512, 350)
        qtbot.wait(1)
        assert (each.width(), each.height()) == (512, 350)
        area = each.findChild(Reflow)
        assert area is not None
        assert area.horizontalScrollBar().maximum() > 300


def test_a_window_too_small_for_its_parts_scrolls(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(512, 350)
    qtbot.wait(1)
    area = window.findChild(Reflow)
    assert area is not None
    body = area.widget()
    assert body.width() >= body.minimumSizeHint().width()
    assert body.height() >= body.minimumSizeHint().height()
    assert area.horizontalScrollBar().maximum() > 0
    window.resize(1024, 700)
    qtbot.wait(1)
    assert area.horizontalScrollBar().maximum() == area.verticalScrollBar().maximum() == 0
