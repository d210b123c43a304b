"""sr-desktop train, as it is called."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sr_desktop.weights.library import spec_in
from tests.train.pictures import write_pictures

TINY = ["--cpu", "--threads=1", "--batch=8", "--patch=24", "--no-tensorboard"]
TINY_PAN = [*TINY, "--set", "network.args={n_feats=16, up_feats=12, n_blocks=3}"]


def environment() -> dict[str, str]:
    return os.environ | {"COLUMNS": "200"}


def train(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(line(*arguments), capture_output=True, text=True, env=environment())


def line(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "sr_desktop", "train", *map(str, arguments)]


def events(out: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in out.splitlines()]


def test_a_minute_on_ten_pictures_beats_bicubic(shared: Path, tmp_path: Path) -> None:
    """From nothing, on one thread of a CPU; it takes 10 s on an idle one."""
    ten = tmp_path / "ten"
    ten.mkdir()
    for path in sorted((shared / "data" / "train" / "BSDS500").rglob("*.jpg"))[:10]:
        shutil.copy(path, ten)
    brief = ["--epochs=1", "--epoch-steps=250", "--rate=2e-3", "--set", "optimizer.average=0.99"]
    brief += ["--set", "optimizer.warmup_steps=20"]
    set5 = shared / "data" / "benchmarks" / "Set5"
    run = tmp_path / "run"
    done = train(
        "pan-ship", "--data", ten, "--evaluate", set5, "-o", run, *TINY_PAN, *brief, "--json"
    )
    assert done.returncode == 0, done.stderr
    (scores,) = [each for each in events(done.stdout) if each["event"] == "scores"]
    assert scores["psnr"]["Set5"] > scores["bicubic"]["Set5"] + 0.3
    assert scores["bicubic"]["Set5"] == pytest.approx(33.674, abs=0.001)


def test_it_tells_people_how_far_it_is_and_what_to_do_with_what_it_made(tmp_path: Path) -> None:
    pictures = write_pictures(tmp_path / "pictures")
    run = tmp_path / "run"
    asked = ["pan-ship", "--data", pictures, "--evaluate", pictures, "-o", run, *TINY_PAN]
    done = train(*asked, "--patch=12", "--epochs=2", "--epoch-steps=3")
    assert done.returncode == 0, done.stderr
    assert "8 patches a pass" in done.stderr, "each picture whole and at 0.7"
    assert "epoch 2, step 6: pictures" in done.stderr
    assert done.stdout == f"{run / 'pan-x2.safetensors'}\n"
    assert f"sr-desktop models import {run / 'pan-x2.safetensors'}" in done.stderr
    spec = spec_in(run / "pan-x2.safetensors")
    assert dict(spec.arch_args) == {"n_feats": 16, "up_feats": 12, "n_blocks": 3}
    again = train(*asked, "--patch=12", "--epochs=2", "--epoch-steps=3")
    assert again.returncode == 2
    assert "There is a training in" in again.stderr
    assert "--resume" in again.stderr


def test_ctrl_c_keeps_the_state(tmp_path: Path) -> None:
    pictures = write_pictures(tmp_path / "pictures")
    run = tmp_path / "run"
    asked = ["msrn-small", "--data", pictures, "-o", run, *TINY, "--patch=12", "--json"]
    long = [*asked, "--epochs=1", "--epoch-steps=200"]
    with subprocess.Popen(line(*long), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for text in process.stdout:
            if json.loads(text)["event"] == "stepped":
                process.send_signal(signal.SIGINT)
                break
        rest = events(process.stdout.read())
    assert process.returncode == 130
    assert [each["event"] for each in rest[-2:]] == ["saved", "stopped"]
    done = train(*long, "--resume")
    assert done.returncode == 0, done.stderr
    told = events(done.stdout)
    assert next(each["step"] for each in told if each["event"] == "began") == rest[-2]["step"]
    assert told[-1] == {"event": "made", "path": str(run / "msrn-small-x2.safetensors")}


def test_a_preset_is_shown_changed_and_used(tmp_path: Path) -> None:
    listed = train("--list").stdout
    assert "pan-ship" in listed
    assert "MSRN as super-image trains it" in listed
    shown = train("msrn-small", "--show")
    assert shown.returncode == 0
    mine = tmp_path / "mine.toml"
    mine.write_text(shown.stdout.replace("n_blocks = 2", "n_blocks = 1"))
    pictures = write_pictures(tmp_path / "pictures")
    run = tmp_path / "run"
    done = train(
        mine, "--data", f"{pictures}=2", "-o", run, *TINY, "--patch=12", "--epochs=1",
        "--epoch-steps=0",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "8 patches a pass, 1 steps an epoch" in done.stderr
    assert dict(spec_in(run / "mine-x2.safetensors").arch_args)["n_blocks"] == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Which preset?"),
        (["pan-shipp"], "Did you mean pan-ship?"),
        (["pan-ship"], "Name a folder with --data."),
        (["pan-ship", "--set", "optimizer.rat=1", "--data", "x"], "Did you mean rate?"),
        (["pan-ship", "--set", "optimizer"], "is not KEY=VALUE"),
        (["pan-ship", "--show", "--rate=1"], "--show prints a preset as it is."),
        (["pan-ship", "--checkpoint", "x.pt"], "--checkpoint goes with --resume."),
        (["pan-ship", "--data", "/nowhere/at/all"], "/nowhere/at/all"),
    ],
)
def test_what_cannot_be_followed_is_told_in_one_line(arguments: list[str], told: str) -> None:
    done = train(*arguments, "--cpu")
    assert done.returncode in (2, 3)
    assert told in done.stderr
    assert "Traceback" not in done.stderr
