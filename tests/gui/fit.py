"""Whether all that a window says can be read: texts that are cut off, and a language of long words.

A text that a widget cuts on purpose, with the whole of it in reach, is passed over: the widget says
so by the property "elides".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

_ACCENTS = str.maketrans("AEIOUYaeiouyCNScns", "ÀÉÎÖÛÝàéîöûýÇÑŠçñš")
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_LONGER = 0.4
_BLANK_PX = 2  # over and under the letters of a line


def pseudo(text: str) -> str:
    """The template in a made-up language: accented, each word 40 % longer, same placeholders.

    What is still plain English in the window then stands out, too.
    """
    parts = _PLACEHOLDER.split(text)
    return "".join(part if part.startswith("{") else _longer(part) for part in parts)


def _longer(text: str) -> str:
    return re.sub(r"[A-Za-z]+", _longer_word, text)


def _longer_word(found: re.Match[str]) -> str:
    word = found[0]
    return (word + word[-math.ceil(_LONGER * len(word)) :].lower()).translate(_ACCENTS)


def cut_off(root: QWidget) -> list[str]:
    """What cannot be read whole in the window as it is now, each with what it lacks."""
    widgets = [root, *root.findChildren(QWidget)]
    return [
        f"{type(each).__name__} {text!r}: {lack}"
        for each in widgets
        if each.isVisible() and each.property("elides") is None
        for text, lack in _lacks(each)
    ]


def _lacks(widget: QWidget) -> Iterator[tuple[str, str]]:
    if isinstance(widget, QHeaderView):
        yield from _lacks_of_header(widget)
        return
    text = _text_of(widget)
    if not text:
        return
    room, needed = _room_of(widget), _needed_by(widget, text)
    if needed.width() > room.width() or needed.height() > room.height() + _BLANK_PX:
        yield text, f"needs {_size(needed)}, has {_size(room.size())}"
    elif (outside := _hidden_by(widget, room)) is not None:
        yield text, f"sticks out of {type(outside).__name__}"


def _size(size: QSize) -> str:
    return f"{size.width()} x {size.height()}"


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QToolButton) and not widget.icon().isNull():
        return ""
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QAbstractSpinBox):
        return widget.text()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _needed_by(widget: QWidget, text: str) -> QSize:
    if isinstance(widget, QLabel):
        flags = int(widget.alignment())
        if widget.wordWrap():
            flags |= Qt.TextFlag.TextWordWrap
        room = QRect(0, 0, widget.contentsRect().width(), 100_000)
        return widget.fontMetrics().boundingRect(room, flags, text).size()
    if isinstance(widget, QPushButton | QToolButton | QComboBox | QAbstractSpinBox):
        # Not the height: of one line it is the style's, and letters never fill it.
        return QSize(widget.fontMetrics().size(0, text).width(), 1)
    return QSize(widget.sizeHint().width(), 1)  # one that draws itself says what it takes


def _room_of(widget: QWidget) -> QRect:
    if isinstance(widget, QPushButton):
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        return widget.style().subElementRect(
            QStyle.SubElement.SE_PushButtonContents, option, widget
        )
    if isinstance(widget, QComboBox):
        box = QStyleOptionComboBox()
        widget.initStyleOption(box)
        part = QStyle.SubControl.SC_ComboBoxEditField
        return widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, box, part, widget)
    if isinstance(widget, QAbstractSpinBox):
        line = widget.lineEdit()
        return line.geometry().marginsRemoved(line.textMargins())
    return widget.contentsRect() if isinstance(widget, QLabel) else widget.rect()


def _hidden_by(widget: QWidget, room: QRect) -> QWidget | None:
    """The widget around that shows less than the room; a place one can scroll to is not hidden."""
    around, scrolls, slides = widget.parentWidget(), False, False
    while around is not None and not widget.isWindow():
        area = around.parentWidget()
        if isinstance(area, QAbstractScrollArea) and around is area.viewport():
            scrolls = True
            slides = slides or _slides(area)
        at = QRect(widget.mapTo(around, QPoint(room.topLeft())), room.size())
        inside = around.rect()
        across = slides or (inside.left() <= at.left() and at.right() <= inside.right())
        along = scrolls or (inside.top() <= at.top() and at.bottom() <= inside.bottom())
        if not (across and along):
            return around
        if around.isWindow():
            return None
        around = area
    return None


def _slides(area: QAbstractScrollArea) -> bool:
    """Whether it can be scrolled to the side."""
    shown = area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return shown and area.horizontalScrollBar().maximum() > 0


def _lacks_of_header(header: QHeaderView) -> Iterator[tuple[str, str]]:
    model, across = header.model(), Qt.Orientation.Horizontal
    if header.orientation() != across:
        return
    heavy = QFont(header.font())
    heavy.setBold(True)  # as Qt asks for, whatever is drawn
    for section in range(header.count()):
        text = str(model.headerData(section, across))
        spare = QFontMetrics(heavy).horizontalAdvance(text)
        spare -= header.fontMetrics().horizontalAdvance(text)
        needed, has = header.sectionSizeHint(section) - spare, header.sectionSize(section)
        if needed > has and not header.isSectionHidden(section):
            yield text, f"needs {needed} px, has {has}"
