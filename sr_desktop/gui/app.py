"""Starts the window.

1. on Windows, load torch's first library before Qt (see _load_before_qt)
2. QApplication, theme, settings, the window without pictures; it is painted
3. only then the rest of the window, and torch in the worker's thread
"""

from __future__ import annotations

import builtins
import ctypes
import faulthandler
import importlib.util
import logging
import logging.handlers
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sr_desktop import paths

if TYPE_CHECKING:
    from sr_desktop.gui.program import Program


def _load_before_qt() -> None:
    """Load c10.dll while no Qt library is in the process.

    WORKAROUND for https://github.com/explosion/spaCy/issues/13894: on Windows torch 2.9 and newer
    may fail to load (WinError 1114) when Qt came first. Importing torch here would cost a second.
    """
    spec = importlib.util.find_spec("torch")
    if spec is not None and spec.origin is not None:
        library = Path(spec.origin).parent / "lib" / "c10.dll"
        if library.is_file():
            ctypes.CDLL(str(library))


if sys.platform == "win32":
    _load_before_qt()

from PySide6.QtCore import (  # noqa: E402
    QEvent,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QIcon  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402


def _import_plainly() -> None:
    """Take back the import function that PySide6 replaced.

    WORKAROUND for PYSIDE-2029: to know which modules may switch its features (__feature__, which
    nothing here does) PySide6 6.4 and newer reads the source of every module imported from then on
    and keeps it: 17 MB of torch's, a tenth of the time that its import takes, 34 MiB in all.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


_import_plainly()

from sr_desktop.gui import drawn, theme, translation  # noqa: E402
from sr_desktop.gui.collecting import Collector  # noqa: E402
from sr_desktop.gui.main_window import MainWindow  # noqa: E402
from sr_desktop.gui.settings import Settings  # noqa: E402

log = logging.getLogger(__name__)
_SCALE = "QT_SCALE_FACTOR"
UNSEEN_MS = 1000
_SWITCH_SECONDS = 0.001  # Python's 0.005 is long for a window that waits for a busy thread


class Application(QApplication):
    """Also takes the files that macOS sends as events: "Open with", and drops onto the dock."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._waiting: list[Path] = []
        self._open: Callable[[Sequence[Path]], None] | None = None

    def open_with(self, open: Callable[[Sequence[Path]], None]) -> None:
        """From now on, and those that came before there was a window."""
        self._open = open
        waiting, self._waiting = self._waiting, []
        open(waiting)

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().event(event)
        path = Path(event.file())
        if self._open is None:
            self._waiting.append(path)
        else:
            self._open([path])
        return True


def make_application(*, sheet: bool = True) -> QApplication:
    """The one QApplication, dressed as the settings say, following the system where they do.

    sheet is as in theme.dress. Where no display answers, its platform is offscreen: is_seen tells.
    """
    app = QApplication.instance()
    sys.setswitchinterval(_SWITCH_SECONDS)
    if not isinstance(app, QApplication):
        _let_qt_fall_back()
        with _scaled(Settings().appearance().scale_percent):
            app = Application(sys.argv[:1])
    drawn.install()
    app.setApplicationName(paths.APP)
    app.setDesktopFileName(paths.APP)
    app.setWindowIcon(QIcon(str(paths.resource("icons/app.svg"))))
    dressed = app
    theme.dress(app, Settings().appearance(), sheet=sheet)
    theme.follow_system(lambda: theme.dress(dressed, Settings().appearance()))
    return app


@contextmanager
def _scaled(percent: int) -> Iterator[None]:
    """While inside, an application that starts makes text and controls so large.

    Who sets QT_SCALE_FACTOR has decided. Programs that we open must not inherit ours.
    """
    if percent == 100 or _SCALE in os.environ:
        yield
        return
    os.environ[_SCALE] = f"{percent / 100:g}"
    try:
        yield
    finally:
        del os.environ[_SCALE]


def _let_qt_fall_back() -> None:
    """Name offscreen as Qt's last resort: where none is left, Qt would abort the process."""
    if sys.platform == "linux" and "QT_QPA_PLATFORM" not in os.environ:
        displays = {"wayland": "WAYLAND_DISPLAY", "xcb": "DISPLAY"}
        found = [name for name, variable in displays.items() if os.environ.get(variable)]
        os.environ["QT_QPA_PLATFORM"] = ";".join([*found, "offscreen"])


def is_seen() -> bool:
    """Whether windows reach a display."""
    return QGuiApplication.platformName() != "offscreen"


def run(
    files: Sequence[Path] = (),
    on_shown: Callable[[MainWindow], None] | None = None,
    *,
    on_painted: Callable[[], None] | None = None,
    warm_up: bool = True,
    program: Program | None = None,
) -> int:
    """Show the window with these files open, until it is closed. Answers the exit code.

    on_painted is called once, after the window was painted for the first time, on_shown with the
    window when it can do all that a window can. warm_up loads torch right then, before it is
    needed. program is what a user's own window needs beside.
    """
    app = make_application(sheet=False)
    settings = Settings()
    translation.install(app, settings.language())
    window = MainWindow(settings, furnish=False)
    collector = Collector(lambda: bool(window.state.compute))
    theme.dress(app, settings.appearance())

    def after_first_paint() -> None:
        if on_painted is not None:
            on_painted()
        if window.is_closed:
            return
        window.furnish()
        window.add_paths(files)
        if isinstance(app, Application):
            app.open_with(window.add_paths)
        if program is not None:
            program.settle(window, settings)
        if warm_up:
            window.warm_up()
        if on_shown is not None:
            on_shown(window)

    painted = FirstPaint(window)
    painted.painted.connect(after_first_paint)
    window.show()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C in the terminal ends the program
    try:
        return app.exec()
    finally:
        if program is not None:
            program.let_go()
        window.close()  # ends the workers' threads, however the loop ended
        collector.close()
        if window.restarts:
            from sr_desktop.gui import restart

            restart.begin(window.file_paths)


class FirstPaint(QObject):
    """painted tells, once, that a window was painted; a minimised one is taken to be soon."""

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._soon = QTimer(self, singleShot=True, interval=0)  # the picture goes out first
        self._soon.timeout.connect(self._tell)
        self._late = QTimer(self, singleShot=True, interval=UNSEEN_MS)
        self._late.timeout.connect(self._tell)
        self._late.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._soon.start()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        self._window.removeEventFilter(self)
        self._soon.stop()
        self._late.stop()
        self.painted.emit()


def keep_a_log() -> None:
    """Errors go to a file in the user's log folder, crashes and what Qt has to say too."""
    folder = paths.log_dir()
    handler = logging.handlers.RotatingFileHandler(
        folder / "sr-desktop.log", maxBytes=1 << 20, backupCount=2, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    faulthandler.enable((folder / "crash.log").open("a"))
    sys.excepthook = _log_uncaught
    qInstallMessageHandler(_log_qt)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = logging.INFO if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) else logging.WARNING
    logging.getLogger("qt").log(level, "%s: %s", context.category, message)


def _log_uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    log.critical("uncaught", exc_info=(kind, error, traceback))
    sys.__excepthook__(kind, error, traceback)
