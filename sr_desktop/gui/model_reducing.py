"""How events change which models are here, on their way or in trouble. No Qt.

reduce(state, event, now) is pure, as the window's is; the keeper puts a fresh shelf in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sr_desktop.errors import SRError
from sr_desktop.gui import words
from sr_desktop.gui.model_state import Download, Kind, Models, Task
from sr_desktop.gui.state import Notice
from sr_desktop.jobs.types import (
    Event,
    Failed,
    Finished,
    Started,
    Stopped,
    Verified,
    WeightsProgress,
)
from sr_desktop.language import listed, tr

if TYPE_CHECKING:
    from sr_desktop.catalogue import ModelSpec


def reduce(state: Models, event: Event, now: float) -> Models:
    """The state after the event. now is in seconds, on any steady clock."""
    if (download := state.download_of(event.job_id)) is not None:
        return _downloading(state, download, event, now)
    if event.job_id == state.verify_job:
        return _verifying(state, event)
    if (task := state.tasks.get(event.job_id)) is not None:
        return _doing(state, task, event)
    return state


def _downloading(state: Models, download: Download, event: Event, now: float) -> Models:
    match event:
        case Started():
            return state.with_download(replace(download, begun=True))
        case WeightsProgress():
            return state.with_download(download.after(event, now))
        case Failed(error=error):
            return state.with_download(replace(download, error=error, marks=()))
        case Finished():
            return state.without_download(download.spec.id).as_new(download.spec.id)
        case Stopped():
            return state.without_download(download.spec.id)
    return state


def _verifying(state: Models, event: Event) -> Models:
    match event:
        case Verified(id=id, error=None):
            state = replace(state.as_new(id), verified=(*state.verified, event))
            return replace(state, sound=state.sound | {id})
        case Verified(id=id, error=SRError() as error):
            state = replace(state.as_new(id), verified=(*state.verified, event))
            return replace(state.with_trouble(id, error), damaged=state.damaged | {id})
        case Finished():
            return replace(state, verify_job=0, note=_verdict(state.verified))
        case Failed(error=error):
            return replace(state, verify_job=0, note=_bad(error))
        case Stopped():
            return replace(state, verify_job=0, note=None)
    return state


def _verdict(verified: tuple[Verified, ...]) -> Notice:
    bad = [each.id for each in verified if each.error is not None]
    if bad:
        text = tr(
            "{count} of {all} damaged: {ids}.",
            count=len(bad),
            all=len(verified),
            ids=listed(bad),
        )
        return Notice(text, bad=True)
    if len(verified) == 1:
        return Notice(tr("{id} is whole.", id=verified[0].id))
    return Notice(tr("All {count} are whole.", count=len(verified)))


def _doing(state: Models, task: Task, event: Event) -> Models:
    if not isinstance(event, Finished | Failed | Stopped):
        return state
    tasks = {key: value for key, value in state.tasks.items() if key != event.job_id}
    state = replace(state, tasks=tasks)
    match event:
        case Finished(result=result):
            for spec in result.models:
                state = state.as_new(spec.id).without_download(spec.id)
            return replace(state, note=_success(task, result.models))
        case Failed(error=error) if task.kind is Kind.MOVE:
            return replace(state, note=_bad(error), move_error=error)
        case Failed(error=error) if task.kind is Kind.FACTS:
            return state.with_trouble(task.id, error)
        case Failed(error=error):
            return replace(state, note=_bad(error))
    return replace(state, note=None)


def _bad(error: SRError) -> Notice:
    return Notice(error.message, error.hint, bad=True)


def _success(task: Task, specs: tuple[ModelSpec, ...]) -> Notice:
    if task.kind is Kind.PACK:
        saved = tr("Saved {name}.", name=task.file.name)
        return Notice(saved, tr("Import it on another computer."), saved=task.file)
    if task.kind is Kind.MOVE:
        return Notice(tr("Models are kept in {folder} now.", folder=task.file))
    if task.kind is Kind.FACTS:
        return Notice(tr("{id} now takes {facts}.", id=task.id, facts=words.facts(specs[0])))
    if len(specs) == 1:
        found = recognised(specs[0])
        return Notice(tr("{name} is {found}.", name=task.file.name, found=found))
    name = task.file.name
    return Notice(tr("Imported {count} models from {name}.", count=len(specs), name=name))


def recognised(spec: ModelSpec) -> str:
    """What an imported checkpoint was found to be: "PAN ×2, range 0–1, no mean shift: my-pan"."""
    network = spec.shown_label if spec.remotes else spec.network
    return tr(
        "{network} ×{scale}, {facts}: {id}",
        network=network,
        scale=spec.scale,
        facts=words.facts(spec),
        id=spec.id,
    )
