"""The row of actions above the picture."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from sr_desktop.gui import theme
from sr_desktop.gui.canvas.mode_buttons import ModeButtons
from sr_desktop.gui.widgets import separator
from sr_desktop.language import tr


class WordedButton(QToolButton):
    """A drawing with words beside it, which go where there is no room for them."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def words_px(self) -> int:
        """What the words take, as QToolButton.sizeHint counts them."""
        letters = self.fontMetrics()
        return 4 + letters.size(0, self.text()).width() + 2 * letters.horizontalAdvance(" ")

    def show_words(self, shown: bool) -> None:
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly
        )

    def minimumSizeHint(self) -> QSize:
        """Without the words."""
        whole = self.sizeHint()
        if self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            return whole
        return QSize(whole.width() - self.words_px(), whole.height())


class Toolbar(QFrame):
    """Buttons for actions. The actions belong to the window, so that their keys work everywhere."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self.setFixedHeight(48)
        self._window = window
        self._icons: dict[QAction, str] = {}
        self.open = self._action(tr("Open", meaning="verb"), "open", tr("Open images"), "Ctrl+O")
        self.folder = self._action(tr("Folder"), "folder", tr("Open a folder"), "Ctrl+Shift+O")
        self.paste = self._action(tr("Paste"), "paste", tr("Paste an image or files"), "Ctrl+V")
        self.save = self._action(tr("Save as"), "save", tr("Save this result as a file"), "Ctrl+S")
        self.copy = self._action(tr("Copy"), "copy", tr("Copy the result"), "Ctrl+C")
        self.models = self._action(
            tr("Models"), "model", tr("All models: get, import, remove"), "Ctrl+M"
        )
        self.tryout = self._action(
            tr("Try models"), "try", tr("See a spot by every model you have"), "T"
        )
        self.fit = self._action(tr("Fit"), "fit", tr("Show the whole picture"), "Ctrl+0")
        self.actual = self._action("100%", "actual", tr("One pixel is one screen pixel"), "Ctrl+1")
        self.zoom_out = self._action("", "zoom-out", tr("Smaller", meaning="zoom"), "-", "Ctrl+-")
        self.zoom_in = self._action(
            "", "zoom-in", tr("Larger", meaning="zoom"), "+", "=", "Ctrl++", "Ctrl+="
        )
        self.views = ModeButtons(window)
        self.measure = _menu_button(tr("Measure"), tr("Hold results against originals"))
        self.recent = _small_menu_button(tr("Recent files and folders"))
        self.gear = _small_menu_button(tr("Preferences and help"))
        self._percent = QLabel("")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = self._lay_out()
        self.dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, those whose drawing says it all go without words."""
        room = event.size().width() - self._row.minimumSize().width()
        for group in self._worded:
            room -= sum(button.words_px() for button in group)
            for button in group:
                button.show_words(room >= 0)
        super().resizeEvent(event)

    def show_zoom(self, zoom: float | None) -> None:
        """1.0 is 100%; None while there is no picture to zoom."""
        for action in (self.fit, self.actual, self.zoom_out, self.zoom_in):
            action.setEnabled(zoom is not None)
        widest_px = self._percent.fontMetrics().horizontalAdvance("6400%")
        self._percent.setMinimumWidth(max(56, widest_px))
        self._percent.setText("" if zoom is None else f"{zoom:.0%}")
        self._percent.setAccessibleName("" if zoom is None else tr("Zoom {zoom:.0%}", zoom=zoom))

    def dress(self) -> None:
        """Tint the icons in the colours of the scheme."""
        for action, name in self._icons.items():
            action.setIcon(theme.icon(name))
        self.measure.setIcon(theme.icon("measure"))
        self.views.dress()
        self.recent.setIcon(theme.icon("chevron-down"))
        self.gear.setIcon(theme.icon("gear"))

    def _action(self, text: str, icon: str, tip: str, *keys: str) -> QAction:
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        shown = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})")
        action.setWhatsThis(tip)
        self._window.addAction(action)
        self._icons[action] = icon
        return action

    def _lay_out(self) -> QHBoxLayout:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GRID_PX, 0, theme.GRID_PX, 0)
        row.setSpacing(4)
        self.recent.setFixedWidth(24)
        self.recent.setProperty("narrow", "true")
        buttons = [self._button(each) for each in (self.open, self.folder, self.paste, self.save)]
        models, fit, actual = (self._button(each) for each in (self.models, self.fit, self.actual))
        tryout = self._button(self.tryout)
        self._worded = [buttons[:1], [*buttons[1:], self.measure], [models, tryout], [fit, actual]]
        row.addWidget(buttons[0])
        row.addSpacing(-4)
        row.addWidget(self.recent)
        for button in buttons[1:3]:
            row.addWidget(button)
        row.addSpacing(4)
        row.addWidget(separator())
        row.addSpacing(4)
        row.addWidget(buttons[3])
        row.addWidget(models)
        row.addWidget(tryout)
        row.addWidget(self.measure)
        row.addStretch()
        row.addWidget(self.views)
        row.addSpacing(4)
        row.addWidget(separator())
        row.addSpacing(4)
        row.addWidget(fit)
        row.addWidget(actual)
        row.addSpacing(4)
        row.addWidget(separator())
        row.addSpacing(4)
        row.addWidget(self._button(self.zoom_out))
        row.addWidget(self._percent)
        row.addWidget(self._button(self.zoom_in))
        row.addSpacing(4)
        row.addWidget(separator())
        row.addSpacing(4)
        row.addWidget(self.gear)
        return row

    def _button(self, action: QAction) -> WordedButton:
        button = WordedButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.show_words(bool(action.text()))
        button.setAccessibleName(action.text() or action.whatsThis())
        return button


def _menu_button(text: str, tip: str) -> WordedButton:
    """A button that opens a menu, which is set later."""
    button = WordedButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.show_words(True)
    return button


def _small_menu_button(tip: str) -> WordedButton:
    """The same without words."""
    button = _menu_button("", tip)
    button.setAccessibleName(tip)
    button.show_words(False)
    return button
