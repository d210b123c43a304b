"""The user's folder of checkpoints as a whole: its size, what nobody uses, another place for it.

When a checkpoint was last used stands in its file's access time, which is set when it is loaded:
systems that keep that time for themselves keep it rarely or never.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop import paths
from sr_desktop.errors import CannotWrite
from sr_desktop.imaging.place import write_whole
from sr_desktop.language import tr
from sr_desktop.weights.digest import sha256_of
from sr_desktop.weights.library import Library, name_parts

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel

UNUSED_DAYS = 90
_GIVEN_UP_SECONDS = 3600
_DAY_SECONDS = 86400


@dataclass(frozen=True, slots=True)
class Unused:
    """Checkpoints, by id, that were not used for long, and what is left of downloads given up."""

    models: tuple[tuple[str, Path], ...] = ()
    leftovers: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        return (*(path for _, path in self.models), *self.leftovers)

    @property
    def bytes(self) -> int:
        return bytes_of(self.files)


def mark_used(path: Path) -> None:
    """Note that this checkpoint is used now. One that may not be written to stays as it is."""
    with suppress(OSError):
        os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))


def bytes_of(files: tuple[Path, ...]) -> int:
    """What they take on the disk; those that are gone take nothing."""
    total = 0
    for path in files:
        with suppress(OSError):
            total += path.stat().st_size
    return total


def files_of(library: Library) -> tuple[Path, ...]:
    """All that lies in the folder because of us: checkpoints, and what will become one."""
    return (*library.own_files(), *_begun(library.folder))


def unused(library: Library, now: float, keep: frozenset[str] = frozenset()) -> Unused:
    """What could go: not used for UNUSED_DAYS, or given up. now is time.time(); keep are ids."""
    models = []
    for path in library.own_files():
        parts = name_parts(path.name)
        if parts and parts[0] not in keep and _idle_seconds(path, now) > UNUSED_DAYS * _DAY_SECONDS:
            models.append((parts[0], path))
    begun = [
        path
        for path in _begun(library.folder)
        if path.name.removesuffix(".part") not in keep
        and _idle_seconds(path, now) > _GIVEN_UP_SECONDS
    ]
    return Unused(tuple(models), tuple(begun))


def remove(files: tuple[Path, ...]) -> None:
    """Delete these. Raises CannotWrite at the first that stays."""
    for path in files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(
                tr(
                    "{path} cannot be removed: {reason}.", path=path, reason=error.strerror or error
                ),
                tr("Is it in use?"),
            ) from error


def check_place(folder: Path) -> None:
    """Raises CannotWrite where checkpoints could not be kept. Makes the folder."""
    probe = folder / f".{secrets.token_hex(6)}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotWrite(
            tr(
                "Models cannot be kept in {folder}: {reason}.",
                folder=folder,
                reason=error.strerror or error,
            ),
            tr("Choose a folder that you may write in."),
        ) from error


def move(library: Library, folder: Path | None, *, carry: bool, cancel: Cancel) -> None:
    """Keep checkpoints in this folder from now on, None for the usual one.

    carry takes along what is here: everything is there before the first file goes from here.
    Raises CannotWrite and Cancelled; then all is as it was.
    """
    target = paths.usual_weights_dir() if folder is None else folder.absolute()
    check_place(target)
    files = files_of(library) if carry and target != library.folder.absolute() else ()
    new: list[Path] = []
    try:
        for path in files:
            cancel.check()
            there = target / path.name
            if not (there.exists() and there.stat().st_size == path.stat().st_size):
                new.append(there)
                _bring(path, there)
        _note(folder and target)
    except BaseException as error:
        for path in new:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise CannotWrite(
                tr(
                    "The models cannot be moved to {folder}: {reason}.",
                    folder=target,
                    reason=error.strerror or error,
                ),
                tr("Nothing was moved. Free some space there, or choose another folder."),
            ) from error
        raise
    for path in files:
        with suppress(OSError):  # one in use stays behind and does no harm
            path.unlink()


def _note(folder: Path | None) -> None:
    """Let this be paths.weights_dir() from now on, None for the usual one. Raises OSError."""
    if folder is None:
        paths.weights_note().unlink(missing_ok=True)
    else:
        write_whole(paths.weights_note(), f"{folder}\n".encode())


def _bring(path: Path, there: Path) -> None:
    """A second name on the same disk, else a copy that is held against its digest."""
    with suppress(OSError):
        os.link(path, there)
        return
    temporary = there.with_name(f".{there.name}.{secrets.token_hex(6)}.tmp")
    try:
        shutil.copy2(path, temporary)
        parts = name_parts(path.name)
        if parts and not sha256_of(temporary).startswith(parts[1]):
            raise OSError(f"{path.name} is damaged")
        os.replace(temporary, there)
    finally:
        temporary.unlink(missing_ok=True)


def _begun(folder: Path) -> tuple[Path, ...]:
    with suppress(OSError):
        return tuple(sorted(folder.glob("*.part")))
    return ()


def _idle_seconds(path: Path, now: float) -> float:
    try:
        stat = path.stat()
    except OSError:
        return 0.0
    return now - max(stat.st_atime, stat.st_mtime)
