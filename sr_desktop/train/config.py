"""What a training is made of: the tables of a preset, checked.

A preset is a TOML file of these tables; those that ship lie in presets/. What a preset leaves out
has the value given here.
"""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    ValidationError,
)

from sr_desktop.errors import UsageError

_PRESETS = Path(__file__).resolve().parent / "presets"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Network(_Table):
    """Which network is trained: a class of engine.archs with these arguments beside the scale.

    input_range is 1 or 255, what its pixels are multiplied by; mean_shift whether the DIV2K mean
    is taken off first and put back after. start is a checkpoint to begin with: whatever of it fits
    is taken, as the trunk of x2 for x4.
    """

    arch: Literal["pan", "edsr", "msrn"]
    scale: Literal[2, 3, 4] = 2
    args: Mapping[str, int | float] = {}
    input_range: Literal[1, 255] = 1
    mean_shift: bool = False
    start: Path | None = None


class Folder(_Table):
    """Pictures to learn from. With weight 2 each comes twice in a pass, with 0.5 half of them."""

    path: Path
    weight: PositiveFloat = 1.0


class Data(_Table):
    """What is learnt from, and how patches are cut.

    A folder has one of the layouts of bench.datasets, or DIV2K's own for training. Each picture
    also comes made smaller by each factor of shrink that is not 1, which softens JPEG artefacts.
    patch_px is the side of an LR patch. crops: "whole" takes a patch anywhere in a picture; "five"
    makes five pictures of each, its corners and its centre, of half its sides. flips mirrors half
    of the patches, turns rotates them by multiples of 90 degrees.
    """

    folders: tuple[Folder, ...] = ()
    shrink: tuple[Annotated[float, Field(gt=0.1, le=1)], ...] = (1.0,)
    patch_px: Annotated[int, Field(ge=8, le=512)] = 48
    batch: PositiveInt = 16
    crops: Literal["whole", "five"] = "whole"
    flips: bool = True
    turns: bool = True


class Optimizer(_Table):
    """Adam, how far it goes with each step, and what is averaged.

    The rate rises over warmup_steps, then stays ("constant"), falls to zero along a cosine
    ("cosine"), or is multiplied by drop_factor after each epoch of drop_epochs ("step"). clip_norm
    limits the norm of the gradient, 0 does not. average is how much of the averaged weights stays
    at each step (0.999), 0 averages none.
    """

    loss: Literal["l1", "l2"] = "l1"
    rate: PositiveFloat = 1e-4
    betas: tuple[NonNegativeFloat, NonNegativeFloat] = (0.9, 0.999)
    schedule: Literal["constant", "cosine", "step"] = "constant"
    warmup_steps: NonNegativeInt = 0
    drop_epochs: tuple[PositiveInt, ...] = ()
    drop_factor: Annotated[float, Field(gt=0, lt=1)] = 0.5
    clip_norm: NonNegativeFloat = 0.0
    average: Annotated[float, Field(ge=0, lt=1)] = 0.0

    def rate_at(self, step: int, epoch_steps: int, steps: int) -> float:
        """The learning rate of a step, counted from 0, of so many."""
        warm = min(1.0, (step + 1) / self.warmup_steps) if self.warmup_steps else 1.0
        if self.schedule == "cosine":
            return self.rate * warm * 0.5 * (1 + math.cos(math.pi * step / steps))
        if self.schedule == "step":
            drops = sum(step >= epoch * epoch_steps for epoch in self.drop_epochs)
            return self.rate * warm * self.drop_factor**drops
        return self.rate * warm


class Length(_Table):
    """How long it runs. An epoch has epoch_steps steps, 0: as many as go over all data once."""

    epochs: PositiveInt = 100
    epoch_steps: NonNegativeInt = 0


class Evaluation(_Table):
    """What the averaged weights are measured on after every so many epochs, and at the end: PSNR on
    Y, a border of `scale` px cut, as `sr-desktop evaluate` does, of whole pictures. Where no folder
    is named, DIV2K's own 801 to 900 where they lie beside those to learn from.
    """

    folders: tuple[Path, ...] = ()
    every_epochs: PositiveInt = 1


class Machine(_Table):
    """What it runs on. precision is what is calculated in, the weights stay float32. cpu takes no
    accelerator even where there is one. threads are those of the CPU, 0: all.
    """

    precision: Literal["fp32", "bf16", "fp16"] = "fp32"
    cpu: bool = False
    threads: NonNegativeInt = 0


class Keeping(_Table):
    """What is written. The state to go on from is written over after each epoch and every
    save_seconds; that of every keep_epochs-th epoch is kept beside (0: none is).
    """

    keep_epochs: NonNegativeInt = 100
    save_seconds: PositiveFloat = 600.0
    tensorboard: bool = True


class Config(_Table):
    """A whole training. name is the network's, without the scale; seed decides all that is drawn by
    lot: first weights, order, patches.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    summary: str = ""
    seed: NonNegativeInt = 1
    network: Network
    data: Data = Data()
    optimizer: Optimizer = Optimizer()
    length: Length = Length()
    evaluation: Evaluation = Evaluation()
    machine: Machine = Machine()
    keeping: Keeping = Keeping()

    @property
    def examined(self) -> tuple[Path, ...]:
        """The folders of what is measured."""
        beside = (each.path for each in self.data.folders)
        return self.evaluation.folders or tuple(
            path for path in beside if (path / "DIV2K_valid_HR").is_dir()
        )

    @property
    def id(self) -> str:
        """Of the checkpoint that comes out: pan-ship-x2."""
        return f"{self.name}-x{self.network.scale}"

    @classmethod
    def checked(cls, tables: Mapping[str, Any], source: str) -> Self:
        """From what a TOML file holds. Raises UsageError, which names the key."""
        try:
            return cls.model_validate(tables)
        except ValidationError as error:
            raise UsageError(f"{source}: {_told(error)}.", _hint(error)) from error


def presets() -> dict[str, Path]:
    """Those that ship, by name."""
    return {path.stem: path for path in sorted(_PRESETS.glob("*.toml"))}


def read(name: str) -> dict[str, Any]:
    """The tables of a preset that ships, or of a TOML file. Raises UsageError."""
    path = presets().get(name) or Path(name)
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no TOML file: {error}.") from error
    except OSError as error:
        near = difflib.get_close_matches(name, presets(), n=1)
        listed = ", ".join(presets())
        hint = f"Did you mean {near[0]}?" if near else f"Presets are {listed}."
        raise UsageError(f"There is no preset and no file {name}.", hint) from error
    tables.setdefault("name", path.stem)
    return tables


def altered(tables: Mapping[str, Any], changes: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """With these values by their dotted keys, as ("optimizer.rate", 1e-3)."""
    result = {
        key: dict(value) if isinstance(value, dict) else value for key, value in tables.items()
    }
    for key, value in changes:
        *above, last = key.split(".")
        table = result
        for name in above:
            inner = table.get(name, {})
            table[name] = dict(inner) if isinstance(inner, dict) else {}
            table = table[name]
        table[last] = value
    return result


def _told(error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        return f"there is no setting {key}"
    if first["type"] == "missing":
        return f"{key} is missing"
    return f"{key} = {first['input']!r}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _hint(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] != "extra_forbidden":
        return ""
    *above, last = map(str, first["loc"])
    table: Any = Config
    for name in above:
        table = table.model_fields[name].annotation
    names = list(getattr(table, "model_fields", {}))
    near = difflib.get_close_matches(last, names, n=1)
    return f"Did you mean {near[0]}?" if near else f"There is {', '.join(names)}."
