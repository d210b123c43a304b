"""From a checkpoint on disk to a network that runs."""

from __future__ import annotations

import copy
import pickle
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from sr_desktop.catalogue import NOTHING_STATED, ModelSpec, Stated
from sr_desktop.engine import device, heap
from sr_desktop.engine.archs import (
    ARCHS,
    NO_SEAMS,
    InferenceForm,
    Network,
    Seams,
    community,
    recognise,
)
from sr_desktop.engine.archs.facts import find_facts
from sr_desktop.engine.archs.planes import strip_bytes
from sr_desktop.engine.archs.recognise import CLEAR_GAIN_DB, misfits, pan_gains_db
from sr_desktop.engine.int8 import int8_form
from sr_desktop.engine.threads import adapt
from sr_desktop.engine.tiling import NO_MARGINS, WHOLE_PICTURE_PX, Box, Margins
from sr_desktop.errors import (
    UnsafeWeights,
    UsageError,
    WeightsError,
    WeightsMismatch,
    WeightsMissing,
)
from sr_desktop.language import clauses, listed, mark, sentences, tr

if TYPE_CHECKING:
    from sr_desktop.engine.device import Compute

# Where trainers put the state dict inside of what they save; the averaged weights come first.
NESTINGS = ("params_ema", "params-ema", "params", "state_dict", "model_state_dict", "model", "net")
DOWNLOAD_AGAIN = mark("It may be an incomplete download: fetch it again.")
SAVE_STATE_DICT = mark("Save the network's state_dict() alone, best as .safetensors.")


@dataclass(frozen=True, eq=False)
class LoadedModel:
    """A checkpoint ready to run on one device in one precision.

    network is the plain float32 form on the CPU; module is what runs. gave_way is a sentence for
    users where it is not on the device that was asked for.
    """

    spec: ModelSpec
    network: Network
    compute: Compute
    module: InferenceForm
    gave_way: str = ""
    _others: dict[Compute, LoadedModel] = field(default_factory=dict, repr=False)

    @classmethod
    def build(cls, spec: ModelSpec, network: Network, compute: Compute) -> LoadedModel:
        """Bring the network's inference form to the device; in float32 where it takes no other.

        Raises DeviceUnavailable in int8 for what has no such form, see int8_form.
        """
        if compute.is_cpu:
            heap.keep()
        if compute.is_int8:
            return cls(spec, network, compute, int8_form(spec, network))
        if not network.takes(compute.dtype):
            compute = compute.in_float32()
        form = copy.deepcopy(network.folded()).eval().requires_grad_(False)
        form.in_precision(compute.dtype)
        form.to(device=compute.device, memory_format=form.layout)  # type: ignore[call-overload]
        form.settle(device.tile_bytes(compute) / 2 if compute.is_cpu else 0)
        return cls(spec, network, compute, form)

    @property
    def scale(self) -> int:
        return self.spec.scale

    @property
    def reach_px(self) -> int:
        """Radius in LR pixels of what an output pixel depends on."""
        return self.network.reach_px

    @property
    def grid_px(self) -> int:
        """What the first row and column of a tile must be multiples of."""
        return self.network.grid_px

    def around(self, core: Box, by_px: int, height: int, width: int) -> Box:
        """A core with at least so many pixels more on each side, within a height x width picture.

        It begins on the network's grid, or else its width is a quick one, and so is its height,
        since self-ensembles turn it.
        """
        outer = core.grow(by_px, height, width, self.grid_px)
        return outer.quick(width, height) if self.grid_px == 1 else outer

    @property
    def looks_at_all(self) -> bool:
        """Whether it sees the whole picture at once, so that tiles would change the result."""
        return self.reach_px >= WHOLE_PICTURE_PX

    @property
    def bytes_per_px(self) -> int:
        """Memory that a tile takes per LR pixel, roughly and rather too much."""
        maps = 24 * self.module.n_feats * self.compute.map_itemsize
        pictures = 4 * 3 * self.scale**2 * torch.float32.itemsize
        return maps + pictures

    @cached_property
    def weight_count(self) -> int:
        """How many multiplications an LR pixel takes, nearly."""
        return sum(parameter.numel() for parameter in self.network.parameters())

    @cached_property
    def strip_bytes(self) -> int:
        """What a thread takes for a strip in planes, about; 0 where none is computed in them."""
        return strip_bytes(self.module)

    def __call__(
        self,
        batch: Tensor,
        margins: Margins = NO_MARGINS,
        seams: Seams = NO_SEAMS,
    ) -> Tensor:
        """Enlarge a tile; where margins are given, only the core that they surround.

        seams are only for modules that have them.

        batch is float32 (1, 3, h, w) in 0..1 on any device, or several tiles where the module
        takes_batches. The answer is float32 on the model's
        device, (1, 3, h * scale, w * scale) less the margins, around 0..1 and not clamped. (Where
        compute is in float64, for tests, so are both.)
        """
        if self.compute.is_cpu:
            adapt()
        in_range = batch.to(self.compute.device) * self.spec.input_range
        more = () if seams == NO_SEAMS else (seams,)
        enlarged: Tensor = self.module(in_range, margins, *more)
        return enlarged if self.spec.input_range == 1 else enlarged.div_(self.spec.input_range)

    def on(self, compute: Compute) -> LoadedModel:
        """The same checkpoint elsewhere or in another precision; built once, then kept."""
        if compute == self.compute:
            return self
        if compute not in self._others:
            self._others[compute] = LoadedModel.build(self.spec, self.network, compute)
        return self._others[compute]

    def in_float32(self) -> LoadedModel:
        return self.on(self.compute.in_float32())

    def on_cpu(self) -> LoadedModel:
        """On the CPU in float32, where memory and numbers are largest."""
        return self.on(device.cpu_in_float32(self.compute.limit_bytes))


