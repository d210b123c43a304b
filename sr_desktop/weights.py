"""From a row of the catalogue to a checkpoint on disk that is what it should be."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sr_desktop import paths
from sr_desktop.catalogue import ModelSpec
from sr_desktop.errors import WeightsMismatch, WeightsMissing


def ensure(spec: ModelSpec) -> Path:
    """The checkpoint's path, its digest checked where the catalogue states one.

    Raises WeightsMissing when there is no such file, WeightsMismatch when its content is not what
    the catalogue promises.
    """
    path = paths.bundled_weights() / spec.file  # an absolute spec.file stands for itself
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest() if spec.sha256 else None
    except OSError as error:
        raise WeightsMissing(
            f"The weights of {spec.label} x{spec.scale} cannot be read: {path}.",
            "Install the program again, or choose another checkpoint with --weights.",
        ) from error
    if digest != spec.sha256:
        raise WeightsMismatch(
            f"The weights of {spec.label} x{spec.scale} are damaged: {path}.",
            "Install the program again; nothing was computed with this file.",
        )
    return path
