"""The result shown, onto the clipboard: a PNG, the pixels, and its file where it has one.

All of it is made in a thread: the clipboard is only handed what is ready.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QByteArray, QMimeData, QObject, QUrl, Signal, Slot
from PySide6.QtGui import QColorSpace, QGuiApplication, QImage

from sr_desktop import paths
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.gui.state import Notice
from sr_desktop.imaging import compare, files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs.ending import attempt
from sr_desktop.jobs.types import Failed, Stopped, next_id
from sr_desktop.jobs.worker import Worker
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.imaging.picture import Picture

MOST_PIXELS = 100_000_000
_BAND_PIXELS = 1 << 20
_PNG = Encoding("png", bit_depth="8", strip_metadata=True, provenance=False)


@dataclass(frozen=True, slots=True, eq=False)
class CopyJob:
    """saved is the file that the picture was written to, None for none."""

    picture: Picture
    saved: Path | None = None
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True, eq=False)
class Copied:
    """png is the file's bytes, of 8 bits, with the picture's profile and no other metadata."""

    job_id: int
    png: QByteArray
    image: QImage
    saved: Path | None


def run(job: CopyJob, emit: Callable[[Copied | Failed | Stopped], None], cancel: Cancel) -> None:
    """What a Worker calls. Ends with Copied, Failed or Stopped."""
    emit(attempt(job.id, lambda: _made(job, cancel)))


def _made(job: CopyJob, cancel: Cancel) -> Copied:
    with tempfile.TemporaryDirectory(dir=paths.scratch_dir(), prefix="copied-") as folder:
        file = Path(folder) / "copied.png"
        files.write(file, job.picture, _PNG)
        cancel.check()
        png = QByteArray(file.read_bytes())
    saved = job.saved if job.saved is not None and job.saved.is_file() else None
    return Copied(job.id, png, image_of(job.picture, cancel), saved)


def image_of(picture: Picture, cancel: Cancel) -> QImage:
    """Its pixels in 8 bits, with alpha and what its profile says of the colours."""
    form = QImage.Format
    has_alpha = picture.alpha is not None
    kind = form.Format_RGBA8888 if has_alpha else form.Format_RGBX8888
    image = QImage(picture.width, picture.height, kind)
    # Bands: numpy lets other threads run while it copies, and the window is one of them.
    view = np.frombuffer(image.bits(), np.uint8).reshape(picture.height, picture.width, 4)
    rows = max(1, _BAND_PIXELS // picture.width)
    for top in range(0, picture.height, rows):
        cancel.check()
        band = slice(top, top + rows)
        view[band, :, :3] = compare.displayable(picture.pixels[band])
        view[band, :, 3] = 255
        if picture.alpha is not None:
            view[band, :, 3] = compare.displayable(picture.alpha[band, :, None])[..., 0]
    if picture.icc is not None and not picture.is_gray:
        image.setColorSpace(QColorSpace.fromIccProfile(QByteArray(picture.icc)))
    return image


class Copying(QObject):
    """Copies one result at a time; told has a Notice for the window."""

    told = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)
        self._worker: Worker | None = None
        self._job_id = 0

    def copy(self, picture: Picture | None, saved: Path | None = None) -> None:
        """Put it on the clipboard, in a moment; or tell why not."""
        if picture is None:
            self.told.emit(
                Notice(tr("There is no result to copy."), tr("Upscale the picture first."))
            )
            return
        if picture.width * picture.height > MOST_PIXELS:
            self.told.emit(_too_large(picture))
            return
        if self._worker is None:
            self._worker = Worker(self._bridge.told.emit, "sr-copy", lambda: run)
        self._worker.cancel(self._job_id)
        job = CopyJob(picture, saved)
        self._job_id = job.id
        self._worker.submit(job)

    @Slot(object)
    def _on_event(self, event: Copied | Failed | Stopped) -> None:
        if event.job_id != self._job_id:
            return
        match event:
            case Copied():
                QGuiApplication.clipboard().setMimeData(_mime(event))
                self.told.emit(Notice(tr("The result is copied.")))
            case Failed(error=error):
                self.told.emit(Notice(error.message, error.hint, bad=True))

    def close(self) -> None:
        """Ends its thread."""
        if self._worker is not None:
            self._bridge.told.disconnect(self._on_event)
            self._worker.close()


def _mime(copied: Copied) -> QMimeData:
    mime = QMimeData()
    mime.setData("image/png", copied.png)
    mime.setImageData(copied.image)
    if copied.saved is not None:
        mime.setUrls([QUrl.fromLocalFile(str(copied.saved))])
    return mime


def _too_large(picture: Picture) -> Notice:
    megapixels = picture.width * picture.height / 1e6
    return Notice(
        tr(
            "The result has {pixels_mp:.0f} megapixels; {most_mp} can be copied.",
            pixels_mp=megapixels,
            most_mp=MOST_PIXELS // 1_000_000,
        ),
        tr("Save it, and copy the file."),
        bad=True,
    )
