"""The keys of the window, asked from a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from documents.markdown import plain, table
from sr_desktop.gui import app, shortcuts
from sr_desktop.gui.main_window import MainWindow
from sr_desktop.gui.settings import Settings
from sr_desktop.gui.shortcuts import Key


def everywhere() -> str:
    """Those that work wherever the focus is."""
    return _table(shortcuts.keys_of)


def of_parts() -> str:
    """Those of the picture and of the strip."""
    return _table(shortcuts.keys_of_parts)


def _table(asked: Callable[[QWidget], Sequence[Key]]) -> str:
    application = app.make_application(sheet=False)
    window = MainWindow(Settings())
    keys = asked(window)
    window.close()
    application.processEvents()
    return table(("keys", "what they do"), [(_shown(key), plain(key.what)) for key in keys])


def _shown(key: Key) -> str:
    return ", ".join(f"`{keys}`" for keys in key.keys)
