"""What screen readers call the widgets that draw a picture themselves; Qt has no word for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_PROPERTY = "drawn"


def is_picture(widget: QWidget) -> None:
    """Have it called a picture, by its accessible name."""
    widget.setProperty(_PROPERTY, True)


def install() -> None:
    """Once for the application; more often does nothing."""
    QAccessible.installFactory(_interface_of)


def _interface_of(name: str, object: QObject) -> QAccessibleInterface | None:
    if isinstance(object, QWidget) and object.property(_PROPERTY):
        return QAccessibleWidget(object, QAccessible.Role.Graphic)
    return None
