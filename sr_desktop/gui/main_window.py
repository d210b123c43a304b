"""The window: turns what the user does into jobs, and events into what is seen.

user -> add_paths, upscale, save_to, export_to ... -> Worker.submit
Worker -> EventBridge -> _on_event -> reducing.reduce -> _render
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
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
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from sr_desktop.gui.canvas.comparison import Comparison
from sr_desktop.gui.empty_pane import EmptyPane
from sr_desktop.gui.model_state import Models
from sr_desktop.gui.placing import in_sight
from sr_desktop.gui.rail import Advice, Rail
from sr_desktop.gui.recent import Recent
from sr_desktop.gui.reflow import Needed, Reflow
from sr_desktop.gui.shelf import Shelf
from sr_desktop.gui.state import Notice, WindowState
from sr_desktop.gui.status_bar import StatusBar
from sr_desktop.gui.toolbar import Toolbar
from sr_desktop.gui.widgets import is_theme_change, tab_as_laid_out
from sr_desktop.language import tr
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.errors import SRError
    from sr_desktop.gui.actions import Action
    from sr_desktop.gui.canvas.comparison import Change
    from sr_desktop.gui.canvas.stage import Chosen
    from sr_desktop.gui.settings import Settings
    from sr_desktop.gui.truth import Event
    from sr_desktop.imaging.picture import Picture

_RENDER_MS = 16
_CLOCK_MS = 500


class MainWindow(QMainWindow):
    """A window without pictures, which furnish makes able to take some.

    rendered tells that the window shows the state of this moment.
    """

    rendered = Signal()

    def __init__(self, settings: Settings, *, furnish: bool = True) -> None:
        super().__init__()
        self._settings = settings
        self._state = WindowState(comparison=Comparison.of_texts(settings.texts("comparison")))
        self._is_furnished = False
        self._closed = False
        self.restarts = False
        self.setWindowTitle("sr-desktop")
        self.setMinimumSize(480, 320)
        self.resize(1280, 840)
        self.restoreGeometry(settings.geometry())
        in_sight(self)
        self._build_front()
        if furnish:
            self.furnish()

    def furnish(self) -> None:
        """Make what a window without pictures does not show, once. It takes what comes from now on.

        What this loads and makes takes as long as all before: the window shows sooner without it.
        """
        from sr_desktop.gui.bridge import EventBridge
        from sr_desktop.gui.keeper import Keeper
        from sr_desktop.jobs.worker import Worker

        self.keeper = Keeper(self._settings)
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)
        # Reading and saving have a thread of their own: they must not wait for a long upscale.
        self._upscaler = Worker(self._bridge.told.emit, "sr-upscale")
        self._reader = Worker(self._bridge.told.emit, "sr-read")
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self._is_furnished = True
        self._render()

    @property
    def state(self) -> WindowState:
        return self._state

    @property
    def is_closed(self) -> bool:
        """Whether it was closed: nothing is to be done in it any more."""
        return self._closed

    def warm_up(self) -> None:
        """Load torch and the chosen network in the background."""
        from sr_desktop.jobs.types import WarmUpJob

        here = (spec for spec in self.keeper.state.shelf.models if self.keeper.has(spec))
        spec = self.rail.spec if self.keeper.has(self.rail.spec) else next(here)
        job = WarmUpJob(spec, self.rail.choices.engine)
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
        self.opening.add_paths(paths)

    def add_picture(self, picture: Picture, name: str) -> None:
        """A picture that has no file."""
        self.opening.add_picture(picture, name)

    def show_item(self, item_id: int) -> None:
        """Another picture in the canvas."""
        self.reading.show(item_id)

    # Work goes out

    def upscale(self) -> None:
        """Start on the pictures selected that can be; what runs goes on, and they wait for it."""
        self.starting.upscale()

    def _escape(self) -> None:
        if self.trying.is_open:
            self.trying.close()
        elif self._state.is_working:
            self.queueing.escape()
        else:
            self.keeper.dismiss()

    def _cancel_shown(self) -> None:
        """The button of the rail."""
        if self._state.item is not None:
            self.queueing.cancel([self._state.item])

    def save_to(self, path: Path) -> None:
        """Write the result of the picture shown to this path; its ending decides the format."""
        self.saving.save_to(path)

    def export_to(self, folder: Path) -> None:
        """Write all results into the folder; of several it is told before what will be done."""
        self.exporting.into(folder)
        self.starting.export()

    # Other windows

    def show_models(self) -> None:
        """The model manager, at the model chosen."""
        self.managing.show()

    def show_preferences(self) -> None:
        """All that is set once and then forgotten (Ctrl+comma)."""
        self.preferring.show()

    def _restart(self) -> None:
        """Close, and start anew with the same files; see app.run."""
        self.restarts = True
        self.restarts = self.close()

    @property
    def file_paths(self) -> list[Path]:
        """The files of the strip; what was pasted has none."""
        return [item.found.path for item in self._state.items if item.picture is None]

    # Notices

    def _dismiss_notice(self) -> None:
        self._change(self._state.without_notice())

    def _act(self, action: Action) -> None:
        """The button of a notice."""
        from sr_desktop.gui.actions import Repeat, Retry, ShowModels, ShowReport, Undo

        match action:
            case Repeat(made=made):
                self.managing.repeat(made)
            case ShowModels():
                self.show_models()
            case ShowReport():
                self.exporting.show_report()
            case Undo():
                self.queueing.undo()
            case Retry(item_id=item_id) if item := self._state.items.get(item_id):
                self.queueing.retry([item])

    # Events come back

    def _on_event(self, event: Event) -> None:
        from sr_desktop.bench.types import Reduced
        from sr_desktop.gui import when_done
        from sr_desktop.gui.reducing import reduce
        from sr_desktop.jobs.types import Failed, Finished, ModelReady, Scanned

        before = self._state
        state = reduce(before, event, time.monotonic())
        if isinstance(event, Scanned) and event.job_id in before.scan_jobs:
            self._state = state
            self.opening.add_found(event)
            return
        if isinstance(event, Reduced) and event.job_id in before.reduce_jobs:
            self._state = state
            name, picture, truth = self.measuring.item_of(event)
            self.opening.add_picture(picture, name, truth)
            return
        if isinstance(event, ModelReady):
            self._stage.prepare()  # numpy came with torch
        if isinstance(event, Finished):
            self.expecting.learn(before, event)
        if isinstance(event, Finished) and before.item and before.item.job_id == event.job_id:
            state = self.reading.read_back(state)
        self.looking.on_event(event)
        self.trying.on_event(event)
        self._change(state)
        if isinstance(event, Failed):
            self.preferring.heed(event)
        when_done.heed(self._settings, self, before, event)
        self.exporting.on_event(event)
        self.predicting.on_event(event)
        if before.running is not None and state.running is None and state.batch is not None:
            self.exporting.ended(state.batch)

    def _tell(self, notice: Notice | None) -> None:
        self._change(replace(self._state, notice=notice))

    def _tell_error(self, error: SRError) -> None:
        self._tell(Notice(error.message, error.hint, bad=True))

    def _look_again(self) -> None:
        """What is not of our state has changed. (Qt lets go of a method when the window goes, of a
        function never.)
        """
        self._change(self._state)

    def _change(self, state: WindowState) -> None:
        """Take a new state; it is drawn soon, once for all the changes until then."""
        self._state = self.measuring.catch_up(state)
        self.own.catch_up(self._state)
        self.looking.catch_up(self._state)
        self.trying.catch_up(self._state)
        if not self._soon.isActive():
            self._soon.start()

    # What is seen

    def _render_front(self, state: WindowState) -> None:
        self._status.show_state(state)
        self.toolbar.views.show_comparison(state.comparison)
        self.toolbar.save.setEnabled(state.result is not None)
        self.toolbar.show_zoom(None if state.opened is None else self._view.zoom)

    def _render(self) -> None:
        state = self._state
        self._render_page(state)
        self._stage.show(state)
        self.measuring.show_state(self._stage.scale, self._stage.name)
        self._notice.show_notice(state.notice)
        self._render_models()
        self._render_rail(state)
        self._strip.show_state(state, self._queue.summary(state, time.monotonic()))
        self._render_front(state)
        self.setWindowTitle(self._queue.title(state))
        self._taskbar.show(self._queue.work(state))
        self._announcer.heed(state)
        if state.is_working and not self._clock.isActive():
            self._clock.start()
        elif not state.is_working:
            self._clock.stop()
        self.looking.follow()
        self.rendered.emit()

    def _render_page(self, state: WindowState) -> None:
        item = state.item
        if item is None:
            self._pages.setCurrentWidget(self._empty)
        elif item.error is not None and state.opened is None:
            self._failed.show_error(item.error, item.found.path)
            self._pages.setCurrentWidget(self._failed)
        else:
            self._pages.setCurrentWidget(self._view)

    def _render_models(self) -> None:
        models = self.keeper.state
        self.rail.show_models(models)
        self._download_bar.show_offer(models.offer, models.offered)

    def _render_rail(self, state: WindowState) -> None:
        from sr_desktop.gui.item_menu import can_start
        from sr_desktop.gui.output_form import Shown, shown_of

        item = state.item
        self.rail.show_picture(shown_of(item) if item is not None else Shown())
        self.own.show_state(state)
        if item is not None and item.is_busy:
            self.rail.show_working(*self._queue.progress(state, item, time.monotonic()))
        else:
            able = sum(can_start(each) for each in state.chosen)
            can = able > 0 if len(state.chosen) > 1 else self.expecting.can_start(state)
            self.rail.show_idle(can, self.expecting.words(state), able)
        sizes = self.expecting.sizes(item)
        self.rail.show_sizes(sizes.text, sizes.note, bad=sizes.bad)

    # Building

    def _build_front(self) -> None:
        """What a window without pictures shows."""
        self.toolbar = Toolbar(self)
        self.rail = Rail(self._settings.choices(), Models(Shelf.look(Library())))
        self.recent = Recent(self._settings, self)
        self._empty = EmptyPane()
        self._empty.show_recent(self.recent.paths)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._status = StatusBar()
        self._lay_out()
        self._render_front(self._state)
        self.rail.show_idle(False, "")

    def _lay_out(self) -> None:
        self._right = _column(self._pages)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(self._right, stretch=1)
        self._body = QWidget()
        self._column = _column(self.toolbar, layout=Needed())
        self._column.addLayout(middle, stretch=1)
        self._column.addWidget(self._status)
        self._body.setLayout(self._column)
        self.setCentralWidget(Reflow(self._body))
        self._body.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._body.setFocus()  # else the first button would look chosen

    def _build(self) -> None:
        from sr_desktop.gui.canvas.view import CanvasView

        self._view = CanvasView()
        self._build_reading()
        self._build_choices()
        self._build_menus()
        self._build_work()
        self._build_canvas()
        self._build_queue()
        self._build_pages()
        self._soon = QTimer(self, singleShot=True, interval=_RENDER_MS)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._put_in()

    def _build_reading(self) -> None:
        from sr_desktop.gui.arrivals import Arrivals
        from sr_desktop.gui.filmstrip import THUMBNAIL_PX
        from sr_desktop.gui.opening import Desk as OpenDesk
        from sr_desktop.gui.opening import Opening
        from sr_desktop.gui.reading import Desk as ReadDesk
        from sr_desktop.gui.reading import Reading
        from sr_desktop.gui.thumbnails import Thumbnails

        self.reading = Reading(
            ReadDesk(
                lambda: self._state,
                self._change,
                self._view.fit,
                lambda items: self.queueing.read_again(items),
                Thumbnails(self._reader, THUMBNAIL_PX),
                self._reader,
            ),
            self._settings,
        )
        self.arrivals = Arrivals(lambda: self.reading.max_pixels, self._settings.proxy, self)
        self.opening = Opening(
            self,
            OpenDesk(
                lambda: self._state,
                self._change,
                self._tell,
                self.reading.show,
                self.keeper,
                self.recent,
                self.arrivals,
                self._reader,
            ),
            self._settings,
        )

    def _build_choices(self) -> None:
        from sr_desktop.gui import managing
        from sr_desktop.gui.expecting import Desk as ExpectingDesk
        from sr_desktop.gui.expecting import Expecting
        from sr_desktop.gui.own_settings import Desk as OwnDesk
        from sr_desktop.gui.own_settings import OwnSettings
        from sr_desktop.gui.predicting import Desk as PredictingDesk
        from sr_desktop.gui.predicting import Predicting

        self.predicting = Predicting(
            PredictingDesk(
                lambda: self._state,
                lambda: self.keeper.state.shelf,
                lambda item: self.own.choices_of(item),
                lambda: self.rail.offered,
                self._upscaler,
            ),
            self._settings,
        )
        self.rail.take(
            Advice(self.predicting.outlook, lambda spec: managing.host(self.keeper, spec))
        )
        self.own = OwnSettings(
            self.rail,
            OwnDesk(
                lambda: self._state,
                self._change,
                lambda: self.keeper.state.shelf,
                lambda: self.reading.max_pixels,
            ),
        )
        self.expecting = Expecting(
            ExpectingDesk(self.own.asked_of, self.predicting.outlook, self.predicting.learn)
        )
        self.managing = managing.Managing(
            self,
            managing.Desk(
                self._tell, self._dismiss_notice, self.keeper, self.rail, self.predicting
            ),
            self._settings,
        )

    def _build_menus(self) -> None:
        from sr_desktop.gui import taskbar
        from sr_desktop.gui.announcing import Announcer
        from sr_desktop.gui.help_menu import HelpMenu
        from sr_desktop.gui.measuring import Desk as MeasureDesk
        from sr_desktop.gui.measuring import Measuring
        from sr_desktop.gui.preferring import Desk as PreferringDesk
        from sr_desktop.gui.preferring import Preferring

        desk = MeasureDesk(
            lambda: self._state, self._change, lambda: self.rail.spec, self._bridge.told.emit
        )
        self.measuring = Measuring(self, desk, self._settings)
        self.toolbar.measure.setMenu(self.measuring.menu)
        self.help = HelpMenu(self, self.recent, lambda: self._state.compute)
        self.toolbar.recent.setMenu(self.recent.menu(self))
        self.toolbar.gear.setMenu(self.help.menu)
        self._taskbar = taskbar.of_window(self)
        self._announcer = Announcer(self)
        self.preferring = Preferring(
            self,
            PreferringDesk(
                self.rail,
                self.keeper,
                self._tell,
                self.warm_up,
                self.reading.limit_to,
                lambda: self.looking.follow(),
                self._restart,
            ),
            self._settings,
        )

    def _build_work(self) -> None:
        from sr_desktop.gui.exporting import Desk as ExportDesk
        from sr_desktop.gui.exporting import Exporting
        from sr_desktop.gui.saving import Desk as SaveDesk
        from sr_desktop.gui.saving import Saving
        from sr_desktop.gui.starting import Desk as StartDesk
        from sr_desktop.gui.starting import Starting

        self.exporting = Exporting(
            self,
            ExportDesk(
                lambda: self._state,
                self._change,
                lambda: self.own.asked_of(None),
                lambda: self.own.common,
                self.rail.show_choices,
                lambda: self.rail.scales,
                self.own.own_of,
                self.keeper.has,
                lambda spec: self.starting.fetch_for_export(spec),
                self._upscaler,
                self._reader,
            ),
            self._settings,
        )
        self.starting = Starting(
            StartDesk(
                lambda: self._state,
                self._change,
                self._tell,
                self.own,
                self.keeper,
                self.exporting,
                self.expecting.can_start,
                lambda items: self.queueing.upscale(items),
                self._view.middle,
                self._upscaler,
            ),
            self._settings,
        )
        self.saving = Saving(
            self,
            SaveDesk(
                lambda: self._state,
                self._change,
                self._tell,
                self.rail,
                self.own,
                self.keeper,
                self.starting,
                self.exporting,
                self._reader,
            ),
            self._settings,
        )

    def _build_canvas(self) -> None:
        from sr_desktop.gui.canvas.stage import Stage
        from sr_desktop.gui.looking import Desk as LookDesk
        from sr_desktop.gui.looking import Looking

        self.looking = Looking(
            LookDesk(
                lambda: self._state,
                lambda: self.own.asked_of(self._state.item),
                self.managing.is_here,
                self._upscaler,
                self._view,
            ),
            self._settings,
        )
        self._stage = Stage(self._view, self._chosen, self.looking.layer)

    def _build_queue(self) -> None:
        from sr_desktop.gui import item_menu, queue
        from sr_desktop.gui.filmstrip import Filmstrip
        from sr_desktop.gui.outgoing import Outgoing
        from sr_desktop.gui.queueing import Desk as QueueDesk
        from sr_desktop.gui.queueing import Queueing

        self._queue = queue.Clock(self.expecting.seconds)
        self._outgoing = Outgoing(self)
        self.queueing = Queueing(
            self,
            QueueDesk(
                lambda: self._state,
                self._change,
                self.starting.start,
                self.reading.show,
                self.measuring.forget,
                self.exporting.cancel,
                self.saving.save_as,
                self.own.only_for,
                self.own.back,
                self._upscaler,
                self._reader,
            ),
        )
        self._strip = Filmstrip(
            lambda items: self._outgoing.mime(items, self.saving.rule_of),
            self.expecting.size_out,
            lambda: item_menu.groups(self._state),
        )

    def _build_pages(self) -> None:
        from sr_desktop.gui.panes import FailedPane
        from sr_desktop.gui.trying import Desk as TryDesk
        from sr_desktop.gui.trying import Trying

        self._failed = FailedPane()
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._failed)
        self.trying = Trying(
            TryDesk(
                lambda: self._state,
                lambda: self.keeper.state.shelf,
                self.looking.hold,
                self._add_below,
                self._pages,
                self.show_models,
                self._upscaler,
                self.rail,
                self._view,
            ),
            self.toolbar.tryout,
        )

    def _put_in(self) -> None:
        """What is hidden at first, in its places."""
        from sr_desktop.gui.arrivals import ArrivalBar
        from sr_desktop.gui.download_bar import DownloadBar
        from sr_desktop.gui.drops import Desk as DropDesk
        from sr_desktop.gui.drops import Drops
        from sr_desktop.gui.panes import NoticeBar

        self._notice, self._download_bar = NoticeBar(), DownloadBar()
        bars = (self._download_bar, ArrivalBar(self.arrivals), self._notice)
        for place, bar in enumerate(bars):
            self._right.insertWidget(place, bar)
            tab_as_laid_out(bar, before=self._empty)
        self._right.addWidget(self.measuring.bar)
        self._column.insertWidget(self._column.count() - 1, self._strip)
        self.drops = Drops(self._body, DropDesk(self.measuring, self.opening.take))
        self.drops.overlay.setGeometry(self.rect())

    def _add_below(self, panel: QWidget) -> None:
        """Under the picture; Tab comes to it before the strip."""
        self._right.addWidget(panel)
        tab_as_laid_out(panel, before=self._strip)

    def _connect(self) -> None:
        self._soon.timeout.connect(self._render)
        self._clock.timeout.connect(self._render)
        self._connect_toolbar()
        self._connect_pictures()
        self._connect_canvas()
        self._connect_models()
        self._connect_strip()
        self._bind_keys()

    def _connect_toolbar(self) -> None:
        from sr_desktop.gui.canvas.view import WHEEL_STEP

        bar = self.toolbar
        bar.open.triggered.connect(self.opening.ask_for_files)
        bar.folder.triggered.connect(self.opening.ask_for_folder)
        bar.paste.triggered.connect(self.opening.paste)
        bar.save.triggered.connect(self.saving.save_as)
        bar.copy.triggered.connect(self.saving.copy)
        bar.models.triggered.connect(self.show_models)
        bar.fit.triggered.connect(self._view.fit)
        bar.actual.triggered.connect(self.look_closely)
        bar.zoom_in.triggered.connect(lambda: self._view.zoom_to(self._view.zoom * WHEEL_STEP))
        bar.zoom_out.triggered.connect(lambda: self._view.zoom_to(self._view.zoom / WHEEL_STEP))
        bar.views.chosen.connect(self._compare)
        self.help.preferences.triggered.connect(self.show_preferences)

    def _connect_pictures(self) -> None:
        from sr_desktop.gui.item_menu import Do

        self.arrivals.arrived.connect(self.add_picture)
        self.arrivals.failed.connect(self._tell_error)
        self.recent.chosen.connect(lambda path: self.add_paths([path]))
        self.recent.changed.connect(lambda: self._empty.show_recent(self.recent.paths))
        self._empty.open_recent.connect(self.recent.chosen)
        self._empty.open_files.connect(self.opening.ask_for_files)
        self._empty.open_folder.connect(self.opening.ask_for_folder)
        self._empty.try_sample.connect(self.opening.try_sample)
        self._failed.raise_limit.connect(self.reading.limit_to)
        self._failed.remove.connect(lambda: self.queueing.remove({self._state.current}))
        self._failed.retry.connect(lambda: self.queueing.do(Do.RETRY))

    def _connect_canvas(self) -> None:
        self._view.zoomed.connect(self.toolbar.show_zoom)
        self._view.pointed.connect(self._status.show_pixel)
        self._view.compared.connect(self._compare)
        self._stage.changed.connect(self._look_again)
        self._notice.closed.connect(self._dismiss_notice)
        self._notice.acted.connect(self._act)

    def _connect_models(self) -> None:
        self.rail.upscale.connect(self.upscale)
        self.rail.cancel.connect(self._cancel_shown)
        self.rail.changed.connect(self._choices_changed)
        self.rail.more.connect(self.show_models)
        self.predicting.changed.connect(self._look_again)
        self.rendered.connect(self.predicting.attend)
        self.keeper.changed.connect(self._look_again)
        self.keeper.told.connect(self._tell)
        self.keeper.ready.connect(self.starting.begin_wanted)
        self.keeper.chosen.connect(self.managing.choose)
        self._download_bar.download.connect(self.managing.download_offered)
        self._download_bar.dismiss.connect(self.keeper.dismiss)
        self._download_bar.by_hand.connect(self.managing.import_offered)

    def _connect_strip(self) -> None:
        self._strip.chosen.connect(self.show_item)
        self._strip.selected.connect(self.queueing.select)
        self._strip.remove.connect(self._remove_selected)
        self._strip.moved.connect(self.queueing.move)
        self._strip.stepped.connect(self.queueing.step)
        self._strip.sighted.connect(self.reading.look_at)
        self._strip.asked.connect(self.queueing.do)
        self._strip.export_all.connect(lambda: self.exporting.open())
        self._strip.pause.connect(self.exporting.pause)
        self._strip.resume.connect(self.exporting.resume)
        self._strip.cancel.connect(self.exporting.cancel)
        self._strip.clear.connect(self.queueing.clear)
        self._outgoing.failed.connect(self._tell_error)

    def _bind_keys(self) -> None:
        for keys, what, slot in (
            ("Ctrl+Return", tr("Upscale"), self.upscale),
            ("Ctrl+Enter", tr("Upscale"), self.upscale),
            ("Esc", tr("Cancel the picture shown, once more all"), self._escape),
            ("Ctrl+Z", tr("Undo Remove or Clear"), self.queueing.undo),
            ("Ctrl+A", tr("Select all pictures"), self._strip.select_all),
            ("Del", tr("Remove those selected"), self._remove_selected),
            ("Ctrl+E", tr("Export"), self.exporting.open),
            ("Ctrl+P", tr("Pause the export, or go on"), self.exporting.toggle_pause),
            ("Ctrl+Q", tr("Quit"), self.close),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setWhatsThis(what)
            shortcut.activated.connect(slot)

    def _chosen(self) -> Chosen:
        from sr_desktop.gui.canvas.stage import Chosen

        return Chosen(self.rail.spec, self.rail.family, self.rail.choices.size)

    def _compare(self, change: Change) -> None:
        comparison = change(self._state.comparison)
        self._settings.keep_texts("comparison", comparison.texts())
        self._change(replace(self._state, comparison=comparison))

    def _remove_selected(self) -> None:
        from sr_desktop.gui.item_menu import Do

        self.queueing.do(Do.REMOVE)

    def _choices_changed(self) -> None:
        if self.own.is_showing:
            return
        if self.own.chosen():
            self._settings.keep_choices(self.rail.choices)
        self.keeper.chose(self.rail.spec)
        self._strip.sizes_changed()
        self._change(self._state)

    # The window itself

    def changeEvent(self, event: QEvent) -> None:
        if is_theme_change(event):
            self.toolbar.dress()
            self._empty.dress()
            if self._is_furnished:
                self._change(self._state)
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nobody who has the focus makes use of, the canvas does."""
        if self._is_blink(event):
            self._view.hold(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._is_blink(event):
            self._view.hold(False)
        else:
            super().keyReleaseEvent(event)

    def _is_blink(self, event: QKeyEvent) -> bool:
        is_space = event.key() == Qt.Key.Key_Space and not event.isAutoRepeat()
        return is_space and self._is_furnished

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._is_furnished:
            self.drops.overlay.setGeometry(self.rect())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stops at most one tile later; whatever was being written is finished or absent."""
        super().closeEvent(event)
        if self._closed:
            return
        self._closed = True
        self.remember()
        if self._is_furnished:
            self._let_go()

    def _let_go(self) -> None:
        from sr_desktop.gui import when_done

        self.looking.close()
        self._bridge.told.disconnect(self._on_event)
        self.predicting.close()
        self._upscaler.close()
        self._reader.close()
        self._stage.close()
        self.measuring.close()
        self.exporting.close()
        self.preferring.close()
        self._outgoing.close()
        self.arrivals.close()
        self.help.close()
        self._taskbar.show(None)
        when_done.close(self)
        self.saving.close()
        self.keeper.close()
        self.managing.close()
        self._soon.stop()
        self._clock.stop()

    def remember(self) -> None:
        """Keep where the window is, for the next time."""
        self._settings.keep_geometry(self.saveGeometry())


def _column(*widgets: QWidget, layout: QVBoxLayout | None = None) -> QVBoxLayout:
    column = QVBoxLayout() if layout is None else layout
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return column
