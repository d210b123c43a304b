"""A path of its own for every result of one run."""

from __future__ import annotations

import copy
import itertools
import math
import os
import string
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.errors import CannotWrite, UsageError
from sr_desktop.imaging import formats
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.place import shown_name
from sr_desktop.jobs.places import folds_names, whole
from sr_desktop.jobs.remote.url import Url
from sr_desktop.language import listed, tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.imaging.size import Size, Steps
    from sr_desktop.jobs.types import Found

ON_EXISTS = ("rename", "skip", "replace")
FILE_TEMPLATE = "{name}_{model}_x{scale}"
SIZED_TEMPLATE = "{name}_{model}_{width}x{height}"
FOLDER_TEMPLATE = "{name}"
PLACEHOLDERS = ("name", "model", "scale", "width", "height", "folder")
_USUAL_LIMIT = 255


@dataclass(frozen=True, slots=True)
class OutputRule:
    """Where results go.

    out is a folder, one picture's path, or None: beside the source, and for a folder beside that
    folder under its name with the scale or size. template makes the name without extension, from
    PLACEHOLDERS; None takes the usual one. on_exists is one of ON_EXISTS. overwrite_originals puts
    each result in the place of its own source, where out and template say nothing else.
    """

    out: Path | None = None
    encoding: Encoding = field(default_factory=Encoding)
    template: str | None = None
    on_exists: str = "rename"
    overwrite_originals: bool = False


class Namer:
    """Gives every result of one run a path of its own, by the rule.

    The same sources in the same order get the same paths, unless the rule is "rename", which looks
    for names that are free. Where the file system sees no difference between two names, they count
    as one.
    """

    def __init__(
        self, spec: ModelSpec, rule: OutputRule, sources: Iterable[Path], size: Size | None = None
    ) -> None:
        _check_template(rule.template)
        self._spec = spec
        self._rule = rule
        self._size = size
        self._folders: dict[Path, str] = {}
        self._sources = {self._real(path) for path in sources}
        self._inodes: set[tuple[int, int]] | None = None
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}
        self._listed: dict[Path, frozenset[str]] = {}

    def by(self, spec: ModelSpec, encoding: Encoding, size: Size | None) -> Namer:
        """Names results of another network, encoding and size; what one has taken, both have."""
        other = copy.copy(self)
        other._spec, other._size = spec, size
        other._rule = replace(self._rule, encoding=encoding)
        return other

    def wanted(
        self, item: Found, source_format: str, steps: Steps | None = None, frames: int = 1
    ) -> Path:
        """Where the rule puts the result of this picture, whatever is there.

        source_format is what the source is, whatever its name says; frames how many pictures it
        holds. steps must be given where the name tells the result's size. Raises CannotWrite for a
        name that is too long however short {name} is made.
        """
        folder = self.folder(item)
        suffix = _suffix(item.path, self._rule.encoding, source_format, frames)
        fields: dict[str, str | int] = {
            "model": self._spec.name,
            "scale": math.prod(steps.passes) if steps else self._spec.scale,
            "folder": whole(item.path).parent.name,
        }
        if steps is not None:
            fields |= {"width": steps.width, "height": steps.height}
        template = self.template(item)
        limit = _name_limit(folder)
        for name in _shorter(item.path.stem):
            file = template.format(name=name, **fields) + suffix
            if _length(file) <= limit:
                return folder / file
        raise CannotWrite(
            tr("The name for the result of {name} is too long.", name=shown_name(item.path)),
            tr("Give a shorter one with --name."),
        )

    def tells_size(self, item: Found) -> bool:
        """Whether the name can only be made with the size of the result."""
        return not {"width", "height"}.isdisjoint(_fields(self.template(item)))

    def template(self, item: Found) -> str:
        """What makes the name of its result."""
        if self._rule.template is not None:
            return self._rule.template
        if item.root is not None or self._rule.overwrite_originals:
            return FOLDER_TEMPLATE
        return FILE_TEMPLATE if self._size is None else SIZED_TEMPLATE

    def folder(self, item: Found) -> Path:
        """Where its result lies."""
        if self._rule.out is None and (item.root is None or self._rule.overwrite_originals):
            return item.path.parent
        if item.root is None:
            assert self._rule.out is not None
            return self._rule.out
        return (self._rule.out or self._beside(item.root)) / item.folder_in_root

    def _beside(self, root: Path) -> Path:
        root = root if isinstance(root, Url) else root.resolve()
        way = f"x{self._spec.scale}" if self._size is None else str(self._size)
        return root.with_name(f"{root.name}_{way}")

    def claim(self, wanted: Path) -> Path | None:
        """The path to write, or None to skip it; no later call gets the same one.

        Raises CannotWrite when an original would be replaced.
        """
        target = self.name(wanted)
        return None if self._rule.on_exists == "skip" and self.is_there(target) else target

    def is_there(self, path: Path) -> bool:
        """Whether something lies at this path. An address's folder is listed once."""
        if not isinstance(path, Url):
            return os.path.lexists(path)
        from sr_desktop.jobs.remote import store  # late: few need it

        if path.parent not in self._listed:
            self._listed[path.parent] = store.names_in(path.parent)
        return path.name in self._listed[path.parent]

    def name(self, wanted: Path, source: Path | None = None) -> Path:
        """The path for the result of this source, also where the rule is to skip what is there.

        No later call gets the same one. Raises CannotWrite when the source would be replaced, or,
        where none is given, any original.
        """
        target = self._free(wanted, source)
        self._taken.add(self._identity(target))
        return target

    def _free(self, wanted: Path, source: Path | None) -> Path:
        if self._identity(wanted) not in self._taken:
            own = source is not None and self._is_same(wanted, source)
            if own and self._rule.overwrite_originals:
                return wanted
            if self._rule.on_exists != "rename" or not self.is_there(wanted):
                if not self._is_original(wanted):
                    return wanted
                if own or source is None:
                    raise CannotWrite(
                        tr(
                            "{wanted} is one of the originals, which are never replaced.",
                            wanted=wanted,
                        ),
                        tr("Choose another folder, or a name such as {name}_x{scale}."),
                    )
        return next(path for path in self._numbered(wanted) if self._is_free(path))

    def _numbered(self, wanted: Path) -> Iterator[Path]:
        key = self._identity(wanted)
        limit = _name_limit(wanted.parent)
        for number in itertools.count(self._next.get(key, 2)):
            self._next[key] = number + 1
            tail = f" ({number}){wanted.suffix}"
            stem = next(
                (stem for stem in _shorter(wanted.stem) if _length(stem + tail) <= limit), ""
            )
            yield wanted.with_name(stem + tail)

    def _is_free(self, path: Path) -> bool:
        if self._identity(path) in self._taken or self._is_original(path):
            return False
        return self._rule.on_exists != "rename" or not self.is_there(path)

    def _is_original(self, path: Path) -> bool:
        if self._real(path) in self._sources:
            return True
        inode = _inode(path)
        if inode is None:
            return False
        if self._inodes is None:  # where "A.png" is "a.png", or another name of the same file
            self._inodes = {each for real in self._sources if (each := _inode(real))}
        return inode in self._inodes

    def _is_same(self, one: Path, other: Path) -> bool:
        if self._real(one) == self._real(other):
            return True
        inode = _inode(one)
        return inode is not None and inode == _inode(other)

    def _identity(self, path: Path) -> str:
        """The same for all paths that are one on their file system."""
        real = self._real(path)
        if not folds_names(path.parent):
            return real
        return unicodedata.normalize("NFC", unicodedata.normalize("NFC", real).casefold())

    def _real(self, path: Path) -> str:
        """The same for every spelling of a path, whether or not it exists."""
        if isinstance(path, Url):
            return str(path)
        if os.path.islink(path):
            return os.path.realpath(path)
        folder = self._folders.get(path.parent)
        if folder is None:
            folder = self._folders[path.parent] = os.path.realpath(path.parent)
        return os.path.join(folder, path.name)


