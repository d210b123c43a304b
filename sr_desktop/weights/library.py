"""The checkpoints on this computer.

Those that ship lie beside the catalogue. The others lie in the user's folder, one file each, as
ID.SHA256.safetensors with the first 16 digits of its own SHA-256: a file tells by its name whether
it is whole, and by its header what it is. So a copied or unpacked folder is complete by itself.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import safetensors

from sr_desktop import catalogue, paths
from sr_desktop.catalogue import NOTHING_STATED, ModelSpec, Stated
from sr_desktop.errors import (
    CannotWrite,
    SRError,
    UnknownModel,
    UsageError,
    WeightsError,
    WeightsMismatch,
    WeightsMissing,
)
from sr_desktop.language import listed, tr
from sr_desktop.weights.digest import matches, sha256_of

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from sr_desktop.cancel import Cancel

_NAME = re.compile(r"(?P<id>[a-z0-9][a-z0-9._-]*)\.(?P<sha256>[0-9a-f]{16})\.safetensors")
_HEADER_KEY = "sr-desktop"
_NAME_LENGTH = 64  # file systems take 255 bytes, with the digest and the ending
_WAIT_SECONDS = 0.2
# What a header tells of a checkpoint, and as what; the catalogue has the rest.
_TOLD: dict[str, type] = {
    "id": str,
    "name": str,
    "label": str,
    "purpose": str,
    "arch": str,
    "scale": int,
    "arch_args": dict,
    "input_range": float,
    "mean_shift": bool,
    "origin": str,
    "licence": str,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file of the library, and what is wrong with it: None if it is whole."""

    id: str
    path: Path
    error: SRError | None = None


