"""How results are saved: the format, and the options that matter for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from sr_desktop.gui.fields import Number, align, choice, choose, row, set_number
from sr_desktop.gui.theme import GRID_PX
from sr_desktop.gui.widgets import Choice, Fold, Tick
from sr_desktop.imaging import formats
from sr_desktop.imaging.encoding import LEAST_DPI, MOST_DPI
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.gui.choices import Choices
    from sr_desktop.gui.state import Item

_FORMATS = {
    "same": mark("Same as input"),
    "png": "PNG",
    "jpeg": "JPEG",
    "webp": "WebP",
    "tiff": "TIFF",
    "avif": "AVIF",
}
_USUAL_DPI = 300
_LEAVE_OUT = "leave"


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture that the options are shown for: Pillow's name of its format, "" for none."""

    format: str = ""
    lossless: bool = False
    frames: int = 1

    @property
    def moves(self) -> bool:
        """Whether its frames are of an animation rather than pages."""
        return self.frames > 1 and formats.can_animate(self.format)

    def format_as(self, choices: Choices) -> str:
        """The format it is saved in, "" where that is not known; in small letters."""
        if choices.format != "same" or not self.format:
            return choices.format.replace("same", "")
        if self.format == "GIF" and not self.moves:
            return "png"
        name = self.format.lower()
        return name if name in (*_FORMATS, "gif") else "png"

    def has_quality(self, choices: Choices) -> bool:
        """Whether it is saved with a loss."""
        format = self.format_as(choices)
        loses_nothing = choices.lossless if choices.format == "webp" else self.lossless
        return format in ("jpeg", "avif") or (format == "webp" and not loses_nothing)


def shown_of(item: Item) -> Shown:
    """What the options of the output must know of a picture."""
    return Shown(item.format, item.lossless, item.frames)


