"""Which models are here, on their way or in trouble, as a value. No Qt.

model_reducing.reduce turns events into the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sr_desktop.gui import words
from sr_desktop.gui.shelf import Shelf
from sr_desktop.language import listed, tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.errors import SRError
    from sr_desktop.gui.state import Notice
    from sr_desktop.jobs.types import Verified, WeightsProgress

OURS = ("pan", "edsr", "msrn")  # the networks whose range and shift are for the user to say
_PACE_SECONDS = 3.0
_MARK_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to begin once a model is here: one picture and others, or all into a folder."""

    item_id: int
    folder: Path | None = None
    others: tuple[int, ...] = ()

    @property
    def item_ids(self) -> tuple[int, ...]:
        return (self.item_id, *self.others)


@dataclass(frozen=True, slots=True)
class Offer:
    """A question above the picture: may this model be fetched? Then the wanted work begins."""

    spec: ModelSpec
    wanted: Wanted
    host: str


@dataclass(frozen=True, slots=True)
class Download:
    """One checkpoint on its way. marks are (seconds, bytes) of the last moments, for the speed."""

    spec: ModelSpec
    job_id: int
    host: str
    begun: bool = False
    done_bytes: int = 0
    total_bytes: int | None = None
    remark: str = ""
    marks: tuple[tuple[float, int], ...] = ()
    error: SRError | None = None

    @property
    def failed(self) -> bool:
        return self.error is not None

    @property
    def fraction(self) -> float | None:
        """None while the size is not known."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else None

    @property
    def bytes_per_second(self) -> float | None:
        """Over the last moments; None until there is something to tell it from."""
        if len(self.marks) < 2 or self.marks[-1][0] == self.marks[0][0]:
            return None
        (began, first), (now, last) = self.marks[0], self.marks[-1]
        return (last - first) / (now - began)

    @property
    def told(self) -> str:
        """How it goes, in words: "3.1 of 5.5 MB, 1.2 MB/s, 2 s left"."""
        if self.remark:
            return tr("{remark}.", remark=self.remark)
        if not self.begun:
            return tr("Waiting for the download before it.")
        if not self.done_bytes:
            return tr("Asking {host}…", host=self.host)
        if self.fraction == 1.0:
            return tr("Checking the file…")
        parts = [words.transferred(self.done_bytes, self.total_bytes)]
        if pace := self.bytes_per_second:
            parts.append(tr("{size}/s", size=words.size(pace)))
            if self.total_bytes:
                parts.append(words.left((self.total_bytes - self.done_bytes) / pace))
        return listed(parts)

    def after(self, event: WeightsProgress, now: float) -> Self:
        if event.remark:
            return replace(self, remark=event.remark, marks=())
        marks = tuple(mark for mark in self.marks if now - mark[0] < _PACE_SECONDS)
        here = (now, event.done_bytes)
        if len(marks) > 1 and now - marks[-2][0] < _MARK_SECONDS:
            marks = marks[:-1]
        return replace(
            self,
            host=event.host,
            done_bytes=event.done_bytes,
            total_bytes=event.total_bytes or self.total_bytes,
            remark="",
            marks=(*marks, here),
        )


class Kind(Enum):
    """Of the other jobs."""

    IMPORT = "import"
    FACTS = "facts"
    PACK = "pack"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Task:
    """An import, a change of facts, a pack being written, or a move of all that is here. id is the
    model's that it is about.
    """

    kind: Kind
    file: Path
    id: str = ""
    from_window: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """downloads and troubles go by the model's id; sound and damaged are what a look at the digest
    found. note is what the manager says at its foot, move_error why the last move to another
    folder failed.
    """

    shelf: Shelf = field(default_factory=Shelf)
    offer: Offer | None = None
    downloads: Mapping[str, Download] = field(default_factory=dict)
    tasks: Mapping[int, Task] = field(default_factory=dict)
    verify_job: int = 0
    verified: tuple[Verified, ...] = ()
    troubles: Mapping[str, SRError] = field(default_factory=dict)
    sound: frozenset[str] = frozenset()
    damaged: frozenset[str] = frozenset()
    note: Notice | None = None
    move_error: SRError | None = None

    @property
    def offered(self) -> Download | None:
        """The download that the offer waits for, failed ones included."""
        return self.downloads.get(self.offer.spec.id) if self.offer else None

    def coming(self, id: str) -> Download | None:
        """The download of this model, unless it failed."""
        download = self.downloads.get(id)
        return None if download is None or download.failed else download

    def download_of(self, job_id: int) -> Download | None:
        return next((each for each in self.downloads.values() if each.job_id == job_id), None)

    def with_download(self, download: Download) -> Self:
        return replace(self, downloads={**self.downloads, download.spec.id: download})

    def without_download(self, id: str) -> Self:
        return replace(self, downloads={k: v for k, v in self.downloads.items() if k != id})

    def with_task(self, job_id: int, task: Task) -> Self:
        return replace(self, tasks={**self.tasks, job_id: task})

    def with_trouble(self, id: str, error: SRError) -> Self:
        return replace(self, troubles={**self.troubles, id: error})

    def as_new(self, id: str) -> Self:
        """Forget what was found about a file that is another one now."""
        troubles = {key: value for key, value in self.troubles.items() if key != id}
        sound, damaged = self.sound - {id}, self.damaged - {id}
        return replace(self, troubles=troubles, sound=sound, damaged=damaged)
