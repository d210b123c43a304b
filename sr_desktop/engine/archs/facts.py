"""The facts of a checkpoint that its state dict does not hold, found by trying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional

from sr_desktop.engine.archs.recognise import ARCHS
from sr_desktop.engine.archs.scene import psnr_db, scene
from sr_desktop.engine.threads import one_thread

if TYPE_CHECKING:
    from sr_desktop.catalogue import Stated

SCENE_PX = 32
# Below this no trial gave the picture back: the weights are untrained, or the network is not ours.
# PAN adds the enlarged picture at its end, so that random weights in 0..255 come to 40 dB; trained
# ones have 60 and more.
LEAST_CONSISTENCY_DB = {"pan": 45.0, "edsr": 20.0, "msrn": 20.0}
# From so many features on, EDSR is trained with residuals scaled by 0.1 or not at all scaled.
WIDE_FEATS = 128


@dataclass(frozen=True, slots=True)
class Facts:
    """What a ModelSpec holds beside the architecture and what the state dict tells.

    arch_args are the network's, with EDSR's res_scale. consistency_db is None where not tried.
    """

    arch_args: Mapping[str, Any]
    input_range: float
    mean_shift: bool
    consistency_db: float | None = None


def find_facts(
    arch: str,
    arch_args: Mapping[str, Any],
    scale: int,
    state_dict: Mapping[str, Tensor],
    stated: Stated,
) -> Facts:
    """The input range, mean shift and res_scale with which the network gives its input back best.

    Each combination is tried on a drawn scene; the one wins whose output, downscaled, is nearest to
    it. What is stated is kept. Where no trial gives the picture back, as with random weights, the
    authors' facts stand: PAN in 0..1, EDSR and MSRN in 0..255, shifted. arch and arch_args are as
    recognise tells them; there are candidates only for facts that recognise may not know.
    """
    candidates = [
        facts for facts in _candidates(arch, arch_args, state_dict) if _agrees(facts, stated)
    ]
    usual = candidates[0] if candidates else _as_stated(_usual(arch, arch_args), stated)
    if len(candidates) < 2:
        return usual
    tried = [
        replace(facts, consistency_db=_consistency_db(arch, scale, state_dict, facts))
        for facts in candidates
    ]
    best = max(tried, key=lambda facts: facts.consistency_db or 0.0)
    return best if (best.consistency_db or 0.0) >= LEAST_CONSISTENCY_DB[arch] else usual


def _usual(arch: str, arch_args: Mapping[str, Any]) -> Facts:
    """As the architecture's authors have it."""
    return Facts(arch_args, 1.0, False) if arch == "pan" else Facts(arch_args, 255.0, True)


def _candidates(
    arch: str, arch_args: Mapping[str, Any], state_dict: Mapping[str, Tensor]
) -> list[Facts]:
    """What may be, the authors' facts first."""
    usual = _usual(arch, arch_args)
    if arch == "pan":
        return [usual, replace(usual, input_range=255.0)]
    # The shift that a checkpoint carries is in the range that it was trained in.
    shift_range = 255.0 if state_dict["sub_mean.bias"].abs().max() > 1 else 1.0
    found = [
        replace(usual, input_range=shift_range),
        Facts(arch_args, 255.0, False),
        Facts(arch_args, 1.0, False),
    ]
    if arch == "edsr" and arch_args["n_feats"] >= WIDE_FEATS:
        other = 1.0 if arch_args["res_scale"] != 1.0 else 0.1
        args = {**arch_args, "res_scale": other}
        found += [replace(facts, arch_args=args) for facts in found]
    return found


def _agrees(facts: Facts, stated: Stated) -> bool:
    return (
        stated.input_range in (None, facts.input_range)
        and stated.mean_shift in (None, facts.mean_shift)
        and stated.res_scale in (None, facts.arch_args.get("res_scale"))
    )


def _as_stated(facts: Facts, stated: Stated) -> Facts:
    """What the user says, whatever we would have thought of."""
    args = dict(facts.arch_args)
    if stated.res_scale is not None and "res_scale" in args:
        args["res_scale"] = stated.res_scale
    return Facts(
        args,
        facts.input_range if stated.input_range is None else stated.input_range,
        facts.mean_shift if stated.mean_shift is None else stated.mean_shift,
    )


def _consistency_db(arch: str, scale: int, state_dict: Mapping[str, Tensor], facts: Facts) -> float:
    """The downscaled output against the input, on the scene."""
    shift = {} if arch == "pan" else {"mean_shift": facts.mean_shift}
    with torch.device("meta"):
        network = ARCHS[arch](scale, **facts.arch_args, **shift)
    network.load_state_dict({key: each.float() for key, each in state_dict.items()}, assign=True)
    lr = scene(SCENE_PX)
    with torch.inference_mode(), one_thread():
        enlarged = network.folded()(lr * facts.input_range) / facts.input_range
    again = functional.interpolate(enlarged, (SCENE_PX, SCENE_PX), mode="bicubic", antialias=True)
    return psnr_db(again, lr, border_px=2)
