"""The tool bar's group for the canvas: six modes, and a menu of how they show."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from sr_desktop.gui import theme
from sr_desktop.gui.canvas.comparison import Comparison, Mode, Sampling, changing
from sr_desktop.language import mark, tr

_BUTTON_PX = QSize(38, 32)
_NAMES = {
    Mode.SPLIT: (mark("Split"), mark("Both sides of a divider; once more turns it")),
    Mode.SIDE: (
        mark("Side by side"),
        mark("The same part twice; once more puts one above the other"),
    ),
    Mode.LENS: (mark("Lens"), mark("The result in a lens over bicubic")),
    Mode.BLINK: (mark("Blink"), mark("The result; hold Space for the original")),
    Mode.DIFFERENCE: (mark("Difference"), mark("What the result adds to bicubic")),
    Mode.CONSISTENCY: (
        mark("Consistency"),
        mark("How far the result, made small again, is off the original"),
    ),
}
_SAMPLINGS = {
    Sampling.AUTO: (mark("Pixels: automatic"), mark("Smooth below 200%, squares from there on")),
    Sampling.SMOOTH: (mark("Pixels: smooth"), mark("Pixels run into each other")),
    Sampling.SHARP: (mark("Pixels: sharp"), mark("Each pixel is a square")),
}


class ModeButtons(QWidget):
    """chosen tells a Change of the comparison. Actions are the window's: keys work everywhere."""

    chosen = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self.actions_of: dict[Mode, QAction] = {}
        self._samplings: dict[Sampling, QAction] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        group = QActionGroup(self)
        for number, mode in enumerate(Mode, start=1):
            action = self._mode_action(mode, str(number))
            group.addAction(action)
            row.addWidget(_button(action))
        self._menu = self._build_menu()
        self._more = QToolButton()
        self._more.setAccessibleName(tr("View options"))
        self._more.setToolTip(tr("View options"))
        self._more.setMenu(self._menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.setIconSize(QSize(16, 16))
        self._more.setProperty("narrow", "true")
        row.addWidget(self._more)
        self.dress()

    def show_comparison(self, comparison: Comparison) -> None:
        self.actions_of[comparison.mode].setChecked(True)
        self._samplings[comparison.sampling].setChecked(True)
        self._level.setChecked(comparison.level)
        self._square.setChecked(comparison.square)
        self._swapped.setChecked(comparison.swapped)

    def dress(self) -> None:
        """Tint the icons in the colours of the scheme."""
        for mode, action in self.actions_of.items():
            action.setIcon(theme.icon(f"view-{mode.value}"))
        self._more.setIcon(theme.icon("chevron-down", theme.tokens().muted))

    def _mode_action(self, mode: Mode, key: str) -> QAction:
        name, tip = map(tr, _NAMES[mode])
        action = QAction(name, self._window)
        action.setCheckable(True)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"{name} ({key})\n{tip}")
        action.triggered.connect(lambda: self.chosen.emit(lambda shown: shown.choosing(mode)))
        self._window.addAction(action)
        self.actions_of[mode] = action
        return action

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self._level = self._flag(menu, tr("Sides above each other"), "level")
        self._square = self._flag(menu, tr("Square lens"), "square")
        self._swapped = self._flag(menu, tr("Result around the lens"), "swapped")
        menu.addSeparator()
        group = QActionGroup(self)
        for sampling, (name, tip) in _SAMPLINGS.items():
            action = menu.addAction(tr(name))
            action.setCheckable(True)
            action.setToolTip(tr(tip))
            action.triggered.connect(lambda _, each=sampling: self._choose(sampling=each))
            group.addAction(action)
            self._samplings[sampling] = action
        menu.addSeparator()
        following = menu.addAction(tr("Next kind of pixels"))
        following.setShortcut(QKeySequence("N"))
        following.triggered.connect(lambda: self.chosen.emit(Comparison.with_next_sampling))
        self._window.addAction(following)
        return menu

    def _flag(self, menu: QMenu, name: str, field: str) -> QAction:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.triggered.connect(lambda on: self._choose(**{field: on}))
        return action

    def _choose(self, **changed: bool | Sampling) -> None:
        self.chosen.emit(changing(**changed))


def name_of(mode: Mode) -> str:
    return tr(_NAMES[mode][0])


class _Button(QPushButton):
    """Of an action that is one of several: a QToolButton would be called a check box by screen
    readers. Pressed once more it asks once more.
    """

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setIcon(self._action.icon())
        self.setToolTip(self._action.toolTip())
        self.setChecked(self._action.isChecked())


def _button(action: QAction) -> QPushButton:
    button = _Button(action)
    button.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
    button.setFixedSize(_BUTTON_PX)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    button.setAccessibleDescription(_tip_of(action))
    return button


def _tip_of(action: QAction) -> str:
    return action.toolTip().split("\n", 1)[-1]
