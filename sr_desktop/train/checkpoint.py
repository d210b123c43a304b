"""The files of a training: the state to go on from, and the weights to use.

A run's folder holds
    ID.safetensors        the weights to use: averaged where that is asked for, with their facts
    state.pt              all that going on needs, written over
    state-epoch-0100.pt   such states that are kept
    history.json          the scores so far
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import torch

from sr_desktop.catalogue import ModelSpec
from sr_desktop.engine.model import as_safetensors
from sr_desktop.errors import SRError, WeightsError, WeightsMissing
from sr_desktop.imaging.place import Place, cannot_write
from sr_desktop.weights.library import header_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from torch import Tensor

    from sr_desktop.train.config import Config

_FORM = 1


@dataclass(frozen=True, slots=True)
class Scores:
    """After so many steps of all: PSNR-Y in dB by data set, of bicubic too; the mean loss since the
    last epoch, and the seconds that learning took.
    """

    step: int
    steps: int
    epoch: int
    seconds: float
    loss: float
    psnr: Mapping[str, float]
    bicubic: Mapping[str, float]

    def plain(self) -> dict[str, Any]:
        """For JSON, and for a state that holds nothing but tensors, numbers and texts."""
        return asdict(self)


def spec_of(config: Config) -> ModelSpec:
    """What the trained checkpoint is, as its file tells it."""
    network = config.network
    return ModelSpec(
        id=config.id,
        name=config.name,
        label=config.name,
        purpose="",
        arch=network.arch,
        scale=network.scale,
        arch_args=MappingProxyType(dict(network.args)),
        input_range=float(network.input_range),
        mean_shift=network.mean_shift,
    )


def write_weights(path: Path, config: Config, state_dict: Mapping[str, Tensor]) -> None:
    """As safetensors that the library imports like any other. Raises CannotWrite."""
    content = as_safetensors(state_dict, header_of(spec_of(config)))
    _put(path, lambda file: file.write(content))


def write_state(path: Path, state: Mapping[str, Any]) -> None:
    """All or nothing: a run that is killed meanwhile goes on from the one before.

    Raises CannotWrite.
    """
    _put(path, lambda file: torch.save({"form": _FORM, **state}, file))


def read_state(path: Path) -> dict[str, Any]:
    """Raises WeightsMissing where there is none, WeightsError for what is none."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise WeightsMissing(
            f"There is nothing to go on from: {path}.", "Start without --resume."
        ) from error
    except Exception as error:  # what torch.load raises for damaged files has no bound
        raise _no_state(path) from error
    if not isinstance(state, dict) or state.get("form") != _FORM:
        raise _no_state(path)
    return state


def _no_state(path: Path) -> SRError:
    return WeightsError(
        f"{path} is no state of a training.", "Resume from a state.pt or state-epoch-*.pt."
    )


def write_history(path: Path, history: Sequence[Scores]) -> None:
    """Raises CannotWrite."""
    told = json.dumps([each.plain() for each in history], indent=1).encode()
    _put(path, lambda file: file.write(told))


def _put(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    place = None
    try:
        place = Place(path)
        write(place.file)
        place.commit()
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if place is not None:
            place.discard()
