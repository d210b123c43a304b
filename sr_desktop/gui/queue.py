"""How far the pictures to upscale are, and what is told of it. No Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from sr_desktop.gui import batches, words
from sr_desktop.gui.state import Item, Live, Status, WindowState, seconds_left
from sr_desktop.language import mark, tr

WAITS_FOR_EXPORT = mark("Waits for the export")
_AGAIN_S = 0.4
_MOST_ADDED = 100  # the others are taken to be like these


@dataclass(frozen=True, slots=True)
class Work:
    """fraction is 0 to 1 of everything, left counts the pictures that are not done."""

    fraction: float
    left: int
    is_paused: bool = False


def left_of(item: Item, now: float) -> float | None:
    """The seconds until this picture, which is being upscaled, is done; None if nobody knows."""
    return seconds_left(item.live, now) if item.live is not None else None


def place_of(state: WindowState, item: Item) -> int:
    """How many of the queue are before this picture."""
    return sum(other.is_busy and other.job_id < item.job_id for other in state.items)


def told_of(state: WindowState, item: Item) -> str:
    """What a picture that is queued waits for."""
    batch = state.running
    if batch is not None and item.job_id not in batch.pieces:
        return tr(WAITS_FOR_EXPORT)
    before = place_of(state, item)
    return tr("Queued, {count:,} before it", count=before) if before else tr("Queued, the next one")


def _time_left(seconds: float | None, *, is_paused: bool = False) -> str:
    """ "Paused, 0:18 left", as far as there is something to tell."""
    if not seconds:
        return tr("Paused") if is_paused else ""
    time = words.duration(seconds)
    return tr("Paused, {time} left", time=time) if is_paused else tr("{time} left", time=time)


class Clock:
    """Tells how far all work is. The time of 10,000 is not added up at each event."""

    def __init__(self, expected: Callable[[Item], float | None]) -> None:
        """expected are the seconds that a picture is likely to take, None if nobody knows."""
        self._expected = expected
        self._key: tuple[int, int] = (0, 0)
        self._told_at = -_AGAIN_S
        self._waiting: float | None = None

    def progress(self, state: WindowState, item: Item, now: float) -> tuple[float, str]:
        """How far the picture is, or the export that it is part of; and the time left, in words."""
        batch = state.running
        if batch is not None and item.job_id in batch.pieces:
            left = batch.seconds_left(now)
            return batch.fraction, _time_left(left, is_paused=batch.is_paused)
        if item.status is Status.QUEUED or item.live is None:
            return 0.0, told_of(state, item)
        return item.live.fraction, _time_left(seconds_left(item.live, now, self._expected(item)))

    def left(self, state: WindowState, now: float) -> float | None:
        """The seconds until all are done; None while nobody knows."""
        running = next((item for item in _at_work(state) if item.live and item.live.total_px), None)
        if running is None or running.live is None:
            return None
        left = seconds_left(running.live, now, self._expected(running))
        key = (running.job_id, state.items.count(Status.QUEUED))
        if key != self._key or now - self._told_at > _AGAIN_S:
            self._key, self._told_at = key, now
            self._waiting = self._waiting_s(state, running, running.live, now)
        return None if left is None or self._waiting is None else left + self._waiting

    def _waiting_s(self, state: WindowState, running: Item, live: Live, now: float) -> float | None:
        """Of those that have not begun: as expected, else by the pace of the one that runs."""
        left = seconds_left(live, now, self._expected(running))
        if left is None:
            return None
        whole = now - live.started_at + left
        waiting = (item for item in state.items if item.status is Status.QUEUED)
        some = [
            self._expected(item) or whole * _pixels(item, running) / _pixels(running, running)
            for item in islice(waiting, _MOST_ADDED)
        ]
        return sum(some) / len(some) * state.items.count(Status.QUEUED) if some else 0.0

    def fraction(self, state: WindowState) -> float:
        """How much of the queue is done, 0 to 1."""
        running = sum(item.live.fraction for item in _at_work(state) if item.live)
        count = state.ended + state.busy
        return (state.ended + running) / count if count else 0.0

    def words(self, state: WindowState, now: float) -> str:
        """ "2 of 4, 0:18 left" """
        ended = state.ended
        every, left = ended + state.busy, self.left(state, now)
        if left is None:
            return tr("{done:,} of {total:,}", done=ended, total=every)
        time = words.duration(left)
        return tr("{done:,} of {total:,}, {time} left", done=ended, total=every, time=time)

    def summary(self, state: WindowState, now: float) -> str:
        """Of the pictures there are: how far the export is, else the queue, else what is done."""
        batch = state.running
        if batch is not None:
            return batches.words_of_run(batch, now)
        if state.is_working:
            return self.words(state, now)
        count = state.items.count
        return words.ended(count(Status.DONE), count(Status.FAILED), len(state.items))

    def work(self, state: WindowState) -> Work | None:
        """What the task bar shows."""
        if not state.is_working:
            return None
        batch = state.running
        fraction = self.fraction(state) if batch is None else batch.fraction
        left = len(state.working) if batch is None else batch.to_end
        return Work(fraction, left, batch is not None and batch.is_paused)

    def title(self, state: WindowState) -> str:
        """With the progress first: it is what a task bar has room for."""
        parts = [tr("Paused")] if state.running and state.running.is_paused else []
        done = state.running.fraction if state.running else self.fraction(state)
        parts += [f"{done:.0%}"] if state.is_working else []
        parts += [state.item.name] if state.item else []
        return " - ".join([*parts, "sr-desktop"])


def _at_work(state: WindowState) -> Iterator[Item]:
    """Those that have begun: one, but for an export."""
    if state.items.count(Status.WORKING):
        yield from (item for item in state.items if item.status is Status.WORKING)


def _pixels(item: Item, other: Item) -> int:
    """As many as the other one has while nobody knows."""
    return math.prod(item.size or other.size or (1, 1))
