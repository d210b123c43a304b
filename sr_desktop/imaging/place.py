"""Where a file is put: under a hidden name until it is whole, then in its place in one step.

The hidden file is locked while it is written. A process that is killed leaves it unlocked, and the
next one that writes in that folder removes it. Its name holds a tag of the computer, for on a
shared folder a lock may not be seen from another one: what another computer left stays. Process
numbers are of no use here, as they are given anew. Where there are no such locks (Windows), a file
that is open cannot be removed anyway.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import secrets
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO

from sr_desktop.errors import CannotWrite
from sr_desktop.language import mark, tr

try:
    import fcntl
except ImportError:  # Windows
    _HAS_LOCKS = False
else:
    _HAS_LOCKS = True

_BUFFER_BYTES = 1 << 20
_SHARE_OF_TIME = 0.02  # the most that looking for old files may take, in a folder of many
_UNTOUCHED_SECONDS = 60.0  # where there are no locks
_look_again: dict[Path, float] = {}


def shown_name(path: Path) -> str:
    """The file's name as one printable line, whatever bytes it is made of."""
    return printable(path.name or str(path))


def printable(text: str) -> str:
    """The same as one line, with whatever could break or colour it spelt out."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def check_writable_place(path: Path) -> None:
    """Raise CannotWrite where no file can be made at this path; nothing is made to find out."""
    folder = path.parent
    while not os.path.lexists(folder):
        folder = folder.parent
    if not folder.is_dir():
        raise cannot_write(path, OSError(errno.ENOTDIR, "not a folder"))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise cannot_write(path, OSError(errno.EACCES, "no permission"))


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """What the system refused, in words."""
    name, folder = shown_name(path), printable(str(path.parent))
    other = tr("Choose another folder.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        told = tr("{name} was not saved: the disk is full.", name=name)
        return CannotWrite(told, tr("Free some space, or save in another folder."))
    if error.errno == errno.EFBIG:
        told = tr("{name} was not saved: the disk does not take files of this size.", name=name)
        return CannotWrite(told, tr("Save in another folder."))
    if error.errno == errno.ENAMETOOLONG:
        told = tr("{name} was not saved: its name is too long.", name=name)
        return CannotWrite(told, tr("Give it a shorter name."))
    if os.path.isdir(path):  # unlike Path.is_dir, raises nothing itself
        told = tr("{name} was not saved: there is a folder of that name.", name=name)
        return CannotWrite(told, tr("Choose another name."))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        told = tr("{name} was not saved: you may not write in {folder}.", name=name, folder=folder)
        return CannotWrite(told, tr(_OTHER_FOLDER))
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        told = tr("{name} was not saved: {folder} is not a folder.", name=name, folder=folder)
        return CannotWrite(told, other)
    reason = error.strerror or tr("the disk refused it")
    told = tr("{name} was not saved: {folder}: {reason}.", name=name, folder=folder, reason=reason)
    return CannotWrite(told, other)


_OTHER_FOLDER = mark(
    "Choose another folder; if the file is open in another program, close it there."
)


class Place:
    """A file in the making, that nobody sees under its name before it is whole.

    Folders are made. file is open for reading and writing. What goes wrong is an OSError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_name(path)
        _look_for_left_behind(path.parent)
        self.hidden, self.file = _create(path.parent)

    def commit(self) -> None:
        """All bytes are on the disk, then they are the file. Call discard after what is raised."""
        self.file.flush()
        os.fsync(self.file.fileno())
        if not _HAS_LOCKS:
            self.file.close()  # or it cannot be renamed
        os.replace(self.hidden, self.path)
        self._close()
        _sync_folder(self.path.parent)

    def discard(self) -> None:
        """Remove the hidden file, if it is there still. May be called at any time, also twice."""
        with suppress(OSError):
            self.hidden.unlink(missing_ok=True)
        self._close()
        with suppress(OSError):
            self.hidden.unlink(missing_ok=True)  # where it could not go while it was open

    def _close(self) -> None:
        with suppress(OSError):  # what is buffered may find the disk full
            self.file.close()


def write_whole(path: Path, content: bytes) -> None:
    """Make this the file's content, or leave path as it was. Folders are made. Raises OSError."""
    place = Place(path)
    try:
        place.file.write(content)
        place.commit()
    finally:
        place.discard()


def _refuse_name(path: Path) -> None:
    """Raise now what would be raised only when the file is put in its place."""
    with suppress(FileNotFoundError):
        path.lstat()
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))


def _create(folder: Path) -> tuple[Path, IO[bytes]]:
    while True:
        # A leading dot: folder scans pass over it. Short, so that only path itself can be too long.
        hidden = folder / f".{tag_of_computer()}-{secrets.token_hex(6)}.tmp"
        file = hidden.open("x+b", buffering=_BUFFER_BYTES)
        if _lock(file) and os.fstat(file.fileno()).st_nlink:
            return hidden, file
        file.close()  # another process took it for left behind before it was locked


def _lock(file: IO[bytes]) -> bool:
    """Whether this file is ours now, or there are no locks."""
    if not _HAS_LOCKS:
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def remove_left_behind(folder: Path) -> None:
    """Remove what killed processes of this computer left half written in a folder."""
    pattern = re.compile(rf"\.{tag_of_computer()}-[0-9a-f]{{12}}\.tmp")
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if pattern.fullmatch(entry.name):
                _remove_if_left(Path(entry.path))


def _look_for_left_behind(folder: Path) -> None:
    """Remove it, unless that was done a short while ago."""
    started = time.monotonic()
    if started < _look_again.get(folder, 0.0):
        return
    remove_left_behind(folder)
    ended = time.monotonic()
    _look_again[folder] = ended + (ended - started) / _SHARE_OF_TIME


def _remove_if_left(hidden: Path) -> None:
    with suppress(OSError):
        if not _HAS_LOCKS:
            if time.time() - hidden.stat().st_mtime > _UNTOUCHED_SECONDS:
                hidden.unlink()  # refused while it is open
            return
        with hidden.open("rb") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            hidden.unlink()


@lru_cache(maxsize=1)
def tag_of_computer() -> str:
    """What it puts into names, to know them again on a disk that others share."""
    return hashlib.sha256(b"sr-desktop " + platform.node().encode()).hexdigest()[:8]


def _sync_folder(folder: Path) -> None:
    """That the new name outlives a loss of power; not every system has this."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
