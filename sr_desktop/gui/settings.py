"""What the window remembers from one start to the next."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from sr_desktop import paths
from sr_desktop.gui.rail import Choices


class Settings:
    """An ini file in the user's configuration folder. Unusable values count as absent."""

    def __init__(self) -> None:
        self._file = QSettings(str(paths.settings_file()), QSettings.Format.IniFormat)

    def choices(self) -> Choices:
        usual = Choices()
        return Choices(
            model=self._word("model", usual.model),
            scale=self._number("scale", usual.scale),
            format=self._word("format", usual.format),
            quality=self._number("quality", usual.quality),
            self_ensemble=self._word("self_ensemble", "no") == "yes",
        )

    def keep_choices(self, choices: Choices) -> None:
        self._file.setValue("model", choices.model)
        self._file.setValue("scale", choices.scale)
        self._file.setValue("format", choices.format)
        self._file.setValue("quality", choices.quality)
        self._file.setValue("self_ensemble", "yes" if choices.self_ensemble else "no")

    def mirror(self) -> str:
        """The address of a folder to download models from first, "" for none."""
        return self._word("mirror", "")

    def keep_mirror(self, address: str) -> None:
        self._file.setValue("mirror", address)

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

    def pace(self, spec_id: str) -> float:
        """Megapixels a second that this network made here last time, 0 if it never ran."""
        try:
            return float(self._word(f"pace/{spec_id}", "0"))
        except ValueError:
            return 0.0

    def keep_pace(self, spec_id: str, mp_per_second: float) -> None:
        self._file.setValue(f"pace/{spec_id}", f"{mp_per_second:.4g}")

    def _word(self, key: str, usual: str) -> str:
        value = self._file.value(key, usual)  # text from the file, but numbers as they were set
        return str(value) if isinstance(value, str | int | float) else usual

    def _number(self, key: str, usual: int) -> int:
        try:
            return int(self._word(key, str(usual)))
        except ValueError:
            return usual
