"""Our engine, and everybody else who can run the same networks."""

from __future__ import annotations

from sr_desktop.bench.contest import EAGER, OURS
from sr_desktop.bench.runtimes.base import Absent, Elsewhere, Prepared, Runtime, Subject

__all__ = ["Absent", "Elsewhere", "Prepared", "Runtime", "Subject", "made"]


def made(word: str) -> Runtime:
    """The runtime of this word: one of contest.RUNTIMES, or "ours-" and a precision.

    Raises KeyError for other words. What a runtime needs is imported when it prepares.
    """
    from sr_desktop.bench.runtimes.exported import Ncnn, OnnxRuntime, OpenVino
    from sr_desktop.bench.runtimes.torches import Compiled, Eager, Ours

    if word.startswith(f"{OURS}-"):
        return Ours(word.removeprefix(f"{OURS}-"))
    rivals: dict[str, type[Runtime]] = {
        EAGER: Eager,
        "compile": Compiled,
        "onnxruntime": OnnxRuntime,
        "ncnn": Ncnn,
    }
    if word.startswith("openvino"):
        return OpenVino({"openvino": "f32", "openvino-bf16": "bf16"}[word])
    return rivals[word]()