class Library:
    """All models, and the files of those that are on this computer.

    folder is the user's folder of checkpoints; it is made when something is put there. If none is
    given it is the one that the user chose last.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        return paths.weights_dir() if self._folder is None else self._folder

    def models(self) -> tuple[ModelSpec, ...]:
        """The catalogue's, in its order, then what the user imported, by name."""
        rows = catalogue.all_models()
        known = {spec.id for spec in rows}
        return rows + tuple(spec for spec in self._imported() if spec.id not in known)

    def find(self, name: str, scale: int) -> ModelSpec:
        """The checkpoint of this network (its name, in any case) at this scale.

        Raises UnknownModel, with the nearest name or the scales there are.
        """
        specs = [spec for spec in self.models() if spec.name == name.lower()]
        if not specs:
            raise _unknown(name, {spec.name for spec in self.models()})
        for spec in specs:
            if spec.scale == scale:
                return spec
        scales = listed(f"x{spec.scale}" for spec in specs)
        raise UnknownModel(
            tr("{model} has no weights for x{scale}.", model=specs[0].shown_label, scale=scale),
            tr("It has {scales}.", scales=scales),
        )

    def by_id(self, id: str) -> ModelSpec:
        """The checkpoint of this id, such as pan-x4, in any case. Raises UnknownModel."""
        for spec in self.models():
            if spec.id == id.lower():
                return spec
        raise _unknown(id, {spec.id for spec in self.models()})

    def path_of(self, spec: ModelSpec) -> Path | None:
        """The file of a checkpoint on this computer, not yet checked; None if it is not here."""
        if spec.file is not None:
            return spec.file
        if spec.bundled is not None:
            return spec.bundled
        return next((path for id, path in self._files() if id == spec.id), None)

    def ensure(self, spec: ModelSpec) -> Path:
        """The checkpoint's file, its digest checked; a user's own file has none to meet.

        Raises WeightsMissing when it is not on this computer, WeightsMismatch when its content is
        not what it was.
        """
        path = self.path_of(spec)
        if path is None:
            raise WeightsMissing(
                tr("{model} is not on this computer.", model=spec.title),
                tr("Get it with: sr-desktop models download {id}", id=spec.id),
            )
        self._check(spec, path)
        return path

    def _check(self, spec: ModelSpec, path: Path) -> None:
        where = f"{spec.title} ({path})"
        ships = path == spec.bundled
        try:
            whole = self._is_whole(spec, path)
        except OSError as error:
            hint = tr("Install the program again.") if ships else tr("Is it there?")
            raise WeightsMissing(
                tr("The weights of {where} cannot be read.", where=where), hint
            ) from error
        if not whole:
            again = tr("Remove it and get it again: sr-desktop models remove {id}", id=spec.id)
            raise WeightsMismatch(
                tr(
                    "The weights of {where} are damaged; nothing was computed with them.",
                    where=where,
                ),
                tr("Install the program again.") if ships else again,
            )

    def _is_whole(self, spec: ModelSpec, path: Path) -> bool:
        if spec.file is not None:
            with path.open("rb"):
                return True
        if path == spec.bundled:
            assert spec.digest is not None
            return matches(path, spec.digest)
        parts = name_parts(path.name)
        return parts is not None and sha256_of(path).startswith(parts[1])

    def verify(self) -> Iterator[Checked]:
        """Read every file of the library and compare it with its digest."""
        known = {spec.id: spec for spec in self.models()}
        for spec in known.values():
            if spec.bundled is not None:
                yield self._checked(spec, spec.bundled)
        for id, path in self._files():
            told = known.get(id)
            yield self._checked(told, path) if told else Checked(id, path, _damaged_header(path))

    def _checked(self, spec: ModelSpec, path: Path) -> Checked:
        try:
            self._check(spec, path)
        except SRError as error:
            return Checked(spec.id, path, error)
        return Checked(spec.id, path)

    def came_from(self, spec: ModelSpec) -> str:
        """Where a downloaded or imported checkpoint was taken from; "" for others."""
        path = self.path_of(spec)
        if path is None or spec.file is not None or spec.bundled is not None:
            return ""
        with suppress(WeightsError):
            return spec_in(path).origin
        return ""

    def own_files(self) -> tuple[Path, ...]:
        """What was downloaded and imported."""
        return tuple(path for _, path in self._files())

    def remove(self, id: str) -> None:
        """Delete a checkpoint from the user's folder, and what has come of one that was begun.

        Raises UnknownModel, WeightsMissing if it is not there, UsageError for one that ships.
        """
        files = [path for each, path in self._files() if each == id.lower()]
        begun = part_of(self.folder, id.lower())
        files += [begun] if begun.exists() else []
        if not files:
            spec = self.by_id(id)
            if spec.bundled is not None:
                raise UsageError(
                    tr("{model} ships with the program and stays.", model=spec.title),
                    tr("Only what was downloaded or imported can be removed."),
                )
            raise WeightsMissing(tr("{model} is not on this computer.", model=spec.title))
        for path in files:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise self._cannot_write(error) from error

    @contextmanager
    def new_file(self, id: str) -> Iterator[Path]:
        """A name to write a checkpoint to; when that went well, it stands in the library.

        What was there under this id goes. Raises CannotWrite.
        """
        temporary = self.folder / f".{id}.{secrets.token_hex(6)}.tmp"
        try:
            self._make_folder()
            yield temporary
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            final = self.folder / f"{id}.{sha256_of(temporary)[:16]}.safetensors"
            older = [path for each, path in self._files() if each == id and path != final]
            os.replace(temporary, final)
            for path in older:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise self._cannot_write(error) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    @contextmanager
    def claimed(self, id: str, cancel: Cancel) -> Iterator[None]:
        """Alone with this id: another process that fetches the same file is waited for.

        Raises CannotWrite, Cancelled.
        """
        self._make_folder()
        try:
            lock = locked(self.folder / f".{id}.lock", cancel)
        except OSError as error:
            raise self._cannot_write(error) from error
        try:
            yield
        finally:
            lock.release()

    def free_name(self, wanted: str, scale: int) -> str:
        """A network's name for an import: wanted, made plain, and numbered where it is taken."""
        plain = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")
        plain = re.sub(rf"-?(x{scale}|{scale}x)$", "", plain)[:_NAME_LENGTH].strip("-")
        plain = plain or "imported"
        taken = {spec.id for spec in self.models()} | {id for id, _ in self._files()}
        names = (plain if n == 1 else f"{plain}-{n}" for n in range(1, len(taken) + 2))
        return next(name for name in names if f"{name}-x{scale}" not in taken)

    def _imported(self) -> list[ModelSpec]:
        specs: dict[str, ModelSpec] = {}
        for id, path in self._files():
            with suppress(WeightsError):
                if (spec := spec_in(path)).id == id:
                    specs.setdefault(id, spec)
        return list(specs.values())

    def _files(self) -> list[tuple[str, Path]]:
        """The id and path of every checkpoint in the user's folder, by name."""
        with suppress(OSError):
            return [
                (parts[0], path)
                for path in sorted(self.folder.iterdir())
                if (parts := name_parts(path.name))
            ]
        return []

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._cannot_write(error) from error

    def _cannot_write(self, error: OSError) -> CannotWrite:
        return CannotWrite(
            tr(
                "{folder} cannot take the checkpoint: {reason}.",
                folder=self.folder,
                reason=error.strerror or error,
            ),
            tr("Free some space there, or see that you may write in it, and try again."),
        )


