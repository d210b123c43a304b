from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sr_desktop.catalogue import ModelSpec, all_models
from sr_desktop.errors import DownloadFailed, WeightsMismatch
from sr_desktop.gui import model_reducing
from sr_desktop.gui.model_reducing import recognised
from sr_desktop.gui.model_state import Download, Kind, Models, Offer, Task, Wanted
from sr_desktop.gui.models_table import Action, Row, rows
from sr_desktop.gui.shelf import Kept, Shelf
from sr_desktop.jobs.types import (
    Event,
    Failed,
    Finished,
    Result,
    Started,
    Stopped,
    Verified,
    WeightsProgress,
)

SPEC = next(spec for spec in all_models() if spec.id == "edsr-base-x2")
SHIPS = next(spec for spec in all_models() if spec.id == "pan-x2")
ERROR = DownloadFailed("It could not be downloaded.", "By hand: take a browser.")
JOB, OTHER = 21, 22
HOST = "huggingface.co"


def coming(**facts: object) -> Models:
    download = Download(SPEC, JOB, HOST, total_bytes=SPEC.bytes)
    return Models().with_download(replace(download, **facts))  # type: ignore[arg-type]


def run(state: Models, *events: Event, now: float = 0.0) -> Models:
    for event in events:
        state = model_reducing.reduce(state, event, now)
    return state


def receive(state: Models, *marks: tuple[float, int], total: int | None = 5_500_000) -> Models:
    """Bytes that have come, at these seconds."""
    for now, done_bytes in marks:
        state = run(state, WeightsProgress(JOB, done_bytes, total, HOST), now=now)
    return state


def told(state: Models) -> str:
    return state.downloads[SPEC.id].told


def test_a_download_tells_bytes_speed_and_time_left() -> None:
    state = run(coming(), Started(JOB))
    assert told(state) == f"Asking {HOST}…"
    state = receive(state, (10.0, 700_000), (11.0, 1_900_000), (12.0, 3_100_000))
    assert told(state) == "3.1 of 5.5 MB, 1.2 MB/s, 2 s left"
    assert state.downloads[SPEC.id].fraction == pytest.approx(3.1 / 5.5)


def test_the_speed_is_that_of_the_last_moments() -> None:
    state = receive(run(coming(), Started(JOB)), (0.0, 1), (1.0, 1_000_000))
    state = receive(state, *((10.0 + n / 50, 1_000_000 + 2_000 * n) for n in range(150)))
    pace = state.downloads[SPEC.id].bytes_per_second
    assert pace == pytest.approx(100_000, rel=0.05)
    assert len(state.downloads[SPEC.id].marks) < 20


def test_without_a_size_there_is_no_time_left() -> None:
    state = run(coming(total_bytes=None), Started(JOB))
    state = receive(state, (1.0, 1_000_000), (2.0, 2_000_000), total=None)
    assert told(state) == "2.0 MB, 1.0 MB/s"
    assert state.downloads[SPEC.id].fraction is None


def test_a_wait_is_told_until_bytes_come_again() -> None:
    state = receive(run(coming(), Started(JOB)), (1.0, 1_000_000), (2.0, 2_000_000))
    remark = f"{HOST} closed the connection early; trying again in 2 s"
    state = run(state, WeightsProgress(JOB, 2_000_000, None, HOST, remark))
    assert told(state) == f"{remark}."
    state = receive(state, (9.0, 2_100_000))
    assert told(state) == "2.1 of 5.5 MB"
    assert state.downloads[SPEC.id].total_bytes == 5_500_000


def test_a_download_waits_for_the_one_before_it_and_ends_with_a_check() -> None:
    assert "Waiting" in told(coming())
    state = receive(run(coming(), Started(JOB)), (1.0, 5_500_000))
    assert told(state) == "Checking the file…"


def test_a_failed_download_stays_to_be_read_and_the_others_go() -> None:
    failed = run(coming(), Started(JOB), Failed(JOB, ERROR))
    assert failed.downloads[SPEC.id].error is ERROR
    assert failed.coming(SPEC.id) is None
    for ending in (Finished(JOB, Result()), Stopped(JOB)):
        assert not run(coming(), Started(JOB), ending).downloads


def test_an_offer_knows_its_download() -> None:
    offer = Offer(SPEC, Wanted(1), HOST)
    assert replace(Models(), offer=offer).offered is None
    assert replace(coming(), offer=offer).offered is not None
    assert replace(coming(), offer=Offer(SHIPS, Wanted(1), HOST)).offered is None


def test_verifying_marks_what_is_whole_and_what_is_damaged() -> None:
    error = WeightsMismatch("It is damaged.", "Get it again.")
    state = replace(Models(), verify_job=JOB)
    state = run(state, Verified(JOB, "a-x2", Path("a"), None))
    state = run(state, Verified(JOB, "b-x2", Path("b"), error), Finished(JOB, Result()))
    assert (state.sound, state.damaged) == ({"a-x2"}, {"b-x2"})
    assert state.troubles == {"b-x2": error}
    assert state.note is not None
    assert state.note.bad
    assert "1 of 2" in state.note.text
    assert not state.verify_job
    again = run(replace(state, verify_job=JOB), Verified(JOB, "b-x2", Path("b"), None))
    assert (again.sound, again.damaged, again.troubles) == ({"a-x2", "b-x2"}, frozenset(), {})


