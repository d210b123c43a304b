"""Networks on small data sets: numbers, what is told, what goes wrong, what is written."""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.torch

from sr_desktop.bench import datasets
from sr_desktop.bench.evaluate import (
    Averaged,
    EvaluateJob,
    Evaluator,
    Event,
    Mean,
    Score,
    Scored,
    Unscored,
    mean_of,
    network_name,
)
from sr_desktop.cancel import Cancel
from sr_desktop.catalogue import ModelSpec
from sr_desktop.engine import device
from sr_desktop.engine.model import LoadedModel, load_model
from sr_desktop.engine.upscale import upscale
from sr_desktop.errors import (
    CannotWrite,
    NothingToDo,
    SRError,
    UnfitPair,
    UnreadableImage,
    WeightsMissing,
)
from sr_desktop.imaging import files, metrics, resize
from sr_desktop.imaging.colour import to_8_bits
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.types import Failed, Finished, ModelReady, Progress, Started, Stopped
from sr_desktop.jobs.worker import Worker
from sr_desktop.weights import Library

from .pictures import PNG, flat, save, scene

PAN = {scale: Library().find("pan", scale) for scale in (2, 3, 4)}
ENDINGS = (Finished, Failed, Stopped)


def evaluate(
    *folders: Path, specs: tuple[ModelSpec, ...] = (PAN[2],), **options: Any
) -> list[Event]:
    """The events of a job that ends well."""
    events = run(EvaluateJob(folders, specs, **options))
    assert isinstance(events[-1], Finished), events[-1]
    return events


def run(job: EvaluateJob, cancel: Cancel | None = None) -> list[Event]:
    events: list[Event] = []
    Evaluator().run(job, events.append, cancel or Cancel())
    assert isinstance(events[0], Started)
    assert [isinstance(event, ENDINGS) for event in events].count(True) == 1
    assert isinstance(events[-1], ENDINGS)
    assert {event.job_id for event in events} == {job.id}
    return events


def scores(events: list[Event]) -> list[Score]:
    return [event.score for event in events if isinstance(event, Scored)]


def means(events: list[Event]) -> list[Mean]:
    return [event.mean for event in events if isinstance(event, Averaged)]


def missed(events: list[Event]) -> list[Unscored]:
    return [event for event in events if isinstance(event, Unscored)]


