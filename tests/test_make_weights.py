"""How the checkpoints that ship are made: a tiny one, by the same tool."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch

from sr_desktop.weights.digest import sha256_of
from tests.train.pictures import write_pictures
from tools import make_weights
from tools.make_weights import MARK, Shipped, keep_run, noted, write_card

REPO = Path(__file__).resolve().parent.parent
TINY = ["--cpu", "--threads=1", "--batch=4", "--patch=12", "--epochs=4", "--epoch-steps=3"]
TINY += ["--no-tensorboard", "--set=network.args={n_feats=8,up_feats=8,n_blocks=1}"]


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, as that which ships."""
    folder = tmp_path / "weights"
    folder.mkdir()
    for name in ("catalogue.toml", "pan.md"):
        shutil.copy(REPO / "weights" / name, folder)
    monkeypatch.setattr(make_weights, "WEIGHTS", folder)
    four = Shipped("pan", 4, "pan-ship", "pan-x2", patterns=0.1, leaves=0.5)
    shipped = (Shipped("pan", 2, "pan-ship"), four)
    monkeypatch.setattr(make_weights, "LEAVES", (3, 100))
    monkeypatch.setattr(make_weights, "SHIPPED", shipped)
    return folder


def test_what_was_trained_ships_with_its_figures_and_its_card(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = write_pictures(tmp_path / "pictures", 2, (96, 80))
    for name in make_weights.SETS:
        write_pictures(tmp_path / "benchmarks" / name, 2)
    command = ["make_weights.py", "--data", str(pictures), "--runs", str(tmp_path / "runs")]
    command += ["--benchmarks", str(tmp_path / "benchmarks"), *TINY]
    monkeypatch.setattr(sys, "argv", command)
    before = (weights / "catalogue.toml").read_text()
    make_weights.main()
    after = (weights / "catalogue.toml").read_text()
    rows = {row["scale"]: row for row in tomllib.loads(after)["model"][0]["checkpoint"]}
    for scale in (2, 4):
        file = weights / f"pan-x{scale}.safetensors"
        assert rows[scale]["bytes"] == file.stat().st_size
        assert rows[scale]["digest"] == f"sha256:{sha256_of(file)}"
        assert set(rows[scale]["scores"]) == set(make_weights.SETS)
    changed = [a != b for a, b in zip(before.splitlines(), after.splitlines(), strict=True)]
    assert 2 <= sum(changed) <= 10, "everything else stays, comments too"
    card = (weights / "pan.md").read_text()
    above, below = card.split(MARK)
    assert "pixel attention" in above
    assert "pan-x3: starter weights" in below
    flags = "--batch=4 --patch=12 --epochs=4 --epoch-steps=3"
    assert f"`tools/make_weights.py pan-x4 {flags} '--set=network.args=" in below
    assert "--cpu" not in below
    drawn = "dead leaves (weight 0.5), drawn patterns (weight 0.1)"
    assert f"on pictures, {drawn}, 12 of 12 steps, from the trunk of pan-x2" in below
    assert len(list((tmp_path / "runs").glob("leaves-*/*.png"))) == 3
    assert f"| x2 | {rows[2]['scores']['Set5']:.3f} |" in below
    runs = json.loads((weights / "runs.json").read_text())
    assert [step for step, _ in runs["pan-x2"]["curve"]] == [6, 12]
    drawing = ElementTree.parse(weights / "pan.svg").getroot()
    lines = [each for each in drawing.iter() if each.tag.endswith("polyline")]
    assert len(lines) == 2
    monkeypatch.setattr(sys, "argv", [*command, "--take", "pan-x2"])
    make_weights.main()
    assert (weights / "pan.md").read_text() == card, "taken again, it says the same"


def test_a_checkpoint_learns_from_what_it_makes_of_the_pictures(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    pictures = write_pictures(tmp_path / "pictures", 2, (96, 80))
    for name in make_weights.SETS:
        write_pictures(tmp_path / "benchmarks" / name, 2)
    runs = tmp_path / "runs"
    command = ["make_weights.py", "pan-x4", "--data", str(pictures), "--runs", str(runs)]
    command += ["--benchmarks", str(tmp_path / "benchmarks"), *TINY, "--taught"]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit):
        make_weights.main()
    assert "--taught needs --start=FILE" in capsys.readouterr().err
    teacher = REPO / "weights" / "pan-x4.safetensors"
    shutil.copy(teacher, weights)
    monkeypatch.setattr(sys, "argv", [*command, f"--start={teacher}"])
    make_weights.main()
    card = (weights / "pan.md").read_text()
    data = "pictures and dead leaves (weight 0.5), as the self-ensemble of its start enlarges them"
    assert f"on {data}, drawn patterns (weight 0.1), 12 of 12 steps" in card
    assert "`tools/make_weights.py pan-x4 --taught --batch=4" in card
    assert "--start=weights/pan-x4.safetensors` (preset pan-ship)" in card
    learnt = sorted(each.name for each in runs.glob("taught-*/HR/X4/*.png"))
    assert learnt == sorted(
        f"{number:04}-{size}.png" for number in (0, 0, 1, 1, 2) for size in ("0.7", "1")
    )
    state = torch.load(runs / "pan-x4" / "state.pt", weights_only=True)
    data = state["config"]["data"]
    assert data["shrink"] == [1.0]
    folders = [(Path(each["path"]).name[:5], each["weight"]) for each in data["folders"]]
    assert folders == [("taugh", 1.0), ("taugh", 0.5), ("hard-", 0.1)]


def test_flags_are_noted_that_decide_what_is_learnt(weights: Path, tmp_path: Path) -> None:
    (weights / "pan-x2.safetensors").write_bytes(b"weights")
    (tmp_path / "kept.safetensors").write_bytes(b"weights")
    (tmp_path / "mine.safetensors").write_bytes(b"others")
    given = ["--cpu", "--threads=1", "--json", f"--evaluate={tmp_path}", "--epochs=32"]
    for name, told in (("kept", "weights/pan-x2"), ("mine", "mine"), ("gone", "gone")):
        start = f"--start={tmp_path / name}.safetensors"
        assert noted([*given, start]) == ["--epochs=32", f"--start={told}.safetensors"]


@pytest.mark.parametrize(
    ("flags", "begun"),
    [
        (None, ", from the trunk of pan-x2"),
        (["--rate=1e-4"], ", from the trunk of pan-x2"),
        (["--start=weights/pan-x3.safetensors"], ", from the pan-x3 that shipped before"),
        (["--start=mine.safetensors"], ""),
    ],
)
def test_the_card_tells_the_recipe_that_was_used(
    weights: Path, flags: list[str] | None, begun: str
) -> None:
    origin = {"commit": "0123456789abcdef", "machine": "a processor", "data": "BSDS500"}
    more = {} if flags is None else {"flags": flags}
    history = [{"seconds": 7200.0, "step": 8, "steps": 9, "psnr": {"Set5": 33.0}}]
    keep_run(Shipped("pan", 3, "pan-ship", "pan-x2"), history, origin | more)
    write_card("pan")
    command = " ".join(["tools/make_weights.py pan-x3", *(flags or [])])
    recipe = f"`{command}` (preset pan-ship), on BSDS500, 8 of 9 steps{begun}, 2.0 hours of"
    assert recipe in (weights / "pan.md").read_text()
