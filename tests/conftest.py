"""What every test may lean on, and what none may leave behind."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.weights.server import Server, started

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REPO = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of benchmark pictures and the authors' checkpoints, which are not ours to ship."""
    folder = Path(os.environ.get("SR_SHARED", REPO.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("needs the benchmark pictures beside the project (../shared or $SR_SHARED)")
    return folder


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, logs and scratch files of a test are its own."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home))


_ENDING_SECONDS = 2


@pytest.fixture(autouse=True)
def nothing_is_left(own_home: None) -> Iterator[None]:
    """A test ends the threads and the windows that it began."""
    before = set(threading.enumerate())
    yield
    if computing := sys.modules.get("sr_desktop.engine.threads"):
        computing.note_computing()
        computing.rest()  # which a command leaves to the end of its process
    threads = [thread for thread in threading.enumerate() if thread not in before]
    for thread in threads:
        thread.join(_ENDING_SECONDS)  # Dask's may be at its last line
    threads = [thread for thread in threads if thread.is_alive()]
    assert not threads, f"still running: {sorted(thread.name for thread in threads)}"
    widgets = _windows()
    assert not widgets, f"still there: {widgets}"


@pytest.fixture(scope="session")
def _server_process() -> Iterator[Server]:
    with started() as running:
        yield running


@pytest.fixture
def server(_server_process: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A file host and hub that holds nothing yet; no setting leads elsewhere."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("HF_ENDPOINT", "HF_HUB_OFFLINE", "SR_MIRROR"):
        monkeypatch.delenv(name, raising=False)
    _server_process.forget()
    return _server_process


def _windows() -> list[str]:
    qt = sys.modules.get("PySide6.QtWidgets")
    app = qt.QApplication.instance() if qt else None
    if qt is None or app is None:
        return []
    _collect()
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    return [repr(widget) for widget in qt.QApplication.topLevelWidgets()]


_frozen_modules = 0


def _collect() -> None:
    """Collect what a test left. What modules hold is looked through once: each time took 0.2 s."""
    global _frozen_modules
    gc.collect()
    if len(sys.modules) != _frozen_modules:
        gc.freeze()
        _frozen_modules = len(sys.modules)
