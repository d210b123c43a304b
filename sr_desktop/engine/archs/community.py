"""Networks of other architectures than ours, through spandrel: an optional extra.

spandrel (https://github.com/chaiNNer-org/spandrel) knows some forty architectures from their state
dicts. It gets the tensors that we read, never the file. spandrel_extra_arches is not used: its
networks may not be used freely.

What is let in, for the program's promise to reproduce and not to invent:
- super-resolution, and restoration (noise, JPEG blocks) at scale 1;
- not faces, which such networks draw from what they have learnt of faces, and not inpainting;
- not what gives another result each time.
What a checkpoint was trained for cannot be seen: some of these paint in detail. The guard holds
them to the mean colours of the source, and so does not pass what changes exposure or takes off
haze.

Tiled equals whole as far as reach.find_reach could find: to half a grey level on ordinary
pictures. A network that averages or attends over everything, or that looks through windows whose
side is no power of two up to 32, sees the whole picture at once; upscale() then takes no tiles,
and the memory that it needs grows with the picture.
"""

from __future__ import annotations

import copy
import math
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Self, cast

import torch
from torch import Tensor, nn

from sr_desktop.catalogue import COMMUNITY
from sr_desktop.engine.archs.inference import InferenceForm
from sr_desktop.engine.archs.network import Network
from sr_desktop.engine.archs.reach import MOST_DIFFERENCE, find_reach, patches
from sr_desktop.engine.threads import one_thread
from sr_desktop.engine.tiling import NO_MARGINS, WHOLE_PICTURE_PX, Box, Margins
from sr_desktop.errors import WeightsMismatch
from sr_desktop.language import mark, tr

ARCH = COMMUNITY
PURPOSES = ("SR", "Restoration")
HOW_TO_GET = mark("For other architectures: pip install 'sr-desktop[community]'.")
TRIAL_PX = 40  # not the side of training patches, for which networks have things ready
# Maps as large as the largest, alive at the same time: what goes in, what comes out, a copy.
LIVE_MAPS = 3


class CommunityNetwork(Network):
    """A network that spandrel knows. It runs as it is and is not for training.

    reach_px and grid_px are as find_reach has them; n_feats is what LoadedModel.bytes_per_px
    counts with. Without them they are found out by running the network, which takes from a
    tenth of a second to a minute for the heaviest, on one thread.
    """

    def __init__(
        self,
        descriptor: Any,
        reach_px: int | None = None,
        grid_px: int | None = None,
        n_feats: int | None = None,
    ) -> None:
        super().__init__()
        self.descriptor = descriptor
        self.model: nn.Module = descriptor.model
        self.scale = descriptor.scale
        self.layout = _layout(descriptor)
        if reach_px is None or grid_px is None or n_feats is None:
            _check_repeats(descriptor)
            reach_px, grid_px = _reach_and_grid(descriptor)
            n_feats = _n_feats(descriptor)
        self.reach_px, self.grid_px, self.n_feats = reach_px, grid_px, n_feats

    @property
    def name(self) -> str:
        """The architecture: ESRGAN, SwinIR."""
        return str(self.descriptor.architecture.name)

    @property
    def arch_args(self) -> dict[str, int]:
        """What was found out about this checkpoint, to be spared the next time."""
        return {"reach_px": self.reach_px, "grid_px": self.grid_px, "n_feats": self.n_feats}

    def takes(self, dtype: torch.dtype) -> bool:
        """Whether spandrel says so, and it is true: of SwinIR in bfloat16 it is not."""
        halves = {
            torch.float16: self.descriptor.supports_half,
            torch.bfloat16: self.descriptor.supports_bfloat16,
        }
        return dtype not in halves or (halves[dtype] and self._runs_in(dtype))

    def forward(self, batch: Tensor) -> Tensor:
        """The batch enlarged, in 0..1; small or odd sizes are padded by reflection and cropped."""
        return _run(self.descriptor, batch)

    def folded(self) -> InferenceForm:
        return CommunityForm(self)

    def _runs_in(self, dtype: torch.dtype) -> bool:
        form = copy.deepcopy(self.folded()).in_precision(dtype)
        with _quietly(), one_thread():
            return _unless_it_fails(lambda: form(patches(TRIAL_PX))) is not None


class CommunityForm(InferenceForm):
    """Runs the whole tile and crops: what happens inside to the halo is the network's affair."""

    def __init__(self, network: CommunityNetwork) -> None:
        super().__init__()
        self.scale = network.scale
        self.n_feats = network.n_feats
        self.layout = network.layout
        self.descriptor = network.descriptor
        self.model = network.model  # the descriptor's own, so that it is cast and moved

    def forward(self, batch: Tensor, margins: Margins = NO_MARGINS) -> Tensor:
        dtype = next(self.model.parameters()).dtype
        enlarged = _run(self.descriptor, batch.to(dtype, memory_format=self.layout))
        core = Box(0, 0, *batch.shape[-2:]).shrink(margins).times(self.scale)
        return enlarged[(..., *core.slices)].to(batch.dtype, copy=True)

    def in_precision(self, dtype: torch.dtype) -> Self:
        """Cast weights and buffers; a network counts with both."""
        return self.to(dtype)


def load(state_dict: Mapping[str, Tensor], **arch_args: int) -> CommunityNetwork | None:
    """The network that these weights belong to, in float32 on the CPU.

    None when spandrel is not there or does not know it. Raises WeightsMismatch when it is
    something that does not belong into this program.
    """
    if not is_installed():
        return None
    own = {key: _in_float32(value) for key, value in state_dict.items()}
    with _quietly(), one_thread():
        descriptor = _unless_it_fails(lambda: _loader().load_from_state_dict(own))
        if descriptor is None:
            return None
        _check_is_wanted(descriptor)
        descriptor.model.eval().requires_grad_(False)
        _check_runs(descriptor)
        return CommunityNetwork(descriptor, **arch_args)


