"""One picture from its pixels to its result: the network's passes, the last shrink, the file.

The result is made from the top down, and no more of it is held than is on its way:

    last pass -> strips -> shrunk, where a size asks for it -> file, or canvas
                                                            -> consistency

A pass before the last goes to scratch as a whole, for the next one looks around each of its tiles.
The window's canvas of one pass is filled tile by tile instead, the visible ones first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

import sr_desktop
from sr_desktop.imaging import alpha, compare, files, formats, metrics, resize, store
from sr_desktop.imaging.colour import to_8_bits, to_16_bits
from sr_desktop.imaging.form import Form
from sr_desktop.imaging.picture import Picture, Pixels, dtype_of
from sr_desktop.imaging.provenance import Provenance
from sr_desktop.jobs import plan
from sr_desktop.jobs.settings import settings_of, weights_of
from sr_desktop.jobs.types import (
    CanvasReady,
    Event,
    ModelReady,
    Progress,
    Result,
    TileDone,
    UpscaleJob,
)
from sr_desktop.language import tr, trn

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.engine.device import Compute
    from sr_desktop.engine.model import LoadedModel
    from sr_desktop.engine.tiling import Box
    from sr_desktop.engine.upscale import Upscaling
    from sr_desktop.imaging.size import Steps
    from sr_desktop.jobs.engine import Engine

Emit = Callable[[Event], None]
_BAND_ROWS, _BAND_BYTES = 256, 4 << 20
_ALPHA_ROWS = 256


class Models(Protocol):
    """What gives networks."""

    def load(self, spec: ModelSpec, engine: Engine) -> LoadedModel: ...

    def sha256_of(self, spec: ModelSpec) -> str:
        """Of the checkpoint's file."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A result that is computed; its file, if it gets one, is still being written.

    Whoever has it calls finish or discard, in any thread.
    """

    result: Result
    job: UpscaleJob
    source: Picture
    writing: files.Writing | None = None

    def finish(self) -> Result:
        """Wait for the file and put it in its place. Raises CannotWrite; then nothing is left."""
        if self.writing is None:
            return self.result
        notices = self.result.notices + self.writing.finish()
        if self.job.compare is not None:
            _write_comparison(self.job, self.source)
        return replace(self.result, saved=self.job.target, notices=notices)

    def discard(self) -> None:
        """Leave nothing behind."""
        if self.writing is not None:
            self.writing.discard()


def enlarge(
    job: UpscaleJob, source: Picture, models: Models, emit: Emit, cancel: Cancel
) -> Pending:
    """Compute what the job asks for; of a picture that moves the first frame.

    Raises SRError for what cannot be done; then, and when cancelled, nothing is left behind.
    """
    steps = job.steps(source.width, source.height)
    _refuse_what_cannot_end_well(job, source, steps)
    clock = _Clock(cancel)
    network = _Network(job, models, emit, cancel, steps.network_px(source.width, source.height))
    base = _base(source, job.encoding.bit_depth)
    last = network.up_to_last(base, steps)
    like = _like(job, source, steps, last, models)
    out: _Canvas | _File
    form = Form(steps.height, steps.width, base.shape[2], base.itemsize * 8, like.alpha is not None)
    if job.target is None:
        out = _Canvas(job, form, emit)
    else:
        out = _File(job, job.target, form, like, emit)
    consistency: float | None
    try:
        if isinstance(out, _Canvas) and last.run is not None and steps.is_one_pass:
            network.fill(last.run, out)
            consistency = metrics.consistency(out.pixels, base)
        else:
            consistency = _flow(network.rows(last, steps, form.bits), out, base, form)
    except BaseException:
        out.discard()
        raise
    result = _result(source, steps, like, network, clock.seconds)
    result = replace(result, notices=_of_frames(job, source) + result.notices)
    result = replace(result, picture=out.picture(like), consistency_db=consistency)
    return Pending(result, job, source, out.writing)


def enlarge_frames(
    job: UpscaleJob, source: Picture, models: Models, emit: Emit, cancel: Cancel
) -> Result:
    """Every frame of a picture that moves, into a file that can hold them.

    source is the first frame; the job has a file as source, and a target. Raises as enlarge does.
    The consistency is that of the frame which meets its source least.
    """
    assert isinstance(job.source, Path)
    assert job.target is not None
    steps = job.steps(source.width, source.height)
    _refuse_what_cannot_end_well(job, source, steps)
    clock = _Clock(cancel)
    total_px = source.frames * steps.network_px(source.width, source.height)
    network = _Network(job, models, emit, cancel, total_px)
    likes: list[Picture] = []
    decibels: list[float] = []

    def frames(pictures: Iterable[Picture]) -> Iterator[Picture]:
        for frame in pictures:
            base = _base(frame, job.encoding.bit_depth)
            last = network.up_to_last(base, steps)
            rows = list(network.rows(last, steps, base.itemsize * 8))
            like = likes[0] if likes else _like(job, source, steps, last, models)
            likes[:] = [like]
            pixels: Pixels = np.concatenate(rows)  # type: ignore[assignment]
            if _is_at_least(pixels.shape, base.shape):
                decibels.append(metrics.consistency(pixels, base))
            yield _with_alpha(replace(like, alpha=frame.alpha), pixels)

    with files.open_animation(job.source, job.max_pixels) as moving:
        notices = files.write_animation(
            job.target, frames(moving.pictures), moving.durations_ms, moving.loop, job.encoding
        )
    result = _result(source, steps, likes[0], network, clock.seconds)
    return replace(
        result,
        saved=job.target,
        megapixels=source.frames * result.megapixels,
        consistency_db=min(decibels, default=None),
        notices=result.notices + notices,
    )


class _Clock:
    """How long the work took; pauses are not work."""

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._started = self._now()

    @property
    def seconds(self) -> float:
        return self._now() - self._started

    def _now(self) -> float:
        return time.perf_counter() - self._cancel.paused_seconds


def _of_frames(job: UpscaleJob, source: Picture) -> tuple[str, ...]:
    """That the file asked for cannot hold what moves."""
    if job.target is None or source.frames == 1 or not formats.can_animate(source.format):
        return ()
    format = formats.target_format(job.encoding, source.format, source.frames)
    return (
        trn(
            "{count} frame, only the first is used: {format} holds one.",
            "{count} frames, only the first is used: {format} holds one.",
            source.frames,
            format=format,
        ),
    )


def _refuse_what_cannot_end_well(job: UpscaleJob, source: Picture, steps: Steps) -> None:
    """Raises CannotWrite before any time is spent."""
    if job.target is not None:
        files.check_writable_place(job.target)
        format = formats.target_format(job.encoding, source.format, source.frames)
        formats.check_writable_size(format, steps.width, steps.height)


def _like(job: UpscaleJob, source: Picture, steps: Steps, last: _Last, models: Models) -> Picture:
    """The source with what is to be said of the result."""
    made = Provenance(
        version=sr_desktop.__version__,
        model=job.spec.id,
        weights=weights_of(job.used(steps), models.sha256_of),
        steps=_in_words(job, steps),
        precision="" if last.run is None else last.run.precision,
        ensemble=job.engine.self_ensemble,
        tile_px=0 if last.run is None else last.run.tile_px,
        settings=settings_of(job),
    )
    return replace(source, dpi=_dpi(job, source, steps), made=made)


def _result(
    source: Picture, steps: Steps, like: Picture, network: _Network, seconds: float
) -> Result:
    assert like.made is not None
    return Result(
        notices=source.notices + network.notices,
        seconds=seconds,
        megapixels=steps.width * steps.height / 1e6,
        compute=network.compute.label if network.compute else "",
        tile_px=like.made.tile_px,
        steps=like.made.steps,
    )


@dataclass(frozen=True, slots=True)
class _Last:
    """What is left to do: a pass not yet begun, or where there is none, just the pixels."""

    pixels: Pixels
    run: Upscaling | None


class _Network:
    """The passes over one picture: their progress, counted together, and what they had to say."""

    def __init__(
        self, job: UpscaleJob, models: Models, emit: Emit, cancel: Cancel, total_px: int
    ) -> None:
        self.notices: tuple[str, ...] = ()
        self.compute: Compute | None = None
        self._job = job
        self._models = models
        self._emit = emit
        self._cancel = cancel
        self._done_px = 0
        self._total_px = total_px

    def up_to_last(self, base: Pixels, steps: Steps) -> _Last:
        """All passes but the last. Nothing is rounded to 8 bits in between."""
        pixels = _in_bits(base, 16) if len(steps.passes) > 1 else base
        for scale in steps.passes[:-1]:
            pixels = self._whole(pixels, scale)
        return _Last(pixels, self._run(pixels, steps.passes[-1]) if steps.passes else None)

    def rows(self, last: _Last, steps: Steps, bits: int) -> Iterator[Pixels]:
        """The result from the top down."""
        bands = _bands(last.pixels) if last.run is None else self._strips(last.run)
        if steps.is_resized:
            scale = 1 if last.run is None else last.run.scale
            height, width, channels = last.pixels.shape
            shape = (height * scale, width * scale, channels)
            shrinking = resize.Stream(shape, last.pixels.dtype, steps.height, steps.width)
            bands = map(shrinking.put, bands)
        for rows in bands:
            if len(rows):
                yield to_16_bits(rows) if bits == 16 else to_8_bits(rows)
            del rows  # here as below: not to be held while the next strip is made

    def fill(self, run: Upscaling, canvas: _Canvas) -> None:
        """The pass tile by tile, those near to the job's focus first."""
        for core, enlarged in run.tiles(self._job.focus):
            box = core.times(run.scale)
            canvas.paste(box.top, box.left, box.height, box.width, enlarged)
            self._count(core)
        self._hear(run)

    def _run(self, pixels: Pixels, scale: int) -> Upscaling:
        from sr_desktop.engine.upscale import Upscaling

        engine = self._job.engine
        model = self._models.load(self._job.spec_of(scale), engine)
        if self.compute is None:
            self._emit(ModelReady(self._job.id, model.compute.label, model.compute.key))
        self.compute = model.compute
        return Upscaling(
            model,
            pixels,
            tile_px=engine.tile_px,
            guard=engine.guard,
            self_ensemble=engine.self_ensemble,
            cancel=self._cancel,
        )

    def _whole(self, pixels: Pixels, scale: int) -> Pixels:
        height, width, channels = pixels.shape
        shape = (height * scale, width * scale, channels)
        result = store.empty(shape, pixels.dtype, self._job.engine.held_bytes(store.SMALL_BYTES))
        top = 0
        for rows in self._strips(self._run(pixels, scale)):
            result[top : top + len(rows)] = rows
            top += len(rows)
            store.release(result)
        return result

    def _strips(self, run: Upscaling) -> Iterator[Pixels]:
        """A few rows at a time."""
        for strip in run.strips(self._count):
            yield from _bands(strip)
            del strip
            store.release(run.pixels)
        self._hear(run)

    def _count(self, core: Box) -> None:
        self._done_px += core.area
        self._emit(Progress(self._job.id, self._done_px, self._total_px))

    def _hear(self, run: Upscaling) -> None:
        told = [notice for notice in run.notices() if notice not in self.notices]
        self.notices += tuple(told)


