"""The left rail: model, scale, output, and the button that does it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.catalogue import ModelSpec
from sr_desktop.gui import words
from sr_desktop.gui.model_state import Models
from sr_desktop.gui.shelf import Shelf
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import (
    Choice,
    ModelCard,
    ProgressButton,
    Segments,
    Tick,
    button,
    label,
    restyle,
)
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs.types import Engine

WIDTH_PX = 288
ENSEMBLE_PASSES = 8
_FORMATS = {
    "same": "Same as the original",
    "png": "PNG",
    "jpeg": "JPEG",
    "webp": "WebP",
    "tiff": "TIFF",
}
_ENSEMBLE_TIP = (
    "Upscales the picture in eight turned and mirrored forms and takes their mean:\n"
    "a little closer to the original, in eight times the time"
)
_CARD_TIP = "PSNR on the Set5 benchmark and its gain over bicubic; in brackets as published"


@dataclass(frozen=True, slots=True)
class Choices:
    """What is set in the rail."""

    model: str = "pan"
    scale: int = 4
    format: str = "same"
    quality: int = 95
    self_ensemble: bool = False

    @property
    def encoding(self) -> Encoding:
        return Encoding(self.format, self.quality)

    @property
    def engine(self) -> Engine:
        return Engine(self_ensemble=self.self_ensemble)

    @property
    def passes(self) -> int:
        """How many times the network runs over the picture."""
        return ENSEMBLE_PASSES if self.self_ensemble else 1


class Rail(QFrame):
    """changed tells that a choice is another one; the button asks to upscale or to cancel.

    more asks for all the models there are.
    """

    changed = Signal()
    upscale = Signal()
    cancel = Signal()
    more = Signal()

    def __init__(self, choices: Choices, models: Models) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH_PX)
        self._models = models
        self._model, self._scale = choices.model, choices.scale
        self._working = False
        self._cards: dict[str, ModelCard] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._choose_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        foot = self._action()
        column.addWidget(self._scrolled(self._options(choices)), stretch=1)
        column.addWidget(foot)
        self.show_models(models)

    @property
    def choices(self) -> Choices:
        return Choices(
            self._model,
            self._scale,
            self._format.currentData(),
            self._quality.value(),
            self._ensemble.isChecked(),
        )

    @property
    def spec(self) -> ModelSpec:
        """The checkpoint chosen; no file is read."""
        return self._models.shelf.find(self._model, self._scale)

    def show_models(self, models: Models) -> None:
        """The models there are now; a chosen one that is gone gives way to the first."""
        self._models = models
        networks = models.shelf.networks()
        self._model = self._model if self._model in networks else next(iter(networks))
        scales = [spec.scale for spec in networks[self._model]]
        self._scale = self._scale if self._scale in scales else scales[-1]
        if list(self._cards) != models.shelf.offered(self._model):
            self._rebuild_cards(models.shelf)
        self._cards[self._model].setChecked(True)
        if self._segments.values != scales:
            self._segments.set_choices(scales, self._scale)
        self._show_facts()

    def choose(self, spec: ModelSpec) -> None:
        """Choose this checkpoint, which the models shown last have."""
        self._model, self._scale = spec.name, spec.scale
        self._segments.set_choices(self._scales(), self._scale)
        self.show_models(self._models)
        self.changed.emit()

    def choose_scale(self, scale: int) -> None:
        """Choose one of the model's scales."""
        self._scale = scale
        self._segments.choose(scale)
        self._show_facts()
        self.changed.emit()

    def show_sizes(self, size: tuple[int, int] | None) -> None:
        """The sizes in and out."""
        if size is None:
            self._sizes.setText("")
        else:
            width, height = size
            out = words.pixels(width * self._scale, height * self._scale)
            self._sizes.setText(f"{words.pixels(width, height)}  →  {out}")

    def show_idle(self, can_upscale: bool, expect: str) -> None:
        """expect is the time and device to expect, in words."""
        self._working = False
        self._button.setText("Upscale")
        self._button.setEnabled(can_upscale)
        self._button.set_fraction(None)
        self._caption.setText(expect)

    def show_working(self, fraction: float, left: str) -> None:
        """left is the time left, in words."""
        self._working = True
        self._button.setText(f"Cancel   {fraction:.0%}")
        self._button.setEnabled(True)
        self._button.set_fraction(fraction)
        self._caption.setText(left)

    def _press(self) -> None:
        (self.cancel if self._working else self.upscale).emit()

    # Building

    def _options(self, choices: Choices) -> QWidget:
        """All that is chosen, from top to bottom."""
        options = QWidget()
        options.setObjectName("options")
        column = self._column = QVBoxLayout(options)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(label("MODEL", "heading"))
        self._place_of_cards = QVBoxLayout()
        self._place_of_cards.setSpacing(GRID_PX // 2)
        column.addLayout(self._place_of_cards)
        self._more = button("More models…", "link")
        self._more.setToolTip("All models: download, import, verify, remove (Ctrl+M)")
        self._more.clicked.connect(self.more)
        column.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label("SCALE", "heading"))
        self._segments = Segments("Scale")
        self._segments.chosen.connect(self.choose_scale)
        column.addWidget(self._segments)
        self._ensemble = Tick("Self-ensemble", "8 × the time")
        self._ensemble.setToolTip(_ENSEMBLE_TIP)
        self._ensemble.setChecked(choices.self_ensemble)
        self._ensemble.toggled.connect(self.changed)
        column.addWidget(self._ensemble)
        column.addSpacing(GRID_PX)
        column.addWidget(label("OUTPUT", "heading"))
        self._add_output(column, choices)
        column.addStretch()
        return options

    def _scrolled(self, options: QWidget) -> QScrollArea:
        area = _Scroll()
        area.setObjectName("railscroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(options)
        area.verticalScrollBar().rangeChanged.connect(self._make_room)
        return area

    def _make_room(self, first: int, last: int) -> None:
        """The scroll bar lies in the margin, and a line tells that more is under it."""
        side = GRID_PX if last > first else 2 * GRID_PX
        self._column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, side, GRID_PX)
        self._foot.setProperty("edge", last > first)
        restyle(self._foot)

    def _action(self) -> QFrame:
        """What stays in sight: the sizes, the button, what to expect."""
        self._foot = QFrame()
        self._foot.setObjectName("railfoot")
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        self._sizes = label("", "sizes")
        column.addWidget(self._sizes)
        self._button = ProgressButton("Upscale")
        self._button.setToolTip("Upscale this picture (Ctrl+Enter)")
        self._button.clicked.connect(self._press)
        column.addWidget(self._button)
        self._caption = label("", "muted")
        column.addWidget(self._caption)
        return self._foot

    def _add_output(self, column: QVBoxLayout, choices: Choices) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID_PX)
        self._format = Choice()
        self._format.setAccessibleName("Format of saved pictures")
        for key, text in _FORMATS.items():
            self._format.addItem(text, key)
        self._format.setCurrentIndex(max(0, self._format.findData(choices.format)))
        self._quality = QSpinBox()
        self._quality.setAccessibleName("Quality, 1 to 100")
        self._quality.setToolTip("Quality: higher is better and larger")
        self._quality.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._quality.setPrefix("Quality ")
        self._quality.setRange(1, 100)
        self._quality.setValue(choices.quality)
        row.addWidget(self._format, stretch=1)
        row.addWidget(self._quality)
        column.addLayout(row)
        self._format.currentIndexChanged.connect(self._choose_format)
        self._quality.valueChanged.connect(self.changed)
        self._choose_format()

    def _choose_format(self) -> None:
        self._quality.setVisible(self._format.currentData() in ("jpeg", "webp"))
        self.changed.emit()

    # The cards

    def _rebuild_cards(self, shelf: Shelf) -> None:
        networks = shelf.networks()
        focused = next((name for name, card in self._cards.items() if card.hasFocus()), None)
        for old in self._cards.values():
            self._group.removeButton(old)
            self._place_of_cards.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = {}
        for name in shelf.offered(self._model):
            first = networks[name][0]
            card = ModelCard(first.label, first.purpose)
            card.setToolTip(f"{first.purpose}.\n{_CARD_TIP}")
            self._group.addButton(card)
            self._place_of_cards.addWidget(card)
            self._cards[name] = card
        if focused in self._cards:
            self._cards[focused].setFocus()

    def _choose_card(self, card: ModelCard) -> None:
        self._model = next(name for name, each in self._cards.items() if each is card)
        scales = self._scales()
        self._scale = self._scale if self._scale in scales else scales[-1]
        self._segments.set_choices(scales, self._scale)
        self._show_facts()
        self.changed.emit()

    def _scales(self) -> list[int]:
        return [spec.scale for spec in self._models.shelf.networks()[self._model]]

    def _show_facts(self) -> None:
        models = self._models
        networks = models.shelf.networks()
        for name, card in self._cards.items():
            specs = networks[name]
            spec = next((spec for spec in specs if spec.scale == self._scale), None)
            if spec is None:
                scales = ", ".join(f"×{each.scale}" for each in specs)
                card.show_facts("", f"{scales} only", True)
            else:
                is_here = spec.id in models.shelf.here
                card.show_facts(score(spec), place(spec, models), is_here)


class _Scroll(QScrollArea):
    """As low as it must be: what has no room is scrolled to."""

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH_PX, 120)


def score(spec: ModelSpec) -> str:
    """ "Set5 31.11 dB (+2.68)", measured here, with the gain over bicubic; "(Set5 38.02 dB)" as
    published.
    """
    if not spec.scores:
        stated = spec.published.get("Set5")
        return f"(Set5 {stated:.2f} dB)" if stated else ""
    data_set, measured = next(iter(spec.scores.items()))
    gain = measured - spec.bicubic[data_set] if data_set in spec.bicubic else None
    return f"{data_set} {measured:.2f} dB" + (f" (+{gain:.2f})" if gain is not None else "")


def place(spec: ModelSpec, models: Models) -> str:
    """Where the checkpoint is: "Installed", "Download 5.5 MB", "Downloading 43 %"."""
    if (download := models.coming(spec.id)) is not None:
        return "Downloading" + (f" {download.fraction:.0%}" if download.fraction else "…")
    if spec.id in models.damaged:
        return "Damaged"
    if spec.id in models.shelf.here:
        return "Installed"
    return f"Download {words.size(spec.bytes)}" if spec.bytes else "Download"
