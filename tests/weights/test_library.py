"""The checkpoints on this computer: kept whole, known by themselves, found out when damaged."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sr_desktop import catalogue
from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.errors import (
    CannotWrite,
    UnknownModel,
    UsageError,
    WeightsError,
    WeightsMismatch,
    WeightsMissing,
)
from sr_desktop.weights import Library
from sr_desktop.weights.digest import sha256_of
from sr_desktop.weights.library import header_of, name_parts, spec_in
from tests.weights import checkpoints


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "weights")


def own_ids(library: Library) -> list[str]:
    known = {spec.id for spec in catalogue.all_models()}
    return [spec.id for spec in library.models() if spec.id not in known]


def test_a_checkpoint_tells_of_itself_what_it_is(library: Library) -> None:
    path = checkpoints.install(library)
    assert name_parts(path.name) == ("mine-x2", sha256_of(path)[:16])
    assert spec_in(path) == checkpoints.spec()
    assert library.by_id("MINE-X2") == library.find("Mine", 2) == checkpoints.spec()
    assert library.ensure(checkpoints.spec()) == path
    tensors = safetensors.torch.load_file(path)
    assert {key: tuple(value.shape) for key, value in tensors.items()} == {
        key: tuple(value.shape) for key, value in checkpoints.state_dict().items()
    }


def test_a_copied_folder_is_complete_by_itself(library: Library, tmp_path: Path) -> None:
    path = checkpoints.install(library)
    other = Library(tmp_path / "elsewhere")
    other.folder.mkdir()
    (other.folder / path.name).write_bytes(path.read_bytes())
    assert other.ensure(other.by_id("mine-x2")).parent == other.folder


def test_a_library_without_a_folder_is_empty_and_makes_none(library: Library) -> None:
    assert library.models() == catalogue.all_models()
    assert library.own_files() == ()
    assert not library.folder.exists()


def test_a_new_file_takes_the_place_of_the_older(library: Library) -> None:
    first, second = checkpoints.install(library), checkpoints.install(library, seed=1)
    assert first != second
    assert library.own_files() == (second,)
    assert [path.name for path in library.folder.iterdir()] == [second.name]


def test_the_same_file_again_is_kept_once(library: Library) -> None:
    checkpoints.install(library)
    checkpoints.install(library)
    assert len(list(library.folder.iterdir())) == 1


def test_a_file_that_was_not_finished_never_stands_there(library: Library) -> None:
    kept = checkpoints.install(library)

    class Trouble(Exception):
        pass

    def begin() -> None:
        with library.new_file("mine-x2") as path:
            path.write_bytes(b"half")
            raise Trouble

    with pytest.raises(Trouble):
        begin()
    assert list(library.folder.iterdir()) == [kept]


# Damage


def flipped(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1 << offset % 8
    path.write_bytes(content)


def test_one_flipped_bit_anywhere_is_found(library: Library) -> None:
    path = checkpoints.install(library)
    whole = path.read_bytes()
    header_bytes = 8 + int.from_bytes(whole[:8], "little")
    assert header_bytes > 100

    @settings(max_examples=150, deadline=None, database=None)
    @given(st.integers(0, header_bytes - 1) | st.integers(0, len(whole) - 1))
    def check(offset: int) -> None:
        path.write_bytes(whole)
        flipped(path, offset)
        (damaged,) = [each for each in library.verify() if each.path == path]
        assert damaged.id == "mine-x2"
        assert isinstance(damaged.error, WeightsError), f"byte {offset} of {len(whole)}"
        with pytest.raises(WeightsMismatch, match="damaged"):
            library.ensure(checkpoints.spec())

    check()


def test_a_flipped_bit_in_what_ships_is_found(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = library.by_id("pan-x2")
    assert spec.bundled is not None
    (tmp_path / "shipped").mkdir()
    copy = tmp_path / "shipped" / spec.bundled.name
    copy.write_bytes(spec.bundled.read_bytes())
    monkeypatch.setattr("sr_desktop.paths.bundled_weights", lambda: tmp_path / "shipped")
    assert library.ensure(spec) == copy
    for offset in (0, 9, 5_000, copy.stat().st_size - 1):
        flipped(copy, offset)
        with pytest.raises(WeightsMismatch, match="damaged") as caught:
            library.ensure(spec)
        assert "Install the program again" in caught.value.hint
        flipped(copy, offset)
    copy.unlink()
    with pytest.raises(WeightsMissing):
        library.ensure(spec)


@pytest.mark.parametrize("kept_bytes", [0, 7, 100, -1])
def test_a_file_that_was_cut_is_found(library: Library, kept_bytes: int) -> None:
    path = checkpoints.install(library)
    path.write_bytes(path.read_bytes()[:kept_bytes])
    (damaged,) = [each for each in library.verify() if each.path == path]
    assert damaged.error is not None
    with pytest.raises(WeightsMismatch) as caught:
        library.ensure(checkpoints.spec())
    assert "models remove mine-x2" in caught.value.hint
    library.remove("mine-x2")
    assert library.own_files() == ()


def test_what_is_whole_is_told_to_be(library: Library) -> None:
    path = checkpoints.install(library)
    checked = list(library.verify())
    assert [each for each in checked if each.error] == []
    assert [each.path for each in checked].count(path) == 1
    assert {each.id for each in checked} >= {"mine-x2", "pan-x2", "pan-x3", "pan-x4"}


def _rewritten(library: Library, change: Callable[[dict[str, Any]], object]) -> Path:
    """A library's file whose digest is right and whose header is another."""
    spec = checkpoints.spec()
    header = header_of(spec)
    told = json.loads(header["sr-desktop"])
    header["sr-desktop"] = json.dumps(change(told) or told)
    content = safetensors.torch.save(checkpoints.state_dict(), metadata=header)
    with library.new_file(spec.id) as path:
        path.write_bytes(content)
    (file,) = library.own_files()
    return file


