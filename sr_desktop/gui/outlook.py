"""What a picture is likely to take with a network here, as a value. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sr_desktop.errors import UsageError
from sr_desktop.imaging.size import Size, Steps, steps_to
from sr_desktop.jobs.memory import Way

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.imaging.form import Form
    from sr_desktop.jobs.pace import Measured


@dataclass(frozen=True, slots=True)
class Outlook:
    """None for what is not known. peak_bytes is the most memory that the program will take."""

    seconds: float | None = None
    peak_bytes: int | None = None


UNKNOWN = Outlook()

_TELLING_SHARE, _TELLING_S = 0.05, 4.0  # of work, or so long a time, that shows its pace


def left_s(seconds: float, share: float, expected_s: float | None = None) -> float | None:
    """The seconds until work is done of which a share, 0 to 1, took so many.

    By the pace so far. The first moments tell little of it, so it first counts down from what was
    expected; None where nothing was.
    """
    if not share:
        return expected_s
    by_pace = seconds * (1 - share) / share
    trust = min(1.0, share / _TELLING_SHARE)
    if trust == 1 or (expected_s is None and seconds >= _TELLING_S):
        return by_pace
    if expected_s is None:
        return None
    return trust * by_pace + (1 - trust) * max(0.0, expected_s - seconds)


@dataclass(frozen=True, slots=True)
class Subject:
    """The picture and what is asked of it: size is what to come to, None for the network's scale.

    copies is how many of it there are in memory while it is upscaled.
    """

    form: Form
    size: Size | None = None
    tile_px: int | None = None
    passes: int = 1
    copies: int = 1

    def steps(self, specs: Sequence[ModelSpec]) -> Steps | None:
        """How these checkpoints, one for each scale, bring it to its size; None if they cannot."""
        if not specs:
            return None
        with suppress(UsageError):
            scales = [spec.scale for spec in specs]
            return steps_to(self.size, self.form.width, self.form.height, scales)
        return None

    def needs(self, specs: Sequence[ModelSpec]) -> tuple[ModelSpec, ...]:
        """Those of them that it goes through, each once."""
        steps = self.steps(specs)
        scales = set(steps.passes) if steps is not None else set()
        return tuple(spec for spec in specs if spec.scale in scales)


def outlook(
    subject: Subject, specs: Sequence[ModelSpec], known: Mapping[str, Measured], base_bytes: int
) -> Outlook:
    """known has what was measured of the networks, by their id; base_bytes is what the process
    takes without them.
    """
    steps = subject.steps(specs)
    if steps is None:
        return UNKNOWN
    measured = {spec.scale: known[spec.id] for spec in specs if spec.id in known}
    if any(scale not in measured for scale in steps.passes):
        return UNKNOWN
    work = _work_bytes(subject, steps, measured)
    peak_bytes = None if work is None else base_bytes + work
    return Outlook(_seconds(subject, steps, measured), peak_bytes)


def _seconds(subject: Subject, steps: Steps, measured: Mapping[int, Measured]) -> float:
    seconds, megapixels = 0.0, subject.form.width * subject.form.height / 1e6
    for scale in steps.passes:
        seconds += measured[scale].pace.times(subject.passes).seconds(megapixels)
        megapixels *= scale**2
    return seconds


def _work_bytes(subject: Subject, steps: Steps, measured: Mapping[int, Measured]) -> int | None:
    used = {scale: measured[scale] for scale in steps.passes}
    networks = {scale: each.footprint for scale, each in used.items() if each.footprint is not None}
    if not used or len(networks) < len(used):
        return None
    way = Way(
        subject.form,
        steps,
        networks,
        tile_px=subject.tile_px,
        ensemble=subject.passes > 1,
        copies=subject.copies,
    )
    return way.peak_bytes