def missing() -> ModelSpec:
    """A checkpoint that is not where it should be."""
    return replace(PAN[2], id="lost-x2", name="lost", file=Path("/nowhere/lost.pt"))


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A data set of two HR pictures."""
    save(tmp_path / "Two" / "a.png", scene(40, 36))
    save(tmp_path / "Two" / "b.png", scene(37, 51)[::-1])
    return tmp_path / "Two"


def loaded(scale: int) -> LoadedModel:
    return load_model(PAN[scale], Library().ensure(PAN[scale]), device.choose("auto", "fp32"))


# Numbers


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_a_score_is_psnr_and_ssim_of_what_the_network_makes(two: Path, scale: int) -> None:
    spec = PAN[scale]
    score = scores(evaluate(two, specs=(spec,)))[1]
    hr, lr = datasets.read(datasets.find(two).pairs(scale)[1], scale)
    made = upscale(loaded(scale), lr.pixels, cancel=Cancel()).pixels
    bicubic = resize.bicubic(lr.pixels, hr.height, hr.width)
    assert (score.model, score.scale, score.dataset, score.picture) == (
        f"pan-x{scale}",
        scale,
        "Two",
        "b",
    )
    assert score.psnr == pytest.approx(metrics.psnr_y(made, hr.pixels, scale), abs=0.001)
    assert score.ssim == pytest.approx(metrics.ssim_y(made, hr.pixels, scale), abs=1e-5)
    assert score.bicubic_psnr == metrics.psnr_y(bicubic, hr.pixels, scale)
    assert score.bicubic_ssim == metrics.ssim_y(bicubic, hr.pixels, scale)
    assert score.seconds > 0
    assert score.notices == ()


def test_the_mean_is_that_of_the_pictures(two: Path) -> None:
    events = evaluate(two)
    of_pictures, [mean] = scores(events), means(events)
    assert (mean.model, mean.scale, mean.dataset) == ("pan-x2", 2, "Two")
    assert (mean.pictures, mean.of) == (2, 2)
    for name in ("psnr", "ssim", "bicubic_psnr", "bicubic_ssim", "seconds"):
        values = [getattr(score, name) for score in of_pictures]
        assert getattr(mean, name) == pytest.approx(np.mean(values)), name
        assert values[0] != values[1], name


def test_it_computes_in_float32_if_nothing_is_said(two: Path) -> None:
    [ready] = [event for event in evaluate(two) if isinstance(event, ModelReady)]
    assert "float32" in ready.compute


def test_lr_files_are_used_where_there_are_some(tmp_path: Path) -> None:
    save(tmp_path / "HR" / "a.png", scene(40, 40))
    save(tmp_path / "LR" / "X2" / "a.png", flat(20, 20))
    [score] = scores(evaluate(tmp_path))
    own = metrics.psnr_y(flat(40, 40), scene(40, 40), 2)
    assert score.bicubic_psnr == pytest.approx(own)


def test_sixteen_bits_are_compared_after_rounding_to_eight(tmp_path: Path) -> None:
    deep = scene(40, 36, dtype=np.uint16)
    save(tmp_path / "a.png", deep)
    [score] = scores(evaluate(tmp_path))
    lr = resize.bicubic(deep, 20, 18)
    for said, made in (
        (score.psnr, upscale(loaded(2), lr, cancel=Cancel()).pixels),
        (score.bicubic_psnr, resize.bicubic(lr, 40, 36)),
    ):
        assert made.dtype == np.uint16
        assert said == pytest.approx(metrics.psnr_y(to_8_bits(made), to_8_bits(deep), 2), abs=0.01)


def test_gray_scores_like_the_same_gray_in_three_channels(tmp_path: Path) -> None:
    gray = scene(40, 36, channels=1)
    save(tmp_path / "Gray" / "a.png", gray)
    save(tmp_path / "Three" / "a.png", np.repeat(gray, 3, 2))
    one, three = scores(evaluate(tmp_path / "Gray", tmp_path / "Three"))
    assert one.bicubic_psnr == pytest.approx(three.bicubic_psnr, abs=0.01)
    assert one.psnr == pytest.approx(three.psnr, abs=0.1)


def test_a_gray_original_of_a_coloured_small_picture_is_compared(tmp_path: Path) -> None:
    gray = scene(40, 36, channels=1)
    save(tmp_path / "HR" / "a.png", gray)
    save(tmp_path / "LR" / "X2" / "a.png", np.repeat(resize.bicubic(gray, 20, 18), 3, 2))
    assert scores(evaluate(tmp_path))[0].psnr > 20


def test_alpha_does_not_count(tmp_path: Path) -> None:
    pixels, alpha = scene(40, 36), scene(40, 36, channels=1)[..., 0]
    save(tmp_path / "Opaque" / "a.png", pixels)
    (tmp_path / "Clear").mkdir()
    files.write(tmp_path / "Clear" / "a.png", Picture(pixels, alpha), PNG)
    events = evaluate(tmp_path / "Opaque", tmp_path / "Clear", save=tmp_path / "out")
    opaque, clear = scores(events)
    assert clear.psnr == opaque.psnr
    assert clear.saved is not None
    assert files.read(clear.saved).alpha is None


def test_a_picture_too_small_for_ssim_has_none_and_the_mean_is_of_the_others(
    tmp_path: Path,
) -> None:
    save(tmp_path / "a.png", scene(18, 18))  # 10 px are left of it at x4
    save(tmp_path / "b.png", scene(20, 20))  # 12 px
    events = evaluate(tmp_path, specs=(PAN[4],))
    small, large = scores(events)
    assert small.ssim is None
    assert small.bicubic_ssim is None
    assert small.psnr > 10
    assert large.ssim is not None
    assert means(events)[0].ssim == large.ssim


def test_equal_pictures_are_infinitely_near(tmp_path: Path) -> None:
    save(tmp_path / "a.png", flat(40, 40))
    [score] = scores(evaluate(tmp_path))
    assert score.bicubic_psnr == math.inf
    assert score.bicubic_ssim == pytest.approx(1)


def test_where_the_network_runs_away_the_score_says_so(two: Path, tmp_path: Path) -> None:
    """The number is then not the network's alone."""
    weights = safetensors.torch.load_file(Library().ensure(PAN[2]))
    weights["conv_last.bias"] += 3  # three times as bright as white
    safetensors.torch.save_file(weights, tmp_path / "bright.safetensors")
    bright = replace(PAN[2], id="bright", digest=None, file=tmp_path / "bright.safetensors")
    first, second = scores(evaluate(two, specs=(bright, PAN[2])))[1:3]
    assert "bicubic" in " ".join(first.notices), first
    assert first.psnr == first.bicubic_psnr
    assert second.notices == ()


# What is told


def test_it_is_told_in_order_and_progress_only_grows(two: Path) -> None:
    events = evaluate(two, specs=(PAN[2], PAN[4]))
    kinds = [type(event) for event in events if not isinstance(event, Progress)]
    one_network = [ModelReady, Scored, Scored, Averaged]
    assert kinds == [Started, *one_network, *one_network, Finished]
    steps = [event for event in events if isinstance(event, Progress)]
    done = [step.done_px for step in steps]
    assert done == sorted(done)
    assert {step.total_px for step in steps} == {20 * 18 + 18 * 25 + 10 * 9 + 9 * 12}
    assert done[-1] == steps[-1].total_px