@pytest.mark.parametrize(
    "change",
    [
        lambda told: [1],
        lambda told: "x",
        lambda told: told.update(arch_args=[1]),
        lambda told: told.update(scale="two"),
        lambda told: told.update(scale=True),
        lambda told: told.update(input_range=None),
        lambda told: told.update(name=["mine"]),
        lambda told: told.pop("arch") and None,
        lambda told: told.update(id="other-x2"),
    ],
)
def test_a_header_that_makes_no_sense_is_told_and_nothing_else_suffers(
    library: Library, change: Callable[[dict[str, Any]], object]
) -> None:
    path = _rewritten(library, change)
    assert own_ids(library) == []
    (checked,) = [each for each in library.verify() if each.path == path]
    assert checked.id == "mine-x2"
    assert checked.error is not None
    assert str(path) in checked.error.message
    library.remove("mine-x2")
    assert not path.exists()


def test_a_header_cannot_lead_to_other_files(library: Library) -> None:
    _rewritten(library, lambda told: told.update(file="/etc/passwd", sources=["http://x/y"]))
    spec = library.by_id("mine-x2")
    assert (spec.file, spec.sources) == (None, ())


def test_files_of_others_in_the_folder_are_left_alone(library: Library) -> None:
    checkpoints.install(library)
    for name in ("notes.txt", "mine-x2.part", ".mine-x2.lock", "x.safetensors", "a.B.safetensors"):
        (library.folder / name).write_text("mine")
    (library.folder / f"folder-x2.{'0' * 16}.safetensors").mkdir()
    assert own_ids(library) == ["mine-x2"]
    told = {each.id: each.error for each in library.verify()}
    assert told["mine-x2"] is None
    assert told["folder-x2"] is not None
    library.remove("mine-x2")
    assert (library.folder / "notes.txt").exists()


