"""What Copy takes along of what went wrong: the words, the file, and which program says so."""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from sr_desktop import __version__
from sr_desktop.errors import SRError
from sr_desktop.gui.widgets import button
from sr_desktop.language import sentences, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton


def of(error: SRError, file: Path | None = None) -> str:
    """Of one error, for somebody who was not there."""
    return _signed(sentences(error.message, error.hint), file, type(error).__name__)


def copy(told: str | SRError, file: Path | None = None) -> None:
    """Put it on the clipboard."""
    text = of(told, file) if isinstance(told, SRError) else _signed(told, file)
    QGuiApplication.clipboard().setText(text)


def copy_button(tell: Callable[[], str]) -> QPushButton:
    """Hidden until there is something to copy."""
    made = button(tr("Copy details"), "plain")
    made.setAutoDefault(False)
    made.clicked.connect(lambda: copy(tell()))
    made.hide()
    return made


def _signed(text: str, file: Path | None, kind: str = "") -> str:
    program = f"sr-desktop {__version__}, {platform.system()} {platform.release()}"
    lines = (text, str(file) if file is not None else "", kind, program)
    return "\n".join(filter(None, lines))
