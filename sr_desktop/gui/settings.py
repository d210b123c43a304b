"""What the window remembers from one start to the next."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

from sr_desktop import paths
from sr_desktop.errors import UsageError
from sr_desktop.gui.appearance import CONTRASTS, LANGUAGES, SCALES_PERCENT, THEMES, Appearance
from sr_desktop.gui.choices import Choices
from sr_desktop.gui.computing import DEVICE, MEMORY_GIB, PRECISIONS, TILES_PX, Computing
from sr_desktop.imaging import formats
from sr_desktop.imaging.encoding import (
    BIT_DEPTHS,
    CHROMAS,
    COMPRESSIONS,
    FORMATS,
    LEAST_DPI,
    MOST_DPI,
)
from sr_desktop.imaging.size import Size
from sr_desktop.weights.proxy import SYSTEM

if TYPE_CHECKING:
    from sr_desktop.jobs.pace import Measured

_FORMATS = tuple(name.lower() for name in FORMATS)


class Settings:
    """An ini file in the user's configuration folder. Unusable values count as absent."""

    def __init__(self) -> None:
        self._file = QSettings(str(paths.settings_file()), QSettings.Format.IniFormat)

    def choices(self) -> Choices:
        usual = Choices()
        kinds = {size.kind for size in usual.sizes}
        return Choices(
            model=self._word("model", usual.model),
            scale=self._number("scale", usual.scale),
            own_scale=self._yes("own_scale", usual.own_scale),
            size_kind=self._one_of("size_kind", kinds, usual.size_kind),
            sizes=self._sizes(usual.sizes),
            self_ensemble=self._yes("self_ensemble", usual.self_ensemble),
            format=self._one_of("format", ("same", *_FORMATS), usual.format),
            quality=min(100, max(1, self._number("quality", usual.quality))),
            lossless=self._yes("lossless", usual.lossless),
            chroma=self._one_of("chroma", CHROMAS, usual.chroma),
            compression=self._one_of("compression", COMPRESSIONS, usual.compression),
            bit_depth=self._one_of("bit_depth", BIT_DEPTHS, usual.bit_depth),
            dpi=self._dpi(),
            strip_metadata=self._yes("strip_metadata", usual.strip_metadata),
            provenance=self._yes("provenance", usual.provenance),
            unfolded=self._yes("unfolded", usual.unfolded),
            computing=self.computing(),
        )

    def keep_choices(self, choices: Choices) -> None:
        for name in (
            "model",
            "scale",
            "size_kind",
            "format",
            "quality",
            "chroma",
            "compression",
            "bit_depth",
        ):
            self._file.setValue(name, getattr(choices, name))
        for name in (
            "own_scale",
            "self_ensemble",
            "lossless",
            "strip_metadata",
            "provenance",
            "unfolded",
        ):
            self._file.setValue(name, "yes" if getattr(choices, name) else "no")
        self._file.setValue("dpi", f"{choices.dpi:g}" if choices.dpi else "keep")
        self.keep_texts("sizes", map(str, choices.sizes))

    def pixel_limit_mp(self) -> int:
        """The most megapixels that a picture may have to be read."""
        return max(1, self._number("pixel_limit_mp", formats.MAX_PIXELS // 1_000_000))

    def keep_pixel_limit_mp(self, megapixels: int) -> None:
        self._file.setValue("pixel_limit_mp", megapixels)

    def mirror(self) -> str:
        """The address of a folder to download models from first, "" for none."""
        return self._word("mirror", "")

    def keep_mirror(self, address: str) -> None:
        self._file.setValue("mirror", address)

    def computing(self) -> Computing:
        """Where and how networks run."""
        usual = Computing()
        return Computing(
            device=self._device(),
            device_name=self._word("device_name", ""),
            precision=self._one_of("precision", PRECISIONS, usual.precision),
            tile_px=self._within("tile_px", *TILES_PX),
            memory_gib=self._gibibytes(),
            threads=self._within("threads", 1, os.cpu_count() or 1),
        )

    def keep_computing(self, computing: Computing) -> None:
        for name in ("device", "device_name", "precision"):
            self._file.setValue(name, getattr(computing, name))
        for name in ("tile_px", "memory_gib", "threads"):
            value = getattr(computing, name)
            self._file.setValue(name, "auto" if value is None else f"{value:g}")

    def proxy(self) -> str:
        """The address that downloads go through, "none", or "" for the system's."""
        return self._word("proxy", SYSTEM)

    def keep_proxy(self, proxy: str) -> None:
        self._file.setValue("proxy", proxy)

    def previews(self) -> bool:
        """Whether what is in sight is upscaled before anybody asks for it."""
        return self._yes("previews", True)

    def keep_previews(self, on: bool) -> None:
        self._file.setValue("previews", "yes" if on else "no")

    def asks_before_closing(self) -> bool:
        """Whether closing the window asks first where results are not saved."""
        return self._yes("ask_before_closing", True)

    def keep_asks_before_closing(self, on: bool) -> None:
        self._file.setValue("ask_before_closing", "yes" if on else "no")

    def appearance(self) -> Appearance:
        usual = Appearance()
        return Appearance(
            theme=self._one_of("theme", THEMES, usual.theme),
            contrast=self._one_of("contrast", CONTRASTS, usual.contrast),
            scale_percent=self._scale_percent(),
        )

    def keep_appearance(self, look: Appearance) -> None:
        self._file.setValue("theme", look.theme)
        self._file.setValue("contrast", look.contrast)
        self._file.setValue("scale_percent", look.scale_percent)

    def language(self) -> str:
        """A word of LANGUAGES: "system", or the language that the window speaks."""
        return self._one_of("language", LANGUAGES, "system")

    def keep_language(self, language: str) -> None:
        self._file.setValue("language", language)

    def folder(self, purpose: str) -> Path:
        """The folder last used to "open", "save" or "export"; the home folder at first."""
        folder = Path(self._word(f"folder/{purpose}", str(Path.home())))
        return folder if folder.is_dir() else Path.home()

    def keep_folder(self, purpose: str, folder: Path) -> None:
        self._file.setValue(f"folder/{purpose}", str(folder))

    def texts(self, purpose: str) -> list[str]:
        """What was last chosen for a purpose, such as "evaluate/models"; empty at first."""
        try:
            texts = json.loads(self._word(purpose, "[]"))
        except ValueError:
            return []
        return [str(text) for text in texts] if isinstance(texts, list) else []

    def keep_texts(self, purpose: str, texts: Iterable[str]) -> None:
        self._file.setValue(purpose, json.dumps(list(texts)))

    def geometry(self) -> QByteArray:
        value = self._file.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("geometry", geometry)

    def measured(self, device: str, network: str) -> Measured | None:
        """What was found of a network on a device, None if it was never measured there."""
        from sr_desktop.engine.footprint import Footprint
        from sr_desktop.jobs.pace import Measured, Pace

        with suppress(ValueError, TypeError, KeyError, AttributeError):
            told = json.loads(self._word(f"measured/{device}/{network}", "null"))
            pace, footprint = told["pace"], told["footprint"] or {}
            return Measured(
                Pace(**{name: float(value) for name, value in pace.items()}),
                Footprint(**{name: int(n) for name, n in footprint.items()}) if footprint else None,
                int(told["base_bytes"]),
            )
        return None

    def keep_measured(self, device: str, network: str, measured: Measured) -> None:
        told = json.dumps(asdict(measured))
        self._file.setValue(f"measured/{device}/{network}", told)

    def device_of(self, words: str) -> str:
        """The key of the device that these words of the engine last led to, "" if none yet."""
        return self._word(f"device_of/{words}", "")

    def keep_device_of(self, words: str, key: str) -> None:
        self._file.setValue(f"device_of/{words}", key)

    def _word(self, key: str, usual: str) -> str:
        value = self._file.value(key, usual)  # text from the file, but numbers as they were set
        return str(value) if isinstance(value, str | int | float) else usual

    def _yes(self, key: str, usual: bool) -> bool:
        return self._one_of(key, ("yes", "no"), "yes" if usual else "no") == "yes"

    def _one_of(self, key: str, known: Collection[str], usual: str) -> str:
        word = self._word(key, usual)
        return word if word in known else usual

    def _sizes(self, usual: tuple[Size, ...]) -> tuple[Size, ...]:
        """The usual ones, each replaced by the one kept of its kind."""
        kept = dict(zip((size.kind for size in usual), usual, strict=True))
        for text in self.texts("sizes"):
            with suppress(UsageError):
                size = Size.parse(text)
                kept[size.kind] = size
        return tuple(kept.values())

    def _dpi(self) -> float | None:
        with suppress(ValueError):
            dpi = float(self._word("dpi", "keep"))
            return dpi if LEAST_DPI <= dpi <= MOST_DPI else None
        return None

    def _device(self) -> str:
        word = self._word("device", "auto")
        return word if DEVICE.fullmatch(word) else "auto"

    def _within(self, key: str, least: int, most: int) -> int | None:
        """A number brought into this range; None where there is none."""
        number = self._number(key, 0)
        return min(most, max(least, number)) if number > 0 else None

    def _gibibytes(self) -> float | None:
        with suppress(ValueError):
            gib = float(self._word("memory_gib", "auto"))
            return gib if MEMORY_GIB[0] <= gib <= MEMORY_GIB[1] else None
        return None

    def _scale_percent(self) -> int:
        percent = self._number("scale_percent", 100)
        return percent if percent in SCALES_PERCENT else 100

    def _number(self, key: str, usual: int) -> int:
        try:
            return int(self._word(key, str(usual)))
        except ValueError:
            return usual
