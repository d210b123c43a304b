"""The window's language: its own texts by our translator, Qt's dialogs and buttons by Qt's."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from sr_desktop import language, paths

log = logging.getLogger(__name__)

CONTEXT = "sr-desktop"  # of all our texts in the .ts file
ENGLISH = "en"
CHINESE = "zh_CN"
LANGUAGES = {ENGLISH: "English", CHINESE: "简体中文"}  # each in its own words


def choose(wished: str, system: Iterable[str]) -> str:
    """One of LANGUAGES: the wish, if it is one; else the first that the system names; else English.

    system is as QLocale.uiLanguages gives it: "zh-Hans-CN", "en-US". Of Chinese there is only the
    simplified script.
    """
    if wished in LANGUAGES:
        return wished
    traditional = False
    for name in system:
        locale = QLocale(name)
        if locale.language() == QLocale.Language.English:
            return ENGLISH
        if locale.script() == QLocale.Script.TraditionalHanScript:
            traditional = True
        is_added = traditional and name == "zh"  # by Qt, to zh-Hant; alone it means simplified
        if locale.script() == QLocale.Script.SimplifiedHanScript and not is_added:
            return CHINESE
    return ENGLISH


def install(app: QCoreApplication, wished: str = "") -> str:
    """Translate what is made from now on; call it before the first window. Answers the language.

    wished is one of LANGUAGES, "" to follow the system.
    """
    name = choose(wished, QLocale.system().uiLanguages())
    _uninstall(app)
    if name == ENGLISH:
        return name
    _load(app, Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), f"qtbase_{name}")
    ours = _load(app, paths.resource("translations"), f"{paths.APP}_{name}")
    if ours is not None:
        language.install(_looking_up_in(ours))
    return name


def _uninstall(app: QCoreApplication) -> None:
    language.install(None)
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()


def _load(app: QCoreApplication, folder: Path, name: str) -> QTranslator | None:
    translator = QTranslator(app)
    if not translator.load(name, str(folder)):
        log.warning("no translation %s in %s", name, folder)
        return None
    app.installTranslator(translator)
    return translator


def _looking_up_in(translator: QTranslator) -> language.Lookup:
    # Not through the application, which cannot tell a missing translation from an equal one.
    def lookup(text: str, meaning: str, count: int) -> str | None:
        return translator.translate(CONTEXT, text, meaning, count) or None

    return lookup
