"""Shares of a folder: stable, complete, and with the names of the whole."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from sr_desktop.errors import UsageError
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.jobs.plan import Asked, OutputRule, Plan, find_pictures, plan_found, plan_jobs
from sr_desktop.jobs.shards import Shard
from sr_desktop.jobs.types import Found
from sr_desktop.weights import Library
from tests.cli.program import save

SPEC = Library().find("pan", 2)


def shares_of(item: Found, count: int) -> list[int]:
    return [number for number in range(1, count + 1) if Shard(number, count).has(item)]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64])
def test_each_picture_is_in_exactly_one_share(count: int) -> None:
    items = [Found(Path(f"/in/{n % 5}/{n}.png"), Path("/in")) for n in range(200)]
    assert all(len(shares_of(item, count)) == 1 for item in items)


def test_shares_are_about_equal() -> None:
    items = [Found(Path(f"/in/{n}.png"), Path("/in")) for n in range(1000)]
    sizes = [sum(Shard(number, 4).has(item) for item in items) for number in (1, 2, 3, 4)]
    assert min(sizes) > 200, sizes


def test_a_share_stays_the_same_for_ever() -> None:
    """Machines of other systems, and later versions, must agree: these were computed by hand with
    sha256sum, modulo 5.
    """
    names = ["a.png", "sub/a.png", "sub/deep/ä.jpg", "写真.jpg"]
    found = [shares_of(Found(Path("/in", name), Path("/in")), 5)[0] for name in names]
    assert found == [3, 3, 5, 5], found


def test_a_share_depends_on_the_path_below_the_folder_alone() -> None:
    one = Found(Path("/mnt/a/sub/x.png"), Path("/mnt/a"))
    other = Found(Path("other/sub/x.png"), Path("other"))
    assert shares_of(one, 97) == shares_of(other, 97)
    top = Found(Path("/mnt/a/x.png"), Path("/mnt/a"))
    assert shares_of(top, 97) == shares_of(Found(Path("elsewhere/x.png")), 97)


def test_a_name_counts_the_same_however_its_accents_are_written() -> None:
    """macOS gives them taken apart."""
    found = [
        shares_of(Found(Path("/in", unicodedata.normalize(form, "café/é.png")), Path("/in")), 997)
        for form in ("NFC", "NFD")
    ]
    assert found[0] == found[1]


def test_a_name_that_is_no_text_has_a_share() -> None:
    assert len(shares_of(Found(Path("/in/a\udcff.png"), Path("/in")), 3)) == 1


@pytest.mark.parametrize(
    "text", ["", "1", "0/2", "3/2", "1/0", "-1/2", "a/b", "1/2/3", "1 / 2", "²/3"]
)
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no share"):
        Shard.parse(text)


def test_a_share_is_read() -> None:
    assert Shard.parse("2/3") == Shard(2, 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pictures that want each other's names once they are PNG, and one that cannot be read."""
    names = [
        f"{stem}.{kind}" for stem in ("a", "b", "sub/a", "c d") for kind in ("bmp", "jpg", "png")
    ]
    save(tmp_path / "in", *names)
    (tmp_path / "in" / "broken.png").write_bytes(b"no picture")
    return tmp_path / "in"


def planned(folder: Path, shard: Shard | None, on_exists: str = "skip") -> Plan:
    rule = OutputRule(folder.parent / "out", Encoding("png"), None, on_exists)
    return plan_jobs([folder], SPEC, rule, shard=shard)


def targets(plan: Plan) -> dict[Path, Path]:
    return {job.source: job.target for job in plan.jobs}  # type: ignore[misc]


@pytest.mark.parametrize("on_exists", ["skip", "replace"])
@pytest.mark.parametrize("count", [1, 2, 5, 40])
def test_names_are_those_of_the_whole(folder: Path, count: int, on_exists: str) -> None:
    whole = planned(folder, None, on_exists)
    assert len(whole.clashes) == 8, "the pictures do not want each other's names"
    shares = [planned(folder, Shard(number, count), on_exists) for number in range(1, count + 1)]
    together = {source: target for share in shares for source, target in targets(share).items()}
    assert together == targets(whole)
    assert sum(len(share.jobs) for share in shares) == len(whole.jobs)
    assert sum(len(share.refused) for share in shares) == len(whole.refused) == 1
    assert sum(len(share.clashes) for share in shares) == len(whole.clashes)


def test_names_stay_when_other_shares_have_written_theirs(folder: Path) -> None:
    before = targets(planned(folder, Shard(2, 2)))
    for target in targets(planned(folder, Shard(1, 2))).values():
        save(target.parent, target.name)
    assert targets(planned(folder, Shard(2, 2))) == before
    assert targets(planned(folder, Shard(1, 2))) == {}, "they are done"


def test_a_folder_that_is_not_there_is_told_in_every_share(tmp_path: Path) -> None:
    rule = OutputRule(tmp_path / "out", on_exists="skip")
    for number in (1, 2, 3):
        plan = plan_jobs([tmp_path / "gone"], SPEC, rule, shard=Shard(number, 3))
        assert len(plan.refused) == 1


def test_results_where_other_shares_still_search_are_refused(folder: Path) -> None:
    for out in (folder, folder / "out", folder / "sub" / ".." / "x"):
        with pytest.raises(UsageError, match="taken for sources"):
            plan_jobs([folder], SPEC, OutputRule(out, on_exists="skip"), shard=Shard(1, 2))


def test_what_failed_is_shared_out_and_keeps_its_place(folder: Path) -> None:
    """The pictures of a report, each with the path that it was to have."""
    found, refused = find_pictures([folder])
    assert not refused
    places = {item.path: folder.parent / "old" / f"{n}.png" for n, item in enumerate(found)}
    rule = OutputRule(on_exists="skip", encoding=Encoding("png"))
    together: dict[Path, Path] = {}
    for number in (1, 2):
        shard = Shard(number, 2)
        plan = plan_found(found, Asked(SPEC), rule, targets=places, shard=shard)
        assert 0 < len(plan.jobs) < 12
        together |= targets(plan)
    assert together == {path: to for path, to in places.items() if path.stem != "broken"}
