"""What is asked for, and what is told on the way."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.catalogue import NOTHING_STATED, ModelSpec, Stated
from sr_desktop.imaging import formats
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.size import Size, Steps, steps_to
from sr_desktop.jobs.engine import Device, Engine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sr_desktop.errors import SRError
    from sr_desktop.imaging.picture import Picture, Pixels
    from sr_desktop.jobs.pace import Measured

_ids = itertools.count(1)


def next_id() -> int:
    """A number no other job of this process has."""
    return next(_ids)


@dataclass(frozen=True, slots=True)
class UpscaleJob:
    """One picture through one network. Without a target the result travels in Finished.

    source is a file, or a picture that has none (pasted, drawn). size is what to come to, None for
    the network's own scale; family are the checkpoints to come to it with, one for each scale,
    empty for spec alone. focus is the LR (row, column) whose tiles come first. compare is a file to
    write beside the target: bicubic | result. max_pixels is the most that a source may have.
    """

    source: Path | Picture
    spec: ModelSpec
    target: Path | None = None
    encoding: Encoding = field(default_factory=Encoding)
    engine: Engine = field(default_factory=Engine)
    size: Size | None = None
    family: tuple[ModelSpec, ...] = ()
    max_pixels: int = formats.MAX_PIXELS
    focus: tuple[int, int] | None = None
    compare: Path | None = None
    id: int = field(default_factory=next_id)

    def steps(self, width: int, height: int) -> Steps:
        """How a source of this size comes to the size asked for. Raises UsageError."""
        specs = self.family if self.size is not None and self.family else (self.spec,)
        return steps_to(self.size, width, height, [spec.scale for spec in specs])

    def used(self, steps: Steps) -> tuple[ModelSpec, ...]:
        """The checkpoints that these steps take, each once; spec where they take none."""
        scales = dict.fromkeys(steps.passes)
        return tuple(self.spec_of(scale) for scale in scales) or (self.spec,)

    def spec_of(self, scale: int) -> ModelSpec:
        """The checkpoint for a pass of this scale."""
        return next(spec for spec in (self.spec, *self.family) if spec.scale == scale)


@dataclass(frozen=True, slots=True)
class PreviewJob:
    """Part of a picture through one network, only to be looked at: no result ever depends on it.

    region is what is in sight, an LR (top, left, height, width); its middle comes first. done are
    tiles that are there already. No tile is begun after so many seconds.
    """

    source: Picture
    spec: ModelSpec
    region: tuple[int, int, int, int]
    engine: Engine = field(default_factory=Engine)
    done: frozenset[tuple[int, int, int, int]] = frozenset()
    seconds: float = math.inf
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class TryJob:
    """A small region of a picture, LR (top, left, height, width), through one network to judge it.

    The result is that region enlarged, as Previewed; its seconds are those that the whole picture
    is likely to take.
    """

    source: Picture
    spec: ModelSpec
    region: tuple[int, int, int, int]
    engine: Engine = field(default_factory=Engine)
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class BatchJob:
    """Many pictures, each to its target, which every one of jobs must have.

    Reading, network and writing overlap. Events of a picture have its own job's id, and those of
    different pictures mix; each picture has exactly one end. The batch itself has Started, and an
    end after all others: Finished with the sums, however its pictures ended, or Stopped.
    """

    jobs: tuple[UpscaleJob, ...]
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class SaveJob:
    """Write a finished picture."""

    picture: Picture
    target: Path
    encoding: Encoding
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class OpenJob:
    """Read a picture to look at it. max_pixels is the most that it may have."""

    source: Path
    max_pixels: int = formats.MAX_PIXELS
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class ThumbnailJob:
    """Find a picture's size and draw it small. side_px is the longest side, max_pixels the most
    that a file may have.
    """

    source: Path | Picture
    side_px: int
    max_pixels: int = formats.MAX_PIXELS
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class ScanJob:
    """Find the pictures among files and folders."""

    inputs: tuple[Path, ...]
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class WarmUpJob:
    """Load torch and the network before they are needed."""

    spec: ModelSpec
    engine: Engine = field(default_factory=Engine)
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class DevicesJob:
    """Find what there is to compute with. Loads torch."""

    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class PaceJob:
    """Measure how fast a network is here, with one tile; the network kept loaded stays so."""

    spec: ModelSpec
    engine: Engine = field(default_factory=Engine)
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class DownloadJob:
    """Fetch a checkpoint. mirror is the address of a folder to try first, "" for none.

    proxy is the address to go through, "none", or "" for the system's.
    """

    spec: ModelSpec
    mirror: str = ""
    proxy: str = ""
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Put a checkpoint, or a pack of them, into the library.

    as_id names the row of the catalogue that a checkpoint is, for one that its digest does not
    tell; stated are facts to take instead of finding them out.
    """

    source: Path
    as_id: str | None = None
    stated: Stated = NOTHING_STATED
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class MoveJob:
    """Keep checkpoints in another folder, None for the usual one. carry: take them along."""

    folder: Path | None
    carry: bool
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class PackJob:
    """Write everything that was downloaded and imported into one zip."""

    target: Path
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class VerifyJob:
    """Compare the checkpoints on this computer with their digests; ids limits it to these."""

    ids: tuple[str, ...] = ()
    id: int = field(default_factory=next_id)


