"""What was asked for, as a result's provenance tells it: enough to do the same again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sr_desktop.errors import WeightsMissing
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.size import Size
from sr_desktop.jobs.engine import Engine
from sr_desktop.language import mark, tr
from sr_desktop.weights import Library, digest

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.jobs.types import UpscaleJob

Setting = str | int | float | bool | None

# The options that matter to a format; "same" may come to be any of them.
MATTERS = {
    "png": ("bit_depth",),
    "jpeg": ("quality", "chroma"),
    "webp": ("quality", "lossless"),
    "tiff": ("bit_depth", "compression"),
    "avif": ("quality", "chroma"),
    "gif": (),
    "same": ("quality", "lossless", "chroma", "compression", "bit_depth"),
}


_IN_WORDS = {
    "model": mark("model", meaning="setting"),
    "scale": mark("scale", meaning="setting"),
    "scales": mark("scales", meaning="setting"),
    "size": mark("size", meaning="setting"),
    "input_range": mark("input range", meaning="setting"),
    "mean_shift": mark("mean shift", meaning="setting"),
    "precision": mark("precision", meaning="setting"),
    "tile": mark("tile", meaning="setting"),
    "self_ensemble": mark("self ensemble", meaning="setting"),
    "guard": mark("guard", meaning="setting"),
    "format": mark("format", meaning="setting"),
    "dpi": mark("dpi", meaning="setting"),
    "quality": mark("quality", meaning="setting"),
    "lossless": mark("lossless", meaning="setting"),
    "chroma": mark("chroma", meaning="setting"),
    "compression": mark("compression", meaning="setting"),
    "bit_depth": mark("bit depth", meaning="setting"),
}


def settings_of(job: UpscaleJob) -> dict[str, Setting]:
    """The options that make a result what it is, by name. Where and under which name it is
    written, on which device, and what is left out of the file are not among them.
    """
    return _of_model(job) | _of_engine(job.engine) | _of_encoding(job.encoding)


def _of_model(job: UpscaleJob) -> dict[str, Setting]:
    scales = [spec.scale for spec in job.family] if job.size is not None else []
    return {
        "model": job.spec.name,
        "scale": None if len(scales) > 1 else job.spec.scale,
        "scales": ",".join(map(str, sorted(scales))) or None,
        "size": None if job.size is None else str(job.size),
        "input_range": job.spec.input_range,
        "mean_shift": job.spec.mean_shift,
    }


def _of_engine(engine: Engine) -> dict[str, Setting]:
    return {
        "precision": engine.precision,
        "tile": engine.tile_px,
        "self_ensemble": engine.self_ensemble,
        "guard": engine.guard,
    }


def _of_encoding(encoding: Encoding) -> dict[str, Setting]:
    told: dict[str, Setting] = {"format": encoding.format, "dpi": encoding.dpi}
    for name in MATTERS[encoding.format]:
        told[name] = getattr(encoding, name)
    if encoding.format == "webp" and encoding.lossless:
        del told["quality"]
    return told


def size_in(settings: Mapping[str, Any]) -> Size | None:
    """The size that settings ask for. Raises UsageError for one that means nothing."""
    text = settings.get("size")
    return None if text is None else Size.parse(str(text))


def engine_in(settings: Mapping[str, Any], device: str = "auto") -> Engine:
    """The way to compute that settings ask for. Names that are not there take the usual."""
    usual = Engine()
    return Engine(
        device,
        settings.get("precision", usual.precision),
        settings.get("tile", usual.tile_px),
        settings.get("guard", usual.guard),
        settings.get("self_ensemble", usual.self_ensemble),
    )


def encoding_in(settings: Mapping[str, Any]) -> Encoding:
    """The encoding that settings ask for. Raises UsageError for values that mean nothing."""
    names = ("format", "dpi", *MATTERS["same"])
    return Encoding(**{name: settings[name] for name in names if name in settings})


def differences(made: Mapping[str, Any], asked: Mapping[str, Any]) -> tuple[str, ...]:
    """What differs, in words, such as "quality 90 instead of 95"."""
    names = [*asked, *(name for name in made if name not in asked)]
    return tuple(
        tr(
            "{setting} {made} instead of {asked}",
            setting=tr(_IN_WORDS.get(name, name), meaning="setting"),
            made=_word(made.get(name)),
            asked=_word(asked.get(name)),
        )
        for name in names
        if made.get(name) != asked.get(name)
    )


def _word(value: object) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return tr("none") if value is None else str(value)


def weights_of(specs: Iterable[ModelSpec], sha256_of: Callable[[ModelSpec], str]) -> str:
    """What tells the weights of a result from all others: the SHA-256 of each file, joined by +."""
    return "+".join(sha256_of(spec) for spec in specs)


def sha256_of(spec: ModelSpec, library: Library) -> str:
    """The SHA-256 of the checkpoint's file; read once for each state of it.

    Raises WeightsMissing when it is not on this computer.
    """
    path = library.path_of(spec)
    try:
        if path is None:
            raise FileNotFoundError
        return _sha256(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise WeightsMissing(
            tr("{model} is not on this computer.", model=spec.title),
            tr("Get it with: sr-desktop models download {id}", id=spec.id),
        ) from error


@lru_cache(maxsize=64)
def _sha256(path: Path, changed_ns: int) -> str:
    return digest.sha256_of(path)
