from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sr_desktop.errors import CannotWrite, UnreadableImage
from sr_desktop.gui import batches
from sr_desktop.gui.batches import Batch, Piece
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.plan import Plan, Refused, Skipped
from sr_desktop.jobs.types import (
    Event,
    Failed,
    Finished,
    Found,
    ModelReady,
    Paused,
    Progress,
    Result,
    Resumed,
    SaveJob,
    Started,
    Stopped,
    UpscaleJob,
)
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
RUN = 100
OUT = Path("/out/Holiday")


def piece(id: int, work: float = 1.0) -> Piece:
    found = Found(Path(f"/in/{id}.png"))
    return Piece(UpscaleJob(found.path, SPEC, OUT / f"{id}.png", id=id), id, found, work)


def begun(*works: float, plan: Plan | None = None, expected_s: float | None = None) -> Batch:
    pieces = [piece(id, work) for id, work in enumerate(works, start=1)]
    return batches.begin(OUT, pieces, RUN, 0.0, plan=plan, expected_s=expected_s)


def run(batch: Batch, *events: tuple[float, Event]) -> Batch:
    for now, event in events:
        batch = batches.reduce(batch, event, now)
    return batch


def done(id: int) -> Finished:
    return Finished(id, Result(saved=OUT / f"{id}.png", seconds=1.5))


def test_the_time_left_is_what_was_expected_until_there_is_a_pace() -> None:
    batch = begun(1, 1, 2, expected_s=33.0)
    assert batch.seconds_left(1.0) == 33.0
    batch = run(batch, (2, Started(1)), (2, ModelReady(1, "CPU")), (4, Progress(1, 1, 2)))
    # Half of a unit in two seconds, without the loading before; three and a half are left.
    assert batch.seconds_left(4.0) == pytest.approx(14.0)


def test_pictures_count_by_their_work_not_by_their_number() -> None:
    batch = run(begun(1, 9), (0, Started(1)), (10, done(1)))
    assert batch.fraction == pytest.approx(0.1)
    assert batch.seconds_left(10.0) == pytest.approx(90.0)
    assert batches.words_of_run(batch, 10.0) == "1 of 2, 1:30 left"


def test_a_pause_is_nobodys_time() -> None:
    batch = run(begun(1, 1), (0, Started(1)), (10, done(1)), (10, Paused(RUN)))
    assert batch.is_paused
    assert batch.seconds_left(500.0) == pytest.approx(10.0)
    assert batches.words_of_run(batch, 500.0).startswith("Paused at 1 of 2")
    batch = run(batch, (1000, Resumed(RUN)), (1005, Started(2)))
    assert not batch.is_paused
    assert batch.seconds(1005) == pytest.approx(15.0)
    assert batch.seconds_left(1005) == pytest.approx(15.0)


def test_a_pause_while_the_network_is_loaded_is_forgotten_with_the_loading() -> None:
    batch = run(begun(1, 1), (0, Started(1)), (1, Paused(RUN)), (5, ModelReady(1, "CPU")))
    batch = run(batch, (20, Resumed(RUN)), (22, Progress(1, 1, 1)))
    assert batch.seconds(22) == pytest.approx(2.0)


def test_what_fails_is_no_work_any_more() -> None:
    batch = run(begun(1, 8, 1), (0, Started(1)), (5, done(1)))
    batch = run(batch, (5, Failed(2, UnreadableImage("broken"))))
    assert batch.fraction == pytest.approx(0.5)
    assert batch.seconds_left(5.0) == pytest.approx(5.0)


def test_what_the_encoder_still_has_counts_as_done() -> None:
    batch = run(begun(1, 1), (0, Started(1)), (1, Progress(1, 4, 4)), (2, Started(2)))
    assert batch.fraction == pytest.approx(0.5)


def test_pictures_side_by_side_each_count_as_far_as_they_are() -> None:
    batch = run(begun(1, 1), (0, Started(1)), (1, Progress(1, 3, 4)), (2, Started(2)))
    assert batch.fraction == pytest.approx(0.375)
    batch = run(batch, (3, Progress(2, 1, 4)))
    assert batch.fraction == pytest.approx(0.5)


def test_the_run_ends_with_its_last_end_and_then_nothing_changes_it() -> None:
    batch = run(begun(1, 1), (1, done(1)), (2, Stopped(2)))
    assert batch.is_running
    batch = run(batch, (3, Stopped(RUN)))
    assert not batch.is_running
    assert batch.seconds(99.0) == pytest.approx(3.0)
    assert run(batch, (4, done(2)), (5, Paused(RUN))) is batch
    assert batches.words_at_end(batch)[0] == "Cancelled. Saved 1 picture of 2 in Holiday."


def test_every_picture_has_an_outcome_those_left_out_before_included() -> None:
    found = [Found(Path(f"/in/{name}.png"), Path("/in")) for name in ("there", "broken")]
    plan = Plan(
        (),
        (Skipped(found[0], OUT / "there.png", is_same=True),),
        (Refused(found[1], UnreadableImage("It is broken.", "Mend it.")),),
    )
    batch = begun(1, 1, 1, plan=plan)
    assert batches.words_of_run(batch, 0.0) == "0 of 3"
    assert batch.left == 3
    batch = run(batch, (1, done(1)))
    assert batch.left == 2
    batch = run(
        batch,
        (2, Failed(2, CannotWrite("The disk is full.", "Make room."))),
        (3, Stopped(3)),
        (4, Finished(RUN, Result())),
    )
    told = {each.source.stem: (each.outcome, each.reason, each.hint) for each in batch.all}
    assert told == {
        "there": ("skipped", "Its result is there already, made with the same settings.", ""),
        "broken": ("failed", "It is broken.", "Mend it."),
        "1": ("done", "", ""),
        "2": ("failed", "The disk is full.", "Make room."),
        "3": ("stopped", "It was cancelled.", ""),
    }
    assert (batch.saved, batch.failed, batch.skipped, batch.stopped) == (1, 2, 1, 1)
    assert batches.words_at_end(batch)[1] == "2 failed, 1 skipped."
    assert batch.all[2].seconds == 1.5
    assert batch.all[2].target == OUT / "1.png"


def test_a_result_that_is_only_saved_neither_takes_time_nor_needs_the_network() -> None:
    picture = Picture(np.zeros((4, 4, 3), np.uint8))
    found = Found(Path("Pasted 1.png"))
    save = Piece(SaveJob(picture, OUT / "a.png", Encoding(), id=1), 1, found, has_file=False)
    batch = batches.begin(OUT, [save, piece(2)], RUN, 0.0)
    batch = run(batch, (0, Started(2)), (1, Progress(2, 1, 2)), (2, Started(1)))
    assert batch.fraction == pytest.approx(0.5)
    batch = run(batch, (3, Finished(1, Result(saved=OUT / "a.png"))))
    assert batch.outcomes[0].source == Path("Pasted 1.png")


def test_one_picture_is_told_of_by_its_name() -> None:
    batch = batches.begin(OUT, [piece(1)], 0, 0.0)
    assert not batch.is_of_many
    ended = run(batch, (1, done(1)))
    assert batches.words_at_end(ended) == ("Saved 1.png.", "")
    error = CannotWrite("It was not saved.", "Try elsewhere.")
    assert batches.words_at_end(run(batch, (1, Failed(1, error)))) == (
        "It was not saved.",
        "Try elsewhere.",
    )