def load_model(spec: ModelSpec, path: Path, compute: Compute) -> LoadedModel:
    """The checkpoint at path as the network that spec describes, on compute; where that device
    cannot take it, on the CPU.

    Raises WeightsMismatch where keys, shapes or scale are other than spec says, UsageError for an
    architecture or argument that does not exist, and what read_state_dict raises.
    """
    state_dict = read_state_dict(path)
    network = fitting_network(spec, path, state_dict)
    if spec.arch != community.ARCH:
        float32 = {key: value.to(torch.float32, copy=True) for key, value in state_dict.items()}
        network.load_state_dict(float32, assign=True)
    network.eval().requires_grad_(False)
    try:
        return LoadedModel.build(spec, network, compute)
    except RuntimeError as error:
        if compute.is_cpu:
            raise
        on_cpu = LoadedModel.build(spec, network, device.cpu_in_float32(compute.limit_bytes))
        return replace(on_cpu, gave_way=device.give_up(compute, error))


def spec_of_file(path: Path, stated: Stated = NOTHING_STATED) -> ModelSpec:
    """What a user's own checkpoint is: its architecture, sizes and scale, found in its weights.

    Input range and mean shift cannot be seen there. Not stated, they are found out by trying them,
    see find_facts; of other architectures, see community, both are settled.
    Raises WeightsMismatch when it is no network we know, and what read_state_dict raises.
    """
    state_dict = read_state_dict(path)
    try:
        return _spec_of_ours(path, state_dict, stated)
    except WeightsMismatch as refused:
        spec = _spec_of_community(path, state_dict, refused)
    settled = stated.input_range in (None, spec.input_range) and not stated.mean_shift
    if not settled or stated.res_scale is not None:
        raise UsageError(
            tr(
                "{name} is {network}, and takes 0..1 without mean shift.",
                name=path.name,
                network=spec.shown_purpose,
            ),
            tr("Leave --input-range, --mean-shift and --res-scale out."),
        )
    return spec


