"""The states of models in the window, for screenshots.py: none of them needs a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from sr_desktop.errors import DownloadFailed
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.model_state import Download
from sr_desktop.gui.models_table import Action
from sr_desktop.gui.models_window import ModelsWindow
from sr_desktop.weights.sources import addresses, host_of

SMALL, USUAL = (900, 600), (1280, 840)


def states(
    window: MainWindow, checkpoint: Path, settle: Callable[[], None]
) -> Iterator[tuple[str, QWidget]]:
    """From a window that shows a picture; checkpoint is a file to import."""
    keeper = window.keeper
    spec = next(spec for spec in keeper.state.shelf.models if spec.id == "edsr-base-x2")
    usual = window.rail.spec
    url = addresses(spec)[0]
    window.add_paths([checkpoint])
    while keeper.state.tasks:
        settle()
    yield "imported", window
    window.rail.choose(spec)
    window.upscale()
    settle()
    yield "download-ask", window
    window.resize(*SMALL)
    settle()
    yield "download-ask-small", window
    window.resize(*USUAL)
    marks = ((0.0, 0), (2.6, 3_100_000))
    running = Download(spec, 0, host_of(url), True, 3_100_000, spec.bytes, marks=marks)
    wait = f"{host_of(url)} closed the connection early; trying again in 2 s"
    error = DownloadFailed(
        f"{spec.label} x{spec.scale} could not be downloaded: {host_of(url)} does not answer.",
        f"By hand: download {url} with a browser, then drop the file on the window.",
    )
    for name, download in (
        ("running", running),
        ("waiting", replace(running, remark=wait)),
        ("failed", replace(running, error=error)),
    ):
        keeper._change(keeper.state.with_download(download))
        settle()
        yield f"download-{name}", window
        window.resize(*SMALL)
        settle()
        yield f"download-{name}-small", window
        window.resize(*USUAL)
    window.show_models()
    manager = window.findChild(ModelsWindow)
    assert manager is not None
    manager.select(spec.id)
    settle()
    yield "models-failed", manager
    keeper._change(keeper.state.with_download(running))
    settle()
    yield "models-running", manager
    keeper._change(keeper.state.without_download(spec.id))
    settle()
    yield "models-absent", manager
    manager._view.setCurrentIndex(QModelIndex())
    settle()
    yield "models-empty", manager
    manager.select(next(iter(keeper.state.shelf.imported)))
    keeper.verify()
    while keeper.state.verify_job:
        settle()
    settle()
    yield "models-imported", manager
    manager.detail.press(Action.REMOVE)
    settle()
    yield "models-remove", manager
    manager.resize(manager.minimumSize())
    settle()
    yield "models-small", manager
    keeper.remove(next(iter(keeper.state.shelf.imported)))
    keeper.dismiss()
    manager.close()
    window.rail.choose(usual)  # it is kept in the settings
