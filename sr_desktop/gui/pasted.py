"""A pasted or dropped image of Qt as a picture of ours."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColorSpace, QImage

from sr_desktop.imaging.picture import Picture

_Model = QColorSpace.ColorModel


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
