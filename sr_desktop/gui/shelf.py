"""What the library holds at one moment, as a value, so that drawing reads no files. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop import catalogue
from sr_desktop.errors import UnknownModel
from sr_desktop.language import tr
from sr_desktop.weights.library import name_parts

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.weights import Library

RECOMMENDED = ("edsr-base", "msrn")


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint on this computer. came_from is where it was taken from, "" if it ships."""

    path: Path
    bytes: int
    ships: bool
    came_from: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """All models, and by id those that are here.

    imported are the ids that the user brought; strays, by id, are files that do not tell what
    they are.
    """

    models: tuple[ModelSpec, ...] = ()
    here: Mapping[str, Kept] = field(default_factory=dict)
    imported: frozenset[str] = frozenset()
    strays: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def look(cls, library: Library) -> Shelf:
        """Read what is there now."""
        models = library.models()
        here = {spec.id: kept for spec in models if (kept := _kept(library, spec))}
        known = {spec.id for spec in catalogue.all_models()}
        files = {parts[0]: path for path in library.own_files() if (parts := name_parts(path.name))}
        return cls(
            models,
            here,
            frozenset(spec.id for spec in models if spec.id not in known),
            {id: path for id, path in files.items() if id not in here},
        )

    def networks(self) -> dict[str, list[ModelSpec]]:
        """The checkpoints of every network, by its name."""
        networks: dict[str, list[ModelSpec]] = {}
        for spec in self.models:
            networks.setdefault(spec.name, []).append(spec)
        return networks

    def offered(self, chosen: str) -> list[str]:
        """The networks to choose from: those here, those worth getting, and the one chosen."""
        return [
            name
            for name, specs in self.networks().items()
            if name in (*RECOMMENDED, chosen) or any(spec.id in self.here for spec in specs)
        ]

    def find(self, name: str, scale: int) -> ModelSpec:
        """Raises UnknownModel."""
        for spec in self.models:
            if (spec.name, spec.scale) == (name, scale):
                return spec
        raise UnknownModel(
            tr("There is no model called {name!r} for ×{scale}.", name=name, scale=scale)
        )


def _kept(library: Library, spec: ModelSpec) -> Kept | None:
    path = library.path_of(spec)
    if path is None:
        return None
    size = spec.bytes or 0
    with suppress(OSError):  # one that cannot be read is told of when it is used or verified
        size = path.stat().st_size
    return Kept(path, size, spec.bundled is not None, library.came_from(spec))
