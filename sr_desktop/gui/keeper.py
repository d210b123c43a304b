"""Brings models to this computer and takes them away, on threads of its own."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sr_desktop import paths
from sr_desktop.catalogue import ModelSpec, Stated
from sr_desktop.errors import SRError, UsageError
from sr_desktop.gui.bridge import EventBridge
from sr_desktop.gui.model_reducing import reduce
from sr_desktop.gui.model_state import Download, Kind, Models, Offer, Task, Wanted
from sr_desktop.gui.shelf import Shelf
from sr_desktop.gui.state import Notice
from sr_desktop.jobs.types import (
    DownloadJob,
    Event,
    Failed,
    Finished,
    ImportJob,
    MoveJob,
    PackJob,
    VerifyJob,
)
from sr_desktop.jobs.worker import Worker
from sr_desktop.language import tr
from sr_desktop.weights import Library, housekeeping
from sr_desktop.weights.sources import addresses, host_of

if TYPE_CHECKING:
    from sr_desktop.gui.settings import Settings
    from sr_desktop.weights.housekeeping import Unused


class Keeper(QObject):
    """changed tells of another state; told has a Notice for the window, chosen a model to choose.

    ready tells what was wanted, and with which model, when that model has come.
    """

    changed = Signal()
    told = Signal(object)
    chosen = Signal(object)
    ready = Signal(object, object)

    def __init__(self, settings: Settings, library: Library | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._library = library or Library()
        self._state = Models(Shelf.look(self._library))
        self._bridge = EventBridge()
        self._bridge.told.connect(self._on_event)
        self._workers: dict[str, Worker] = {}
        self._closed = False

    @property
    def state(self) -> Models:
        return self._state

    @property
    def mirror(self) -> str:
        return self._settings.mirror()

    def refresh(self) -> None:
        """Look again at what is here: other programs bring and remove models too."""
        self._change(replace(self._state, shelf=Shelf.look(self._library)))

    def has(self, spec: ModelSpec) -> bool:
        """Whether the checkpoint is here at this moment."""
        return spec.file is not None or self._library.path_of(spec) is not None

    def host(self, spec: ModelSpec) -> str:
        """Where a download would go first. Raises UsageError for a bad mirror."""
        urls = addresses(spec, self.mirror)
        return host_of(urls[0]) if urls else ""

    # Downloads

    def offer(self, spec: ModelSpec, wanted: Wanted) -> None:
        """Ask for leave to fetch what is wanted; nothing goes out before download is called."""
        state, host = self._state, ""
        if (failed := state.downloads.get(spec.id)) is not None and failed.failed:
            state = state.without_download(spec.id)
        try:
            host = self.host(spec)
        except SRError as error:
            state = state.with_download(Download(spec, 0, "", error=error))
        self._change(replace(state, offer=Offer(spec, wanted, host)))

    def dismiss(self) -> None:
        """Take the offer back, and stop the download that began with it."""
        offer, download = self._state.offer, self._state.offered
        if offer is None:
            return
        state = replace(self._state, offer=None)
        if download is not None and download.failed:
            state = state.without_download(offer.spec.id)
        elif download is not None:
            self._cancel_job(download.job_id)
        self._change(state)

    def chose(self, spec: ModelSpec) -> None:
        """Another model is chosen: a question about the one before is answered by that."""
        offer, download = self._state.offer, self._state.offered
        if offer is not None and offer.spec.id != spec.id and (download is None or download.failed):
            self.dismiss()

    def download(self, spec: ModelSpec) -> None:
        """Fetch a checkpoint; the user has said so."""
        if self._state.coming(spec.id) is not None:
            return
        try:
            host = self.host(spec)
        except SRError as error:
            self._change(self._state.with_download(Download(spec, 0, "", error=error)))
            return
        job = DownloadJob(spec, self.mirror, self._settings.proxy())
        total = spec.bytes
        self._change(self._state.with_download(Download(spec, job.id, host, total_bytes=total)))
        self._worker("sr-download").submit(job)

    def download_again(self, spec: ModelSpec) -> None:
        """In place of a damaged file."""
        if self.remove(spec.id):
            self.download(spec)

    def cancel(self, id: str) -> None:
        """Stop a download; what has come is kept for the next time."""
        if (download := self._state.coming(id)) is not None:
            self._cancel_job(download.job_id)

    def _cancel_job(self, job_id: int) -> None:
        if worker := self._workers.get("sr-download"):
            worker.cancel(job_id)

    # What is here

    def import_files(
        self, files: Sequence[Path], as_id: str | None = None, *, from_window: bool = False
    ) -> None:
        """Take checkpoints and packs. One that a failed download asked for becomes that model."""
        for file in files:
            job = ImportJob(file, as_id or self._brought_by_hand(file))
            task = Task(Kind.IMPORT, file, job.as_id or "", from_window)
            note = Notice(tr("Importing {name}…", name=file.name))
            self._change(replace(self._state.with_task(job.id, task), note=note))
            self._worker("sr-library").submit(job)

    def _brought_by_hand(self, file: Path) -> str | None:
        """The model whose download failed and whose file at its source has this name."""
        for id, download in self._state.downloads.items():
            names = {PurePosixPath(source).name for source in download.spec.remotes}
            if download.failed and file.name in names:
                return id
        return None

    def set_facts(self, spec: ModelSpec, input_range: float, mean_shift: bool) -> None:
        """Say how an imported checkpoint is to be fed."""
        path = self._library.path_of(spec)
        if path is None or (input_range, mean_shift) == (spec.input_range, spec.mean_shift):
            return
        job = ImportJob(path, stated=Stated(input_range=input_range, mean_shift=mean_shift))
        task = Task(Kind.FACTS, path, spec.id)
        self._change(self._state.with_task(job.id, task).as_new(spec.id))
        self._worker("sr-library").submit(job)

    def remove(self, id: str) -> bool:
        """Delete a checkpoint from this computer; answers whether it is gone."""
        try:
            self._library.remove(id)
        except SRError as error:
            self._change(self._state.with_trouble(id, error))
            return False
        state = replace(self._state.as_new(id), note=Notice(tr("{id} is removed.", id=id)))
        self._change(replace(state, shelf=Shelf.look(self._library)))
        return True

    def verify(self, ids: tuple[str, ...] = ()) -> None:
        """Compare files with their digests: these, or all there are."""
        if self._state.verify_job:
            return
        job = VerifyJob(ids)
        note = Notice(tr("Verifying…"))
        self._change(replace(self._state, verify_job=job.id, verified=(), note=note))
        self._worker("sr-library").submit(job)

    def export_pack(self, target: Path) -> None:
        job = PackJob(target)
        note = Notice(tr("Writing {name}…", name=target.name))
        state = self._state.with_task(job.id, Task(Kind.PACK, target))
        self._change(replace(state, note=note))
        self._worker("sr-library").submit(job)

    def set_mirror(self, address: str) -> None:
        """Keep the address to try first. Raises UsageError for what is none."""
        with_source = next((spec for spec in self._state.shelf.models if spec.remotes), None)
        if address and with_source is not None:
            addresses(with_source, address)
        self._settings.keep_mirror(address)
        self.changed.emit()

    # The folder

    @property
    def folder(self) -> Path:
        """Where downloaded and imported models are kept."""
        return self._library.folder

    @property
    def is_usual_folder(self) -> bool:
        return self.folder == paths.usual_weights_dir()

    @property
    def own_files(self) -> tuple[Path, ...]:
        """All that lies there because of us."""
        return housekeeping.files_of(self._library)

    @property
    def is_moving(self) -> bool:
        return any(task.kind is Kind.MOVE for task in self._state.tasks.values())

    def move(self, folder: Path | None, *, carry: bool) -> None:
        """Keep models in another folder, None for the usual one; carry takes them along.

        Raises UsageError while models come in, CannotWrite for a folder that takes none.
        """
        if self._state.tasks or any(not each.failed for each in self._state.downloads.values()):
            raise UsageError(
                tr("Models are on their way just now."), tr("Try again when they are here.")
            )
        target = paths.usual_weights_dir() if folder is None else folder
        housekeeping.check_place(target)
        job = MoveJob(folder, carry)
        moving = tr("Moving the models to {folder}…", folder=target)
        note = Notice(moving) if carry else None
        state = self._state.with_task(job.id, Task(Kind.MOVE, target))
        self._change(replace(state, note=note, move_error=None))
        self._worker("sr-library").submit(job)

    def unused(self) -> Unused:
        """What could be removed: models long not used, and what is left of downloads."""
        coming = frozenset(id for id in self._state.downloads if self._state.coming(id))
        return housekeeping.unused(self._library, time.time(), coming)

    def remove_unused(self, unused: Unused) -> None:
        """Raises CannotWrite."""
        try:
            housekeeping.remove(unused.files)
        finally:
            self.refresh()

    def forget_note(self) -> None:
        self._change(replace(self._state, note=None))

    # Events come back

    def _on_event(self, event: Event) -> None:
        before = self._state
        state = reduce(before, event, time.monotonic())
        ended = isinstance(event, Finished | Failed)
        if ended:
            state = replace(state, shelf=Shelf.look(self._library))
        self._change(state)
        if (download := before.download_of(event.job_id)) is not None:
            self._after_download(download, event)
        elif (task := before.tasks.get(event.job_id)) is not None and ended:
            self._after_task(task, event)

    def _after_download(self, download: Download, event: Event) -> None:
        """The offer that waited for it is served."""
        offer = self._state.offer
        if isinstance(event, Finished) and offer is not None and offer.spec.id == download.spec.id:
            self._change(replace(self._state, offer=None))
            self.ready.emit(offer.wanted, offer.spec)

    def _after_task(self, task: Task, event: Event) -> None:
        if task.kind is not Kind.IMPORT:
            return
        if task.from_window and self._state.note is not None:
            self.told.emit(self._state.note)
        if isinstance(event, Finished):
            self._serve_offer()
            if len(event.result.models) == 1:
                self.chosen.emit(event.result.models[0])

    def _serve_offer(self) -> None:
        """What was to be downloaded has been brought by hand."""
        offer = self._state.offer
        if offer is not None and self.has(offer.spec):
            self._change(replace(self._state, offer=None))

    def _worker(self, name: str) -> Worker:
        """Downloads and the rest do not wait for each other."""
        if name not in self._workers:
            self._workers[name] = Worker(self._bridge.told.emit, name)
        return self._workers[name]

    def _change(self, state: Models) -> None:
        if state is not self._state:
            self._state = state
            self.changed.emit()

    def close(self) -> None:
        """Stop everything and wait for it."""
        if not self._closed:
            self._closed = True
            self._bridge.told.disconnect(self._on_event)
            for worker in self._workers.values():
                worker.close()
