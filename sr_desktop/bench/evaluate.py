"""How near a network comes to the originals of data sets, by the protocol of the papers.

PSNR and SSIM on the Y channel, a border of `scale` px cut, in 8 bits: what the network answers is
rounded and clipped before it is compared. Pictures of 16 bits are enlarged in 16 bits and compared
after rounding to 8. Gray counts as R = G = B. Alpha is ignored. The bicubic beside each network is
imaging.resize's, made from the same LR picture.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.bench import datasets, quality
from sr_desktop.errors import OutOfMemory, SRError
from sr_desktop.imaging import files, resize
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs import ending
from sr_desktop.jobs.computing import compute_of
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.plan import Namer, OutputRule
from sr_desktop.jobs.types import ModelReady, Progress, Result, Started, next_id
from sr_desktop.language import tr
from sr_desktop.weights import Library

if TYPE_CHECKING:
    from sr_desktop.bench.datasets import Pair
    from sr_desktop.cancel import Cancel
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.engine.model import LoadedModel
    from sr_desktop.engine.upscale import OnProgress


@dataclass(frozen=True, slots=True)
class EvaluateJob:
    """Every checkpoint on every data set, at the checkpoint's scale.

    The published numbers are float32's, hence the engine. save is a folder for the SR pictures, as
    DATASET/MODEL_x2/NAME.png in it; on_exists is one of jobs.plan.ON_EXISTS.
    """

    datasets: tuple[Path, ...]
    specs: tuple[ModelSpec, ...]
    engine: Engine = field(default_factory=lambda: Engine(precision="fp32"))
    save: Path | None = None
    on_exists: str = "rename"
    id: int = field(default_factory=next_id)


@dataclass(frozen=True, slots=True)
class Score:
    """One picture through one network.

    model is the spec's id. PSNR is in dB, infinite for equal pictures. SSIM is None where a picture
    is too small for its window. seconds is the network's time. notices tell where its answer was
    replaced. saved is the file that was written.
    """

    model: str
    scale: int
    dataset: str
    picture: str
    psnr: float
    ssim: float | None
    bicubic_psnr: float
    bicubic_ssim: float | None
    seconds: float
    notices: tuple[str, ...] = ()
    saved: Path | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """Over the pictures of a data set that could be scored: `pictures` of `of`.

    seconds is per picture. SSIM is the mean of those there are, None if there is none.
    """

    model: str
    scale: int
    dataset: str
    psnr: float
    ssim: float | None
    bicubic_psnr: float
    bicubic_ssim: float | None
    seconds: float
    pictures: int
    of: int


@dataclass(frozen=True, slots=True)
class Scored:
    job_id: int
    score: Score


@dataclass(frozen=True, slots=True)
class Unscored:
    """Something could not be scored, and the rest goes on.

    What is None says how much: without picture a whole data set, without model for every network,
    without scale at every scale.
    """

    job_id: int
    error: SRError
    dataset: str
    scale: int | None = None
    model: str | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Averaged:
    """A network is through with a data set, and at least one picture could be scored."""

    job_id: int
    mean: Mean


Event = Started | ModelReady | Progress | Scored | Unscored | Averaged | ending.Ending
Emit = Callable[[Event], None]


class Evaluator:
    """Runs EvaluateJobs, as jobs.Session runs its jobs: for a Worker, or called directly."""

    def __init__(self, library: Library | None = None) -> None:
        self._library = library or Library()

    def run(self, job: EvaluateJob, emit: Emit, cancel: Cancel) -> None:
        """Do the job. Tells its end as one of Finished, Failed and Stopped, and raises nothing.

        Finished comes also when nothing could be scored: then Unscored has told each reason.
        """
        ending.run_to_end(job.id, lambda: _Run(job, self._library, emit, cancel).do(), emit, cancel)


def network_name(model: str, scale: int) -> str:
    """A checkpoint's id without its scale: pan for pan-x4, PAN_DF2K for PANx4_DF2K."""
    return re.sub(rf"[-_ ]?x{scale}(?!\d)", "", model, flags=re.IGNORECASE) or model


