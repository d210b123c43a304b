"""Models come and go, and the manager of them: nothing here needs a network."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex

from screens import pictures
from screens.stage import Posed, Scenes, Stage
from sr_desktop.errors import DownloadFailed
from sr_desktop.gui.model_state import Download
from sr_desktop.gui.models_table import Action
from sr_desktop.gui.models_window import ModelsWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.jobs import sample
from sr_desktop.weights.sources import addresses, host_of

SCENES = (
    "imported",
    "download-ask",
    "download-running",
    "download-waiting",
    "download-failed",
    "models-failed",
    "models-running",
    "models-absent",
    "models-empty",
    "models-imported",
    "models-remove",
    "models-small",
)


def tell(stage: Stage) -> Scenes:
    Settings().keep_previews(False)
    with stage.window() as window:
        window.warm_up()
        window.add_picture(sample.reduced(4), "harbour.png")
        stage.wait(lambda: window.state.opened is not None and bool(window.state.compute))
        stage.timed(window)
        yield from _in_window(stage, window)
        yield from _manager(stage, window)


def _in_window(stage: Stage, window: Posed) -> Scenes:
    keeper = window.keeper
    spec = next(spec for spec in keeper.state.shelf.models if spec.id == "edsr-base-x2")
    url = addresses(spec)[0]
    window.add_paths([pictures.checkpoint(stage.folder / "my portraits x2.pth")])
    stage.wait(lambda: bool(keeper.state.shelf.imported) and not keeper.state.tasks)
    stage.settle()
    yield "imported", window
    window.rail.choose(spec)
    window.upscale()
    yield "download-ask", window
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
        yield f"download-{name}", window


def _manager(stage: Stage, window: Posed) -> Scenes:
    keeper = window.keeper
    (failed,) = keeper.state.downloads.values()
    spec = failed.spec
    window.show_models()
    manager = window.findChild(ModelsWindow)
    assert manager is not None
    manager.select(spec.id)
    yield "models-failed", manager
    keeper._change(keeper.state.with_download(replace(failed, error=None)))
    yield "models-running", manager
    keeper._change(keeper.state.without_download(spec.id))
    yield "models-absent", manager
    manager._view.setCurrentIndex(QModelIndex())
    yield "models-empty", manager
    manager.select(next(iter(keeper.state.shelf.imported)))
    keeper.verify()
    stage.wait(lambda: not keeper.state.verify_job)
    yield "models-imported", manager
    manager.detail.press(Action.REMOVE)
    yield "models-remove", manager
    manager.resize(manager.minimumSize())
    yield "models-small", manager
    manager.close()
    keeper.dismiss()
