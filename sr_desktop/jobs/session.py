"""The whole recipe of a job, told once.

An UpscaleJob goes this way:
1. read the file into a Picture (upright, alpha apart)             -> Decoded
2. refuse what cannot end well: a place or a format that cannot take the result
3. find the checkpoints, load the networks or keep those loaded    -> ModelReady
4. run them tile by tile, shrink what comes to the size asked for, enlarge alpha by bicubic,
   measure the consistency, write what is done (enlarging.py)      -> TileDone, Progress
5. put the file in its place, if there is a target                 -> Finished

Before and after, what lies at addresses is fetched and sent (remote/errand.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.cancel import Cancel
from sr_desktop.imaging import display, files, formats, resize
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import batch, checkpoints, paces, plan
from sr_desktop.jobs.awake import kept_awake
from sr_desktop.jobs.computing import compute_of, devices, room
from sr_desktop.jobs.ending import run_to_end
from sr_desktop.jobs.enlarging import Models, Pending, enlarge, enlarge_frames
from sr_desktop.jobs.memory import way_of
from sr_desktop.jobs.remote.errand import Delivery, Errands, has_address
from sr_desktop.jobs.settings import sha256_of
from sr_desktop.jobs.types import (
    BatchJob,
    Decoded,
    DevicesFound,
    DevicesJob,
    DownloadJob,
    Event,
    ImportJob,
    Job,
    ModelReady,
    MoveJob,
    OpenJob,
    Paced,
    PaceJob,
    PackJob,
    PreviewJob,
    Result,
    SaveJob,
    ScanJob,
    Scanned,
    Thumbnailed,
    ThumbnailJob,
    TryJob,
    UpscaleJob,
    VerifyJob,
    WarmUpJob,
)
from sr_desktop.weights import Library
from sr_desktop.weights.housekeeping import mark_used

if TYPE_CHECKING:
    import numpy as np

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.engine.model import LoadedModel
    from sr_desktop.jobs.engine import Engine
    from sr_desktop.jobs.pace import Measured

Emit = Callable[[Event], None]


class Session:
    """Runs jobs one at a time, small pictures of a batch side by side, and keeps the last network
    loaded.
    """

    def __init__(self, library: Library | None = None) -> None:
        self._library = library or Library()
        self._kind: tuple[object, ...] = ()
        self._loaded: dict[str, LoadedModel] = {}
        self._beside: dict[int, _Beside] = {}
        self._errands = Errands(Cancel())

    def run(self, job: Job, emit: Emit, cancel: Cancel) -> None:
        """Do the job. Tells its end as one of Finished, Failed and Stopped, and raises nothing."""
        self._errands = Errands(cancel)
        try:
            if isinstance(job, BatchJob):
                batch.run(job, self, emit, cancel)
            else:
                run_to_end(job.id, lambda: self._do(job, emit, cancel), emit, cancel)
        finally:
            self._beside.clear()
            self._errands.close()

    def _do(self, job: Job, emit: Emit, cancel: Cancel) -> Result:
        match job:
            case BatchJob():
                raise AssertionError("a batch is not one job")
            case UpscaleJob():
                return self._upscale(job, emit, cancel)
            case PreviewJob():
                from sr_desktop.jobs.preview import preview

                return preview(job, self, emit, cancel)
            case TryJob():
                from sr_desktop.jobs.tryout import try_out

                return try_out(job, self, emit, cancel)
            case SaveJob():
                return _save(job.picture, job.target, job)
            case OpenJob():
                picture = files.read(job.source, job.max_pixels)
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
                compute = self.load(job.spec, job.engine).compute
                emit(ModelReady(job.id, compute.label, compute.key))
                return Result()
            case DevicesJob():
                emit(DevicesFound(job.id, *devices()))
                return Result()
            case PaceJob():
                return self._measure(job, emit, cancel)
            case DownloadJob():
                return checkpoints.download(job, self._library, emit, cancel)
            case ImportJob():
                return checkpoints.import_file(job, self._library, cancel)
            case MoveJob():
                return checkpoints.move(job, self._library, cancel)
            case PackJob():
                return checkpoints.export_pack(job, self._library, cancel)
            case VerifyJob():
                return checkpoints.verify(job, self._library, emit, cancel)

    def fetch(self, job: UpscaleJob) -> UpscaleJob:
        """The same job on files of this computer, from whichever thread; the job itself where it
        has no address. Raises UnreadableImage, CannotWrite and StoreUnavailable.
        """
        return self._errands.begin(job)

    def read(self, job: UpscaleJob) -> Picture:
        """The job's picture, from whichever thread. Raises UnreadableImage."""
        if isinstance(job.source, Picture):
            return job.source
        try:
            source = self.fetch(job).source
            assert isinstance(source, Path)
            return files.read(source, job.max_pixels)
        except BaseException:
            self._errands.end(job)
            raise

    def abreast(self, job: UpscaleJob, source: Picture) -> int:
        """How many such pictures to enlarge at a time, each by one thread: see Way.most_abreast.

        On a CPU it loads what the picture needs, in the thread that loads. Raises SRError.
        """
        try:
            return self._abreast(job, source)
        except BaseException:
            self._errands.end(job)
            raise

    def _abreast(self, job: UpscaleJob, source: Picture) -> int:
        compute = compute_of(job.engine)
        steps = job.steps(source.width, source.height)
        if not compute.is_cpu or not steps.passes or _moves(job, source):
            return 1
        from sr_desktop.engine import threads
        from sr_desktop.engine.footprint import footprint_of

        loaded = {scale: self.load(job.spec_of(scale), job.engine) for scale in set(steps.passes)}
        networks = {scale: footprint_of(model) for scale, model in loaded.items()}
        way = way_of(job, source.form, steps, networks)
        count = 1 if way is None else way.most_abreast(*room(compute))
        if count > 1:
            threads.note_computing()
            self._beside[job.id] = _Beside(self, {each.spec.id: each for each in loaded.values()})
        return count

    def enlarge(
        self, job: UpscaleJob, source: Picture, emit: Emit, cancel: Cancel, *, alone: bool = True
    ) -> Pending | Delivery:
        """Compute the result. Raises SRError and Cancelled.

        In one thread at a time, or not alone but each by one CPU thread, as many as abreast said.
        The job is as it was given to fetch: its target may be an address.
        """
        beside = self._beside.pop(job.id, None)
        models = self if alone or beside is None else beside
        if not has_address(job):
            return _enlarge(job, source, models, emit, cancel)
        try:
            pending = _enlarge(self.fetch(job), source, models, emit, cancel)
        except BaseException:
            self._errands.end(job)
            raise
        return Delivery(pending, job, self._errands)

    def load(self, spec: ModelSpec, engine: Engine) -> LoadedModel:
        """The network on its device. The scales of the last one used stay loaded."""
        from sr_desktop.engine.model import load_model

        compute = compute_of(engine)
        kind = (spec.name, spec.file, compute)
        if kind != self._kind:
            self._loaded.clear()  # lets the old ones go before the new one takes memory
            self._kind = kind
        kept = self._loaded.get(spec.id)
        if kept is None or kept.gave_way:  # its device may have room by now
            path = self._library.ensure(spec)
            self._loaded[spec.id] = load_model(spec, path, compute)
            if path in self._library.own_files():
                mark_used(path)
        return self._loaded[spec.id]

    def measure(self, spec: ModelSpec, engine: Engine, cancel: Cancel | None = None) -> Measured:
        """From a tile or two, and a tiny picture from file to file, without self-ensemble.
        Raises as load does.

        Where another network is loaded, that stays, and this one is let go.
        """
        if self._loaded and not self._holds(spec):
            return Session(self._library).measure(spec, engine, cancel)
        from sr_desktop.jobs.pacing import measure

        return measure(spec, engine, self, cancel or Cancel())

    def known_or_measured(self, spec: ModelSpec, engine: Engine, *, anew: bool = False) -> Measured:
        """As measure; what another process found today will do, if it need not be anew, and what is
        found is kept.
        """
        about = paces.About(
            spec.id,
            self._library.ensure(spec).stat().st_size,
            f"{engine.words} {compute_of(engine).key}",
        )
        known = None if anew else paces.kept(about)
        if known is None:
            known = self.measure(spec, engine)
            paces.keep(about, known)
        return known

    def _measure(self, job: PaceJob, emit: Emit, cancel: Cancel) -> Result:
        measured = self.measure(job.spec, job.engine, cancel)
        compute = compute_of(job.engine)
        emit(ModelReady(job.id, compute.label, compute.key))
        emit(Paced(job.id, measured))
        return Result()

    def _holds(self, spec: ModelSpec) -> bool:
        """Whether what is loaded is a scale of the same network."""
        kinds = {(each.spec.name, each.spec.file) for each in self._loaded.values()}
        return (spec.name, spec.file) in kinds

    def sha256_of(self, spec: ModelSpec) -> str:
        """Of the checkpoint's file. Raises WeightsMissing."""
        return sha256_of(spec, self._library)

    def _upscale(self, job: UpscaleJob, emit: Emit, cancel: Cancel) -> Result:
        with kept_awake():
            return self.enlarge(job, self.read(job), emit, cancel).finish()


