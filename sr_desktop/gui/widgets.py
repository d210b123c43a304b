"""Small parts that Qt lacks or draws in another way than ours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from sr_desktop.gui import theme


def label(text: str, role: str) -> QLabel:
    """A QLabel dressed by the style sheet: heading, muted, title or sizes."""
    result = QLabel(text)
    result.setProperty("role", role)
    return result


def button(text: str, role: str) -> QPushButton:
    """A QPushButton dressed by the style sheet: primary or plain."""
    result = QPushButton(text)
    result.setProperty("role", role)
    return result


def separator() -> QFrame:
    """A thin upright line between groups of a tool bar."""
    line = QFrame()
    line.setProperty("separator", "true")
    line.setFixedSize(1, 24)
    return line


class Choice(QComboBox):
    """A combo box with our own arrow: style sheets cannot tint one."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = theme.pixmap("chevron-down", 16, theme.tokens().muted, self.devicePixelRatioF())
        QPainter(self).drawPixmap(self.width() - 24, (self.height() - 16) // 2, arrow)


class ProgressButton(QPushButton):
    """The one filled button. While a fraction is set it shows how far the work is."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("role", "primary")
        self._fraction: float | None = None

    def set_fraction(self, fraction: float | None) -> None:
        """0 to 1 while working, None while not."""
        if fraction != self._fraction:
            self._fraction = fraction
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._fraction is None:
            super().paintEvent(event)
            return
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(self.rect())
        painter.setBrush(QColor(look.pressed if self.isDown() else look.hover))
        painter.drawRoundedRect(area, 6, 6)
        painter.save()
        painter.setClipRect(QRectF(0, 0, area.width() * self._fraction, area.height()))
        fill = QColor(look.accent)
        fill.setAlphaF(0.35)
        painter.setBrush(fill)
        painter.drawRoundedRect(area, 6, 6)
        painter.restore()
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)
        painter.setPen(QColor(look.text))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())


class Segments(QWidget):
    """A few exclusive choices side by side. chosen tells the new value."""

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def set_choices(self, values: Sequence[int], value: int) -> None:
        """Offer these and choose one, telling nobody."""
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.deleteLater()
        for each in values:
            segment = _Segment(f"×{each}")
            segment.setAccessibleName(f"{each} times as wide and high")
            segment.setChecked(each == value)
            self._group.addButton(segment, each)
            self._row.addWidget(segment)

    def choose(self, value: int) -> None:
        """Choose one of those offered, telling nobody."""
        self._group.button(value).setChecked(True)


class _Segment(QAbstractButton):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(56, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_choice(painter, self, QRectF(self.rect()))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme.tokens().text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class ModelCard(QAbstractButton):
    """One network of the picker: its name, what it is for, and a line of numbers."""

    def __init__(self, name: str, purpose: str) -> None:
        super().__init__()
        self.setText(name)
        self.setAccessibleDescription(purpose)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._purpose = purpose
        self._numbers = ""

    def set_numbers(self, numbers: str) -> None:
        """What is measured at the scale chosen."""
        self._numbers = numbers
        self.setAccessibleDescription(f"{self._purpose}. {numbers}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        draw_choice(painter, self, QRectF(self.rect()))
        self._draw_radio(painter, look)
        left, width = 44, self.width() - 56
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(look.text))
        painter.drawText(left, 8, width, 22, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(self.font())
        painter.drawText(left, 29, width, 20, Qt.AlignmentFlag.AlignVCenter, self._purpose)
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(look.muted))
        painter.drawText(left, 50, width, 20, Qt.AlignmentFlag.AlignVCenter, self._numbers)

    def _draw_radio(self, painter: QPainter, look: theme.Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        painter.setPen(QPen(QColor(look.accent if on else look.muted), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(16, 11, 16, 16))
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawEllipse(QRectF(20, 15, 8, 8))


def draw_choice(painter: QPainter, widget: QAbstractButton, area: QRectF) -> None:
    """The plate of something that can be chosen: plain, under the mouse, chosen, with the focus."""
    look = theme.tokens()
    on = widget.isChecked()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(look.hover if widget.underMouse() and not on else look.panel)
    if on:
        fill = QColor(look.accent)
        fill.setAlphaF(0.12)
    painter.setBrush(fill)
    width = 2.0 if on or widget.hasFocus() else 1.0
    edge = look.accent if on or widget.hasFocus() else look.line
    painter.setPen(QPen(QColor(edge), width))
    inset = width / 2
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), 6, 6)
    if on and widget.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look.accent), 1, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(area.adjusted(4, 4, -4, -4), 3, 3)


class Elided(QLabel):
    """One line that is cut in its middle when there is no room; the whole is in the tool tip."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setMinimumWidth(40)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        mode = Qt.TextElideMode.ElideMiddle
        text = self.fontMetrics().elidedText(self.text(), mode, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, text)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at the widget's properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def is_theme_change(event: QEvent) -> bool:
    return event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ThemeChange)
