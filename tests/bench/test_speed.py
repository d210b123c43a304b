"""What is measured next, what is not even tried, and what becomes of a process that dies."""

from __future__ import annotations

import pytest

from sr_desktop.bench import speed
from sr_desktop.bench.contest import FAILED, TOO_LARGE, Contest, Plan, Record
from sr_desktop.bench.results import Results
from sr_desktop.engine import device

SMALL, LARGE = Contest("pan-x2", 32, 24), Contest("pan-x2", 4000, 3000)
Steps = list[tuple[str, Contest, tuple[str, ...]]]


def plan(contest: Contest, *runtimes: str, parts: tuple[str, ...] = ("memory", "speed")) -> Plan:
    size = (contest.width, contest.height)
    return Plan((contest.network,), (size,), runtimes, parts, 0.1, 1, "cpu")


def measured(what: Plan, *known: Record) -> tuple[list[Record], Steps]:
    """The new records, and the processes that were begun."""
    results, steps = Results({}), Steps()
    for record in known:
        results.add(record)
    speed.measure(what, results, lambda *step: steps.append(step))
    return [record for record in results.records if record not in known], steps


def test_what_cannot_fit_is_told_with_its_need_and_never_started() -> None:
    known = Record("memory", SMALL, "eager", numbers={"base_mib": 200.0, "run_mib": 2000.0})
    found, steps = measured(plan(LARGE, "eager"), known)
    needed_mib = 2000.0 * LARGE.pixels / SMALL.pixels
    assert [(each.part, each.outcome) for each in found] == [
        ("memory", TOO_LARGE),
        ("speed", TOO_LARGE),
    ]
    assert [each.numbers["needed_mib"] for each in found] == pytest.approx([needed_mib] * 2)
    assert steps == []


def test_what_did_not_fit_when_its_memory_was_measured_is_not_timed() -> None:
    known = Record("memory", SMALL, "ncnn", TOO_LARGE)
    found, steps = measured(plan(SMALL, "ncnn", parts=("speed",)), known)
    assert [(each.runtime, each.outcome) for each in found] == [("ncnn", TOO_LARGE)]
    assert steps == []


def test_what_is_settled_starts_no_process() -> None:
    known = [Record(part, SMALL, "ours-fp32") for part in ("memory", "speed", "tiles")]
    what = plan(SMALL, "ours-fp32", parts=("memory", "speed", "tiles"))
    assert measured(what, *known) == ([], [])


def test_a_process_that_dies_is_told_by_how_it_ended() -> None:
    nobody = Contest("no-such-network-x2", 32, 24)
    found, steps = measured(plan(nobody, "ours-fp32", parts=("memory",)))
    assert steps == [("memory", nobody, ("ours-fp32",))]
    (record,) = found
    assert record.outcome == FAILED
    assert record.why.startswith("exit ")
    assert "no-such-network-x2" in record.why


def test_ours_is_every_precision_of_the_device() -> None:
    (cpu,) = (facts for facts in device.survey() if facts.id == "cpu")
    ours = tuple(f"ours-{precision}" for precision in cpu.precisions)
    assert "ours-fp32" in ours
    assert speed.expanded(("eager", "ours", "eager"), "cpu") == ("eager", *ours)
