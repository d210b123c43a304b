"""The whole recipe of a job, told once.

An UpscaleJob goes this way:
1. read the file into a Picture (upright, alpha apart)            -> Decoded
2. refuse what cannot end well: a result that memory or the format cannot hold
3. find the checkpoint, load the network or keep the one loaded   -> ModelReady
4. run it tile by tile                                            -> CanvasReady, TileDone, Progress
5. enlarge alpha by bicubic, measure the consistency
6. write the file, if there is a target                           -> Finished
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil

from sr_desktop import weights
from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import OutOfMemory, SRError, UnexpectedError
from sr_desktop.imaging import compare, files, metrics, resize
from sr_desktop.imaging.picture import Picture, Pixels
from sr_desktop.jobs import plan, scratch
from sr_desktop.jobs.types import (
    CanvasReady,
    Decoded,
    Engine,
    Event,
    Failed,
    Finished,
    Job,
    ModelReady,
    OpenJob,
    Progress,
    Result,
    SaveJob,
    ScanJob,
    Scanned,
    Started,
    Stopped,
    Thumbnailed,
    ThumbnailJob,
    TileDone,
    UpscaleJob,
    WarmUpJob,
)

if TYPE_CHECKING:
    from sr_desktop.engine.model import LoadedModel
    from sr_desktop.engine.tiling import Box

Emit = Callable[[Event], None]
log = logging.getLogger(__name__)


class Session:
    """Runs jobs one at a time and keeps the last network loaded."""

    def __init__(self) -> None:
        self._loaded: tuple[tuple[ModelSpec, str, str], LoadedModel] | None = None

    def run(self, job: Job, emit: Emit, cancel: Cancel) -> None:
        """Do the job. Tells its end as one of Finished, Failed and Stopped, and raises nothing."""
        emit(Started(job.id))
        try:
            cancel.check()
            result = self._do(job, emit, cancel)
        except Cancelled:
            emit(Stopped(job.id))
        except SRError as error:
            emit(Failed(job.id, error))
        except MemoryError:
            emit(Failed(job.id, OutOfMemory("There is not enough memory for this picture.")))
        except Exception as error:
            log.exception("job %s failed", job.id)
            emit(Failed(job.id, UnexpectedError(f"Something went wrong: {error!r}.", _REPORT)))
        else:
            emit(Finished(job.id, result))

    def _do(self, job: Job, emit: Emit, cancel: Cancel) -> Result:
        match job:
            case UpscaleJob():
                return self._upscale(job, emit, cancel)
            case SaveJob():
                return _save(job.picture, job.target, job)
            case OpenJob():
                picture = files.read(job.source)
                emit(Decoded(job.id, picture))
                return Result(picture=picture, notices=picture.notices)
            case ThumbnailJob():
                emit(_thumbnail(job))
                return Result()
            case ScanJob():
                found, refused = plan.find_pictures(job.inputs)
                emit(Scanned(job.id, tuple(found), tuple(refused)))
                return Result()
            case WarmUpJob():
                emit(ModelReady(job.id, self._model(job.spec, job.engine).compute.label))
                return Result()

    def _upscale(self, job: UpscaleJob, emit: Emit, cancel: Cancel) -> Result:
        source = files.read(job.source) if isinstance(job.source, Path) else job.source
        emit(Decoded(job.id, source))
        cancel.check()
        _refuse_what_cannot_end_well(job, source)
        model = self._model(job.spec, job.engine)
        emit(ModelReady(job.id, model.compute.label))

        started = time.perf_counter()
        picture, notices, tile_px = _enlarge(model, source, job, emit, cancel)
        seconds = time.perf_counter() - started

        result = Result(
            notices=source.notices + notices,
            seconds=seconds,
            megapixels=picture.height * picture.width / 1e6,
            consistency_db=metrics.consistency(picture.pixels, source.pixels),
            compute=model.compute.label,
            tile_px=tile_px,
        )
        if job.target is None:
            return replace(result, picture=picture)
        saved = _save(picture, job.target, job)
        if job.compare is not None:
            labels = ("Bicubic", f"{job.spec.label} x{job.spec.scale}")
            sheet = compare.side_by_side(source, picture, labels)
            files.write(job.compare, sheet, plan.encoding_by_name(job.encoding, job.compare))
        return replace(result, saved=saved.saved, notices=result.notices + saved.notices)

    def _model(self, spec: ModelSpec, engine: Engine) -> LoadedModel:
        """The network on its device; the one of the job before if it is the same."""
        from sr_desktop.engine import device
        from sr_desktop.engine.model import load_model

        key = (spec, engine.device, engine.precision)
        if self._loaded is None or self._loaded[0] != key:
            self._loaded = None  # lets the old one go before the new one takes memory
            compute = device.choose(engine.device, engine.precision)
            self._loaded = (key, load_model(spec, weights.ensure(spec), compute))
        return self._loaded[1]


_REPORT = "The log has the details; please report it together with the picture's kind and size."


def _refuse_what_cannot_end_well(job: UpscaleJob, source: Picture) -> None:
    """Raises CannotWrite or OutOfMemory before any time is spent."""
    height, width = source.height * job.spec.scale, source.width * job.spec.scale
    if job.target is not None:
        files.check_writable_place(job.target)
        format = files.target_format(job.encoding, source.format)
        files.check_writable_size(format, width, height)
    result_bytes = source.pixels.nbytes * job.spec.scale**2
    needed = 2 * result_bytes  # the result, and the copy its encoder makes
    free = psutil.virtual_memory().available
    if needed > free:
        raise OutOfMemory(
            f"{width} x {height} pixels need about {needed / 1e9:.1f} GB of memory; "
            f"{free / 1e9:.1f} GB are free.",
            "Choose a smaller scale, or close other programs and try again.",
        )


def _enlarge(
    model: LoadedModel, source: Picture, job: UpscaleJob, emit: Emit, cancel: Cancel
) -> tuple[Picture, tuple[str, ...], int]:
    """The upscaled picture with the source's metadata, what to tell, and the tile's side."""
    from sr_desktop.engine.upscale import upscale

    height, width, channels = source.pixels.shape
    scale = model.spec.scale
    shape = (height * scale, width * scale, channels)

    def on_tile(box: Box, _pixels: Pixels) -> None:
        emit(TileDone(job.id, box.top, box.left, box.height, box.width))

    def on_progress(done_px: int, total_px: int) -> None:
        emit(Progress(job.id, done_px, total_px))

    canvas = scratch.canvas(shape, source.pixels.dtype)
    emit(CanvasReady(job.id, canvas))
    done = upscale(
        model,
        source.pixels,
        tile_px=job.engine.tile_px,
        guard=job.engine.guard,
        focus=job.focus,
        out=canvas,
        on_tile=on_tile,
        on_progress=on_progress,
        cancel=cancel,
    )
    alpha = None if source.alpha is None else resize.bicubic(source.alpha, *shape[:2])
    return source.with_pixels(done.pixels, alpha), done.notices, done.tile_px


def _save(picture: Picture, target: Path, job: UpscaleJob | SaveJob) -> Result:
    return Result(saved=target, notices=files.write(target, picture, job.encoding))


def _thumbnail(job: ThumbnailJob) -> Thumbnailed:
    if isinstance(job.source, Path):
        seen = files.probe(job.source)
        pixels = files.thumbnail(job.source, job.side_px)
        return Thumbnailed(job.id, seen.width, seen.height, seen.format, pixels)
    picture = job.source
    small = _small(picture, job.side_px)
    return Thumbnailed(job.id, picture.width, picture.height, picture.format, small)


def _small(picture: Picture, side_px: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    ratio = min(1.0, side_px / max(picture.height, picture.width))
    height, width = (max(1, round(n * ratio)) for n in (picture.height, picture.width))
    return compare.displayable(resize.bicubic(picture.pixels, height, width))