def check_scale(spec: ModelSpec, path: Path, scale: int | None) -> None:
    """Raise WeightsMismatch where a scale is asked for that is not the checkpoint's."""
    if scale not in (None, spec.scale):
        raise WeightsMismatch(
            tr(
                "{name} is {network} for x{found}, not x{scale}.",
                name=path.name,
                network=spec.network,
                found=spec.scale,
                scale=scale,
            ),
            tr("Leave out --scale, or choose a checkpoint for x{scale}.", scale=scale),
        )


def _spec_of_ours(path: Path, state_dict: Mapping[str, Tensor], stated: Stated) -> ModelSpec:
    try:
        arch, arch_args, scale = recognise(state_dict, stated.scale or _scale_in(path.stem))
    except WeightsMismatch as error:
        raise WeightsMismatch(
            tr("{name}: {message}", name=path.name, message=error.message), error.hint
        ) from error
    if stated.res_scale is not None and arch != "edsr":
        raise UsageError(
            tr("{network} has no res_scale.", network=arch.upper()), tr("Leave --res-scale out.")
        )
    spec = ModelSpec(
        id=path.stem,
        name=path.stem,
        label=path.stem,
        purpose="",
        arch=arch,
        scale=scale,
        arch_args=MappingProxyType(arch_args),
        input_range=1.0,
        mean_shift=bool(stated.mean_shift),
        file=path.absolute(),
    )
    if problems := misfits(_empty_network(spec), state_dict):
        raise WeightsMismatch(
            tr(
                "{path} is not the {network} we know: {problems}.",
                path=path,
                network=arch.upper(),
                problems=clauses(problems),
            )
        )
    facts = find_facts(arch, arch_args, scale, state_dict, stated)
    return replace(
        spec,
        arch_args=MappingProxyType(dict(facts.arch_args)),
        input_range=facts.input_range,
        mean_shift=facts.mean_shift,
    )


def _scale_in(name: str) -> int | None:
    """The scale that a checkpoint's name tells: PANx3_DF2K, pytorch_model_3x."""
    found = re.search(r"[xX]([234])(?![0-9])|(?<![0-9])([234])[xX]", name)
    return int(found[1] or found[2]) if found else None


def _spec_of_community(
    path: Path, state_dict: Mapping[str, Tensor], refused: WeightsMismatch
) -> ModelSpec:
    try:
        network = community.load(state_dict)
    except WeightsMismatch as error:
        raise WeightsMismatch(
            tr("{name}: {message}", name=path.name, message=error.message), error.hint
        ) from error
    if network is None:
        more = "" if community.is_installed() else tr(community.HOW_TO_GET)
        raise WeightsMismatch(refused.message, sentences(refused.hint, more)) from refused
    return ModelSpec(
        id=path.stem,
        name=path.stem,
        label=path.stem,
        purpose=f"{network.name}, through spandrel",
        arch=community.ARCH,
        scale=network.scale,
        arch_args=MappingProxyType(network.arch_args),
        input_range=1.0,
        mean_shift=False,
        file=path.absolute(),
    )


def _community_network(
    spec: ModelSpec, path: Path, state_dict: Mapping[str, Tensor]
) -> community.CommunityNetwork:
    network = community.load(state_dict, **spec.arch_args)
    if network is None:
        more = (
            tr("Choose another checkpoint.")
            if community.is_installed()
            else tr(community.HOW_TO_GET)
        )
        raise WeightsMismatch(tr("{path} is none of the networks known here.", path=path), more)
    if network.scale != spec.scale:
        raise _other_network(path, f"{network.name} x{network.scale}", spec)
    return network


def save_checkpoint(state_dict: Mapping[str, Tensor], path: Path, header: dict[str, str]) -> None:
    """Write tensors as safetensors. Raises OSError."""
    path.write_bytes(as_safetensors(state_dict, header))


def as_safetensors(state_dict: Mapping[str, Tensor], header: dict[str, str]) -> bytes:
    """The file that holds these tensors, wherever they are, and this header."""
    own = {key: value.detach().clone().contiguous() for key, value in state_dict.items()}
    return safetensors.torch.save(own, metadata=header)


