"""The window: turns what the user does into jobs, and events into what is seen.

user -> add_paths, upscale, save_to, export_to ... -> Worker.submit
Worker -> EventBridge -> _on_event -> state.reduce -> _render
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.bench.reference import Reduced
from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import SRError
from sr_desktop.gui import incoming, theme, words
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.gui.download_bar import DownloadBar
from sr_desktop.gui.filmstrip import THUMBNAIL_PX, Filmstrip
from sr_desktop.gui.keeper import Keeper
from sr_desktop.gui.layers import BicubicLayer, ResultLayer
from sr_desktop.gui.measuring import Desk, Measuring
from sr_desktop.gui.model_state import Wanted
from sr_desktop.gui.panes import DropOverlay, EmptyPane, FailedPane, NoticeBar, drop_words
from sr_desktop.gui.rail import ENSEMBLE_PASSES, Rail
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.split_view import WHEEL_STEP, SplitView
from sr_desktop.gui.state import (
    Export,
    Item,
    Live,
    Notice,
    Status,
    WindowState,
    reduce,
    seconds_left,
)
from sr_desktop.gui.toolbar import Toolbar
from sr_desktop.gui.truth import Event
from sr_desktop.gui.widgets import Elided
from sr_desktop.imaging import files
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import sample
from sr_desktop.jobs.plan import Namer, OutputRule, encoding_by_name
from sr_desktop.jobs.types import (
    Finished,
    Found,
    OpenJob,
    SaveJob,
    ScanJob,
    Scanned,
    ThumbnailJob,
    UpscaleJob,
    WarmUpJob,
)
from sr_desktop.jobs.worker import Worker

if TYPE_CHECKING:
    from sr_desktop.gui.models_window import ModelsWindow

_RENDER_MS = 16
_CLOCK_MS = 500


class MainWindow(QMainWindow):
    """rendered tells that the window shows the state of this moment."""

    rendered = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._state = WindowState()
        self.keeper = Keeper(settings)
        self._models_window: ModelsWindow | None = None
        self._closed = False
        self._bicubic: tuple[Picture, BicubicLayer] | None = None
        self._result: tuple[object, ResultLayer] | None = None
        self.setWindowTitle("sr-desktop")
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 600)
        self.resize(1280, 840)
        self.restoreGeometry(settings.geometry())
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)
        self._build()
        self._connect()

        # Reading and saving have a thread of their own: they must not wait for a long upscale.
        self._upscaler = Worker(self._bridge.told.emit, "sr-upscale")
        self._reader = Worker(self._bridge.told.emit, "sr-read")
        self._render()

    @property
    def state(self) -> WindowState:
        return self._state

    def warm_up(self) -> None:
        """Load torch and the chosen network in the background."""
        here = (spec for spec in self.keeper.state.shelf.models if self.keeper.has(spec))
        spec = self.rail.spec if self.keeper.has(self.rail.spec) else next(here)
        job = WarmUpJob(spec)
        self._change(replace(self._state, warm_up_job=job.id))
        self._upscaler.submit(job)

    def look_closely(self) -> None:
        """Show the picture at 100%."""
        self._view.zoom_to(1.0)

    def paint_patiently(self) -> None:
        """From now on paint everything at once, for grabs: nothing comes a moment later."""
        self._view.paint_seconds = math.inf

    # Pictures come in

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Pictures, folders and models, from wherever they come; all are read in the background."""
        models, others = incoming.checkpoints_among(list(paths))
        self.keeper.import_files(models, from_window=True)
        inputs = tuple(others)
        if not inputs:
            return
        job = ScanJob(inputs)
        scans = self._state.scan_jobs | {job.id}
        self._change(replace(self._state, scan_jobs=scans, notice=None))
        self._reader.submit(job, urgent=True)

    def add_picture(self, picture: Picture, name: str) -> None:
        """A picture that has no file."""
        self._add_items([self._new_item(Found(Path(name)), picture)])

    def try_sample(self) -> None:
        """The picture that ships, small enough to see what upscaling does to it."""
        self.add_picture(sample.reduced(4), "Sample.png")

    def _new_item(self, found: Found, picture: Picture | None = None) -> Item:
        job = ThumbnailJob(picture or found.path, THUMBNAIL_PX)
        self._reader.submit(job)
        return Item(found, picture=picture, thumbnail_job=job.id)

    def _add_items(self, items: Sequence[Item]) -> None:
        if not items:
            return
        self._change(self._state.with_items(items))
        self.show_item(items[0].id)

    def show_item(self, item_id: int) -> None:
        state = self._state.showing(item_id)
        item = state.item
        if item is not None and item.picture is None:
            job = OpenJob(item.found.path)
            self._reader.submit(job, urgent=True)
            state = replace(state, open_job=job.id)
        if item is not None and item.result and item.kept is None and item.result.saved:
            job = OpenJob(item.result.saved)
            self._reader.submit(job, urgent=True)
            state = replace(state, result_job=job.id)
        self._view.fit()
        self._change(state)

    def _remove_item(self, item_id: int) -> None:
        item = next(item for item in self._state.items if item.id == item_id)
        self.measuring.forget(item)
        self._upscaler.cancel(item.job_id)
        self._reader.cancel(item.thumbnail_job)
        state = self._state.without(item_id)
        self._change(state)
        if state.current and state.current != item_id and state.opened is None:
            self.show_item(state.current)

    def _clear(self) -> None:
        for item in self._state.items:
            self.measuring.forget(item)
            self._reader.cancel(item.thumbnail_job)
        self._change(replace(self._state, items=(), notice=None).showing(0))

    def _open_files(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in files.READABLE)
        folder = str(self._settings.folder("open"))
        chosen, _ = QFileDialog.getOpenFileNames(self, "Open images", folder, f"Images ({kinds})")
        if chosen:
            self._settings.keep_folder("open", Path(chosen[0]).parent)
            self.add_paths(Path(name) for name in chosen)

    def _open_folder(self) -> None:
        folder = str(self._settings.folder("open"))
        if chosen := QFileDialog.getExistingDirectory(self, "Open a folder", folder):
            self._settings.keep_folder("open", Path(chosen))
            self.add_paths([Path(chosen)])

    def _paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        if paths := incoming.local_paths(mime):
            self.add_paths(paths)
        elif mime.hasImage():
            image = QImage(QGuiApplication.clipboard().image())
            pasted = sum(item.picture is not None for item in self._state.items)
            self.add_picture(incoming.picture_of(image), f"Pasted {pasted + 1}.png")
        else:
            self._tell(Notice("There is no image to paste.", "Copy an image or files first."))

    # Work goes out

    def upscale(self) -> None:
        """Start on the picture shown, unless there is none or something is running."""
        item = self._state.item
        if item is None or not self._state.can_upscale:
            return
        if not self.keeper.has(self.rail.spec):
            self._tell(None)
            self.keeper.offer(self.rail.spec, Wanted(item.id))
            return
        self._begin(item, self.rail.spec)

    def _begin(self, item: Item, spec: ModelSpec) -> None:
        focus = self._focus() if item.id == self._state.current else None
        job = UpscaleJob(item.source, spec, engine=self.rail.choices.engine, focus=focus)
        self._change(replace(self._state, notice=None).with_item(_queued(item, job)))
        self._upscaler.submit(job)

    def _begin_wanted(self, wanted: Wanted, spec: ModelSpec) -> None:
        """What waited for a download; another model may have been chosen in the meantime."""
        item = next((item for item in self._state.items if item.id == wanted.item_id), None)
        if spec != self.rail.spec or (wanted.folder is None and item is None):
            self._tell(Notice(f"{words.model(spec)} is on this computer now."))
        elif wanted.folder is not None and not self._state.working:
            self.export_to(wanted.folder)
        elif item is not None and item not in self._state.working:
            self._begin(item, spec)

    def _focus(self) -> tuple[int, int] | None:
        """The LR (row, column) in the middle of the view: what is looked at comes first."""
        opened = self._state.opened
        if opened is None:
            return None
        row, column = self._view.middle()
        return (int(row * (opened.height - 1)), int(column * (opened.width - 1)))

    def _cancel(self) -> None:
        for item in self._state.working:
            self._upscaler.cancel(item.job_id)
        if not self._state.working:
            self.keeper.dismiss()

    def _save_as(self) -> None:
        item, picture = self._state.item, self._state.result
        if item is None or picture is None or item.spec is None:
            return
        encoding = self.rail.choices.encoding
        wanted = Namer(item.spec, OutputRule(encoding=encoding), []).wanted(
            item.found, picture.format
        )
        if item.picture is not None:
            wanted = self._settings.folder("save") / wanted.name
        kinds = " ".join(f"*{ending}" for ending in files.WRITABLE)
        name, _ = QFileDialog.getSaveFileName(self, "Save as", str(wanted), f"Images ({kinds})")
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the result of the picture shown to this path; its ending decides the format."""
        item, picture = self._state.item, self._state.result
        if item is None or picture is None:
            return
        encoding = self.rail.choices.encoding
        if path.suffix.lower() not in files.WRITABLE:
            path = path.with_name(path.name + files.extension_for(encoding, picture.format))
        if item.picture is None and path.resolve() == item.found.path.resolve():
            self._tell(Notice(f"{path.name} is the original.", "Choose another name.", bad=True))
            return
        job = SaveJob(picture, path, encoding_by_name(encoding, path))
        self._settings.keep_folder("save", path.parent)
        self._change(replace(self._state, save_jobs=self._state.save_jobs | {job.id}))
        self._reader.submit(job, urgent=True)

    def _export_all(self) -> None:
        if not self._state.items or self._state.working:
            return
        folder = str(self._settings.folder("export"))
        if chosen := QFileDialog.getExistingDirectory(self, "Export all into a folder", folder):
            self._settings.keep_folder("export", Path(chosen))
            self.export_to(Path(chosen))

    def export_to(self, folder: Path) -> None:
        """Upscale what is not done with the model chosen, and write everything into the folder."""
        spec = self.rail.spec
        if not self.keeper.has(spec):
            self.keeper.offer(spec, Wanted(self._state.current, folder))
            return
        rule = OutputRule(folder, self.rail.choices.encoding)
        sources = [item.found.path for item in self._state.items if item.picture is None]
        namer = Namer(spec, rule, sources)
        state = replace(self._state, notice=None)
        jobs: list[SaveJob | UpscaleJob] = []
        for item in self._state.items:
            format = item.format or files.format_of(item.found.path) or "PNG"
            try:
                target = namer.claim(namer.wanted(item.found, format))
            except SRError as error:
                self._tell(Notice(error.message, error.hint, bad=True))
                return
            assert target is not None  # only the rule "skip" leaves anything out
            made = (item.spec, item.passes)
            if item.kept is not None and made == (spec, self.rail.choices.passes):
                jobs.append(SaveJob(item.kept, target, rule.encoding))
            else:
                job = UpscaleJob(item.source, spec, target, rule.encoding, self.rail.choices.engine)
                state = state.with_item(_queued(item, job))
                jobs.append(job)
        saves = frozenset(job.id for job in jobs if isinstance(job, SaveJob))
        export = Export(folder, frozenset(job.id for job in jobs))
        self._change(replace(state, export=export, save_jobs=state.save_jobs | saves))
        for each in jobs:
            (self._reader if isinstance(each, SaveJob) else self._upscaler).submit(each)

    # Models come and go

    def show_models(self) -> None:
        """The model manager, at the model chosen; made when it is first asked for."""
        from sr_desktop.gui.models_window import ModelsWindow

        if self._models_window is None:
            self._models_window = ModelsWindow(self.keeper, self._settings, self)
        self._models_window.select(self.rail.spec.id)
        self._models_window.show()
        self._models_window.activateWindow()

    def _download_offered(self) -> None:
        if (offer := self.keeper.state.offer) is not None:
            self.keeper.download(offer.spec)

    def _import_offered(self) -> None:
        from sr_desktop.gui.models_window import choose_import

        if (offer := self.keeper.state.offer) is not None:
            choose_import(self, self._settings, self.keeper, offer.spec.id)

    def _choose_model(self, spec: ModelSpec) -> None:
        self.rail.show_models(self.keeper.state)
        self.rail.choose(spec)

    # Events come back

    def _on_event(self, event: Event) -> None:
        before = self._state
        state = reduce(before, event, time.monotonic())
        if isinstance(event, Scanned) and event.job_id in before.scan_jobs:
            self._state = state
            self._add_items([self._new_item(found) for found in event.found])
            return
        if isinstance(event, Reduced) and event.job_id in before.reduce_jobs:
            self._state = state
            name, picture, truth = self.measuring.item_of(event)
            self._add_items([replace(self._new_item(Found(Path(name)), picture), truth=truth)])
            return
        if isinstance(event, Finished) and event.result.seconds:
            self._keep_pace(before, event)
        self._change(state)

    def _keep_pace(self, before: WindowState, event: Finished) -> None:
        item = next((item for item in before.items if item.job_id == event.job_id), None)
        if item is not None and item.live is not None:
            pace = event.result.megapixels / event.result.seconds * item.live.passes
            self._settings.keep_pace(item.live.spec.id, pace)

    def _tell(self, notice: Notice | None) -> None:
        self._change(replace(self._state, notice=notice))

    def _change(self, state: WindowState) -> None:
        """Take a new state; it is drawn soon, once for all the changes until then."""
        self._state = self.measuring.catch_up(state)
        if not self._soon.isActive():
            self._soon.start()

    # What is seen

    def _render(self) -> None:
        state = self._state
        self._render_page(state)
        self._render_canvas(state)
        self._notice.show_notice(state.notice)
        self._render_models()
        self._render_rail(state)
        self._strip.show_state(state, self._summary(state))
        self._render_status(state)
        self.toolbar.save.setEnabled(state.result is not None)
        self.toolbar.show_zoom(self._view.zoom if state.opened is not None else None)
        self.setWindowTitle(self._title(state))
        if state.working and not self._clock.isActive():
            self._clock.start()
        elif not state.working:
            self._clock.stop()
        self.rendered.emit()

    def _title(self, state: WindowState) -> str:
        """With the progress first: it is what a task bar has room for."""
        parts = [f"{_progress(state, time.monotonic())[0]:.0%}"] if state.working else []
        parts += [state.item.name] if state.item else []
        return " - ".join([*parts, "sr-desktop"])

    def _render_page(self, state: WindowState) -> None:
        item = state.item
        if item is None:
            self._pages.setCurrentWidget(self._empty)
        elif item.error is not None and state.opened is None:
            self._failed.show_error(item.error)
            self._pages.setCurrentWidget(self._failed)
        else:
            self._pages.setCurrentWidget(self._view)

    def _render_canvas(self, state: WindowState) -> None:
        item, opened = state.item, state.opened
        if item is None or opened is None:
            self._view.show_layers(None, None, ("", ""))
            self.measuring.show_state(self.rail.spec.scale, "")
            return
        spec = item.live.spec if item.live else item.spec or self.rail.spec
        if state.result is None and item.live is None:
            spec = self.rail.spec
        left = self._bicubic_layer(opened, spec.scale)
        right = self._result_layer(state, item, left)
        name = f"{spec.label} ×{spec.scale}"
        labels = (f"Bicubic ×{spec.scale}", "") if right is None else ("Bicubic", name)
        self.measuring.show_state(spec.scale, name)
        self._view.show_layers(*self.measuring.shown((left, right, labels), name))

    def _bicubic_layer(self, opened: Picture, scale: int) -> BicubicLayer:
        kept = self._bicubic
        if kept is None or kept[0] is not opened or kept[1].width != opened.width * scale:
            self._bicubic = kept = (opened, BicubicLayer(opened, scale))
        return kept[1]

    def _result_layer(
        self, state: WindowState, item: Item, under: BicubicLayer
    ) -> ResultLayer | None:
        if item.live is not None and item.live.canvas is not None:
            canvas = item.live.canvas
            if self._result is None or self._result[0] is not canvas:
                self._result = (canvas, ResultLayer(canvas, None, under))
            layer = self._result[1]
            for part in item.live.done[layer.parts :]:
                layer.add(part)
            return layer
        picture = state.result
        if picture is None or picture.width != under.width:
            self._result = None
            return None
        shown = self._result[0] if self._result else None
        if self._result is not None and shown is picture.pixels:  # it grew before our eyes
            self._result[1].finish(picture.alpha)
            self._result = (picture, self._result[1])
        elif self._result is None or shown is not picture:
            self._result = (picture, ResultLayer(picture.pixels, picture.alpha))
        return self._result[1]

    def _render_models(self) -> None:
        models = self.keeper.state
        self.rail.show_models(models)
        self._download_bar.show_offer(models.offer, models.offered)

    def _render_rail(self, state: WindowState) -> None:
        size = state.item.size if state.item else None
        if state.working:
            fraction, left = _progress(state, time.monotonic())
            self.rail.show_working(fraction, f"{words.duration(left)} left" if left else "")
        else:
            self.rail.show_idle(state.can_upscale, self._expectation(state, size))
        self.rail.show_sizes(size)

    def _expectation(self, state: WindowState, size: tuple[int, int] | None) -> str:
        """ "about 6 s on CPU, 2 threads, bfloat16", as far as it is known."""
        spec = self.rail.spec
        pace = self._settings.pace(spec.id)
        if size is None or not pace or not state.compute:
            return state.compute
        megapixels = size[0] * size[1] * spec.scale**2 / 1e6 * self.rail.choices.passes
        return f"{words.about(megapixels / pace)} on {state.compute}"

    def _summary(self, state: WindowState) -> str:
        done = sum(item.status == Status.DONE for item in state.items)
        total = len(state.items)
        if not state.working:
            return words.count(total) if not done else f"{done} of {total} done"
        _, left = _progress(state, time.monotonic())
        return f"{done} of {total}" + (f", {words.duration(left)} left" if left else "")

    def _render_status(self, state: WindowState) -> None:
        item = state.item
        parts = [item.name] if item else []
        result = item.result if item else None
        if result and result.consistency_db is not None:
            parts.append(f"consistency {result.consistency_db:.1f} dB")
        self._status_left.set_text("     ".join(parts))
        right = [state.compute] if state.compute else ["Starting the engine…"]
        if result and result.seconds:
            right.append(f"{result.megapixels / result.seconds:.1f} MP/s")
            right.append(f"{result.seconds:.1f} s")
        self._status_right.setText("     ".join(right))

    # Building

    def _build(self) -> None:
        self.toolbar = Toolbar(self)
        self.rail = Rail(self._settings.choices(), self.keeper.state)
        desk = Desk(
            lambda: self._state, self._change, lambda: self.rail.spec, self._bridge.told.emit
        )
        self.measuring = Measuring(self, desk, self._settings)
        self.toolbar.measure.setMenu(self.measuring.menu)
        self._view = SplitView()
        self._empty = EmptyPane()
        self._failed = FailedPane()
        self._notice = NoticeBar()
        self._download_bar = DownloadBar()
        self._strip = Filmstrip()
        self._pages = QStackedWidget()
        for page in (self._empty, self._view, self._failed):
            self._pages.addWidget(page)
        self._status_left, self._status_right = Elided(), QLabel()
        self._soon = QTimer(self, singleShot=True, interval=_RENDER_MS)
        self._clock = QTimer(self, interval=_CLOCK_MS)

        right = _column(self._download_bar, self._notice, self._pages, self.measuring.bar)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(right, stretch=1)
        column = _column(self.toolbar)
        column.addLayout(middle, stretch=1)
        column.addWidget(self._strip)
        column.addWidget(self._status_bar())
        body = QWidget()
        body.setLayout(column)
        self.setCentralWidget(body)
        body.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        body.setFocus()  # else the first button would look chosen
        self._overlay = DropOverlay(body)

    def _status_bar(self) -> QFrame:
        bar = QFrame()
        bar.setObjectName("statusbar")
        bar.setFixedHeight(28)
        row = QHBoxLayout(bar)
        row.setContentsMargins(2 * theme.GRID_PX, 0, 2 * theme.GRID_PX, 0)
        row.addWidget(self._status_left, stretch=1)
        row.addWidget(self._status_right)
        return bar

    def _connect(self) -> None:
        self._soon.timeout.connect(self._render)
        self._clock.timeout.connect(self._render)
        bar = self.toolbar
        bar.open.triggered.connect(self._open_files)
        bar.folder.triggered.connect(self._open_folder)
        bar.paste.triggered.connect(self._paste)
        bar.save.triggered.connect(self._save_as)
        bar.fit.triggered.connect(self._view.fit)
        bar.actual.triggered.connect(self.look_closely)
        bar.zoom_in.triggered.connect(lambda: self._view.zoom_to(self._view.zoom * WHEEL_STEP))
        bar.zoom_out.triggered.connect(lambda: self._view.zoom_to(self._view.zoom / WHEEL_STEP))
        self._view.zoomed.connect(bar.show_zoom)
        self._empty.open_files.connect(self._open_files)
        self._empty.open_folder.connect(self._open_folder)
        self._empty.try_sample.connect(self.try_sample)
        self._failed.remove.connect(lambda: self._remove_item(self._state.current))
        self._notice.closed.connect(lambda: self._tell(None))
        self.rail.upscale.connect(self.upscale)
        self.rail.cancel.connect(self._cancel)
        self.rail.changed.connect(self._choices_changed)
        self.rail.more.connect(self.show_models)
        bar.models.triggered.connect(self.show_models)
        self.keeper.changed.connect(lambda: self._change(self._state))
        self.keeper.told.connect(self._tell)
        self.keeper.ready.connect(self._begin_wanted)
        self.keeper.chosen.connect(self._choose_model)
        self._download_bar.download.connect(self._download_offered)
        self._download_bar.dismiss.connect(self.keeper.dismiss)
        self._download_bar.by_hand.connect(self._import_offered)
        self._strip.chosen.connect(self.show_item)
        self._strip.removed.connect(self._remove_item)
        self._strip.export_all.connect(self._export_all)
        self._strip.clear.connect(self._clear)
        for keys, slot in (
            ("Ctrl+Return", self.upscale),
            ("Ctrl+Enter", self.upscale),
            ("Esc", self._cancel),
            ("Ctrl+E", self._export_all),
            ("Ctrl+Q", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _choices_changed(self) -> None:
        self._settings.keep_choices(self.rail.choices)
        self.keeper.chose(self.rail.spec)
        self._change(self._state)

    # The window itself

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.toolbar.dress()
            self._empty.dress()
            self._change(self._state)
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths := incoming.local_paths(event.mimeData()):
            self._overlay.show_words(drop_words(paths), self._reference_words(paths))
            event.acceptProposedAction()
        elif event.mimeData().hasImage():
            self._overlay.show_words("Add the image")
            event.acceptProposedAction()

    def _reference_words(self, paths: Sequence[Path]) -> str:
        """What letting go in the lower part will do; "" where that is nothing of its own."""
        picture = self.measuring.can_drop()
        is_one = len(paths) == 1 and files.looks_like_picture(paths[0])
        return f"Use as the reference of {picture}" if picture and is_one else ""

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._overlay.point(event.position())
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._overlay.hide()
        mime = event.mimeData()
        if (paths := incoming.local_paths(mime)) and self._overlay.is_reference(event.position()):
            self.measuring.set_reference(paths[0])
        elif paths:
            self.add_paths(paths)
        elif isinstance(image := mime.imageData(), QImage):
            self.add_picture(incoming.picture_of(image), "Dropped.png")
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._overlay.setGeometry(self.rect())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops at most one tile later; whatever was being written is finished or absent."""
        super().closeEvent(event)
        if self._closed:
            return
        self._closed = True
        self._settings.keep_geometry(self.saveGeometry())
        self._bridge.told.disconnect(self._on_event)
        self._upscaler.close()
        self._reader.close()
        self.measuring.close()
        self.keeper.close()
        if self._models_window is not None:
            self._models_window.close()
        self._soon.stop()
        self._clock.stop()


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return column


def _queued(item: Item, job: UpscaleJob) -> Item:
    return replace(item, status=Status.QUEUED, error=None, job_id=job.id, live=_live(job))


def _live(job: UpscaleJob) -> Live:
    return Live(job.spec, ENSEMBLE_PASSES if job.engine.self_ensemble else 1)


def _progress(state: WindowState, now: float) -> tuple[float, float | None]:
    """How much of all the work is done, 0 to 1, and the seconds left, None if not known yet."""
    lives = [item.live for item in state.working if item.live]
    running = next((live for live in lives if live.total_px), None)
    if running is None:
        return (0.0, None)
    left = seconds_left(running, now)
    waiting = len(lives) - 1
    if left is not None and waiting:
        whole = (now - running.started_at) + left
        left += waiting * whole
    return (running.fraction, left)
