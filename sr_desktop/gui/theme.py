"""Colours, sizes and the style sheet: light and dark, each with high contrast too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from sr_desktop import paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from sr_desktop.gui.appearance import Appearance

ICON_PX = 20
GRID_PX = 8


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, as #RRGGBB. on_accent is text upon accent, muted_on_canvas what
    muted is elsewhere, edge the border of what can be filled in, line any other.
    """

    window: str
    panel: str
    canvas: str
    text: str
    muted: str
    muted_on_canvas: str
    line: str
    edge: str
    hover: str
    pressed: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    good: str
    bad: str
    bad_panel: str


LIGHT = Tokens(
    window="#F5F5F7",
    panel="#FFFFFF",
    canvas="#DADADD",
    text="#1D1D1F",
    muted="#5E5E63",
    muted_on_canvas="#58585D",
    line="#DCDCE0",
    edge="#8A8A90",
    hover="#ECECF0",
    pressed="#E0E0E5",
    accent="#2F6FDE",
    accent_hover="#2862C8",
    accent_pressed="#2156B3",
    on_accent="#FFFFFF",
    good="#1E7F3C",
    bad="#C22F2A",
    bad_panel="#FCEDEC",
)
DARK = Tokens(
    window="#1C1C1E",
    panel="#242426",
    canvas="#121213",
    text="#F2F2F7",
    muted="#A2A2A8",
    muted_on_canvas="#A2A2A8",
    line="#38383B",
    edge="#707076",
    hover="#303033",
    pressed="#3A3A3E",
    accent="#6C9BFF",
    accent_hover="#81A9FF",
    accent_pressed="#5A8AF0",
    on_accent="#10131A",
    good="#5CCB7C",
    bad="#FF7A72",
    bad_panel="#3A2322",
)


# For those who need more: text, signs and lines at 7:1 upon every ground.
LIGHT_CONTRAST = Tokens(
    window="#FFFFFF",
    panel="#FFFFFF",
    canvas="#E2E2E6",
    text="#000000",
    muted="#38383B",
    muted_on_canvas="#38383B",
    line="#4E4E53",
    edge="#4E4E53",
    hover="#E8E8EC",
    pressed="#DEDEE4",
    accent="#093999",
    accent_hover="#083183",
    accent_pressed="#062C78",
    on_accent="#FFFFFF",
    good="#0A4D20",
    bad="#860D09",
    bad_panel="#FFE9E7",
)
DARK_CONTRAST = Tokens(
    window="#000000",
    panel="#0B0B0C",
    canvas="#000000",
    text="#FFFFFF",
    muted="#D2D2D8",
    muted_on_canvas="#D2D2D8",
    line="#A2A2AA",
    edge="#A2A2AA",
    hover="#202024",
    pressed="#2E2E33",
    accent="#A5C3FF",
    accent_hover="#BBD2FF",
    accent_pressed="#8FB4FF",
    on_accent="#000000",
    good="#86E8A3",
    bad="#FFB1AC",
    bad_panel="#33100E",
)


_STYLE = "Fusion"  # the same metrics on every platform; the style sheet draws the rest
_FONT_PX = 13
_current: Tokens | None = None


def tokens() -> Tokens:
    """Those the application is dressed in."""
    return _current or LIGHT


def system_tokens() -> Tokens:
    """Those of the system's scheme of this moment."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def tokens_of(look: Appearance) -> Tokens:
    """Those of this appearance, following the system where it says so."""
    dark = look.theme == "dark" or (look.theme == "system" and system_tokens() is DARK)
    high = look.contrast == "high" or (look.contrast == "system" and _system_wants_contrast())
    if high:
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return DARK if dark else LIGHT


def dress(app: QApplication, look: Appearance, *, sheet: bool = True) -> None:
    """Dress the application in this appearance, the system's own dialogs and frames too.

    Without the sheet it is for windows still to be built: Qt would go through the rules again for
    each widget whenever that comes under another. Dress it wholly before they are shown.
    """
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    QGuiApplication.styleHints().setColorScheme(schemes.get(look.theme, Qt.ColorScheme.Unknown))
    wanted = tokens_of(look)
    changes = wanted is not _current
    if changes:
        _colour(app, wanted)
    if sheet and (changes or not app.styleSheet()):
        _lay_down_rules(app, wanted)


def follow_system(dress_again: Callable[[], None]) -> None:
    """Call it whenever the system's scheme or its wish for contrast changes."""
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(dress_again)
    if hasattr(hints, "accessibility"):  # from Qt 6.10 on
        hints.accessibility().contrastPreferenceChanged.connect(dress_again)


def _system_wants_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def apply(app: QApplication, look: Tokens) -> None:
    """Dress the application in these colours, whatever the settings say."""
    _colour(app, look)
    _lay_down_rules(app, look)


def _colour(app: QApplication, look: Tokens) -> None:
    global _current
    _current = look
    app.setStyle(_STYLE)
    app.setPalette(_palette(look))
    font = app.font()
    font.setPixelSize(_FONT_PX)
    app.setFont(font)


def _lay_down_rules(app: QApplication, look: Tokens) -> None:
    rules = paths.resource("style.qss").read_text(encoding="utf-8")
    app.setStyleSheet(Template(rules).substitute(asdict(look), font_px=_FONT_PX))


def _palette(look: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: look.window,
        role.Base: look.panel,
        role.AlternateBase: look.window,
        role.Button: look.panel,
        role.Text: look.text,
        role.WindowText: look.text,
        role.ButtonText: look.text,
        role.ToolTipBase: look.panel,
        role.ToolTipText: look.text,
        role.PlaceholderText: look.muted,
        role.Highlight: look.accent,
        role.HighlightedText: look.on_accent,
        role.Link: look.accent,
    }
    palette = QPalette()
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(look.muted))
    return palette


def icon(name: str, colour: str | None = None) -> QIcon:
    """A drawing of resources/icons in the text's colour, or in this one; crisp on the screens that
    there are.
    """
    result = QIcon()
    for ratio in {screen.devicePixelRatio() for screen in QGuiApplication.screens()}:
        result.addPixmap(pixmap(name, ICON_PX, colour or tokens().text, ratio))
    return result


def pixmap(name: str, height_px: int, colour: str, ratio: float) -> QPixmap:
    """A drawing of resources/icons, tinted; height_px in logical pixels, ratio the device's."""
    key = f"{name} {height_px} {colour} {ratio}"
    result = QPixmap()
    if not QPixmapCache.find(key, result):
        result = _render(name, height_px, colour, ratio)
        QPixmapCache.insert(key, result)
    return result


def _render(name: str, height_px: int, colour: str, ratio: float) -> QPixmap:
    source = paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("#000", colour).encode()))
    size = renderer.defaultSize().toSizeF() * (height_px / renderer.defaultSize().height())
    result = QPixmap((size * ratio).toSize())
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return result
