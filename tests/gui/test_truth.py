"""A picture's reference as a value: what events and results change, and what is to be computed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sr_desktop.bench.quality import Quality
from sr_desktop.bench.types import Compared, Event, ReferenceReady
from sr_desktop.errors import UnfitPair
from sr_desktop.gui.truth import Side, Truth, reduce, wanted
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.types import Failed, Finished, Result, Started, Stopped, next_id

LR = Picture(np.zeros((20, 30, 3), np.uint8))
SR = Picture(np.zeros((40, 60, 3), np.uint8))
HR = Picture(np.ones((40, 60, 3), np.uint8))
READ = next_id()  # not a number of ours: jobs of the code under test get theirs there


def run(truth: Truth, *events: Event) -> Truth:
    for event in events:
        truth = reduce(truth, event)
    return truth


@pytest.fixture
def reading() -> Truth:
    return Truth("hr.png", 2, job_id=READ)


@pytest.fixture
def read(reading: Truth) -> Truth:
    return run(reading, Started(READ), ReferenceReady(READ, HR), Finished(READ, Result()))


def test_nothing_is_compared_before_the_reference_is_read(reading: Truth) -> None:
    assert wanted(reading, LR, SR) == (reading, (), ())


def test_bicubic_comes_at_once_and_the_result_when_there_is_one(read: Truth) -> None:
    truth, [bicubic], _ = wanted(read, LR, None)
    assert (bicubic.picture, bicubic.reference, bicubic.scale) == (LR, HR, 2)
    assert wanted(truth, LR, None)[1] == ()
    truth, [result], _ = wanted(truth, LR, SR)
    assert result.picture is SR
    assert wanted(truth, LR, SR)[1] == ()


def test_the_gain_is_there_when_both_sides_are(read: Truth) -> None:
    truth, [bicubic, result], _ = wanted(read, LR, SR)
    truth = run(truth, Started(bicubic.id), Compared(bicubic.id, Quality(30.0, 0.9)))
    assert truth.gain_db is None
    truth = run(truth, Compared(result.id, Quality(32.5, 0.95)))
    assert truth.gain_db == pytest.approx(2.5)


def test_a_newer_result_takes_the_place_of_the_one_being_compared(read: Truth) -> None:
    truth, [_, old], _ = wanted(read, LR, SR)
    newer = replace(SR)
    truth, [job], vain = wanted(truth, LR, newer)
    assert vain == (old.id,)
    assert reduce(truth, Compared(old.id, Quality(1.0, None))) is truth
    assert truth.result.job_id == job.id


def test_a_result_of_another_scale_is_not_compared(read: Truth) -> None:
    truth, jobs, _ = wanted(read, LR, Picture(np.zeros((80, 120, 3), np.uint8)))
    assert [job.picture for job in jobs] == [LR]
    assert truth.result.picture is None


def test_a_reference_that_does_not_fit_is_told(reading: Truth) -> None:
    error = UnfitPair("hr.png is 3 × 3 px.")
    assert run(reading, Started(READ), Failed(READ, error)).error is error


def test_a_stopped_comparison_may_be_asked_for_again(read: Truth) -> None:
    truth, [job], _ = wanted(read, LR, None)
    truth = run(truth, Started(job.id), Stopped(job.id))
    assert isinstance(truth.bicubic, Side)
    assert truth.bicubic.picture is None
    assert len(wanted(truth, LR, None)[1]) == 1


def test_events_of_other_jobs_change_nothing(read: Truth) -> None:
    assert reduce(read, Compared(next_id(), Quality(1.0, None))) is read
