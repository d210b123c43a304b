"""Offline packs: from one computer to another, and nothing but whole checkpoints gets in."""

from __future__ import annotations

import hashlib
import os
import random
import zipfile
from pathlib import Path

import pytest
import torch

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.errors import CannotWrite, NothingToDo, SRError, WeightsError
from sr_desktop.weights import Library
from sr_desktop.weights.digest import sha256_of
from sr_desktop.weights.pack import export_pack, import_pack, is_pack
from tests.weights import checkpoints


@pytest.fixture
def here(tmp_path: Path) -> Library:
    library = Library(tmp_path / "here")
    checkpoints.install(library, "one")
    checkpoints.install(library, "two", seed=1, scale=4)
    return library


@pytest.fixture
def there(tmp_path: Path) -> Library:
    return Library(tmp_path / "there")


@pytest.fixture
def pack(here: Library, tmp_path: Path) -> Path:
    target = tmp_path / "pack.zip"
    export_pack(here.own_files(), target, Cancel())
    return target


def contents(library: Library) -> dict[str, bytes]:
    """All that is in the folder, hidden files too."""
    if not library.folder.exists():
        return {}
    return {path.name: path.read_bytes() for path in library.folder.iterdir()}


def members(pack: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pack) as inside:
        return {name: inside.read(name) for name in inside.namelist()}


def write(pack: Path, named: dict[str, bytes]) -> None:
    with zipfile.ZipFile(pack, "w") as inside:
        for name, content in named.items():
            inside.writestr(name, content)


def refusal(pack: Path, library: Library) -> str | None:
    """Why it was not taken, if so."""
    try:
        if is_pack(pack):
            import_pack(pack, library, Cancel())
    except SRError as error:
        return error.message
    return None


def test_a_pack_carries_checkpoints_to_another_library(
    here: Library, there: Library, pack: Path
) -> None:
    assert is_pack(pack)
    assert import_pack(pack, there, Cancel()) == ("one-x2", "two-x4")
    assert contents(there) == contents(here)
    assert there.by_id("two-x4") == here.by_id("two-x4")
    assert [each for each in there.verify() if each.error] == []


def test_a_pack_says_in_words_what_it_is_for(pack: Path) -> None:
    assert b"models import" in members(pack)["README.txt"]


def test_a_pack_taken_twice_changes_nothing(there: Library, pack: Path) -> None:
    import_pack(pack, there, Cancel())
    before = contents(there)
    import_pack(pack, there, Cancel())
    assert contents(there) == before


def test_files_from_before_1980_are_packed_too(here: Library, there: Library, pack: Path) -> None:
    for path in here.own_files():
        os.utime(path, (0, 0))
    export_pack(here.own_files(), pack, Cancel())
    assert len(import_pack(pack, there, Cancel())) == 2


def test_there_must_be_something_to_pack(there: Library, tmp_path: Path) -> None:
    with pytest.raises(NothingToDo):
        export_pack(there.own_files(), tmp_path / "pack.zip", Cancel())
    assert list(tmp_path.iterdir()) == []


