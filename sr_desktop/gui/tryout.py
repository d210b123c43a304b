"""One spot of a picture through every network that is here, as a value. No Qt.

reduce(tryout, event) is pure; trying.py turns it into jobs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from sr_desktop.jobs.types import Failed, Finished, Previewed, Started, TryJob

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.errors import SRError
    from sr_desktop.gui.shelf import Shelf
    from sr_desktop.gui.truth import Event
    from sr_desktop.imaging.picture import Picture
    from sr_desktop.jobs.engine import Engine

SIDE_PX = 128

Region = tuple[int, int, int, int]  # top, left, height, width in LR pixels


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One network at the spot. pixels is the region enlarged, seconds what the whole picture is
    likely to take; None until they are known.
    """

    job: TryJob
    begun: bool = False
    pixels: NDArray[np.uint8] | None = None
    seconds: float | None = None
    error: SRError | None = None

    @property
    def spec(self) -> ModelSpec:
        return self.job.spec


@dataclass(frozen=True, slots=True)
class Words:
    """What stands under a crop."""

    name: str
    facts: str
    time: str


@dataclass(frozen=True, slots=True, eq=False)
class TryOut:
    """missing are networks of this scale that are not on this computer."""

    source: Picture
    scale: int
    region: Region
    trials: tuple[Trial, ...]
    missing: tuple[ModelSpec, ...] = ()

    @classmethod
    def at(
        cls, source: Picture, spot: tuple[float, float], scale: int, shelf: Shelf, engine: Engine
    ) -> Self:
        """Around a (row, column), as parts of the picture; none of it has begun yet."""
        region = region_at(source.height, source.width, *spot)
        specs = [spec for spec in shelf.models if spec.scale == scale]
        here = [spec for spec in specs if spec.id in shelf.here]
        trials = tuple(Trial(TryJob(source, spec, region, engine)) for spec in here)
        missing = tuple(spec for spec in specs if spec not in here)
        return cls(source, scale, region, trials, missing)


def region_at(height: int, width: int, row: float, column: float) -> Region:
    """SIDE_PX a side around the spot, moved inwards at the edges; less of a smaller picture."""
    sides = min(SIDE_PX, height), min(SIDE_PX, width)
    top, left = (
        min(max(round(part * length) - side // 2, 0), length - side)
        for part, length, side in zip((row, column), (height, width), sides, strict=True)
    )
    return (top, left, *sides)


def reduce(tryout: TryOut, event: Event) -> TryOut:
    """The try-out after the event of one of its jobs; others change nothing."""
    trials = tuple(
        _after(trial, event) if trial.job.id == event.job_id else trial for trial in tryout.trials
    )
    return tryout if trials == tryout.trials else replace(tryout, trials=trials)


def _after(trial: Trial, event: Event) -> Trial:
    match event:
        case Started():
            return replace(trial, begun=True)
        case Previewed(region=region, pixels=pixels):
            return replace(trial, pixels=_with_part(trial, region, pixels))
        case Finished(result=result):
            return replace(trial, seconds=result.seconds)
        case Failed(error=error):
            return replace(trial, error=error)
    return trial


def _with_part(trial: Trial, part: Region, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The region with this part of it; where memory is short it comes in several."""
    top, left, height, width = trial.job.region
    if part == trial.job.region:
        return pixels
    import numpy as np  # late: the window shows sooner without it

    scale = trial.spec.scale
    shape = (height * scale, width * scale, pixels.shape[2])
    whole = np.zeros(shape, np.uint8) if trial.pixels is None else trial.pixels.copy()
    row, column = (part[0] - top) * scale, (part[1] - left) * scale
    whole[row : row + pixels.shape[0], column : column + pixels.shape[1]] = pixels
    return whole
