"""A window as those know it who hear it, use keys only, or see little: what is wrong with it.

Each function answers complaints, none where all is well.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)

from sr_desktop import paths

_Role, _Text = QAccessible.Role, QAccessible.Text
_PRESSABLE = (_Role.Button, _Role.ButtonMenu, _Role.CheckBox, _Role.RadioButton, _Role.ComboBox)
_SENSIBLE = {
    *_PRESSABLE,
    *(_Role.EditableText, _Role.SpinBox, _Role.List, _Role.ListItem, _Role.Table, _Role.Cell),
    *(_Role.Graphic, _Role.Link, _Role.Slider, _Role.StaticText),
}
_FIELDS = (QComboBox, QAbstractSpinBox, QLineEdit)
_ICONS = {path.stem for path in paths.resource("icons").iterdir()}
_MOST_STOPS = 120
_AROUND_PX = 6
_LEAST_CHANGED_PX = 40
_LEAST_DIFFERENCE = 60  # of 255, in a channel
_NEAR_PX = 24


@dataclass(frozen=True)
class Node:
    """Something that a screen reader comes to."""

    interface: QAccessibleInterface
    name: str
    description: str
    role: QAccessible.Role
    state: QAccessible.State

    @property
    def widget(self) -> QWidget | None:
        found = self.interface.object()
        return found if isinstance(found, QWidget) else None

    def __str__(self) -> str:
        return f"{type(self.interface.object()).__name__} {self.role.name} {self.name!r}"


def nodes(root: QWidget) -> list[Node]:
    """All that is in sight, from the root down."""
    return list(_below(QAccessible.queryAccessibleInterface(root)))


def _below(interface: QAccessibleInterface) -> Iterator[Node]:
    state = interface.state()
    if state.invisible:
        return
    texts = (interface.text(_Text.Name), interface.text(_Text.Description))
    yield Node(interface, *texts, interface.role(), state)
    for at in range(interface.childCount()):
        child = interface.child(at)
        if child is not None and not (_is_other_window(child) or _is_inner(child)):
            yield from _below(child)


def _is_other_window(interface: QAccessibleInterface) -> bool:
    found = interface.object()
    return isinstance(found, QWidget) and found.isWindow()


def _is_inner(interface: QAccessibleInterface) -> bool:
    """A part of one of Qt's own widgets, which speaks for it."""
    found = interface.object()
    return isinstance(found, QWidget) and isinstance(found.parentWidget(), QAbstractSpinBox)


def _is_met(node: Node) -> bool:
    """Whether keys come to it, or it is there to be pressed."""
    widget = node.widget
    by_keys = widget is not None and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_keys or node.role in _PRESSABLE


def unnamed(root: QWidget) -> list[str]:
    """What has no name that tells anything."""
    return [
        f"no name: {node} in {_place(node.widget)}"
        for node in nodes(root)
        if _is_met(node) and not _tells(node)
    ]


def _place(widget: QWidget | None) -> str:
    parent = widget.parentWidget() if widget is not None else None
    return f"{type(parent).__name__} {parent.objectName()!r}" if parent is not None else ""


def _tells(node: Node) -> bool:
    name = node.name.strip()
    own = {type(node.interface.object()).__name__, *_ICONS}
    return bool(re.search(r"\w", name)) and name not in own


def misplaced(root: QWidget) -> list[str]:
    """What does not answer with its role and state."""
    return [f"{wrong}: {node}" for node in nodes(root) for wrong in _wrongs(node)]


def _wrongs(node: Node) -> Iterator[str]:
    widget = node.widget
    scrolls = isinstance(widget, QScrollArea)  # by the arrow keys
    if _is_met(node) and node.role not in _SENSIBLE and not scrolls:
        yield "no role"
    if isinstance(widget, QAbstractButton):
        if _is_one_of_many(widget) != (node.role is _Role.RadioButton):
            yield "one of several is a radio button, nothing else is"
        if bool(node.state.checked) != widget.isChecked():
            yield "not the state"
    if isinstance(widget, QLabel) and not _has_all(node.name, widget.text()):
        yield f"hides its text {widget.text()!r}"
    before = _label_before(widget) if isinstance(widget, _FIELDS) else None
    if before is not None and before.buddy() is None:
        yield f"{before.text()!r} belongs to nothing"


def _is_one_of_many(button: QAbstractButton) -> bool:
    if not button.isCheckable():
        return False
    group = button.group()
    if group is not None:
        return group.exclusive() and len(group.buttons()) > 1
    if isinstance(button, QToolButton) and (action := button.defaultAction()) is not None:
        return action.actionGroup() is not None
    return button.autoExclusive()


def _has_all(name: str, text: str) -> bool:
    plain = re.sub(r"<[^>]*>|&(?=\w)|\u200b", "", text)
    return " ".join(plain.split()) in " ".join(name.replace("\u200b", "").split())


