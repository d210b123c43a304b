"""What every runtime of the bench is asked for."""

from __future__ import annotations

import importlib.metadata
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.engine.archs import Network
    from sr_desktop.imaging.picture import Pixels

Floats = NDArray[np.float32]


class Absent(Exception):
    """A package or program that the runtime needs is not installed; the message is its name."""


class Elsewhere(Exception):
    """The runtime does not compute on the device that was asked for."""


@dataclass(frozen=True)
class Subject:
    """A network to time, on one picture.

    network is the plain module in float32; is_random where its weights are not on this computer and
    are drawn by a fixed seed instead. pixels is (height, width, 3) uint8. folder is for exports.
    """

    spec: ModelSpec
    network: Network
    is_random: bool
    pixels: Pixels
    threads: int
    device: str
    folder: Path

    def batch(self, rows: int | None = None, columns: int | None = None) -> torch.Tensor:
        """The picture, or its upper left corner, as networks take it: dense float32 NCHW."""
        corner = torch.from_numpy(self.pixels[:rows, :columns].copy())
        return corner.permute(2, 0, 1)[None].float().div(255).contiguous()


@dataclass(frozen=True)
class Prepared:
    """A network as a runtime runs it.

    run enlarges the subject's picture once and answers what corner takes, which is that answer's
    upper left (3, rows, columns) HR pixels as floats around 0..1.
    """

    run: Callable[[], Any]
    corner: Callable[[Any, int, int], Floats]


class Runtime(ABC):
    """tolerance is the largest difference to our network, relative to its largest value."""

    packages: tuple[str, ...] = ()
    tolerance = 1e-3

    @abstractmethod
    def prepare(self, subject: Subject) -> Prepared:
        """Raises Absent, Elsewhere, and whatever the runtime raises."""

    def version(self) -> str:
        """Of the package that runs it. Raises Absent."""
        return _version(self.packages[0])

    def check_installed(self) -> None:
        """Raises Absent for the first package that is not there."""
        for name in self.packages:
            _version(name)


def corner_of_nchw(answer: Any, rows: int, columns: int) -> Floats:
    """Of a tensor or an array (1, 3, h, w)."""
    part = answer[0, :, :rows, :columns]
    return np.array(part.numpy() if isinstance(part, torch.Tensor) else part, np.float32)


def in_unit_range(values: Floats, input_range: float) -> Floats:
    """Around 0..1, of a network's own range."""
    return (values / input_range).astype(np.float32)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError as error:
        raise Absent(package) from error
