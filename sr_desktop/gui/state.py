"""What the window shows, as a value. No Qt.

The window turns what the user does into jobs; reducing.reduce turns events into the next state.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sr_desktop.errors import UsageError
from sr_desktop.gui.canvas.comparison import Comparison
from sr_desktop.gui.outlook import left_s
from sr_desktop.gui.roll import Roll
from sr_desktop.imaging.place import shown_name
from sr_desktop.language import mark, sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.errors import SRError
    from sr_desktop.gui.actions import Action
    from sr_desktop.gui.batches import Batch
    from sr_desktop.gui.choices import Choices
    from sr_desktop.gui.truth import Truth
    from sr_desktop.imaging.picture import Picture, Pixels
    from sr_desktop.imaging.size import Size
    from sr_desktop.jobs.types import Found, Result, UpscaleJob

_ids = itertools.count(1)


class Status(Enum):
    """Of one picture in the strip; shown by tr(status.value)."""

    WAITING = mark("Waiting")
    QUEUED = mark("Queued")
    WORKING = mark("Working")
    DONE = mark("Done")
    FAILED = mark("Failed")


BUSY = (Status.WORKING, Status.QUEUED)


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """The result while it grows: the canvas and its done parts (top, left, height, width).

    passes is how many times the network runs over the picture for one scale. aim is the size to
    come to, None for the scale of spec, and specs those that it takes, one for each step. job is
    what was sent out.
    """

    spec: ModelSpec
    passes: int = 1
    aim: Size | None = None
    specs: tuple[ModelSpec, ...] = ()
    job: UpscaleJob | None = None
    canvas: Pixels | None = None
    done: tuple[tuple[int, int, int, int], ...] = ()
    started_at: float = 0.0
    done_px: int = 0
    total_px: int = 0

    @property
    def fraction(self) -> float:
        return self.done_px / self.total_px if self.total_px else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One picture of the strip.

    job_id is the job that upscales it, thumbnail_job the one that draws it small, picture what it
    is when it has no file. frames counts those of an animation, or pages. result is the last one
    made, by the network spec in so many passes, by these scales one after the other, to the size
    aim; made is its (width, height), saved the file that holds it, saving the job that writes one.
    truth is what it is held against, in the ground-truth mode. told are the notices that need not
    be shown again. choices are its own, None for those of all.
    """

    found: Found
    picture: Picture | None = None
    size: tuple[int, int] | None = None
    format: str = ""
    lossless: bool = False
    frames: int = 1
    thumbnail: NDArray[np.uint8] | None = None
    status: Status = Status.WAITING
    error: SRError | None = None
    job_id: int = 0
    thumbnail_job: int = 0
    live: Live | None = None
    result: Result | None = None
    spec: ModelSpec | None = None
    passes: int = 1
    scales: tuple[int, ...] = ()
    aim: Size | None = None
    made: tuple[int, int] | None = None
    saved: Path | None = None
    saving: int = 0
    truth: Truth | None = None
    told: frozenset[str] = frozenset()
    choices: Choices | None = None
    id: int = field(default_factory=lambda: next(_ids))

    @property
    def name(self) -> str:
        """Its file's, in one line whatever it is made of."""
        return shown_name(self.found.path)

    @property
    def job_ids(self) -> tuple[int, ...]:
        """Those that may tell something of it."""
        truth = self.truth.job_ids if self.truth is not None else ()
        return (self.job_id, self.thumbnail_job, self.saving, *truth)

    @property
    def source(self) -> Path | Picture:
        return self.found.path if self.picture is None else self.picture

    @property
    def is_busy(self) -> bool:
        """Whether it is being upscaled or waits for its turn."""
        return self.status in BUSY

    @property
    def is_unread(self) -> bool:
        """Whether it could not be read, so far as is known."""
        return self.error is not None and self.size is None

    @property
    def kept(self) -> Picture | None:
        """The result that can be looked at and saved."""
        return self.result.picture if self.result else None


@dataclass(frozen=True, slots=True)
class Notice:
    """A line above the picture. saved is the file that "Show in folder" points at, action what
    another button does; about is the picture that it tells of, 0 for none.
    """

    text: str
    hint: str = ""
    bad: bool = False
    saved: Path | None = None
    action: Action | None = None
    about: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Removed:
    """Pictures that were taken out of the strip at once, with their places; the places rise."""

    places: tuple[tuple[int, Item], ...]

    @property
    def result_bytes(self) -> int:
        """The memory that their results take."""
        return sum(item.kept.pixels.nbytes for _, item in self.places if item.kept is not None)