class _Canvas:
    """An array for the result, which the window shows while it fills."""

    writing = None

    def __init__(self, job: UpscaleJob, form: Form, emit: Emit) -> None:
        shape = (form.height, form.width, form.channels)
        held_bytes = job.engine.held_bytes(store.SMALL_BYTES)
        self.pixels = store.empty(shape, dtype_of(form.bits), held_bytes)
        self._job = job
        self._emit = emit
        emit(CanvasReady(job.id, self.pixels))

    def put(self, top: int, rows: Pixels) -> None:
        height, width = rows.shape[:2]
        self.paste(top, 0, height, width, rows)

    def paste(self, top: int, left: int, height: int, width: int, pixels: Pixels) -> None:
        self.pixels[top : top + height, left : left + width] = pixels
        store.release(self.pixels)
        self._emit(TileDone(self._job.id, top, left, height, width))

    def picture(self, like: Picture) -> Picture:
        return _with_alpha(like, self.pixels)

    def discard(self) -> None:
        """There is nothing but the array."""


class _File:
    """The file that the result goes to, row by row."""

    def __init__(
        self, job: UpscaleJob, target: Path, form: Form, like: Picture, emit: Emit
    ) -> None:
        self.writing = files.start(target, like, form, job.encoding)
        self._job = job
        self._alpha = None if like.alpha is None else _Alpha(_in_bits(like.alpha, form.bits), form)
        self._emit = emit

    def put(self, top: int, rows: Pixels) -> None:
        height, width = rows.shape[:2]
        self.writing.put(rows, None if self._alpha is None else self._alpha.next(height))
        self._emit(TileDone(self._job.id, top, 0, height, width))

    def picture(self, like: Picture) -> None:
        """It is not kept."""

    def discard(self) -> None:
        self.writing.discard()


