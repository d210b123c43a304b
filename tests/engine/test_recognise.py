"""A checkpoint tells by itself what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from sr_desktop import paths
from sr_desktop.engine.archs import ARCHS, recognise
from sr_desktop.engine.archs.recognise import CLEAR_GAIN_DB, misfits, pan_gains_db
from sr_desktop.engine.model import read_state_dict
from sr_desktop.errors import WeightsMismatch

from .networks import SCALES, TINY, tiny

PAN_ARGS = {"n_feats": 40, "up_feats": 24, "n_blocks": 16}


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("arch", ["edsr", "msrn"])
def test_edsr_and_msrn_show_their_sizes_and_scale(arch: str, scale: int) -> None:
    state_dict = tiny(arch, scale).state_dict()
    found, args, found_scale = recognise(state_dict)
    assert (found, found_scale) == (arch, scale)
    assert args == {**TINY[arch], **({"res_scale": 1.0} if arch == "edsr" else {})}


def test_edsr_of_256_features_is_taken_to_scale_its_residuals() -> None:
    with torch.device("meta"):
        large = ARCHS["edsr"](4, n_feats=256, n_blocks=32, res_scale=0.1)
    assert recognise(large.state_dict()) == (
        "edsr",
        {"n_feats": 256, "n_blocks": 32, "res_scale": 0.1},
        4,
    )


def test_pan_x4_shows_its_sizes_and_scale() -> None:
    assert recognise(tiny("pan", 4).state_dict()) == ("pan", TINY["pan"], 4)


def assert_is_pan(path: Path, scale: int) -> None:
    state_dict = read_state_dict(path)
    assert recognise(state_dict) == ("pan", PAN_ARGS, scale)
    if scale != 4:
        gains = pan_gains_db(state_dict, PAN_ARGS)
        assert gains[scale] - gains[5 - scale] > 1.5 * CLEAR_GAIN_DB, gains
        assert gains[scale] > 0, gains


@pytest.mark.parametrize("scale", SCALES)
def test_the_shipped_pan_checkpoints_are_told_apart(scale: int) -> None:
    assert_is_pan(paths.bundled_weights() / f"pan-x{scale}.safetensors", scale)


@pytest.mark.parametrize("scale", SCALES)
def test_the_authors_pan_checkpoints_are_told_apart(shared: Path, scale: int) -> None:
    assert_is_pan(shared / f"weights/official/PANx{scale}_DF2K.pth", scale)


def test_a_state_dict_of_another_network_is_refused() -> None:
    for state_dict in (
        {},
        {"features.0.weight": torch.zeros(64, 3, 3, 3)},
        {"head.0.weight": torch.zeros(0, 3), "tail.0.0.weight": torch.zeros(1)},
        {"head.0.weight": torch.zeros(()), "tail.0.0.weight": torch.zeros(1)},
        {"SCPA_trunk.0.conv1_a.weight": torch.zeros(1)},
    ):
        with pytest.raises(WeightsMismatch, match="none of the networks"):
            recognise(state_dict)


def test_misfits_count_and_name_what_differs() -> None:
    network = tiny("edsr", 2)
    state_dict = network.state_dict()
    assert misfits(network, state_dict) == []
    for number in range(4):
        state_dict[f"extra.{number}"] = torch.zeros(1)
    del state_dict["head.0.bias"]
    state_dict["tail.1.weight"] = torch.zeros(3, 5, 3, 3)
    assert misfits(network, state_dict) == [
        "1 missing (head.0.bias)",
        "4 unexpected (extra.0, extra.1, extra.2, …)",
        "1 of other shape (tail.1.weight is (3, 5, 3, 3) instead of (3, 6, 3, 3))",
    ]
