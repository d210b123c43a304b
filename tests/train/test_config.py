"""Presets, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_desktop.errors import UsageError
from sr_desktop.train import config
from sr_desktop.train.checkpoint import spec_of
from sr_desktop.train.config import Config, Optimizer
from sr_desktop.train.loop import new_network


def of(name: str, *changes: tuple[str, object]) -> Config:
    return Config.checked(config.altered(config.read(name), changes), name)


@pytest.mark.parametrize("name", config.presets())
def test_every_preset_that_ships_describes_a_network(name: str) -> None:
    preset = of(name)
    assert preset.summary
    network = new_network(spec_of(preset))
    assert network.scale == preset.network.scale


def test_there_are_the_presets_of_those_we_learnt_from_and_our_own() -> None:
    theirs = {"msrn-paper", "pan-paper", "msrn-pytorch", "edsr-keras", "msrn-small"}
    ours = {"pan-ship", "msrn-small-ship", "edsr-base-ship"}
    assert set(config.presets()) == theirs | ours


def test_super_image_divides_the_rate_by_10_after_800_of_1000_epochs() -> None:
    preset = of("pan-paper")
    assert (preset.data.patch_px, preset.data.crops, preset.optimizer.loss) == (64, "five", "l1")
    rates = [preset.optimizer.rate_at(at * 10, 10, 10_000) for at in (0, 799, 800, 999)]
    assert rates == pytest.approx([1e-4, 1e-4, 1e-5, 1e-5])


def test_keras_halves_the_rate_after_5000_steps() -> None:
    preset = of("edsr-keras")
    assert preset.length.epochs * preset.length.epoch_steps == 20_000
    rates = [preset.optimizer.rate_at(at, 200, 20_000) for at in (0, 4_999, 5_000, 19_999)]
    assert rates == pytest.approx([1e-4, 1e-4, 5e-5, 5e-5])


def test_a_cosine_falls_to_zero_after_it_has_warmed_up() -> None:
    optimizer = Optimizer(rate=1.0, schedule="cosine", warmup_steps=10)
    rates = [optimizer.rate_at(at, 100, 1000) for at in range(1000)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == rates[9]
    assert rates[500] == pytest.approx(0.5)
    assert rates[999] < 1e-5


def test_what_is_said_on_the_command_line_goes_over_the_preset() -> None:
    changed = of("msrn-pytorch", ("network.args.n_blocks", 4), ("optimizer.loss", "l2"))
    assert dict(changed.network.args) == {"n_feats": 64, "n_blocks": 4}
    assert changed.optimizer.loss == "l2"
    assert of("msrn-pytorch").network.args["n_blocks"] == 8


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("optimizer.rat", 1, "there is no setting optimizer.rat. Did you mean rate?"),
        ("optimizer.rate", -1, "optimizer.rate = -1"),
        ("network.arch", "rcan", "network.arch = 'rcan'"),
        ("network.scale", 5, "network.scale = 5"),
        ("data.patch_px", 4, "data.patch_px = 4"),
        ("name", "Not plain!", "name = 'Not plain!'"),
    ],
)
def test_a_wrong_setting_is_named(key: str, value: object, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        of("pan-ship", (key, value))
    assert told in str(caught.value)


def test_a_network_that_lacks_an_argument_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="PAN does not take"):
        new_network(spec_of(of("pan-ship", ("network.args", {"n_heads": 3}))))


def test_a_file_of_ones_own_is_a_preset(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[network]\narch = "pan"\nscale = 3\n')
    preset = of(str(mine))
    assert (preset.id, preset.network.scale) == ("mine-x3", 3)


@pytest.mark.parametrize(("text", "told"), [("[network", "no TOML file"), (None, "no preset")])
def test_a_file_that_is_none_is_told(tmp_path: Path, text: str | None, told: str) -> None:
    mine = tmp_path / "mine.toml"
    if text is not None:
        mine.write_text(text)
    with pytest.raises(UsageError, match=told):
        config.read(str(mine))
