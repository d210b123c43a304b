"""A picture's reference and what is known against it, as a value. No Qt.

Truth belongs to one picture of the strip. reduce(truth, event) is pure; `wanted` says what is still
to be computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sr_desktop.bench import types as bench
from sr_desktop.bench.types import Compared, CompareJob, ReferenceReady
from sr_desktop.jobs.types import Event as JobEvent
from sr_desktop.jobs.types import Failed, Stopped

if TYPE_CHECKING:
    from sr_desktop.bench.quality import Quality
    from sr_desktop.errors import SRError
    from sr_desktop.imaging.picture import Picture

Event = JobEvent | bench.Event


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Bicubic or a result against the reference: picture is what is compared, job_id the job."""

    picture: Picture | None = None
    job_id: int = 0
    quality: Quality | None = None
    error: SRError | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """name is the reference's; job_id reads it, and then reference is there.

    error is why there is none: then before, what was there, is to come back. It fits the picture
    at one scale only.
    """

    name: str
    scale: int
    job_id: int = 0
    reference: Picture | None = None
    bicubic: Side = field(default_factory=Side)
    result: Side = field(default_factory=Side)
    error: SRError | None = None
    before: Truth | None = None

    @property
    def job_ids(self) -> tuple[int, ...]:
        """Those of the jobs that may still tell something."""
        ids = (self.job_id, self.bicubic.job_id, self.result.job_id)
        return tuple(each for each in ids if each)

    @property
    def gain_db(self) -> float | None:
        """By how much the result is nearer to the reference than bicubic."""
        if self.bicubic.quality is None or self.result.quality is None:
            return None
        return self.result.quality.psnr - self.bicubic.quality.psnr


def reduce(truth: Truth, event: Event) -> Truth:
    """The truth after the event of one of its jobs."""
    if event.job_id == truth.job_id:
        return _reading(truth, event)
    if event.job_id == truth.bicubic.job_id:
        return replace(truth, bicubic=_comparing(truth.bicubic, event))
    if event.job_id == truth.result.job_id:
        return replace(truth, result=_comparing(truth.result, event))
    return truth


def _reading(truth: Truth, event: Event) -> Truth:
    match event:
        case ReferenceReady(reference=reference):
            return replace(truth, reference=reference, before=None)
        case Failed(error=error):
            return replace(truth, error=error)
    return truth


def _comparing(side: Side, event: Event) -> Side:
    match event:
        case Compared(quality=quality):
            return replace(side, quality=quality, job_id=0)
        case Failed(error=error):
            return replace(side, error=error, job_id=0)
        case Stopped():
            return Side()
    return side


def wanted(
    truth: Truth, lr: Picture | None, result: Picture | None
) -> tuple[Truth, tuple[CompareJob, ...], tuple[int, ...]]:
    """What to compare now: the truth that waits for it, the jobs, and the ids of jobs in vain.

    lr is the picture to upscale once it is read, result what was made of it, if it is at hand.
    """
    reference = truth.reference
    if reference is None:
        return truth, (), ()
    jobs: list[CompareJob] = []
    vain: list[int] = []
    if truth.bicubic.picture is None and lr is not None:
        jobs.append(CompareJob(lr, reference, truth.scale))
        truth = replace(truth, bicubic=Side(lr, jobs[-1].id))
    fits = result is not None and result.width == reference.width
    if result is not None and fits and truth.result.picture is not result:
        vain += [truth.result.job_id] if truth.result.job_id else []
        jobs.append(CompareJob(result, reference, truth.scale))
        truth = replace(truth, result=Side(result, jobs[-1].id))
    return truth, tuple(jobs), tuple(vain)


def restored(truth: Truth | None) -> Truth | None:
    """After its jobs were cancelled: they may be sent out again. None if it was never read."""
    if truth is None or truth.reference is None:
        return None
    sides = (side if side.quality else Side() for side in (truth.bicubic, truth.result))
    bicubic, result = sides
    return replace(truth, job_id=0, bicubic=bicubic, result=result)
