"""Whether a file is what its digest says."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sr_desktop.catalogue import Digest


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def git_sha1_of(path: Path) -> str:
    """The name git gives to the file's content: SHA-1 of "blob SIZE", a zero byte, the content."""
    blob = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            blob.update(piece)
    return blob.hexdigest()


class Hashes:
    """What a file's content hashes to; read when asked, once for each kind of hash."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self._path)

    @cached_property
    def git_sha1(self) -> str:
        return git_sha1_of(self._path)

    def meet(self, digest: Digest) -> bool:
        """Whether the content has this digest. Raises ValueError for one only the hub knows."""
        match digest.kind:
            case "sha256" | "sha256-prefix":
                return self.sha256.startswith(digest.value)
            case "git-sha1":
                return self.git_sha1 == digest.value
        raise ValueError(f"cannot check {digest}: it is to be asked for first")


def matches(path: Path, digest: Digest) -> bool:
    """Whether the file's content has this digest. Raises ValueError for one only the hub knows."""
    return Hashes(path).meet(digest)
