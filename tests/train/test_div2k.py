"""DIV2K from a site that misbehaves on command, over a real socket."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest

from sr_desktop.bench import datasets
from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.errors import CannotWrite, DownloadFailed, SRError, UsageError
from sr_desktop.train import div2k
from sr_desktop.train.div2k import Transferred, Unpacked
from sr_desktop.weights import download
from tests.train.div2k_zips import MEASURING, TRAINING, Site, members_of
from tests.weights.server import Server

AT_X2 = ["DIV2K_train_HR", "DIV2K_train_LR_bicubic_X2", "DIV2K_valid_HR"]
AT_X2 += ["DIV2K_valid_LR_bicubic_X2"]
HR = "DIV2K_train_HR"


@pytest.fixture
def site(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(download, "_FIRST_WAIT_SECONDS", 0.01)
    return Site(server, tmp_path / "site", monkeypatch)


@dataclass
class Desk:
    folder: Path
    cancel: Cancel = field(default_factory=Cancel)
    told: list[Transferred | Unpacked] = field(default_factory=list)

    def fetch(self, scale: int = 2, mirror: str = "") -> None:
        div2k.fetch(self.folder, scale, self.told.append, self.cancel, mirror)

    def failure(self, kind: type[SRError]) -> SRError:
        with pytest.raises(kind) as caught:
            self.fetch()
        return caught.value

    @property
    def files(self) -> set[str]:
        """All but the lock."""
        found = {path for path in self.folder.rglob("*") if path.is_file()}
        return {path.relative_to(self.folder).as_posix() for path in found} - {".div2k.lock"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "DIV2K")


def test_all_parts_of_a_scale_come_in_the_layout_that_a_training_reads(
    site: Site, desk: Desk
) -> None:
    desk.fetch()
    assert site.asked() == [(id, None) for id in AT_X2]
    assert desk.files == {name for id in AT_X2 for name in members_of(id)}, "and no zip"
    pairs = datasets.find(desk.folder, training=True).pairs(2)
    assert [pair.name for pair in pairs] == list(TRAINING)
    assert pairs[0].lr == desk.folder / "DIV2K_train_LR_bicubic" / "X2" / "0001x2.png"
    datasets.read(pairs[0], 2)
    measured = datasets.find(desk.folder).pairs(2)
    assert [(pair.name, pair.lr is None) for pair in measured] == [(MEASURING[0], False)]


def test_it_is_told_how_far_each_part_is(site: Site, desk: Desk) -> None:
    desk.fetch()
    for id in AT_X2:
        came = [each for each in desk.told if isinstance(each, Transferred) and each.part == id]
        size = site.zips[id].stat().st_size
        assert (came[-1].done_bytes, came[-1].total_bytes) == (size, size)
        assert came[-1].host == site.server.host
        out = [each for each in desk.told if isinstance(each, Unpacked) and each.part == id]
        assert len(out) == len(members_of(id))
        assert out[-1].done_bytes == out[-1].total_bytes


def test_what_is_there_is_not_fetched_and_another_scale_needs_its_lr_alone(
    site: Site, desk: Desk
) -> None:
    desk.folder.mkdir()
    site.unpack_into(desk.folder, HR)
    desk.fetch()
    assert [id for id, _ in site.asked()] == AT_X2[1:]
    assert div2k.plan(desk.folder, 2).parts == ()
    desk.fetch(scale=4)
    lr_at_x4 = ["DIV2K_train_LR_bicubic_X4", "DIV2K_valid_LR_bicubic_X4"]
    assert [id for id, _ in site.asked()] == AT_X2[1:] + lr_at_x4
    assert datasets.find(desk.folder, training=True).scales == (2, 4)


def test_a_connection_that_breaks_is_taken_up_again(site: Site, desk: Desk) -> None:
    site.plan(HR, ("close", 3000), ("reset", 2000))
    desk.fetch()
    tries = [range for id, range in site.asked() if id == HR]
    assert len(tries) == 3
    assert tries[:2] == [None, "bytes=3000-"]
    remarks = [each.remark for each in desk.told if isinstance(each, Transferred) and each.remark]
    assert len(remarks) == 2
    assert desk.files == {name for id in AT_X2 for name in members_of(id)}


def test_what_came_before_it_was_stopped_is_kept_and_counted(site: Site, desk: Desk) -> None:
    whole = div2k.plan(desk.folder, 2).bytes
    site.plan(HR, ("stall", 4000))

    def stop_when_it_stalls() -> None:
        while not (part.exists() and part.stat().st_size == 4000):
            stalled.wait(0.01)
        desk.cancel.set()

    part, stalled = desk.folder / f"{HR}.part", threading.Event()
    watcher = threading.Thread(target=stop_when_it_stalls)
    watcher.start()
    with pytest.raises(Cancelled):
        desk.fetch()
    watcher.join()
    assert desk.files == {f"{HR}.part"}
    assert div2k.plan(desk.folder, 2).bytes == whole - 4000
    desk.cancel = Cancel()
    desk.fetch()
    assert site.asked()[:2] == [(HR, None), (HR, "bytes=4000-")]


def test_a_zip_of_another_digest_is_refused_and_nothing_of_it_unpacked(
    site: Site, desk: Desk
) -> None:
    site.plan(HR, ("flip", 500))
    error = desk.failure(DownloadFailed)
    assert "wrong digest" in error.message
    assert f"{HR}.zip" in error.message
    assert f"{site.server.url}/{HR}.zip" in error.hint
    assert desk.files == set()


@pytest.mark.parametrize("name", ["../evil.png", "/evil.png", "DIV2K_train_HR/..\\..\\evil.png"])
def test_a_zip_that_leads_out_of_the_folder_is_refused(site: Site, desk: Desk, name: str) -> None:
    site.replace(HR, members_of(HR) | {name: b"evil"})
    error = desk.failure(DownloadFailed)
    assert "leads out of the folder" in error.message
    assert desk.files == {f"{HR}.part"}
    assert not list(desk.folder.parent.glob("evil*"))
    assert [path.name for path in desk.folder.iterdir() if path.is_dir()] == []


def test_a_zip_bomb_is_refused_before_anything_is_written(site: Site, desk: Desk) -> None:
    site.replace(HR, members_of(HR) | {"DIV2K_train_HR/0004.png": bytes(10**6)}, deflated=True)
    error = desk.failure(DownloadFailed)
    assert f"more than the {2 * site.zips[HR].stat().st_size:,} that it may" in error.message
    assert desk.files == {f"{HR}.part"}


def test_a_zip_of_other_things_is_refused(site: Site, desk: Desk) -> None:
    site.replace(HR, {"somewhere/0001.png": b"else"})
    assert f"no files in {HR}" in desk.failure(DownloadFailed).message
    assert desk.files == {f"{HR}.part"}


KILLED_AFTER_ONE = """
import os, sys
from pathlib import Path
from sr_desktop.cancel import Cancel
from sr_desktop.train.unpacking import unpack
folder = Path(sys.argv[1])
die = lambda done, all: os.kill(os.getpid(), 9)
unpack(folder / "DIV2K_train_HR.part", folder, "DIV2K_train_HR", 10**6, die, Cancel())
"""


def test_killed_while_it_unpacks_it_leaves_nothing_that_looks_whole(site: Site, desk: Desk) -> None:
    desk.folder.mkdir()
    (desk.folder / f"{HR}.part").write_bytes(site.zips[HR].read_bytes())
    words = [sys.executable, "-c", KILLED_AFTER_ONE, str(desk.folder)]
    assert subprocess.run(words).returncode == -signal.SIGKILL
    assert len([name for name in desk.files if name.endswith(".png")]) == 1, "it was in the middle"
    assert not (desk.folder / HR).exists()
    assert HR in {part.id for part in div2k.plan(desk.folder, 2).parts}
    desk.fetch()
    assert HR not in {id for id, _ in site.asked()}, "its zip was whole"
    assert desk.files == {name for id in AT_X2 for name in members_of(id)}, "nothing is left over"


def test_stopped_while_it_unpacks_it_keeps_the_zip_alone(site: Site, desk: Desk) -> None:
    def on_event(event: Transferred | Unpacked) -> None:
        if isinstance(event, Unpacked):
            desk.cancel.set()

    with pytest.raises(Cancelled):
        div2k.fetch(desk.folder, 2, on_event, desk.cancel)
    assert desk.files == {f"{HR}.part"}


class Usage(NamedTuple):
    free: int


def test_a_disk_that_is_too_small_is_told_before_anything_comes(
    site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hr, lr, valid_hr, valid_lr = (site.zips[id].stat().st_size for id in AT_X2)
    peak = max(2 * hr, hr + 2 * lr, hr + lr + 2 * valid_hr, hr + lr + valid_hr + 2 * valid_lr)
    monkeypatch.setattr(div2k.shutil, "disk_usage", lambda folder: Usage(peak - 1))
    error = desk.failure(CannotWrite)
    assert str(desk.folder) in error.message
    assert "free" in error.message
    assert "--data" in error.hint
    assert site.asked() == []
    desk.cancel.set()
    monkeypatch.setattr(div2k.shutil, "disk_usage", lambda folder: Usage(peak))
    with pytest.raises(Cancelled):
        desk.fetch()


def test_the_real_thing_needs_two_of_its_largest_zip(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(div2k.shutil, "disk_usage", lambda folder: Usage(7 * 10**9))
    with pytest.raises(CannotWrite, match=r"7\.1 GB.* 7\.0 GB are free"):
        div2k.plan(desk.folder, 2)
    monkeypatch.setattr(div2k.shutil, "disk_usage", lambda folder: Usage(8 * 10**9))
    planned = div2k.plan(desk.folder, 2)
    assert planned.bytes == 5_022_751_798
    assert planned.url == "https://data.vision.ee.ethz.ch/cvl/DIV2K/DIV2K_train_HR.zip"


def test_pictures_of_another_data_set_are_not_hidden_by_it(site: Site, desk: Desk) -> None:
    desk.folder.mkdir()
    (desk.folder / "mine.png").touch()
    error = desk.failure(UsageError)
    assert "mine.png" in error.message
    assert site.asked() == []


def test_a_part_that_a_person_has_only_some_of_is_not_taken_for_whole(
    site: Site, desk: Desk
) -> None:
    desk.folder.mkdir()
    site.unpack_into(desk.folder, HR)
    (desk.folder / HR / "0002.png").unlink()
    assert "has 2 of its 3 pictures" in desk.failure(UsageError).message
    assert site.asked() == []


def test_a_mirror_comes_first_and_the_site_stands_in_for_what_it_lacks(
    site: Site, desk: Desk
) -> None:
    mirror = site.server.hold("/mirror", site.zips[HR])
    site.server.hold(f"/mirror/{HR}.zip", site.zips[HR])
    desk.fetch(mirror=mirror)
    lr = AT_X2[1]
    assert [id for id, _ in site.asked()][:3] == [f"mirror/{HR}", f"mirror/{lr}", lr]
    assert div2k.plan(desk.folder, 3, mirror).url == f"{mirror}/{HR}.zip"
    with pytest.raises(UsageError, match="nonsense"):
        div2k.plan(desk.folder, 3, "nonsense")


def test_of_two_at_once_the_second_waits_and_finds_all_there(site: Site, desk: Desk) -> None:
    other = Desk(desk.folder)
    site.plan(HR, ("trickle", 500))
    threads = [threading.Thread(target=each.fetch) for each in (desk, other)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(site.asked()) == sorted((id, None) for id in AT_X2)
    assert [bool(desk.told), bool(other.told)].count(True) == 1
