"""Which checkpoints there are and what is true of each: weights/catalogue.toml, read."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sr_desktop import paths
from sr_desktop.errors import UnknownModel

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One checkpoint: a network at one scale, and the facts its state dict does not hold.

    input_range is 1.0 or 255.0. mean_shift tells whether the network's sub_mean and add_mean are
    applied. arch_args go to the network's class beside scale. scores and bicubic map a data set to
    PSNR-Y in dB. file is a name in the weights folder, or the whole path of the user's own file.
    """

    id: str
    name: str
    label: str
    purpose: str
    arch: str
    scale: int
    arch_args: Mapping[str, Any]
    input_range: float
    mean_shift: bool
    file: Path
    bytes: int | None = None
    sha256: str | None = None
    licence: str = ""
    paper: str = ""
    scores: Mapping[str, float] = field(default_factory=lambda: _NOTHING)
    bicubic: Mapping[str, float] = field(default_factory=lambda: _NOTHING)


@lru_cache(maxsize=1)
def all_models() -> tuple[ModelSpec, ...]:
    """Every checkpoint of the catalogue, in its order."""
    with (paths.bundled_weights() / "catalogue.toml").open("rb") as file:
        tables = tomllib.load(file)["model"]
    return tuple(_spec(model, row) for model in tables for row in model["checkpoint"])


def _spec(model: Mapping[str, Any], row: Mapping[str, Any]) -> ModelSpec:
    return ModelSpec(
        id=f"{model['name']}-x{row['scale']}",
        name=model["name"],
        label=model["label"],
        purpose=model["purpose"],
        arch=model["arch"],
        scale=row["scale"],
        arch_args=MappingProxyType(model["args"]),
        input_range=float(model["input_range"]),
        mean_shift=model["mean_shift"],
        file=Path(row["file"]),
        bytes=row["bytes"],
        sha256=row["sha256"],
        licence=model["licence"],
        paper=model["paper"],
        scores=MappingProxyType(row["scores"]),
        bicubic=MappingProxyType(row["bicubic"]),
    )


def find(name: str, scale: int) -> ModelSpec:
    """The checkpoint of this network (its name, in any case) at this scale.

    Raises UnknownModel, with the nearest name or the scales there are.
    """
    specs = [spec for spec in all_models() if spec.name == name.lower()]
    if not specs:
        names = sorted({spec.name for spec in all_models()})
        near = difflib.get_close_matches(name.lower(), names, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There is: {', '.join(names)}."
        raise UnknownModel(f"There is no model called {name!r}.", hint)
    for spec in specs:
        if spec.scale == scale:
            return spec
    scales = ", ".join(f"x{spec.scale}" for spec in specs)
    raise UnknownModel(f"{specs[0].label} has no weights for x{scale}.", f"It has {scales}.")