def is_installed() -> bool:
    try:
        _import_spandrel()
    except ImportError:
        return False
    return True


def _import_spandrel() -> ModuleType:
    """Raises ImportError."""
    with _quietly():
        _stand_in_for_torchvision()
        import spandrel
    return cast(ModuleType, spandrel)


@contextmanager
def _quietly() -> Iterator[None]:
    """A foreign package's remarks on its own code are not for users."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _stand_in_for_torchvision() -> None:
    """Give spandrel the three names that it imports of torchvision, where there is none.

    The package index has torchvision for Linux only as built with CUDA: beside a torch for the
    CPU, importing it fails with "operator torchvision::nms does not exist" or with a missing
    library. spandrel uses it only in LaMa and RestoreFormer, neither of which is let in.
    """
    try:
        import torchvision.transforms.functional  # noqa: F401
    except (ImportError, RuntimeError, OSError):
        functional = ModuleType("torchvision.transforms.functional")
        for name in ("InterpolationMode", "normalize", "rotate"):
            setattr(functional, name, None)
        sys.modules["torchvision"] = ModuleType("torchvision")
        sys.modules["torchvision.transforms"] = ModuleType("torchvision.transforms")
        sys.modules["torchvision.transforms.functional"] = functional


def _in_float32(value: Tensor) -> Tensor:
    """A copy; what is no floating point, such as the windows' index tables, stays as it is."""
    return value.to(torch.float32 if value.is_floating_point() else value.dtype, copy=True)


def _loader() -> Any:
    return _import_spandrel().ModelLoader(device="cpu")


def _unless_it_fails(act: Callable[[], Any]) -> Any:
    """Its answer, or None."""
    try:
        return act()
    except Exception:  # forty networks whose sizes are guessed from foreign keys may raise anything
        return None


def _check_is_wanted(descriptor: Any) -> None:
    name = descriptor.architecture.name
    if descriptor.purpose not in PURPOSES:
        raise WeightsMismatch(
            tr(
                "The checkpoint is {network}, made for {purpose}: it would invent.",
                network=name,
                purpose=descriptor.purpose,
            ),
            tr("Choose one for super-resolution or for restoration."),
        )
    if descriptor.tiling is _import_spandrel().ModelTiling.INTERNAL:
        raise WeightsMismatch(
            tr(
                "The checkpoint is {network}, which cuts pictures by itself and would leave seams.",
                network=name,
            ),
            tr("Choose one of another architecture."),
        )
    if (descriptor.input_channels, descriptor.output_channels) != (3, 3):
        raise WeightsMismatch(
            tr(
                "The checkpoint is {network} for {channels} channels, not for RGB.",
                network=name,
                channels=descriptor.input_channels,
            ),
            tr("Choose one for colour pictures."),
        )


def _check_runs(descriptor: Any) -> None:
    if _unless_it_fails(lambda: _run(descriptor, patches(TRIAL_PX))) is None:
        raise WeightsMismatch(
            tr(
                "The checkpoint looks like {network} and does not run as such.",
                network=descriptor.architecture.name,
            ),
            tr("Its sizes or its training code differ from what spandrel knows."),
        )


def _run(descriptor: Any, batch: Tensor) -> Tensor:
    enlarged: Tensor = descriptor(batch)
    return enlarged


def _layout(descriptor: Any) -> torch.memory_format:
    """How values are best ordered in memory: for this network, and so that it runs at all.

    channels_last made ESRGAN 1.36 times as fast on a CPU; some networks cannot view it as they
    would.
    """
    model = descriptor.model
    try:
        model.to(memory_format=torch.channels_last)
        _run(descriptor, patches(TRIAL_PX).contiguous(memory_format=torch.channels_last))
    except RuntimeError:
        return torch.contiguous_format
    finally:
        model.to(memory_format=torch.contiguous_format)
    return torch.channels_last


def _check_repeats(descriptor: Any) -> None:
    first, again = (_run(descriptor, patches(TRIAL_PX)) for _ in range(2))
    if not (first - again).abs().max() <= MOST_DIFFERENCE:
        raise WeightsMismatch(
            tr(
                "The checkpoint is {network}, which gives another result each time: it "
                "would invent.",
                network=descriptor.architecture.name,
            ),
            tr("Choose one of another architecture."),
        )


def _reach_and_grid(descriptor: Any) -> tuple[int, int]:
    """As measured, and so that the padding which sizes need falls the same in tile and whole."""
    sizes = descriptor.size_requirements
    if sizes.square:
        return WHOLE_PICTURE_PX, 1
    reach_px, grid_px = find_reach(lambda batch: _run(descriptor, batch))
    return max(reach_px, sizes.minimum), math.lcm(grid_px, sizes.multiple_of)


def _n_feats(descriptor: Any) -> int:
    """The largest map inside, by which LoadedModel.bytes_per_px can count: 24 of n_feats."""
    most = 0

    def look(_module: nn.Module, inputs: tuple[Any, ...], answer: Any) -> None:
        nonlocal most
        maps = [value for value in (*inputs, answer) if isinstance(value, Tensor)]
        most = max([most, *(value.numel() for value in maps)])

    hooks = [module.register_forward_hook(look) for module in descriptor.model.modules()]
    _run(descriptor, patches(2 * TRIAL_PX))
    for hook in hooks:
        hook.remove()
    return math.ceil(LIVE_MAPS * most / (2 * TRIAL_PX) ** 2 / 24)