@dataclass(frozen=True, slots=True, eq=False)
class WindowState:
    """current is the id of the picture shown, 0 for none; opened its pixels once they are read.

    selected are the pictures that are asked for together, the one shown among them. ended counts
    those of the queue that have ended since it was empty. removed can be put back, the last first.
    opened_result is its result read back from the file, where it was exported rather than kept.
    batch is the export that runs, or the last one that ran. comparison is how the canvas compares;
    against_reference: with the reference, where there is one, instead of bicubic.
    """

    items: Roll[Item] = Roll()  # noqa: RUF009 - a value
    current: int = 0
    selected: frozenset[int] = frozenset()
    ended: int = 0
    removed: tuple[Removed, ...] = ()
    opened: Picture | None = None
    open_job: int = 0
    opened_result: Picture | None = None
    result_job: int = 0
    save_jobs: frozenset[int] = frozenset()
    scan_jobs: frozenset[int] = frozenset()
    reduce_jobs: frozenset[int] = frozenset()
    warm_up_job: int = 0
    batch: Batch | None = None
    compute: str = ""
    notice: Notice | None = None
    comparison: Comparison = Comparison()  # noqa: RUF009 - a value
    against_reference: bool = False

    @property
    def item(self) -> Item | None:
        """The picture shown."""
        return self.items.get(self.current)

    @property
    def result(self) -> Picture | None:
        """The result of the picture shown, if there is one."""
        return (self.item.kept if self.item else None) or self.opened_result

    @property
    def can_upscale(self) -> bool:
        """Whether the picture shown may be started on; it need not be on the screen yet."""
        unreadable = self.item is None or (self.item.error is not None and self.opened is None)
        return not unreadable and not (self.item is not None and self.item.is_busy)

    @property
    def running(self) -> Batch | None:
        """The export that has not ended."""
        return self.batch if self.batch is not None and self.batch.is_running else None

    @property
    def is_working(self) -> bool:
        """Whether any picture is being upscaled or an export runs; told at once, however many."""
        return self.running is not None or bool(self.busy)

    @property
    def busy(self) -> int:
        """How many pictures are being upscaled or wait for their turn."""
        return self.items.count(*BUSY)

    @property
    def working(self) -> tuple[Item, ...]:
        """Those being upscaled, the running one and the queued ones."""
        return tuple(item for item in self.items if item.is_busy) if self.is_working else ()

    @property
    def chosen(self) -> tuple[Item, ...]:
        """The pictures selected, in their order; else the one shown."""
        ids = self.selected or {self.current}
        if len(ids) == 1:
            return tuple(item for id in ids if (item := self.items.get(id)))
        return tuple(item for item in self.items if item.id in ids)

    def with_item(self, item: Item) -> Self:
        """The same state with the picture of this id replaced."""
        return replace(self, items=self.items.with_item(item))

    def with_items(self, items: Iterable[Item]) -> Self:
        """More pictures at the end; those that are there already are replaced."""
        return replace(self, items=self.items.with_items(items))

    def without(self, *ids: int) -> Self:
        """These pictures less; the neighbour of the one shown is shown if that was one of them."""
        items = self.items.without(*ids)
        state = replace(self, items=items, selected=self.selected.difference(ids))
        at = self.items.place_of(self.current)
        if at is None or items.get(self.current) is not None:
            return state
        after = (each for each in self.items[at:] if items.get(each.id) is not None)
        neighbour = next(after, items[-1] if items else None)
        return state.showing(neighbour.id if neighbour is not None else 0)

    def selecting(self, ids: Collection[int]) -> Self:
        """With these selected."""
        return replace(self, selected=frozenset(ids))

    def showing(self, item_id: int) -> Self:
        """Another picture in the canvas; its pixels are still to be read."""
        item = self.items.get(item_id)
        opened = item.picture if item else None
        notice = self.notice if self.notice and self.notice.about in (0, item_id) else None
        alone = frozenset({item_id} if item is not None else ())
        state = replace(
            self,
            current=item_id,
            selected=self.selected if item_id in self.selected else alone,
            opened=opened,
            open_job=0,
            opened_result=None,
            result_job=0,
            notice=notice,
        )
        return state.telling(item, item.result.notices) if item and item.result else state

    def telling(self, item: Item, notices: Iterable[str]) -> Self:
        """With those of the picture's notices above it that were not told yet."""
        fresh = [notice for notice in dict.fromkeys(notices) if notice not in item.told]
        if not fresh:
            return self
        state = self.with_item(replace(item, told=item.told | set(fresh)))
        return replace(state, notice=Notice(sentences(*fresh), about=item.id))

    def without_notice(self) -> Self:
        """It was read; what it offered is not offered again."""
        notice = self.notice
        item = self.items.get(notice.about) if notice is not None else None
        state = replace(self, notice=None)
        if item is None or notice is None:
            return state
        return state.with_item(replace(item, told=item.told | {notice.text}))


def queued(item: Item, job: UpscaleJob) -> Item:
    """The picture, which waits for this job from now on."""
    return replace(item, status=Status.QUEUED, error=None, job_id=job.id, live=_live(item, job))


def _live(item: Item, job: UpscaleJob) -> Live:
    """What it takes is known for sizes once the header of the file was read."""
    specs: tuple[ModelSpec, ...] = () if job.size else (job.spec,)
    if job.size is not None and item.size is not None:
        with suppress(UsageError):
            specs = tuple(job.spec_of(scale) for scale in job.steps(*item.size).passes)
    return Live(job.spec, job.engine.members, job.size, specs, job)


def seconds_left(live: Live, now: float, expected_s: float | None = None) -> float | None:
    """Until the end; None while too little is done to tell, and nothing was expected."""
    return left_s(now - live.started_at, live.fraction, expected_s)
