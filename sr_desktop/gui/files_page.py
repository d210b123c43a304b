"""Preferences: what is written into files, what may be read, and what the window does by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from sr_desktop.gui.choices import Choices
from sr_desktop.gui.fields import Number, choice, choose, set_number
from sr_desktop.gui.page import Page
from sr_desktop.gui.widgets import Tick
from sr_desktop.imaging import formats
from sr_desktop.language import mark, tr

if TYPE_CHECKING:
    from sr_desktop.gui.rail import Rail
    from sr_desktop.gui.settings import Settings

USUAL_LIMIT_MP = formats.MAX_PIXELS // 1_000_000
_MOST_MP = 100_000


class FilesPage(Page):
    """Metadata and provenance are the rail's; limit tells the megapixels to allow."""

    name = mark("Files")

    def __init__(
        self,
        rail: Rail,
        settings: Settings,
        limit: Callable[[int], None],
        look: Callable[[], None],
    ) -> None:
        super().__init__()
        self._rail = rail
        self._settings = settings
        self._limit = limit
        self._look = look
        self._metadata = choice(tr("Metadata"), {"keep": tr("Keep"), "leave out": tr("Leave out")})
        self._provenance = Tick(tr("Write in how it was made"), "")
        self._megapixels = Number(tr("Largest picture to read, in megapixels"))
        self._megapixels.take(1, _MOST_MP, 0, "MP")
        self._megapixels.setFixedSize(120, 32)
        self._megapixels.setKeyboardTracking(False)
        self._previews = Tick(tr("Upscale what is in sight at once"), "")
        self._asks = Tick(tr("Ask before closing"), "")
        self.add(
            tr("Metadata"),
            self._metadata,
            hint=tr(
                "EXIF with place and camera, XMP, IPTC and text. The colour profile is always kept."
            ),
        )
        self._provenance_row = self.add(
            "",
            self._provenance,
            hint=tr("The model, its weights and the settings, so that a result can be made again."),
        )
        self.add(
            tr("Pixel limit"),
            self._megapixels,
            hint=tr(
                "Larger pictures are refused: a small file can unfold to more than the memory."
            ),
        )
        self.add(
            tr("Looking", meaning="preferences"),
            self._previews,
            hint=tr("As soon as a picture is open, before Upscale is pressed."),
        )
        self.add(
            tr("Closing", meaning="preferences"),
            self._asks,
            hint=tr("When results would be lost. Work that is going on is always asked about."),
        )
        self._metadata.currentIndexChanged.connect(
            lambda: self._choose(strip_metadata=self._metadata.currentData() == "leave out")
        )
        self._provenance.toggled.connect(lambda on: self._choose(provenance=on))
        self._megapixels.valueChanged.connect(lambda mp: self._limit(round(mp)))
        self._previews.toggled.connect(self._choose_previews)
        self._asks.toggled.connect(settings.keep_asks_before_closing)
        rail.changed.connect(self._show_choices)

    def show_state(self) -> None:
        self._show_choices()
        set_number(self._megapixels, self._settings.pixel_limit_mp())
        _tick(self._previews, self._settings.previews())
        _tick(self._asks, self._settings.asks_before_closing())

    def reset(self) -> None:
        usual = Choices()
        self._choose(strip_metadata=usual.strip_metadata, provenance=usual.provenance)
        self._limit(USUAL_LIMIT_MP)
        self._choose_previews(True)
        self._settings.keep_asks_before_closing(True)
        self.show_state()

    def _choose_previews(self, on: bool) -> None:
        self._settings.keep_previews(on)
        self._look()

    def _show_choices(self) -> None:
        choices = self._rail.choices
        choose(self._metadata, "leave out" if choices.strip_metadata else "keep")
        _tick(self._provenance, choices.provenance)
        self._provenance_row.show(not choices.strip_metadata)

    def _choose(self, **changes: bool) -> None:
        self._rail.show_choices(replace(self._rail.choices, **changes))  # type: ignore[arg-type]


def _tick(tick: Tick, on: bool) -> None:
    """Set it, telling nobody."""
    was = tick.blockSignals(True)
    tick.setChecked(on)
    tick.blockSignals(was)
    tick.update()