def _label_before(field: QWidget) -> QLabel | None:
    """The label right before a field, in its line."""
    parent = field.parentWidget()
    if parent is None:
        return None
    here = field.geometry()
    for each in parent.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly):
        there = each.geometry()
        level = abs(there.center().y() - here.center().y()) < 8
        if each.isVisible() and level and 0 <= here.left() - there.right() <= _NEAR_PX:
            return each if each.text() and each.property("role") in (None, "", "muted") else None
    return None


def twins(root: QWidget) -> list[str]:
    """Controls that nothing tells apart."""
    names = Counter((n.name, n.description) for n in nodes(root) if _is_met(n) and n.name)
    return [f"{count} times {name!r}" for (name, _), count in names.items() if count > 1]


# Keys


def stops(root: QWidget, *, back: bool = False) -> list[QWidget]:
    """Where the Tab key halts, in its order, until it comes round."""
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    seen: list[QWidget] = []
    for _ in range(_MOST_STOPS):
        QTest.keyClick(QApplication.focusWidget() or root, key)
        now = QApplication.focusWidget()
        if now is None or now in seen:
            break
        seen.append(now)
    return seen


def lost(root: QWidget) -> list[str]:
    """What Tab does not come to, comes to out of order, or does not leave; and back."""
    seen = stops(root)
    round_trip = {id(each) for each in seen}
    missed = [
        f"Tab misses {_called(each)}"
        for each in root.findChildren(QWidget)
        if _waits_for_tab(each, root) and id(each) not in round_trip
    ]
    backwards = stops(root, back=True)
    wrong = [f"Tab goes back: {told}" for told in _leaps(root, seen)]
    if {id(each) for each in backwards} != round_trip:
        one = {_called(each) for each in backwards}
        other = {_called(each) for each in seen}
        wrong.append(f"Shift+Tab goes another way: {sorted(one ^ other)}")
    return missed + wrong


def _waits_for_tab(widget: QWidget, root: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    inner = isinstance(widget.parentWidget(), QAbstractSpinBox)
    proxied = widget.focusProxy() is not None
    here = widget.isVisible() and widget.isEnabled() and widget.window() is root
    return bool(policy) and here and not inner and not proxied and not _is_unchosen(widget)


def _is_unchosen(widget: QWidget) -> bool:
    """One of several, which the arrow keys lead to."""
    return isinstance(widget, QAbstractButton) and _is_one_of_many(widget)


def _leaps(root: QWidget, seen: list[QWidget]) -> Iterator[str]:
    """Steps up, or to the left in a line, within what belongs together."""
    first = min(range(len(seen)), key=lambda at: _order(root, seen[at])) if seen else 0
    ordered = seen[first:] + seen[:first]
    for one, other in itertools.pairwise(ordered):
        told = f"{_called(one)} to {_called(other)}"
        one, other = _apart(one, other)
        if _is_before(_on(root, other), _on(root, one)):
            yield told


def _order(root: QWidget, widget: QWidget) -> tuple[int, int]:
    at = _on(root, widget)
    return at.top() // 24, at.left()


def _apart(one: QWidget, other: QWidget) -> tuple[QWidget, QWidget]:
    """What they lie in, where the two ways down to them part."""
    ways = [list(_around(each)) for each in (one, other)]
    pairs = zip(*map(reversed, ways), strict=False)
    return next(((a, b) for a, b in pairs if a is not b), (one, other))


def _around(widget: QWidget | None) -> Iterator[QWidget]:
    while widget is not None:
        yield widget
        widget = None if widget.isWindow() else widget.parentWidget()


def _on(root: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size())


def _is_before(one: QRect, other: QRect) -> bool:
    if one.bottom() < other.top():
        return True
    shared = min(one.bottom(), other.bottom()) - max(one.top(), other.top())
    same_line = shared > min(one.height(), other.height()) / 2
    return same_line and one.right() < other.left()


def _called(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return f"{type(widget).__name__} {interface.text(_Text.Name)!r}"


# Eyes


def not_drawn(root: QWidget) -> list[str]:
    """Where nothing is to be seen of the focus."""
    wrong = []
    for each in stops(root):
        each.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        with_focus = root.grab().toImage()
        each.clearFocus()
        QApplication.processEvents()
        without = root.grab().toImage()
        each.setFocus(Qt.FocusReason.TabFocusReason)
        around = _AROUND_PX
        area = _on(root, each).adjusted(-around, -around, around, around) & root.rect()
        changed = _changed_px(with_focus.copy(area), without.copy(area))
        if changed < _LEAST_CHANGED_PX:
            wrong.append(f"focus not seen: {_called(each)}, {changed} px")
    return wrong


def _changed_px(one: QImage, other: QImage) -> int:
    both = [each.convertToFormat(QImage.Format.Format_RGB32) for each in (one, other)]
    pixels = [np.frombuffer(each.constBits(), np.uint8).reshape(-1, 4)[:, :3] for each in both]
    differences = np.abs(pixels[0].astype(int) - pixels[1].astype(int)).max(axis=1)
    return int((differences > _LEAST_DIFFERENCE).sum())


def complaints(root: QWidget) -> list[str]:
    """All of them."""
    return [
        *unnamed(root),
        *misplaced(root),
        *twins(root),
        *lost(root),
        *not_drawn(root),
    ]
