"""The jobs about one picture that the window has done beside upscaling, and what they tell.

ReferenceJob   reads a reference and cuts it to fit the picture to upscale   -> ReferenceReady
ReduceJob      makes a picture smaller, to upscale that: it is the reference -> Reduced
CompareJob     bicubic, or a result, against the reference                   -> Compared
MapJob         where a result, made small again, is off its source           -> Mapped

reference.py and consistency.py do them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sr_desktop.jobs.types import Failed, Finished, Started, Stopped, next_id

if TYPE_CHECKING:
    from pathlib import Path

    from sr_desktop.bench.quality import Quality
    from sr_desktop.imaging.picture import Picture, Pixels


@dataclass(frozen=True, slots=True)
class ReferenceJob:
    """height and width are those of the picture to upscale, name is its name."""

    source: Path
    height: int
    width: int
    scale: int
    name: str
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class ReduceJob:
    """name is the picture's name."""

    source: Picture
    scale: int
    name: str
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class CompareJob:
    """picture is as large as the reference, or smaller by scale: then bicubic makes it as large."""

    picture: Picture
    reference: Picture
    scale: int
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceReady:
    job_id: int
    reference: Picture


@dataclass(frozen=True, slots=True, eq=False)
class Reduced:
    """name is the picture's that was made smaller by scale."""

    job_id: int
    name: str
    scale: int
    lr: Picture
    reference: Picture


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    job_id: int
    quality: Quality


@dataclass(frozen=True, slots=True)
class MapJob:
    result: Picture
    source: Picture
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True, eq=False)
class Mapped:
    """levels is (H, W, 1) uint8 in the source's size: the channel that is furthest off, of 255.

    decibels is the consistency, as metrics.consistency defines it.
    """

    job_id: int
    levels: Pixels
    decibels: float


Event = Started | ReferenceReady | Reduced | Compared | Mapped | Finished | Failed | Stopped
