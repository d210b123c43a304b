"""What an evaluation tells, for programs: JSON objects, one form for stdout and for files."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sr_desktop.bench.evaluate import Averaged, Event, Mean, Score, Scored, Unscored
from sr_desktop.jobs.types import Failed, ModelReady, Stopped

_PLACES = {"psnr": 4, "ssim": 6, "bicubic_psnr": 4, "bicubic_ssim": 6, "seconds": 4}


def of_event(event: Event) -> tuple[str, dict[str, Any]] | None:
    """The event's name and what it says; None for those that only a window needs."""
    match event:
        case ModelReady(compute=compute):
            return "modelready", {"compute": compute}
        case Scored(score=score):
            more = {
                "notices": list(score.notices),
                "saved": str(score.saved) if score.saved else None,
            }
            return "scored", _numbers(score) | {"picture": score.picture} | more
        case Averaged(mean=mean):
            return "mean", _numbers(mean) | {"pictures": mean.pictures, "of": mean.of}
        case Unscored(error=error):
            where = {
                "model": event.model,
                "scale": event.scale,
                "dataset": event.dataset,
                "picture": event.picture,
            }
            return "failed", where | error.facts()
        case Failed(error=error):
            return "failed", error.facts()
        case Stopped():
            return "stopped", {}
    return None


def as_json(events: Iterable[Event]) -> str:
    """A list of what the events say, an object for each."""
    told = [of_event(event) for event in events]
    objects = [{"event": each[0], **each[1]} for each in told if each is not None]
    return json.dumps(objects, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _numbers(row: Score | Mean) -> dict[str, Any]:
    """What pictures and means have in common; JSON has no infinity."""
    facts = asdict(row)
    numbers = {name: facts[name] for name in ("model", "scale", "dataset")}
    for name, places in _PLACES.items():
        value = facts[name]
        known = value is not None and math.isfinite(value)
        numbers[name] = round(value, places) if known else None
    return numbers
