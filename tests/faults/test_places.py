"""Full disks, folders that go, sources that change, odd names: a reason, a code, no loss."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.program import command, digests, picture, rgb, save
from tests.faults.watched import Event, Told, read_all, started, upscale

_X2 = ("--model", "pan", "--scale", "2")


def _noise(path: Path, width: int, height: int, seed: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    dice = np.random.default_rng(seed)
    Image.fromarray(dice.integers(0, 256, (height, width, 3), dtype=np.uint8)).save(path)


def _visible(folder: Path) -> set[str]:
    """Files below it; hidden ones are told too, as they should not be there."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# Disks


def _in_mount(options: str) -> tuple[str, ...]:
    """Runs what follows with a tmpfs of its own on `out`; what lay there is then in `kept`."""
    script = (
        f"mount -t tmpfs -o {options} tmpfs out || exit 77\n"
        '"$@"; code=$?; cp -a out/. kept/; exit $code'
    )
    return ("unshare", "--mount", "sh", "-c", script, "sh")


@pytest.fixture
def mountable(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    for name in ("out", "kept"):
        (folder / name).mkdir(parents=True)
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare")
    words = [*_in_mount("size=64k"), "true"]
    tried = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    if tried.returncode != 0:
        pytest.skip(f"may not mount here: {tried.stderr.strip()}")
    return folder


@pytest.mark.parametrize(
    "format",
    ["png", *(pytest.param(name, marks=pytest.mark.faults) for name in ("tiff", "jpeg", "webp"))],
)
def test_a_disk_that_fills_leaves_whole_files_and_a_reason_for_the_others(
    mountable: Path, format: str
) -> None:
    folder = mountable
    save(folder, "in/a.png", "in/z.png")
    _noise(folder / "in/large.png", 400, 300)
    sources = digests(folder / "in")
    quality = ("--quality", "100") if format in {"jpeg", "webp"} else ()
    words = ["in", "-o", "out", *_X2, "--format", format, *quality]
    told = upscale(folder, *words, before=_in_mount("size=96k"), within_s=60)
    assert told.code == 1, told.err
    assert told.sources("finished") == {"in/a.png", "in/z.png"}
    reason = told.reason("in/large.png").lower()
    assert "space" in reason or "full" in reason, reason
    kept = _visible(folder / "kept")
    assert {Path(name).stem for name in kept} == {"a", "z"}
    for name in kept:
        with Image.open(folder / "kept" / name) as image:
            image.load()
    assert digests(folder / "in") == sources


@pytest.mark.faults
def test_a_disk_without_room_for_anything_fails_each_with_the_reason(mountable: Path) -> None:
    folder = mountable
    for name in "abc":
        _noise(folder / f"in/{name}.png", 120, 90)
    told = upscale(folder, "in", "-o", "out", *_X2, before=_in_mount("size=12k"), within_s=60)
    assert told.code == 3, told.err
    reasons = [told.reason(f"in/{name}.png").lower() for name in "abc"]
    assert all("space" in reason or "full" in reason for reason in reasons), reasons
    assert _visible(folder / "kept") == set()


@pytest.mark.faults
def test_a_target_that_may_only_be_read_is_named(mountable: Path) -> None:
    folder = mountable
    save(folder, "a.png", "b.jpg")
    told = upscale(folder, "a.png", "b.jpg", "-o", "out", *_X2, before=_in_mount("ro"))
    assert told.code == 3
    for name in ("a.png", "b.jpg"):
        assert "out" in told.reason(name)
    assert _visible(folder / "kept") == set()


# Rights


@pytest.fixture
def as_nobody() -> Iterator[tuple[Path, tuple[str, ...]]]:
    """A folder that nobody (65534) may come to, and the words that make a program run as them."""
    words = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
    if os.geteuid() != 0:
        words = ()
    with tempfile.TemporaryDirectory(prefix="sr-faults-") as name:
        folder = Path(name)
        folder.chmod(0o777)
        home = folder.parent / f"{folder.name}-home"
        home.mkdir()
        home.chmod(0o777)
        if words:
            if shutil.which("setpriv") is None:
                pytest.skip("root may write anywhere, and setpriv is not here")
            check = [*words, sys.executable, "-c", "import sr_desktop, torch"]
            tried = subprocess.run(check, cwd=folder, capture_output=True, text=True)
            if tried.returncode != 0:
                pytest.skip(f"another user cannot run it here: {tried.stderr[-200:]}")
        try:
            yield folder, words
        finally:
            shutil.rmtree(home)


def test_what_may_not_be_read_is_named_and_the_rest_is_done(
    as_nobody: tuple[Path, tuple[str, ...]],
) -> None:
    folder, words = as_nobody
    work = folder / "work"
    save(work, "in/good.png", "in/closed.png", "in/shut/inside.png")
    _open_to_all(work)
    (work / "in/closed.png").chmod(0)
    (work / "in/shut").chmod(0)
    try:
        told = upscale(work, "in", "in/closed.png", "-o", "out", *_X2, before=words)
    finally:
        (work / "in/shut").chmod(0o755)
    assert told.code == 1
    assert told.sources("finished") == {"in/good.png"}
    assert "permission" in told.reason("in/closed.png").lower()
    assert any("shut" in str(event) for event in told.events) or "shut" in told.err, "kept silent"


@pytest.mark.faults
def test_where_may_not_be_written_is_named_and_nothing_is_lost(
    as_nobody: tuple[Path, tuple[str, ...]],
) -> None:
    folder, words = as_nobody
    work = folder / "work"
    save(work, "in/a.png", "out/a.png")
    _open_to_all(work)
    (work / "out").chmod(0o555)
    before = digests(work)
    told = upscale(work, "in", "-o", "out", *_X2, "--on-exists", "replace", before=words)
    assert told.code == 3
    assert "out" in told.reason("in/a.png")
    assert digests(work) == before


def _open_to_all(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o644)
    home = folder.parent / f"{folder.name}-home"
    home.mkdir(exist_ok=True)
    home.chmod(0o777)


# What happens meanwhile


def _after_first(act: Callable[[], object]) -> Callable[[Event], None]:
    """Does it once, when the first picture is finished."""
    done: list[bool] = []

    def look(event: Event) -> None:
        if event["event"] == "finished" and not done:
            done.append(True)
            act()

    return look


def _ends(folder: Path, names: list[str], told: Told) -> None:
    """Each has one ending; what is said to be saved after the loss is there; the code fits."""
    failed = told.sources("failed")
    finished = told.sources("finished")
    assert failed | finished == set(names)
    assert told.code == (1 if failed else 0)


def test_a_target_folder_that_goes_half_way_loses_no_later_result_silently(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    names = [f"in/{number}.png" for number in range(20)]
    for name in names:
        _noise(folder / name, 120, 100)
    sources = digests(folder / "in")
    gone: list[float] = []

    def go() -> None:
        shutil.rmtree(folder / "out", ignore_errors=True)
        gone.append(time.monotonic())

    told = upscale(folder, "in", "-o", "out", *_X2, meanwhile=_after_first(go))
    _ends(folder, names, told)
    assert gone
    finished = [event for event in told.events if event["event"] == "finished"]
    there = [(folder / event["saved"]).is_file() for event in finished]
    assert there == sorted(there), "what was put in place after it was removed stays"
    assert there[-1]
    for name in told.sources("failed"):
        assert "out" in told.reason(name)
    assert not list(folder.rglob("*.tmp")), "a temporary file is left"
    assert digests(folder / "in") == sources


def test_sources_that_go_shrink_or_change_in_a_running_batch_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    names = [f"in/{number:02}.png" for number in range(14)]
    for number, name in enumerate(names):
        _noise(folder / name, 40, 30, number)
    new = picture(44, 33)

    def change() -> None:
        (folder / names[-1]).unlink()
        cut = (folder / names[-2]).read_bytes()[:700]
        (folder / names[-2]).write_bytes(cut)
        new.save(folder / "new.png")
        (folder / "new.png").replace(folder / names[-3])

    told = upscale(folder, "in", "-o", "out", *_X2, meanwhile=_after_first(change))
    assert told.code == 1
    assert told.sources("failed") == {names[-1], names[-2]}
    assert "13.png" in told.reason(names[-1])
    assert "12.png" in told.reason(names[-2])
    assert not (folder / "out/13.png").exists()
    assert not (folder / "out/12.png").exists()
    with Image.open(folder / "out/11.png") as image:
        assert image.size == (88, 66), "the source as it was when its turn came"


@pytest.mark.parametrize(
    "tries", [pytest.param(12, marks=[pytest.mark.faults, pytest.mark.timeout(600)]), 2]
)
@pytest.mark.parametrize("ending", ["tif", "bmp"])
def test_a_file_that_shrinks_while_it_is_read_never_kills_the_process(
    tmp_path: Path, tries: int, ending: str
) -> None:
    """A mapped file that is cut short kills who reads on (SIGBUS)."""
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "out").mkdir()
    whole = tmp_path / f"whole.{ending}"
    Image.fromarray(np.zeros((3000, 4000, 3), np.uint8)).save(whole)
    names = [f"{number}.{ending}" for number in range(tries)]
    for name in names:
        shutil.copy(whole, folder / name)
    dice, over = random.Random(7), threading.Event()

    def cut() -> None:
        """The next one that is not written yet, some moment after the one before it was."""
        for number, name in enumerate(names):
            before = tmp_path / "out" / f"{names[number - 1]}.png"
            while number and not before.exists() and not over.wait(0.001):
                if (folder / names[number - 1]).stat().st_size < 36_000_000:
                    break
            over.wait(dice.uniform(0, 0.25))
            os.truncate(folder / name, 20_000_000)

    thread = threading.Thread(target=cut)
    thread.start()
    try:
        bulk = read_all(folder, tmp_path / "out", names, within_s=30)
    finally:
        over.set()
        thread.join()
    assert bulk.died == {}
    assert {name: fact["defect"] for name, fact in bulk.told.items() if "defect" in fact} == {}
    for name, fact in bulk.told.items():
        assert "saved" in fact or name in fact["message"], fact


# Names


_NFC, _NFD = (unicodedata.normalize(form, "crème brûlée.png") for form in ("NFC", "NFD"))
_NAMES = [
    _NFC,
    _NFD,
    "50%.png",
    "%s%d%n %20.png",
    'it\'s "quoted" `id` $(id).png',
    "two\nlines.png",
    "tab\tand\rreturn.png",
    "-o.png",
    "--json",
    "--help.png",
    " before and after .png",
    "ends in space.png ",
    "dot..png",
    "back\\slash.png",
    "colon: star* ask? <pipe|>.png",
    "\x1b[31mred\x1b[0m.png",
    "Привет 世界 \U0001f600.png",
    "a" * 251 + ".png",
    "ü" * 125 + "b.png",
    os.fsdecode(b"not utf-8 \xff\xe9.png"),
]


def _odd(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, name in enumerate(_NAMES):
        picture(20 + number, 12).save(folder / name, "PNG")


def _sizes(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for path in folder.iterdir():
        with Image.open(path) as image:
            image.load()
            found[path.name] = image.size
    return found


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    folder = tmp_path_factory.mktemp("odd") / "work"
    _odd(folder / "in")
    return folder, upscale(folder, "in", "-o", "out", *_X2)


def test_a_tree_of_odd_names_is_done_under_the_same_names(odd: tuple[Path, Told]) -> None:
    folder, told = odd
    assert {e["source"]: e["message"] for e in told.events if e["event"] == "failed"} == {}
    assert told.code == 0
    # A name without a picture's ending is none of the folder's pictures. Two names that a Mac takes
    # for one may not both stay: the other gets a number.
    expected = {n: (2 * (20 + at), 24) for at, n in enumerate(_NAMES) if n.endswith(".png")}
    found = _sizes(folder / "out")
    assert set(expected.values()) <= set(found.values()), "one is lost"
    alone = expected.keys() - {_NFC, _NFD}
    assert {name: found.get(name) for name in alone} == {name: expected[name] for name in alone}
    strange = set(found) - set(_NAMES)
    assert all(_same_for_a_mac(name) for name in strange), strange


def _same_for_a_mac(name: str) -> bool:
    return unicodedata.normalize("NFC", name).startswith(_NFC.removesuffix(".png"))


def test_a_second_run_over_odd_names_skips_them_all(odd: tuple[Path, Told]) -> None:
    folder, first = odd
    before = digests(folder / "out")
    told = upscale(folder, "in", "-o", "out", *_X2, "--on-exists", "skip")
    assert digests(folder / "out") == before
    assert told.sources("skipped") == first.sources("finished")


def test_events_give_odd_names_so_that_a_program_finds_the_files(odd: tuple[Path, Told]) -> None:
    folder, told = odd
    finished = [e for e in told.events if e["event"] == "finished"]
    assert finished
    for event in finished:
        assert (folder / event["source"]).is_file(), event
        assert (folder / event["saved"]).is_file(), event


@pytest.mark.faults
def test_odd_names_given_one_by_one_with_new_names_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    _odd(folder)
    told = upscale(folder, *_X2, "--", *_NAMES)
    failed = told.sources("failed")
    assert failed <= {name for name in _NAMES if len(os.fsencode(name)) > 245}, failed
    for name in failed:
        assert "long" in told.reason(name).lower()
    assert told.code == (1 if failed else 0)
    made = _visible(folder) - set(_NAMES)
    assert len(made) == len(_NAMES) - len(failed)


def test_people_can_read_of_odd_names_that_fail(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    names = ["two\nlines.png", os.fsdecode(b"not utf-8 \xff.png"), "\x1b[31mred.png", "50%.png"]
    for name in names:
        (folder / name).write_text("no picture")
    with started(command("upscale", "--", *names), folder) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert (out, "Traceback" in err) == ("", False), err
    assert err.count("failed ") >= 4, err
    assert "\x1b[31m" not in err, "a name may not paint the terminal"
    assert "50%.png" in err


@pytest.mark.faults
def test_a_name_of_255_bytes_is_done_in_place_when_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    name = "n" * 251 + ".png"
    Image.fromarray(rgb(20, 14)).save(folder / name)
    words = [name, *_X2, "--name", "{name}", "-o", "out"]
    assert upscale(folder, *words).code == 0
    told = upscale(folder, *words, "--on-exists", "replace")
    assert told.code == 0, told.events
    assert _visible(folder) == {name, f"out/{name}"}
