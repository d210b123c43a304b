"""The bar under the canvas while the picture has a reference: views, numbers, what is awaited."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from sr_desktop.gui import theme
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import OneOf, Toggle, label
from sr_desktop.language import clauses, mark, tr

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from sr_desktop.gui.truth import Side, Truth

_ONE_ROW_FROM_PX = 840
_SIDES = (
    (mark("Bicubic"), mark("The canvas compares with bicubic, in every view")),
    (mark("Reference"), mark("The canvas compares with the reference, in every view")),
)


class _Numbers(QWidget):
    """Two rows, bicubic and the network, and the gain beside them."""

    def __init__(self) -> None:
        super().__init__()
        self._cells = [[label("", role) for role in ("muted", "number", "number")] for _ in "ab"]
        self._awaited = [label("", "muted") for _ in "ab"]
        self.gain = label("", "gain")
        self.gain.setAccessibleName(tr("Gain over bicubic"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)  # a label over two columns would eat it
        grid.setVerticalSpacing(0)
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                grid.addWidget(cell, row, column)
                if column:
                    cell.setContentsMargins(2 * GRID_PX, 0, 0, 0)
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._awaited[row].setContentsMargins(2 * GRID_PX, 0, 0, 0)
            grid.addWidget(self._awaited[row], row, 1, 1, 2)
        self.gain.setContentsMargins(2 * GRID_PX, 0, 0, 0)
        grid.addWidget(self.gain, 0, 3, 2, 1, Qt.AlignmentFlag.AlignVCenter)

    def show_row(self, row: int, name: str, side: Side, awaited: str) -> None:
        """awaited stands in place of numbers that are not there yet; so does what went wrong."""
        head, psnr, ssim = self._cells[row]
        head.setText(name)
        quality = side.quality
        psnr.setText(_decibels(quality.psnr) if quality else "")
        ssim.setText(_similarity(quality.ssim) if quality else "")
        self._awaited[row].setText(side.error.message if side.error else awaited)
        self._awaited[row].setVisible(quality is None)

    def text(self) -> str:
        """All that is to be read, for screen readers."""
        rows = [
            " ".join(part.text() for part in (*cells, wait) if part.text() and not part.isHidden())
            for cells, wait in zip(self._cells, self._awaited, strict=True)
        ]
        return clauses([*rows, self.gain.text()])


class TruthBar(QFrame):
    """Hidden while there is no reference. against_reference tells what to compare with: the
    reference, or bicubic.
    """

    against_reference = Signal(bool)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("truth")
        self._sentence = label("", "muted")
        self._sentence.setWordWrap(True)
        self.numbers = _Numbers()
        self._close = QToolButton()
        self._close.setIconSize(QSize(16, 16))
        self._close.setAccessibleName(tr("Remove the reference"))
        self._close.clicked.connect(self.removed)
        self._right = right = QHBoxLayout()
        right.setSpacing(GRID_PX)
        self._gap = QWidget()  # the numbers stand at the right end of one row, at the left of two
        right.addWidget(self._gap, stretch=1)
        right.addWidget(self._sentence, stretch=1)
        right.addWidget(self.numbers)
        self._gap_after = QWidget()
        right.addWidget(self._gap_after, stretch=1)
        right.addWidget(self._close)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(2 * GRID_PX, GRID_PX, GRID_PX, GRID_PX)
        self._row.setSpacing(GRID_PX)
        self._left = self._sides()
        self._row.addLayout(self._left)
        self._row.addLayout(right, stretch=1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_truth(
        self, truth: Truth | None, against: bool, scale: int, name: str, working: bool
    ) -> None:
        """against: with the reference. scale is the one shown, name the network's; working: it is
        at it just now.
        """
        self.setVisible(truth is not None)
        if truth is None:
            return
        self._close.setIcon(theme.icon("close", theme.tokens().muted))
        self._close.setToolTip(tr("Remove the reference {name}", name=truth.name))
        fits = truth.reference is not None and truth.scale == scale
        self._sentence.setText(_sentence(truth, scale))
        self._sentence.setVisible(not fits)
        self.numbers.setVisible(fits)
        self._show_sides(against, fits)
        self.numbers.show_row(0, tr("Bicubic"), truth.bicubic, tr("measuring…"))
        awaited = tr("measuring…") if truth.result.picture else tr("upscale to compare")
        self.numbers.show_row(1, name, truth.result, tr("upscaling…") if working else awaited)
        self.numbers.gain.setText(_gain(truth))
        self.numbers.setToolTip(
            tr(
                "PSNR and SSIM against {name}, by the papers' protocol:\n"
                "Y channel, 8 bits, a border of {scale} px cut",
                name=truth.name,
                scale=truth.scale,
            )
        )
        self.numbers.setAccessibleName(self.numbers.text())

    def _sides(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._with = label(tr("Compare with"), "muted")
        row.addWidget(self._with)
        row.addSpacing(4)
        self._group = OneOf(self)
        for n, (text, tip) in enumerate(_SIDES):
            each = Toggle(tr(text))
            each.setToolTip(tr(tip))
            each.setAccessibleName(tr("Compare with {side}", side=tr(text).lower()))
            self._group.addButton(each, n)
            row.addWidget(each)
        self._group.idClicked.connect(lambda n: self.against_reference.emit(bool(n)))
        row.addStretch()
        return row

    def _show_sides(self, against: bool, fits: bool) -> None:
        self._with.setVisible(fits)
        for n in (0, 1):
            self._group.button(n).setChecked(bool(n) is (against and fits))
            self._group.button(n).setVisible(fits)

    def minimumSizeHint(self) -> QSize:
        """As wide as two rows need: from one row it can always be made that narrow."""
        return QSize(max(self._parts_px()) + 3 * GRID_PX, super().minimumSizeHint().height())

    def _parts_px(self) -> tuple[int, int]:
        """The least widths of the views and of what is right of them, or below."""
        return self._left.minimumSize().width(), self._right.minimumSize().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        needed_px = sum(self._parts_px()) + 4 * GRID_PX
        one_row = event.size().width() >= max(_ONE_ROW_FROM_PX, needed_px)
        self._gap.setVisible(one_row)
        self._gap_after.setVisible(not one_row)
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if one_row else QBoxLayout.Direction.TopToBottom
        )
        super().resizeEvent(event)


def _sentence(truth: Truth, scale: int) -> str:
    if truth.reference is None:
        return tr("Reading {name}…", name=truth.name)
    return tr(
        "The reference {name} is for ×{scale}. Choose ×{scale} to compare.",
        name=truth.name,
        scale=truth.scale,
    )


def _decibels(psnr: float) -> str:
    return f"{psnr:.2f} dB" if math.isfinite(psnr) else tr("equal")


def _similarity(ssim: float | None) -> str:
    return "" if ssim is None else f"SSIM {ssim:.4f}"


def _gain(truth: Truth) -> str:
    gain = truth.gain_db
    if gain is None or not math.isfinite(gain):
        return ""
    return f"{gain:+.2f} dB".replace("-", "−")
