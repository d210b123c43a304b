"""Pictures and models that arrive by drag and drop or the clipboard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColorSpace, QImage

from sr_desktop.language import tr

CHECKPOINTS = (".pt", ".pth", ".safetensors", ".zip")  # of zip files just packs of them
_EXACT_FORMS = ("image/png", "image/tiff", "image/webp", "image/avif", "image/jpeg")
_IMAGE_IN_PAGE = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*(["']?)(?P<url>[^"'>]+)\1""", re.IGNORECASE)
_Model = QColorSpace.ColorModel


def checkpoints_among(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files that are models or packs of them by their names, and the others."""
    models = [path for path in paths if path.suffix.lower() in CHECKPOINTS and not path.is_dir()]
    return models, [path for path in paths if path not in models]


def import_words(files: Sequence[Path]) -> str:
    """What letting go of models will do: "Import PANx2_DF2K.pth"."""
    if len(files) == 1:
        return tr("Import {name}", name=files[0].name)
    return tr("Import {count} models", count=len(files))


def local_paths(mime: QMimeData) -> list[Path]:
    """The files and folders of this computer that are dragged or copied."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


@dataclass(frozen=True, slots=True, eq=False)
class Brought:
    """What is dragged or copied, as the best of the forms it comes in; the others are empty.

    data are the bytes of a picture's file, urls addresses to fetch one from: the first that gives
    one is meant.
    """

    paths: tuple[Path, ...] = ()
    data: bytes = b""
    image: QImage | None = None
    urls: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.paths or self.data or self.image is not None or self.urls)


def brought_by(mime: QMimeData) -> Brought:
    """Files of this computer first, then pixels, then what would have to be fetched."""
    if paths := local_paths(mime):
        return Brought(tuple(paths))
    for form in _EXACT_FORMS:
        if mime.hasFormat(form) and (data := mime.data(form).data()):
            return Brought(data=bytes(data))
    if isinstance(image := mime.imageData(), QImage) and not image.isNull():
        return Brought(image=image)
    return Brought(urls=tuple(addresses_in(mime)))


def promise(mime: QMimeData) -> str:
    """What letting go of something other than files will do, "" for nothing.

    Only looks at what it is: fetching the pixels from the other program takes time.
    """
    if mime.hasImage() or any(mime.hasFormat(form) for form in _EXACT_FORMS):
        return tr("Add the image")
    urls = addresses_in(mime)
    if not urls:
        return ""
    from sr_desktop.gui.fetching import host_of, name_of

    host = host_of(urls[0])
    if not host:
        return tr("Add the image")
    if len(urls) == 1:
        return tr("Download {name} from {host}", name=name_of(urls[0]), host=host)
    return tr("Download {count} pictures from {host}", count=len(urls), host=host)


def addresses_in(mime: QMimeData) -> list[str]:
    """The addresses of pictures, as browsers tell them.

    Of a picture within a link the list of addresses has the link: the piece of the page that is
    dragged along tells the picture's own.
    """
    from html import unescape

    from sr_desktop.gui.fetching import can_fetch

    page = mime.html() if mime.hasHtml() else ""
    shown = [unescape(found["url"]) for found in _IMAGE_IN_PAGE.finditer(page)]
    if len(shown) == 1 and can_fetch(shown[0]):
        return shown
    listed = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in mime.urls()]
    if not listed and mime.hasText():
        words = mime.text().split()
        listed = words if len(words) == 1 else []
    return [url for url in dict.fromkeys(listed) if can_fetch(url)]
