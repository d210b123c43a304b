"""What can be done with the pictures selected, as a value. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from sr_desktop.gui.state import Item, Status, WindowState


class Do(Enum):
    """In the order of the menu."""

    UPSCALE = auto()
    CANCEL = auto()
    CANCEL_ALL = auto()
    RETRY = auto()
    SAVE = auto()
    SHOW_ORIGINAL = auto()
    SHOW_RESULT = auto()
    COPY_PATH = auto()
    OWN = auto()
    COMMON = auto()
    REMOVE = auto()
    KEEP = auto()
    CLEAR = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu; keys are those that do the same."""

    do: Do
    text: str
    keys: str = ""


Group = tuple[Entry, ...]


def groups(state: WindowState) -> tuple[Group, ...]:
    """Only what makes sense for the pictures selected; a line comes between the groups."""
    chosen = state.chosen
    if not chosen:
        return ()
    each = (_work(state, chosen), _files(state, chosen), _own(state, chosen), _leave(state, chosen))
    return tuple(group for entries in each if (group := tuple(entries)))


def can_start(item: Item) -> bool:
    """Whether it may be upscaled: it is not at work, and could be read so far as is known."""
    return not item.is_busy and not item.is_unread


def _work(state: WindowState, chosen: Sequence[Item]) -> Iterator[Entry]:
    start = sum(can_start(item) and item.status is not Status.FAILED for item in chosen)
    if start:
        text = "Upscale" if len(chosen) == 1 else f"Upscale {_count(start)}"
        yield Entry(Do.UPSCALE, text, "Ctrl+Return")
    if any(item.is_busy for item in chosen):
        yield Entry(Do.CANCEL, "Cancel", "Esc")
    if state.busy > 1:
        yield Entry(Do.CANCEL_ALL, "Cancel all")
    failed = sum(item.status is Status.FAILED for item in chosen)
    if failed:
        yield Entry(Do.RETRY, "Retry" if len(chosen) == 1 else f"Retry {_count(failed)}")


def _files(state: WindowState, chosen: Sequence[Item]) -> Iterator[Entry]:
    alone = chosen[0] if len(chosen) == 1 else None
    if alone is not None and alone.id == state.current and state.result is not None:
        yield Entry(Do.SAVE, "Save as…", "Ctrl+S")
    if alone is not None and alone.picture is None:
        yield Entry(Do.SHOW_ORIGINAL, "Show original in folder")
    if alone is not None and alone.saved is not None:
        yield Entry(Do.SHOW_RESULT, "Show result in folder")
    paths = sum(item.picture is None for item in chosen)
    if paths:
        yield Entry(Do.COPY_PATH, "Copy path" if paths == 1 else f"Copy {paths:,} paths")


def _own(state: WindowState, chosen: Sequence[Item]) -> Iterator[Entry]:
    if any(item.choices is None for item in chosen) and len(state.items) > 1:
        text = (
            "Settings only for this picture"
            if len(chosen) == 1
            else f"Settings only for these {len(chosen):,} pictures"
        )
        yield Entry(Do.OWN, text)
    if any(item.choices is not None for item in chosen):
        yield Entry(Do.COMMON, "Back to the settings of all")


def _leave(state: WindowState, chosen: Sequence[Item]) -> Iterator[Entry]:
    yield Entry(Do.REMOVE, "Remove" if len(chosen) == 1 else f"Remove {_count(len(chosen))}", "Del")
    if len(state.items) > len(chosen):
        this = "this" if len(chosen) == 1 else f"these {len(chosen):,}"
        yield Entry(Do.KEEP, f"Remove all but {this}")
    if len(state.items) > 1:
        yield Entry(Do.CLEAR, "Clear")


def _count(pictures: int) -> str:
    return "1 picture" if pictures == 1 else f"{pictures:,} pictures"
