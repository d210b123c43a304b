"""The panel of the try-out: crops side by side, with what each network costs and gains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui import details, theme
from sr_desktop.gui.crop_view import CropView
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Elided, button, is_theme_change, label, restyle, tab_as_laid_out
from sr_desktop.language import sentences, tr

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QShowEvent

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.tryout import Words

MIN_ZOOM, MAX_ZOOM = 0.25, 16.0
_CELL_PX = 160
_WIDEST_CELL_PX = 360
_HIGHEST_PX = 440
_STEP = 1.25


class Cell(QFrame):
    """One way to enlarge the crop; used asks for the network that did it."""

    used = Signal()

    def __init__(self, spec: ModelSpec | None) -> None:
        super().__init__()
        self.setProperty("role", "cell")
        self.setMaximumWidth(_WIDEST_CELL_PX)
        self.spec = spec
        self.crop = CropView()
        self._name, self._facts, self._time = Elided(), Elided(), label("", "muted")
        self._name.setProperty("role", "sizes")
        self._facts.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        column.addWidget(self.crop, stretch=1)
        column.addSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(GRID_PX)
        first.addWidget(self._name, stretch=1)
        first.addWidget(self._time)
        column.addLayout(first)
        column.addWidget(self._facts)
        column.addSpacing(4)
        self.use = button(tr("Use this one"), "plain")
        self.use.setAutoDefault(True)  # Enter presses it, as Space does
        self.use.clicked.connect(self.used)
        self.use.installEventFilter(self)
        column.addWidget(self.use)
        self._trouble = ""
        self.copy = details.copy_button(lambda: self._trouble)
        column.addWidget(self.copy)
        policy = self.use.sizePolicy()
        policy.setRetainSizeWhenHidden(spec is None)  # the crops stay equally high
        self.use.setSizePolicy(policy)
        self.use.setVisible(spec is not None)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(_CELL_PX, 0))

    def show_error(self, message: str, hint: str) -> None:
        """This network cannot do it, and why."""
        self._trouble = sentences(message, hint)
        self.crop.show_text(self._trouble, self._trouble, bad=True)
        self.use.hide()
        self.copy.show()

    def show_words(self, told: Words) -> None:
        self._name.set_text(told.name)
        self._facts.set_text(told.facts or " ")  # as high as the others
        self._time.setText(told.time)
        self.copy.setAccessibleName(tr("Copy details of {model}", model=told.name))
        self.crop.setAccessibleName(tr("The spot by {model}", model=told.name))
        self.use.setAccessibleName(tr("Use {model}", model=told.name))
        self.use.setToolTip(tr("Choose {model} and close (Enter)", model=told.name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The whole cell shows that its button has the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            restyle(self)
        return super().eventFilter(watched, event)


class TryPanel(QFrame):
    """Hidden until it is asked for. used tells a network, closed and models what was pressed.

    middle asks for the middle of the view, for those who do not click.
    """

    used = Signal(object)
    closed = Signal()
    models = Signal()
    middle = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("tryout")
        self.setAccessibleName(tr("Try models"))
        self.setMaximumHeight(_HIGHEST_PX)
        self._zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        self.cells: list[Cell] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        column.addLayout(self._head())
        column.addWidget(self._shelf(), stretch=1)
        column.addWidget(self._foot())
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tab_as_laid_out(self)

    def ask_for_spot(self) -> None:
        """Show one line that says what to do."""
        self._sentence.set_text(tr("Click a spot in the picture to try all models there."))
        for widget in (self._area, self._feet, self._zoomer):
            widget.hide()
        self.take_middle.show()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show()
        self.take_middle.setFocus()

    def show_cells(self, specs: Sequence[ModelSpec | None], missing: Sequence[str]) -> None:
        """Empty cells for these, None for bicubic; missing are networks that are not here."""
        self._rebuild(specs)
        self._sentence.set_text(tr("Click another spot to try there. Times: the whole picture."))
        told = tr("Not on this computer: {models}", models=" · ".join(missing))
        self._missing.set_text(told if missing else "")
        self._feet.setVisible(bool(missing))
        for widget in (self._area, self._zoomer):
            widget.show()
        self.take_middle.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._centre = QPointF(0.5, 0.5)
        self._show_part()

    def show_crop(self, at: int, image: QImage) -> None:
        self.cells[at].crop.show_image(image)

    def close_panel(self) -> None:
        self.hide()
        self._rebuild(())

    # Zoom and position, one for all

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def centre(self) -> QPointF:
        return self._centre

    def zoom_by(self, times: float) -> None:
        self._zoom = min(max(self._zoom * times, MIN_ZOOM), MAX_ZOOM)
        if abs(self._zoom - round(self._zoom)) < 0.01:
            self._zoom = float(round(self._zoom))
        self._show_part()

    def drag(self, by: QPointF) -> None:
        x, y = self._centre.x() - by.x(), self._centre.y() - by.y()
        self._centre = QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
        self._show_part()

    def _show_part(self) -> None:
        widest_px = self._percent.fontMetrics().horizontalAdvance("1600%")
        self._percent.setMinimumWidth(max(56, widest_px))
        self._percent.setText(f"{self._zoom:.0%}")
        self._percent.setAccessibleName(tr("Zoom of the crops {zoom:.0%}", zoom=self._zoom))
        for cell in self.cells:
            cell.crop.show_part(self._zoom, self._centre)

    def changeEvent(self, event: QEvent) -> None:
        if is_theme_change(event):
            self.dress()
        super().changeEvent(event)

    # Building

    def dress(self) -> None:
        """Tint the icons in the colours of the scheme."""
        for each, name in ((self._out, "zoom-out"), (self._in, "zoom-in"), (self._close, "close")):
            each.setIcon(theme.icon(name))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        row.addWidget(label(tr("Try models"), "sizes"))
        self._sentence = Elided()
        self._sentence.setProperty("role", "muted")
        row.addWidget(self._sentence, stretch=1)
        self.take_middle = button(tr("Take the middle"), "plain")
        self.take_middle.setAutoDefault(True)
        self.take_middle.setToolTip(tr("Try the models in the middle of the view (Enter)"))
        self.take_middle.clicked.connect(self.middle)
        row.addWidget(self.take_middle)
        self._zoomer = QWidget()
        zoom = QHBoxLayout(self._zoomer)
        zoom.setContentsMargins(0, 0, 0, 0)
        zoom.setSpacing(0)
        self._out = _icon_button(tr("Crops smaller"), lambda: self.zoom_by(1 / _STEP))
        self._in = _icon_button(tr("Crops larger"), lambda: self.zoom_by(_STEP))
        self._percent = QLabel()
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self._out, self._percent, self._in):
            zoom.addWidget(widget)
        row.addWidget(self._zoomer)
        self._close = _icon_button(tr("Close (Esc)"), self.closed.emit)
        row.addWidget(self._close)
        self.dress()
        return row

    def _shelf(self) -> QScrollArea:
        row = QWidget()
        row.setObjectName("options")
        self._row = QHBoxLayout(row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID_PX)
        self._row.addStretch()
        self._area = QScrollArea()
        self._area.setObjectName("railscroll")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(row)
        return self._area

    def _foot(self) -> QWidget:
        self._feet = QWidget()
        row = QHBoxLayout(self._feet)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID_PX)
        self._missing = Elided()
        self._missing.setProperty("role", "muted")
        self._missing.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.more = button(tr("Models…"), "link")
        self.more.setAutoDefault(True)
        self.more.setToolTip(tr("All models: download, import, remove (Ctrl+M)"))
        self.more.clicked.connect(self.models)
        row.addWidget(self._missing)
        row.addWidget(self.more)
        row.addStretch()
        return self._feet

    def _rebuild(self, specs: Sequence[ModelSpec | None]) -> None:
        for old in self.cells:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cells = [Cell(spec) for spec in specs]
        for n, cell in enumerate(self.cells):
            self._row.insertWidget(n, cell, 1)
            cell.crop.zoomed.connect(self.zoom_by)
            cell.crop.dragged.connect(self.drag)
            cell.used.connect(lambda cell=cell: self.used.emit(cell.spec))
        self._area.setMinimumHeight(self._row.minimumSize().height())
        tab_as_laid_out(self)


def _icon_button(tip: str, slot: object) -> QToolButton:
    made = QToolButton()
    made.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
    made.setToolTip(tip)
    made.setAccessibleName(tip.partition(" (")[0])
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.clicked.connect(slot)
    return made
