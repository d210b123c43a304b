"""One job of a session, run to its end."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sr_desktop.cancel import Cancel
from sr_desktop.jobs.session import Session
from sr_desktop.jobs.types import Event, Failed, Finished, Job, Result, Stopped

OnEvent = Callable[[Event], None]


def do(job: Job, on_event: OnEvent = lambda event: None) -> Result:
    """Run the job, cancelled by Ctrl-C.

    Raises the SRError that it failed with, KeyboardInterrupt when it was cancelled.
    """
    endings: list[Event] = []

    def emit(event: Event) -> None:
        on_event(event)
        if isinstance(event, Finished | Failed | Stopped):
            endings.append(event)

    with cancel_on_signals() as cancel:
        Session().run(job, emit, cancel)
    match endings:
        case [Finished(result=result)]:
            return result
        case [Failed(error=error)]:
            raise error
    raise KeyboardInterrupt


@contextmanager
def cancel_on_signals() -> Iterator[Cancel]:
    """A token that Ctrl-C and a polite kill set; a second Ctrl-C ends the program at once."""
    cancel = Cancel()

    def stop(signum: int, frame: object) -> None:
        if cancel.is_set:
            raise KeyboardInterrupt
        cancel.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
