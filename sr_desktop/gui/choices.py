"""What is set in the rail, as a value. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from sr_desktop.gui.computing import Computing
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.size import Size

if TYPE_CHECKING:
    from sr_desktop.jobs.engine import Engine

USUAL_SIZES = (
    Size("percent", 200),
    Size("factor", 2),
    Size("width", 3840),
    Size("height", 2160),
    Size("fit", 3840, 2160),
    Size("long", 4000),
    Size("short", 2160),
    Size("megapixels", 24),
    Size("print", 20, 30, "cm", 300),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """All of it. What does not matter for the size or format chosen is kept until it does.

    Of the sizes, one for each kind, the one of size_kind counts, unless the model's own scale does.
    lossless is for WebP, chroma, compression and bit_depth are as in Encoding, dpi None keeps the
    size in print. unfolded tells whether the rarer options are in sight. computing is how networks
    run on this computer, for all pictures alike.
    """

    model: str = "pan"
    scale: int = 4
    own_scale: bool = True
    size_kind: str = "percent"
    sizes: tuple[Size, ...] = USUAL_SIZES
    self_ensemble: bool = False
    format: str = "same"
    quality: int = 95
    lossless: bool = False
    chroma: str = "444"
    compression: str = "deflate"
    bit_depth: str = "same"
    dpi: float | None = None
    strip_metadata: bool = False
    provenance: bool = True
    unfolded: bool = False
    computing: Computing = field(default_factory=Computing)

    @property
    def size(self) -> Size | None:
        """The size to come to, None for the model's own scale."""
        return None if self.own_scale else self.size_of(self.size_kind)

    def size_of(self, kind: str) -> Size:
        """The one last set of this kind."""
        return next(size for size in (*self.sizes, *USUAL_SIZES) if size.kind == kind)

    def with_size(self, size: Size) -> Self:
        """The same with this size of its kind, chosen or not."""
        sizes = tuple(size if usual.kind == size.kind else usual for usual in self.sizes)
        return replace(self, sizes=sizes)

    @property
    def encoding(self) -> Encoding:
        """A size in print says the resolution to write, too."""
        printed = self.size.dpi if self.size is not None else None
        return Encoding(
            format=self.format,
            quality=self.quality,
            lossless=self.lossless if self.format == "webp" else None,
            chroma=self.chroma,
            compression=self.compression,
            bit_depth=self.bit_depth,
            dpi=printed or self.dpi,
            strip_metadata=self.strip_metadata,
            provenance=self.provenance,
        )

    @property
    def engine(self) -> Engine:
        return self.computing.engine(self_ensemble=self.self_ensemble)

    @property
    def passes(self) -> int:
        """How many times the network runs over the picture for one scale."""
        return self.engine.members
