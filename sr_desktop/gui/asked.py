"""What a picture is to come to, from what is chosen and the models there are. No Qt."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sr_desktop.imaging.size import Steps, steps_to
from sr_desktop.jobs.plan import Asked

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.choices import Choices
    from sr_desktop.gui.shelf import Shelf


def possible(choices: Choices, shelf: Shelf) -> Choices:
    """The same, with a model and scale that there are: one may have been removed since."""
    networks = shelf.networks()
    model = choices.model if choices.model in networks else next(iter(networks))
    scales = [spec.scale for spec in networks[model]]
    scale = choices.scale if choices.scale in scales else scales[-1]
    return replace(choices, model=model, scale=scale)


@lru_cache(maxsize=64)
def asked_of(choices: Choices, shelf: Shelf, max_pixels: int) -> Asked:
    """max_pixels is the most that a picture may have."""
    choices = possible(choices, shelf)
    family = _family(choices, shelf)
    chosen = shelf.find(choices.model, choices.scale)
    spec = chosen if chosen in family or not family else family[-1]
    return Asked(spec, choices.engine, choices.size, family, max_pixels)


def _family(choices: Choices, shelf: Shelf) -> tuple[ModelSpec, ...]:
    """To come to a size: the chosen model's checkpoints on this computer, one a scale."""
    if choices.own_scale:
        return ()
    return tuple(spec for spec in shelf.networks()[choices.model] if spec.id in shelf.here)


def steps_of(asked: Asked, width: int, height: int) -> Steps:
    """How a picture of this size comes to what is asked for. Raises UsageError."""
    scales = [spec.scale for spec in asked.family or (asked.spec,)]
    return steps_to(asked.size, width, height, scales)
