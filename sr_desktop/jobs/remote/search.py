"""The pictures of a folder at an address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sr_desktop.errors import SRError, UnreadableImage
from sr_desktop.imaging import formats
from sr_desktop.imaging.place import printable
from sr_desktop.jobs.remote import store
from sr_desktop.jobs.remote.url import Url, is_plain
from sr_desktop.language import tr


def pictures_under(folder: Url, refused: list[tuple[Path, SRError]]) -> Iterator[Url]:
    """The pictures in the order of a folder of this computer: those of a folder by their names,
    then those of the folders in it. What is hidden is passed over.

    Names that mean something else as a path, such as a/../b.png, go to refused.
    """
    for name in sorted(store.names_below(folder), key=_order):
        parts = name.split("/")
        if any(part.startswith(".") and part not in (".", "..") for part in parts):
            continue
        if not formats.looks_like_picture(PurePosixPath(name)) or name.endswith("/"):
            continue
        if is_plain(parts):
            yield folder.joinpath(*parts)
        else:
            shown = printable(f"{folder}/{name}")
            message = tr("{name} has a name that cannot be a path.", name=shown)
            refused.append((folder, UnreadableImage(message, tr("Give it another name there."))))


def _order(name: str) -> list[tuple[bool, str]]:
    *folders, last = name.split("/")
    return [*((True, folder) for folder in folders), (False, last)]
