"""Preferences: theme, contrast, size and language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sr_desktop.gui.appearance import LANGUAGES, SCALES_PERCENT, Appearance
from sr_desktop.gui.fields import choice, choose
from sr_desktop.gui.page import Exclusive, Page
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.gui.settings import Settings

_THEMES = {"system": mark("System"), "light": mark("Light"), "dark": mark("Dark")}
_CONTRASTS = {"system": mark("System"), "usual": mark("Usual"), "high": mark("High")}


class AppearancePage(Page):
    """changed is called after each change; size and language wait for the next start."""

    name = mark("Appearance")

    def __init__(self, settings: Settings, changed: Callable[[], None]) -> None:
        super().__init__()
        self._settings = settings
        self._changed = changed
        self._theme = Exclusive(tr("Theme"), _shown(_THEMES))
        self._contrast = Exclusive(tr("Contrast"), _shown(_CONTRASTS))
        scales = {str(percent): f"{percent} %" for percent in SCALES_PERCENT}
        self._scale = choice(tr("Size of text and controls"), scales)
        self._language = choice(tr("Language"), _shown(LANGUAGES))
        self.add(tr("Theme"), self._theme)
        self.add(
            tr("Contrast"),
            self._contrast,
            hint=tr("High: text and lines stand out at 7:1 or more."),
        )
        self.add(
            tr("Size", meaning="of the interface"),
            self._scale,
            hint=tr(
                "Of text and controls, besides what the system does. Pictures stay as they are."
            ),
        )
        self.add(tr("Language"), self._language)
        self._theme.chosen.connect(lambda key: self._look(theme=key))
        self._contrast.chosen.connect(lambda key: self._look(contrast=key))
        self._scale.currentIndexChanged.connect(
            lambda: self._look(scale_percent=int(self._scale.currentData()))
        )
        self._language.currentIndexChanged.connect(self._keep_language)

    def show_state(self) -> None:
        look = self._settings.appearance()
        self._theme.choose(look.theme)
        self._contrast.choose(look.contrast)
        choose(self._scale, str(look.scale_percent))
        choose(self._language, self._settings.language())

    def reset(self) -> None:
        self._settings.keep_appearance(Appearance())
        self._settings.keep_language("system")
        self.show_state()
        self._changed()

    def _look(self, **changes: object) -> None:
        look = replace(self._settings.appearance(), **changes)  # type: ignore[arg-type]
        self._settings.keep_appearance(look)
        self._changed()

    def _keep_language(self) -> None:
        self._settings.keep_language(self._language.currentData())
        self._changed()


def _shown(options: dict[str, str]) -> dict[str, str]:
    return {key: tr(text) for key, text in options.items()}
