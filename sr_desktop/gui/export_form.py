"""All that is chosen for an export, from top to bottom."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from sr_desktop.gui.fields import align, choice, choose, row, widen
from sr_desktop.gui.name_form import NameForm
from sr_desktop.gui.output_form import OutputForm, Shown
from sr_desktop.gui.size_form import SizeForm
from sr_desktop.gui.target_form import RULES, TargetForm
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.when_done import WhenDone
from sr_desktop.gui.widgets import Segments, label
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from sr_desktop.gui.choices import Choices
    from sr_desktop.gui.destination import Destination

WIDTH_PX = 320
_OTHER_TIP = mark("A size of your own: percent, pixels, megapixels, or on paper")
_RULE_TIP = mark("What happens where a file of the result's name is there already")


class ExportForm(QScrollArea):
    """changed tells that a choice is another one. scales are those of the model."""

    changed = Signal()

    def __init__(
        self,
        choices: Choices,
        destination: Destination,
        when_done: WhenDone,
        scales: Sequence[int],
    ) -> None:
        super().__init__()
        self._choices = choices
        self._destination = destination
        self.target = TargetForm(destination)
        self.name = NameForm(destination.template)
        self.rule = choice(
            tr("If the file exists"),
            {key: tr(text) for key, text in RULES.items()},
            tr(_RULE_TIP),
        )
        choose(self.rule, destination.on_exists)
        self._segments = Segments(tr("Scale"), tr("Other"), tr(_OTHER_TIP))
        self._segments.set_choices(scales, choices.scale if choices.own_scale else 0)
        self.sized = SizeForm(choices)
        self.output = OutputForm(choices)
        self.when_done = choice(tr("When done"), {each.value: each.words for each in WhenDone})
        choose(self.when_done, when_done.value)
        widen(self.rule, self.when_done)
        self._build()
        self.sized.setVisible(not choices.own_scale)
        self._connect()

    @property
    def choices(self) -> Choices:
        return self.output.into(self.sized.into(self._choices))

    @property
    def destination(self) -> Destination:
        chosen = self.target.into(self._destination)
        return replace(chosen, template=self.name.template, on_exists=self.rule.currentData())

    @property
    def chosen_when_done(self) -> WhenDone:
        return WhenDone(self.when_done.currentData())

    def show_pictures(self, shown: Iterable[Shown], count: int, drawn: int) -> None:
        """What is exported: count pictures, drawn of them without a file."""
        self.output.show_pictures(shown)
        self.target.show_pictures(count, drawn)

    def sizeHint(self) -> QSize:
        """As wide as what it holds, which large text makes wider."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(max(WIDTH_PX, self._options.minimumSizeHint().width() + bar), 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 400), 80)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for before, after in itertools.pairwise(self.fields):
            QWidget.setTabOrder(before, after)

    @property
    def fields(self) -> list[QWidget]:
        """In the order of the Tab key."""
        return [
            *self.target.fields,
            *self.name.fields,
            self.rule,
            *self._segments.buttons,
            *self.sized.fields,
            *self.output.fields,
            self.when_done,
        ]

    # Building

    def _build(self) -> None:
        self.setObjectName("railscroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        options = self._options = QWidget()
        options.setObjectName("options")
        column = QVBoxLayout(options)
        column.setContentsMargins(2 * GRID_PX, 12, 2 * GRID_PX, 12)
        column.setSpacing(GRID_PX)
        if_exists = row(self.rule, text=tr("If it exists"))
        when_done = row(self.when_done, text=tr("When done"))
        align(if_exists, when_done)
        for heading, widgets in (
            (tr("SAVE TO"), (self.target,)),
            (tr("NAME"), (self.name, if_exists)),
            (tr("SIZE"), (self._segments, self.sized)),
            (tr("FORMAT"), (self.output,)),
        ):
            column.addWidget(label(heading, "heading"))
            for widget in widgets:
                column.addWidget(widget)
            column.addSpacing(GRID_PX // 2)
        column.addWidget(when_done)
        column.addStretch()
        self.setWidget(options)

    def _connect(self) -> None:
        self._segments.chosen.connect(self._choose_scale)
        self.sized.changed.connect(self._choose_size)
        self.output.unfolded.connect(self._show_more)
        for each in (self.target, self.name, self.output):
            each.changed.connect(self.changed)
        for combo in (self.rule, self.when_done):
            combo.currentIndexChanged.connect(self.changed)

    def _choose_scale(self, scale: int) -> None:
        own = scale != 0
        self._choices = replace(self._choices, own_scale=own, scale=scale or self._choices.scale)
        self.sized.setVisible(not own)
        self._choose_size()

    def _choose_size(self) -> None:
        self.output.show_choices(self.choices)  # whether it is in print matters there
        self.changed.emit()

    def _show_more(self) -> None:
        """What was unfolded comes into sight, once it has its place."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.output))
