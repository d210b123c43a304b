"""What a picture is likely to come to and to take, before it does. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sr_desktop.errors import UsageError
from sr_desktop.gui import words
from sr_desktop.gui.asked import steps_of
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.outlook import Outlook
    from sr_desktop.gui.state import Item, WindowState
    from sr_desktop.jobs.plan import Asked
    from sr_desktop.jobs.types import Finished


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: what is asked of a picture, what is known of networks.

    learn tells what one took: its LR megapixels and the seconds.
    """

    asked: Callable[[Item | None], Asked]
    outlook: Callable[[Sequence[ModelSpec], Item], Outlook]
    learn: Callable[[ModelSpec, float, float], None]


@dataclass(frozen=True, slots=True)
class Sizes:
    """A picture's size and the one that it comes to; note has the steps, or why it cannot."""

    text: str = ""
    note: str = ""
    bad: bool = False


class Expecting:
    """Of the main window."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # The time

    def seconds(self, item: Item) -> float | None:
        """What a picture is likely to take; None where its network never ran here."""
        asked = self._desk.asked(item)
        return self._desk.outlook(asked.family or (asked.spec,), item).seconds

    def words(self, state: WindowState) -> str:
        """ "about 6 s on CPU, 2 threads, bfloat16", as far as it is known."""
        item = state.item
        seconds = self.seconds(item) if item is not None and state.compute else None
        if seconds is None:
            return state.compute
        return tr("{time} on {device}", time=words.about(seconds), device=state.compute)

    def learn(self, before: WindowState, event: Finished) -> None:
        """A picture has come: one that a single network made tells how fast that is."""
        item = before.items.of_job(event.job_id)
        if item is None or item.live is None or len(item.live.specs) != 1:
            return
        spec = item.live.specs[0]
        megapixels = _megapixels_made(item, spec, event)
        if event.result.seconds and megapixels is not None:
            seconds = event.result.seconds / item.live.passes
            self._desk.learn(spec, megapixels / spec.scale**2, seconds)

    # The size

    def can_start(self, state: WindowState) -> bool:
        """Whether the picture shown may be started on, and can come to the size chosen."""
        item = state.item
        if item is not None and item.size is not None:
            try:
                steps_of(self._desk.asked(item), *item.size)
            except UsageError:
                return False
        return state.can_upscale

    def size_out(self, item: Item) -> tuple[int, int] | None:
        """What a picture has come to, or will."""
        if item.made is not None and not item.is_busy:
            return item.made
        if item.size is None:
            return None
        asked = self._desk.asked(item)
        if item.live is not None:
            asked = replace(asked, spec=item.live.spec, size=item.live.aim)
        with suppress(UsageError):
            steps = steps_of(asked, *item.size)
            return steps.width, steps.height
        return None

    def sizes(self, item: Item | None) -> Sizes:
        """In words, for the rail."""
        if item is None or item.size is None:
            return Sizes()
        asked, size = self._desk.asked(item), item.size
        try:
            steps = steps_of(asked, *size)
        except UsageError as error:
            out = words.pixels(*asked.size.pixels(*size)) if asked.size else ""
            return Sizes(_from_to(size, out), str(error), bad=True)
        note = words.steps(steps, *size) if asked.size else ""
        return Sizes(_from_to(size, words.pixels(steps.width, steps.height)), note)


def _from_to(size: tuple[int, int], out: str) -> str:
    return f"{words.pixels(*size)}  →  {out}"


def _megapixels_made(item: Item, spec: ModelSpec, event: Finished) -> float | None:
    """By the network: the result of a size asked for may have been shrunk; None if unknown."""
    if item.live is None or item.live.aim is None:
        return event.result.megapixels
    if item.size is None or event.result.saved is not None:
        return None
    return math.prod(item.size) * spec.scale**2 / 1e6
