"""What the button of a notice does, as a value. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sr_desktop.language import mark

if TYPE_CHECKING:
    from sr_desktop.imaging.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Repeat:
    """Set everything as it was when this was made."""

    made: Provenance
    label: ClassVar[str] = mark("Repeat these settings")


@dataclass(frozen=True, slots=True)
class ShowModels:
    """Look for a model that is not here."""

    label: ClassVar[str] = mark("Models…")


@dataclass(frozen=True, slots=True)
class ShowReport:
    """What became of every picture of the last export."""

    label: ClassVar[str] = mark("Details…")


@dataclass(frozen=True, slots=True)
class Undo:
    """Put back the pictures that were removed last."""

    label: ClassVar[str] = mark("Undo")
    tip: ClassVar[str] = mark("Put them back (Ctrl+Z)")


@dataclass(frozen=True, slots=True)
class Retry:
    """Upscale a picture again that failed."""

    item_id: int
    label: ClassVar[str] = mark("Retry")


Action = Repeat | ShowModels | ShowReport | Undo | Retry
