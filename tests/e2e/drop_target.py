"""A window of another program that files can be dropped on: drop_target.py X Y.

It asks what is dragged while it is still over it, as file managers do, and says how large each
file is that was dropped.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel


class DropTarget(QLabel):
    """Takes files."""

    def __init__(self) -> None:
        super().__init__("Drop here")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().urls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            path = Path(url.toLocalFile())
            data = path.read_bytes()
            print("dropped", len(data), data[:4].hex(), path, flush=True)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    target = DropTarget()
    target.setWindowTitle("drop-target")
    target.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
    target.setGeometry(int(sys.argv[1]), int(sys.argv[2]), 120, 80)
    target.show()
    sys.exit(app.exec())
