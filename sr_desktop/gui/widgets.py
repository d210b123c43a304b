"""Small parts that Qt lacks or draws in another way than ours."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)

from sr_desktop.gui import theme
from sr_desktop.language import tr


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


_ROUNDING = QSize(2, 0)  # Qt counts the letters of a combo box a pixel too narrow now and then


class Choice(QComboBox):
    """A combo box with our own arrow: style sheets cannot tint one.

    The wheel scrolls what it lies in, unless it has the focus.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))  # Qt's usual one knows no style sheet

    def sizeHint(self) -> QSize:
        return super().sizeHint() + _ROUNDING

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() + _ROUNDING

    def showPopup(self) -> None:
        """As wide as its entries, which may be longer than the field."""
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 2 * view.frameWidth())
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

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


class OneOf(QButtonGroup):
    """Of its buttons one is on. Screen readers call them radio buttons."""

    def addButton(self, button: QAbstractButton, id: int = -1) -> None:
        button.setAutoExclusive(True)
        super().addButton(button, id)


class Segments(QWidget):
    """A few exclusive choices side by side. chosen tells the new value.

    last is the text of one more at the end, whose value is 0.
    """

    chosen = Signal(int)

    def __init__(self, name: str, last: str = "", last_tip: str = "") -> None:
        super().__init__()
        self._last = last
        self._last_tip = last_tip
        self.setAccessibleName(name)
        self._group = OneOf(self)
        self._group.idClicked.connect(self.chosen)
        self.values: list[int] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def set_choices(self, values: Sequence[int], value: int) -> None:
        """Offer these and choose one, telling nobody."""
        self.values = list(values)
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        for each in values:
            self._add(
                f"×{each}", tr("{scale} times as wide and high", scale=each), each
            ).setChecked(each == value)
        if self._last:
            segment = self._add(self._last, tr("{choice} size", choice=self._last), 0)
            segment.setAccessibleDescription(self._last_tip)
            segment.setToolTip(self._last_tip)
            segment.setChecked(value == 0)

    def _add(self, text: str, name: str, value: int) -> Toggle:
        segment = Toggle(text)
        segment.setAccessibleName(name)
        self._group.addButton(segment, value)
        self._row.addWidget(segment)
        return segment

    @property
    def buttons(self) -> list[QAbstractButton]:
        return self._group.buttons()

    def choose(self, value: int) -> None:
        """Choose one of those offered, telling nobody."""
        self._group.button(value).setChecked(True)


class Toggle(QAbstractButton):
    """A choice as a small plate; on its own it is on or off."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)  # so that it does not grow when it is chosen
        return QSize(max(56, QFontMetrics(font).horizontalAdvance(self.text()) + 24), 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_choice(painter, self, QRectF(self.rect()))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme.tokens().text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Tick(QAbstractButton):
    """A check box with what it costs at the right end of its line."""

    def __init__(self, text: str, price: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleDescription(price)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._price = price

    def sizeHint(self) -> QSize:
        letters = self.fontMetrics()
        texts_px = sum(map(letters.horizontalAdvance, (self.text(), self._price)))
        return QSize(max(240, texts_px + 28 + 16), 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focus = self.isChecked(), self.hasFocus()
        box = QRectF(1, (self.height() - 18) / 2, 18, 18)
        painter.setBrush(
            QColor(look.accent if on else look.hover if self.underMouse() else look.panel)
        )
        edge = look.accent if on else look.muted
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
        if on:
            tick = QPen(QColor(look.on_accent), 2, c=Qt.PenCapStyle.RoundCap)
            painter.setPen(tick)
            middle = box.center()
            steps = ((-4.0, 0.2), (-1.2, 3.0), (4.2, -3.0))
            painter.drawPolyline([middle + QPointF(x, y) for x, y in steps])
        if focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-4, 1, -1, -1), 6, 6)
        painter.setPen(QColor(look.text))
        room = self.rect().adjusted(28, 0, -8 if focus else 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(QColor(look.muted))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, side, self._price)


class Fold(QAbstractButton):
    """Words with an arrow that points down while what belongs to it is in sight."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-6, 1, -1, -1), 6, 6)
        painter.setPen(QColor(look.text if self.underMouse() else look.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.text())
        arrow = theme.pixmap("chevron-down", 16, look.muted, self.devicePixelRatioF())
        painter.translate(self.width() - 14, self.height() / 2)
        painter.rotate(0 if self.isChecked() else -90)
        painter.drawPixmap(-8, -8, arrow)


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
        self.setProperty("elides", "true")
        self.setTextFormat(Qt.TextFormat.PlainText)  # names of files may look like rich text
        self.setMinimumWidth(40)

    def set_text(self, text: str, tip: str = "") -> None:
        """tip is the tool tip, by default the text."""
        self.setText(text)
        self.setToolTip(tip or text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        mode = Qt.TextElideMode.ElideMiddle
        text = self.fontMetrics().elidedText(self.text(), mode, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, text)


def tab_as_laid_out(within: QWidget, before: QWidget | None = None) -> None:
    """Let Tab go through it as it is laid out, whenever its parts were made; and come to it right
    before another one, or what Tab first comes to in that; by default where the first of them was.
    """
    chain = [each for each in _laid_out(within) if _stops_tab(each)]
    if before is None:
        first = _first_of(within.window(), lambda each: each in chain)
    else:
        stop = next((each for each in _laid_out(before) if _stops_tab(each)), before)
        first = _first_of(stop, lambda each: _stops_tab(each) and each not in chain, -1)
    for one, other in itertools.pairwise([first, *chain]):
        QWidget.setTabOrder(one, other)


def _stops_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _first_of(start: QWidget, is_it: Callable[[QWidget], bool], step: int = 1) -> QWidget:
    """The next in the order of the Tab key, or the one before."""
    each: QWidget | None = start
    while each is not None:
        each = each.nextInFocusChain() if step > 0 else each.previousInFocusChain()
        if each is not None and (each is start or is_it(each)):
            return each
    return start


def _laid_out(within: QWidget) -> Iterator[QWidget]:
    inner = within.widget() if isinstance(within, QScrollArea) else within
    if inner is not None and (layout := inner.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for item in filter(None, map(layout.itemAt, range(layout.count()))):
        if (widget := item.widget()) is not None:
            yield widget
            yield from _laid_out(widget)
        elif (inner := item.layout()) is not None:
            yield from _in_layout(inner)


def wrapping(text: QLabel) -> None:
    """Let the label be as narrow as there is room: a long address must not widen the window."""
    text.setWordWrap(True)
    text.setTextFormat(Qt.TextFormat.PlainText)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    text.setSizePolicy(policy)


def breakable(text: str) -> str:
    """With places to break a line after the slashes of addresses and paths."""
    return text.replace("/", "/\u200b").replace("//\u200b", "//").replace("/\u200b/", "//")


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at the widget's properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def is_theme_change(event: QEvent) -> bool:
    """Whether icons are to be drawn again: in other colours, or for a screen of another ratio."""
    kind = QEvent.Type
    return event.type() in (kind.PaletteChange, kind.ThemeChange, kind.DevicePixelRatioChange)
