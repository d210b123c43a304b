"""How a result was made, as the file itself tells it.

Two things are told: what was asked for (settings: enough to do the same again, and to know whether
it was), and what it came to (steps, precision, tile). In a file they are one JSON object, as the
property srd:Provenance of XMP and as the text "sr-desktop" of a PNG.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

NAMESPACE = "urn:sr-desktop:provenance:1:"
KEYWORD = "sr-desktop"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What this program says of a picture that it made.

    version is the program's; model the checkpoint's id, such as pan-x4, and weights the SHA-256 of
    its file, or those of several scales, joined by +; steps tell in words how the size came to be,
    such as "x2 by pan-x2", "to 1920 x 1280 by bicubic". precision is the one computed in, such as
    float32, and tile_px the side of a tile in LR pixels, were it a square. settings are the options
    asked for, by name; only str, int, float, bool and None.
    """

    version: str
    model: str
    weights: str
    steps: tuple[str, ...]
    precision: str
    ensemble: bool
    tile_px: int
    settings: Mapping[str, Any]

    def is_of(self, weights: str, settings: Mapping[str, Any]) -> bool:
        """Whether it was made with these weights and settings, by whatever version."""
        return self.weights == weights and dict(self.settings) == dict(settings)

    def to_json(self) -> str:
        """The same text for the same facts, in ASCII."""
        return json.dumps(asdict(self) | {"settings": dict(self.settings)}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises ValueError for what is none."""
        try:
            facts = json.loads(text)
            made = cls(**(facts | {"steps": tuple(facts["steps"])}))
            dict(made.settings)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"not a provenance: {text[:80]!r}") from error
        return made


def of_text(text: str | None) -> Provenance | None:
    """What a file tells, or None where it tells nothing, or nothing that makes sense."""
    try:
        return Provenance.from_json(text) if text else None
    except (ValueError, RecursionError):
        return None