class OutputForm(QWidget):
    """changed tells that a choice is another one, unfolded that the rarer ones came into sight.
    What does not apply is absent.
    """

    changed = Signal()
    unfolded = Signal()

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._shown = frozenset((Shown(),))
        self._build()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        for line in (
            self._line,
            self._lossless,
            self._fold,
            self._more,
        ):
            column.addWidget(line)
        self.show_choices(choices)
        for combo in self._combos:
            combo.currentIndexChanged.connect(self._read)
        for tick in (self._lossless, self._provenance):
            tick.toggled.connect(self._read)
        for number in (self._quality, self._dpi):
            number.valueChanged.connect(self._read)
        self._fold.toggled.connect(self._read)
        self._fold.toggled.connect(lambda on: self.unfolded.emit() if on else None)

    @property
    def fields(self) -> list[QWidget]:
        """In the order of the Tab key."""
        return [
            self._format,
            self._quality,
            self._compression,
            self._lossless,
            self._fold,
            self._chroma,
            self._bit_depth,
            self._metadata,
            self._resolution,
            self._dpi,
            self._provenance,
        ]

    def into(self, choices: Choices) -> Choices:
        """The choices with what is set here."""
        ours = self._choices
        return replace(
            choices,
            format=ours.format,
            quality=ours.quality,
            lossless=ours.lossless,
            chroma=ours.chroma,
            compression=ours.compression,
            bit_depth=ours.bit_depth,
            dpi=ours.dpi,
            strip_metadata=ours.strip_metadata,
            provenance=ours.provenance,
            unfolded=ours.unfolded,
        )

    def show_picture(self, shown: Shown) -> None:
        """Options that depend on the picture are those of this one."""
        self.show_pictures((shown,))

    def show_pictures(self, shown: Iterable[Shown]) -> None:
        """Options that depend on the picture are those that matter for any of these."""
        every = frozenset(shown) or frozenset((Shown(),))
        if every != self._shown:
            self._shown = every
            self._lay_out()

    def show_choices(self, choices: Choices) -> None:
        """Show these, telling nobody; whether a size in print is chosen matters, too."""
        if choices.format == "gif" or self._any_moves:
            self._offer_gif(offered=True)
        self._choices = choices
        choose(self._format, choices.format)
        choose(self._compression, choices.compression)
        choose(self._chroma, choices.chroma)
        choose(self._bit_depth, choices.bit_depth)
        choose(self._resolution, "keep" if choices.dpi is None else "set")
        choose(self._metadata, _LEAVE_OUT if choices.strip_metadata else "keep")
        set_number(self._quality, choices.quality)
        set_number(self._dpi, choices.dpi or _USUAL_DPI)
        for tick, on in (
            (self._lossless, choices.lossless),
            (self._provenance, choices.provenance),
            (self._fold, choices.unfolded),
        ):
            was = tick.blockSignals(True)
            tick.setChecked(on)
            tick.blockSignals(was)
        self._lay_out()

    def _build(self) -> None:
        self._format = choice(
            tr("Format of saved pictures"), {key: tr(name) for key, name in _FORMATS.items()}
        )
        self._quality = Number(tr("Quality, 1 to 100"), tr("Quality: higher is better and larger"))
        self._quality.take(1, 100, 0, f"{tr('Quality')} ")
        self._compression = choice(
            tr("Compression of TIFF"),
            {"deflate": tr("Deflate"), "none": tr("None", meaning="compression")},
            tr("Deflate loses nothing and makes files smaller; None is read by everything"),
        )
        self._quality.ensurePolished()
        letters = self._quality.fontMetrics()
        self._quality.setFixedWidth(max(96, letters.horizontalAdvance(f"{tr('Quality')} 100") + 28))
        self._compression.setMinimumWidth(96)
        self._line = QWidget()
        self._places = QGridLayout(self._line)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(GRID_PX)
        self._places.addWidget(self._format, 0, 0)
        self._places.addWidget(self._quality, 0, 1)
        self._places.addWidget(self._compression, 0, 1)
        self._lossless = Tick(tr("Lossless"), tr("larger files"))
        self._lossless.setToolTip(tr("Keep every pixel exactly as it was computed"))
        self._fold = Fold(tr("More options"))
        self._chroma = choice(
            tr("Colour detail"),
            {"444": tr("Full (4:4:4)"), "420": tr("Half (4:2:0)")},
            tr("Half keeps colours at half the width and height: smaller files, softer edges"),
        )
        self._bit_depth = choice(
            tr("Bits per channel"),
            {"same": tr("Same as input"), "8": tr("8 bits"), "16": tr("16 bits")},
        )
        self._metadata = choice(
            tr("Metadata"),
            {"keep": tr("Keep"), _LEAVE_OUT: tr("Leave out")},
            tr("EXIF, GPS, XMP, IPTC and text; the colour profile is always kept"),
        )
        self._resolution = choice(
            tr("Print resolution"),
            {"keep": tr("Keep print size"), "set": tr("Set", meaning="resolution")},
            tr("Keep print size: more dots per inch, for the same size on paper"),
        )
        self._dpi = Number(tr("Dots per inch"))
        self._dpi.take(LEAST_DPI, MOST_DPI, 0, "dpi")
        self._dpi.setFixedWidth(72)
        self._provenance = Tick(tr("Write in how it was made"), "")
        self._provenance.setToolTip(
            tr(
                "The model, its weights and these settings, in the file's metadata.\n"
                "Drop the file on the window to do the same again"
            )
        )
        self._combos: tuple[Choice, ...] = (
            self._format,
            self._compression,
            self._chroma,
            self._bit_depth,
            self._metadata,
            self._resolution,
        )
        for each in self._combos:
            each.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
            if each is not self._resolution:  # it may share its line with a number
                each.setMinimumContentsLength(0)  # as wide as the longest text
        self._more = QWidget()
        column = QVBoxLayout(self._more)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID_PX)
        self._chroma_row = row(self._chroma, text=tr("Colour detail"))
        self._depth_row = row(self._bit_depth, text=tr("Bit depth"))
        self._resolution_row = row(self._resolution, self._dpi, text=tr("Resolution"))
        lines = (
            self._chroma_row,
            self._depth_row,
            row(self._metadata, text=tr("Metadata")),
            self._resolution_row,
        )
        align(*lines)
        for line in (*lines, self._provenance):
            column.addWidget(line)

    def _read(self) -> None:
        """Take what is set now."""
        is_set = self._resolution.currentData() == "set"
        self._choices = replace(
            self._choices,
            format=self._format.currentData(),
            quality=round(self._quality.value()),
            lossless=self._lossless.isChecked(),
            chroma=self._chroma.currentData(),
            compression=self._compression.currentData(),
            bit_depth=self._bit_depth.currentData(),
            dpi=self._dpi.value() if is_set else None,
            strip_metadata=self._metadata.currentData() == _LEAVE_OUT,
            provenance=self._provenance.isChecked(),
            unfolded=self._fold.isChecked(),
        )
        self._lay_out()
        self.changed.emit()

    def _lay_out(self) -> None:
        """Show what matters for the format."""
        choices = self._choices
        self._offer_gif(offered=self._any_moves or choices.format == "gif")
        formats = {each.format_as(choices) for each in self._shown}
        self._quality.setVisible(any(each.has_quality(choices) for each in self._shown))
        self._compression.setVisible("tiff" in formats)
        self._place_compression()
        self._lossless.setVisible(choices.format == "webp")
        self._more.setVisible(choices.unfolded)
        self._chroma_row.setVisible(bool(formats & {"jpeg", "avif"}))
        self._depth_row.setVisible(bool(formats & {"", "png", "tiff"}))
        is_print = choices.size is not None and choices.size.kind == "print"
        self._resolution_row.setVisible(
            formats != {"gif"} and not is_print and not choices.strip_metadata
        )
        self._dpi.setVisible(choices.dpi is not None)
        alone = choices.dpi is None
        self._resolution.setMinimumWidth(self._resolution.sizeHint().width() if alone else 0)
        self._provenance.setVisible(formats != {"gif"} and not choices.strip_metadata)

    def _place_compression(self) -> None:
        """Beside the format, or under it where the quality stands there: files of several kinds."""
        beside = self._quality.isHidden()
        place = (0, 1, 1, 1) if beside else (1, 0, 1, 2)
        self._places.addWidget(self._compression, *place)

    @property
    def _any_moves(self) -> bool:
        return any(each.moves for each in self._shown)

    def _offer_gif(self, *, offered: bool) -> None:
        """GIF is for pictures that move: it has 256 colours."""
        at = self._format.findData("gif")
        was = self._format.blockSignals(True)
        if offered and at < 0:
            self._format.addItem("GIF", "gif")
        elif not offered and at >= 0:
            self._format.removeItem(at)
        self._format.blockSignals(was)