def _inode(path: str | Path) -> tuple[int, int] | None:
    if isinstance(path, Url):
        return None
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _suffix(source: Path, encoding: Encoding, source_format: str, frames: int) -> str:
    """The ending the source has, if it is one of the format's, else the format's usual one."""
    fits = formats.format_of(source) == formats.target_format(encoding, source_format, frames)
    return source.suffix if fits else formats.extension_for(encoding, source_format, frames)


def _shorter(name: str) -> Iterator[str]:
    """The name, then the same cut more and more; "~" tells that it is cut."""
    yield name
    for length in range(len(name) - 1, 0, -1):
        yield name[:length] + "~"


def _length(name: str) -> int:
    """As the file system counts it."""
    return (
        len(name.encode("utf-16-le", "surrogatepass")) // 2
        if os.name == "nt"
        else len(os.fsencode(name))
    )


@lru_cache(maxsize=256)
def _name_limit(folder: Path) -> int:
    """How long a name may be there."""
    if isinstance(folder, Url):
        return _USUAL_LIMIT
    try:
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        return os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError, AttributeError):  # Windows has no pathconf
        return _USUAL_LIMIT


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def _check_template(template: str | None) -> None:
    """Raises UsageError for a template that cannot name files."""
    if template is None:
        return
    try:
        fields = _fields(template)
        if unknown := fields - set(PLACEHOLDERS):
            raise UsageError(
                tr(
                    "{unknown} in the name {template!r} means nothing.",
                    unknown=f"{{{min(unknown)}}}",
                    template=template,
                ),
                _help(),
            )
        tried = dict.fromkeys(PLACEHOLDERS, "a") | {"scale": 2, "width": 8, "height": 8}
        template.format(**tried)
    except (ValueError, KeyError, MemoryError, OverflowError) as error:
        raise UsageError(
            tr("The name {template!r} is not complete: {error}.", template=template, error=error),
            _help(),
        ) from error
    if not template.strip() or any(char in template for char in "/\\\0"):
        raise UsageError(
            tr("The name {template!r} cannot be a file's name.", template=template),
            tr("Give folders by -o."),
        )


def _help() -> str:
    return tr("It can have {names}.", names=listed(f"{{{name}}}" for name in PLACEHOLDERS))