def mean_of(scores: Sequence[Score], of: int) -> Mean:
    """The mean of at least one score, all of one network, data set and scale; of is how many
    pictures there were.
    """
    first = scores[0]
    return Mean(
        model=first.model,
        scale=first.scale,
        dataset=first.dataset,
        psnr=_mean([score.psnr for score in scores]),
        ssim=_mean_of_known([score.ssim for score in scores]),
        bicubic_psnr=_mean([score.bicubic_psnr for score in scores]),
        bicubic_ssim=_mean_of_known([score.bicubic_ssim for score in scores]),
        seconds=_mean([score.seconds for score in scores]),
        pictures=len(scores),
        of=of,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _mean_of_known(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return _mean(known) if known else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A data set at one scale; sizes are the pairs' LR pixels."""

    dataset: str
    scale: int
    pairs: tuple[Pair, ...]
    sizes: tuple[int, ...]


class _Run:
    """One EvaluateJob on its way."""

    def __init__(self, job: EvaluateJob, library: Library, emit: Emit, cancel: Cancel) -> None:
        self._job = job
        self._library = library
        self._emit = emit
        self._cancel = cancel
        self._namer: Namer | None = None
        self._done_px = 0
        self._total_px = 0
        self._seconds = 0.0
        self._megapixels = 0.0
        self._compute = ""

    def do(self) -> Result:
        parts = self._parts()
        todo = [(spec, [p for p in parts if p.scale == spec.scale]) for spec in self._job.specs]
        self._total_px = sum(sum(part.sizes) for _, group in todo for part in group)
        self._namer = self._make_namer(parts)
        for spec, group in todo:
            if group:
                self._evaluate(spec, group)
        return Result(seconds=self._seconds, megapixels=self._megapixels, compute=self._compute)

    def _parts(self) -> list[_Part]:
        """What there is to do; what is not there is told."""
        found = []
        for folder, name in _names(self._job.datasets):
            try:
                dataset = datasets.find(folder)
            except SRError as error:
                self._miss(error, name)
                continue
            for scale in sorted({spec.scale for spec in self._job.specs}):
                self._cancel.check()
                try:
                    pairs = dataset.pairs(scale)
                except SRError as error:
                    self._miss(error, name, scale)
                    continue
                sizes = tuple(datasets.lr_px(pair, scale) for pair in pairs)
                found.append(_Part(name, scale, pairs, sizes))
        return found

    def _make_namer(self, parts: Sequence[_Part]) -> Namer | None:
        if self._job.save is None or not parts:
            return None
        originals = [
            path
            for part in parts
            for pair in part.pairs
            for path in (pair.hr, pair.lr)
            if path is not None
        ]
        rule = OutputRule(self._job.save, on_exists=self._job.on_exists)
        return Namer(self._job.specs[0], rule, originals)

    def _evaluate(self, spec: ModelSpec, parts: Sequence[_Part]) -> None:
        self._cancel.check()
        try:
            model = self._load(spec)
        except SRError as error:
            for part in parts:
                self._miss(error, part.dataset, spec.scale, spec.id)
                self._advance(sum(part.sizes))
            return
        self._compute = model.compute.label
        self._emit(ModelReady(self._job.id, self._compute))
        for part in parts:
            self._average(model, part)

    def _load(self, spec: ModelSpec) -> LoadedModel:
        """Raises WeightsError and DeviceUnavailable."""
        from sr_desktop.engine.model import load_model

        compute = compute_of(self._job.engine)
        return load_model(spec, self._library.ensure(spec), compute)

    def _average(self, model: LoadedModel, part: _Part) -> None:
        scores = []
        for pair, size in zip(part.pairs, part.sizes, strict=True):
            self._cancel.check()
            try:
                score = self._score(model, part, pair)
            except (SRError, MemoryError) as error:
                self._miss(_told(error), part.dataset, part.scale, model.spec.id, pair.name)
            else:
                scores.append(score)
                self._emit(Scored(self._job.id, score))
            self._advance(size)
        if scores:
            self._emit(Averaged(self._job.id, mean_of(scores, len(part.pairs))))

    def _score(self, model: LoadedModel, part: _Part, pair: Pair) -> Score:
        """Raises SRError for a pair that cannot be read, or a result that cannot be saved."""
        from sr_desktop.engine.upscale import upscale

        engine = self._job.engine
        hr, lr = datasets.read(pair, part.scale)
        target = self._target(model.spec, part.dataset, pair)
        started = time.perf_counter()
        done = upscale(
            model,
            lr.pixels,
            tile_px=engine.tile_px,
            guard=engine.guard,
            self_ensemble=engine.self_ensemble,
            on_progress=self._on_progress(),
            cancel=self._cancel,
        )
        seconds = time.perf_counter() - started
        self._seconds += seconds
        self._megapixels += hr.height * hr.width / 1e6
        if target is not None:
            files.write(target, lr.with_pixels(done.pixels, None), Encoding("png"))
        check = self._cancel.check
        sr = quality.measure(done.pixels, hr.pixels, part.scale, check)
        enlarged = resize.bicubic(lr.pixels, hr.height, hr.width)
        bicubic = quality.measure(enlarged, hr.pixels, part.scale, check)
        return Score(
            model=model.spec.id,
            scale=part.scale,
            dataset=part.dataset,
            picture=pair.name,
            psnr=sr.psnr,
            ssim=sr.ssim,
            bicubic_psnr=bicubic.psnr,
            bicubic_ssim=bicubic.ssim,
            seconds=seconds,
            notices=done.notices,
            saved=target,
        )

    def _target(self, spec: ModelSpec, dataset: str, pair: Pair) -> Path | None:
        """Where the SR picture goes; None for nowhere, or where one is that is to be kept.

        Raises CannotWrite before any time is spent.
        """
        if self._job.save is None or self._namer is None:
            return None
        folder = f"{network_name(spec.id, spec.scale)}_x{spec.scale}"
        target = self._namer.claim(self._job.save / dataset / folder / f"{pair.name}.png")
        if target is not None:
            files.check_writable_place(target)
        return target

    def _on_progress(self) -> OnProgress:
        before_px = self._done_px

        def on_progress(done_px: int, _total_px: int) -> None:
            self._tell_progress(before_px + done_px)

        return on_progress

    def _advance(self, size_px: int) -> None:
        self._done_px += size_px
        self._tell_progress(self._done_px)

    def _tell_progress(self, done_px: int) -> None:
        self._emit(Progress(self._job.id, done_px, self._total_px))

    def _miss(
        self,
        error: SRError,
        dataset: str,
        scale: int | None = None,
        model: str | None = None,
        picture: str | None = None,
    ) -> None:
        self._emit(Unscored(self._job.id, error, dataset, scale, model, picture))


def _names(folders: Sequence[Path]) -> list[tuple[Path, str]]:
    """Each folder once, with a name that no other has: Set5, Set5 (2)."""
    named: dict[str, Path] = {}
    for folder in folders:
        if folder.resolve() in [other.resolve() for other in named.values()]:
            continue
        name, n = folder.resolve().name, 1
        while name in named:
            n += 1
            name = f"{folder.resolve().name} ({n})"
        named[name] = folder
    return [(folder, name) for name, folder in named.items()]


def _told(error: SRError | MemoryError) -> SRError:
    if isinstance(error, SRError):
        return error
    return OutOfMemory(
        tr("There is not enough memory for this picture."), tr("Close other programs.")
    )
