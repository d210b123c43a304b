"""The share of a run's pictures that one of several machines does, without asking the others."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sr_desktop.errors import UsageError
from sr_desktop.jobs.places import real
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.jobs.types import Found

_FORM = re.compile(r"(?P<number>[0-9]{1,9})/(?P<count>[0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Shard:
    """Share number, 1 to count, of count shares: each picture is in exactly one of them.

    Which one depends on nothing but the picture's path below the folder that it was found under,
    or its name if it was named itself: not on the order, the system, or what else is there.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "I/N". Raises UsageError."""
        form = _FORM.fullmatch(text)
        shard = form and cls(int(form["number"]), int(form["count"]))
        if not shard or not 1 <= shard.number <= shard.count:
            raise UsageError(
                tr("{text!r} is no share.", text=text),
                tr("Give I/N, the share I of N, such as 1/4, 2/4, 3/4 and 4/4."),
            )
        return shard

    def has(self, item: Found) -> bool:
        """Whether this picture is in the share."""
        digest = hashlib.sha256(_key(item)).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1


def _key(item: Found) -> bytes:
    """The path below its root, the same on every system: parted by "/", in Unicode's NFC."""
    path = (item.folder_in_root / item.path.name).as_posix()
    return unicodedata.normalize("NFC", path).encode("utf-8", "surrogatepass")


def check_apart(targets: Iterable[Path], found: Iterable[Found]) -> None:
    """Raise UsageError where results would lie in a folder that other machines still search."""
    roots = {real(root) for root in {item.root for item in found} if root is not None}
    for folder in {target.parent for target in targets}:
        where = real(folder)
        if not roots.isdisjoint((where, *where.parents)):
            raise UsageError(
                tr(
                    "Results in {folder} would be taken for sources by another share.", folder=where
                ),
                tr("Choose a folder outside of those that are searched, with -o."),
            )