def test_of_two_files_of_the_same_id_both_are_checked_and_one_is_told(library: Library) -> None:
    first = checkpoints.install(library)
    content = first.read_bytes()
    second = checkpoints.install(library, seed=1)
    first.write_bytes(content)
    assert own_ids(library) == ["mine-x2"]
    for damaged in (first, second):
        whole = damaged.read_bytes()
        flipped(damaged, len(whole) - 3)
        told = {each.path: each.error for each in library.verify() if each.id == "mine-x2"}
        assert told.keys() == {first, second}
        assert [path for path, error in told.items() if error] == [damaged]
        damaged.write_bytes(whole)
    library.remove("mine-x2")
    assert library.own_files() == ()


# Names


def test_an_unknown_model_is_told_with_the_nearest_name(library: Library) -> None:
    checkpoints.install(library, "holiday")
    with pytest.raises(UnknownModel, match="holiday"):
        library.find("holliday", 2)
    with pytest.raises(UnknownModel, match="It has x2"):
        library.find("holiday", 4)
    with pytest.raises(UnknownModel, match="pan-x4"):
        library.by_id("pan-x44")


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("My Net_x2", "my-net"),
        ("net-2x", "net"),
        ("Ünï cödé", "n-c-d"),
        ("模型", "imported"),
        ("../../etc/passwd", "etc-passwd"),
        ("x2", "imported"),
        ("pan_x2", "pan-2"),
        ("PAN-official", "pan-official-2"),
        ("mine", "mine-2"),
    ],
)
def test_a_free_name_is_plain_and_taken_by_nobody(library: Library, wanted: str, name: str) -> None:
    checkpoints.install(library)
    assert library.free_name(wanted, 2) == name


def test_a_very_long_name_can_still_be_kept(library: Library) -> None:
    checkpoints.install(library, library.free_name("long" * 60, 2))
    assert len(library.own_files()) == 1


def test_what_ships_cannot_be_removed(library: Library) -> None:
    with pytest.raises(UsageError, match="ships"):
        library.remove("pan-x4")
    with pytest.raises(WeightsMissing):
        library.remove("pan-official-x4")
    with pytest.raises(UnknownModel):
        library.remove("nonsense-x4")


def test_what_is_not_here_is_told_with_the_command_to_get_it(library: Library) -> None:
    with pytest.raises(WeightsMissing) as caught:
        library.ensure(library.by_id("msrn-x3"))
    assert "models download msrn-x3" in caught.value.hint


# Folders


def test_a_file_in_place_of_the_folder_is_told(library: Library) -> None:
    library.folder.write_text("mine")
    assert library.own_files() == ()
    assert library.models() == catalogue.all_models()
    for act in (
        lambda: checkpoints.install(library),
        lambda: library.claimed("mine-x2", Cancel()).__enter__(),
    ):
        with pytest.raises(CannotWrite, match=str(library.folder)):
            act()
    assert library.folder.read_text() == "mine"


def test_only_one_at_a_time_has_a_claim(library: Library) -> None:
    order = []

    def second() -> None:
        with library.claimed("mine-x2", Cancel()):
            order.append("second")

    thread = threading.Thread(target=second)
    with library.claimed("mine-x2", Cancel()):
        thread.start()
        time.sleep(0.4)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_wait_for_a_claim_can_be_cancelled(library: Library) -> None:
    cancel = Cancel()
    timer = threading.Timer(0.3, cancel.set)

    def wait() -> None:
        with library.claimed("mine-x2", cancel):
            raise AssertionError("it is another's")

    with library.claimed("mine-x2", Cancel()):
        timer.start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            wait()
        took = time.monotonic() - began
    timer.join()
    assert took < 1, f"{took:.2f} s"


def test_claims_of_different_models_do_not_meet(library: Library) -> None:
    with library.claimed("mine-x2", Cancel()), library.claimed("mine-x3", Cancel()):
        pass
