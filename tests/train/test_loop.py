"""A training as a whole: what it makes, that it can be killed, shared and refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from accelerate.state import AcceleratorState, GradientState, PartialState
from PIL import Image

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.catalogue import Stated
from sr_desktop.engine import CAN_SEE_WAITING, threads
from sr_desktop.engine.device import cpu_in_float32
from sr_desktop.engine.model import load_model, read_state_dict, spec_of_file
from sr_desktop.errors import (
    TrainingDiverged,
    UnfitPair,
    UsageError,
    WeightsError,
    WeightsMismatch,
    WeightsMissing,
)
from sr_desktop.train import checkpoint, loop
from sr_desktop.train.checkpoint import Scores, spec_of
from sr_desktop.train.loop import Began, Event, Saved, Stepped, begin_with, new_network, train
from sr_desktop.weights import Library
from sr_desktop.weights.library import spec_in, stated_in
from tests.train.pictures import small, write_pictures


@pytest.fixture(autouse=True)
def own_process() -> Iterator[None]:
    """Accelerate remembers for a process how it computed first; and torch its threads."""
    count = torch.get_num_threads()
    forget()  # what a test of the command left
    yield
    torch.set_num_threads(count)
    forget()


def forget() -> None:
    for state in (AcceleratorState, GradientState, PartialState):
        state._reset_state()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return write_pictures(tmp_path / "pictures")


def same(one: Path, other: Path) -> bool:
    """Whether all weights are equal to the last bit."""
    a, b = read_state_dict(one), read_state_dict(other)
    return a.keys() == b.keys() and all(torch.equal(a[key], b[key]) for key in a)


def test_what_comes_out_is_a_checkpoint_like_any_other(tmp_path: Path, pictures: Path) -> None:
    config = small(pictures, evaluation__folders=[str(pictures)])
    events: list[Event] = []
    made = train(config, tmp_path / "run", on_event=events.append)
    assert made == tmp_path / "run" / "tiny-x2.safetensors"
    spec = spec_in(made)
    assert (spec.id, spec.arch, spec.scale) == ("tiny-x2", "msrn", 2)
    load_model(spec, made, cpu_in_float32())
    began = next(event for event in events if isinstance(event, Began))
    assert (began.step, began.steps, began.patches) == (0, 20, 4)
    assert [event.step for event in events if isinstance(event, Stepped)] == [10, 20]
    first, last = (event for event in events if isinstance(event, Scores))
    assert (first.epoch, last.epoch) == (1, 2)
    assert last.loss < first.loss
    assert set(last.psnr) == set(last.bicubic) == {"pictures"}
    history = json.loads((tmp_path / "run" / "history.json").read_text())
    assert [each["step"] for each in history] == [10, 20]


@pytest.mark.skipif(not CAN_SEE_WAITING, reason="the system does not tell how long threads wait")
def test_threads_sleep_where_others_want_the_cores(
    tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for name, waiting in [("alone", 0.0), ("beside", 2.0)]:
        monkeypatch.setattr(threads, "waiting", lambda *_, waiting=waiting: waiting)
        monkeypatch.setattr(threads, "OF_THIS_PROCESS", threads.Waiting())  # has not looked yet
        asleep: set[bool] = set()

        def note(event: Event, asleep: set[bool] = asleep) -> None:
            if isinstance(event, Stepped):
                asleep.add(threads.OF_THIS_PROCESS.idlers is not None)

        config = small(pictures, machine__threads=2)
        made.append(train(config, tmp_path / name, on_event=note))
        assert asleep == {name == "beside"}
        assert threads.OF_THIS_PROCESS.idlers is None
    assert same(*made)


def test_the_score_is_the_one_that_evaluate_gives(tmp_path: Path, pictures: Path) -> None:
    from sr_desktop.bench.evaluate import Averaged, EvaluateJob, Evaluator
    from sr_desktop.jobs.engine import Engine

    config = small(pictures, evaluation__folders=[str(pictures)], length__epochs=1)
    events: list[Event] = []
    made = train(config, tmp_path / "run", on_event=events.append)
    told = next(event for event in events if isinstance(event, Scores))
    spec = replace(spec_of(config), file=made)
    evaluated: list[Any] = []
    job = EvaluateJob((pictures,), (spec,), Engine(device="cpu", precision="fp32", guard=False))
    Evaluator(Library()).run(job, evaluated.append, Cancel())
    (mean,) = [each.mean for each in evaluated if isinstance(each, Averaged)]
    assert told.psnr["pictures"] == pytest.approx(mean.psnr, abs=1e-3)
    assert told.bicubic["pictures"] == pytest.approx(mean.bicubic_psnr, abs=1e-9)


def test_what_no_weights_tell_is_told_by_the_file(tmp_path: Path, pictures: Path) -> None:
    """After one step nobody could find out by trying."""
    config = small(
        pictures,
        network={
            "arch": "edsr",
            "args": {"n_feats": 4, "n_blocks": 1, "res_scale": 0.1},
            "input_range": 255,
            "mean_shift": True,
        },
        length__epochs=1,
        length__epoch_steps=1,
    )
    made = train(config, tmp_path / "run").rename(tmp_path / "whatever.safetensors")
    spec = spec_of_file(made, stated_in(made))
    assert (spec.scale, spec.input_range, spec.mean_shift) == (2, 255.0, True)
    assert spec.arch_args["res_scale"] == 0.1
    said_otherwise = spec_of_file(made, stated_in(made, Stated(input_range=1.0)))
    assert (said_otherwise.input_range, said_otherwise.mean_shift) == (1.0, True)


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(
    tmp_path: Path, pictures: Path
) -> None:
    config = small(pictures)
    whole = train(config, tmp_path / "whole")
    cancel = Cancel()

    def stop_in_the_middle(event: Event) -> None:
        if isinstance(event, Stepped) and event.step == 10:
            cancel.set()

    with pytest.raises(Cancelled):
        train(config, tmp_path / "parts", on_event=stop_in_the_middle, cancel=cancel)
    begun: list[Event] = []
    parts = train(config, tmp_path / "parts", resume=True, on_event=begun.append)
    assert next(each.step for each in begun if isinstance(each, Began)) == 10
    assert same(whole, parts)


def test_every_so_many_epochs_the_state_is_kept(tmp_path: Path, pictures: Path) -> None:
    config = small(pictures, length__epochs=4, length__epoch_steps=2, keeping__keep_epochs=2)
    run = tmp_path / "run"
    whole = train(config, run)
    assert sorted(path.name for path in run.glob("state*")) == [
        "state-epoch-0002.pt",
        "state-epoch-0004.pt",
        "state.pt",
    ]
    state = run / "state-epoch-0002.pt"
    begun: list[Event] = []
    again = train(config, tmp_path / "b", resume=True, state=state, on_event=begun.append)
    assert next(each.step for each in begun if isinstance(each, Began)) == 4
    assert same(whole, again)


def test_a_run_that_is_there_is_not_written_over(tmp_path: Path, pictures: Path) -> None:
    config = small(pictures, length__epochs=1, length__epoch_steps=1)
    train(config, tmp_path / "run")
    before = (tmp_path / "run" / "state.pt").read_bytes()
    with pytest.raises(UsageError, match="There is a training in"):
        train(config, tmp_path / "run")
    assert (tmp_path / "run" / "state.pt").read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"optimizer__rate": 0.5}, r"optimizer\.rate = 0\.001, not 0\.5"),
        ({"network__args": {"n_feats": 8, "n_blocks": 1}}, r"network\.args"),
        ({"seed": 9}, "seed = 1, not 9"),
    ],
)
def test_it_does_not_go_on_with_other_settings(
    tmp_path: Path, pictures: Path, changes: dict[str, Any], told: str
) -> None:
    brief = {"length__epochs": 1, "length__epoch_steps": 1}
    train(small(pictures, **brief), tmp_path / "run")
    with pytest.raises(UsageError, match=told):
        train(small(pictures, **brief, **changes), tmp_path / "run", resume=True)


def test_there_must_be_something_to_go_on_from(tmp_path: Path, pictures: Path) -> None:
    config = small(pictures)
    with pytest.raises(WeightsMissing, match="nothing to go on from"):
        train(config, tmp_path / "run", resume=True)
    torch.save({"a": torch.zeros(1)}, tmp_path / "other.pt")
    (tmp_path / "damaged.pt").write_bytes(b"PK\x03\x04 no")
    for name in ("other.pt", "damaged.pt"):
        with pytest.raises(WeightsError, match="no state of a training"):
            train(config, tmp_path / "run", resume=True, state=tmp_path / name)


def test_a_loss_that_is_no_number_stops_it_with_the_last_good_state(
    tmp_path: Path, pictures: Path
) -> None:
    config = small(
        pictures,
        optimizer__rate=1e30,
        optimizer__schedule="constant",
        optimizer__clip_norm=0,
        length__epoch_steps=1,
        length__epochs=50,
    )
    events: list[Event] = []
    with pytest.raises(TrainingDiverged, match="no number any more") as caught:
        train(config, tmp_path / "run", on_event=events.append)
    saved = [event for event in events if isinstance(event, Saved)]
    assert saved, "the first steps were still numbers"
    assert str(saved[-1].path) in caught.value.hint
    state = checkpoint.read_state(saved[-1].path)
    assert state["step"] == saved[-1].step
    assert torch.isfinite(torch.tensor(state["loss_sum"]))
    assert all(value.isfinite().all() for value in state["network"].values())


def test_bad_pictures_are_told_before_the_first_step(tmp_path: Path, pictures: Path) -> None:
    Image.new("RGB", (8, 8)).save(pictures / "dot.png")
    with pytest.raises(UnfitPair, match=r"dot\.png"):
        train(small(pictures), tmp_path / "run")
    assert not (tmp_path / "run" / "state.pt").exists()


def test_a_trunk_is_begun_with(tmp_path: Path, pictures: Path) -> None:
    x2 = train(small(pictures, length__epochs=1), tmp_path / "x2")
    config = small(pictures, network__scale=4, network__start=str(x2), data__patch_px=8)
    network = new_network(spec_of(config))
    begin_with(network, read_state_dict(x2), x2)
    begun, trunk = network.state_dict(), read_state_dict(x2)
    assert torch.equal(begun["body.0.conv_3_1.weight"], trunk["body.0.conv_3_1.weight"])
    assert begun["tail.2.2.weight"].shape[0] == 16, "its own, as x2 has none"
    train(config, tmp_path / "x4")


def test_a_start_that_has_nothing_in_common_is_told(tmp_path: Path, pictures: Path) -> None:
    x2 = train(small(pictures, length__epochs=1), tmp_path / "x2")
    other = small(pictures, network__arch="pan", network__args={}, network__start=str(x2))
    with pytest.raises(WeightsMismatch, match="nothing in common"):
        train(other, tmp_path / "run")


def test_curves_are_written_for_tensorboard(tmp_path: Path, pictures: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    config = small(
        pictures, keeping__tensorboard=True, evaluation__folders=[str(pictures)], length__epochs=2
    )
    train(config, tmp_path / "run")
    curves = EventAccumulator(str(tmp_path / "run" / "tensorboard"))
    curves.Reload()
    assert {"loss", "rate", "psnr/pictures"} <= set(curves.Tags()["scalars"])
    assert [each.step for each in curves.Scalars("psnr/pictures")] == [10, 20]


def test_half_precision_learns_too(tmp_path: Path, pictures: Path) -> None:
    config = small(pictures, machine__precision="bf16")
    events: list[Event] = []
    train(config, tmp_path / "run", on_event=events.append)
    first, last = (event.loss for event in events if isinstance(event, Stepped))
    assert last < first
    assert next(event.compute for event in events if isinstance(event, Began)).endswith("bfloat16")


def test_a_batch_that_processes_cannot_share_is_told(
    tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop.Accelerator, "num_processes", 3)
    with pytest.raises(UsageError, match="4 patches cannot be shared by 3 processes"):
        train(small(pictures), tmp_path / "run")


# In processes of their own

_PROGRAM = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from sr_desktop.train import loop
from tests.train.pictures import small

pictures, run, resume, changes = sys.argv[1], sys.argv[2], sys.argv[3] == "resume", sys.argv[4]

def tell(event):
    print(json.dumps({"event": type(event).__name__, **asdict(event)}, default=str), flush=True)

loop.train(small(Path(pictures), **json.loads(changes)), Path(run), resume=resume, on_event=tell)
"""


