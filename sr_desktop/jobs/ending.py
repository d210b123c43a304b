"""How a job is told from outside: that it has begun, and its one end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from sr_desktop.cancel import Cancel, Cancelled
from sr_desktop.errors import OutOfMemory, SRError, UnexpectedError
from sr_desktop.jobs.types import Failed, Finished, Result, Started, Stopped
from sr_desktop.language import mark, tr

Ending = Finished | Failed | Stopped
Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


def run_to_end(
    job_id: int,
    work: Callable[[], Result],
    emit: Callable[[Started | Ending], None],
    cancel: Cancel,
) -> None:
    """Tell Started, work, tell the end as one of Finished, Failed and Stopped; raise nothing."""

    def checked() -> Result:
        cancel.check()
        return work()

    emit(Started(job_id))
    answer = attempt(job_id, checked)
    emit(Finished(job_id, answer) if isinstance(answer, Result) else answer)


def attempt(job_id: int, work: Callable[[], Answer]) -> Answer | Failed | Stopped:
    """What the work answers, or how the job ends by what it raised; raise nothing."""
    try:
        return work()
    except Cancelled:
        return Stopped(job_id)
    except SRError as error:
        return Failed(job_id, error)
    except MemoryError:
        return Failed(job_id, OutOfMemory(tr("There is not enough memory for this picture.")))
    except Exception as error:
        log.exception("job %s failed", job_id)
        return Failed(
            job_id,
            UnexpectedError(tr("Something went wrong: {error!r}.", error=error), tr(_REPORT)),
        )


_REPORT = mark(
    "The log has the details; please report it together with the picture's kind and size."
)
