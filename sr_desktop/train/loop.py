"""The training itself: steps, epochs, what is measured after each, what is kept.

Accelerate brings the network to the device, calculates in the precision asked for, and joins the
gradients of several processes; what is drawn by lot depends on the seed and the step alone, so that
a run that was killed and goes on makes the weights of one that was not.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from accelerate import Accelerator
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.engine import device, heap
from sr_desktop.engine.model import new_network, read_state_dict
from sr_desktop.engine.threads import adapt, rest, use_threads
from sr_desktop.errors import TrainingDiverged, UsageError, WeightsMismatch
from sr_desktop.train import checkpoint, data
from sr_desktop.train.checkpoint import Scores, spec_of
from sr_desktop.train.data import Patches
from sr_desktop.train.scoring import Examination

if TYPE_CHECKING:
    from torch.optim import Optimizer

    from sr_desktop.engine.archs import Network
    from sr_desktop.train.config import Config

STATE = "state.pt"
_TOLD_STEPS = 50  # between two events, and between two looks at the loss
_WARM_AVERAGE = 10  # the first averages are of few steps
_MIXED = {"fp32": "no", "bf16": "bf16", "fp16": "fp16"}
_LOSSES = {"l1": nn.L1Loss, "l2": nn.MSELoss}


@dataclass(frozen=True, slots=True)
class Packed:
    """So many of all pictures are unpacked."""

    done: int
    all: int


@dataclass(frozen=True, slots=True)
class Began:
    """From this step on, of so many. patches are those of one pass over the data, compute the
    device and what it calculates in, for people.
    """

    step: int
    steps: int
    epoch_steps: int
    patches: int
    parameters: int
    compute: str


@dataclass(frozen=True, slots=True)
class Stepped:
    """loss is the mean since the last epoch, rate the learning rate, per_second steps."""

    step: int
    steps: int
    loss: float
    rate: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Saved:
    """The state to go on from was written."""

    step: int
    path: Path


Event = Packed | Began | Stepped | Scores | Saved
OnEvent = Callable[[Event], None]


def train(
    config: Config,
    folder: Path | None = None,
    *,
    resume: bool = False,
    state: Path | None = None,
    on_event: OnEvent = lambda event: None,
    cancel: Cancel | None = None,
) -> Path:
    """Train, and answer with the checkpoint: FOLDER/ID.safetensors. FOLDER is training/ID unless
    named.

    resume goes on from the folder's own state, or from another one. on_event is called in this
    thread, of several processes in the first one. cancel stops between two steps, after the state
    was written, with Cancelled.

    Raises UsageError for settings that contradict each other or the state, what data.load raises,
    TrainingDiverged where the loss is no number any more, CannotWrite, and WeightsError for a state
    or a start that cannot be read.
    """
    run = _Run(config, folder or Path("training", config.id), on_event, cancel or Cancel())
    if not resume and (run.folder / STATE).exists():
        raise UsageError(
            f"There is a training in {run.folder} already.",
            "Go on with it by --resume, or choose another folder by --output.",
        )
    if resume:
        run.go_on_from(state or run.folder / STATE)
    return run.do()


class _Run:
    """One training on its way, in one of its processes."""

    def __init__(self, config: Config, folder: Path, emit: OnEvent, cancel: Cancel) -> None:
        self.folder = folder
        self._config = config
        self._cancel = cancel
        self._accelerator = _accelerator(config, folder)
        self._is_first = self._accelerator.is_main_process
        self._emit = emit if self._is_first else lambda event: None
        self._patches = self._load()
        self._examination = Examination(config.examined, config.network.scale, cancel)
        in_a_pass = math.ceil(self._patches.per_pass / config.data.batch)
        self._epoch_steps = config.length.epoch_steps or in_a_pass
        self._steps = config.length.epochs * self._epoch_steps
        torch.manual_seed(config.seed)
        network = new_network(spec_of(config))
        if config.network.start is not None:
            begin_with(network, read_state_dict(config.network.start), config.network.start)
        optimizer = config.optimizer
        self._average = (
            AveragedModel(network, multi_avg_fn=_averaging(optimizer.average))
            if optimizer.average
            else None
        )
        network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        learnt = [each for each in network.parameters() if each.requires_grad]
        adam: Optimizer = torch.optim.Adam(learnt, lr=optimizer.rate, betas=optimizer.betas)
        self._network, self._adam = self._accelerator.prepare(network, adam)
        if self._average is not None:
            self._average.to(self._accelerator.device)
        self._loss = _LOSSES[optimizer.loss]()
        self._part = self._share()
        self._step = 0
        self._history: list[Scores] = []
        self._seconds_before = 0.0
        self._loss_sum = torch.zeros((), device=self._accelerator.device)
        self._loss_steps = 0
        self._begun_at = self._saved_at = self._told_at = time.monotonic()
        self._told_step = 0

    def _load(self) -> Patches:
        with self._accelerator.main_process_first():
            packs = data.load(
                self._config.data,
                self._config.network.scale,
                self._tell_packed,
            )
        return Patches(packs, self._config.data, self._config.seed)

    def _tell_packed(self, done: int, all: int) -> None:
        self._cancel.check()
        self._emit(Packed(done, all))

    def _share(self) -> slice:
        """What of each batch this process learns from."""
        batch, processes = self._config.data.batch, self._accelerator.num_processes
        if batch % processes:
            raise UsageError(
                f"A batch of {batch} patches cannot be shared by {processes} processes.",
                f"Make data.batch a multiple of {processes}.",
            )
        size = batch // processes
        first = self._accelerator.process_index * size
        return slice(first, first + size)

    # Going on

    def go_on_from(self, path: Path) -> None:
        """Be where the run was that wrote this. Raises UsageError where that was another one."""
        state = checkpoint.read_state(path)
        _check_same(self._config, state["config"], path)
        self._unwrapped().load_state_dict(state["network"])
        self._adam.load_state_dict(state["optimizer"])
        if self._average is not None:
            self._average.load_state_dict(state["average"])
        if self._accelerator.scaler is not None and state["scaler"]:
            self._accelerator.scaler.load_state_dict(state["scaler"])
        torch.set_rng_state(state["random"])
        self._step = state["step"]
        self._history = [Scores(**each) for each in state["history"]]
        self._seconds_before = state["seconds"]
        self._loss_sum.fill_(state["loss_sum"])
        self._loss_steps = state["loss_steps"]

    def _save(self, path: Path | None = None) -> None:
        if not self._is_first:
            return
        self._check(self._loss_sum.item())  # or the last good state would be gone
        for each in self._unwrapped().parameters():
            self._check(each.detach().abs().max().item())  # the loss tells of it a step later
        scaler = self._accelerator.scaler
        state = {
            "config": self._config.model_dump(mode="json"),
            "network": self._unwrapped().state_dict(),
            "average": self._average.state_dict() if self._average is not None else {},
            "optimizer": self._adam.state_dict(),
            "scaler": scaler.state_dict() if scaler is not None else {},
            "random": torch.get_rng_state(),
            "step": self._step,
            "history": [each.plain() for each in self._history],
            "seconds": self._seconds(),
            "loss_sum": self._loss_sum.item(),
            "loss_steps": self._loss_steps,
        }
        checkpoint.write_state(path or self.folder / STATE, state)
        checkpoint.write_weights(self._weights_path(), self._config, self._weights())
        self._saved_at = time.monotonic()
        self._emit(Saved(self._step, path or self.folder / STATE))

    def _weights_path(self) -> Path:
        return self.folder / f"{self._config.id}.safetensors"

    def _unwrapped(self) -> Network:
        network: Network = self._accelerator.unwrap_model(self._network)
        return network

    def _weights(self) -> Mapping[str, Tensor]:
        """Those to use."""
        return (self._unwrapped() if self._average is None else self._average.module).state_dict()

    def _seconds(self) -> float:
        return self._seconds_before + time.monotonic() - self._begun_at

    # The steps

    def do(self) -> Path:
        use_threads(self._config.machine.threads or None)
        heap.keep()
        if self._config.keeping.tensorboard:
            self._accelerator.init_trackers("tensorboard")
        self._told_step = self._step
        self._tell_begin()
        try:
            while self._step < self._steps:
                self._cancel.check()
                self._learn()
                self._after_step()
        except Cancelled:
            self._save()
            raise
        finally:
            rest()
            if self._config.keeping.tensorboard:
                self._accelerator.end_training()
        return self._weights_path()

    def _tell_begin(self) -> None:
        network = self._unwrapped()
        self._emit(
            Began(
                self._step,
                self._steps,
                self._epoch_steps,
                self._patches.per_pass,
                sum(each.numel() for each in network.parameters() if each.requires_grad),
                device.label_of(
                    self._accelerator.device,
                    device.PRECISIONS[self._config.machine.precision],
                ),
            )
        )

    def _learn(self) -> None:
        """One step."""
        adapt()
        optimizer = self._config.optimizer
        rate = optimizer.rate_at(self._step, self._epoch_steps, self._steps)
        for group in self._adam.param_groups:
            group["lr"] = rate
        lr, hr = (self._as_input(each) for each in self._patches.batch(self._step, self._part))
        self._network.train()
        loss = self._loss(self._network(lr).float(), hr)
        self._adam.zero_grad()
        self._accelerator.backward(loss)
        if optimizer.clip_norm:
            self._accelerator.clip_grad_norm_(self._network.parameters(), optimizer.clip_norm)
        self._adam.step()
        if self._average is not None:
            self._average.update_parameters(self._unwrapped())
        self._loss_sum += loss.detach()
        self._loss_steps += 1
        self._step += 1

    def _as_input(self, patches: data.Bytes) -> Tensor:
        tensor = torch.from_numpy(patches).to(self._accelerator.device, non_blocking=True)
        tensor = tensor.to(torch.float32, memory_format=torch.channels_last)
        return tensor.mul_(self._config.network.input_range / 255)

    def _after_step(self) -> None:
        is_epoch = self._step % self._epoch_steps == 0
        is_end = self._step == self._steps
        if self._step % _TOLD_STEPS == 0 or is_epoch:
            self._tell_step()
        if is_epoch:
            self._end_epoch(is_end)
        elif time.monotonic() - self._saved_at > self._config.keeping.save_seconds:
            self._save()

    def _mean_loss(self) -> float:
        """Since the last epoch, over all processes: each must ask at the same step.

        Raises TrainingDiverged.
        """
        reduced: Any = self._accelerator.reduce(self._loss_sum.clone(), "mean")
        self._check(reduced.item())
        return float(reduced.item() / max(1, self._loss_steps))

    def _check(self, loss: float) -> None:
        if math.isfinite(loss):
            return
        state = self.folder / STATE
        kept = f"The last good state is {state}" if state.exists() else "No state was kept yet"
        raise TrainingDiverged(
            f"The loss is no number any more at step {self._step:,}.",
            f"{kept}. Try a lower optimizer.rate, or a limit by optimizer.clip_norm.",
        )

    def _tell_step(self) -> None:
        loss, now = self._mean_loss(), time.monotonic()
        rate = self._adam.param_groups[0]["lr"]
        pace = (self._step - self._told_step) / max(1e-9, now - self._told_at)
        self._told_step, self._told_at = self._step, now
        self._emit(Stepped(self._step, self._steps, loss, rate, pace))
        if self._config.keeping.tensorboard:
            self._accelerator.log({"loss": loss, "rate": rate}, step=self._step)

    def _end_epoch(self, is_end: bool) -> None:
        epoch = self._step // self._epoch_steps
        every = self._config.evaluation.every_epochs
        if self._config.examined and (is_end or epoch % every == 0):
            self._examine(epoch)
        self._loss_sum.zero_()
        self._loss_steps = 0
        self._save()
        keep = self._config.keeping.keep_epochs
        if keep and epoch % keep == 0:
            self._save(self.folder / f"state-epoch-{epoch:04}.pt")
        self._accelerator.wait_for_everyone()

    def _examine(self, epoch: int) -> None:
        loss = self._mean_loss()
        if not self._is_first:
            return
        network = new_network(spec_of(self._config))
        network.load_state_dict(self._weights())
        float32 = device.choose(str(self._accelerator.device), "fp32")
        psnr = self._examination.psnr(spec_of(self._config), network, float32)
        bicubic = self._examination.bicubic()
        scores = Scores(self._step, self._steps, epoch, self._seconds(), loss, psnr, bicubic)
        self._history.append(scores)
        checkpoint.write_history(self.folder / "history.json", self._history)
        if self._config.keeping.tensorboard:
            told = {f"psnr/{name}": value for name, value in psnr.items()}
            self._accelerator.log(told, step=self._step)
        self._emit(scores)


def begin_with(network: Network, weights: Mapping[str, Tensor], path: Path) -> None:
    """Take over what fits by name and shape: the trunk of another scale, or all of a checkpoint.

    Raises WeightsMismatch where nothing does.
    """
    own = network.state_dict()
    fitting = {
        key: value for key, value in weights.items() if key in own and own[key].shape == value.shape
    }
    if not fitting:
        raise WeightsMismatch(
            f"{path} has nothing in common with the network to train.",
            "Start from a checkpoint of the same architecture.",
        )
    network.load_state_dict({**own, **fitting})


def _accelerator(config: Config, folder: Path) -> Accelerator:
    """Raises UsageError where this process has calculated in another precision before."""
    machine = config.machine
    try:
        return Accelerator(
            cpu=machine.cpu,
            mixed_precision=_MIXED[machine.precision],
            log_with="tensorboard" if config.keeping.tensorboard else None,
            project_dir=str(folder),
        )
    except ValueError as error:
        raise UsageError(
            f"machine.precision = {machine.precision} is not to be had: {error}"
        ) from error


def _averaging(most: float) -> Callable[[Sequence[Tensor], Sequence[Tensor], Tensor | int], None]:
    """The exponential mean of the weights of all steps; of the first ones a shorter one."""

    def average(means: Sequence[Tensor], weights: Sequence[Tensor], count: Tensor | int) -> None:
        stays = min(most, (int(count) + 1) / (int(count) + _WARM_AVERAGE))
        for mean, weight in zip(means, weights, strict=True):
            mean.lerp_(weight, 1 - stays)

    return average


_DECISIVE = ("name", "seed", "network", "optimizer", "data", "length")


def _check_same(config: Config, before: Mapping[str, Any], path: Path) -> None:
    """What a run learns must not change on the way; where its pictures lie may."""
    now = config.model_dump(mode="json")
    for table in _DECISIVE:
        for key, was, becomes in _differences(table, before[table], now[table]):
            if key not in ("data.folders", "network.start"):
                raise UsageError(
                    f"{path} was trained with {key} = {was!r}, not {becomes!r}.",
                    "Go on with the settings it was begun with, or begin anew elsewhere.",
                )


def _differences(key: str, was: Any, becomes: Any) -> list[tuple[str, Any, Any]]:
    if not isinstance(was, dict) or key == "network.args":
        return [(key, was, becomes)] if was != becomes else []
    return [
        each
        for name in becomes
        for each in _differences(f"{key}.{name}", was.get(name), becomes[name])
    ]
