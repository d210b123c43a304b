"""Events from the worker's thread to the window's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class EventBridge(QObject):
    """told.emit may be called in any thread.

    Connect told to a method of a QObject that lives in the window's thread: Qt then calls it
    there. Connected to a plain function it would be called in the thread that emits.
    """

    told = Signal(object)
