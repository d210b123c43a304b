from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

import pytest

from sr_desktop import catalogue
from sr_desktop.catalogue import Digest, ModelSpec
from sr_desktop.weights.sources import addresses

ONE_SCALE_ONLY = {"msrn-small"}


def every_row() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("spec", catalogue.all_models(), ids=lambda spec: spec.id)


def test_every_network_of_the_plan_is_there_at_every_scale() -> None:
    scales = defaultdict(list)
    for spec in catalogue.all_models():
        scales[spec.name].append(spec.scale)
    assert scales.keys() >= {
        "pan",
        "pan-official",
        "pan-super-image",
        "msrn",
        "msrn-official",
        "edsr",
        "edsr-base",
        "edsr-base-official",
    }
    assert {name: each for name, each in scales.items() if each != [2, 3, 4]} == {
        name: [2] for name in ONE_SCALE_ONLY & scales.keys()
    }


def test_no_two_rows_have_the_same_id() -> None:
    ids = [spec.id for spec in catalogue.all_models()]
    assert sorted(set(ids)) == sorted(ids)


@every_row()
def test_a_row_builds_its_network(spec: ModelSpec) -> None:
    import torch

    from sr_desktop.engine.archs import ARCHS

    shift = {} if spec.arch == "pan" else {"mean_shift": spec.mean_shift}
    with torch.device("meta"):
        network = ARCHS[spec.arch](spec.scale, **spec.arch_args, **shift)
        made = network(torch.empty(1, 3, 8, 10))
    assert made.shape == (1, 3, 8 * spec.scale, 10 * spec.scale)
    tensor_bytes = sum(value.numel() * 4 for value in network.state_dict().values())
    assert spec.bytes is not None
    assert 0.99 < spec.bytes / tensor_bytes < 1.05
    assert spec.parameters == sum(each.numel() for each in network.parameters())


@every_row()
def test_a_row_says_where_its_file_is_and_how_to_know_it(spec: ModelSpec) -> None:
    assert spec.digest is not None
    assert spec.digest == Digest.parse(str(spec.digest))
    assert spec.sources
    assert (spec.digest.kind == "hub") == spec.sources[0].startswith("hf:")
    for url in addresses(spec, env={}):
        parts = urlsplit(url)
        assert (parts.scheme, bool(parts.netloc), bool(parts.path)) == ("https", True, True)
    if spec.bundled is not None:
        assert spec.bundled.stat().st_size == spec.bytes
        assert spec.digest.kind == "sha256"


@every_row()
def test_a_row_says_what_a_user_wants_to_know(spec: ModelSpec) -> None:
    assert spec.label
    assert spec.purpose
    assert spec.origin
    assert spec.licence
    assert spec.paper
    assert spec.input_range in (1.0, 255.0)
    assert spec.scores or spec.published
    assert spec.scores.keys() == spec.bicubic.keys()
    assert all(spec.scores[name] > spec.bicubic[name] for name in spec.scores)


@pytest.mark.parametrize(
    "text",
    [
        "sha256:" + "a" * 63,
        "sha256:" + "A" * 64,
        "sha256-prefix:1bc9523",
        "git-sha1:" + "0" * 39,
        "md5:" + "0" * 32,
        "hub:abc",
        "",
    ],
)
def test_a_digest_that_is_not_well_formed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        Digest.parse(text)
