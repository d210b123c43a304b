"""What travels between the machines of a cluster, as bytes."""

from __future__ import annotations

import copyreg
import io
import pickle
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.types import Decoded, Event, UpscaleJob

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec


@dataclass(frozen=True, slots=True)
class Need:
    """What a worker must have to do a run as this computer would.

    weights are the checkpoints, each with the SHA-256 of its file here. seen are files and folders
    that must be there under the same path.
    """

    weights: tuple[tuple[ModelSpec, str], ...]
    seen: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """One picture to do for a run. siblings are the numbers of workers by their machine's address,
    who share its cores and memory.
    """

    run: str
    job: UpscaleJob
    need: Need
    siblings: tuple[tuple[str, int], ...]


def pack(thing: object) -> bytes:
    """Also what holds read-only mappings, which pickle alone does not take."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer)
    reducers: dict[type, Any] = dict(copyreg.dispatch_table)
    reducers[MappingProxyType] = lambda mapping: (_read_only, (dict(mapping),))
    pickler.dispatch_table = reducers
    pickler.dump(thing)
    return buffer.getvalue()


def _read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


def unpack(content: bytes) -> Any:
    """What was packed. It may run anything: only from the cluster that was chosen."""
    return pickle.loads(content)


def pack_event(event: Event) -> bytes:
    """A picture that was read travels as its form, without its pixels."""
    return pack(_Outline.of(event) if isinstance(event, Decoded) else event)


def unpack_event(content: bytes) -> Event:
    """The event; a picture that was read is black here, and takes no memory."""
    event = unpack(content)
    return event.filled() if isinstance(event, _Outline) else event


@dataclass(frozen=True, slots=True)
class _Outline:
    """What a Decoded says, but for its pixels."""

    job_id: int
    shape: tuple[int, ...]
    dtype: str
    has_alpha: bool
    format: str
    frames: int

    @classmethod
    def of(cls, event: Decoded) -> Self:
        seen = event.picture
        pixels, has_alpha = seen.pixels, seen.alpha is not None
        return cls(
            event.job_id, pixels.shape, pixels.dtype.str, has_alpha, seen.format, seen.frames
        )

    def filled(self) -> Decoded:
        level = np.zeros((), np.dtype(self.dtype))
        alpha = np.broadcast_to(level, self.shape[:2]) if self.has_alpha else None
        pixels = np.broadcast_to(level, self.shape)
        picture = Picture(pixels, alpha, format=self.format, frames=self.frames)
        return Decoded(self.job_id, picture)
