"""An address of a picture or folder, as a path to reckon with."""

from __future__ import annotations

import re
from pathlib import Path, PurePath, PurePosixPath
from typing import NoReturn, Self

from sr_desktop.errors import UsageError
from sr_desktop.language import tr

_SCHEME = "[a-z][a-z0-9+.-]+"  # of two letters at least: one is a disk of Windows
_FORM = re.compile(rf"(?P<scheme>{_SCHEME})://(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
_CHAIN = re.compile(rf"{_SCHEME}::{_SCHEME}(::|://)|{_SCHEME}://.*::{_SCHEME}://", re.DOTALL)
_LOCAL = ("file", "local")


class Url(Path, PurePosixPath):
    """SCHEME://PLACE/FOLDER/NAME; PLACE is a bucket or host. Names are as they are: nothing in them
    is decoded.

    A Path for its parts alone: name, parent, with_name and / do as with any other. Nothing of this
    computer's file system knows it, and what asks for it there raises TypeError; store.py does.
    """

    def __str__(self) -> str:
        return super().__str__().replace(":/", "://", 1)

    def __fspath__(self) -> NoReturn:
        raise TypeError(f"{self} is no file of this computer")

    def absolute(self) -> Self:
        return self

    def is_absolute(self) -> bool:
        return True

    @property
    def scheme(self) -> str:
        return self.parts[0].removesuffix(":")

    @property
    def place(self) -> Url:
        """The bucket or host alone."""
        return Url(*self.parts[:2])

    @property
    def inside(self) -> tuple[str, ...]:
        """The parts below the place."""
        return self.parts[2:]


def named(text: str) -> Path:
    """What a person names: a path, or where it has a scheme a Url; file:// is a path.

    Raises UsageError for an address that cannot be followed.
    """
    form = _FORM.fullmatch(text)
    if _CHAIN.match(text):
        raise UsageError(
            tr("{text} leads through one address to another.", text=text),
            tr("Unpack what is inside, and name the folder."),
        )
    if form is None:
        return Path(text)
    scheme, rest = form["scheme"].lower(), form["rest"]
    if scheme in _LOCAL:
        return Path(rest)
    host, _, inside = rest.partition("/")
    if ":" in host.partition("@")[0] and "@" in host:
        raise UsageError(
            tr("An address has no password: it would be in every report."),
            tr("Give it as fsspec takes it: by FSSPEC_{scheme}_PASSWORD.", scheme=scheme.upper()),
        )
    if not host or not is_plain(inside.rstrip("/").split("/") if inside else []):
        raise UsageError(
            tr("{text} names no place, or has an empty part, or one of dots.", text=text),
            tr("It is SCHEME://BUCKET/FOLDER or SCHEME://HOST/FOLDER, such as s3://scans/2024."),
        )
    return Url(f"{scheme}:/{rest}")


def here(text: str) -> Path:
    """A path that must not be an address. Raises UsageError."""
    path = named(text)
    if isinstance(path, Url):
        raise UsageError(
            tr("{text} is an address, and this must be a file of this computer.", text=text),
            tr("Fetch it first."),
        )
    return path


def is_plain(parts: list[str]) -> bool:
    """Whether these parts of an address mean the same in a path of this computer: none is empty,
    "." or "..", nor on Windows "a\\b" or "C:a".
    """
    return all(part != ".." and PurePath(part).parts == (part,) for part in parts)
