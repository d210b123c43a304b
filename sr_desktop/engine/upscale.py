"""One picture through one network, tile by tile.

For each tile: grow it by the network's reach, run, guard, crop, round, paste.
- Where the answer is no picture: half precision and int8 give way to float32, float32 to bicubic.
- Where memory runs out: this tile and all that wait are quartered, then a GPU gives way to the CPU.
- Where a GPU fails in any other way, it gives way to the CPU at once.
Finished tiles stay as they are. A network that looks at everything gets the whole as one tile.
On the CPU a tile goes on from what the one to its left has computed.

A GPU that takes copies beside its work (transfer.py) has one tile under way while what the one
before it gave is pasted, or written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from sr_desktop.engine import device, heap, transfer
from sr_desktop.engine.archs import Seam, Seams
from sr_desktop.engine.ensemble import AT_ONCE, mean_of_turned
from sr_desktop.engine.footprint import MOST_STRIP_BYTES
from sr_desktop.engine.guard import is_faithful
from sr_desktop.engine.tiling import (
    QUICK_PX,
    Box,
    Margins,
    even_tile_px,
    goes_on,
    nearest_first,
    plan_tall,
    plan_tiles,
    rows_from,
)
from sr_desktop.errors import OutOfMemory, UsageError
from sr_desktop.imaging import resize, store
from sr_desktop.imaging.picture import Pixels, levels
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.engine.device import Compute
    from sr_desktop.engine.model import LoadedModel

LEAST_TILE_PX = 16
MOST_TILE_PX = 2048
CPU_TILE_PX = 240
HEAVY_TILE_PX = 160
HEAVY_WEIGHTS = 10_000_000
PLANAR_TILE_PX = 280
LIGHT_TILE_PX = 340
LIGHT_WEIGHTS = 1_000_000
GPU_TILE_PX = 1024
# Of memory from one tile of a wide result to the next.
_MOST_GROWTH_BYTES = 32 << 20

OnTile = Callable[[Box, Pixels], None]
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Upscaled:
    """The enlarged picture, sentences for its owner, and the tile side it was begun with: that of a
    square of as many pixels, where tiles are tall.
    """

    pixels: Pixels
    notices: tuple[str, ...]
    tile_px: int


def upscale(
    model: LoadedModel,
    pixels: Pixels,
    *,
    tile_px: int | None = None,
    guard: bool = True,
    self_ensemble: bool = False,
    focus: tuple[int, int] | None = None,
    out: Pixels | None = None,
    on_tile: OnTile | None = None,
    on_progress: OnProgress | None = None,
    cancel: Cancel,
) -> Upscaled:
    """Enlarge a picture by the model's scale, as Upscaling does, into one array.

    out is an array to write into and answer with. on_tile gets each finished tile as an HR box and
    its pixels in the result; on_progress gets done and all LR pixels. Raises as Upscaling does.
    """
    height, width, channels = pixels.shape
    shape = (height * model.scale, width * model.scale, channels)
    result: Pixels = np.empty(shape, pixels.dtype) if out is None else out
    if result.shape != shape:
        raise ValueError(f"cannot put {pixels.shape} at x{model.scale} into {result.shape}")
    run = Upscaling(
        model, pixels, tile_px=tile_px, guard=guard, self_ensemble=self_ensemble, cancel=cancel
    )
    done_px = 0
    for core, enlarged in run.tiles(focus):
        box = core.times(model.scale)
        result[box.slices] = enlarged
        done_px += core.area
        if on_tile:
            on_tile(box, result[box.slices])
        if on_progress:
            on_progress(done_px, height * width)
    return Upscaled(result, run.notices(), run.tile_px)


class Upscaling:
    """A picture on its way through a network; the result does not depend on the tiles.

    pixels is (H, W, 1) or (H, W, 3), uint8 or uint16; what comes has the same type and channels and
    is (H * scale, W * scale, C) in all. Gray goes through the network as three equal channels,
    whose mean comes out. self_ensemble takes eight times as long.

    Raises UsageError for self_ensemble where the network looks through windows, which turning would
    move; while it runs, OutOfMemory when even the smallest tile does not fit, and Cancelled within
    one tile.
    """

    def __init__(
        self,
        model: LoadedModel,
        pixels: Pixels,
        *,
        tile_px: int | None = None,
        guard: bool = True,
        self_ensemble: bool = False,
        cancel: Cancel,
    ) -> None:
        self.pixels = pixels
        self.scale = model.scale
        self._cancel = cancel
        self._tiler = _Tiler(model, pixels, guard, self_ensemble, cancel)
        height, width = pixels.shape[:2]
        planned = partial(
            plan, height=height, width=width, tile_px=tile_px, self_ensemble=self_ensemble
        )
        try:
            self._plan = planned(model)
            _refuse_what_cannot_fit(model, self._plan.tile_px)
        except RuntimeError as error:  # a driver that cannot even tell how much memory is free
            self._tiler.leave_device(error)
            self._plan = planned(self._tiler.model)
            _refuse_what_cannot_fit(self._tiler.model, self._plan.tile_px)
        self.tile_px = self._plan.tile_px

    def tiles(
        self, focus: tuple[int, int] | None = None, boxes: Sequence[Box] | None = None
    ) -> Iterator[tuple[Box, Pixels]]:
        """Each finished part once: its LR box, and its HR pixels.

        focus is an LR (row, column): what is there comes first, and soon what is near; else row by
        row. boxes are LR parts to do instead of the whole.
        """
        boxes, limit_px = (
            (self._plan.cores, self._plan.most_px) if boxes is None else (boxes, self.tile_px)
        )
        if focus:
            in_order = rows_from if self._plan.goes_on else nearest_first
            boxes = in_order(boxes, *focus)
        todo = _Todo(boxes, limit_px)
        under_way: deque[_Begun] = deque()
        try:
            while todo or under_way:
                self._cancel.check()
                while todo and len(under_way) <= self._tiler.ahead:
                    under_way.append(self._tiler.begin(todo.take()))
                first = under_way.popleft()
                answer = self._tiler.end(first)
                if isinstance(answer, Exception):
                    todo.put_back(first.core, *_dropped(under_way))
                    self._tiler.give_way(answer, first.core, todo)
                else:
                    yield first.core, answer
        finally:
            _dropped(under_way)
            self._tiler.forget()

    def strips(self, on_tile: Callable[[Box], None]) -> Iterator[Pixels]:
        """The whole result from the top down, in strips of full width as high as a tile.

        on_tile gets the LR box of each tile as it is done. A strip above MOST_STRIP_BYTES lies in a
        file, as store.empty has it: whoever walks through it lets it go from memory.
        """
        height, width, channels = self.pixels.shape
        strip_tops = deque(dict.fromkeys(box.top for box in self._plan.cores))
        growth = heap.Growth(_MOST_GROWTH_BYTES)
        strip: Pixels | None = None
        area = 0
        for core, enlarged in self.tiles():
            if strip is None:
                top = strip_tops.popleft()
                rows = (strip_tops[0] if strip_tops else height) - top
                shape = (rows * self.scale, width * self.scale, channels)
                strip, area = _strip(shape, self.pixels.dtype), rows * width
            placed = Box(core.top - top, core.left, core.height, core.width).times(self.scale)
            strip[placed.slices] = enlarged
            store.release(strip)
            if strip.nbytes > MOST_STRIP_BYTES:
                growth.look()
            area -= core.area
            on_tile(core)
            if area == 0:
                yield strip
                strip = None

    def notices(self) -> tuple[str, ...]:
        """At most one sentence about the device and one about the guard; complete at the end."""
        return self._tiler.notices()

    @property
    def precision(self) -> str:
        """What it computes in, such as float32; later on in float32 where that was too coarse."""
        return str(self._tiler.model.compute.dtype).removeprefix("torch.")


def _strip(shape: tuple[int, ...], dtype: np.dtype[np.uint8] | np.dtype[np.uint16]) -> Pixels:
    try:
        return store.empty(shape, dtype, MOST_STRIP_BYTES)
    except OutOfMemory:  # the disk has no room
        return np.empty(shape, dtype)


@dataclass(frozen=True, slots=True)
class Plan:
    """The cores to begin with, the side of their tiles, see Upscaled, and whether each goes on from
    what the one to its left has left.
    """

    cores: list[Box]
    tile_px: int
    goes_on: bool = False

    @property
    def most_px(self) -> int:
        return max(max(core.height, core.width) for core in self.cores)

    def work_px(self, model: LoadedModel, height: int, width: int) -> int:
        """LR pixels that the network takes in for the whole height x width picture: surroundings of
        tiles included, but for those that the tile on the left knows.
        """
        by_px = 0 if model.looks_at_all else model.reach_px
        work = 0
        for core in self.cores:
            outer = model.around(core, by_px, height, width)
            work += outer.height * (core.width if self.goes_on and core.left else outer.width)
        return work


def plan(
    model: LoadedModel,
    height: int,
    width: int,
    *,
    tile_px: int | None = None,
    self_ensemble: bool = False,
) -> Plan:
    """How to cut a picture into tiles that are quick and surely fit, or have the side asked for."""
    if model.looks_at_all:
        return Plan([Box(0, 0, height, width)], max(height, width))
    if tile_px is None:
        usual_px = usual_tile_px(model)
        if not self_ensemble and (cores := _tall(model, height, width, usual_px)):
            side_px = usual_px if len(cores) > 1 else max(height, width)
            return Plan(cores, side_px, goes_on=True)
        tile_px = even_tile_px(height, width, usual_px)
    side_px = min(tile_px, MOST_TILE_PX)
    if model.compute.limit_bytes is not None:
        side_px = min(side_px, fitting_tile_px(model))
    cores = plan_tiles(height, width, side_px)
    return Plan(cores, side_px, goes_on=not self_ensemble and _goes_on(model, cores[0].width))


def _tall(model: LoadedModel, height: int, width: int, tile_px: int) -> list[Box]:
    """Tall cores of as many pixels as squares of this side; none where they would not fit, or not
    go on from one another.
    """
    if not _goes_on(model, tile_px):
        return []
    cores = plan_tall(height, width, tile_px, model.reach_px)
    most_px = max(model.around(core, model.reach_px, height, width).area for core in cores)
    fits = most_px * model.bytes_per_px <= device.tile_bytes(model.compute)
    return cores if fits else []


def _goes_on(model: LoadedModel, width: int) -> bool:
    """Whether a tile so wide goes on from the one to its left. On a GPU the next one is begun while
    one is under way, and tiles are large.
    """
    is_able = model.compute.is_cpu and model.module.has_seams
    return is_able and goes_on(width, model.reach_px)


def usual_tile_px(model: LoadedModel) -> int:
    """The side of a tile that is quick with this network and surely fits.

    Measured on two CPU cores, PAN, EDSR and MSRN gain little above 240 px: smaller tiles lose more
    to their halos, larger ones more to memory traffic (docs/design/speed.md). Networks so heavy
    that a tile would take long to wait for, such as EDSR of 32 blocks, get smaller ones; those with
    convolutions in planes larger ones, whose windows (archs/planes.py) waste less at the sides;
    those so light as PAN as well, 1.03 to 1.1 times as fast, where they do not take longer for it
    than in float32.
    """
    if not model.compute.is_cpu:
        usual_px = GPU_TILE_PX
    elif model.weight_count > HEAVY_WEIGHTS:
        usual_px = HEAVY_TILE_PX
    elif model.weight_count < LIGHT_WEIGHTS and model.compute.is_coarse:
        usual_px = LIGHT_TILE_PX
    elif model.strip_bytes:
        usual_px = PLANAR_TILE_PX
    else:
        usual_px = CPU_TILE_PX
    return min(usual_px, fitting_tile_px(model))


def fitting_tile_px(model: LoadedModel) -> int:
    """The side of the largest tile that takes no more than its share of the memory."""
    outer_px = int((device.tile_bytes(model.compute) / model.bytes_per_px) ** 0.5)
    return max(LEAST_TILE_PX, outer_px - _most_around_px(model))


def _most_around_px(model: LoadedModel) -> int:
    """How many pixels a tile is longer than its core at most, its network's grid left out."""
    return 2 * model.reach_px + QUICK_PX - 1


