"""The ground-truth mode: gives pictures their references, and has them compared in a thread.

The window asks (set_reference, use_as_reference, remove); catch_up, called for every new state,
sends out what is to be compared and is not yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sr_desktop.bench.types import CompareJob, ReduceJob, ReferenceJob
from sr_desktop.gui import truth as truths
from sr_desktop.gui.truth import Truth
from sr_desktop.jobs.worker import Run, Worker

if TYPE_CHECKING:
    from sr_desktop.gui.state import Item, WindowState


class GroundTruth:
    """emit is called in its thread, which is made when it is first needed."""

    def __init__(self, emit: Callable[[Any], None]) -> None:
        self._emit = emit
        self._worker: Worker | None = None

    def set_reference(self, state: WindowState, path: Path, scale: int) -> WindowState:
        """This file is what the picture shown is to be held against, at this scale."""
        item, opened = state.item, state.opened
        if item is None or opened is None:
            return state
        job = ReferenceJob(path, opened.height, opened.width, scale, item.name)
        self._cancel(item.truth)
        self._submit(job)
        truth = Truth(path.name, scale, job.id, before=truths.restored(item.truth))
        return state.with_item(replace(item, truth=truth))

    def use_as_reference(self, state: WindowState, scale: int) -> WindowState:
        """The picture shown is the reference of one that is made from it, smaller by the scale."""
        item, opened = state.item, state.opened
        if item is None or opened is None:
            return state
        job = ReduceJob(opened, scale, item.name)
        self._submit(job)
        return replace(state, reduce_jobs=state.reduce_jobs | {job.id})

    def remove(self, state: WindowState) -> WindowState:
        """The picture shown has no reference any more."""
        item = state.item
        if item is None or item.truth is None:
            return state
        self._cancel(item.truth)
        return state.with_item(replace(item, truth=None))

    def catch_up(self, state: WindowState) -> WindowState:
        """The same state, waiting for what was sent out to be compared."""
        item = state.item
        if item is None or item.truth is None:
            return state
        truth, jobs, vain = truths.wanted(item.truth, state.opened, state.result)
        if truth is item.truth:
            return state
        for job_id in vain:
            self._cancel_job(job_id)
        for job in jobs:
            self._submit(job)
        return state.with_item(replace(item, truth=truth))

    def forget(self, item: Item) -> None:
        """This picture leaves the strip."""
        self._cancel(item.truth)

    def close(self) -> None:
        """Stop; ends the thread."""
        if self._worker is not None:
            self._worker.close()

    def _submit(self, job: ReferenceJob | ReduceJob | CompareJob) -> None:
        if self._worker is None:
            self._worker = Worker(self._emit, "sr-compare", _reference)
        self._worker.submit(job)

    def _cancel(self, truth: Truth | None) -> None:
        for job_id in truth.job_ids if truth else ():
            self._cancel_job(job_id)

    def _cancel_job(self, job_id: int) -> None:
        if self._worker is not None:
            self._worker.cancel(job_id)


def _reference() -> Run:
    from sr_desktop.bench import reference  # late: the window shows sooner without it

    return reference.run
