"""What was measured, kept in files."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sr_desktop import paths
from sr_desktop.cancel import Cancel
from sr_desktop.engine import ensemble
from sr_desktop.engine.footprint import footprint_of
from sr_desktop.jobs import paces, pacing
from sr_desktop.jobs.engine import Engine
from sr_desktop.jobs.enlarging import enlarge
from sr_desktop.jobs.pace import Measured, Pace
from sr_desktop.jobs.paces import About
from sr_desktop.jobs.session import Session
from sr_desktop.weights import Library

SPEC = Library().find("pan", 2)
ABOUT = About("pan-x2", 1_059_020, "auto auto None None None cpu 2")
BARE = Measured(Pace(6.25, 0.012), None, 300_000_000)


def only_file() -> Path:
    [file] = paths.paces_dir().iterdir()
    return file


def test_it_is_found_again_with_its_footprint() -> None:
    assert paces.kept(ABOUT) is None
    paces.keep(ABOUT, BARE)
    assert paces.kept(ABOUT) == BARE
    footprint = footprint_of(Session().load(SPEC, Engine(device="cpu")))
    assert footprint is not None
    whole = replace(BARE, footprint=footprint)
    paces.keep(ABOUT, whole)
    assert paces.kept(ABOUT) == whole
    only_file()


def test_what_is_about_something_else_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    paces.keep(ABOUT, BARE)
    for other in ({"network": "pan-x3"}, {"bytes": 7}, {"device": "auto cpu 1"}):
        assert paces.kept(replace(ABOUT, **other)) is None  # type: ignore[arg-type]
    for name in ("processor_name", "__version__"):
        with monkeypatch.context() as patch:
            patch.setattr(paces, name, (lambda: "another") if name[0] == "p" else "0.0.0")
            assert paces.kept(ABOUT) is None, name
    assert paces.kept(ABOUT) == BARE


def test_what_is_a_day_old_counts_no_more_and_goes() -> None:
    paces.keep(ABOUT, BARE)
    old = only_file()
    for hours, is_kept in ((23, True), (25, False), (-1, False)):
        then = time.time() - hours * 3600
        os.utime(old, (then, then))
        assert (paces.kept(ABOUT) == BARE) is is_kept, hours
    paces.keep(replace(ABOUT, network="pan-x3"), BARE)
    assert only_file() != old


@pytest.mark.parametrize(
    "bad",
    [
        *("", "[]", "{}", "no", "\xff", '{"pace": 3}'),
        '{"pace": {"per_mp": "x"}, "footprint": {}}',
        '{"pace": {"per_mp": NaN}, "footprint": null, "base_bytes": 1}',
        '{"pace": {"per_mp": -1}, "footprint": null, "base_bytes": 1}',
        '{"pace": {"per_mp": 1}, "footprint": null, "base_bytes": Infinity}',
    ],
)
def test_a_bad_file_counts_as_none(bad: str) -> None:
    paces.keep(ABOUT, BARE)
    only_file().write_bytes(bad.encode("latin-1"))
    assert paces.kept(ABOUT) is None


def test_where_nothing_can_be_written_nothing_is_kept() -> None:
    paths.paces_dir().parent.mkdir(parents=True, exist_ok=True)
    paths.paces_dir().write_text("a file in the folder's place")
    paces.keep(ABOUT, BARE)
    assert paces.kept(ABOUT) is None


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
def test_a_network_may_have_any_file_s_name() -> None:
    about = replace(ABOUT, network=os.fsdecode(b"my \xff weights"))
    paces.keep(about, BARE)
    assert paces.kept(about) == BARE


def test_a_session_measures_once_or_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine()
    found = Session().known_or_measured(SPEC, engine)
    again = Session()
    assert again.known_or_measured(SPEC, engine) == found
    assert not again._loaded, "nothing was run for it"
    assert again.known_or_measured(SPEC, replace(engine, guard=False)) == found
    with monkeypatch.context() as patch:
        patch.setattr(Session, "measure", lambda *_: BARE)
        assert Session().known_or_measured(SPEC, engine, anew=True) == BARE
        assert Session().known_or_measured(SPEC, Engine(threads=1)) == BARE, "not measured yet"
    assert Session().known_or_measured(SPEC, engine) == BARE, "and that is kept"


def test_it_is_measured_without_self_ensemble(monkeypatch: pytest.MonkeyPatch) -> None:
    engines = []

    def seen(job, *rest):  # type: ignore[no-untyped-def]
        engines.append(job.engine)
        return enlarge(job, *rest)

    monkeypatch.setattr(pacing, "enlarge", seen)
    pacing.measure(SPEC, Engine(self_ensemble=True), Session(), Cancel())
    assert engines
    assert not any(each.self_ensemble for each in engines)


def test_an_ensemble_has_as_many_members_as_the_engine_runs() -> None:
    assert Engine(self_ensemble=True).members == ensemble.MEMBERS
    assert Engine().members == 1