def _refuse_what_cannot_fit(model: LoadedModel, tile_px: int) -> None:
    """Raises OutOfMemory where a memory limit is too small for any tile, or for the only one."""
    limit_bytes = model.compute.limit_bytes
    if limit_bytes is None:
        return
    side_px = tile_px if model.looks_at_all else LEAST_TILE_PX + _most_around_px(model)
    needed_bytes = side_px**2 * model.bytes_per_px
    if needed_bytes > limit_bytes:
        raise OutOfMemory(
            tr(
                "{model} takes about {needed_gib:.1f} GiB for the least it can do at once, and the "
                "memory limit is {limit_gib:g} GiB.",
                model=model.spec.shown_label,
                needed_gib=needed_bytes / 2**30,
                limit_gib=limit_bytes / 2**30,
            ),
            tr("Raise the limit, or choose another model."),
        )


class _Todo:
    """The cores that wait, none handed out with a side above the limit."""

    def __init__(self, boxes: Iterable[Box], limit_px: int) -> None:
        self.boxes = deque(boxes)
        self.limit_px = limit_px

    def __bool__(self) -> bool:
        return bool(self.boxes)

    def take(self) -> Box:
        """The next core; one above the limit is quartered first."""
        while max(self.boxes[0].height, self.boxes[0].width) > self.limit_px:
            self.boxes.extendleft(reversed(self.boxes.popleft().quarters()))
        return self.boxes.popleft()

    def put_back(self, *boxes: Box) -> None:
        """They are the next again, in this order."""
        self.boxes.extendleft(reversed(boxes))


