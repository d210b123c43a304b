"""The bar above the picture for what comes from elsewhere, and the thin line that fills."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sr_desktop.gui import details, theme
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import breakable, button, is_theme_change, label, restyle, wrapping
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.errors import SRError


class Standing(Enum):
    """How a transfer stands; its value is what the last button says then."""

    ASKED = mark("Not now")
    RUNNING = mark("Cancel")
    FAILED = mark("Close")


class TransferBar(QFrame):
    """Hidden while nothing comes. again asks to try once more, ended for the last button.

    start is the button to begin with, where that is asked, rescue another way out of a failure.
    """

    again = Signal()
    ended = Signal()

    def __init__(
        self, *, start: QPushButton | None = None, rescue: QPushButton | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._standing: Standing | None = None
        self._error: SRError | str = ""
        self._sign = QLabel()
        self._text = QLabel()
        self._detail = label("", "muted")
        for each in (self._text, self._detail):
            wrapping(each)
        self._meter = Meter()
        again, copy = button(tr("Try again"), "plain"), button(tr("Copy details"), "plain")
        self._last = button("", "plain")
        again.clicked.connect(self.again)
        copy.clicked.connect(lambda: details.copy(self._error))
        self._last.clicked.connect(self.ended)
        self._at_first = (start,) if start is not None else ()
        self._after_all = (again, rescue, copy) if rescue is not None else (again, copy)
        # A failure with so many ways out of it has its buttons under the words.
        self._is_high_failed = rescue is not None
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self._text)
        told.addWidget(self._detail)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID_PX)
        for each in (*self._at_first, *self._after_all, self._last):
            buttons.addWidget(each)
        buttons.addStretch()
        self._inner = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._inner.setSpacing(GRID_PX)
        self._inner.addLayout(told, stretch=1)
        self._inner.addLayout(buttons)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(2 * GRID_PX, GRID_PX, 2 * GRID_PX, GRID_PX)
        self._row.setSpacing(GRID_PX)
        self._row.addWidget(self._sign)
        self._row.addLayout(self._inner, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self._meter)

    def ask(self, question: str) -> None:
        """May it begin?"""
        self._show(Standing.ASKED, question, "")

    def show_progress(self, text: str, detail: str, fraction: float | None) -> None:
        """fraction is None where nobody knows how much there is to come."""
        self._meter.set_fraction(fraction)
        self._show(Standing.RUNNING, text, detail)

    def show_failure(self, error: SRError, copied: str = "") -> None:
        """copied is what Copy details takes, "" for this error."""
        self._error = copied or error
        self._show(Standing.FAILED, error.message, error.hint)

    def _show(self, standing: Standing, text: str, detail: str) -> None:
        is_new, self._standing = standing is not self._standing, standing
        failed = standing is Standing.FAILED
        focus = QApplication.focusWidget()
        has_focus = focus is not None and self.isAncestorOf(focus)
        self._text.setText(breakable(text))
        self._detail.setText(breakable(detail))
        self._detail.setVisible(bool(detail))
        for each in self._at_first:
            each.setVisible(standing is Standing.ASKED)
        for each in self._after_all:
            each.setVisible(failed)
        self._last.setText(tr(standing.value))
        self._meter.setVisible(standing is Standing.RUNNING)
        is_high = failed and self._is_high_failed
        wide, high = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._inner.setDirection(high if is_high else wide)
        at = Qt.AlignmentFlag.AlignTop if is_high else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._sign, at)
        self._dress(is_bad=failed)
        self.show()
        if has_focus and is_new:  # on what hides it would go to another place
            first = {Standing.ASKED: self._at_first, Standing.FAILED: self._after_all}
            next(iter(first.get(standing, ())), self._last).setFocus()

    def _dress(self, *, is_bad: bool) -> None:
        look = theme.tokens()
        name, colour = ("alert", look.bad) if is_bad else ("save", look.text)
        self._sign.setPixmap(theme.pixmap(name, theme.ICON_PX, colour, self.devicePixelRatioF()))
        kind = "bad" if is_bad else "good"
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            for part in (self, self._text, self._detail):
                restyle(part)

    def changeEvent(self, event: QEvent) -> None:
        if is_theme_change(event) and self._standing is not None:
            self._dress(is_bad=self._standing is Standing.FAILED)
        super().changeEvent(event)


class Meter(QWidget):
    """A thin line that fills; while the fraction is not known, a quiet one."""

    def __init__(self) -> None:
        super().__init__()
        self._fraction: float | None = None
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_fraction(self, fraction: float | None) -> None:
        self._fraction = fraction
        self.setAccessibleName(
            "" if fraction is None else tr("Downloaded {part:.0%}", part=fraction)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.line))
        done = QRectF(0, 0, self.width() * (self._fraction or 0.0), self.height())
        painter.fillRect(done, QColor(look.accent))
