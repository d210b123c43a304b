"""Small checkpoints to keep, send and spoil."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from sr_desktop.catalogue import ModelSpec
from sr_desktop.engine.model import save_checkpoint
from sr_desktop.weights.library import Library, header_of
from tests.engine.networks import TINY, spec_of, tiny


def state_dict(seed: int = 0, scale: int = 2) -> dict[str, Tensor]:
    """A random EDSR's, in float32."""
    network = tiny("edsr", scale, seed=seed)
    return {key: value.float() for key, value in network.state_dict().items()}


def torch_file(path: Path, seed: int = 0, scale: int = 2) -> Path:
    torch.save(state_dict(seed, scale), path)
    return path


def spec(name: str = "mine", scale: int = 2, **facts: object) -> ModelSpec:
    """What a library's file of such a network says of itself."""
    told = spec_of(tiny("edsr", scale), "edsr", file=None, arch_args=TINY["edsr"])
    told = replace(told, id=f"{name}-x{scale}", name=name, label=name, purpose="Imported")
    return replace(told, **facts)  # type: ignore[arg-type]


def install(library: Library, name: str = "mine", seed: int = 0, scale: int = 2) -> Path:
    """Put one into the library; its file."""
    told = spec(name, scale)
    with library.new_file(told.id) as path:
        save_checkpoint(state_dict(seed, scale), path, header_of(told))
    found = library.path_of(told)
    assert found is not None
    return found


class Malice:
    """Makes a file when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (str(self.target), "w")


def malicious(path: Path, target: Path) -> Path:
    """A checkpoint that makes target when it is loaded without care."""
    torch.save({**state_dict(), "more": Malice(target)}, path)
    return path