def test_a_pack_that_cannot_be_written_is_told_and_leaves_nothing(
    here: Library, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for target in (tmp_path / "absent" / "p.zip", tmp_path / "file" / "p.zip", here.folder):
        with pytest.raises(CannotWrite, match=str(target)):
            export_pack(here.own_files(), target, Cancel())
    assert {path.name for path in tmp_path.iterdir()} == {"file", "here"}


def test_cancelling_leaves_no_half_pack(here: Library, tmp_path: Path) -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        export_pack(here.own_files(), tmp_path / "pack.zip", cancel)
    assert {path.name for path in tmp_path.iterdir()} == {"here"}


@pytest.mark.parametrize("kind", ["words", "absent", "torch", "other zip", "folder"])
def test_what_is_no_pack_is_not_taken_for_one(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "thing"
    if kind == "words":
        path.write_text("PK but no zip")
    elif kind == "torch":
        torch.save(checkpoints.state_dict(), path)
    elif kind == "other zip":
        write(path, {"holiday.jpg": b"x"})
    elif kind == "folder":
        path.mkdir()
    assert not is_pack(path)


@pytest.mark.parametrize("where", ["first", "last"])
@pytest.mark.parametrize("how", ["tensors", "header", "another id", "no checkpoint"])
def test_a_tampered_member_is_refused_and_nothing_of_it_is_left(
    there: Library, pack: Path, where: str, how: str
) -> None:
    named = members(pack)
    ids = [name for name in named if name.endswith(".safetensors")]
    name = ids[0 if where == "first" else -1]
    content = bytearray(named[name])
    if how == "another id":  # the digest agrees, the header does not
        named[name.replace(name.split(".")[0], "pan-official-x2")] = bytes(content)
    elif how == "no checkpoint":
        named[f"evil-x2.{hashlib.sha256(b'evil').hexdigest()[:16]}.safetensors"] = b"evil"
    else:
        content[-9 if how == "tensors" else 60] ^= 4
        named[name] = bytes(content)
    write(pack, named)
    with pytest.raises(WeightsError, match="damaged") as caught:
        import_pack(pack, there, Cancel())
    assert str(pack) in str(caught.value) or how == "no checkpoint"
    left = contents(there)
    assert not any(part in file for file in left for part in (".tmp", "official", "evil"))
    assert [each for each in there.verify() if each.error] == []
    assert there.folder.is_dir()


@pytest.mark.parametrize(
    "name", ["../evil-x2.{}.safetensors", "/tmp/evil-x2.{}.safetensors", "a/evil-x2.{}.safetensors"]
)
def test_members_that_lead_elsewhere_are_ignored(
    there: Library, pack: Path, tmp_path: Path, name: str
) -> None:
    named = members(pack)
    content = next(iter(named.values()))
    write(pack, {name.format("0" * 16): content, **named})
    assert import_pack(pack, there, Cancel()) == ("one-x2", "two-x4")
    assert len(contents(there)) == 2
    assert not list(tmp_path.glob("**/evil*"))


def test_a_damaged_pack_never_brings_a_damaged_checkpoint(here: Library, pack: Path) -> None:
    """A byte spoilt anywhere: told in words, and what stands in the library is whole."""
    whole, spoil = pack.read_bytes(), random.Random(11)
    directory = whole.rindex(b"PK\x01\x02")
    places = [spoil.randrange(len(whole)) for _ in range(60)]
    places += [spoil.randrange(directory, len(whole)) for _ in range(60)] + list(range(0, 64, 2))
    originals = set(contents(here).items())
    refused = 0
    for number, place in enumerate(places):
        content = bytearray(whole)
        content[place] ^= 1 << spoil.randrange(8)
        pack.write_bytes(content)
        library = Library(pack.parent / f"there-{number}")
        told = refusal(pack, library)
        refused += told is not None
        assert told is None or str(pack) in told, f"byte {place}: {told}"
        assert set(contents(library).items()) <= originals, f"byte {place}"
    assert refused > 40, f"{refused} of {len(places)}"


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_pack_that_was_cut_is_told(there: Library, pack: Path, share: float) -> None:
    content = pack.read_bytes()
    pack.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(WeightsError, match=r"pack is damaged.*pack\.zip"):
        import_pack(pack, there, Cancel())
    assert contents(there) == {}


def test_an_absent_pack_is_told(there: Library, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cannot be read"):
        import_pack(tmp_path / "absent.zip", there, Cancel())


def test_cancelling_leaves_whole_checkpoints_only(there: Library, pack: Path) -> None:
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        import_pack(pack, there, cancel)
    assert contents(there) == {}


def test_the_digest_in_a_name_is_that_of_the_member(pack: Path, tmp_path: Path) -> None:
    for name, content in members(pack).items():
        if name.endswith(".safetensors"):
            (tmp_path / "one").write_bytes(content)
            assert sha256_of(tmp_path / "one").startswith(name.split(".")[1])
