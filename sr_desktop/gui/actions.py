"""What the button of a notice does, as a value. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sr_desktop.imaging.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Repeat:
    """Set everything as it was when this was made."""

    made: Provenance
    label: ClassVar[str] = "Repeat these settings"


@dataclass(frozen=True, slots=True)
class ShowModels:
    """Look for a model that is not here."""

    label: ClassVar[str] = "Models…"


@dataclass(frozen=True, slots=True)
class ShowReport:
    """What became of every picture of the last export."""

    label: ClassVar[str] = "Details…"


@dataclass(frozen=True, slots=True)
class Undo:
    """Put back the pictures that were removed last."""

    label: ClassVar[str] = "Undo"
    tip: ClassVar[str] = "Put them back (Ctrl+Z)"


@dataclass(frozen=True, slots=True)
class Retry:
    """Upscale a picture again that failed."""

    item_id: int
    label: ClassVar[str] = "Retry"


Action = Repeat | ShowModels | ShowReport | Undo | Retry
