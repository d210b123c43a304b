"""DIV2K in small: its zips with a few pictures each, at a server that stands in for its site."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from PIL import Image

from sr_desktop.train import div2k
from sr_desktop.train.div2k import Part
from sr_desktop.weights.digest import sha256_of
from tests.cli.program import picture
from tests.weights.server import Fault, Server

IDS = [part.id for part in div2k._PARTS]
TRAINING, MEASURING = ("0001", "0002", "0003"), ("0801",)
HR_PX = (96, 72)


class Site:
    """The site of DIV2K on the server; what is asked for by a name is a part's id."""

    def __init__(self, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server = server
        self._folder = folder
        self._monkeypatch = monkeypatch
        folder.mkdir()
        monkeypatch.setattr(div2k, "SITE", server.url)
        self.zips = {id: _write_zip(folder / f"{id}.zip", members_of(id)) for id in IDS}
        for id in IDS:
            server.hold(f"/{id}.zip", self.zips[id])
        self._tell_digests()

    def plan(self, id: str, *faults: Fault) -> None:
        self.server.plan(f"/{id}.zip", *faults)

    def replace(self, id: str, members: Mapping[str, bytes], deflated: bool = False) -> None:
        """Another zip stands there, whose digest is the right one."""
        _write_zip(self.zips[id], members, deflated)
        self._tell_digests()

    def asked(self) -> list[tuple[str, str | None]]:
        """What was requested, and from which byte on."""
        requests = self.server.requests()
        return [(each.path.strip("/").removesuffix(".zip"), each.range) for each in requests]

    def unpack_into(self, folder: Path, id: str) -> None:
        """As a person who has it already."""
        shutil.unpack_archive(self.zips[id], folder)

    def _tell_digests(self) -> None:
        parts = []
        for id, path in self.zips.items():
            count = len(TRAINING if "train" in id else MEASURING)
            parts.append(Part(id, path.stat().st_size, sha256_of(path), count))
        self._monkeypatch.setattr(div2k, "_PARTS", tuple(parts))


def members_of(id: str) -> dict[str, bytes]:
    names = TRAINING if "train" in id else MEASURING
    stem, _, scale = id.partition("_X")
    if not scale:
        return {f"{id}/{name}.png": _png(1) for name in names}
    return {f"{stem}/X{scale}/{name}x{scale}.png": _png(int(scale)) for name in names}


def _png(shrunk_by: int) -> bytes:
    stream = io.BytesIO()
    small: Image.Image = picture(*HR_PX).resize((HR_PX[0] // shrunk_by, HR_PX[1] // shrunk_by))
    small.save(stream, "PNG")
    return stream.getvalue()


def _write_zip(path: Path, members: Mapping[str, bytes], deflated: bool = False) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED if deflated else ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path