class _Alpha:
    """The alpha of a result from the top down: that of the source by bicubic, which makes many rows
    in the time of one.
    """

    def __init__(self, alpha: Pixels, form: Form) -> None:
        self._alpha = alpha
        self._size = (form.height, form.width)
        self._made = 0
        self._ahead = alpha[:0, :0]

    def next(self, count: int) -> Pixels:
        parts = [self._ahead] if len(self._ahead) else []
        height, width = self._size
        while sum(map(len, parts)) < count:
            rows = min(_ALPHA_ROWS, height - self._made)
            parts.append(resize.bicubic(self._alpha, height, width, (self._made, 0, rows, width)))
            self._made += rows
            store.release(self._alpha)
        rows_there: Pixels = np.concatenate(parts)  # type: ignore[assignment]
        self._ahead = rows_there[count:].copy()
        return rows_there[:count]


def _flow(rows: Iterable[Pixels], out: _Canvas | _File, base: Pixels, form: Form) -> float | None:
    """All rows to where they go; their consistency with base, None where they are made smaller."""
    shape = (form.height, form.width, form.channels)
    measured = None
    if _is_at_least(shape, base.shape):
        measured = metrics.Consistency(base, shape, dtype_of(form.bits))
    top = 0
    for band in rows:
        out.put(top, band)
        top += len(band)
        if measured is not None:
            measured.put(band)
            store.release(base)
        del band
    return measured.decibels if measured is not None else None


