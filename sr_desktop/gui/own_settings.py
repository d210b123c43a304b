"""The settings of all pictures, and those of single ones; the rail shows those of the one shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sr_desktop.gui.asked import asked_of, possible
from sr_desktop.jobs.plan import Asked, Own

if TYPE_CHECKING:
    from sr_desktop.gui.choices import Choices
    from sr_desktop.gui.rail import Rail
    from sr_desktop.gui.shelf import Shelf
    from sr_desktop.gui.state import Item, WindowState


@dataclass(frozen=True, slots=True)
class Desk:
    """What the window lends: its state, the models there are, the most pixels of a picture."""

    state: Callable[[], WindowState]
    change: Callable[[WindowState], None]
    shelf: Callable[[], Shelf]
    max_pixels: Callable[[], int]


class OwnSettings(QObject):
    def __init__(self, rail: Rail, desk: Desk) -> None:
        super().__init__(rail)
        self._rail = rail
        self._desk = desk
        self._common = rail.choices  # while the rail shows those of a picture
        self._shown: Choices | None = None
        self._is_showing = False
        rail.own.only.connect(lambda: self.only_for(self._desk.state().chosen))
        rail.own.back.connect(lambda: self.back(self._group()))

    # What is asked for

    @property
    def common(self) -> Choices:
        """Those of all pictures that have none of their own."""
        return self._rail.choices if self._shown is None else self._computed_here(self._common)

    def choices_of(self, item: Item | None) -> Choices:
        if item is None or item.choices is None:
            return self.common
        return self._computed_here(item.choices)

    def _computed_here(self, choices: Choices) -> Choices:
        """Where and how networks run is no matter of single pictures."""
        return replace(choices, computing=self._rail.choices.computing)

    def asked_of(self, item: Item | None) -> Asked:
        """What the picture is to come to; with None, what all are."""
        desk = self._desk
        return asked_of(self.choices_of(item), desk.shelf(), desk.max_pixels())

    def own_of(self, item: Item) -> Own | None:
        """For an export; None for a picture that is done as all are."""
        if item.choices is None:
            return None
        return Own(self.asked_of(item), item.choices.encoding)

    # What the user does

    def only_for(self, items: Iterable[Item]) -> None:
        """From now on these have settings of their own: at first those they have now."""
        state = self._desk.state()
        own = [replace(item, choices=self.choices_of(item)) for item in items]
        self._desk.change(state.with_items(own))

    def back(self, items: Iterable[Item]) -> None:
        """These are done as all are."""
        state = self._desk.state()
        self._desk.change(state.with_items(replace(item, choices=None) for item in items))

    @property
    def is_showing(self) -> bool:
        """Whether the rail changes because another picture is shown, and nobody has chosen."""
        return self._is_showing

    def chosen(self) -> bool:
        """Something else was chosen in the rail. Answers whether it is for all."""
        if self._shown is None:
            return True
        group, self._shown = self._group(), self._rail.choices
        changed = [replace(item, choices=self._shown) for item in group]
        self._desk.change(self._desk.state().with_items(changed))
        return False

    def catch_up(self, state: WindowState) -> None:
        """Show the settings of the picture that is shown now."""
        own = state.item.choices if state.item is not None else None
        if own is self._shown:
            return
        if self._shown is None:
            self._common = self._rail.choices
        wanted = self._common if own is None else own
        wanted = replace(possible(wanted, self._desk.shelf()), unfolded=self._rail.choices.unfolded)
        self._shown = own
        if wanted != self._rail.choices:
            self._is_showing = True
            self._rail.show_choices(wanted)
            self._is_showing = False

    def show_state(self, state: WindowState) -> None:
        """Tell for which pictures the settings shown are."""
        own = len(self._group()) if self._shown is not None else 0
        self._rail.own.show_scope(own, len(state.selected), len(state.items))

    def _group(self) -> list[Item]:
        """The picture shown and those selected whose own settings are the same."""
        state = self._desk.state()
        shown = state.item
        if shown is None or shown.choices is None:
            return []
        alike = [item for item in state.chosen if item.choices == shown.choices]
        return alike if shown in alike else [shown]
