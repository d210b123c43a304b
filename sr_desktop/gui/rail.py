"""The left rail: model, scale, output, and the button that does it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSpinBox, QVBoxLayout

from sr_desktop.catalogue import ModelSpec
from sr_desktop.gui import words
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import (
    Choice,
    ModelCard,
    ProgressButton,
    Segments,
    label,
)
from sr_desktop.imaging.files import Encoding
from sr_desktop.weights import Library

WIDTH_PX = 288
_FORMATS = {
    "same": "Same as the original",
    "png": "PNG",
    "jpeg": "JPEG",
    "webp": "WebP",
    "tiff": "TIFF",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What is set in the rail."""

    model: str = "pan"
    scale: int = 4
    format: str = "same"
    quality: int = 95

    @property
    def spec(self) -> ModelSpec:
        return Library().find(self.model, self.scale)

    @property
    def encoding(self) -> Encoding:
        return Encoding(self.format, self.quality)


class Rail(QFrame):
    """changed tells that a choice is another one; the button asks to upscale or to cancel."""

    changed = Signal()
    upscale = Signal()
    cancel = Signal()

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH_PX)
        self._models = _by_name()
        self._model = choices.model if choices.model in self._models else next(iter(self._models))
        scales = [spec.scale for spec in self._models[self._model]]
        self._scale = choices.scale if choices.scale in scales else scales[-1]
        self._working = False

        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(label("MODEL", "heading"))
        self._cards = self._add_cards(column)
        column.addSpacing(GRID_PX)
        column.addWidget(label("SCALE", "heading"))
        self._segments = Segments("Scale")
        self._segments.set_choices(scales, self._scale)
        self._segments.chosen.connect(self.choose_scale)
        column.addWidget(self._segments)
        column.addSpacing(GRID_PX)
        column.addWidget(label("OUTPUT", "heading"))
        self._add_output(column, choices)
        column.addStretch()
        self._sizes = label("", "sizes")
        column.addWidget(self._sizes)
        self._button = ProgressButton("Upscale")
        self._button.setToolTip("Upscale this picture (Ctrl+Enter)")
        self._button.clicked.connect(self._press)
        column.addWidget(self._button)
        self._caption = label("", "muted")
        column.addWidget(self._caption)
        self._show_numbers()

    @property
    def choices(self) -> Choices:
        return Choices(self._model, self._scale, self._format.currentData(), self._quality.value())

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

    def _add_cards(self, column: QVBoxLayout) -> dict[str, ModelCard]:
        group = QButtonGroup(self)
        cards: dict[str, ModelCard] = {}
        for name, specs in self._models.items():
            card = ModelCard(specs[0].label, specs[0].purpose)
            card.setToolTip(
                "PSNR on the Set5 benchmark, its gain over bicubic, and the file's size"
            )
            card.setChecked(name == self._model)
            group.addButton(card)
            column.addWidget(card)
            cards[name] = card
        group.buttonClicked.connect(self._choose_model)
        return cards

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

    def _choose_model(self, card: ModelCard) -> None:
        self._model = next(name for name, each in self._cards.items() if each is card)
        scales = [spec.scale for spec in self._models[self._model]]
        self._scale = self._scale if self._scale in scales else scales[-1]
        self._segments.set_choices(scales, self._scale)
        self._show_numbers()
        self.changed.emit()

    def choose_scale(self, scale: int) -> None:
        """Choose one of the model's scales."""
        self._scale = scale
        self._segments.choose(scale)
        self._show_numbers()
        self.changed.emit()

    def _choose_format(self) -> None:
        self._quality.setVisible(self._format.currentData() in ("jpeg", "webp"))
        self.changed.emit()

    def _show_numbers(self) -> None:
        for name, card in self._cards.items():
            card.set_numbers(_numbers(self._models[name], self._scale))


def _by_name() -> dict[str, list[ModelSpec]]:
    models: dict[str, list[ModelSpec]] = {}
    library = Library()
    for spec in library.models():
        if library.path_of(spec) is None:
            continue
        models.setdefault(spec.name, []).append(spec)
    return models


def _numbers(specs: list[ModelSpec], scale: int) -> str:
    """ "Set5 31.11 dB (+2.68) · 1.1 MB": the score, its gain over bicubic, the file's size."""
    spec = next((spec for spec in specs if spec.scale == scale), None)
    if spec is None or not spec.scores:
        return ""
    data_set, score = next(iter(spec.scores.items()))
    gain = score - spec.bicubic[data_set]
    size = f" · {spec.bytes / 1e6:.1f} MB" if spec.bytes else ""
    return f"{data_set} {score:.2f} dB (+{gain:.2f}){size}"
