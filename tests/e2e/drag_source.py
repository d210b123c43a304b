"""A window of another program from which a file can be dragged: drag_source.py FILE X Y."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class DragSource(QLabel):
    """Starts a drag of one file as soon as the mouse moves while pressed."""

    def __init__(self, path: str) -> None:
        super().__init__("Drag me")
        self._path = path

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(self._path)])
        drag = QDrag(self)
        drag.setMimeData(mime)
        print("result", drag.exec(Qt.DropAction.CopyAction).name, flush=True)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    source = DragSource(sys.argv[1])
    source.setWindowTitle("drag-source")
    source.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
    source.setGeometry(int(sys.argv[2]), int(sys.argv[3]), 120, 80)
    source.show()
    sys.exit(app.exec())
