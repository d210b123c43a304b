"""The window: turns what the user does into jobs, and events into what is seen.

user -> add_paths, upscale, save_to, export_to ... -> Worker.submit
Worker -> EventBridge -> _on_event -> state.reduce -> _render
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
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
from sr_desktop.errors import SRError, UnknownModel, UsageError
from sr_desktop.gui import batches, incoming, repeat, taskbar, theme, when_done, words
from sr_desktop.gui.actions import Action, Repeat, ShowModels, ShowReport
from sr_desktop.gui.arrivals import ArrivalBar, Arrivals
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.gui.download_bar import DownloadBar
from sr_desktop.gui.exporting import Desk as ExportDesk
from sr_desktop.gui.exporting import Exporting
from sr_desktop.gui.filmstrip import THUMBNAIL_PX, Filmstrip
from sr_desktop.gui.help_menu import HelpMenu
from sr_desktop.gui.incoming import Brought
from sr_desktop.gui.keeper import Keeper
from sr_desktop.gui.layers import ResultLayer
from sr_desktop.gui.measuring import Desk, Measuring
from sr_desktop.gui.model_state import Wanted
from sr_desktop.gui.output_form import Shown
from sr_desktop.gui.panes import (
    DropOverlay,
    EmptyPane,
    FailedPane,
    NoticeBar,
    drop_words,
    limit_for,
)
from sr_desktop.gui.placing import in_sight
from sr_desktop.gui.rail import Rail
from sr_desktop.gui.recent import Recent
from sr_desktop.gui.roll import Roll
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.sized_layer import SizedBicubic
from sr_desktop.gui.split_view import WHEEL_STEP, SplitView
from sr_desktop.gui.state import (
    Item,
    Notice,
    Status,
    WindowState,
    queued,
    reduce,
    seconds_left,
)
from sr_desktop.gui.taskbar import Work
from sr_desktop.gui.toolbar import Toolbar
from sr_desktop.gui.truth import Event
from sr_desktop.gui.widgets import Elided
from sr_desktop.imaging import display, files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.provenance import Provenance
from sr_desktop.imaging.size import Steps, steps_to
from sr_desktop.jobs import sample
from sr_desktop.jobs.plan import Asked, Namer, OutputRule, encoding_by_name
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
    from sr_desktop.gui.copying import Copying
    from sr_desktop.gui.models_window import ModelsWindow

_RENDER_MS = 16
_CLOCK_MS = 500
_CONSISTENCY_TIP = (
    "Consistency: the result, made as small as the original, against the original (PSNR).\n"
    "The higher, the more faithful; from about 40 dB on the eye tells no difference"
)


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
        self._copying: Copying | None = None
        self._bicubic: tuple[Picture, SizedBicubic] | None = None
        self._result: tuple[object, ResultLayer] | None = None
        self.setWindowTitle("sr-desktop")
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 600)
        self.resize(1280, 840)
        self.restoreGeometry(settings.geometry())
        in_sight(self)
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)
        # Reading and saving have a thread of their own: they must not wait for a long upscale.
        self._upscaler = Worker(self._bridge.told.emit, "sr-upscale")
        self._reader = Worker(self._bridge.told.emit, "sr-read")
        self._build()
        self._connect()
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
        self.recent.note(inputs)
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
        job = ThumbnailJob(picture or found.path, THUMBNAIL_PX, self._max_pixels)
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
            job = OpenJob(item.found.path, self._max_pixels)
            self._reader.submit(job, urgent=True)
            state = replace(state, open_job=job.id)
        self._view.fit()
        self._change(self._reading_back(state))

    def _reading_back(self, state: WindowState) -> WindowState:
        """The same state, waiting for the result shown where that was written to a file."""
        item = state.item
        if item is None or item.result is None or item.kept or item.result.saved is None:
            return state
        job = OpenJob(item.result.saved, sys.maxsize)  # it is ours, however large
        self._reader.submit(job, urgent=True)
        return replace(state, result_job=job.id)

    @property
    def _max_pixels(self) -> int:
        return self._settings.pixel_limit_mp() * 1_000_000

    def raise_limit(self, megapixels: int) -> None:
        """Read pictures up to this size from now on, and those again that were too large."""
        self._settings.keep_pixel_limit_mp(megapixels)
        state = replace(self._state, notice=None)
        for item in state.items:
            if item.error is not None and 0 < limit_for(item.error) <= megapixels:
                job = ThumbnailJob(item.source, THUMBNAIL_PX, self._max_pixels)
                self._reader.submit(job)
                again = replace(item, status=Status.WAITING, error=None, thumbnail_job=job.id)
                state = state.with_item(again)
        self._change(state)
        self.show_item(state.current)

    def _remove_item(self, item_id: int) -> None:
        item = self._state.items.get(item_id)
        batch = self._state.running
        if item is None or (batch is not None and item.job_id in batch.pieces):
            return  # it is being exported
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
        self._change(replace(self._state, items=Roll(), notice=None).showing(0))

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
        without_file = sum(item.picture is not None for item in self._state.items)
        brought = incoming.brought_by(QGuiApplication.clipboard().mimeData())
        if not brought:
            self._tell(Notice("There is no image to paste.", "Copy an image or files first."))
        self._take(brought, f"Pasted {without_file + 1}.png")

    def _take(self, brought: Brought, name: str) -> None:
        """What was dropped or pasted; name is for a picture that has none."""
        self.add_paths(brought.paths)
        if brought.data:
            self.arrivals.unpack(brought.data, name)
        if brought.image is not None:
            self.add_picture(incoming.picture_of(brought.image), name)
        if brought.urls:
            self.arrivals.fetch(brought.urls)

    def _copy(self) -> None:
        """The result shown, onto the clipboard."""
        from sr_desktop.gui.copying import Copying

        if self._copying is None:
            self._copying = Copying(self)
            self._copying.told.connect(self._tell)
        item = self._state.item
        saved = (item.saved or (item.result.saved if item.result else None)) if item else None
        self._copying.copy(self._state.result, saved)

    # Work goes out

    def upscale(self) -> None:
        """Start on the picture shown, unless there is none or something is running."""
        item = self._state.item
        if item is None or not self._can_upscale(self._state):
            return
        if not self.keeper.has(self.rail.spec):
            self._tell(None)
            self.keeper.offer(self.rail.spec, Wanted(item.id))
            return
        self._begin(item)

    def _begin(self, item: Item, target: Path | None = None) -> None:
        job = self._job(item, target)
        job = replace(job, focus=self._focus() if item.id == self._state.current else None)
        self._change(replace(self._state, notice=None).with_item(queued(item, job)))
        self._upscaler.submit(job)

    def _job(self, item: Item, target: Path | None, encoding: Encoding | None = None) -> UpscaleJob:
        """What is to be done with this picture, by the choices of the rail."""
        choices = self.rail.choices
        return UpscaleJob(
            item.source,
            self.rail.spec,
            target,
            encoding or choices.encoding,
            choices.engine,
            size=choices.size,
            family=self.rail.family,
            max_pixels=self._max_pixels,
        )

    def _begin_wanted(self, wanted: Wanted, spec: ModelSpec) -> None:
        """What waited for a download; another model may have been chosen in the meantime."""
        item = self._state.items.get(wanted.item_id)
        if spec != self.rail.spec or (wanted.folder is None and item is None):
            self._tell(Notice(f"{words.model(spec)} is on this computer now."))
        elif wanted.folder is not None and not self._state.is_working:
            self.export_to(wanted.folder)
        elif item is not None and item not in self._state.working:
            self._begin(item)

    def _focus(self) -> tuple[int, int] | None:
        """The LR (row, column) in the middle of the view: what is looked at comes first."""
        opened = self._state.opened
        if opened is None:
            return None
        row, column = self._view.middle()
        return (int(row * (opened.height - 1)), int(column * (opened.width - 1)))

    def _cancel(self) -> None:
        if not self._state.is_working:
            self.keeper.dismiss()
            return
        self.exporting.cancel()
        for item in self._state.working if self._state.running is None else ():
            self._upscaler.cancel(item.job_id)

    def _save_as(self) -> None:
        item, picture = self._state.item, self._state.result
        if item is None or picture is None or item.spec is None:
            return
        encoding = self.rail.choices.encoding
        steps = Steps((), picture.width, picture.height, is_resized=True) if item.aim else None
        namer = Namer(item.spec, OutputRule(encoding=encoding), [], item.aim)
        format = item.format or picture.format
        wanted = namer.wanted(item.found, format, steps, item.frames)
        if item.picture is not None:
            wanted = self._settings.folder("save") / wanted.name
        kinds = save_filters()
        name, kind = QFileDialog.getSaveFileName(self, "Save as", str(wanted), ";;".join(kinds))
        if name:
            path, ending = Path(name), kinds.get(kind, "")
            is_named = path.suffix.lower() in files.WRITABLE
            self.save_to(path if is_named or not ending else path.with_name(path.name + ending))

    def save_to(self, path: Path) -> None:
        """Write the result of the picture shown to this path; its ending decides the format.

        A moving picture, whose first frame is shown, is upscaled frame by frame where the format
        can hold them.
        """
        item, picture = self._state.item, self._state.result
        if item is None or picture is None:
            return
        encoding = self.rail.choices.encoding
        if path.suffix.lower() not in files.WRITABLE:
            path = path.with_name(
                path.name + files.extension_for(encoding, picture.format, item.frames)
            )
        if item.picture is None and path.resolve() == item.found.path.resolve():
            self._tell(Notice(f"{path.name} is the original.", "Choose another name.", bad=True))
            return
        self._settings.keep_folder("save", path.parent)
        encoding = encoding_by_name(encoding, path)
        has_file = item.picture is None
        if has_file and shown_of(item).moves and files.can_animate(encoding.format.upper()):
            self._save_all_frames(item, path)
            return
        job = SaveJob(picture, path, encoding)
        state = self._state.with_item(replace(item, save_job=job.id))
        self._change(replace(state, save_jobs=state.save_jobs | {job.id}))
        self._reader.submit(job, urgent=True)

    def _save_all_frames(self, item: Item, path: Path) -> None:
        """As a run of one picture: it takes its time, and is told of at its end."""
        if self._state.is_working or not self.keeper.has(self.rail.spec):
            return
        encoding = encoding_by_name(self.rail.choices.encoding, path)
        self.exporting.run_one(item, self._job(item, path, encoding))

    def export_to(self, folder: Path) -> None:
        """Write all results into the folder; what will be done is told before."""
        spec = self.rail.spec
        if not self.keeper.has(spec):
            self.keeper.offer(spec, Wanted(self._state.current, folder))
            return
        self.exporting.export_to(folder)

    def _asked(self) -> Asked:
        """What every picture is to come to, by the choices of the rail."""
        choices, family = self.rail.choices, self.rail.family
        return Asked(self.rail.spec, choices.engine, choices.size, family, self._max_pixels)

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

    def show_preferences(self) -> None:
        """What holds for all pictures."""

    # Notices

    def _dismiss_notice(self) -> None:
        self._change(self._state.without_notice())

    def _act(self, action: Action) -> None:
        """The button of a notice."""
        match action:
            case Repeat(made=made):
                self._repeat(made)
            case ShowModels():
                self.show_models()
            case ShowReport():
                self.exporting.show_report()

    def _repeat(self, made: Provenance) -> None:
        """Choose what a picture says it was made with."""
        self.keeper.refresh()
        shelf = self.keeper.state.shelf
        try:
            choices = repeat.choices_of(made, self.rail.choices, shelf)
        except UnknownModel as error:
            hint = "Import it, or choose another one."
            self._tell(Notice(error.message, hint, bad=True, action=ShowModels()))
            return
        self._dismiss_notice()
        self.rail.show_models(self.keeper.state)
        self.rail.show_choices(choices)

    # Events come back

    def _on_event(self, event: Event) -> None:
        before = self._state
        state = reduce(before, event, time.monotonic())
        if isinstance(event, Scanned) and event.job_id in before.scan_jobs:
            self.recent.forget(path for path, _ in event.refused)
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
        if isinstance(event, Finished) and before.item and before.item.job_id == event.job_id:
            state = self._reading_back(state)
        self._change(state)
        self._tell_of_long_work(before, event)
        self.exporting.on_event(event)
        if before.running is not None and state.running is None and state.batch is not None:
            self.exporting.ended(state.batch)

    def _tell_of_long_work(self, before: WindowState, event: Event) -> None:
        item = before.items.of_job(event.job_id)
        if not isinstance(event, Finished) or before.running is not None:
            return
        if item is None or item.job_id != event.job_id:
            return
        chosen, text = when_done.kept(self._settings), f"{item.name} is upscaled."
        when_done.do_for_one(chosen, self, text, event.result.seconds)

    def _keep_pace(self, before: WindowState, event: Finished) -> None:
        item = before.items.of_job(event.job_id)
        if item is None or item.live is None or len(item.live.specs) != 1:
            return
        spec, megapixels = item.live.specs[0], event.result.megapixels
        if (
            item.live.aim is not None
        ):  # the result may have been shrunk: count what the network made
            if item.size is None or event.result.saved is not None:
                return
            megapixels = math.prod(item.size) * spec.scale**2 / 1e6
        self._settings.keep_pace(spec.id, megapixels / event.result.seconds * item.live.passes)

    def _tell_error(self, error: SRError) -> None:
        self._tell(Notice(error.message, error.hint, bad=True))

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
        self._taskbar.show(_work(state))
        if state.is_working and not self._clock.isActive():
            self._clock.start()
        elif not state.is_working:
            self._clock.stop()
        self.rendered.emit()

    def _title(self, state: WindowState) -> str:
        """With the progress first: it is what a task bar has room for."""
        parts = ["Paused"] if state.running and state.running.is_paused else []
        parts += [f"{_progress(state, time.monotonic())[0]:.0%}"] if state.is_working else []
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
        left = self._bicubic_layer(opened, *self._size_shown(state, item, opened))
        right = self._result_layer(state, item, left)
        times = words.times(left.width / opened.width)
        name = f"{spec.label} {times}"
        labels = (f"Bicubic {times}", "") if right is None else ("Bicubic", name)
        self.measuring.show_state(_whole_scale(opened, left), name)
        self._view.show_layers(*self.measuring.shown((left, right, labels), name))

    def _size_shown(self, state: WindowState, item: Item, opened: Picture) -> tuple[int, int]:
        """Height and width of what the canvas shows: what grows, what is done, what is to come."""
        if item.live is not None and item.live.canvas is not None:
            height, width = item.live.canvas.shape[:2]
            return int(height), int(width)
        if item.live is None and state.result is not None:
            return state.result.height, state.result.width
        spec = item.live.spec if item.live is not None else self.rail.spec
        aim = item.live.aim if item.live is not None else self.rail.choices.size
        family = self.rail.family or (spec,)
        with suppress(UsageError):
            steps = steps_to(aim, opened.width, opened.height, _scales(family if aim else (spec,)))
            return steps.height, steps.width
        return opened.height * spec.scale, opened.width * spec.scale

    def _bicubic_layer(self, opened: Picture, height: int, width: int) -> SizedBicubic:
        kept = self._bicubic
        if (
            kept is None
            or kept[0] is not opened
            or (kept[1].height, kept[1].width) != (height, width)
        ):
            self._bicubic = kept = (opened, SizedBicubic(opened, height, width))
        return kept[1]

    def _result_layer(
        self, state: WindowState, item: Item, under: SizedBicubic
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
            layer = ResultLayer(picture.pixels, picture.alpha, icc=picture.icc)
            self._result = (picture, layer)
        return self._result[1]

    def _render_models(self) -> None:
        models = self.keeper.state
        self.rail.show_models(models)
        self._download_bar.show_offer(models.offer, models.offered)

    def _render_rail(self, state: WindowState) -> None:
        item = state.item
        self.rail.show_picture(shown_of(item) if item is not None else Shown())
        if state.is_working:
            fraction, left = _progress(state, time.monotonic())
            paused = ["Paused"] if state.running and state.running.is_paused else []
            parts = paused + ([f"{words.duration(left)} left"] if left else [])
            self.rail.show_working(fraction, ", ".join(parts))
        else:
            self.rail.show_idle(self._can_upscale(state), self._expectation(state))
        self._render_sizes(item.size if item else None)

    def _render_sizes(self, size: tuple[int, int] | None) -> None:
        if size is None:
            self.rail.show_sizes("", "")
            return
        asked = self.rail.choices.size
        try:
            steps = self._steps(*size)
        except UsageError as error:
            out = words.pixels(*asked.pixels(*size)) if asked else ""
            self.rail.show_sizes(f"{words.pixels(*size)}  →  {out}", str(error), bad=True)
            return
        out = words.pixels(steps.width, steps.height)
        told = words.steps(steps, *size) if asked else ""
        self.rail.show_sizes(f"{words.pixels(*size)}  →  {out}", told)

    def _steps(self, width: int, height: int) -> Steps:
        """How a picture of this size comes to the one chosen. Raises UsageError."""
        scales = _scales(self.rail.family or (self.rail.spec,))
        return steps_to(self.rail.choices.size, width, height, scales)

    def _steps_of(self, item: Item) -> Steps | None:
        """For names that tell the size of a result; None at the model's own scale. What cannot
        come to a size fails when its turn comes: until then any name will do.
        """
        if self.rail.choices.size is None:
            return None
        with suppress(SRError):
            if item.size is not None:
                return self._steps(*item.size)
            seen = files.probe(item.found.path)
            return self._steps(seen.width, seen.height)
        return Steps((), 0, 0, is_resized=False)

    def _can_upscale(self, state: WindowState) -> bool:
        """Whether the picture shown may be started on, and can come to the size chosen."""
        if state.item is not None and state.item.size is not None:
            try:
                self._steps(*state.item.size)
            except UsageError:
                return False
        return state.can_upscale

    def _expectation(self, state: WindowState) -> str:
        """ "about 6 s on CPU, 2 threads, bfloat16", as far as it is known."""
        size = state.item.size if state.item else None
        seconds = self._seconds(*size) if size and state.compute else None
        return state.compute if seconds is None else f"{words.about(seconds)} on {state.compute}"

    def _seconds(self, width: int, height: int) -> float | None:
        """What all passes of the network are likely to take; None where it never ran here."""
        spec, family = self.rail.spec, self.rail.family or (self.rail.spec,)
        seconds, megapixels = 0.0, width * height / 1e6
        with suppress(UsageError):
            for scale in self._steps(width, height).passes:
                spec = next(each for each in family if each.scale == scale)
                megapixels *= scale**2
                pace = self._settings.pace(spec.id)
                if not pace:
                    return None
                seconds += megapixels / pace
            return seconds * self.rail.choices.passes
        return None

    def _summary(self, state: WindowState) -> str:
        now, batch = time.monotonic(), state.running
        if batch is not None:
            return batches.words_of_run(batch, now)
        done, total = state.items.count(Status.DONE), len(state.items)
        if not state.is_working:
            return words.count(total) if not done else f"{done:,} of {total:,} done"
        _, left = _progress(state, now)
        return f"{done:,} of {total:,}" + (f", {words.duration(left)} left" if left else "")

    def _render_status(self, state: WindowState) -> None:
        item = state.item
        parts = [item.name] if item else []
        result = item.result if item else None
        if item is not None and item.frames > 1:
            parts.append(f"{words.frames(item.frames, item.format)}, the first is shown")
        if state.opened is not None and (profile := display.profile_name(state.opened.icc)):
            parts.append(profile)
        if result and len(result.steps) > 1:
            parts.append(words.steps_taken(result.steps))
        tip = " ".join(parts[:1])
        if result and result.consistency_db is not None:
            parts.append(words.consistency(result.consistency_db))
            tip += f"\n{_CONSISTENCY_TIP}"
        self._status_left.set_text("     ".join(parts), tip)
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
        self.arrivals = Arrivals(lambda: self._max_pixels, self)
        self.recent = Recent(self._settings, self)
        self.help = HelpMenu(self, self.recent, lambda: self._state.compute)
        self.toolbar.recent.setMenu(self.recent.menu(self))
        self.toolbar.gear.setMenu(self.help.menu)
        self._taskbar = taskbar.of_window(self)
        self.exporting = Exporting(
            self,
            ExportDesk(
                lambda: self._state,
                self._change,
                self._asked,
                lambda: self.rail.choices.encoding,
                self._upscaler,
                self._reader,
            ),
            self._settings,
        )
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

        bars = (self._download_bar, ArrivalBar(self.arrivals), self._notice)
        right = _column(*bars, self._pages, self.measuring.bar)
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
        bar.copy.triggered.connect(self._copy)
        self.arrivals.arrived.connect(self.add_picture)
        self.arrivals.failed.connect(self._tell_error)
        self.recent.chosen.connect(lambda path: self.add_paths([path]))
        self.recent.changed.connect(lambda: self._empty.show_recent(self.recent.paths))
        self._empty.open_recent.connect(self.recent.chosen)
        self._empty.show_recent(self.recent.paths)
        self.help.preferences.triggered.connect(self.show_preferences)
        bar.fit.triggered.connect(self._view.fit)
        bar.actual.triggered.connect(self.look_closely)
        bar.zoom_in.triggered.connect(lambda: self._view.zoom_to(self._view.zoom * WHEEL_STEP))
        bar.zoom_out.triggered.connect(lambda: self._view.zoom_to(self._view.zoom / WHEEL_STEP))
        self._view.zoomed.connect(bar.show_zoom)
        self._empty.open_files.connect(self._open_files)
        self._empty.open_folder.connect(self._open_folder)
        self._empty.try_sample.connect(self.try_sample)
        self._failed.raise_limit.connect(self.raise_limit)
        self._failed.remove.connect(lambda: self._remove_item(self._state.current))
        self._notice.closed.connect(self._dismiss_notice)
        self._notice.acted.connect(self._act)
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
        self._strip.export_all.connect(self.exporting.choose)
        self._strip.pause.connect(self.exporting.pause)
        self._strip.resume.connect(self.exporting.resume)
        self._strip.cancel.connect(self._cancel)
        self._strip.clear.connect(self._clear)
        for keys, what, slot in (
            ("Ctrl+Return", "Upscale", self.upscale),
            ("Ctrl+Enter", "Upscale", self.upscale),
            ("Esc", "Cancel what runs", self._cancel),
            ("Ctrl+E", "Export all", self.exporting.choose),
            ("Ctrl+P", "Pause the export, or go on", self.exporting.toggle_pause),
            ("Ctrl+Q", "Quit", self.close),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setWhatsThis(what)
            shortcut.activated.connect(slot)

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
        elif promise := incoming.promise(event.mimeData()):
            self._overlay.show_words(promise)
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
        else:
            self._take(incoming.brought_by(mime), "Dropped.png")
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
        self.remember()
        self._bridge.told.disconnect(self._on_event)
        self._upscaler.close()
        self._reader.close()
        self.measuring.close()
        self.exporting.close()
        self.arrivals.close()
        self.help.close()
        self._taskbar.show(None)
        when_done.close(self)
        if self._copying is not None:
            self._copying.close()
        self.keeper.close()
        if self._models_window is not None:
            self._models_window.close()
        self._soon.stop()
        self._clock.stop()

    def remember(self) -> None:
        """Keep where the window is, for the next time."""
        self._settings.keep_geometry(self.saveGeometry())


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return column


def _scales(specs: Iterable[ModelSpec]) -> list[int]:
    return [spec.scale for spec in specs]


def _whole_scale(opened: Picture, layer: SizedBicubic) -> int:
    """By which the picture was enlarged, 0 if by no whole number."""
    scale = layer.width // opened.width
    fits = (layer.height, layer.width) == (opened.height * scale, opened.width * scale)
    return scale if fits else 0


def shown_of(item: Item) -> Shown:
    """What the options of the output must know of a picture."""
    return Shown(item.format, item.lossless, item.frames)


def save_filters() -> dict[str, str]:
    """The lines of the save dialog, each with the ending for names that have none."""
    by_format: dict[str, list[str]] = {}
    for ending in files.WRITABLE:
        by_format.setdefault(files.format_of(Path(f"a{ending}")) or "", []).append(ending)
    every = " ".join(f"*{ending}" for ending in files.WRITABLE)
    each = {
        f"{words.format_name(name)} ({' '.join(f'*{ending}' for ending in endings)})": endings[0]
        for name, endings in by_format.items()
    }
    return {f"Images ({every})": ""} | each


def _work(state: WindowState) -> Work | None:
    """What the task bar shows."""
    if not state.is_working:
        return None
    batch = state.running
    left = len(state.working) if batch is None else batch.to_end
    is_paused = batch is not None and batch.is_paused
    return Work(_progress(state, time.monotonic())[0], left, is_paused)


def _progress(state: WindowState, now: float) -> tuple[float, float | None]:
    """How much of all the work is done, 0 to 1, and the seconds left, None if not known yet."""
    if (batch := state.running) is not None:
        return batch.fraction, batch.seconds_left(now)
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
