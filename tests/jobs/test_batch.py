"""Batches with real files and threads. In place of the network: bicubic, tile by tile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil
import pytest

from sr_desktop.cancel import Cancel
from sr_desktop.errors import (
    CannotWrite,
    OutOfMemory,
    SRError,
    UnexpectedError,
    UnreadableImage,
    WeightsMismatch,
)
from sr_desktop.imaging import files, resize
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs import batch
from sr_desktop.jobs.batch import Emit
from sr_desktop.jobs.types import (
    BatchJob,
    Decoded,
    Event,
    Failed,
    Finished,
    ModelReady,
    Paused,
    Progress,
    Result,
    Resumed,
    Started,
    Stopped,
    UpscaleJob,
)
from sr_desktop.jobs.worker import Worker
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
ENDINGS = (Finished, Failed, Stopped)
PATIENCE_S = 60


@dataclass
class Bicubic:
    """The three steps of a session, with bicubic for a network; tiles take tile_seconds each.

    before maps a source's name to what happens before a step of it, "read", "enlarge" or "finish".
    Pictures whose width is below small_px go side by side, so many at a time; at_work are those
    that are being enlarged, together the sets of them that were. alone_all is what every picture
    is to be told, None for what abreast says.
    """

    abreast_of_small: int = 1
    small_px: int = 100
    alone_all: bool | None = None
    at_work: set[str] = field(default_factory=set)
    together: list[set[str]] = field(default_factory=list)
    tiles: int = 2
    tile_seconds: float = 0.0
    before: dict[tuple[str, str], Callable[[], None]] = field(default_factory=dict)
    steps: list[tuple[str, str, float]] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0

    def fetch(self, job: UpscaleJob) -> UpscaleJob:
        return job

    def read(self, job: UpscaleJob) -> Picture:
        self.note("read", job)
        assert isinstance(job.source, Path)
        picture = files.read(job.source, job.max_pixels)
        self.in_flight += picture.pixels.nbytes
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        return picture

    def abreast(self, job: UpscaleJob, picture: Picture) -> int:
        return self.abreast_of_small if picture.width < self.small_px else 1

    def enlarge(
        self, job: UpscaleJob, picture: Picture, emit: Emit, cancel: Cancel, *, alone: bool = True
    ) -> Written:
        if self.alone_all is None:
            assert alone == (self.abreast(job, picture) == 1)
        else:
            assert alone == self.alone_all
        assert isinstance(job.source, Path)
        self.at_work.add(job.source.name)
        self.together.append(set(self.at_work))
        try:
            return self._enlarge(job, picture, emit, cancel)
        finally:
            self.at_work.remove(job.source.name)

    def _enlarge(self, job: UpscaleJob, picture: Picture, emit: Emit, cancel: Cancel) -> Written:
        self.note("enlarge", job)
        emit(Decoded(job.id, picture))
        emit(ModelReady(job.id, "bicubic"))
        for at in range(self.tiles):
            cancel.check()
            time.sleep(self.tile_seconds)
            emit(Progress(job.id, at + 1, self.tiles))
        scale = job.spec.scale
        larger = resize.bicubic(picture.pixels, picture.height * scale, picture.width * scale)
        return Written(self, job, picture.with_pixels(larger, None), picture.pixels.nbytes)

    def note(self, step: str, job: UpscaleJob) -> None:
        assert isinstance(job.source, Path)
        self.steps.append((step, job.source.name, time.perf_counter()))
        self.before.get((step, job.source.name), lambda: None)()


@dataclass
class Written:
    session: Bicubic
    job: UpscaleJob
    picture: Picture
    source_bytes: int

    def finish(self) -> Result:
        try:
            self.session.note("finish", self.job)
            assert self.job.target is not None
            notices = files.write(self.job.target, self.picture, self.job.encoding)
            return Result(saved=self.job.target, notices=notices, seconds=0.25, megapixels=1.0)
        finally:
            self.session.in_flight -= self.source_bytes

    def discard(self) -> None:
        return None


class Ears:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()
        self._inside = 0

    def hear(self, event: Event) -> None:
        self._inside += 1
        assert self._inside == 1, "two threads tell at once"
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()
        self._inside -= 1

    def wait_for(self, kind: type, job_id: int) -> None:
        def heard() -> bool:
            return any(isinstance(e, kind) and e.job_id == job_id for e in self.events)

        with self._changed:
            assert self._changed.wait_for(heard, PATIENCE_S), f"no {kind.__name__} of {job_id}"

    def ending(self, job_id: int) -> type:
        ends = [type(e) for e in self.events if e.job_id == job_id and isinstance(e, ENDINGS)]
        assert len(ends) == 1, f"{len(ends)} ends of {job_id}"
        return ends[0]

    def error(self, job_id: int) -> SRError:
        [event] = [e for e in self.events if isinstance(e, Failed) and e.job_id == job_id]
        return event.error


def make(folder: Path, count: int, side_px: int = 8) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(7)
    paths = [folder / f"{at:05}.png" for at in range(count)]
    for path in paths:
        pixels = noise.integers(0, 256, (side_px, side_px, 3), np.uint8)
        files.write(path, Picture(pixels), Encoding("png"))
    return paths


def batch_of(sources: list[Path], out: Path) -> BatchJob:
    return BatchJob(tuple(UpscaleJob(path, SPEC, out / path.name) for path in sources))


def do(job: BatchJob, session: Bicubic, cancel: Cancel | None = None) -> Ears:
    ears = Ears()
    batch.run(job, session, ears.hear, cancel or Cancel())
    assert isinstance(ears.events[0], Started)
    assert ears.events[0].job_id == job.id
    assert ears.events[-1].job_id == job.id
    for each in job.jobs:
        ears.ending(each.id)
    return ears


def left(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir()) if out.exists() else []


def test_every_picture_is_done_and_has_its_own_beginning_and_end(tmp_path: Path) -> None:
    job = batch_of(make(tmp_path / "in", 9), tmp_path / "out")
    ears = do(job, Bicubic())
    assert [ears.ending(each.id) for each in job.jobs] == [Finished] * 9
    for each in job.jobs:
        mine = [type(e).__name__ for e in ears.events if e.job_id == each.id]
        assert mine == ["Started", "Decoded", "ModelReady", "Progress", "Progress", "Finished"]
    assert left(tmp_path / "out") == [path.name for path in sorted((tmp_path / "in").iterdir())]


def test_the_batch_ends_with_the_sums(tmp_path: Path) -> None:
    job = batch_of(make(tmp_path / "in", 4), tmp_path / "out")
    last = do(job, Bicubic()).events[-1]
    assert isinstance(last, Finished)
    assert (last.result.seconds, last.result.megapixels) == (1.0, 4.0)


def test_the_next_is_read_and_the_last_is_written_while_the_network_runs(tmp_path: Path) -> None:
    session = Bicubic(tile_seconds=0.02)
    slow = {
        (step, f"{at:05}.png"): lambda: time.sleep(0.04)
        for at in range(12)
        for step in ("read", "finish")
    }
    session.before.update(slow)
    begun = time.perf_counter()
    do(batch_of(make(tmp_path / "in", 12), tmp_path / "out"), session)
    seconds = time.perf_counter() - begun
    assert seconds < 0.75 * 12 * 3 * 0.04, "one after the other it would be 1.44 s"


def test_no_more_than_two_wait_on_each_side(tmp_path: Path) -> None:
    gate = threading.Event()
    session = Bicubic()
    session.before["finish", "00000.png"] = lambda: _wait(gate)
    job = batch_of(make(tmp_path / "in", 12), tmp_path / "out")
    ears = Ears()
    runner = threading.Thread(target=batch.run, args=(job, session, ears.hear, Cancel()))
    runner.start()
    ears.wait_for(Progress, job.jobs[3].id)
    time.sleep(0.3)
    counts = {
        kind: sum(step == kind for step, _, _ in session.steps) for kind in ("read", "enlarge")
    }
    gate.set()
    runner.join()
    # 0 is being finished, 1 and 2 wait for that, 3 is through the network and waits to wait.
    assert counts["enlarge"] <= 4, counts
    assert counts["read"] <= 4 + batch.WAITING, counts


def _wait(gate: threading.Event) -> None:
    assert gate.wait(PATIENCE_S)


def test_only_so_many_pixels_are_there_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "ROOM_BYTES", 3 * 40 * 40 * 4)
    session = Bicubic(tile_seconds=0.005)
    sources = make(tmp_path / "in", 10, 40)
    giant = tmp_path / "in" / "00004.png"
    files.write(giant, Picture(np.zeros((300, 300, 3), np.uint8)), Encoding("png"))
    do(batch_of(sources, tmp_path / "out"), session)
    assert session.most_in_flight == 300 * 300 * 3, "the giant is there alone"


def test_small_pictures_go_side_by_side_and_others_alone(tmp_path: Path) -> None:
    session = Bicubic(abreast_of_small=3, tile_seconds=0.1)
    sources = make(tmp_path / "in", 14)
    large = Picture(np.zeros((8, 200, 3), np.uint8))
    files.write(sources[6], large, Encoding("png"))
    job = batch_of(sources, tmp_path / "out")
    ears = do(job, session)
    assert [ears.ending(each.id) for each in job.jobs] == [Finished] * 14
    assert max(map(len, session.together)) == 3
    assert [each for each in session.together if sources[6].name in each] == [{sources[6].name}]
    order = [name for step, name, _ in session.steps if step == "enlarge"]
    assert order.index(sources[6].name) == 6, "none overtakes it, nor does it overtake any"
    for each in job.jobs:
        mine = [type(e).__name__ for e in ears.events if e.job_id == each.id]
        assert mine == ["Started", "Decoded", "ModelReady", "Progress", "Progress", "Finished"]
    last = ears.events[-1]
    assert isinstance(last, Finished)
    alone, in_lanes = 0.25, 13 * 0.25
    assert alone + in_lanes / 3 - 0.01 < last.result.seconds < alone + in_lanes, "shares"


def test_side_by_side_is_as_quick_as_there_are_lanes(tmp_path: Path) -> None:
    sources = make(tmp_path / "in", 12)
    seconds = {}
    for abreast in (1, 4):
        begun = time.perf_counter()
        do(
            batch_of(sources, tmp_path / f"out{abreast}"),
            Bicubic(abreast_of_small=abreast, tile_seconds=0.05),
        )
        seconds[abreast] = time.perf_counter() - begun
    assert seconds[4] < 0.6 * seconds[1], seconds


def test_few_pictures_are_done_one_by_one_by_all_threads(tmp_path: Path) -> None:
    session = Bicubic(abreast_of_small=4, alone_all=True)
    do(batch_of(make(tmp_path / "in", 3), tmp_path / "out"), session)
    assert max(map(len, session.together)) == 1


def test_how_many_go_side_by_side_may_change_from_picture_to_picture(tmp_path: Path) -> None:
    session = Bicubic(tile_seconds=0.01)
    counts = iter([4, 2, 3, 4, 2, 4] * 4)
    session.abreast = lambda *_: next(counts)  # type: ignore[method-assign]
    session.alone_all = False
    job = batch_of(make(tmp_path / "in", 24), tmp_path / "out")
    ears = do(job, session)
    assert [ears.ending(each.id) for each in job.jobs] == [Finished] * 24
    assert 2 <= max(map(len, session.together)) <= 4


def test_a_folder_that_is_gone_ends_its_picture_and_leaves_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "ROOM_BYTES", 2 * 40 * 40 * 3)
    session = Bicubic()

    def gone(*_: object) -> None:
        raise OSError(116, "Stale file handle")

    def fail() -> None:
        raise CannotWrite("It is gone.")

    monkeypatch.setattr(batch.Walls, "learn", gone)
    for at in range(6):
        session.before["finish", f"{at:05}.png"] = fail
    job = batch_of(make(tmp_path / "in", 6, 40), tmp_path / "out")
    ears = do(job, session)
    assert [ears.ending(each.id) for each in job.jobs] == [Failed] * 6


def test_lanes_never_wait_for_room_that_only_they_can_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "ROOM_BYTES", 2 * 40 * 40 * 3)
    session = Bicubic(abreast_of_small=4, tile_seconds=0.05)
    job = batch_of(make(tmp_path / "in", 12, 40), tmp_path / "out")
    ears = Ears()
    runner = threading.Thread(
        target=batch.run, args=(job, session, ears.hear, Cancel()), daemon=True
    )
    runner.start()
    runner.join(PATIENCE_S)
    assert not runner.is_alive()
    assert [ears.ending(each.id) for each in job.jobs] == [Finished] * 12
    assert max(map(len, session.together)) == 2


def test_no_more_wait_to_be_written_than_lanes_and_two(tmp_path: Path) -> None:
    gate = threading.Event()
    session = Bicubic(abreast_of_small=3)
    job = batch_of(make(tmp_path / "in", 16), tmp_path / "out")
    for at in range(16):
        session.before["finish", f"{at:05}.png"] = lambda: _wait(gate)
    ears = Ears()
    runner = threading.Thread(target=batch.run, args=(job, session, ears.hear, Cancel()))
    runner.start()
    ears.wait_for(Progress, job.jobs[3].id)
    time.sleep(0.3)
    enlarged = sum(step == "enlarge" for step, _, _ in session.steps)
    gate.set()
    runner.join()
    assert enlarged <= 1 + batch.WAITING + 3


@pytest.mark.parametrize("step", ["read", "enlarge", "finish"])
@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (MemoryError(), OutOfMemory),
        (UnreadableImage("No."), UnreadableImage),
        (RuntimeError("a defect"), UnexpectedError),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
@pytest.mark.parametrize("abreast", [1, 3])
def test_what_goes_wrong_anywhere_ends_only_its_picture(
    tmp_path: Path, step: str, raised: Exception, told: type[SRError], abreast: int
) -> None:
    session = Bicubic(abreast_of_small=abreast)

    def go_wrong() -> None:
        raise raised

    session.before[step, "00002.png"] = go_wrong
    job = batch_of(make(tmp_path / "in", 6), tmp_path / "out")
    ears = do(job, session)
    kinds = [ears.ending(each.id) for each in job.jobs]
    assert kinds == [Finished, Finished, Failed, Finished, Finished, Finished]
    assert isinstance(ears.error(job.jobs[2].id), told)
    assert "00002.png" not in left(tmp_path / "out")


def test_files_that_are_no_pictures_or_gone_fail_with_a_reason(tmp_path: Path) -> None:
    sources = make(tmp_path / "in", 4)
    sources[0].write_bytes(b"")
    sources[1].write_bytes(sources[2].read_bytes()[:60])
    job = batch_of(sources, tmp_path / "out")
    sources[3].unlink()
    ears = do(job, Bicubic())
    assert [ears.ending(each.id) for each in job.jobs] == [Failed, Failed, Finished, Failed]
    assert all(ears.error(job.jobs[at].id).message for at in (0, 1, 3))


@pytest.mark.parametrize("abreast", [1, 3])
def test_cancel_stops_within_a_tile_and_tells_all_that_are_not_done(
    tmp_path: Path, abreast: int
) -> None:
    session = Bicubic(abreast_of_small=abreast, tiles=1000, tile_seconds=0.01)
    job = batch_of(make(tmp_path / "in", 8), tmp_path / "out")
    cancel = Cancel()
    threading.Timer(0.3, cancel.set).start()
    begun = time.perf_counter()
    ears = do(job, session, cancel)
    assert time.perf_counter() - begun < 2
    assert [ears.ending(each.id) for each in (*job.jobs, job)] == [Stopped] * 9
    assert left(tmp_path / "out") == []


@pytest.mark.parametrize("abreast", [1, 3])
def test_what_was_computed_but_not_yet_written_is_discarded_on_cancel(
    tmp_path: Path, abreast: int
) -> None:
    session, cancel = Bicubic(abreast_of_small=abreast), Cancel()
    is_written, gate = threading.Event(), threading.Event()
    session.before["finish", "00000.png"] = lambda: (is_written.set(), _wait(gate))[1]

    def cancel_meanwhile() -> None:
        _wait(is_written)
        cancel.set()
        gate.set()

    session.before["enlarge", "00002.png"] = cancel_meanwhile
    job = batch_of(make(tmp_path / "in", 5), tmp_path / "out")
    ears = do(job, session, cancel)
    assert ears.ending(job.jobs[0].id) is Finished, "it was being written"
    assert ears.ending(job.jobs[2].id) is Stopped
    assert left(tmp_path / "out") == [
        each.target.name for each in job.jobs if each.target and ears.ending(each.id) is Finished
    ]


def test_a_batch_cancelled_before_it_begins_tells_each_picture(tmp_path: Path) -> None:
    cancel = Cancel()
    cancel.set()
    job = batch_of(make(tmp_path / "in", 3), tmp_path / "out")
    ears = do(job, Bicubic(), cancel)
    assert [ears.ending(each.id) for each in (*job.jobs, job)] == [Stopped] * 4


def test_damaged_weights_are_told_for_each_without_reading_all(tmp_path: Path) -> None:
    session = Bicubic()

    def damaged() -> None:
        raise WeightsMismatch("The weights are damaged.")

    job = batch_of(make(tmp_path / "in", 60), tmp_path / "out")
    session.before["enlarge", "00000.png"] = damaged
    ears = do(job, session)
    # The two or three that were read ahead meet the network, which is whole here; no other does.
    failed = [each for each in job.jobs if ears.ending(each.id) is Failed]
    assert len(failed) >= 60 - 1 - batch.WAITING
    assert {ears.error(each.id).message for each in failed} == {"The weights are damaged."}
    assert sum(step == "read" for step, _, _ in session.steps) <= 2 + batch.WAITING


def test_after_a_full_disk_what_does_not_fit_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Bicubic()

    def full() -> None:
        error = CannotWrite("00000.png was not saved: the disk is full.")
        raise error from OSError(28, "No space left on device")

    session.before["finish", "00000.png"] = full
    monkeypatch.setattr(batch.shutil, "disk_usage", lambda folder: Usage(free=10))
    job = batch_of(make(tmp_path / "in", 40), tmp_path / "out")
    ears = do(job, session)
    reasons = [ears.error(each.id).message for each in job.jobs if ears.ending(each.id) is Failed]
    assert "was not begun: the disk is full" in reasons[-1]
    assert sum(step == "enlarge" for step, _, _ in session.steps) <= 2 + 2 * batch.WAITING


@dataclass
class Usage:
    free: int


def test_after_a_full_disk_that_has_room_again_the_rest_is_done(tmp_path: Path) -> None:
    session = Bicubic()

    def full() -> None:
        error = CannotWrite("00000.png was not saved: the disk is full.")
        raise error from OSError(28, "No space left on device")

    session.before["finish", "00000.png"] = full
    job = batch_of(make(tmp_path / "in", 20), tmp_path / "out")
    ears = do(job, session)
    assert [ears.ending(each.id) for each in job.jobs] == [Failed] + [Finished] * 19


@pytest.mark.parametrize("abreast", [1, 3])
def test_a_reader_of_events_that_breaks_ends_the_batch_with_its_reason(
    tmp_path: Path, abreast: int
) -> None:
    def hear(event: Event) -> None:
        if isinstance(event, Finished):
            raise BrokenPipeError

    job = batch_of(make(tmp_path / "in", 30), tmp_path / "out")
    session = Bicubic(abreast_of_small=abreast, tile_seconds=0.01)
    with pytest.raises(BrokenPipeError):
        batch.run(job, session, hear, Cancel())
    assert len(left(tmp_path / "out")) < 30
    assert sum(step == "read" for step, _, _ in session.steps) < 20


def test_memory_stays_flat_over_many_pictures(tmp_path: Path) -> None:
    sources = make(tmp_path / "in", 40, 128)
    process = psutil.Process()
    many = [
        UpscaleJob(sources[at % 40], SPEC, tmp_path / "out" / f"{at}.png") for at in range(1200)
    ]
    at_quarter = 0

    def hear(event: Event) -> None:
        nonlocal at_quarter
        if isinstance(event, Finished) and event.job_id == many[300].id:
            at_quarter = process.memory_info().rss

    batch.run(BatchJob(tuple(many)), Bicubic(tiles=1), hear, Cancel())
    grown = process.memory_info().rss - at_quarter
    assert grown < 16 << 20, f"{grown >> 20} MiB more after 900 pictures of 48 KiB"


@pytest.mark.parametrize("abreast", [1, 3])
def test_a_worker_pauses_and_resumes_a_batch(tmp_path: Path, abreast: int) -> None:
    ears, session = Ears(), Bicubic(abreast_of_small=abreast, tiles=3, tile_seconds=0.05)
    job = batch_of(make(tmp_path / "in", 12), tmp_path / "out")
    worker = Worker(
        ears.hear, make_run=lambda: lambda job, emit, cancel: batch.run(job, session, emit, cancel)
    )
    worker.submit(job)
    ears.wait_for(Finished, job.jobs[1].id)
    worker.pause(job.id)
    worker.pause(job.id)
    time.sleep(0.3)
    done = sum(isinstance(event, Progress) for event in ears.events)
    time.sleep(0.3)
    assert sum(isinstance(event, Progress) for event in ears.events) == done < 36
    worker.resume(job.id)
    ears.wait_for(Finished, job.id)
    worker.close()
    kinds = [type(e) for e in ears.events if isinstance(e, Paused | Resumed)]
    assert kinds == [Paused, Resumed]
    assert len(left(tmp_path / "out")) == 12


def test_a_paused_batch_can_be_cancelled_and_a_waiting_one_tells_each_picture(
    tmp_path: Path,
) -> None:
    ears, session = Ears(), Bicubic(tiles=1000, tile_seconds=0.01)
    sources = make(tmp_path / "in", 3)
    first, second = batch_of(sources, tmp_path / "out"), batch_of(sources, tmp_path / "out2")
    worker = Worker(
        ears.hear, make_run=lambda: lambda job, emit, cancel: batch.run(job, session, emit, cancel)
    )
    worker.submit(first)
    worker.submit(second)
    ears.wait_for(Progress, first.jobs[0].id)
    worker.pause(first.id)
    worker.close()
    for job in (first, second):
        assert [ears.ending(each.id) for each in (*job.jobs, job)] == [Stopped] * 4