def _is_at_least(shape: tuple[int, ...], source: tuple[int, ...]) -> bool:
    return shape[0] >= source[0] and shape[1] >= source[1]


def _bands(pixels: Pixels) -> Iterator[Pixels]:
    """A few rows at a time, and none of them in memory behind."""
    rows = min(_BAND_ROWS, max(1, _BAND_BYTES // pixels[:1].nbytes))
    for top in range(0, len(pixels), rows):
        yield pixels[top : top + rows]
        store.release(pixels)


def _base(source: Picture, bit_depth: str) -> Pixels:
    """What the network gets: nothing that hides under transparency; 16 bits if those are asked for.

    Where 8 bits are asked for it is the file that rounds to them.
    """
    pixels = _in_bits(source.pixels, 16 if bit_depth == "16" else source.bits)
    return pixels if source.alpha is None else alpha.spread(pixels, source.alpha)


def _with_alpha(like: Picture, pixels: Pixels) -> Picture:
    """The result; its alpha is that of like, enlarged."""
    clear = like.alpha
    if clear is not None:
        clear = resize.bicubic(_in_bits(clear, pixels.itemsize * 8), *pixels.shape[:2])
    return like.with_pixels(pixels, clear)


def _in_bits(pixels: Pixels, bits: int) -> Pixels:
    """The same levels in 8 or 16 bits; the array itself where it has them."""
    if pixels.itemsize * 8 == bits:
        return pixels
    result = store.empty(pixels.shape, dtype_of(bits))
    for top in range(0, len(pixels), _BAND_ROWS):
        rows = pixels[top : top + _BAND_ROWS]
        result[top : top + len(rows)] = to_16_bits(rows) if bits == 16 else to_8_bits(rows)
        store.release(result)
        store.release(pixels)
    return result


def _dpi(job: UpscaleJob, source: Picture, steps: Steps) -> tuple[float, float] | None:
    """Those asked for with a size in print, or those that keep the size in print."""
    if job.size is not None and job.size.dpi is not None:
        return job.size.dpi, job.size.dpi
    if source.dpi is None:
        return None
    x, y = source.dpi
    return x * steps.width / source.width, y * steps.height / source.height


def _in_words(job: UpscaleJob, steps: Steps) -> tuple[str, ...]:
    """ "x2 by pan-x2", "to 1920 x 1280 by bicubic" """
    words = tuple(f"x{scale} by {job.spec_of(scale).id}" for scale in steps.passes)
    shrunk = f"to {steps.width} x {steps.height} by bicubic"
    return (*words, shrunk) if steps.is_resized else words


def _write_comparison(job: UpscaleJob, source: Picture) -> None:
    """Bicubic beside the result, as its file shows it."""
    assert job.target is not None
    assert job.compare is not None
    labels = (tr("Bicubic"), job.spec.title)
    sheet = compare.side_by_side(source, files.read(job.target, job.max_pixels), labels)
    files.write(job.compare, sheet, plan.encoding_by_name(job.encoding, job.compare))
