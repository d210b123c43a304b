"""Pictures and models that arrive by drag and drop or the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColorSpace, QImage

from sr_desktop.imaging.picture import Picture

CHECKPOINTS = (".pt", ".pth", ".safetensors", ".zip")  # of zip files just packs of them
_Model = QColorSpace.ColorModel


def checkpoints_among(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files that are models or packs of them by their names, and the others."""
    models = [path for path in paths if path.suffix.lower() in CHECKPOINTS and not path.is_dir()]
    return models, [path for path in paths if path not in models]


def import_words(files: Sequence[Path]) -> str:
    """What letting go of models will do: "Import PANx2_DF2K.pth"."""
    return f"Import {files[0].name}" if len(files) == 1 else f"Import {len(files)} models"


def local_paths(mime: QMimeData) -> list[Path]:
    """The files and folders of this computer that are dragged or copied."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def picture_of(image: QImage) -> Picture:
    """A pasted image as a Picture of 8 bits; gray stays gray, alpha and the profile are kept."""
    if image.isGrayscale() and not image.hasAlphaChannel() and not _is_of(image, _Model.Rgb):
        gray = _array(image.convertToFormat(QImage.Format.Format_Grayscale8), 1)
        return Picture(gray, icc=_profile(image) if _is_of(image, _Model.Gray) else None)
    rgba = _array(image.convertToFormat(QImage.Format.Format_RGBA8888), 4)
    alpha = np.ascontiguousarray(rgba[..., 3]) if image.hasAlphaChannel() else None
    icc = _profile(image) if _is_of(image, _Model.Rgb) else None
    return Picture(np.ascontiguousarray(rgba[..., :3]), alpha, icc=icc)


def _is_of(image: QImage, model: QColorSpace.ColorModel) -> bool:
    """Whether the image says what its colours mean, in a way that needs saying: not in sRGB."""
    space = image.colorSpace()
    if not space.isValid() or space == QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        return False
    return space.colorModel() == model


def _profile(image: QImage) -> bytes | None:
    return bytes(image.colorSpace().iccProfile().data()) or None


def _array(image: QImage, channels: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A copy of the image's pixels: rows are padded to four bytes in Qt."""
    flat = np.frombuffer(image.constBits(), np.uint8)
    rows = flat.reshape(image.height(), image.bytesPerLine())[:, : image.width() * channels]
    return rows.reshape(image.height(), image.width(), channels).copy()