@dataclass(frozen=True, slots=True)
class _Begun:
    """A core under way: the model that it was begun with, and what comes or why nothing does."""

    core: Box
    model: LoadedModel
    outcome: transfer.Arriving | Exception


def _dropped(under_way: deque[_Begun]) -> list[Box]:
    """The cores of what was under way, once nothing is."""
    cores = [begun.core for begun in under_way]
    for begun in under_way:
        if isinstance(begun.outcome, transfer.Arriving):
            begun.outcome.settle()
    under_way.clear()
    return cores


@dataclass(frozen=True, slots=True)
class _Left:
    """What a core has left for the one to its right, if that goes through the same network."""

    core: Box
    model: LoadedModel
    seam: Seam

    def leads_to(self, core: Box, model: LoadedModel) -> bool:
        here = (self.core.top, self.core.height, self.core.right)
        return model is self.model and (core.top, core.height, core.left) == here


class _Tiler:
    """Enlarges one core after the other and remembers what it had to give up."""

    def __init__(
        self,
        model: LoadedModel,
        pixels: Pixels,
        guard: bool,
        self_ensemble: bool,
        cancel: Cancel,
    ) -> None:
        if self_ensemble and model.grid_px > 1:
            raise UsageError(
                tr(
                    "{model} looks through windows and cannot be its own ensemble.",
                    model=model.spec.shown_label,
                ),
                tr("Leave self-ensemble out."),
            )
        self.model = model
        self.pixels = pixels
        self.guard = guard
        self.self_ensemble = self_ensemble
        self.cancel = cancel
        self.gave_way = model.gave_way
        self.too_coarse: Compute | None = None
        self.bicubic_px = 0
        self._left: _Left | None = None

    @property
    def ahead(self) -> int:
        """How many cores to begin before the first of them is ended."""
        return transfer.tiles_ahead(self.model.compute)

    def begin(self, core: Box) -> _Begun:
        """Set a core going. How it went is told by its end."""
        model = self.model
        try:
            if self._cannot_fit(core):
                raise MemoryError
            return _Begun(core, model, self._send(core, model))
        except (RuntimeError, MemoryError) as error:
            return _Begun(core, model, self._bearable(error))

    def end(self, begun: _Begun) -> Pixels | Exception:
        """The core as (h * scale, w * scale, C) in the picture's type; or why it must be done in
        another way, see give_way. What was begun with a model since given up is begun anew.
        """
        if begun.model is not self.model:
            begun = self.begin(begun.core)
        if isinstance(begun.outcome, Exception):
            return begun.outcome
        try:
            return self._received(begun.core, begun.outcome)
        except (RuntimeError, MemoryError) as error:
            return self._bearable(error)

    def give_way(self, failure: Exception, core: Box, todo: _Todo) -> None:
        """After this core failed: go on with its quarters, or below the floor on the CPU, or there
        at once where it was not for lack of memory. Raises OutOfMemory.
        """
        whole = self.model.looks_at_all
        if device.is_out_of_memory(failure):
            device.empty_cache(self.model.compute)
            half_px = -(-max(core.height, core.width) // 2)
            if half_px >= LEAST_TILE_PX and not whole:
                todo.limit_px = half_px
                return
            if self.model.compute.is_cpu:
                raise self._nothing_fits()
        self.leave_device(failure)
        if not whole:
            todo.limit_px = usual_tile_px(self.model)

    def forget(self) -> None:
        """What the last core has left is not asked for any more."""
        self._left = None

    def leave_device(self, failure: Exception) -> None:
        """Do the rest on the CPU, after this failure elsewhere."""
        self.gave_way = device.give_up(self.model.compute, failure)
        self.model = self.model.on_cpu()

    def _nothing_fits(self) -> OutOfMemory:
        if not self.model.looks_at_all:
            return OutOfMemory(
                tr("There is not enough memory for even a small part of this picture."),
                tr("Close other programs and try again."),
            )
        return OutOfMemory(
            tr(
                "{model} looks at the whole picture at once, and there is not "
                "enough memory for one of this size.",
                model=self.model.spec.shown_label,
            ),
            tr("Choose another model, or a smaller picture."),
        )

    def notices(self) -> tuple[str, ...]:
        """At most one sentence about the device and one about the guard."""
        height, width = self.pixels.shape[:2]
        label = self.model.spec.shown_label
        told = [self.gave_way] if self.gave_way else []
        if self.bicubic_px:
            percent = max(1, round(100 * self.bicubic_px / (height * width)))
            told.append(
                tr(
                    "{label} gave no usable result for {percent} % of this picture, as "
                    "happens with noise and dither; bicubic interpolation stands there "
                    "instead.",
                    label=label,
                    percent=percent,
                )
            )
        elif self.too_coarse:
            kind = str(self.too_coarse.dtype).removeprefix("torch.")
            told.append(
                tr(
                    "{kind} is too coarse for {label} on this picture; float32 took over.",
                    kind=kind,
                    label=label,
                )
            )
        return tuple(told)

    def _cannot_fit(self, core: Box) -> bool:
        """Whether a tile that cannot be made smaller would take more memory than there is.

        The CPU's allocator promises any amount, and the system kills a program that believes it.
        """
        if not (self.model.looks_at_all and self.model.compute.is_cpu):
            return False
        return core.area * self.model.bytes_per_px > device.free_bytes(self.model.compute)

    def _bearable(self, error: Exception) -> Exception:
        """The error, where something else can be tried; without the frames that hold memory."""
        if self.model.compute.is_cpu and not device.is_out_of_memory(error):
            raise error
        return error.with_traceback(None)

    @torch.inference_mode()
    def _send(self, core: Box, model: LoadedModel) -> transfer.Arriving:
        """On its way: the core's pixels, see _rounded, and with the guard its verdict on them."""
        height, width = self.pixels.shape[:2]
        outer = model.around(core, model.reach_px, height, width)
        batch = _to_batch(self.pixels[outer.slices], model.compute)
        enlarged = self._run(model, batch, core, core.margins_in(outer))
        lr = batch[(..., *core.within(outer).slices)]
        verdict = [is_faithful(enlarged, lr)] if self.guard else []
        return transfer.from_device([_rounded(enlarged, self.pixels), *verdict], model.compute)

    def _received(self, core: Box, arriving: transfer.Arriving) -> Pixels:
        rounded, *verdict = arriving.wait()
        return _to_pixels(rounded, self.pixels) if all(verdict) else self._instead(core)

    def _instead(self, core: Box) -> Pixels:
        """What stands where the guard let nothing through."""
        if self.model.compute.is_coarse:
            finer = self.model.in_float32()
            rounded, is_sound = self._send(core, finer).wait()
            if is_sound:
                self.too_coarse = self.model.compute
                self.model = finer  # what failed once would fail often
                return _to_pixels(rounded, self.pixels)
        self.bicubic_px += core.area
        return self._bicubic(core)

    def _run(self, model: LoadedModel, batch: Tensor, core: Box, margins: Margins) -> Tensor:
        if not self.self_ensemble:
            return self._run_once(model, batch, core, margins)

        def member(form: Tensor, around: Margins) -> Tensor:
            self.cancel.check()  # eight runs are long for one tile
            return model(form, around)

        return mean_of_turned(member, batch, margins, together=_fits_often(model, batch))

    def _run_once(self, model: LoadedModel, batch: Tensor, core: Box, margins: Margins) -> Tensor:
        """From what the core to the left has left, and leaving as much for the one to the right."""
        before, self._left = self._left, None
        if not _goes_on(model, core.width):
            return model(batch, margins)
        left = before.seam if before is not None and before.leads_to(core, model) else None
        del before  # what leads elsewhere is not to lie in memory meanwhile
        right = Seam() if margins.right >= model.reach_px else None
        enlarged = model(batch, margins, Seams(left, right))
        if right is not None:
            self._left = _Left(core, model, right)
        return enlarged

    def _bicubic(self, core: Box) -> Pixels:
        height, width = self.pixels.shape[:2]
        box = core.times(self.model.scale)
        region = (box.top, box.left, box.height, box.width)
        scale = self.model.scale
        return resize.bicubic(self.pixels, height * scale, width * scale, region)


def _fits_often(model: LoadedModel, batch: Tensor) -> bool:
    """Whether a GPU takes four tiles at once. A CPU has nothing idle that they could use."""
    if model.compute.is_cpu or not model.module.takes_batches:
        return False
    area = batch.shape[2] * batch.shape[3]
    return AT_ONCE * area * model.bytes_per_px <= device.tile_bytes(model.compute)


def _to_batch(pixels: Pixels, compute: Compute) -> Tensor:
    """(h, w, 1 or 3) integers as (1, 3, h, w) in 0..1 on the device."""
    sent = transfer.to_device(pixels, compute)
    batch = sent.permute(2, 0, 1)[None].to(compute.picture_dtype).div_(levels(pixels.dtype))
    return batch.expand(-1, 3, -1, -1)


def _rounded(enlarged: Tensor, like: Pixels) -> Tensor:
    """(1, 3, h, w) around 0..1, which is overwritten, as (h, w, C) levels of the type of like.

    16 bits stay floats: not every device knows such integers.
    """
    most = levels(like.dtype)
    if like.shape[2] == 1:
        enlarged = enlarged.mean(1, keepdim=True)
    rounded = enlarged.mul_(most).round_().clamp_(0, most)[0].permute(1, 2, 0)
    return rounded.to(torch.uint8) if like.dtype == np.uint8 else rounded


def _to_pixels(rounded: Tensor, like: Pixels) -> Pixels:
    return rounded.to(torch.uint8 if like.dtype == np.uint8 else torch.uint16).numpy()
