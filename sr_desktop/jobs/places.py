"""What is to be known of a path before anything is written: on a disk, or at an address."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sr_desktop import paths
from sr_desktop.imaging import place
from sr_desktop.jobs.remote.url import Url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sr_desktop.imaging.files import Probe
    from sr_desktop.imaging.provenance import Provenance

_AT_ONCE = 16
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def whole(path: Path) -> Path:
    """The path from its root on, whatever folder we are in, without dots."""
    return path if isinstance(path, Url) else Path(os.path.abspath(path))


def real(path: Path) -> Path:
    """The same for every spelling of it, whether or not it exists; links are followed."""
    return path if isinstance(path, Url) else Path(os.path.realpath(path))


def is_folder(path: Path) -> bool:
    """Whether there is a folder, or at an address names that go on below. Raises StoreUnavailable,
    and UnreadableImage where one may not look.
    """
    if isinstance(path, Url):
        from sr_desktop.jobs.remote import store  # late: few need it

        return store.kind(path) == "folder"
    return path.is_dir()


def check_writable_place(path: Path) -> None:
    """Raise CannotWrite or StoreUnavailable where no file can be made at this path; nothing is
    made to find out.
    """
    if isinstance(path, Url):
        _check_writable(path.place)
    else:
        place.check_writable_place(path)


@lru_cache(maxsize=256)
def _check_writable(place: Url) -> None:
    """Once for each bucket or host."""
    from sr_desktop.jobs.remote import store

    store.check_writable(place)


def probe(path: Path) -> Probe:
    """As files.probe; raises StoreUnavailable too."""
    from sr_desktop.imaging import files  # late: the window shows sooner without it

    if not isinstance(path, Url):
        return files.probe(path)
    from sr_desktop.jobs.remote import store

    with store.opened(path) as file:
        return files.probe_in(file, path)


def provenance(path: Path) -> Provenance | None:
    """As files.provenance; raises StoreUnavailable."""
    from sr_desktop.imaging import files

    if not isinstance(path, Url):
        return files.provenance(path)
    from sr_desktop.jobs.remote import store

    with store.opened(path) as file:
        return files.provenance_in(file)


@contextmanager
def several(
    ask: Callable[[Asked], Answer], asked: Iterable[Asked]
) -> Iterator[list[Callable[[], Answer]]]:
    """The same question about each, many at once: what gives the answers, or raises.

    What nobody waited for when this ends is not asked any more.
    """
    from concurrent.futures import ThreadPoolExecutor  # late: the window shows sooner without it

    pool = ThreadPoolExecutor(_AT_ONCE, "sr-addresses")
    try:
        yield [pool.submit(ask, each).result for each in asked]
    finally:
        pool.shutdown(cancel_futures=True)


def existing(path: Path) -> Path:
    """The nearest folder above that is there: whose disk a new file will lie on. Of an address it
    is the one where its file is made before it is sent.
    """
    if isinstance(path, Url):
        path = paths.fetched_dir() / path.name
    folder = Path(os.path.abspath(path)).parent
    while not folder.is_dir():
        folder = folder.parent
    return folder


@lru_cache(maxsize=256)
def folds_names(folder: Path) -> bool:
    """Whether names there that differ by case or by the form of their accents alone are one; at an
    address they are not.

    folder need not exist. Found out by looking for folders above it under the other case; nothing
    is written.
    """
    if isinstance(folder, Url):
        return False
    there = existing(folder / "x")
    device = there.stat().st_dev
    while there.parent != there and there.parent.stat().st_dev == device:
        other = there.with_name(there.name.swapcase())
        if other.name != there.name:
            return other.exists() and other.samefile(there)
        there = there.parent
    return sys.platform in ("darwin", "win32")