def command(pictures: Path, run: Path, *, resume: bool = False, **changes: Any) -> list[str]:
    program = run.parent / "program.py"
    program.write_text(_PROGRAM)
    return [str(program), str(pictures), str(run), "resume" * resume, json.dumps(changes)]


def environment() -> dict[str, str]:
    repo = Path(__file__).resolve().parents[2]
    return os.environ | {"PYTHONPATH": str(repo), "OMP_NUM_THREADS": "1"}


def told(lines: str, kind: str) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in lines.splitlines() if line.startswith("{")]
    return [event for event in events if event["event"] == kind]


def test_killed_in_the_middle_it_goes_on_to_the_same_bits(tmp_path: Path, pictures: Path) -> None:
    changes = {"length__epochs": 3, "length__epoch_steps": 40, "keeping__save_seconds": 1e-9}
    subprocess.run(
        [sys.executable, *command(pictures, tmp_path / "whole", **changes)],
        check=True,
        capture_output=True,
        env=environment(),
    )
    line = [sys.executable, *command(pictures, tmp_path / "parts", **changes)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environment()) as killed:
        assert killed.stdout is not None
        for text in killed.stdout:
            if any(event["step"] > 50 for event in told(text, "Saved")):
                killed.send_signal(signal.SIGKILL)
                break
    assert not (tmp_path / "parts" / "history.json").exists()
    reached = checkpoint.read_state(tmp_path / "parts" / "state.pt")["step"]
    assert 50 < reached < 120
    subprocess.run(
        [sys.executable, *command(pictures, tmp_path / "parts", resume=True, **changes)],
        check=True,
        capture_output=True,
        env=environment(),
    )
    name = "tiny-x2.safetensors"
    assert same(tmp_path / "whole" / name, tmp_path / "parts" / name)


def test_two_processes_learn_as_one(tmp_path: Path, pictures: Path) -> None:
    """Each has half of the batch; gloo joins their gradients."""
    changes = {"length__epochs": 10, "length__epoch_steps": 5}
    launch = ["-m", "accelerate.commands.launch", "--cpu", "--num_machines=1"]
    launch += ["--mixed_precision=no", "--dynamo_backend=no"]
    curves = []
    for count in (1, 2):
        processes = [f"--num_processes={count}", f"--main_process_port={29500 + os.getpid() % 999}"]
        done = subprocess.run(
            [
                sys.executable,
                *launch,
                *processes,
                *command(pictures, tmp_path / str(count), **changes),
            ],
            check=True,
            capture_output=True,
            text=True,
            env=environment(),
        )
        curves.append([event["loss"] for event in told(done.stdout, "Stepped")])
    one, two = curves
    assert len(one) == len(two) == 10
    assert two == pytest.approx(one, rel=1e-3)
    assert two[-1] < 0.7 * two[0]