def locked(path: Path, cancel: Cancel) -> BaseFileLock:
    """The lock of this file, taken as soon as no other process has it; to be released.

    Raises OSError, Cancelled.
    """
    from filelock import FileLock, Timeout  # late: the window's start needs no lock

    lock = FileLock(path)
    while not lock.is_locked:
        cancel.check()
        with suppress(Timeout):
            lock.acquire(timeout=_WAIT_SECONDS)
    return lock


def part_of(folder: Path, id: str) -> Path:
    """Where a download of this id grows, before its digest is right."""
    return folder / f"{id}.part"


def name_parts(name: str) -> tuple[str, str] | None:
    """The id and the first digits of the SHA-256 in the name of a library's file; else None."""
    match = _NAME.fullmatch(name)
    return (match["id"], match["sha256"]) if match else None


def spec_in(path: Path) -> ModelSpec:
    """What a library's file says it is. Raises WeightsError for a damaged or foreign one."""
    try:
        with safetensors.safe_open(path, framework="np") as file:
            header = json.loads(file.metadata()[_HEADER_KEY])
        told = {name: header[name] for name in _TOLD}
    except (safetensors.SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged_header(path) from error
    if not all(type(told[name]) is kind for name, kind in _TOLD.items()):
        raise _damaged_header(path)
    told["arch_args"] = MappingProxyType(told["arch_args"])
    return ModelSpec(**told)


def stated_in(path: Path, stated: Stated = NOTHING_STATED) -> Stated:
    """What is said of a checkpoint, and for the rest what it says of itself: those that this
    program trained or kept do.
    """
    try:
        spec = spec_in(path)
    except WeightsError:
        return stated
    res_scale = spec.arch_args.get("res_scale")
    own = Stated(
        spec.scale if spec.scale in (2, 3, 4) else None,
        spec.input_range if spec.input_range in (1.0, 255.0) else None,
        spec.mean_shift,
        float(res_scale) if isinstance(res_scale, int | float) else None,
    )
    said = {field.name: getattr(stated, field.name) for field in fields(Stated)}
    return replace(own, **{name: value for name, value in said.items() if value is not None})


def header_of(spec: ModelSpec) -> dict[str, str]:
    """The metadata to write into a checkpoint's safetensors file, for spec_in to read."""
    told = {name: getattr(spec, name) for name in _TOLD}
    told["arch_args"] = dict(spec.arch_args)
    return {"format": "pt", _HEADER_KEY: json.dumps(told, sort_keys=True)}


def renamed(spec: ModelSpec, name: str) -> ModelSpec:
    """The same checkpoint as one of the library, under this name."""
    return replace(spec, id=f"{name}-x{spec.scale}", name=name, file=None)


def _damaged_header(path: Path) -> WeightsError:
    return WeightsError(
        tr("The checkpoint is damaged: {path}.", path=path), tr("Delete it and get it again.")
    )


def _unknown(name: str, names: set[str]) -> UnknownModel:
    import difflib  # late: see locked

    near = difflib.get_close_matches(name.lower(), sorted(names), n=1)
    hint = (
        tr("Did you mean {name}?", name=near[0])
        if near
        else tr("There is: {there_is}.", there_is=listed(sorted(names)))
    )
    return UnknownModel(tr("There is no model called {name!r}.", name=name), hint)