def read_state_dict(path: Path) -> dict[str, Tensor]:
    """The tensors of a checkpoint by their keys, on the CPU; nothing in it is executed.

    Takes safetensors, told by content, and what torch.save wrote; the usual nestings and the
    "module." of DataParallel are taken off.

    Raises WeightsMissing when it cannot be read at all, UnsafeWeights when it holds other things
    than tensors, WeightsError when it is damaged or no checkpoint.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise WeightsMissing(
            tr("The checkpoint cannot be read: {path}.", path=path),
            tr("Is it there, and may it be read?"),
        ) from error
    content = _read_safetensors(path) if _is_safetensors(start) else _read_torch(path, start)
    tensors = _without_module_prefix(_unwrapped(content))
    for key, value in tensors.items():
        _check_tensor(path, key, value)
    return tensors


def _is_safetensors(start: bytes) -> bool:
    """Eight bytes of header length, then JSON."""
    return start[8:9] == b"{"


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    try:
        return safetensors.torch.load_file(path)
    except (safetensors.SafetensorError, OSError, ValueError, KeyError) as error:
        raise WeightsError(
            tr("The checkpoint is damaged: {path}.", path=path), tr(DOWNLOAD_AGAIN)
        ) from error


def _read_torch(path: Path, start: bytes) -> object:
    if not start:
        raise WeightsError(tr("The checkpoint is empty: {path}.", path=path), tr(DOWNLOAD_AGAIN))
    if not start.startswith((b"PK", b"\x80")):
        raise WeightsError(tr("This is no checkpoint: {path}.", path=path), _what_else(start))
    try:
        # Opened here, because torch takes a path that ends in .safetensors for what it says.
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch's remarks on old pickles are not for users
            return torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        # torch's own text advises to load it unsafely: never show it.
        raise UnsafeWeights(
            tr(
                "The checkpoint holds something other than tensors and was not opened: {path}.",
                path=path,
            ),
            sentences(tr("Nothing in it was executed."), tr(SAVE_STATE_DICT)),
        ) from error
    except (RuntimeError, EOFError, OSError, KeyError, ValueError, TypeError) as error:
        raise WeightsError(
            tr("The checkpoint is damaged: {path}.", path=path), tr(DOWNLOAD_AGAIN)
        ) from error


def _what_else(start: bytes) -> str:
    if start.lstrip().startswith(b"<"):
        return tr("It is a web page: download the file itself, not the page that shows it.")
    if start.startswith(b"version https://"):
        return tr("It is a Git LFS pointer: fetch the file it stands for with git lfs pull.")
    return tr("A checkpoint is a .safetensors file, or a .pt or .pth file written by torch.save.")


def _unwrapped(content: object) -> Mapping[str, Any]:
    """The state dict inside of a trainer's checkpoint."""
    if not isinstance(content, Mapping):
        return {}
    for name in NESTINGS:
        if isinstance(content.get(name), Mapping):
            return _unwrapped(content[name])
    return content


def _without_module_prefix(tensors: Mapping[str, Any]) -> dict[str, Any]:
    if all(str(key).startswith("module.") for key in tensors):
        return {str(key).removeprefix("module."): value for key, value in tensors.items()}
    return {str(key): value for key, value in tensors.items()}


def _check_tensor(path: Path, key: str, value: object) -> None:
    """Let pass what is a tensor of finite numbers that are really in the file."""
    if not isinstance(value, Tensor):
        raise WeightsError(
            tr("{path} holds {key!r}, which is no tensor.", path=path, key=key), tr(SAVE_STATE_DICT)
        )
    if value.layout != torch.strided or value.device.type != "cpu" or value.is_quantized:
        raise WeightsMismatch(
            tr("{key!r} in {path} is not a plain tensor.", key=key, path=path), tr(SAVE_STATE_DICT)
        )
    if value.untyped_storage().nbytes() < value.numel() * value.element_size():
        # A few bytes can claim any shape; copying it would fill the memory.
        raise WeightsMismatch(
            tr("{key!r} in {path} claims more numbers than the file holds.", key=key, path=path)
        )
    if not value.isfinite().all():
        raise WeightsError(
            tr("{key!r} in {path} holds NaN or infinity.", key=key, path=path),
            tr("The training diverged."),
        )