def test_the_end_tells_time_and_size_of_all(two: Path) -> None:
    events = evaluate(two)
    assert isinstance(events[-1], Finished)
    result = events[-1].result
    assert result.seconds == pytest.approx(sum(score.seconds for score in scores(events)))
    assert result.megapixels == pytest.approx((40 * 36 + 36 * 50) / 1e6)
    assert "float32" in result.compute


def test_data_sets_of_one_name_are_told_apart_and_one_named_twice_is_done_once(
    tmp_path: Path,
) -> None:
    folders = [tmp_path / "x" / "Set", tmp_path / "y" / "Set"]
    for folder in folders:
        save(folder / "a.png", scene(24, 24))
    events = evaluate(*folders, folders[0], tmp_path / "y" / ".." / "x" / "Set")
    assert [mean.dataset for mean in means(events)] == ["Set", "Set (2)"]


def test_a_worker_runs_it_in_its_thread(two: Path) -> None:
    events: list[Event] = []
    threads = set()
    ended = threading.Event()

    def hear(event: Event) -> None:
        events.append(event)
        threads.add(threading.current_thread().name)
        if isinstance(event, ENDINGS):
            ended.set()

    worker = Worker(hear, "sr-test", lambda: Evaluator().run)
    worker.submit(EvaluateJob((two,), (PAN[2],)))
    assert ended.wait(60)
    worker.close()
    assert len(scores(events)) == 2
    assert threads == {"sr-test"}


# What goes wrong


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda folder: (folder / "HR" / "b.png").write_bytes(b"broken"), UnreadableImage),
        (lambda folder: (folder / "LR" / "X2" / "b.png").write_bytes(b"broken"), UnreadableImage),
        (lambda folder: save(folder / "LR" / "X2" / "b.png", flat(12, 20)), UnfitPair),
        (lambda folder: save(folder / "HR" / "b.png", flat(4, 4)), UnfitPair),
    ],
    ids=["broken HR", "broken LR", "other size", "too small"],
)
def test_a_bad_picture_is_told_and_the_mean_is_of_the_others(
    tmp_path: Path, spoil: Any, error: type[SRError]
) -> None:
    for name in ("a.png", "b.png", "c.png"):
        save(tmp_path / "HR" / name, scene(40, 36))
        save(tmp_path / "LR" / "X2" / name, resize.bicubic(scene(40, 36), 20, 18))
    spoil(tmp_path)
    events = evaluate(tmp_path)
    [miss] = missed(events)
    assert (miss.model, miss.scale, miss.picture) == ("pan-x2", 2, "b")
    assert isinstance(miss.error, error)
    assert "b.png" in miss.error.message
    assert [score.picture for score in scores(events)] == ["a", "c"]
    [mean] = means(events)
    assert (mean.pictures, mean.of) == (2, 3)
    steps = [event for event in events if isinstance(event, Progress)]
    assert steps[-1].done_px == steps[-1].total_px


def test_weights_that_are_missing_do_not_lose_the_other_networks(two: Path, tmp_path: Path) -> None:
    save(tmp_path / "One" / "a.png", scene(24, 24))
    events = evaluate(two, tmp_path / "One", specs=(missing(), PAN[2]))
    assert [(miss.dataset, miss.model, miss.picture) for miss in missed(events)] == [
        ("Two", "lost-x2", None),
        ("One", "lost-x2", None),
    ]
    assert all(isinstance(miss.error, WeightsMissing) for miss in missed(events))
    assert [mean.model for mean in means(events)] == ["pan-x2", "pan-x2"]


def test_a_data_set_that_is_none_does_not_lose_the_others(two: Path, tmp_path: Path) -> None:
    (tmp_path / "Empty").mkdir()
    nowhere = tmp_path / "Nowhere"
    events = evaluate(tmp_path / "Empty", nowhere, two, specs=(PAN[2], PAN[3]))
    told = [(miss.dataset, miss.scale, type(miss.error)) for miss in missed(events)]
    assert told == [("Empty", None, NothingToDo), ("Nowhere", None, UnreadableImage)]
    assert len(scores(events)) == 4


def test_a_scale_that_a_data_set_does_not_have_is_told_once(two: Path, tmp_path: Path) -> None:
    save(tmp_path / "Half" / "HR" / "a.png", scene(24, 24))
    save(tmp_path / "Half" / "LR" / "X2" / "a.png", scene(12, 12))
    again = replace(PAN[3], id="again-x3")
    events = evaluate(tmp_path / "Half", two, specs=(PAN[2], PAN[3], again))
    assert [(miss.dataset, miss.scale, miss.model) for miss in missed(events)] == [
        ("Half", 3, None)
    ]
    assert len(means(events)) == 4


