"""What a file would hold, for tests that look at its bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture


def encode(picture: Picture, encoding: Encoding) -> tuple[list[bytes], tuple[str, ...]]:
    """The file's bytes, in parts, and the notices."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x")
        notices = files.write(path, picture, encoding)
        return [path.read_bytes()], notices