def new_network(spec: ModelSpec) -> Network:
    """The network that spec describes, with first weights drawn by lot. Raises UsageError."""
    if spec.arch not in ARCHS:
        raise UsageError(
            tr("There is no architecture {network!r}.", network=spec.arch),
            tr("There is {networks}.", networks=listed(ARCHS)),
        )
    if spec.arch == "pan" and spec.mean_shift:
        raise UsageError(tr("PAN has no mean shift."), tr("Leave --mean-shift out, or say no."))
    shift = {} if spec.arch == "pan" else {"mean_shift": spec.mean_shift}
    try:
        return ARCHS[spec.arch](spec.scale, **spec.arch_args, **shift)
    except TypeError as error:
        raise UsageError(
            tr("{network} does not take {args}.", network=spec.network, args=listed(spec.arch_args))
        ) from error


def _empty_network(spec: ModelSpec) -> Network:
    """The network without memory for its weights: only names and shapes."""
    with torch.device("meta"):
        return new_network(spec)


def fitting_network(spec: ModelSpec, path: Path, state_dict: Mapping[str, Tensor]) -> Network:
    """The network that spec describes, still without weights, once these have been seen to fit it.

    (One of a community architecture has them already.) path is for messages. Raises
    WeightsMismatch, WeightsError, UsageError, as load_model.
    """
    if spec.arch == community.ARCH:
        return _community_network(spec, path, state_dict)
    network = _empty_network(spec)
    if not state_dict:
        raise WeightsError(tr("There are no weights in {path}.", path=path), tr(SAVE_STATE_DICT))
    problems = misfits(network, state_dict)
    if not problems and _is_other_pan(spec, state_dict):
        raise _other_network(path, f"PAN x{5 - spec.scale}", spec)
    if problems:
        found = _name_of(state_dict)
        if found not in ("", f"{spec.arch.upper()} x{spec.scale}"):
            raise _other_network(path, found, spec)
        raise WeightsMismatch(
            tr(
                "{path} does not fit {network} x{scale}: {problems}.",
                path=path,
                network=spec.arch.upper(),
                scale=spec.scale,
                problems=clauses(problems),
            ),
            tr("Its sizes or its training code differ from what the program knows."),
        )
    return network


def _is_other_pan(spec: ModelSpec, state_dict: Mapping[str, Tensor]) -> bool:
    """Whether this is PAN x3 given as x2, or the reverse, which only its behaviour shows.

    A checkpoint whose digest the catalogue states needs no such test.
    """
    vouched_for = spec.digest is not None and spec.digest.kind != "hub"
    if spec.arch != "pan" or spec.scale == 4 or vouched_for:
        return False
    gains = pan_gains_db(state_dict, spec.arch_args)
    other = gains[5 - spec.scale]
    return other > 0 and other > gains[spec.scale] + CLEAR_GAIN_DB


def _name_of(state_dict: Mapping[str, Tensor]) -> str:
    try:
        arch, _, scale = recognise(state_dict)
    except WeightsMismatch:
        return ""
    return f"{arch.upper()} x{scale}"


def _other_network(path: Path, found: str, spec: ModelSpec) -> WeightsMismatch:
    return WeightsMismatch(
        tr(
            "{path} is {found}, not {network} x{scale}.",
            path=path,
            found=found,
            network=spec.arch.upper(),
            scale=spec.scale,
        ),
        tr(
            "Choose {found}, or a checkpoint of {network} x{scale}.",
            found=found,
            network=spec.arch.upper(),
            scale=spec.scale,
        ),
    )