def test_an_evaluation_of_nothing_tells_each_reason_and_finishes(tmp_path: Path, two: Path) -> None:
    events = evaluate(tmp_path / "Nowhere", two, specs=(missing(),))
    assert scores(events) == means(events) == []
    assert [miss.dataset for miss in missed(events)] == ["Nowhere", "Two"]


def test_a_picture_that_memory_does_not_hold_is_told(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_much(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(datasets, "read", too_much)
    events = evaluate(two)
    assert [type(miss.error).__name__ for miss in missed(events)] == ["OutOfMemory"] * 2


def test_a_defect_of_ours_fails_the_job(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "read", lambda *_: 1 / 0)
    assert isinstance(run(EvaluateJob((two,), (PAN[2],)))[-1], Failed)


# Cancelling


def test_cancelled_before_it_does_nothing(two: Path) -> None:
    cancel = Cancel()
    cancel.set()
    events = run(EvaluateJob((two,), (PAN[2],)), cancel)
    assert [type(event) for event in events] == [Started, Stopped]


def test_cancelled_on_the_way_it_stops_without_a_mean(two: Path) -> None:
    cancel = Cancel()
    events: list[Event] = []

    def hear(event: Event) -> None:
        events.append(event)
        if isinstance(event, Scored):
            cancel.set()

    Evaluator().run(EvaluateJob((two,), (PAN[2],)), hear, cancel)
    assert isinstance(events[-1], Stopped)
    assert len(scores(events)) == 1
    assert means(events) == []


# What is written


def test_the_pictures_are_saved_as_they_were_scored(two: Path, tmp_path: Path) -> None:
    events = evaluate(two, specs=(PAN[2], PAN[3]), save=tmp_path / "out")
    written = sorted(path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*.*"))
    assert [str(path) for path in written] == [
        "Two/pan_x2/a.png",
        "Two/pan_x2/b.png",
        "Two/pan_x3/a.png",
        "Two/pan_x3/b.png",
    ]
    score = scores(events)[0]
    assert score.saved == tmp_path / "out" / "Two" / "pan_x2" / "a.png"
    saved = files.read(score.saved).pixels
    assert metrics.psnr_y(saved, scene(40, 36), 2) == pytest.approx(score.psnr)


@pytest.mark.parametrize(
    ("on_exists", "there", "saved"),
    [
        ("rename", {"a.png", "a (2).png", "b.png"}, ["a (2).png", "b.png"]),
        ("skip", {"a.png", "b.png"}, [None, "b.png"]),
        ("replace", {"a.png", "b.png"}, ["a.png", "b.png"]),
    ],
)
def test_a_file_that_is_there_is_treated_as_asked(
    two: Path, tmp_path: Path, on_exists: str, there: set[str], saved: list[str | None]
) -> None:
    folder = tmp_path / "out" / "Two" / "pan_x2"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(b"mine")
    events = evaluate(two, save=tmp_path / "out", on_exists=on_exists)
    assert {path.name for path in folder.iterdir()} == there
    assert [score.saved and score.saved.name for score in scores(events)] == saved
    assert ((folder / "a.png").read_bytes() == b"mine") == (on_exists != "replace")


def test_an_original_is_never_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "pan_x2" / "pan_x2"
    original = save(folder / "a.png", scene(24, 24))
    before = original.read_bytes()
    events = evaluate(folder, save=tmp_path, on_exists="replace")
    [miss] = missed(events)
    assert isinstance(miss.error, CannotWrite)
    assert original.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told_before_time_is_spent(
    two: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file")
    events = evaluate(two, save=tmp_path / "out")
    assert [type(miss.error) for miss in missed(events)] == [CannotWrite] * 2
    assert isinstance(events[-1], Finished)
    assert events[-1].result.seconds == 0


# Names


@pytest.mark.parametrize(
    ("model", "scale", "name"),
    [
        ("pan-x4", 4, "pan"),
        ("PANx4_DF2K", 4, "PAN_DF2K"),
        ("MSRN_x3", 3, "MSRN"),
        ("mine", 2, "mine"),
        ("pan-x4", 2, "pan-x4"),
        ("x2", 2, "x2"),
        ("netx24", 2, "netx24"),
    ],
)
def test_a_networks_name_is_its_checkpoints_without_the_scale(
    model: str, scale: int, name: str
) -> None:
    assert network_name(model, scale) == name


def test_the_mean_of_no_ssim_is_none() -> None:
    score = Score("m", 2, "d", "p", 30.0, None, 28.0, None, 1.0)
    assert mean_of([score], of=3) == Mean("m", 2, "d", 30.0, None, 28.0, None, 1.0, 1, 3)
