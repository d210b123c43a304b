"""The ranges that convolutions of bytes need: found on pictures, kept per checkpoint.

The pictures are reductions of the sample that ships. What comes of it: docs/measuring.md.
"""

from __future__ import annotations

import hashlib
import json
import math
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from sr_desktop import paths
from sr_desktop.engine.archs.blocks import MeanShift
from sr_desktop.engine.archs.quantised import (
    Range,
    Ranges,
    can_be_quantised,
    quantised,
)
from sr_desktop.errors import DeviceUnavailable
from sr_desktop.imaging import files, resize
from sr_desktop.imaging.place import write_whole
from sr_desktop.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.engine.archs import Network
    from sr_desktop.engine.archs.inference import TrunkAndTail

# Another way to find ranges is another version: what was kept under this one is not for it.
_VERSION = 1
_REDUCTIONS = (6, 12)
_HEAVY_WEIGHTS = 10_000_000


def int8_form(spec: ModelSpec, network: Network) -> TrunkAndTail:
    """The network in int8, with the ranges that are kept for it, or found and kept now.

    The first time this takes a few seconds, on as many threads as torch has here. Raises
    DeviceUnavailable for a network of another architecture than ours.
    """
    if not can_be_quantised(network):
        raise DeviceUnavailable(
            tr("{model} cannot run in int8: only PAN, EDSR and MSRN do.", model=spec.shown_label),
            tr("Choose fp32, or auto."),
        )
    place = paths.ranges_dir() / f"{_digest(spec, network)}.json"
    ranges = _kept(place, network)
    if ranges is None:
        ranges = find_ranges(network, spec.input_range)
        _keep(place, ranges)
    return quantised(network, ranges)


def find_ranges(network: Network, input_range: float) -> Ranges:
    """Run the plain network on pictures, and note between what values the input of each
    convolution lies. Nothing is cut off for finer steps: that cost MSRN-small 0.8 dB.
    """
    seen: dict[str, Range] = {}
    hooks = [
        layer.register_forward_pre_hook(partial(_note, seen, name))
        for name, layer in _convolutions(network)
    ]
    try:
        with torch.inference_mode():
            for batch in _pictures(network):
                network(batch * input_range)
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def _note(seen: dict[str, Range], name: str, _layer: nn.Module, taken: tuple[Tensor]) -> None:
    low, high = (float(bound) for bound in torch.aminmax(taken[0]))
    before = seen.get(name, Range(0.0, 0.0))
    seen[name] = Range(min(before.low, low), max(before.high, high))


def _convolutions(network: Network) -> Iterator[tuple[str, nn.Module]]:
    for name, layer in network.named_modules():
        if isinstance(layer, nn.Conv2d) and not isinstance(layer, MeanShift):
            yield name, layer


def _pictures(network: Network) -> Iterator[Tensor]:
    """LR pictures (1, 3, h, w) in 0..1; for the heaviest networks only the smallest."""
    sample = files.read(paths.resource("sample.png")).pixels
    weights = sum(parameter.numel() for parameter in network.parameters())
    for reduction in _REDUCTIONS[weights > _HEAVY_WEIGHTS :]:
        height, width = (side // reduction for side in sample.shape[:2])
        pixels = torch.from_numpy(resize.bicubic(sample, height, width))
        yield pixels.permute(2, 0, 1)[None].float().div(255)


def _digest(spec: ModelSpec, network: Network) -> str:
    """Of all that ranges depend on: the weights, what they are fed, and how ranges are found."""
    facts = (_VERSION, spec.arch, spec.scale, sorted(spec.arch_args.items()), spec.input_range)
    hashed = hashlib.sha256(repr((*facts, spec.mean_shift)).encode())
    for name, tensor in network.state_dict().items():
        hashed.update(name.encode())
        hashed.update(tensor.contiguous().numpy().tobytes())
    return hashed.hexdigest()


def _kept(place: Path, network: Network) -> Ranges | None:
    """None where there is no such file, or one that is not whole."""
    try:
        told: Any = json.loads(place.read_text("utf-8"))
        ranges = {str(name): Range(float(low), float(high)) for name, (low, high) in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    names = {name for name, _ in _convolutions(network)}
    are_sound = all(
        math.isfinite(each.low) and math.isfinite(each.high) and each.low <= each.high
        for each in ranges.values()
    )
    return ranges if are_sound and set(ranges) == names else None


def _keep(place: Path, ranges: Ranges) -> None:
    """For the next time. Where it cannot be written, they are found again."""
    text = json.dumps({name: [each.low, each.high] for name, each in ranges.items()})
    with suppress(OSError):
        write_whole(place, text.encode())
