"""Broken files: each is refused with a reason or read; nothing hangs, dies or is left."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.program import digests, save
from tests.faults import others
from tests.faults.corpus import corpus, lay, lay_strange, some_of
from tests.faults.watched import Bulk, Told, read_all, upscale

_PEAK_MIB = 1024
_EMPTY_WORDS = ("something went wrong", "unexpected", "unknown error", "defect", "traceback")
# What a programmer would read, not a person.
_CODE_WORDS = ("Error(", "Error:", "0x", "NoneType", "object at", "errno", "struct.", "vips")

_LONG = pytest.mark.faults, pytest.mark.timeout(1800)


def _says_why(message: str, name: str) -> str:
    """What is wrong with the words, empty where nothing is."""
    low = message.lower()
    rest = message.replace(name, "")
    if name not in message:
        return f"does not name the file: {message!r}"
    if any(words in low for words in _EMPTY_WORDS) or len(rest.split()) < 3:
        return f"gives no reason: {message!r}"
    if any(words in rest for words in _CODE_WORDS):
        return f"speaks to programmers: {message!r}"
    return ""


# Read and written in one process


@dataclass
class _Read:
    folder: Path
    out: Path
    names: list[str]
    bulk: Bulk
    before: dict[str, str]


def _read(factory: pytest.TempPathFactory, files: dict[str, bytes]) -> _Read:
    folder = factory.mktemp("mutated") / "in"
    out = folder.parent / "out"
    lay(folder, files)
    strange = lay_strange(folder)
    out.mkdir()
    before = digests(folder)
    names = [*files, *strange]
    return _Read(folder, out, names, read_all(folder, out, names), before)


@pytest.fixture(
    scope="module",
    params=[pytest.param(0, id="all", marks=_LONG), pytest.param(60, id="60")],
)
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> _Read:
    files = corpus()
    return _read(tmp_path_factory, some_of(files, request.param) if request.param else files)


def test_there_are_at_least_500_of_every_format() -> None:
    files = corpus()
    endings = {name.rpartition(".")[2] for name in files}
    assert len(set(files.values())) >= 500
    assert endings >= {"png", "jpg", "mpo", "webp", "tif", "bmp", "gif", "avif", "ppm", "pgm"}


def test_reading_never_hangs(many: _Read) -> None:
    assert many.bulk.hung == []


def test_reading_never_kills_the_process(many: _Read) -> None:
    assert many.bulk.died == {}


def test_reading_raises_nothing_that_is_not_meant_for_people(many: _Read) -> None:
    defects = {n: t["defect"].splitlines()[-1] for n, t in many.bulk.told.items() if "defect" in t}
    assert defects == {}, f"{len(defects)} of {len(many.names)}"


def test_each_refusal_names_the_file_and_the_reason(many: _Read) -> None:
    told = many.bulk.told
    refused = {name: fact["message"] for name, fact in told.items() if "message" in fact}
    wrong = {name: why for name, said in refused.items() if (why := _says_why(said, name))}
    assert refused, "the corpus damages nothing"
    assert wrong == {}, f"{len(wrong)} of {len(refused)}"


def test_each_refusal_tells_what_to_do(many: _Read) -> None:
    told = many.bulk.told
    assert [
        name for name, fact in told.items() if "hint" in fact and not fact["hint"].strip()
    ] == []


def test_memory_stays_below_a_gibibyte(many: _Read) -> None:
    peaks = {name: round(fact["peak_mib"]) for name, fact in many.bulk.told.items()}
    assert {name: mib for name, mib in peaks.items() if mib > _PEAK_MIB} == {}


def test_no_file_takes_long(many: _Read) -> None:
    slow = {name: round(fact["seconds"], 1) for name, fact in many.bulk.told.items()}
    assert {name: seconds for name, seconds in slow.items() if seconds > 10} == {}


def test_there_is_an_output_for_each_that_was_read_and_for_no_other(many: _Read) -> None:
    saved = {Path(fact["saved"]).name for fact in many.bulk.told.values() if "saved" in fact}
    assert {path.name for path in many.out.iterdir()} == saved


def test_what_is_written_opens_in_other_programs(many: _Read) -> None:
    others.needs("pngcheck")
    written = sorted(many.out.glob("*.png"))
    sizes = {path: struct.unpack(">II", path.read_bytes()[16:24]) for path in written}
    others.ask("pngcheck", "-q", *written)
    # The others have more pixels than Debian lets ImageMagick open.
    small = [p for p, size in sizes.items() if max(size) <= 16_000 and math.prod(size) < 1 << 24]
    assert len(small) > len(written) // 2
    assert others.complaints(small) == {}


def test_nothing_is_said_beside_the_reasons(many: _Read) -> None:
    """Decoders print to the terminal by themselves, and warn in words for programmers."""
    assert many.bulk.noise == ""


def test_no_original_is_touched(many: _Read) -> None:
    assert digests(many.folder) == many.before


# Through the real program, good ones among them


@dataclass
class _Batch:
    folder: Path
    bad: list[str]
    good: list[str]
    told: Told
    before: dict[str, str]


@pytest.fixture(
    scope="module",
    params=[pytest.param(0, id="all", marks=_LONG), pytest.param(60, id="60")],
)
def batch(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> _Batch:
    folder = tmp_path_factory.mktemp("batch") / "work"
    files = corpus()
    # Evenly spread from another beginning than the 60 of above: others.
    files = some_of(dict(list(files.items())[7:]), request.param) if request.param else files
    lay(folder / "in", files)
    good = [f"in/{place}good.png" for place in ("", "300-", "zz-")]
    save(folder, *good)
    before = digests(folder)
    # Some lies make a picture of a gigapixel that is valid: those are refused here, for time.
    words = ["in", "-o", "out", "--model", "pan", "--scale", "2", "--pixel-limit", "1"]
    told = upscale(folder, *words)
    return _Batch(folder, [f"in/{name}" for name in files], good, told, before)


def test_the_code_says_that_some_failed(batch: _Batch) -> None:
    assert batch.told.code == 1, batch.told.err[-2000:]


def test_the_good_ones_among_them_are_done(batch: _Batch) -> None:
    assert set(batch.good) <= batch.told.sources("finished")


def test_each_input_has_one_ending(batch: _Batch) -> None:
    assert {name for name in batch.bad if not batch.told.ending(name)} == set()
    end = batch.told.events[-1]
    assert end["done"] + end["failed"] == len(batch.bad) + len(batch.good)


def test_each_failure_is_named_with_its_reason(batch: _Batch) -> None:
    failed = sorted(batch.told.sources("failed"))
    assert len(failed) > len(batch.bad) // 3, failed
    reasons = {name: batch.told.reason(name) for name in failed}
    wrong = {n: why for n, said in reasons.items() if (why := _says_why(said, Path(n).name))}
    assert wrong == {}, f"{len(wrong)} of {len(failed)}"


def test_a_failed_input_has_no_output_and_the_others_have_one_that_opens(batch: _Batch) -> None:
    finished = [e for e in batch.told.events if e["event"] == "finished"]
    saved = {(batch.folder / event["saved"]).resolve() for event in finished}
    made = {path.resolve() for path in (batch.folder / "out").rglob("*") if path.is_file()}
    assert made == saved
    assert others.complaints(sorted(p for p in made if p.suffix not in {".avif", ".heic"})) == {}


def test_the_sources_are_as_they_were(batch: _Batch) -> None:
    are = digests(batch.folder)
    assert {name: are.get(name) for name in batch.before} == batch.before


def test_things_that_are_no_files_are_named_and_never_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "good.png")
    strange = lay_strange(folder / "strange")
    words = [f"strange/{name}" for name in strange]
    told = upscale(folder, *words, "good.png", "-o", "out", "--scale", "2")
    assert told.code == 1
    assert told.sources("finished") == {"good.png"}
    failed = {name: told.reason(name) for name in words}
    wrong = {n: why for n, said in failed.items() if (why := _says_why(said, Path(n).name))}
    assert wrong == {}
    assert [path.name for path in (folder / "out").iterdir()] == ["good_pan_x2.png"]


@pytest.mark.faults
def test_a_folder_with_such_things_is_done_without_them(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    save(folder, "in/good.png")
    lay_strange(folder / "in")
    told = upscale(folder, "in", "-o", "out", "--scale", "2")
    assert told.sources("finished") == {"in/good.png"}
    assert [path.name for path in (folder / "out").iterdir()] == ["good.png"]