class _Beside:
    """What a picture beside others needs: its networks, whatever is loaded since, by one thread."""

    def __init__(self, session: Session, loaded: Mapping[str, LoadedModel]) -> None:
        self._session = session
        self._loaded = loaded

    def load(self, spec: ModelSpec, engine: Engine) -> LoadedModel:
        from sr_desktop.engine import threads

        threads.use_threads(1)
        return self._loaded[spec.id]

    def sha256_of(self, spec: ModelSpec) -> str:
        return self._session.sha256_of(spec)


def _enlarge(
    job: UpscaleJob, source: Picture, models: Models, emit: Emit, cancel: Cancel
) -> Pending:
    emit(Decoded(job.id, source))
    cancel.check()
    if _moves(job, source):
        return Pending(enlarge_frames(job, source, models, emit, cancel), job, source)
    return enlarge(job, source, models, emit, cancel)


def _moves(job: UpscaleJob, source: Picture) -> bool:
    """Whether the result is to have all the frames of its source."""
    if source.frames == 1 or job.target is None or not isinstance(job.source, Path):
        return False
    format = formats.target_format(job.encoding, source.format, source.frames)
    return formats.can_animate(source.format) and formats.can_animate(format)


def _save(picture: Picture, target: Path, job: UpscaleJob | SaveJob) -> Result:
    return Result(saved=target, notices=files.write(target, picture, job.encoding))


def _thumbnail(job: ThumbnailJob) -> Thumbnailed:
    if isinstance(job.source, Path):
        seen = files.probe(job.source)
        pixels = files.thumbnail(job.source, job.side_px, job.max_pixels)
        return Thumbnailed(job.id, seen.width, seen.height, seen.format, pixels, seen.frames)
    picture = job.source
    small = _small(picture, job.side_px)
    return Thumbnailed(job.id, picture.width, picture.height, picture.format, small, picture.frames)


def _small(picture: Picture, side_px: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    ratio = min(1.0, side_px / max(picture.height, picture.width))
    height, width = (max(1, round(n * ratio)) for n in (picture.height, picture.width))
    return display.converted(resize.bicubic(picture.pixels, height, width), picture.icc)
