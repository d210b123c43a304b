"""Sends pictures out to be upscaled, once the models for them are here.

upscale -> start -> Worker.submit, or Keeper.offer -> ready -> begin_wanted
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop.gui import words
from sr_desktop.gui.model_state import Wanted
from sr_desktop.gui.state import Item, Notice, WindowState, queued
from sr_desktop.jobs.types import UpscaleJob
from sr_desktop.language import tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec
    from sr_desktop.gui.exporting import Exporting
    from sr_desktop.gui.keeper import Keeper
    from sr_desktop.gui.own_settings import OwnSettings
    from sr_desktop.gui.settings import Settings
    from sr_desktop.imaging.encoding import Encoding
    from sr_desktop.jobs.worker import Worker


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends.

    can_start tells whether the picture shown can be upscaled, queue does so with several, middle is
    what of the picture is in the middle of the view, (row, column) of 0 to 1.
    """

    state: Callable[[], WindowState]
    change: Callable[[WindowState], None]
    tell: Callable[[Notice | None], None]
    own: OwnSettings
    keeper: Keeper
    exporting: Exporting
    can_start: Callable[[WindowState], bool]
    queue: Callable[[Sequence[Item]], None]
    middle: Callable[[], tuple[float, float]]
    upscaler: Worker


class Starting:
    """Of the main window."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings

    def upscale(self) -> None:
        """Start on the pictures selected that can be; what runs goes on, and they wait for it."""
        state = self._state
        if len(state.chosen) > 1:
            self._desk.queue(state.chosen)
        elif state.item is not None and self._desk.can_start(state):
            self.start([state.item])

    def start(self, items: Sequence[Item]) -> None:
        """Begin with these, once the models for them are here."""
        if not items:
            return
        missing = self._missing(items)
        if missing is not None:
            self._desk.tell(None)
            others = tuple(item.id for item in items[1:])
            self._desk.keeper.offer(missing, Wanted(items[0].id, others=others))
            return
        self._begin(items)

    def export(self) -> None:
        """As it was chosen last, once the models for it are here."""
        missing = self._missing([None, *self._state.items])
        if missing is None:
            self._desk.exporting.go_on()
        else:
            self.fetch_for_export(missing)

    def fetch_for_export(self, spec: ModelSpec) -> None:
        """Offer the model; the export goes on when it has come."""
        wanted = Wanted(self._state.current, self._settings.folder("export"))
        self._desk.keeper.offer(spec, wanted)

    def begin_wanted(self, wanted: Wanted, spec: ModelSpec) -> None:
        """What waited for a download; another model may have been chosen in the meantime."""
        found = (self._state.items.get(id) for id in wanted.item_ids)
        items = [item for item in found if item is not None]
        all_ = wanted.folder is not None
        if spec not in self._needed([None, *self._state.items] if all_ else items):
            told = tr("{model} is on this computer now.", model=words.model(spec))
            self._desk.tell(Notice(told))
        elif wanted.folder is None:
            self.start([item for item in items if not item.is_busy])
        elif not self._state.is_working:
            self._desk.exporting.go_on()

    def job(self, item: Item, target: Path | None, encoding: Encoding | None = None) -> UpscaleJob:
        """What is to be done with this picture, by its own choices or those of all."""
        asked = self._desk.own.asked_of(item)
        return UpscaleJob(
            item.source,
            asked.spec,
            target,
            encoding or self._desk.own.choices_of(item).encoding,
            asked.engine,
            size=asked.size,
            family=asked.family,
            max_pixels=asked.max_pixels,
        )

    def _begin(self, items: Sequence[Item]) -> None:
        state = self._state
        jobs = {item.id: self.job(item, None) for item in items}
        if (shown := jobs.get(state.current)) is not None:
            jobs[state.current] = replace(shown, focus=self._focus())
        waiting = [queued(item, jobs[item.id]) for item in items]
        self._desk.change(replace(state, notice=None).with_items(waiting))
        for job in jobs.values():
            self._desk.upscaler.submit(job)

    def _missing(self, items: Iterable[Item | None]) -> ModelSpec | None:
        """A model that one of these needs and that is not here."""
        has = self._desk.keeper.has
        return next((spec for spec in self._needed(items) if not has(spec)), None)

    def _needed(self, items: Iterable[Item | None]) -> list[ModelSpec]:
        """The models for these; None stands for what has no settings of its own."""
        by_choices = {item.choices if item is not None else None: item for item in items}
        return [self._desk.own.asked_of(item).spec for item in by_choices.values()]

    def _focus(self) -> tuple[int, int] | None:
        """The LR (row, column) in the middle of the view: what is looked at comes first."""
        opened = self._state.opened
        if opened is None:
            return None
        row, column = self._desk.middle()
        return (int(row * (opened.height - 1)), int(column * (opened.width - 1)))

    @property
    def _state(self) -> WindowState:
        return self._desk.state()
