"""The survey with real files: what each picture's fate is, and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sr_desktop.cancel import Cancel
from sr_desktop.gui import survey as surveys
from sr_desktop.gui import surveyor
from sr_desktop.gui.survey import Fate, Survey
from sr_desktop.gui.surveyor import Event, Looked, Subject, Surveyed, SurveyJob
from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.pace import Pace
from sr_desktop.jobs.plan import Asked, OutputRule, Own, find_pictures
from sr_desktop.jobs.preflight import Disk
from sr_desktop.jobs.types import Found, Stopped
from sr_desktop.weights import Library

PICTURE = Picture(np.full((6, 8, 3), 120, np.uint8))
SPEC = Library().find("pan", 2)


@pytest.fixture
def job(tmp_path: Path) -> SurveyJob:
    """a.png and a.jpg, of which the result of one is there; one below, one broken, one pasted."""
    source, out = tmp_path / "in", tmp_path / "out"
    for name in ("a.jpg", "a.png", "below/b.png"):
        files.write(source / name, PICTURE, Encoding(name[-3:].replace("jpg", "jpeg")))
    (source / "broken.png").write_bytes(b"no picture")
    files.write(out / "below" / "b.png", PICTURE, Encoding("png"))
    found, _ = find_pictures([source])
    subjects = [Subject(id, each, size=(8, 6)) for id, each in enumerate(found, start=1)]
    subjects.append(Subject(99, Found(Path("a.png")), PICTURE))
    rule = OutputRule(out, Encoding("png"), template="{name}", on_exists="skip")
    return SurveyJob(tuple(subjects), Asked(SPEC), rule)


def survey(job: SurveyJob) -> Surveyed:
    told: list[Event] = []
    surveyor.run(job, told.append, Cancel())
    assert isinstance(told[-1], Surveyed), told[-1]
    assert any(isinstance(each, Looked) for each in told)
    return told[-1]


def fates(surveyed: Surveyed) -> dict[str, tuple[Fate, str]]:
    return {
        f"{line.name}{'' if line.found.root else ' pasted'}": (
            line.fate,
            line.target.name if line.target else "",
        )
        for line in surveyed.lines
    }


@pytest.mark.parametrize(
    ("on_exists", "below"),
    [
        ("skip", (Fate.SKIP, "b.png")),
        ("rename", (Fate.RENAME, "b (2).png")),
        ("replace", (Fate.REPLACE, "b.png")),
    ],
)
def test_each_picture_has_a_fate_and_a_name_of_its_own(
    job: SurveyJob, on_exists: str, below: tuple[Fate, str]
) -> None:
    surveyed = survey(replace(job, rule=replace(job.rule, on_exists=on_exists)))
    assert fates(surveyed) == {
        "a.jpg": (Fate.EXPORT, "a.png"),
        "a.png": (Fate.RENAME, "a (2).png"),
        "below/b.png": below,
        "broken.png": (Fate.REFUSE, ""),
        "a.png pasted": (Fate.RENAME, "a (3).png"),
    }
    sizes = {line.name: (line.size, line.result) for line in surveyed.lines}
    assert sizes["below/b.png"] == ((8, 6), (16, 12))
    assert [old.target.name for old in surveyed.there.values()] == ["b.png"]


def test_a_second_look_by_another_rule_knows_what_is_there(job: SurveyJob) -> None:
    first = survey(job)
    again = survey(replace(job, there=first.there, rule=replace(job.rule, on_exists="replace")))
    line = next(line for line in again.lines if line.fate is Fate.REPLACE)
    assert line.reason == "A file of this name is there already."
    assert again.there is first.there


def test_a_result_of_our_own_is_known_by_what_it_was_made_with(
    job: SurveyJob, tmp_path: Path
) -> None:
    from sr_desktop.jobs.session import Session

    first = survey(job)
    for each in first.flight.plan.jobs:
        Session().run(each, lambda event: None, Cancel())
    again = survey(job)
    assert fates(again)["a.jpg"] == (Fate.SKIP, "a.png")
    reasons = {line.name: line.brief for line in again.lines}
    assert reasons["a.jpg"] == "same settings"
    other = survey(replace(job, asked=Asked(Library().find("pan", 3))))
    assert {line.name: line.brief for line in other.lines}["a.jpg"] == "other settings"


def test_it_stops_when_nobody_wants_it_any_more(job: SurveyJob) -> None:
    told: list[Event] = []
    cancel = Cancel()
    cancel.set()
    surveyor.run(job, told.append, cancel)
    assert told == [Stopped(job.id)]


def test_the_words_tell_what_stands_in_the_way(job: SurveyJob) -> None:
    surveyed = survey(job)
    known = Survey(
        Path("/out"),
        5,
        "skip",
        lines=surveyed.lines,
        flight=surveyed.flight,
        loads=surveyed.loads,
        there=surveyed.there,
    )
    pictures, sizes, disk, time = surveys.facts(known)
    assert pictures.text == (
        "3 to export, 2 of them under a new name · 1 skipped · 1 cannot be done"
    )
    assert pictures.is_bad
    assert sizes.text == "0.00 MP  →  0.00 MP"
    assert not disk.is_bad
    assert known.can_start
    assert not surveys.obstacle(known)
    assert time.text == "Time: measuring…"
    short = Disk(Path("/out"), 148_300_000_000, 12_400_000)
    full = replace(known, flight=replace(surveyed.flight, disks=(short,)))
    assert not full.is_room
    assert surveys.facts(full)[2].is_bad
    assert "148.3 GB needed, only 12.4 MB free" in surveys.facts(full)[2].text
    assert not full.can_start
    assert "Choose another folder" in surveys.obstacle(full)


def test_the_time_is_the_sum_over_all_pictures_and_networks(job: SurveyJob) -> None:
    surveyed = survey(job)
    known = Survey(Path("/out"), 5, "skip", loads=surveyed.loads)
    assert known.seconds_at({}) is None
    assert known.seconds_at({"pan-x2": Pace(1e6, 5.0)}) == pytest.approx(3 * 6 * 8 + 3 * 5)


def test_a_picture_takes_the_time_of_its_own_settings(job: SurveyJob) -> None:
    usual, own = (Asked(SPEC, Engine(self_ensemble=each)) for each in (False, True))
    paces = {"pan-x2": Pace(1e6, 5.0)}
    for common, single, runs in ((usual, own, 2 + 8), (own, usual, 16 + 1)):
        first = replace(job.subjects[0], own=Own(single, Encoding("png")))
        surveyed = survey(replace(job, subjects=(first, *job.subjects[1:]), asked=common))
        known = Survey(Path("/out"), 5, "skip", loads=surveyed.loads)
        assert known.seconds_at(paces) == pytest.approx(runs * (6 * 8 + 5)), common
