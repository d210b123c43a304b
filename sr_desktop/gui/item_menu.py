"""What can be done with the pictures selected, as a value. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from sr_desktop.gui.state import Item, Status, WindowState
from sr_desktop.language import tr, trn


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
        text = trn("Upscale {count:,} picture", "Upscale {count:,} pictures", start)
        text = tr("Upscale") if len(chosen) == 1 else text
        yield Entry(Do.UPSCALE, text, "Ctrl+Return")
    if any(item.is_busy for item in chosen):
        yield Entry(Do.CANCEL, tr("Cancel"), "Esc")
    if state.busy > 1:
        yield Entry(Do.CANCEL_ALL, tr("Cancel all"))
    failed = sum(item.status is Status.FAILED for item in chosen)
    if failed:
        text = trn("Retry {count:,} picture", "Retry {count:,} pictures", failed)
        yield Entry(Do.RETRY, tr("Retry") if len(chosen) == 1 else text)


def _files(state: WindowState, chosen: Sequence[Item]) -> Iterator[Entry]:
    alone = chosen[0] if len(chosen) == 1 else None
    if alone is not None and alone.id == state.current and state.result is not None:
        yield Entry(Do.SAVE, tr("Save as…"), "Ctrl+S")
    if alone is not None and alone.picture is None:
        yield Entry(Do.SHOW_ORIGINAL, tr("Show original in folder"))
    if alone is not None and alone.saved is not None:
        yield Entry(Do.SHOW_RESULT, tr("Show result in folder"))
    paths = sum(item.picture is None for item in chosen)
    if paths:
        text = tr("Copy path") if paths == 1 else tr("Copy {count:,} paths", count=paths)
        yield Entry(Do.COPY_PATH, text)


def _own(state: WindowState, chosen: Sequence[Item]) -> Iterator[Entry]:
    if any(item.choices is None for item in chosen) and len(state.items) > 1:
        text = (
            tr("Settings only for this picture")
            if len(chosen) == 1
            else tr("Settings only for these {count:,} pictures", count=len(chosen))
        )
        yield Entry(Do.OWN, text)
    if any(item.choices is not None for item in chosen):
        yield Entry(Do.COMMON, tr("Back to the settings of all"))


def _leave(state: WindowState, chosen: Sequence[Item]) -> Iterator[Entry]:
    is_one, count = len(chosen) == 1, len(chosen)
    text = tr("Remove") if is_one else tr("Remove {count:,} pictures", count=count)
    yield Entry(Do.REMOVE, text, "Del")
    if len(state.items) > count:
        those = tr("Remove all but these {count:,}", count=count)
        yield Entry(Do.KEEP, tr("Remove all but this") if is_one else those)
    if len(state.items) > 1:
        yield Entry(Do.CLEAR, tr("Clear"))
