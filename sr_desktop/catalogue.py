"""Which checkpoints there are and what is true of each: weights/catalogue.toml, read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from sr_desktop import paths
from sr_desktop.language import tr

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_BUNDLED = "bundled:"
COMMUNITY = "community"  # the arch of what loads through spandrel

# What a digest of each kind looks like.
DIGEST_FORMS = {
    "sha256": re.compile("[0-9a-f]{64}"),
    "sha256-prefix": re.compile("[0-9a-f]{8,63}"),
    "git-sha1": re.compile("[0-9a-f]{40}"),
    "hub": re.compile(""),
}


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file's bytes must hash to.

    kind is one of: "sha256"; "sha256-prefix", its first digits, as EDSR's authors have them in
    their file names; "git-sha1", git's name of the file as a blob; "hub", the SHA-256 that the
    Hugging Face hub states when asked, so that value is empty.
    """

    kind: str
    value: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "kind:value". Raises ValueError for what is not well formed."""
        kind, _, value = text.partition(":")
        if kind not in DIGEST_FORMS or not DIGEST_FORMS[kind].fullmatch(value):
            raise ValueError(f"not a digest: {text!r}")
        return cls(kind, value)

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}" if self.value else self.kind


@dataclass(frozen=True, slots=True)
class Stated:
    """What a user says of a checkpoint; None for what is to be found out.

    res_scale is EDSR's factor of residuals. scale decides only where the weights do not: PAN for
    x2 and for x3 have the same keys and shapes.
    """

    scale: int | None = None
    input_range: float | None = None
    mean_shift: bool | None = None
    res_scale: float | None = None


NOTHING_STATED = Stated()


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One checkpoint: a network at one scale, and the facts its state dict does not hold.

    input_range is 1.0 or 255.0. mean_shift tells whether the network's sub_mean and add_mean are
    applied. arch_args go to the network's class beside scale. sources are tried in their order:
    "bundled:NAME" in the weights folder, "hf:OWNER/REPO/REVISION/PATH" on the Hugging Face hub, or
    an address; bytes is the size there, or, where nobody has seen it, that of the tensors.
    parameters counts the network's weights, None where nobody has. scores and bicubic map a data
    set to PSNR-Y in dB that this project measured, published to what the checkpoint's authors
    state. file is the whole path of a user's own file instead.
    """

    id: str
    name: str
    label: str
    purpose: str
    arch: str
    scale: int
    arch_args: Mapping[str, Any]
    input_range: float
    mean_shift: bool
    file: Path | None = None
    sources: tuple[str, ...] = ()
    bytes: int | None = None
    parameters: int | None = None
    digest: Digest | None = None
    origin: str = ""
    licence: str = ""
    paper: str = ""
    scores: Mapping[str, float] = field(default_factory=lambda: _NOTHING)
    bicubic: Mapping[str, float] = field(default_factory=lambda: _NOTHING)
    published: Mapping[str, float] = field(default_factory=lambda: _NOTHING)

    @property
    def network(self) -> str:
        """The architecture in words: PAN, or for one of others what purpose tells of it."""
        return self.shown_purpose if self.arch == COMMUNITY else self.arch.upper()

    @property
    def shown_label(self) -> str:
        """label in the reader's language."""
        return tr(self.label, meaning="model")

    @property
    def shown_purpose(self) -> str:
        """purpose in the reader's language."""
        if self.arch == COMMUNITY:
            return tr("{network}, through spandrel", network=self.purpose.partition(",")[0])
        return tr(self.purpose, meaning="model")

    @property
    def title(self) -> str:
        """What sentences call it: "PAN x2"."""
        return f"{self.shown_label} x{self.scale}"

    @property
    def bundled(self) -> Path | None:
        """Where the checkpoint lies if it ships with the program."""
        names = [text.removeprefix(_BUNDLED) for text in self.sources if text.startswith(_BUNDLED)]
        return paths.bundled_weights() / names[0] if names else None

    @property
    def remotes(self) -> tuple[str, ...]:
        """The sources that are to be downloaded from."""
        return tuple(text for text in self.sources if not text.startswith(_BUNDLED))


@lru_cache(maxsize=1)
def all_models() -> tuple[ModelSpec, ...]:
    """Every checkpoint of the catalogue, in its order."""
    with (paths.bundled_weights() / "catalogue.toml").open("rb") as file:
        tables = tomllib.load(file)["model"]
    return tuple(_spec(model, row) for model in tables for row in model["checkpoint"])


def _spec(model: Mapping[str, Any], row: Mapping[str, Any]) -> ModelSpec:
    return ModelSpec(
        id=f"{model['name']}-x{row['scale']}",
        name=model["name"],
        label=model["label"],
        purpose=model["purpose"],
        arch=model["arch"],
        scale=row["scale"],
        arch_args=MappingProxyType(model["args"]),
        input_range=float(model["input_range"]),
        mean_shift=model["mean_shift"],
        sources=tuple(row["sources"]),
        bytes=row["bytes"],
        parameters=row["parameters"],
        digest=Digest.parse(row["digest"]),
        origin=model["origin"],
        licence=model["licence"],
        paper=model["paper"],
        scores=MappingProxyType(row.get("scores", {})),
        bicubic=MappingProxyType(row.get("bicubic", {})),
        published=MappingProxyType(row.get("published", {})),
    )
