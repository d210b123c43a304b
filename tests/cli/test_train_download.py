"""sr-desktop train --download div2k, as it is called."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sr_desktop import cli
from sr_desktop.cli import fetching
from sr_desktop.train import loop
from sr_desktop.train.config import Config
from tests.cli.program import one_line
from tests.train.div2k_zips import IDS, Site, members_of
from tests.weights.server import Server

HR = "DIV2K_train_HR"
Trained = list[Config]


@pytest.fixture
def site(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    yield Site(server, tmp_path / "site", monkeypatch)
    for thread in threading.enumerate():
        if type(thread).__name__ == "_RefreshThread":  # rich ends it, but does not wait for it
            thread.join(10)


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> Trained:
    """What is asked of the trainer, which does nothing."""
    configs: Trained = []

    def train(config: Config, *_: Any, **__: Any) -> Path:
        configs.append(config)
        return Path("made.safetensors")

    monkeypatch.setattr(loop, "train", train)
    return configs


def train(*words: str) -> int:
    return cli.main(["train", "pan-ship", "--download", "div2k", *words])


def folders(config: Config) -> list[tuple[str, float]]:
    return [(str(each.path), each.weight) for each in config.data.folders]


def test_it_is_fetched_and_learnt_from(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through to the checkpoint, with the real trainer."""
    brief = ["--cpu", "--threads=1", "--batch=2", "--patch=12", "--epochs=1", "--epoch-steps=2"]
    brief += ["--no-tensorboard", "--set", "network.args={n_feats=4, up_feats=4, n_blocks=1}"]
    brief += ["--set", "data.shrink=[1.0]"]
    assert train("--yes", "-o", "run", *brief) == 0
    told = capsys.readouterr()
    assert "3 patches a pass" in told.err
    assert "step 2: DIV2K" in one_line(told.err), "measured on the pictures for that"
    assert told.out == "run/pan-x2.safetensors\n"
    asked = one_line(told.err)
    assert f"from {site.server.host} into DIV2K?" in asked
    assert "academic research purpose only" in asked


def test_without_anybody_to_ask_nothing_is_fetched(
    site: Site, trained: Trained, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train() == 2
    told = one_line(capsys.readouterr().err)
    for word in ("DIV2K x2", "kB", site.server.host, "academic research", "--yes"):
        assert word in told
    assert (site.asked(), trained) == ([], [])
    assert not Path("DIV2K").exists()


@pytest.mark.parametrize(("reply", "code"), [(True, 0), (False, cli.CANCELLED)])
def test_a_person_is_asked_and_obeyed(
    site: Site, trained: Trained, monkeypatch: pytest.MonkeyPatch, reply: bool, code: int
) -> None:
    questions = []

    def ask(question: str, **_: Any) -> bool:
        questions.append(question)
        return reply

    monkeypatch.setattr(fetching, "_has_terminal", lambda: True)
    monkeypatch.setattr(fetching.Confirm, "ask", ask)
    assert train("--scale=3") == code
    assert len(questions) == 1
    assert "DIV2K x3: download" in questions[0]
    assert (len(trained), bool(site.asked())) == (int(reply), reply)
    if reply:
        assert train("--scale=3") == 0
        assert len(questions) == 1, "there is nothing to ask about any more"


@pytest.mark.parametrize(
    ("words", "into", "learnt_from"),
    [
        ([], "DIV2K", [("DIV2K", 1)]),
        (["--data", "sets/d=2"], "sets/d", [("sets/d", 2)]),
        (["--data", "a", "--data", "b"], "DIV2K", [("a", 1), ("b", 1), ("DIV2K", 1)]),
        (["--data", "a", "--data", "DIV2K=3"], "DIV2K", [("a", 1), ("DIV2K", 3)]),
    ],
)
def test_it_comes_into_the_one_folder_or_beside_several(
    site: Site, trained: Trained, words: list[str], into: str, learnt_from: list[tuple[str, float]]
) -> None:
    assert train("--yes", *words) == 0
    assert (Path(into) / next(iter(members_of(HR)))).is_file()
    assert [folders(config) for config in trained] == [learnt_from]


def test_programs_are_told_what_comes(
    site: Site, trained: Trained, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train("--yes", "--json") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    size = site.zips[HR].stat().st_size
    came = [each for each in events if each["event"] == "transferred" and each["part"] == HR]
    assert (came[-1]["done_bytes"], came[-1]["total_bytes"]) == (size, size)
    assert came[-1]["host"] == site.server.host
    out = [each for each in events if each["event"] == "unpacked"]
    assert {each["part"] for each in out} == {id for id in IDS if id.endswith(("HR", "X2"))}
    assert events[-1]["event"] == "made"


def when(is_so: Callable[[], bool], act: Callable[[], None]) -> threading.Thread:
    def wait() -> None:
        while not is_so():
            threading.Event().wait(0.01)
        act()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def test_ctrl_c_keeps_what_came_and_the_next_call_goes_on(
    site: Site, trained: Trained, capsys: pytest.CaptureFixture[str]
) -> None:
    site.plan(HR, ("stall", 4000))
    part = Path(f"DIV2K/{HR}.part")
    thread = when(
        lambda: part.exists() and part.stat().st_size == 4000,
        lambda: os.kill(os.getpid(), signal.SIGINT),
    )
    assert train("--yes") == cli.CANCELLED
    thread.join()
    assert "the same command goes on" in one_line(capsys.readouterr().err)
    assert trained == []
    assert train("--yes") == 0
    assert site.asked()[:2] == [(HR, None), (HR, "bytes=4000-")]
    assert len(trained) == 1


def test_a_mirror_is_named_and_taken(
    site: Site, trained: Trained, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train("--yes", "--mirror", "nonsense") == 2
    assert "https://mirror.example/folder" in capsys.readouterr().err
    site.server.hold(f"/mirror/{HR}.zip", site.zips[HR])
    assert train("--yes", "--mirror", f"{site.server.url}/mirror") == 0
    assert site.asked()[0] == (f"mirror/{HR}", None)
