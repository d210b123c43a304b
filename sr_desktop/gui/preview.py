"""What the network makes of the part in sight before Upscale is pressed, as a value. No Qt.

reduce(preview, event) is pure; looking.py turns what is wanted into jobs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from sr_desktop.jobs.types import Failed, Finished, Previewed, PreviewJob, Stopped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.errors import SRError
    from sr_desktop.gui.state import WindowState
    from sr_desktop.gui.truth import Event
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.imaging.size import Steps
    from sr_desktop.jobs.engine import Engine

SECONDS = 5.0  # of computing for one view
_MOST_BYTES = 96 << 20

Region = tuple[int, int, int, int]  # top, left, height, width in LR pixels


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A tile, and what the network makes of it, (height * scale, width * scale, C)."""

    region: Region
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """Of one picture by one network. patches are the tiles made so far, the last one the newest.

    region was in sight when job_id, which runs or waits, was asked for; 0 for none. is_over: that
    region has had its time. broken is what went wrong: then no more is tried.
    """

    source: Picture
    spec: ModelSpec
    engine: Engine
    patches: tuple[Patch, ...] = ()
    region: Region | None = None
    job_id: int = 0
    jobs: frozenset[int] = frozenset()
    is_over: bool = False
    broken: SRError | None = None

    def is_of(self, source: Picture, spec: ModelSpec, engine: Engine) -> bool:
        return self.source is source and (self.spec, self.engine) == (spec, engine)

    def asks(self, region: Region) -> bool:
        """Whether there is anything to begin for what is in sight now."""
        if self.broken is not None:
            return False
        return region != self.region or not (self.job_id or self.is_over)

    def job(self, region: Region) -> PreviewJob:
        done = frozenset(patch.region for patch in self.patches)
        return PreviewJob(self.source, self.spec, region, self.engine, done, SECONDS)

    def begun(self, job: PreviewJob) -> Self:
        """Waiting for this job; one before it may still tell of the tile that it was at."""
        jobs = self.jobs | {job.id}
        return replace(self, region=job.region, job_id=job.id, jobs=jobs, is_over=False)

    def halted(self) -> Self:
        """What was begun is not waited for any more."""
        return replace(self, job_id=0)


def may_run(state: WindowState) -> bool:
    """Whether the picture shown waits for somebody to decide, and the engine for work."""
    item = state.item
    return (
        bool(state.compute)
        and not state.is_working
        and state.opened is not None
        and item is not None
        and item.live is None
        and item.result is None
    )


def can_show(steps: Steps) -> bool:
    """Whether one pass of the network, drawn to the size, tells what these steps will give."""
    return len(steps.passes) == 1


def reduce(preview: Preview, event: Event) -> Preview:
    """The preview after the event of one of its jobs; others change nothing."""
    if event.job_id not in preview.jobs:
        return preview
    match event:
        case Previewed(region=region, pixels=pixels):
            patches = _within_memory((*preview.patches, Patch(region, pixels)))
            return replace(preview, patches=patches)
        case Failed(error=error):
            preview = replace(preview, broken=error)
        case Finished():
            preview = replace(preview, is_over=event.job_id == preview.job_id)
        case Stopped():
            pass
        case _:
            return preview
    jobs = preview.jobs - {event.job_id}
    job_id = 0 if preview.job_id == event.job_id else preview.job_id
    return replace(preview, jobs=jobs, job_id=job_id)


def _within_memory(patches: tuple[Patch, ...]) -> tuple[Patch, ...]:
    """Without the older half where all of them take too much."""
    if sum(patch.pixels.nbytes for patch in patches) <= _MOST_BYTES:
        return patches
    return patches[len(patches) // 2 :]
