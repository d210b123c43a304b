"""Which network a checkpoint belongs to, from its state dict alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from sr_desktop.engine.archs.edsr import EDSR
from sr_desktop.engine.archs.msrn import MSRN
from sr_desktop.engine.archs.pan import PAN
from sr_desktop.engine.archs.scene import psnr_db, scene
from sr_desktop.engine.threads import one_thread
from sr_desktop.errors import WeightsMismatch
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.engine.archs.network import Network

ARCHS: dict[str, Callable[..., Network]] = {"edsr": EDSR, "msrn": MSRN, "pan": PAN}
SCENE_PX = 72  # a multiple of 2 and 3
CLEAR_GAIN_DB = 1.5


def recognise(
    state_dict: Mapping[str, Tensor], scale: int | None = None
) -> tuple[str, dict[str, Any], int]:
    """The name of the architecture, its class's arguments beside scale, and the scale.

    What a state dict does not hold is taken from the papers: EDSR of 256 features or more scales
    its residuals by 0.1. PAN's x2 and x3 are told apart by what they do, see pan_gains_db; where
    that does not tell, as with random weights, scale does if it is given, and else it is x2.
    Raises WeightsMismatch when it is none of the three.
    """
    try:
        if "SCPA_trunk.0.conv1_a.weight" in state_dict:
            return _recognise_pan(state_dict, scale)
        if "body.0.conv_3_1.weight" in state_dict:
            return _recognise_msrn(state_dict)
        return _recognise_edsr(state_dict)
    except (KeyError, IndexError, ZeroDivisionError) as error:
        raise WeightsMismatch(
            tr("The checkpoint is none of the networks known here."),
            tr("They are PAN, EDSR and MSRN."),
        ) from error


def _recognise_pan(
    state_dict: Mapping[str, Tensor], scale: int | None
) -> tuple[str, dict[str, Any], int]:
    args = {
        "n_feats": state_dict["conv_first.weight"].shape[0],
        "up_feats": state_dict["upconv1.weight"].shape[0],
        "n_blocks": _count(state_dict, "SCPA_trunk.{}.conv1_a.weight"),
    }
    if "upconv2.weight" in state_dict:
        return "pan", args, 4
    with torch.device("meta"):
        if misfits(PAN(2, **args), state_dict):
            return "pan", args, 2
    gains = pan_gains_db(state_dict, args)
    best, other = sorted(gains, key=gains.__getitem__, reverse=True)
    if gains[best] > max(0.0, gains[other] + CLEAR_GAIN_DB):
        return "pan", args, best
    return "pan", args, 3 if scale == 3 else 2


def _recognise_msrn(state_dict: Mapping[str, Tensor]) -> tuple[str, dict[str, Any], int]:
    n_feats = state_dict["head.0.weight"].shape[0]
    args = {"n_feats": n_feats, "n_blocks": _count(state_dict, "body.{}.conv_3_1.weight")}
    return "msrn", args, _shuffled_scale(state_dict, "tail.2", n_feats)


def _recognise_edsr(state_dict: Mapping[str, Tensor]) -> tuple[str, dict[str, Any], int]:
    n_feats = state_dict["head.0.weight"].shape[0]
    args = {
        "n_feats": n_feats,
        "n_blocks": _count(state_dict, "body.{}.body.0.weight"),
        "res_scale": 0.1 if n_feats >= 256 else 1.0,
    }
    return "edsr", args, _shuffled_scale(state_dict, "tail.0", n_feats)


def _count(state_dict: Mapping[str, Tensor], key: str) -> int:
    number = 0
    while key.format(number) in state_dict:
        number += 1
    return number


def _shuffled_scale(state_dict: Mapping[str, Tensor], upsampler: str, n_feats: int) -> int:
    """The scale of an Upsampler: a second step makes it 4, else its first step's width tells."""
    if f"{upsampler}.2.weight" in state_dict:
        return 4
    return {4: 2, 9: 3}[state_dict[f"{upsampler}.0.weight"].shape[0] // n_feats]


def misfits(network: nn.Module, state_dict: Mapping[str, Tensor]) -> list[str]:
    """In words, how keys and shapes differ from the network's own; empty if they fit."""
    expected = {key: tuple(value.shape) for key, value in network.state_dict().items()}
    found = {key: tuple(value.shape) for key, value in state_dict.items()}
    missing = [key for key in expected if key not in found]
    unexpected = [key for key in found if key not in expected]
    other_shape = [
        tr("{key} is {found} instead of {wanted}", key=key, found=found[key], wanted=shape)
        for key, shape in expected.items()
        if key in found and found[key] != shape
    ]
    no_float = [
        tr("{key} holds {kind}", key=key, kind=value.dtype)
        for key, value in state_dict.items()
        if not value.is_floating_point()
    ]
    groups = {
        mark("{count} missing ({keys})"): missing,
        mark("{count} unexpected ({keys})"): unexpected,
        mark("{count} of other shape ({keys})"): other_shape,
        mark("{count} not floating point ({keys})"): no_float,
    }
    told = ((what, keys) for what, keys in groups.items() if keys)
    return [tr(what, count=len(keys), keys=_first(keys)) for what, keys in told]


def _first(keys: list[str], most: int = 3) -> str:
    return ", ".join(keys[:most]) + (", …" if len(keys) > most else "")


def pan_gains_db(state_dict: Mapping[str, Tensor], args: Mapping[str, Any]) -> dict[int, float]:
    """By how many dB a PAN checkpoint beats bicubic on a drawn scene, taken as x2 and as x3.

    The two have the same keys and shapes, but only at its own scale does a checkpoint restore
    well. Measured with the authors' and with our checkpoints, the right scale wins by 2.7 dB or
    more.
    """
    with one_thread():
        return {scale: _gain_db(state_dict, args, scale) for scale in (2, 3)}


def _gain_db(state_dict: Mapping[str, Tensor], args: Mapping[str, Any], scale: int) -> float:
    network = PAN(scale, **args)
    network.load_state_dict({key: value.float() for key, value in state_dict.items()})
    hr = scene(SCENE_PX)
    lr = functional.interpolate(hr, scale_factor=1 / scale, mode="bicubic", antialias=True)
    bicubic = functional.interpolate(lr, scale_factor=scale, mode="bicubic")
    with torch.inference_mode():
        restored = network.folded()(lr)
    return psnr_db(restored, hr, 2 * scale) - psnr_db(bicubic, hr, 2 * scale)
