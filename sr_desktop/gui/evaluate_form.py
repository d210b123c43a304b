"""The left side of the Evaluate window: data sets, models, scales, and the button."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.bench.datasets import SCALES
from sr_desktop.gui import theme, words
from sr_desktop.gui.evaluation import Evaluation, Selection
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import (
    Elided,
    ProgressButton,
    Tick,
    Toggle,
    button,
    label,
    tab_as_laid_out,
)
from sr_desktop.language import tr, trn

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec

WIDTH_PX = 272


class EvaluateForm(QFrame):
    """changed tells that another thing is chosen; the others ask."""

    changed = Signal()
    add_folder = Signal()
    choose_save = Signal()
    start = Signal()
    cancel = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.selection = Selection()
        self.models: tuple[ModelSpec, ...] = ()
        self._running = False
        self._ticks: dict[str, Tick] = {}
        self._toggles: dict[int, Toggle] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scrolled(self._options()), stretch=1)
        column.addLayout(self._action())

    def sizeHint(self) -> QSize:
        """As wide as ever, but for letters that need more."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        least = self._options_area.minimumSizeHint().width() + bar
        return QSize(max(WIDTH_PX, least), super().minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_models(self, here: tuple[ModelSpec, ...]) -> None:
        """Those on this computer, a tick for each network."""
        if here == self.models:
            return
        self.models = here
        _clear(self._place_of_models)
        self._ticks = {}
        for name in dict.fromkeys(spec.name for spec in here):
            specs = [spec for spec in here if spec.name == name]
            tick = Tick(specs[0].shown_label, " ".join(f"×{spec.scale}" for spec in specs))
            tick.setToolTip(specs[0].shown_purpose)
            tick.toggled.connect(lambda on, name=name: self._tick(name, on))
            self._ticks[name] = tick
            self._place_of_models.addWidget(tick)
        self.choose(self.selection)

    def choose(self, selection: Selection) -> None:
        """Show this as chosen; what is not on this computer falls out."""
        self.selection = replace(selection, models=selection.models & self._ticks.keys())
        _clear(self._place_of_folders)
        for folder in self.selection.folders:
            self._place_of_folders.addWidget(self._folder_row(folder))
        self._no_folders.setVisible(not self.selection.folders)
        for name, tick in self._ticks.items():
            tick.blockSignals(True)
            tick.setChecked(name in self.selection.models)
            tick.blockSignals(False)
        for scale, toggle in self._toggles.items():
            toggle.setChecked(scale in self.selection.scales)
        self._show_save()
        tab_as_laid_out(self)
        self.changed.emit()

    def save_in(self, folder: Path | None) -> None:
        """Keep the SR pictures there, or nowhere."""
        self.choose(replace(self.selection, save=folder))

    def show_state(self, state: Evaluation, now: float) -> None:
        self._running = state.running
        self._options_area.setEnabled(not state.running)
        self._fade.setEnabled(state.running)
        if state.running:
            left = state.seconds_left(now)
            self._button.setText(tr("Cancel   {part:.0%}", part=state.fraction))
            self._button.set_fraction(state.fraction)
            self._button.setEnabled(True)
            self._caption.setText(
                tr("{time} left", time=words.duration(left)) if left else tr("Starting…")
            )
            return
        lacks = self.selection.lacks(self.models)
        self._button.setText(tr("Start"))
        self._button.set_fraction(None)
        self._button.setEnabled(not lacks)
        self._caption.setText(lacks or self._plan())

    def dress(self) -> None:
        """Draw in the colours of the scheme."""
        self.choose(self.selection)

    def _plan(self) -> str:
        """ "2 data sets, 3 checkpoints" """
        folders, specs = len(self.selection.folders), len(self.selection.specs(self.models))
        return tr(
            "{data_sets}, {checkpoints}, float32",
            data_sets=trn("{count} data set", "{count} data sets", folders),
            checkpoints=trn("{count} checkpoint", "{count} checkpoints", specs),
        )

    # Building

    def _options(self) -> QWidget:
        options = QWidget()
        options.setObjectName("options")
        column = QVBoxLayout(options)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(label(tr("DATA SETS"), "heading"))
        self._no_folders = label(
            tr(
                "Drop folders here: HR and LR as benchmarks have them, or just pictures, which are "
                "then made smaller by bicubic."
            ),
            "muted",
        )
        self._no_folders.setWordWrap(True)
        column.addWidget(self._no_folders)
        self._place_of_folders = _place(column, 4)
        add = button(tr("Add a folder…"), "plain")
        add.clicked.connect(self.add_folder)
        column.addWidget(add, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(GRID_PX)
        column.addWidget(label(tr("MODELS"), "heading"))
        self._place_of_models = _place(column, 0)
        column.addSpacing(GRID_PX)
        column.addWidget(label(tr("SCALES"), "heading"))
        column.addLayout(self._scales())
        column.addSpacing(GRID_PX)
        column.addWidget(label(tr("PICTURES"), "heading"))
        self._save = Tick(tr("Save the results"), "PNG")
        self._save.toggled.connect(self._tick_save)
        column.addWidget(self._save)
        self._save_folder = Elided()
        self._save_folder.setProperty("role", "muted")
        column.addWidget(self._save_folder)
        column.addStretch()
        return options

    def _scales(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for scale in SCALES:
            toggle = Toggle(f"×{scale}")
            toggle.setAccessibleName(tr("{scale} times as wide and high", scale=scale))
            toggle.clicked.connect(self._toggle_scales)
            self._toggles[scale] = toggle
            row.addWidget(toggle)
        return row

    def _scrolled(self, options: QWidget) -> QScrollArea:
        self._options_area = options
        self._fade = QGraphicsOpacityEffect(options)
        self._fade.setOpacity(0.5)
        self._fade.setEnabled(False)
        options.setGraphicsEffect(self._fade)
        area = self._area = QScrollArea()
        area.setObjectName("railscroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(options)
        return area

    def _action(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        self._button = ProgressButton(tr("Start"))
        self._button.setToolTip(tr("Start (Ctrl+Enter), cancel (Esc)"))
        self._button.clicked.connect(self._press)
        self._caption = label("", "muted")
        self._caption.setWordWrap(True)
        column.addWidget(self._button)
        column.addWidget(self._caption)
        return column

    def _folder_row(self, folder: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID_PX)
        name = Elided()
        name.setText(folder.name or str(folder))
        name.setToolTip(str(folder))
        remove = QToolButton()
        remove.setIcon(theme.icon("close", theme.tokens().muted))
        remove.setIconSize(QSize(16, 16))
        remove.setAccessibleName(tr("Take {name} out", name=folder.name))
        remove.setToolTip(tr("Take it out of the list"))
        remove.clicked.connect(lambda: self.choose(self.selection.without(folder)))
        line.addWidget(name, stretch=1)
        line.addWidget(remove)
        return row

    # What is chosen

    def _press(self) -> None:
        (self.cancel if self._running else self.start).emit()

    def _tick(self, name: str, on: bool) -> None:
        models = self.selection.models | {name} if on else self.selection.models - {name}
        self.selection = replace(self.selection, models=models)
        self.changed.emit()

    def _toggle_scales(self) -> None:
        on = frozenset(scale for scale, each in self._toggles.items() if each.isChecked())
        self.selection = replace(self.selection, scales=on)
        self.changed.emit()

    def _tick_save(self, on: bool) -> None:
        if on:
            self.choose_save.emit()
        else:
            self.save_in(None)

    def _show_save(self) -> None:
        folder = self.selection.save
        self._save.blockSignals(True)
        self._save.setChecked(folder is not None)
        self._save.blockSignals(False)
        self._save_folder.setVisible(folder is not None)
        self._save_folder.set_text(tr("In {folder}", folder=folder) if folder else "")


def _place(column: QVBoxLayout, spacing_px: int) -> QVBoxLayout:
    """Where rows come and go."""
    place = QVBoxLayout()
    place.setSpacing(spacing_px)
    column.addLayout(place)
    return place


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
