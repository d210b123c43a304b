"""Which addresses a checkpoint is fetched from, and in which order."""

from __future__ import annotations

import pytest

from sr_desktop import catalogue
from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import UsageError
from sr_desktop.weights.sources import addresses, host_of, without_login

ROWS = {spec.id: spec for spec in catalogue.all_models()}
HUB, PLAIN = ROWS["edsr-base-x2"], ROWS["pan-official-x3"]


def test_the_hub_is_asked_by_its_own_form_of_address() -> None:
    (url,) = addresses(HUB, env={})
    assert url == ("https://huggingface.co/eugenesiow/edsr-base/resolve/main/pytorch_model_2x.pt")


@pytest.mark.parametrize("endpoint", ["https://hf.example", "https://hf.example/"])
def test_another_hub_stands_in_for_it(endpoint: str) -> None:
    (url,) = addresses(HUB, env={"HF_ENDPOINT": endpoint})
    assert url == "https://hf.example/eugenesiow/edsr-base/resolve/main/pytorch_model_2x.pt"


def test_other_hosts_are_taken_in_the_order_of_the_catalogue() -> None:
    assert addresses(PLAIN, env={"HF_ENDPOINT": "https://hf.example"}) == PLAIN.remotes


@pytest.mark.parametrize(("spec", "ending"), [(HUB, "pt"), (PLAIN, "pth")])
@pytest.mark.parametrize("mirror", ["https://m.example/a", "https://m.example/a/"])
def test_a_mirror_is_asked_first_for_the_id(spec: ModelSpec, ending: str, mirror: str) -> None:
    expected = f"https://m.example/a/{spec.id}.{ending}"
    for urls in (
        addresses(spec, mirror, env={}),
        addresses(spec, env={"SR_MIRROR": mirror}),
        addresses(spec, mirror, env={"SR_MIRROR": "https://not.this"}),
    ):
        assert urls == (expected, *addresses(spec, env={}))


@pytest.mark.parametrize("bad", ["m.example/a", "ftp://m.example", "https://", "/folder", "C:\\a"])
def test_what_is_no_web_address_is_refused_with_an_example(bad: str) -> None:
    for options in ({"mirror": bad}, {"env": {"HF_ENDPOINT": bad}}, {"env": {"SR_MIRROR": bad}}):
        with pytest.raises(UsageError, match=r"https://mirror\.example"):
            addresses(HUB, **{"env": {}, **options})  # type: ignore[arg-type]


def test_a_bad_hub_is_no_matter_to_what_is_not_there() -> None:
    assert addresses(PLAIN, env={"HF_ENDPOINT": "nonsense"}) == PLAIN.remotes


def test_what_ships_is_fetched_from_nowhere() -> None:
    assert addresses(ROWS["pan-x4"], "https://m.example", env={}) == ()


def test_a_host_is_named_with_its_port_and_without_a_login() -> None:
    assert host_of("https://me:secret@host.example:8080/a/b?c") == "host.example:8080"
    assert without_login("https://me:secret@host.example:8080/a/b?c") == (
        "https://host.example:8080/a/b?c"
    )