Job = (
    UpscaleJob
    | PreviewJob
    | TryJob
    | BatchJob
    | SaveJob
    | OpenJob
    | ThumbnailJob
    | ScanJob
    | WarmUpJob
    | DevicesJob
    | PaceJob
    | DownloadJob
    | ImportJob
    | MoveJob
    | PackJob
    | VerifyJob
)


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """How a job ended well. picture is None when it was written to saved instead.

    seconds is the network's time, of pictures side by side its share, and megapixels what it made
    in them; consistency_db is the PSNR of the result, downscaled, against the source; steps are how
    its size came to be, in words. models are those that came into the library.
    """

    picture: Picture | None = None
    saved: Path | None = None
    notices: tuple[str, ...] = ()
    seconds: float = 0.0
    megapixels: float = 0.0
    consistency_db: float | None = None
    compute: str = ""
    tile_px: int = 0
    steps: tuple[str, ...] = ()
    models: tuple[ModelSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Started:
    job_id: int


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """The source is read: bicubic can be shown at once."""

    job_id: int
    picture: Picture


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnailed:
    """width, height, format and the number of frames (or pages) are the source's; pixels are
    (h, w, 3).
    """

    job_id: int
    width: int
    height: int
    format: str
    pixels: NDArray[np.uint8]
    frames: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A picture to do; root is the folder it was found under, None if it was named itself."""

    path: Path
    root: Path | None = None

    @property
    def folder_in_root(self) -> Path:
        """Where it lies in root: "." at its top, or if it was named itself."""
        return Path() if self.root is None else Path(*self.path.parent.relative_to(self.root).parts)


@dataclass(frozen=True, slots=True)
class Scanned:
    """The pictures found, and the inputs that gave none, with the reason."""

    job_id: int
    found: tuple[Found, ...]
    refused: tuple[tuple[Path, SRError], ...]


@dataclass(frozen=True, slots=True)
class WeightsProgress:
    """A download goes on. total_bytes is None where the host does not tell; remark is a sentence
    about a wait, else empty.
    """

    job_id: int
    done_bytes: int
    total_bytes: int | None
    host: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """One checkpoint was compared with its digest; error says what is wrong with it, if anything.

    id is the checkpoint's, such as pan-x4.
    """

    job_id: int
    id: str
    path: Path
    error: SRError | None


@dataclass(frozen=True, slots=True)
class ModelReady:
    """compute is the device and precision in words, device the key under which it is known."""

    job_id: int
    compute: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class DevicesFound:
    """All there are, what "auto" takes first; threads is what it takes of the CPU's."""

    job_id: int
    devices: tuple[Device, ...]
    threads: int


@dataclass(frozen=True, slots=True)
class Paced:
    """How the network does here."""

    job_id: int
    measured: Measured


@dataclass(frozen=True, slots=True, eq=False)
class CanvasReady:
    """The array that the result grows in. Only parts told by TileDone may be read."""

    job_id: int
    pixels: Pixels


@dataclass(frozen=True, slots=True)
class TileDone:
    """A part of the canvas is finished, in HR pixels."""

    job_id: int
    top: int
    left: int
    height: int
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class Previewed:
    """A region of the source, in LR pixels, and what the network makes of it, for the screen."""

    job_id: int
    region: tuple[int, int, int, int]
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Progress:
    """In LR pixels; done_px never falls."""

    job_id: int
    done_px: int
    total_px: int


@dataclass(frozen=True, slots=True)
class Paused:
    """Somebody asked the job to wait; it does so before its next tile."""

    job_id: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """It goes on. Time since Paused is nobody's: leave it out of estimates."""

    job_id: int


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    job_id: int
    result: Result


@dataclass(frozen=True, slots=True)
class Failed:
    job_id: int
    error: SRError


@dataclass(frozen=True, slots=True)
class Stopped:
    job_id: int


Event = (
    Started
    | Decoded
    | Thumbnailed
    | Scanned
    | WeightsProgress
    | Verified
    | ModelReady
    | DevicesFound
    | Paced
    | CanvasReady
    | TileDone
    | Previewed
    | Progress
    | Paused
    | Resumed
    | Finished
    | Failed
    | Stopped
)
