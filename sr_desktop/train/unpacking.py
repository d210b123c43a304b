"""Pictures out of a zip, all of them or none."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

from sr_desktop.errors import CannotWrite, DownloadFailed

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel

OnUnpacked = Callable[[int, int], None]


def unpack(
    archive: Path,
    folder: Path,
    inside: str,
    most_bytes: int,
    on_unpacked: OnUnpacked,
    cancel: Cancel,
) -> None:
    """Put the files that the archive has right in its folder inside, as "a/b", into folder/a/b.

    That is there when all of them are, and not before. Other members are left. on_unpacked gets
    done and all bytes. Only one at a time may unpack the same archive. Raises DownloadFailed for an
    archive that is broken, leads out of the folder or holds more than most_bytes; CannotWrite,
    Cancelled.
    """
    target = folder / inside
    growing = folder / f".{archive.stem}.unpacking"
    try:
        shutil.rmtree(growing, ignore_errors=True)  # of one that was killed
        growing.mkdir()
        try:
            with ZipFile(archive) as opened:
                members = _members(opened, inside, most_bytes)
                _write(opened, members, growing, on_unpacked, cancel)
            target.parent.mkdir(exist_ok=True)
            growing.rename(target)
        finally:
            shutil.rmtree(growing, ignore_errors=True)
    except (zipfile.BadZipFile, _Unfit) as error:
        raise DownloadFailed(
            f"{archive} cannot be unpacked: {error}.", "Delete it, and fetch it again."
        ) from error
    except OSError as error:
        raise CannotWrite(
            f"{target} cannot be written: {error.strerror or error}.",
            "Free some space there, or see that you may write there; what was fetched is kept.",
        ) from error


class _Unfit(Exception):
    """What the archive holds is not what it should."""


def _members(archive: ZipFile, inside: str, most_bytes: int) -> list[ZipInfo]:
    """The files that are wanted. Raises _Unfit."""
    members = [each for each in archive.infolist() if not each.is_dir()]
    for each in members:
        if _leads_out(each.filename):
            raise _Unfit(f"it holds {each.filename}, which leads out of the folder")
    # zipfile reads no more of a member than it states here.
    bytes = sum(each.file_size for each in members)
    if bytes > most_bytes:
        raise _Unfit(f"it holds {bytes:,} bytes, more than the {most_bytes:,} that it may")
    wanted = [each for each in members if str(PurePosixPath(each.filename).parent) == inside]
    if not wanted:
        raise _Unfit(f"it has no files in {inside}")
    return wanted


def _leads_out(name: str) -> bool:
    """By the rules of all systems: on Windows both slashes part names, and C: is a place."""
    path = PureWindowsPath(name)
    return bool(path.anchor) or ".." in path.parts


def _write(
    archive: ZipFile,
    members: list[ZipInfo],
    folder: Path,
    on_unpacked: OnUnpacked,
    cancel: Cancel,
) -> None:
    done, every = 0, sum(each.file_size for each in members)
    for each in members:
        cancel.check()
        path = folder / PurePosixPath(each.filename).name
        with archive.open(each) as source, path.open("xb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())  # else a folder that looks whole outlives a loss of power
        done += each.file_size
        on_unpacked(done, every)