def test_an_import_tells_what_the_file_was_recognised_as() -> None:
    mine = replace(SHIPS, id="mine-x2", label="mine", sources=())
    assert recognised(mine) == "PAN ×2, range 0–1, no mean shift: mine-x2"
    state = Models().with_task(JOB, Task(Kind.IMPORT, Path("mine.pth")))
    done = run(state, Started(JOB), Finished(JOB, Result(models=(mine,))))
    assert done.note is not None
    assert done.note.text == f"mine.pth is {recognised(mine)}."
    assert not done.tasks


def test_an_import_brings_what_could_not_be_downloaded() -> None:
    failed = run(coming(), Started(JOB), Failed(JOB, ERROR))
    state = failed.with_task(OTHER, Task(Kind.IMPORT, Path("pytorch_model_2x.pt")))
    assert not run(state, Finished(OTHER, Result(models=(SPEC,)))).downloads


def test_a_refused_change_of_facts_stands_with_its_model() -> None:
    state = Models().with_task(JOB, Task(Kind.FACTS, Path("mine"), "mine-x2"))
    state = run(state, Started(JOB), Failed(JOB, ERROR))
    assert state.troubles == {"mine-x2": ERROR}
    assert "mine-x2" not in state.damaged


def test_events_of_other_jobs_change_nothing() -> None:
    state = coming()
    for event in (Started(5), WeightsProgress(5, 1, 2, HOST), Finished(5, Result()), Stopped(5)):
        assert run(state, event) is state


events = st.lists(
    st.sampled_from(
        [
            Started(JOB),
            WeightsProgress(JOB, 10, None, HOST),
            WeightsProgress(JOB, 0, 0, HOST),
            WeightsProgress(JOB, 20, 10, HOST),
            WeightsProgress(JOB, 5, 10, HOST, "it stumbles"),
        ]
    )
)


@given(middle=events, ending=st.sampled_from([Finished(JOB, Result()), Stopped(JOB)]))
def test_a_download_ends_once_and_can_always_be_told(middle: list[Event], ending: Event) -> None:
    state = run(coming(), *middle)
    assert told(state)
    assert 0.0 <= (state.downloads[SPEC.id].fraction or 0.0) <= 1.0
    ended = run(state, ending)
    assert not ended.downloads
    assert run(ended, *middle) is ended


HERE = Kept(Path("a"), 5, ships=False)


@pytest.mark.parametrize(
    ("row", "state", "actions"),
    [
        (Row("a", SPEC), "Not here", {Action.DOWNLOAD}),
        (Row("a", SPEC, HERE), "Installed", {Action.VERIFY, Action.REMOVE}),
        (Row("a", SHIPS, Kept(Path("a"), 5, ships=True)), "Ships", {Action.VERIFY}),
        (
            Row("a", SPEC, HERE, damaged=True),
            "Damaged",
            {Action.REPLACE, Action.VERIFY, Action.REMOVE},
        ),
        (Row("a", None, damaged=True), "Damaged", {Action.REMOVE}),
        (
            Row("a", replace(SPEC, sources=()), HERE, imported=True, sound=True),
            "Installed, verified",
            {Action.VERIFY, Action.REMOVE, Action.FACTS},
        ),
        (Row("a", SPEC, None, Download(SPEC, 1, "")), "Waiting", {Action.CANCEL}),
        (
            Row("a", SPEC, None, Download(SPEC, 1, "", True, 43, 100)),
            "Downloading 43%",
            {Action.CANCEL},
        ),
        (
            Row("a", SPEC, None, Download(SPEC, 1, "", error=ERROR)),
            "Download failed",
            {Action.AGAIN, Action.BY_HAND},
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_only_actions_that_apply_are_offered(row: Row, state: str, actions: set[Action]) -> None:
    assert row.state == state
    assert set(row.actions) == actions


def test_a_score_of_others_stands_in_brackets() -> None:
    assert Row("a", SHIPS).score == f"{SHIPS.scores['Set5']:.2f} dB"
    assert Row("a", SPEC).score == "(38.02 dB)"
    assert Row("a", replace(SPEC, published={})).score == ""


def test_files_that_tell_nothing_are_rows_too() -> None:
    shelf = Shelf((SPEC,), strays={"odd-x2": Path("odd")})
    assert [row.id for row in rows(Models(shelf))] == [SPEC.id, "odd-x2"]


def test_offered_are_those_here_those_worth_getting_and_the_one_chosen() -> None:
    models: tuple[ModelSpec, ...] = all_models()
    shelf = Shelf(models, {"pan-x2": HERE})
    assert shelf.offered("pan") == ["pan", "edsr-base", "msrn"]
    assert shelf.offered("edsr") == ["pan", "edsr-base", "msrn", "edsr"]
