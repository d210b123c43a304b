"""One spot by one network, with a real network that ships."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from sr_desktop.cancel import Cancel
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import sample
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.types import Event, Finished, Previewed, TryJob, UpscaleJob
from sr_desktop.weights import Library

SPEC = Library().find("msrn-small", 2)
REGION = (40, 60, 128, 128)


@pytest.fixture(scope="module")
def source() -> Picture:
    return sample.reduced(4)


def run(job: TryJob) -> tuple[Previewed, Finished]:
    events: list[Event] = []
    Session().run(job, events.append, Cancel())
    assert isinstance(events[-1], Finished), events[-1]
    return next(event for event in events if isinstance(event, Previewed)), events[-1]


def test_the_spot_is_that_of_the_whole_result(source: Picture) -> None:
    tried, _ = run(TryJob(source, SPEC, REGION, Engine("cpu", "fp32")))
    events: list[Event] = []
    whole = UpscaleJob(source, SPEC, engine=Engine("cpu", "fp32"))
    Session().run(whole, events.append, Cancel())
    assert isinstance(events[-1], Finished)
    assert events[-1].result.picture is not None
    same = events[-1].result.picture.pixels[80:336, 120:376]
    assert tried.pixels.shape == (256, 256, 3)
    assert np.abs(tried.pixels.astype(int) - same).max() <= 1


def test_the_time_told_is_near_to_what_the_whole_picture_takes() -> None:
    """Within a factor of five: other programs run too."""
    large = Picture(np.ascontiguousarray(np.tile(sample.original().pixels, (1, 1, 1))[:800, :1000]))
    session, events = Session(), list[Event]()
    session.run(TryJob(large, SPEC, REGION), events.append, Cancel())
    assert isinstance(events[-1], Finished)
    told = events[-1].result.seconds
    started = time.perf_counter()
    session.run(UpscaleJob(large, SPEC), events.append, Cancel())
    took = time.perf_counter() - started
    assert told / 5 < took < told * 5, f"told {told:.2f} s, took {took:.2f} s"


def test_self_ensemble_takes_its_time(source: Picture) -> None:
    session, events = Session(), list[Event]()
    seconds = []
    one = Engine(threads=1)  # two would wait for each other beside other tests
    for engine in (one, one, replace(one, self_ensemble=True)):
        session.run(replace(TryJob(source, SPEC, REGION), engine=engine), events.append, Cancel())
        assert isinstance(events[-1], Finished)
        seconds.append(events[-1].result.seconds)
    assert seconds[2] > 3 * seconds[1], seconds
