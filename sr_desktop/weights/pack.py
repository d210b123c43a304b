"""Offline packs: checkpoints of one computer in one zip, for another that has no network."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.errors import CannotWrite, NothingToDo, WeightsError
from sr_desktop.language import tr
from sr_desktop.weights.digest import sha256_of
from sr_desktop.weights.library import Library, name_parts, spec_in

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel

_PIECE_BYTES = 1 << 20
_README = "README.txt"
_README_TEXT = (
    "Checkpoints for sr-desktop. On the computer that is to have them, open sr-desktop and drop\n"
    "this file on its window, or run: sr-desktop models import PACK.zip\n"
)


def export_pack(files: Sequence[Path], target: Path, cancel: Cancel) -> None:
    """Write the library's files into a zip, whole or not at all.

    Raises CannotWrite, and NothingToDo when there are none.
    """
    if not files:
        raise NothingToDo(
            tr("There is nothing to pack: what ships with the program is not needed in a pack."),
            tr("Download or import a model first."),
        )
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        # Weights do not shrink: stored, the pack is as quick as a copy.
        with zipfile.ZipFile(temporary, "w", strict_timestamps=False) as pack:
            pack.writestr(_README, _README_TEXT)
            for path in files:
                cancel.check()
                pack.write(path, path.name)
        os.replace(temporary, target)
    except OSError as error:
        raise CannotWrite(
            tr(
                "The pack {target} was not written: {reason}.",
                target=target,
                reason=error.strerror or error,
            ),
            tr("Choose another folder, or free some space."),
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def is_pack(path: Path) -> bool:
    """Whether this is a zip of checkpoints. (What torch.save writes is a zip too.)"""
    with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as pack:
        return any(name_parts(name) for name in pack.namelist())
    return False


def import_pack(path: Path, library: Library, cancel: Cancel) -> tuple[str, ...]:
    """Put the checkpoints of a pack into the library and answer their ids.

    Each is checked against the digest in its name before it stands there. Raises WeightsError for
    a damaged pack, CannotWrite, Cancelled; what came before stays.
    """
    ids = []
    try:
        with zipfile.ZipFile(path) as pack:
            for name in pack.namelist():
                if parts := name_parts(name):
                    cancel.check()
                    _unpack(pack, name, parts, library, cancel)
                    ids.append(parts[0])
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:  # encrypted, too
        raise _damaged(path) from error
    except OSError as error:
        raise WeightsError(
            tr(
                "The pack {path} cannot be read: {reason}.",
                path=path,
                reason=error.strerror or error,
            ),
            tr("Is it there?"),
        ) from error
    return tuple(ids)


def _unpack(
    pack: zipfile.ZipFile, name: str, parts: tuple[str, str], library: Library, cancel: Cancel
) -> None:
    id, sha256 = parts
    with library.new_file(id) as temporary:
        with temporary.open("wb") as file:
            for piece in _pieces(pack, name):
                cancel.check()
                file.write(piece)
        if not sha256_of(temporary).startswith(sha256) or spec_in(temporary).id != id:
            raise _damaged(Path(pack.filename or name))


def _pieces(pack: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    try:
        with pack.open(name) as inside:
            while piece := inside.read(_PIECE_BYTES):
                yield piece
    except OSError as error:  # it is led outside of the file
        raise _damaged(Path(pack.filename or name)) from error


def _damaged(path: Path) -> WeightsError:
    return WeightsError(
        tr("The pack is damaged: {path}.", path=path), tr("Copy it again, or export it anew.")
    )
