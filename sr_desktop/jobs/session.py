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

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil

from sr_desktop.cancel import Cancel
from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import OutOfMemory
from sr_desktop.imaging import compare, files, metrics, resize, store
from sr_desktop.imaging.picture import Picture, Pixels
from sr_desktop.jobs import checkpoints, plan
from sr_desktop.jobs.ending import run_to_end
from sr_desktop.jobs.types import (
    CanvasReady,
    Decoded,
    DownloadJob,
    Engine,
    Event,
    ImportJob,
    Job,
    ModelReady,
    OpenJob,
    PackJob,
    Progress,
    Result,
    SaveJob,
    ScanJob,
    Scanned,
    Thumbnailed,
    ThumbnailJob,
    TileDone,
    UpscaleJob,
    VerifyJob,
    WarmUpJob,
)
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.engine.model import LoadedModel
    from sr_desktop.engine.tiling import Box

Emit = Callable[[Event], None]


class Session:
    """Runs jobs one at a time and keeps the last network loaded."""

    def __init__(self, library: Library | None = None) -> None:
        self._library = library or Library()
        self._loaded: tuple[tuple[ModelSpec, str, str], LoadedModel] | None = None

    def run(self, job: Job, emit: Emit, cancel: Cancel) -> None:
        """Do the job. Tells its end as one of Finished, Failed and Stopped, and raises nothing."""
        run_to_end(job.id, lambda: self._do(job, emit, cancel), emit, cancel)

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
            case DownloadJob():
                return checkpoints.download(job, self._library, emit, cancel)
            case ImportJob():
                return checkpoints.import_file(job, self._library, cancel)
            case PackJob():
                return checkpoints.export_pack(job, self._library, cancel)
            case VerifyJob():
                return checkpoints.verify(job, self._library, emit, cancel)

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
            self._loaded = (key, load_model(spec, self._library.ensure(spec), compute))
        return self._loaded[1]


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

    canvas = store.empty(shape, source.pixels.dtype)
    emit(CanvasReady(job.id, canvas))
    done = upscale(
        model,
        source.pixels,
        tile_px=job.engine.tile_px,
        guard=job.engine.guard,
        self_ensemble=job.engine.self_ensemble,
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
