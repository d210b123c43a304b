"""The left rail: model, scale, output, and the button that does it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui.choices import Choices
from sr_desktop.gui.model_card import ModelCard
from sr_desktop.gui.model_words import Told, told
from sr_desktop.gui.outlook import UNKNOWN, Outlook
from sr_desktop.gui.output_form import OutputForm, Shown
from sr_desktop.gui.own_bar import OwnBar
from sr_desktop.gui.size_form import SizeForm
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import (
    OneOf,
    ProgressButton,
    Segments,
    Tick,
    button,
    label,
    restyle,
)
from sr_desktop.language import listed, mark, tr, trn

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.computing import Computing
    from sr_desktop.gui.model_state import Models
    from sr_desktop.gui.shelf import Shelf

WIDTH_PX = 288
_ENSEMBLE_TIP = mark(
    "Upscales the picture in eight turned and mirrored forms and takes their mean:\n"
    "a little closer to the original, in eight times the time"
)
_OTHER_TIP = mark("A size of your own: percent, pixels, megapixels, or on paper")


@dataclass(frozen=True, slots=True)
class Advice:
    """What cards tell beyond the catalogue: what the picture shown takes with these checkpoints of
    a network, and from where one would be downloaded, "" where that is not known.
    """

    outlook: Callable[[Sequence[ModelSpec]], Outlook] = lambda specs: UNKNOWN
    host: Callable[[ModelSpec], str] = lambda spec: ""


class Rail(QFrame):
    """changed tells that a choice is another one; the button asks to upscale or to cancel.

    more asks for all the models there are. own tells for which pictures all this is.
    """

    changed = Signal()
    upscale = Signal()
    cancel = Signal()
    more = Signal()

    def __init__(self, choices: Choices, models: Models) -> None:
        super().__init__()
        self._advice = Advice()
        self.setObjectName("rail")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._models = models
        self._model, self._scale = choices.model, choices.scale
        self._own_scale = choices.own_scale
        self._computing = choices.computing
        self._working = False
        self._cards: dict[str, ModelCard] = {}
        self._group = OneOf(self)
        self._group.buttonClicked.connect(self._choose_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.own = OwnBar()
        column.addWidget(self.own)
        foot = self._action()
        column.addWidget(self._scrolled(self._options(choices)), stretch=1)
        column.addWidget(foot)
        self.show_models(models)

    @property
    def choices(self) -> Choices:
        choices = Choices(
            self._model,
            self._scale,
            self._own_scale,
            self_ensemble=self._ensemble.isChecked(),
            computing=self._computing,
        )
        return self._output.into(self._size.into(choices))

    @property
    def spec(self) -> ModelSpec:
        """The checkpoint chosen; no file is read. To come to a size, one that is here if any is."""
        chosen = self._models.shelf.find(self._model, self._scale)
        family = self.family
        return chosen if chosen in family or not family else family[-1]

    @property
    def family(self) -> tuple[ModelSpec, ...]:
        """To come to a size: the chosen model's checkpoints on this computer, one a scale."""
        return () if self._own_scale else self._here(self._model)

    @property
    def offered(self) -> list[tuple[ModelSpec, ...]]:
        """What each card stands for, the chosen one first: the checkpoints that it would take."""
        names = sorted(self._cards, key=lambda name: name != self._model)
        return [self._checkpoints(name) for name in names]

    def _here(self, name: str) -> tuple[ModelSpec, ...]:
        shelf = self._models.shelf
        return tuple(spec for spec in shelf.networks()[name] if spec.id in shelf.here)

    def _checkpoints(self, name: str) -> tuple[ModelSpec, ...]:
        """Those of a network that it would take: to come to a size, all that are here."""
        if not self._own_scale:
            return self._here(name)
        specs = self._models.shelf.networks()[name]
        return tuple(spec for spec in specs if spec.scale == self._scale)

    @property
    def scales(self) -> list[int]:
        """Those of the chosen model."""
        return self._scales()

    def show_models(self, models: Models) -> None:
        """The models there are now; a chosen one that is gone gives way to the first."""
        self._models = models
        networks = models.shelf.networks()
        self._model = self._model if self._model in networks else next(iter(networks))
        scales = [spec.scale for spec in networks[self._model]]
        self._scale = self._scale if self._scale in scales else scales[-1]
        if list(self._cards) != models.shelf.offered(self._model):
            self._rebuild_cards(models.shelf)
            self._put_in_order()
        self._cards[self._model].setChecked(True)
        if self._segments.values != scales:
            self._segments.set_choices(scales, self._segment)
            self._put_in_order()
        self._show_facts()

    def choose(self, spec: ModelSpec) -> None:
        """Choose this checkpoint, which the models shown last have, at its own scale."""
        self._model, self._scale = spec.name, spec.scale
        self.choose_scale(spec.scale)

    def choose_scale(self, scale: int) -> None:
        """Choose one of the model's scales; 0 is for a size of one's own."""
        self._own_scale = scale != 0
        self._scale = scale or self._scale
        self._size.setVisible(not self._own_scale)
        if self._segments.values == self._scales():
            self._segments.choose(self._segment)
        self._output.show_choices(self.choices)
        self.show_models(self._models)
        self.changed.emit()

    def set_computing(self, computing: Computing) -> None:
        """How networks run from now on; nothing of it is seen here."""
        self._computing = computing

    def show_choices(self, choices: Choices) -> None:
        """Set all of it anew but how networks run; the model is one of those shown last."""
        self._model = choices.model
        self._ensemble.setChecked(choices.self_ensemble)
        self._size.show_choices(choices)
        self._output.show_choices(choices)
        self._scale = choices.scale if choices.scale in self._scales() else self._scales()[-1]
        self.choose_scale(self._scale if choices.own_scale else 0)

    def take(self, advice: Advice) -> None:
        """Tell on the cards what it says."""
        self._advice = advice
        self._show_facts()

    def show_picture(self, shown: Shown) -> None:
        """The picture that the options of the output are for."""
        self._output.show_picture(shown)

    def show_sizes(self, sizes: str, steps: str, *, bad: bool = False) -> None:
        """The sizes in and out, and how the one comes to be of the other, or why it cannot."""
        self._sizes.setText(sizes)
        self._steps.setText(steps)
        self._steps.setVisible(bool(steps))
        if self._steps.property("role") != (role := "bad" if bad else "muted"):
            self._steps.setProperty("role", role)
            restyle(self._steps)

    def show_idle(self, can_upscale: bool, expect: str, count: int = 1) -> None:
        """expect is the time and device to expect, in words; count is of the pictures to do."""
        self._working = False
        many = trn("Upscale {count:,} picture", "Upscale {count:,} pictures", count)
        self._button.setText(tr("Upscale") if count < 2 else many)
        self._button.setEnabled(can_upscale)
        self._button.set_fraction(None)
        self._caption.setText(expect)

    def show_working(self, fraction: float, left: str) -> None:
        """left is the time left, in words."""
        self._working = True
        part = tr("Cancel   {part:.0%}", part=fraction)
        self._button.setText(part if fraction else tr("Cancel"))
        self._button.setEnabled(True)
        self._button.set_fraction(fraction)
        self._caption.setText(left)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._put_in_order()  # coming into a window mixes it up

    def _press(self) -> None:
        (self.cancel if self._working else self.upscale).emit()

    # Building

    def _options(self, choices: Choices) -> QWidget:
        """All that is chosen, from top to bottom."""
        options = _Options()
        options.setObjectName("options")
        options.laid_out.connect(lambda: self._area.updateGeometry())
        column = self._column = QVBoxLayout(options)
        column.setContentsMargins(2 * GRID_PX, 2 * GRID_PX, 2 * GRID_PX, GRID_PX)
        column.setSpacing(GRID_PX)
        column.addWidget(label(tr("MODEL"), "heading"))
        self._place_of_cards = QVBoxLayout()
        self._place_of_cards.setSpacing(GRID_PX // 2)
        column.addLayout(self._place_of_cards)
        self._more = button(tr("More models…"), "link")
        self._more.setToolTip(tr("All models: download, import, verify, remove (Ctrl+M)"))
        self._more.clicked.connect(self.more)
        column.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(tr("SIZE"), "heading"))
        self._segments = Segments(tr("Scale"), tr("Other", meaning="size"), tr(_OTHER_TIP))
        self._segments.chosen.connect(self.choose_scale)
        column.addWidget(self._segments)
        self._size = SizeForm(choices)
        self._size.changed.connect(self._choose_size)
        column.addWidget(self._size)
        self._size.setVisible(not choices.own_scale)
        self._ensemble = Tick(tr("Self-ensemble"), tr("8 × the time"))
        self._ensemble.setToolTip(tr(_ENSEMBLE_TIP))
        self._ensemble.setChecked(choices.self_ensemble)
        self._ensemble.toggled.connect(self.changed)
        column.addWidget(self._ensemble)
        column.addSpacing(GRID_PX)
        column.addWidget(label(tr("OUTPUT"), "heading"))
        self._output = OutputForm(choices)
        self._output.changed.connect(self.changed)
        self._output.unfolded.connect(self._show_more)
        column.addWidget(self._output)
        column.addStretch()
        self._below = [*self._size.fields, self._ensemble, *self._output.fields]
        return options

    def _scrolled(self, options: QWidget) -> QScrollArea:
        area = self._area = _Scroll()
        area.setObjectName("railscroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(options)
        area.verticalScrollBar().rangeChanged.connect(self._make_room)
        return area

    def _show_more(self) -> None:
        """What was unfolded comes into sight, once it has its place."""
        bar = self._area.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(bar.maximum()))

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
        self._sizes.setWordWrap(True)
        self._steps = label("", "muted")
        self._steps.setWordWrap(True)
        self._steps.hide()
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self._sizes)
        told.addWidget(self._steps)
        column.addLayout(told)
        self._button = ProgressButton(tr("Upscale"))
        self._button.setToolTip(tr("Upscale this picture (Ctrl+Enter)"))
        self._button.clicked.connect(self._press)
        column.addWidget(self._button)
        self._caption = label("", "muted")
        self._caption.setWordWrap(True)
        column.addWidget(self._caption)
        return self._foot

    # The size

    @property
    def _segment(self) -> int:
        """The value of the segment that is on."""
        return self._scale if self._own_scale else 0

    def _choose_size(self) -> None:
        self._output.show_choices(self.choices)
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
            card = ModelCard(first.shown_label, Told(first.shown_purpose))
            card.setToolTip(first.shown_purpose)
            self._group.addButton(card)
            self._place_of_cards.addWidget(card)
            self._cards[name] = card
        if focused in self._cards:
            self._cards[focused].setFocus()

    def _put_in_order(self) -> None:
        """For the Tab key: cards and segments were made after what stands under them."""
        cards = self._cards.values()
        chain = [
            *self.own.findChildren(QPushButton),
            *cards,
            self._more,
            *self._segments.buttons,
            *self._below,
        ]
        chain.append(self._button)
        for before, after in itertools.pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _choose_card(self, card: ModelCard) -> None:
        self._model = next(name for name, each in self._cards.items() if each is card)
        scales = self._scales()
        self._scale = self._scale if self._scale in scales else scales[-1]
        self._segments.set_choices(scales, self._segment)
        self._put_in_order()
        self._show_facts()
        self.changed.emit()

    def _scales(self) -> list[int]:
        return [spec.scale for spec in self._models.shelf.networks()[self._model]]

    def _show_facts(self) -> None:
        for name, card in self._cards.items():
            if (now := self._told(name)) != card.told:
                card.show_told(now)

    def _told(self, name: str) -> Told:
        models = self._models
        specs = models.shelf.networks()[name]
        spec = self._shown_of(specs, models.shelf)
        if spec is None:
            scales = listed(f"×{each.scale}" for each in specs)
            only = tr("{scales} only", scales=scales)
            return Told(specs[0].shown_purpose, only, only)
        ahead = self._advice.outlook(self._checkpoints(name))
        return told(spec, models, ahead, self._advice.host(spec))

    def _shown_of(self, specs: list[ModelSpec], shelf: Shelf) -> ModelSpec | None:
        """The checkpoint that a card tells of; to come to a size any scale will do."""
        spec = next((spec for spec in specs if spec.scale == self._scale), None)
        if self._own_scale or (spec is not None and spec.id in shelf.here):
            return spec
        here = (spec for spec in specs if spec.id in shelf.here)
        return next(here, spec or specs[-1])


class _Options(QWidget):
    """laid_out tells that it may need another width."""

    laid_out = Signal()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.emit()
        return done


class _Scroll(QScrollArea):
    """As low as it must be: what has no room is scrolled to. Words may need more than WIDTH_PX."""

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.isVisible() else 0
        options: QWidget | None = self.widget()
        needed = options.minimumSizeHint().width() + beside if options is not None else 0
        return QSize(max(WIDTH_PX, needed), 120)
