"""The range and shift of a checkpoint, found by trying. msrn-small is in 0..1 without shift."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from sr_desktop.catalogue import Stated
from sr_desktop.engine.archs import EDSR, recognise
from sr_desktop.engine.archs.blocks import DIV2K_MEAN
from sr_desktop.engine.archs.facts import Facts, find_facts
from sr_desktop.engine.model import check_scale, read_state_dict, spec_of_file
from sr_desktop.errors import UsageError, WeightsMismatch
from sr_desktop.weights import Library

from .networks import SCALES, tiny

NOTHING = Stated()


@pytest.fixture
def in_1() -> dict[str, Tensor]:
    library = Library()
    return read_state_dict(library.ensure(library.find("msrn-small", 2)))


def in_255(state_dict: dict[str, Tensor]) -> dict[str, Tensor]:
    """The same function on 0..255: without biases it would be linear in the brightness."""
    return {
        key: value * 255 if key.endswith("bias") and "mean" not in key else value
        for key, value in state_dict.items()
    }


def shifted(state_dict: dict[str, Tensor]) -> dict[str, Tensor]:
    """The same function on 0..255 after the mean was taken off, but for what padding changes."""
    mean = torch.tensor(DIV2K_MEAN) * 255
    moved = in_255(state_dict)
    last = [key for key in moved if key.startswith("tail.") and key.endswith("bias")][-1]
    weight = moved["head.0.weight"]
    return moved | {
        "head.0.bias": moved["head.0.bias"] + weight.sum((2, 3)) @ mean,
        last: moved[last] - mean,
    }


def facts_of(state_dict: dict[str, Tensor], stated: Stated = NOTHING) -> Facts:
    arch, args, scale = recognise(state_dict)
    return find_facts(arch, args, scale, state_dict, stated)


def test_a_range_of_1_is_found(in_1: dict[str, Tensor]) -> None:
    facts = facts_of(in_1)
    assert (facts.input_range, facts.mean_shift) == (1.0, False), facts


def test_a_range_of_255_is_found(in_1: dict[str, Tensor]) -> None:
    facts = facts_of(in_255(in_1))
    assert (facts.input_range, facts.mean_shift) == (255.0, False), facts


def test_a_mean_shift_is_found(in_1: dict[str, Tensor]) -> None:
    facts = facts_of(shifted(in_1))
    assert (facts.input_range, facts.mean_shift) == (255.0, True), facts


@pytest.mark.parametrize("scale", SCALES)
def test_the_authors_pan_is_seen_to_be_in_0_to_1(shared: Path, scale: int) -> None:
    facts = facts_of(read_state_dict(shared / f"weights/official/PANx{scale}_DF2K.pth"))
    assert (facts.input_range, facts.mean_shift) == (1.0, False), facts
    assert (facts.consistency_db or 0) > 40


def test_what_is_stated_is_kept(in_1: dict[str, Tensor]) -> None:
    facts = facts_of(in_1, Stated(input_range=255.0))
    assert facts.input_range == 255.0
    facts = facts_of(in_1, Stated(input_range=1.0, mean_shift=True))
    assert (facts.input_range, facts.mean_shift) == (1.0, True)


@pytest.mark.parametrize(
    ("arch", "expected"), [("edsr", (255.0, True)), ("msrn", (255.0, True)), ("pan", (1.0, False))]
)
def test_random_weights_get_their_authors_facts(arch: str, expected: tuple[float, bool]) -> None:
    sizes = {"n_feats": 40, "up_feats": 24, "n_blocks": 16} if arch == "pan" else {}
    facts = facts_of(tiny(arch, 2, **sizes).float().state_dict())
    assert (facts.input_range, facts.mean_shift) == expected, facts


def test_a_wide_edsr_that_was_trained_without_res_scale_is_seen() -> None:
    network = EDSR(2, n_feats=256, n_blocks=1)
    state_dict = giving_back(network)
    wrong = dict(recognise(state_dict)[1])
    assert wrong["res_scale"] == 0.1
    assert facts_of(state_dict, Stated(input_range=1.0)).arch_args["res_scale"] == 1.0
    assert facts_of(state_dict, Stated(res_scale=0.1)).arch_args["res_scale"] == 0.1


def giving_back(network: EDSR) -> dict[str, Tensor]:
    """Weights with which the residual carries the whole picture: each pixel is repeated."""
    state_dict = {key: torch.zeros_like(value) for key, value in network.state_dict().items()}
    for channel in range(3):
        state_dict["head.0.weight"][channel, channel, 1, 1] = 1
        state_dict["body.0.body.0.weight"][channel, channel, 1, 1] = 1
        state_dict["body.0.body.2.weight"][channel, channel, 1, 1] = 1
        state_dict["body.1.weight"][channel, channel, 1, 1] = 0.5
        state_dict["tail.1.weight"][channel, channel, 1, 1] = 0.5
        for shuffled in range(4):
            state_dict["tail.0.0.weight"][4 * channel + shuffled, channel, 1, 1] = 1
    return state_dict


@pytest.mark.parametrize("scale", [2, 3])
def test_a_pan_of_random_weights_is_for_the_scale_that_is_said(tmp_path: Path, scale: int) -> None:
    content = tiny("pan", scale).float().state_dict()
    path = tmp_path / "random.pth"
    torch.save(content, path)
    assert spec_of_file(path, Stated(scale=scale)).scale == scale
    named = tmp_path / f"mine_{scale}x.pth"
    torch.save(content, named)
    assert spec_of_file(named).scale == scale


def test_a_trained_pan_is_for_its_own_scale_whatever_is_said() -> None:
    library = Library()
    path = library.ensure(library.find("pan", 3))
    assert spec_of_file(path, Stated(scale=2)).scale == 3


def test_a_res_scale_is_refused_where_there_is_none(tmp_path: Path) -> None:
    for arch in ("pan", "msrn"):
        path = tmp_path / f"{arch}.pth"
        torch.save(tiny(arch, 2).float().state_dict(), path)
        with pytest.raises(UsageError, match=f"{arch.upper()} has no res_scale"):
            spec_of_file(path, Stated(res_scale=0.1))


def test_a_scale_that_is_not_the_checkpoints_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.pth"
    torch.save(tiny("edsr", 2).float().state_dict(), path)
    spec = spec_of_file(path)
    check_scale(spec, path, 2)
    check_scale(spec, path, None)
    with pytest.raises(WeightsMismatch, match=r"mine\.pth is EDSR for x2, not x3"):
        check_scale(spec, path, 3)
