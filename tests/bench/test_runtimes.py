"""Every runtime enlarges a tiny picture as our plain network does, for real."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sr_desktop.bench import runtimes
from sr_desktop.bench.contest import RUNTIMES, Contest
from sr_desktop.bench.runtimes.base import Subject
from sr_desktop.bench.runtimes.exported import OnnxRuntime, OpenVino
from sr_desktop.bench.runtimes.torches import Eager
from sr_desktop.bench.timing import (
    Task,
    _Differs,
    _Outcome,
    expected_corner,
    in_turn,
    rounds_for,
    subject_of,
)

GIB = 2**30
# torch.compile leaves a thread behind: tests/cli has it in a process of its own.
EXPORTED = [word for word in RUNTIMES if word not in ("ours", "eager", "compile")]


def task(folder: Path, network: str, width: int = 32, height: int = 24) -> Task:
    contest = Contest(network, width, height)
    return Task("speed", contest, (), 1, "cpu", 1.0, 4 * GIB, str(folder))


def check(word: str, subject: Subject) -> None:
    """Raise what a runtime raises, and _Differs where its answer is another one."""
    runtime = runtimes.made(word)
    prepared = runtime.prepare(subject)
    outcome = _Outcome(task(subject.folder, subject.spec.id), subject, word)
    outcome.compare(runtime, prepared, prepared.run(), expected_corner(subject))
    assert 0 <= outcome.numbers["difference"] <= runtime.tolerance


@pytest.mark.parametrize("network", ["pan-x4", "edsr-base-x2"])
@pytest.mark.parametrize("word", ["eager", "ours-fp32"])
def test_torch_answers_as_our_plain_network(word: str, network: str, tmp_path: Path) -> None:
    check(word, subject_of(task(tmp_path, network)))


@pytest.mark.runtimes
@pytest.mark.filterwarnings("default")  # theirs are not ours to mend
@pytest.mark.parametrize("network", ["pan-x4", "pan-x2", "edsr-base-x2", "msrn-x4"])
@pytest.mark.parametrize("word", EXPORTED)
def test_each_export_answers_as_our_plain_network(word: str, network: str, tmp_path: Path) -> None:
    try:
        check(word, subject_of(task(tmp_path, network)))
    except runtimes.Absent as error:
        pytest.skip(f"needs the bench extra, `make bench-test`: there is no {error}")
    except runtimes.Elsewhere:
        pytest.skip(f"this CPU has no instructions for {word}")


@pytest.mark.runtimes
def test_openvino_tells_nobody_that_it_was_imported(tmp_path: Path) -> None:
    subject = subject_of(task(tmp_path, "pan-x2"))
    try:
        OpenVino("f32").prepare(subject)
    except runtimes.Absent as error:
        pytest.skip(f"needs the bench extra, `make bench-test`: there is no {error}")
    assert sys.modules["openvino_telemetry"] is None


def test_a_picture_larger_than_the_corner_is_compared_in_its_corner(tmp_path: Path) -> None:
    subject = subject_of(task(tmp_path, "pan-x2", width=160, height=120))
    assert expected_corner(subject).shape == (3, 128, 128)
    check("ours-fp32", subject)


def test_the_answer_of_another_network_is_told_by_its_difference(tmp_path: Path) -> None:
    ours, other = (subject_of(task(tmp_path, name)) for name in ("pan-x2", "edsr-base-x2"))
    prepared = Eager().prepare(replace(ours, network=other.network))
    outcome = _Outcome(task(tmp_path, "pan-x2"), ours, "eager")
    with pytest.raises(_Differs):
        outcome.compare(Eager(), prepared, prepared.run(), expected_corner(ours))
    assert outcome.numbers["difference"] > 0.01


def test_no_number_at_all_is_a_difference(tmp_path: Path) -> None:
    subject = subject_of(task(tmp_path, "pan-x2"))
    prepared = Eager().prepare(subject)
    answer = np.full((1, 3, 48, 64), np.nan, np.float32)
    with pytest.raises(_Differs):
        _Outcome(task(tmp_path, "pan-x2"), subject, "eager").compare(
            Eager(), prepared, answer, expected_corner(subject)
        )


def test_a_package_that_is_not_there_is_named(tmp_path: Path) -> None:
    class Missing(OnnxRuntime):
        packages = ("there-is-no-such-package",)

    subject = subject_of(task(tmp_path, "pan-x2"))
    with pytest.raises(runtimes.Absent, match="there-is-no-such-package"):
        Missing().prepare(subject)


def test_what_only_computes_on_cpus_does_not_pretend_to_be_on_a_gpu(tmp_path: Path) -> None:
    subject = replace(subject_of(task(tmp_path, "pan-x2")), device="cuda:0")
    with pytest.raises(runtimes.Elsewhere):
        OnnxRuntime().prepare(subject)


def test_random_weights_are_the_same_each_time_and_said_to_be_random(tmp_path: Path) -> None:
    first, second = (subject_of(task(tmp_path, "edsr-base-x2")) for _ in range(2))
    assert first.is_random
    assert np.array_equal(expected_corner(first), expected_corner(second))
    assert not subject_of(task(tmp_path, "pan-x2")).is_random


def test_acts_take_turns() -> None:
    acted: list[str] = []
    times = in_turn({name: lambda name=name: acted.append(name) for name in "ab"}, 3)
    assert acted == ["a", "b", "a", "b", "a", "b"]
    assert {name: len(each) for name, each in times.items()} == {"a": 3, "b": 3}


def test_the_machine_rests_between_two_acts() -> None:
    begun: list[float] = []

    def act() -> None:
        begun.append(time.perf_counter())
        time.sleep(0.05)

    in_turn({"a": act, "b": act}, 2)
    assert all(later - earlier >= 1.2 * 0.05 for earlier, later in pairwise(begun))


def test_there_are_as_many_rounds_as_fit_but_one_at_least_and_25_at_most() -> None:
    assert [rounds_for(10.0, each) for each in (0.1, 3.0, 50.0)] == [25, 3, 1]
