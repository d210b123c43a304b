"""A picture held against its reference: what the window's ground-truth mode computes.

The jobs and what they tell are in types.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sr_desktop.bench import quality
from sr_desktop.bench.types import (
    Compared,
    CompareJob,
    Event,
    Reduced,
    ReduceJob,
    ReferenceJob,
    ReferenceReady,
)
from sr_desktop.errors import UnfitPair
from sr_desktop.imaging import files, resize
from sr_desktop.jobs import ending
from sr_desktop.jobs.types import Result
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.imaging.picture import Picture


Emit = Callable[[Event], None]


def run(job: ReferenceJob | ReduceJob | CompareJob, emit: Emit, cancel: Cancel) -> None:
    """Do the job. Tells its end as one of Finished, Failed and Stopped, and raises nothing."""

    def work() -> Result:
        emit(_done(job, cancel))
        return Result()

    ending.run_to_end(job.id, work, emit, cancel)


def _done(job: ReferenceJob | ReduceJob | CompareJob, cancel: Cancel) -> Event:
    match job:
        case ReferenceJob():
            return ReferenceReady(job.id, _fitting(job))
        case ReduceJob():
            _check_is_large_enough(job.source, job.scale, job.name)
            reference, lr = quality.reduced(job.source, job.scale)
            return Reduced(job.id, job.name, job.scale, lr, reference)
        case CompareJob():
            return _compared(job, cancel)


def _fitting(job: ReferenceJob) -> Picture:
    """Raises UnreadableImage, and UnfitPair with both sizes."""
    given = files.read(job.source)
    reference = quality.modcrop(given, job.height, job.width, job.scale)
    if reference is None:
        wanted = _size(job.width * job.scale, job.height * job.scale)
        raise UnfitPair(
            tr(
                "{name} is {given} px; {picture} at ×{scale} becomes {wanted} px.",
                name=job.source.name,
                given=_size(given.width, given.height),
                picture=job.name,
                scale=job.scale,
                wanted=wanted,
            ),
            _hint(given, job),
        )
    _check_is_large_enough(reference, job.scale, job.source.name)
    return reference


def _hint(given: Picture, job: ReferenceJob) -> str:
    for scale in (2, 3, 4):
        if quality.modcrop(given, job.height, job.width, scale):
            return tr("It fits ×{scale}: choose that scale first.", scale=scale)
    return tr("A reference must be of the result's size.")


def _check_is_large_enough(hr: Picture, scale: int, name: str) -> None:
    if not quality.fits(hr, scale):
        raise UnfitPair(
            tr(
                "{name} is {size} px: too small to measure at ×{scale}.",
                name=name,
                size=_size(hr.width, hr.height),
                scale=scale,
            ),
            tr("Choose a larger picture."),
        )


def _size(width: int, height: int) -> str:
    return f"{width} × {height}"


def _compared(job: CompareJob, cancel: Cancel) -> Compared:
    reference = job.reference
    pixels = job.picture.pixels
    if job.picture.height != reference.height:
        pixels = resize.bicubic(pixels, reference.height, reference.width)
    cancel.check()
    measured = quality.measure(pixels, reference.pixels, job.scale, cancel.check)
    return Compared(job.id, measured)
