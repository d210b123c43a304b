"""Where things lie. The only module that knows."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

import platformdirs

APP = "sr-desktop"
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


@cache
def _bundle() -> Path:
    """The folder that holds resources/ and weights/: frozen program, wheel, or source tree."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    package = Path(__file__).resolve().parent
    in_wheel = package / "_data"
    return in_wheel if in_wheel.is_dir() else package.parent


def is_frozen() -> bool:
    """Whether this is the program of an installer: with a Python of its own, and no pip."""
    return bool(getattr(sys, "frozen", False))


def program() -> list[str]:
    """The words that start this program once more; arguments are to follow."""
    return [sys.executable] if is_frozen() else [sys.executable, "-m", "sr_desktop"]


def resource(name: str) -> Path:
    """A file of resources/, by its name there."""
    return _bundle() / "resources" / name


def bundled_weights() -> Path:
    """The folder of the catalogue and of the checkpoints that ship."""
    return _bundle() / "weights"


def weights_dir() -> Path:
    """The user's folder of downloaded and imported checkpoints; it need not exist."""
    with suppress(OSError, ValueError):
        if kept := weights_note().read_text(encoding="utf-8").strip():
            return Path(kept)
    return usual_weights_dir()


def usual_weights_dir() -> Path:
    """Where checkpoints are kept unless the user said otherwise."""
    return platformdirs.user_data_path(APP, appauthor=False) / "weights"


def weights_note() -> Path:
    """The file whose one line is weights_dir, if that is not the usual one; it need not exist.

    It is not one of the settings, for the command line reads it without Qt.
    """
    return platformdirs.user_config_path(APP, appauthor=False) / "weights-folder.txt"


def settings_file() -> Path:
    return platformdirs.user_config_path(APP, appauthor=False, ensure_exists=True) / "settings.ini"


def log_dir() -> Path:
    return platformdirs.user_log_path(APP, appauthor=False, ensure_exists=True)


def scratch_dir() -> Path:
    """Where the window keeps the pixels of results that are not saved yet."""
    return platformdirs.user_cache_path(APP, appauthor=False, ensure_exists=True)


def fetched_dir() -> Path:
    """Where pictures of addresses lie while they are done; it need not exist."""
    return platformdirs.user_cache_path(APP, appauthor=False) / "fetched"


def ranges_dir() -> Path:
    """Where the ranges found for int8 lie, a file for each checkpoint; it need not exist."""
    return platformdirs.user_cache_path(APP, appauthor=False) / "int8"


def paces_dir() -> Path:
    """Where it is kept how fast each network is here; it need not exist."""
    return platformdirs.user_cache_path(APP, appauthor=False) / "paces"


def training_dir() -> Path:
    """Where pictures to learn from lie unpacked; it need not exist."""
    return platformdirs.user_cache_path(APP, appauthor=False) / "training"


def instance_name() -> str:
    """Where the window of this user, with these settings and on this screen, listens for others.

    On Windows the name of a pipe, elsewhere the path of a socket in a folder of the user's own.
    """
    about = [str(settings_file()), *(os.environ.get(name, "") for name in _SCREENS)]
    name = f"{APP}-{sha256(os.fsencode(chr(0).join(about))).hexdigest()[:12]}"
    if sys.platform == "win32":
        return name
    folder = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    return str((folder if folder.is_absolute() and folder.is_dir() else scratch_dir()) / name)
