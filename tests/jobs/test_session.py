"""The recipe, with the real network and real files."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sr_desktop.cancel import Cancel
from sr_desktop.errors import (
    CannotWrite,
    DeviceUnavailable,
    OutOfMemory,
    UnexpectedError,
    UnreadableImage,
)
from sr_desktop.imaging import files, metrics, resize
from sr_desktop.imaging.colour import to_8_bits, to_16_bits
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.size import Size
from sr_desktop.jobs import sample
from sr_desktop.jobs.computing import compute_of
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.enlarging import Pending, enlarge
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.settings import settings_of
from sr_desktop.jobs.types import (
    BatchJob,
    CanvasReady,
    Decoded,
    Event,
    Failed,
    Finished,
    Job,
    ModelReady,
    Paced,
    PaceJob,
    Progress,
    Result,
    SaveJob,
    Started,
    Stopped,
    Thumbnailed,
    ThumbnailJob,
    TileDone,
    UpscaleJob,
    WarmUpJob,
)
from sr_desktop.jobs.worker import Worker
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
PNG = Encoding("png")
ENDINGS = (Finished, Failed, Stopped)


def run(job: Job, cancel: Cancel | None = None) -> list[Event]:
    events: list[Event] = []
    Session().run(job, events.append, cancel or Cancel())
    assert isinstance(events[0], Started)
    assert [isinstance(event, ENDINGS) for event in events].count(True) == 1
    assert isinstance(events[-1], ENDINGS)
    assert {event.job_id for event in events} == {job.id}
    return events


def finish(job: Job) -> Result:
    ending = run(job)[-1]
    assert isinstance(ending, Finished), ending
    return ending.result


def failure(job: Job) -> Exception:
    ending = run(job)[-1]
    assert isinstance(ending, Failed), ending
    return ending.error


@pytest.fixture(scope="module")
def small() -> Picture:
    reduced = sample.reduced(4)
    return replace(reduced, pixels=np.ascontiguousarray(reduced.pixels[100:164, 100:180]))


def test_the_steps_are_told_in_order(small: Picture) -> None:
    kinds = [type(event) for event in run(UpscaleJob(small, SPEC))]
    first = [kinds.index(kind) for kind in (Started, Decoded, ModelReady, CanvasReady, TileDone)]
    assert first == sorted(first)
    assert Progress in kinds


def test_the_tiles_told_fill_the_canvas_that_becomes_the_result(small: Picture) -> None:
    events = run(UpscaleJob(small, SPEC))
    canvas = next(event.pixels for event in events if isinstance(event, CanvasReady))
    seen = np.zeros(canvas.shape[:2], int)
    for tile in (event for event in events if isinstance(event, TileDone)):
        seen[tile.top : tile.top + tile.height, tile.left : tile.left + tile.width] += 1
    assert (seen == 1).all()
    assert isinstance(events[-1], Finished)
    assert events[-1].result.picture is not None
    assert np.array_equal(events[-1].result.picture.pixels, canvas)


def test_a_result_is_nearer_to_the_original_than_bicubic() -> None:
    original, reduced = sample.original(), sample.reduced(2)
    picture = finish(UpscaleJob(reduced, SPEC)).picture
    assert picture is not None
    bicubic = resize.bicubic(reduced.pixels, original.height, original.width)
    ours = metrics.psnr_y(picture.pixels, original.pixels, 2)  # type: ignore[arg-type]
    theirs = metrics.psnr_y(bicubic, original.pixels, 2)  # type: ignore[arg-type]
    assert ours > theirs + 0.5, f"{ours:.2f} dB, bicubic {theirs:.2f} dB"


def test_a_file_goes_in_and_a_file_comes_out(small: Picture, tmp_path: Path) -> None:
    source, target = tmp_path / "50% é ☂ 'x'.png", tmp_path / "out" / "result.png"
    files.write(source, small, Encoding("png"))
    result = finish(UpscaleJob(source, SPEC, target))
    assert (result.saved, result.picture) == (target, None)
    assert files.read(target).pixels.shape == (128, 160, 3)
    assert result.consistency_db is not None
    assert result.consistency_db > 30
    assert result.megapixels == pytest.approx(128 * 160 / 1e6)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("with_alpha", [False, True])
def test_depth_gray_and_alpha_come_out_as_they_went_in(
    dtype: type, channels: int, with_alpha: bool, tmp_path: Path
) -> None:
    rng = np.random.default_rng(3)
    most = np.iinfo(dtype).max
    ramp = np.linspace(0, most, 24 * 31 * channels).reshape(24, 31, channels).astype(dtype)
    alpha = rng.integers(0, most, (24, 31), dtype) if with_alpha else None
    source, target = tmp_path / "in.png", tmp_path / "out.png"
    files.write(source, Picture(ramp, alpha), Encoding("png"))
    finish(UpscaleJob(source, SPEC, target))
    result = files.read(target)
    assert (result.pixels.dtype, result.pixels.shape) == (dtype, (48, 62, channels))
    assert (result.alpha is not None) == with_alpha
    if result.alpha is not None and alpha is not None:
        assert np.array_equal(result.alpha, resize.bicubic(alpha, 48, 62))


def test_sixteen_bits_stay_fine(tmp_path: Path) -> None:
    ramp = np.linspace(20_000, 21_000, 64 * 64).reshape(64, 64, 1).astype(np.uint16)
    picture = finish(UpscaleJob(Picture(ramp), SPEC, None)).picture
    assert picture is not None
    values = len(np.unique(picture.pixels))
    assert values > 300, f"{values} levels; through 8 bits there would be 5"


def test_the_comparison_shows_bicubic_left_and_the_result_right(
    small: Picture, tmp_path: Path
) -> None:
    target, sheet = tmp_path / "a.png", tmp_path / "compare.png"
    finish(UpscaleJob(small, SPEC, target, compare=sheet))
    shown, result = files.read(sheet).pixels, files.read(target).pixels
    assert shown.shape == (128, 2 * 160 + 2, 3)
    assert np.array_equal(shown[64:, 162:], result[64:])
    assert np.array_equal(shown[64:, :160], resize.bicubic(small.pixels, 128, 160)[64:])


def test_a_job_that_was_cancelled_stops_and_writes_nothing(small: Picture, tmp_path: Path) -> None:
    cancel = Cancel()
    target = tmp_path / "a.png"
    job = UpscaleJob(small, SPEC, target, engine=Engine(tile_px=16))
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, TileDone):
            cancel.set()

    Session().run(job, emit, cancel)
    assert isinstance(events[-1], Stopped)
    assert [isinstance(event, TileDone) for event in events].count(True) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_fails_with_its_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    error = failure(UpscaleJob(broken, SPEC, tmp_path / "a.png"))
    assert isinstance(error, UnreadableImage)
    assert "broken.png" in str(error)
    assert not (tmp_path / "a.png").exists()


def test_a_format_that_cannot_hold_the_result_is_told_before_any_work(tmp_path: Path) -> None:
    wide = Picture(np.zeros((1, 9000, 3), np.uint8))
    job = UpscaleJob(wide, SPEC, tmp_path / "a.webp", Encoding("webp"))
    events = run(job)
    assert isinstance(events[-1], Failed)
    assert isinstance(events[-1].error, CannotWrite)
    assert not any(isinstance(event, ModelReady) for event in events)


def test_a_result_larger_than_the_memory_is_refused_with_figures() -> None:
    sheet = np.broadcast_to(np.zeros((1, 1, 3), np.uint8), (1_000_000, 100_000, 3))
    error = failure(UpscaleJob(Picture(sheet), SPEC))
    assert isinstance(error, OutOfMemory)
    assert "GB" in error.message
    assert "smaller scale" in error.hint


def test_a_defect_of_ours_is_a_failure_too_and_reaches_the_log(
    small: Picture, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> float:
        raise ZeroDivisionError("made to fail")

    monkeypatch.setattr(metrics, "consistency", broken)
    error = failure(UpscaleJob(small, SPEC))
    assert isinstance(error, UnexpectedError)
    assert "made to fail" in caplog.text


def test_a_thumbnail_tells_the_size_of_the_source(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    files.write(path, Picture(np.zeros((300, 400, 3), np.uint8)), Encoding("jpeg"))
    seen = next(event for event in run(ThumbnailJob(path, 100)) if isinstance(event, Thumbnailed))
    assert (seen.width, seen.height, seen.format) == (400, 300, "JPEG")
    assert seen.pixels.shape == (75, 100, 3)


def test_a_picture_is_saved_as_asked(tmp_path: Path) -> None:
    picture = Picture(np.full((4, 4, 3), 7, np.uint8))
    result = finish(SaveJob(picture, tmp_path / "a.tif", Encoding("tiff")))
    assert result.saved == tmp_path / "a.tif"
    assert np.array_equal(files.read(tmp_path / "a.tif").pixels, picture.pixels)


def test_a_warm_up_tells_what_will_compute() -> None:
    ready = next(event for event in run(WarmUpJob(SPEC)) if isinstance(event, ModelReady))
    assert "CPU" in ready.compute or "cuda" in ready.compute.lower()


def test_the_network_is_loaded_once_for_many_pictures(
    small: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sr_desktop.engine import model

    loads: list[object] = []
    load = model.load_model

    def counted(*args: object) -> object:
        loads.append(args)
        return load(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(model, "load_model", counted)
    kept = Session()
    for _ in range(3):
        kept.run(UpscaleJob(small, SPEC), lambda _: None, Cancel())
    assert len(loads) == 1


# --- sizes ----------------------------------------------------------------------------------------

FAMILY = tuple(Library().find("pan", scale) for scale in (2, 3, 4))


def sized(picture: Picture, size: str, target: Path | None = None, **options: object) -> Result:
    return finish(
        UpscaleJob(picture, SPEC, target, size=Size.parse(size), family=FAMILY, **options)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("precision", ["fp32", "bf16", "int8"])
def test_small_pictures_of_a_batch_go_side_by_side_and_come_out_as_alone(
    small: Picture, precision: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(device="cpu", precision=precision, threads=2)
    _skip_where_not_had(engine)
    sources = [tmp_path / f"{at}.png" for at in range(6)]
    for at, path in enumerate(sources):
        files.write(path, small.with_pixels(np.roll(small.pixels, 7 * at, axis=1), None), PNG)
    jobs = tuple(
        UpscaleJob(each, SPEC, tmp_path / "out" / each.name, PNG, engine) for each in sources
    )
    threads: list[str] = []

    def enlarge_noted(*args: Any) -> Pending:
        threads.append(threading.current_thread().name)
        return enlarge(*args)

    monkeypatch.setattr("sr_desktop.jobs.session.enlarge", enlarge_noted)
    session, events = Session(), []
    session.run(BatchJob(jobs), events.append, Cancel())
    assert len(threads) == 6
    assert all(name.startswith("sr-batch-lane") for name in threads)
    for job in jobs:
        assert isinstance(job.source, Path)
        assert job.target is not None
        by_one_thread = replace(
            job, target=tmp_path / "alone.png", engine=replace(engine, threads=1)
        )
        alone = finish(by_one_thread)
        assert np.array_equal(
            files.read(job.target).pixels, files.read(by_one_thread.target).pixels
        )
        [ending] = [each for each in events if isinstance(each, Finished) and each.job_id == job.id]
        assert ending.result.consistency_db == alone.consistency_db
        assert "2 threads" in ending.result.compute


def _skip_where_not_had(engine: Engine) -> None:
    try:
        compute_of(engine)
    except DeviceUnavailable as error:
        pytest.skip(f"{engine.precision} is not to be had on this CPU: {error.message}")


def test_fewer_pictures_than_threads_and_pictures_that_move_go_alone(
    small: Picture, tmp_path: Path
) -> None:
    session = Session()
    engine = Engine(device="cpu", threads=3)
    source, moving = tmp_path / "still.png", tmp_path / "moving.gif"
    files.write(source, small, PNG)
    Image.fromarray(small.pixels).save(
        moving, save_all=True, append_images=[Image.fromarray(255 - small.pixels)]
    )
    gif = UpscaleJob(moving, SPEC, tmp_path / "x.gif", engine=engine)
    assert session.abreast(gif, files.read(moving)) == 1
    jobs = [UpscaleJob(source, SPEC, tmp_path / f"{at}.png", PNG, engine) for at in range(3)]
    for count, told in ((2, False), (3, True)):
        names: set[str] = set()

        def note(event: Event, names: set[str] = names) -> None:
            if isinstance(event, Progress):
                names.add(threading.current_thread().name)

        session.run(BatchJob(tuple(jobs[:count])), note, Cancel())
        assert any("lane" in name for name in names) is told


def test_what_is_kept_for_lanes_goes_with_the_run_and_memory_is_given_back(
    small: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, given_back = tmp_path / "still.png", []
    files.write(source, small, PNG)
    engine = Engine(device="cpu", threads=2)
    jobs = [UpscaleJob(source, SPEC, tmp_path / f"{at}.png", PNG, engine) for at in range(4)]
    monkeypatch.setattr("sr_desktop.engine.heap.give_back", lambda: given_back.append(1))
    session, ended = Session(), threading.Event()

    def hear(event: Event) -> None:
        if isinstance(event, Finished) and event.job_id == batch.id:
            ended.set()

    batch = BatchJob(tuple(jobs))
    worker = Worker(hear, make_run=lambda: session.run)
    worker.submit(batch)
    assert ended.wait(60)
    worker.close()
    assert given_back
    assert not session._beside


def test_only_small_pictures_go_side_by_side_and_only_on_threads(small: Picture) -> None:
    session = Session()
    job = UpscaleJob(small, SPEC, engine=Engine(device="cpu", threads=3))
    assert session.abreast(job, small) == 3
    large = Picture(np.zeros((1000, 2000, 3), np.uint8))
    assert session.abreast(job, large) == 1
    one = Engine(device="cpu", threads=1)
    assert session.abreast(replace(job, engine=one), small) == 1
    smaller = replace(job, size=Size.parse("50%"), family=(SPEC,))
    assert session.abreast(smaller, small) == 1, "no network is used"


def test_a_size_between_scales_is_the_next_larger_one_made_smaller(small: Picture) -> None:
    result = sized(small, "150%")
    doubled = finish(UpscaleJob(small, SPEC)).picture
    assert result.picture is not None
    assert doubled is not None
    assert np.array_equal(result.picture.pixels, resize.bicubic(doubled.pixels, 96, 120))
    assert result.steps == ("x2 by pan-x2", "to 120 x 96 by bicubic")


def test_a_large_size_takes_several_passes_without_rounding_to_8_bits(small: Picture) -> None:
    result = sized(small, "6x")
    assert result.picture is not None
    assert result.picture.pixels.dtype == np.uint8
    assert result.picture.pixels.shape == (384, 480, 3)
    assert result.steps == ("x2 by pan-x2", "x3 by pan-x3")
    deep = replace(small, pixels=to_16_bits(small.pixels))
    first = finish(UpscaleJob(deep, FAMILY[0])).picture
    assert first is not None
    second = finish(UpscaleJob(first, FAMILY[1])).picture
    assert second is not None
    assert np.array_equal(result.picture.pixels, to_8_bits(second.pixels))


def test_a_picture_that_is_large_enough_is_only_made_smaller(small: Picture) -> None:
    result = sized(small, "50%")
    assert result.picture is not None
    assert np.array_equal(result.picture.pixels, resize.bicubic(small.pixels, 32, 40))
    assert result.steps == ("to 40 x 32 by bicubic",)
    assert result.consistency_db is None


@pytest.mark.parametrize("size", ["2x", "3x", "150%", "5x"])
def test_a_file_holds_what_the_window_would_show(small: Picture, size: str, tmp_path: Path) -> None:
    shown = sized(small, size)
    saved = sized(small, size, tmp_path / "a.png")
    assert shown.picture is not None
    assert np.array_equal(files.read(tmp_path / "a.png").pixels, shown.picture.pixels)
    assert saved.consistency_db == pytest.approx(shown.consistency_db)


def test_strips_of_small_tiles_make_the_same_file(small: Picture, tmp_path: Path) -> None:
    whole = sized(small, "2x", tmp_path / "a.png")
    tiled = sized(small, "2x", tmp_path / "b.png", engine=Engine(tile_px=24))
    assert np.array_equal(
        files.read(tmp_path / "a.png").pixels, files.read(tmp_path / "b.png").pixels
    )
    assert whole.consistency_db == pytest.approx(tiled.consistency_db)


def test_progress_counts_every_pass(small: Picture) -> None:
    job = UpscaleJob(small, SPEC, size=Size.parse("6x"), family=FAMILY)
    told = [event for event in run(job) if isinstance(event, Progress)]
    assert {event.total_px for event in told} == {64 * 80 * 5}
    assert [event.done_px for event in told] == sorted(event.done_px for event in told)
    assert told[-1].done_px == told[-1].total_px


@pytest.mark.parametrize(
    ("size", "dpi"), [(None, (600, 300)), ("150%", (450, 225)), ("print=10x10cm@240", (240, 240))]
)
def test_the_resolution_keeps_the_size_in_print(
    small: Picture, size: str | None, dpi: tuple[float, float]
) -> None:
    job = UpscaleJob(
        replace(small, dpi=(300, 150)),
        SPEC,
        size=Size.parse(size) if size else None,
        family=FAMILY,
    )
    picture = finish(job).picture
    assert picture is not None
    assert picture.dpi == pytest.approx(dpi)


# --- depth, alpha, provenance ---------------------------------------------------------------------


def test_sixteen_bits_from_eight_are_the_networks_own(small: Picture) -> None:
    deep = finish(UpscaleJob(small, SPEC, encoding=Encoding(bit_depth="16"))).picture
    plain = finish(UpscaleJob(small, SPEC)).picture
    assert deep is not None
    assert plain is not None
    assert deep.pixels.dtype == np.uint16
    assert len(np.unique(deep.pixels)) > 2000
    assert np.abs(to_8_bits(deep.pixels).astype(int) - plain.pixels).max() <= 1


@pytest.mark.parametrize("hidden", [0, 255])
@pytest.mark.parametrize("background", [0, 255])
def test_a_red_disc_on_transparent_has_no_fringe(hidden: int, background: int) -> None:
    down, across = np.mgrid[0:64, 0:64] - 31.5
    inside = np.clip(22.5 - np.hypot(down, across), 0, 1)
    pixels = np.full((64, 64, 3), hidden, np.uint8)
    pixels[inside > 0] = (200, 30, 40)
    picture = finish(UpscaleJob(Picture(pixels, np.round(inside * 255).astype(np.uint8)), SPEC))
    result = picture.picture
    assert result is not None
    assert result.alpha is not None
    share = result.alpha[..., None] / 255
    shown = result.pixels * share + background * (1 - share)
    wanted = np.array([200, 30, 40]) * share + background * (1 - share)
    assert np.abs(shown - wanted).max() <= 6


def test_a_result_tells_how_it_was_made(small: Picture) -> None:
    job = UpscaleJob(small, SPEC, size=Size.parse("150%"), family=FAMILY)
    picture = finish(job).picture
    assert picture is not None
    made = picture.made
    assert made is not None
    assert made.model == "pan-x2"
    assert SPEC.digest is not None
    assert made.weights == SPEC.digest.value
    assert made.steps == ("x2 by pan-x2", "to 120 x 96 by bicubic")
    assert made.precision in ("float32", "bfloat16", "float16")
    assert made.tile_px > 0
    assert made.is_of(made.weights, settings_of(job))


def test_a_draft_is_told_as_one_in_events_and_in_the_result(small: Picture) -> None:
    from sr_desktop.engine import device

    if not device.int8_pays():
        pytest.skip("int8 is refused on this CPU: it has no instructions for it, or gains nothing")
    events: list[Event] = []
    job = UpscaleJob(small, SPEC, engine=Engine(precision="int8"))
    session = Session()
    session.run(job, events.append, Cancel())
    ready = next(event for event in events if isinstance(event, ModelReady))
    assert ready.compute.endswith("int8")
    ended = events[-1]
    assert isinstance(ended, Finished)
    assert ended.result.compute == ready.compute
    assert ended.result.picture is not None
    assert ended.result.picture.made is not None
    assert ended.result.picture.made.precision == "int8"


# --- pictures that move ---------------------------------------------------------------------------


@pytest.fixture
def moving(tmp_path: Path) -> Path:
    """A GIF of three frames, 40 x 24, with a time for each, shown twice."""
    path = tmp_path / "moving.gif"
    frames = []
    for left in (4, 14, 24):
        frame = Image.new("RGB", (40, 24), (20, 40, 60))
        frame.paste((220, 160, 40), (left, 8, left + 8, 16))
        frames.append(frame)
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=1)
    return path


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        (Encoding(), "a.gif"),
        (Encoding("webp", lossless=True), "a.webp"),
        (Encoding("png"), "a.png"),
    ],
)
def test_every_frame_is_enlarged_with_its_time(
    moving: Path, encoding: Encoding, name: str, tmp_path: Path
) -> None:
    target = tmp_path / name
    result = finish(UpscaleJob(moving, SPEC, target, encoding))
    assert result.saved == target
    assert not any("only the first" in notice for notice in result.notices)
    with files.open_animation(target) as made, files.open_animation(moving) as source:
        assert made.durations_ms == (100, 200, 300)
        assert made.loop == source.loop
        for frame, original in zip(made.pictures, source.pictures, strict=True):
            alone = finish(UpscaleJob(original, SPEC)).picture
            assert alone is not None
            apart = np.abs(frame.pixels.astype(int) - alone.pixels)
            assert apart.mean() < 3 if name.endswith("gif") else apart.max() == 0


def test_progress_counts_every_frame(moving: Path, tmp_path: Path) -> None:
    told = [
        event
        for event in run(UpscaleJob(moving, SPEC, tmp_path / "a.webp", Encoding("webp")))
        if isinstance(event, Progress)
    ]
    assert {event.total_px for event in told} == {3 * 40 * 24}
    assert told[-1].done_px == 3 * 40 * 24


def test_a_format_that_cannot_move_gets_the_first_frame_and_says_so(
    moving: Path, tmp_path: Path
) -> None:
    result = finish(UpscaleJob(moving, SPEC, tmp_path / "a.jpg", Encoding("jpeg")))
    assert result.notices[0] == "3 frames, only the first is used: JPEG holds one."


def test_a_cancelled_animation_leaves_nothing(moving: Path, tmp_path: Path) -> None:
    cancel = Cancel()
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, Progress):
            cancel.set()

    Session().run(UpscaleJob(moving, SPEC, tmp_path / "out" / "a.gif"), emit, cancel)
    assert isinstance(events[-1], Stopped)
    assert not list((tmp_path / "out").glob("*"))


def test_measuring_another_network_leaves_the_one_in_use_loaded() -> None:
    session, engine = Session(), Engine()
    chosen = session.load(SPEC, engine)
    measured = session.measure(Library().find("msrn-small", 2), engine)
    assert measured.pace.per_mp > 0
    assert measured.footprint is not None
    assert session.load(SPEC, engine) is chosen, "it was loaded again"
    assert len(session._loaded) == 1, "the other one is still held"


def test_a_measurement_is_told_with_the_device_it_was_made_on() -> None:
    told = run(PaceJob(SPEC))
    [paced] = [event for event in told if isinstance(event, Paced)]
    [ready] = [event for event in told if isinstance(event, ModelReady)]
    compute = compute_of(Engine())
    assert (ready.compute, ready.device) == (compute.label, compute.key)
    assert paced.measured.base_bytes > 50 << 20, "Python and torch at least"


def test_a_measurement_can_be_stopped() -> None:
    cancel = Cancel()
    cancel.set()
    assert isinstance(run(PaceJob(SPEC), cancel)[-1], Stopped)
