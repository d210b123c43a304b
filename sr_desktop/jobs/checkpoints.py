"""How checkpoints come into the library: fetched, imported, unpacked; and how they are checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_desktop import catalogue
from sr_desktop.catalogue import NOTHING_STATED, ModelSpec
from sr_desktop.errors import CannotWrite, WeightsError, WeightsMismatch, WeightsMissing
from sr_desktop.jobs.types import (
    DownloadJob,
    Event,
    ImportJob,
    MoveJob,
    PackJob,
    Result,
    Verified,
    VerifyJob,
    WeightsProgress,
)
from sr_desktop.language import mark, sentences, tr
from sr_desktop.weights import Library, housekeeping
from sr_desktop.weights.digest import Hashes, matches, sha256_of
from sr_desktop.weights.library import header_of, renamed, spec_in, stated_in
from sr_desktop.weights.pack import export_pack as write_pack
from sr_desktop.weights.pack import import_pack, is_pack
from sr_desktop.weights.sources import addresses

if TYPE_CHECKING:
    from sr_desktop.cancel import Cancel
    from sr_desktop.weights.download import Transfer

Emit = Callable[[Event], None]


def download(job: DownloadJob, library: Library, emit: Emit, cancel: Cancel) -> Result:
    """Fetch a checkpoint, check it, keep it as safetensors. One that is here is left alone.

    Raises what weights.download.fetch and engine.model.load_model raise.
    """
    from sr_desktop.weights.download import by_hand

    try:
        _download(job, library, emit, cancel)
    except CannotWrite as error:
        way = by_hand(job.spec, addresses(job.spec, job.mirror)[0], library.folder)
        hint = error.hint if way in error.hint else sentences(error.hint, way)
        raise CannotWrite(error.message, hint) from error
    return Result(saved=library.path_of(job.spec), models=(job.spec,))


def _download(job: DownloadJob, library: Library, emit: Emit, cancel: Cancel) -> None:
    from sr_desktop.weights.download import fetch

    spec = job.spec

    def on_transfer(transfer: Transfer) -> None:
        emit(
            WeightsProgress(
                job.id,
                transfer.done_bytes,
                transfer.total_bytes,
                transfer.host,
                transfer.remark,
            )
        )

    with library.claimed(spec.id, cancel):
        if library.path_of(spec) is None:
            fetched = fetch(spec, library.folder, on_transfer, cancel, job.mirror, job.proxy)
            origin = f"{fetched.url} ({fetched.digest})"
            try:
                _keep(fetched.path, replace(spec, origin=origin), library)
            except WeightsError:
                fetched.path.unlink(missing_ok=True)  # the same would come again
                raise
            fetched.path.unlink(missing_ok=True)


def import_file(job: ImportJob, library: Library, cancel: Cancel) -> Result:
    """Take a checkpoint or a pack from a file. What it is, is found out; see engine.model.

    A checkpoint whose digest stands in the catalogue becomes that row's. Raises WeightsError with
    its children, CannotWrite, UnknownModel, Cancelled.
    """
    if is_pack(job.source):
        specs = tuple(library.by_id(id) for id in import_pack(job.source, library, cancel))
        return Result(models=specs)
    try:
        spec = _spec(job, library)
    except OSError as error:
        raise WeightsMissing(
            tr("The checkpoint cannot be read: {path}.", path=job.source),
            tr("Is it there, and may it be read?"),
        ) from error
    if spec.bundled is None:
        with library.claimed(spec.id, cancel):
            _keep(job.source, spec, library)
    return Result(saved=library.path_of(spec), models=(library.by_id(spec.id),))


def export_pack(job: PackJob, library: Library, cancel: Cancel) -> Result:
    write_pack(library.own_files(), job.target, cancel)
    return Result(saved=job.target)


def move(job: MoveJob, library: Library, cancel: Cancel) -> Result:
    """Raises CannotWrite and Cancelled; then all is as it was."""
    housekeeping.move(library, job.folder, carry=job.carry, cancel=cancel)
    return Result(saved=library.folder)


def verify(job: VerifyJob, library: Library, emit: Emit, cancel: Cancel) -> Result:
    """Tell of each checkpoint on this computer whether it is whole. Raises UnknownModel."""
    ids = {library.by_id(id).id for id in job.ids}
    for checked in library.verify():
        cancel.check()
        if not ids or checked.id in ids:
            emit(Verified(job.id, checked.id, checked.path, checked.error))
    return Result()


def _keep(source: Path, spec: ModelSpec, library: Library) -> None:
    """Put the tensors of a file into the library, once they have been seen to fit."""
    from sr_desktop.engine.model import fitting_network, read_state_dict, save_checkpoint

    state_dict = read_state_dict(source)
    fitting_network(spec, source, state_dict)
    with library.new_file(spec.id) as path:
        save_checkpoint(state_dict, path, header_of(spec))


def _spec(job: ImportJob, library: Library) -> ModelSpec:
    """What the file is, and the id under which it is to be kept."""
    if job.as_id is not None:
        return _as_row(job, library.by_id(job.as_id))
    if job.source in library.own_files():
        return _with_facts(job, spec_in(job.source))
    return (_known(job) if job.stated == NOTHING_STATED else None) or _named(job, library)


def _known(job: ImportJob) -> ModelSpec | None:
    """The row of the catalogue that has this file's digest."""
    hashes = Hashes(job.source)
    for spec in catalogue.all_models():
        if spec.digest is not None and spec.digest.kind != "hub" and hashes.meet(spec.digest):
            return replace(spec, origin=_origin(job.source))
    return None


def _as_row(job: ImportJob, row: ModelSpec) -> ModelSpec:
    """The row that the user says this is; a digest that the catalogue states must agree."""
    known = row.digest is not None and row.digest.kind != "hub"
    if known and row.digest and not matches(job.source, row.digest):
        raise WeightsMismatch(
            tr(
                "{name} is not the file that the catalogue calls {id}.",
                name=job.source.name,
                id=row.id,
            ),
            tr("Leave out which model it is, to keep it under a name of its own."),
        )
    return replace(row, origin=_origin(job.source))


def _with_facts(job: ImportJob, spec: ModelSpec) -> ModelSpec:
    """One of the library's own files again, with other facts."""
    stated = job.stated
    return replace(
        spec,
        input_range=spec.input_range if stated.input_range is None else stated.input_range,
        mean_shift=spec.mean_shift if stated.mean_shift is None else stated.mean_shift,
    )


def _named(job: ImportJob, library: Library) -> ModelSpec:
    """A checkpoint of the user's own: under the name it had if it comes again, else a free one."""
    from sr_desktop.engine.model import check_scale, spec_of_file

    spec = spec_of_file(job.source, stated_in(job.source, job.stated))
    check_scale(spec, job.source, job.stated.scale)
    origin = _origin(job.source)
    names = [each.name for each in library.models() if each.origin == origin]
    name = names[0] if names else library.free_name(job.source.stem, spec.scale)
    return replace(
        renamed(spec, name),
        purpose=spec.purpose or mark("Imported", meaning="model"),
        origin=origin,
    )


def _origin(source: Path) -> str:
    return f"imported from {source.name} (sha256:{sha256_of(source)})"
