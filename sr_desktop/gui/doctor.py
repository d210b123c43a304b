"""What `sr-desktop doctor` says, in a window.

It runs as a process of its own: what it finds is that of a fresh start, and nothing waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess

from sr_desktop import paths
from sr_desktop.gui.text_window import TextWindow
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WAITING = mark("Looking at this installation: it loads torch and upscales a small picture…")


class DoctorWindow(TextWindow):
    """Starts looking as soon as it is made."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            tr("Doctor report"),
            tr("What is installed, what will be used, and whether it works."),
        )
        self.show_text(tr(_WAITING))
        self.copy.setEnabled(False)
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.finished.connect(self._done)
        self._process.errorOccurred.connect(self._failed)
        self.closed.connect(self._stop)
        program, *arguments = paths.program()
        self._process.start(program, [*arguments, "doctor"])

    def _done(self) -> None:
        self.show_text(bytes(self._process.readAll().data()).decode(errors="replace").strip("\r\n"))
        self.copy.setEnabled(True)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.show_text(
                tr("The report cannot be made: {reason}.", reason=self._process.errorString())
            )
            self.copy.setEnabled(True)

    def _stop(self) -> None:
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.finished.disconnect(self._done)
            self._process.kill()
            self._process.waitForFinished(2000)
