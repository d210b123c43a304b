"""What there is to compute with, and what to take."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import psutil
import torch

from sr_desktop.engine.processor import processor_name
from sr_desktop.engine.threads import best_seconds
from sr_desktop.errors import DeviceUnavailable, UsageError
from sr_desktop.language import listed, tr, trn

PRECISIONS = {
    "fp32": torch.float32,
    "bf16": torch.bfloat16,
    "fp16": torch.float16,
    "int8": torch.int8,
}
PREFERENCE = ("cuda", "xpu", "mps", "cpu")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compute:
    """A device and the type to calculate in. label is for people: "CPU, 2 threads, float32".

    dtype is the type of what is multiplied. Where that is int8, the rest is done in float32.

    limit_bytes is the most memory that the work on a picture may take there, None for what is free.
    key tells the device as no language does: "cpu 2"; what is learnt of it is kept under that.
    """

    device: torch.device
    dtype: torch.dtype
    label: str
    limit_bytes: int | None = None
    key: str = ""

    @property
    def is_cpu(self) -> bool:
        return self.device.type == "cpu"

    @property
    def is_int8(self) -> bool:
        return self.dtype == torch.int8

    @property
    def is_coarse(self) -> bool:
        """Whether float32 would be the more precise."""
        return self.dtype in (torch.bfloat16, torch.float16, torch.int8)

    @property
    def map_itemsize(self) -> int:
        """Bytes of a value in the maps that a network holds."""
        return self.picture_dtype.itemsize if self.is_int8 else self.dtype.itemsize

    @property
    def picture_dtype(self) -> torch.dtype:
        """The type of pictures that go in and come out: float32 for half precision too."""
        return torch.promote_types(self.dtype, torch.float32)

    def in_float32(self) -> Compute:
        """The same device, calculating in float32."""
        return replace(_compute(self.device, torch.float32), limit_bytes=self.limit_bytes)


def choose(
    device: str = "auto", precision: str = "auto", limit_bytes: int | None = None
) -> Compute:
    """The device and type to compute with, in no more memory than limit_bytes.

    device is auto, cpu, cuda, cuda:N, mps or xpu; auto takes the first there is of CUDA, XPU, MPS,
    CPU. precision is auto, fp32, bf16, fp16 or int8; auto is float16 on CUDA, bfloat16 on a CPU
    that is clearly faster in it, float32 elsewhere. In place of a device that give_up found
    lost it is the CPU, in float32.

    Raises UsageError for other words, DeviceUnavailable for what this computer does not have.
    """
    if precision not in ("auto", *PRECISIONS):
        raise UsageError(
            tr("{precision!r} is no precision.", precision=precision),
            tr("Choose auto, fp32, bf16, fp16 or int8."),
        )
    where = _find(device)
    if where in _lost:
        return cpu_in_float32(limit_bytes)
    if precision == "auto":
        return replace(_compute(where, _best_dtype(where)), limit_bytes=limit_bytes)
    _check_precision(where, precision)
    return replace(_compute(where, PRECISIONS[precision]), limit_bytes=limit_bytes)


def available() -> list[str]:
    """Every device of this computer with its automatic precision, the preferred one first."""
    return [_compute(device, _best_dtype(device)).label for device in _devices()]


@dataclass(frozen=True, slots=True)
class Facts:
    """A device as it is offered: its word for choose, its name, and what it can calculate in.

    precisions are the words for choose, best that of "auto".
    """

    id: str
    name: str
    precisions: tuple[str, ...]
    best: str


def survey() -> tuple[Facts, ...]:
    """Every device of this computer, the preferred one first. Takes a moment: it measures."""
    return tuple(_facts(device) for device in _devices())


def _facts(device: torch.device) -> Facts:
    words = {dtype: word for word, dtype in PRECISIONS.items()}
    name = processor_name() if device.type == "cpu" else _name(device)
    precisions = tuple(word for word in PRECISIONS if _has_precision(device, word))
    return Facts(str(device), name, precisions, words[_best_dtype(device)])


def _has_precision(device: torch.device, precision: str) -> bool:
    try:
        _check_precision(device, precision)
    except DeviceUnavailable:
        return False
    return True


def cpu_in_float32(limit_bytes: int | None = None) -> Compute:
    """What always works."""
    return replace(_compute(torch.device("cpu"), torch.float32), limit_bytes=limit_bytes)


def compute_float32_exactly() -> None:
    """Let convolutions on NVIDIA's GPUs multiply float32 as it is: on newer ones torch would round
    it to TF32, of 10 bits, no more than float16 has. Holds for the whole process.
    """
    torch.backends.cudnn.allow_tf32 = False


def free_bytes(compute: Compute) -> int:
    """Memory that the device could still give: of a GPU its own, of the CPU the system's."""
    match compute.device.type:
        case "cuda":
            free, _ = torch.cuda.mem_get_info(compute.device)
            return free + _kept_by_allocator(compute.device)
        case "xpu":
            free, _ = torch.xpu.mem_get_info(compute.device)
            return free
        case "mps":
            return torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
        case _:
            return int(psutil.virtual_memory().available)


def tile_bytes(compute: Compute) -> int:
    """What one tile may take: a quarter of what is free, of a limit at most half."""
    quarter = free_bytes(compute) // 4
    return quarter if compute.limit_bytes is None else min(quarter, compute.limit_bytes // 2)


# What torch and the libraries below it say where they have no class for it: torch's allocators for
# CPUs and Apple's GPUs, and its call of NNPACK; CUDA asked directly, as for pinned memory; cuBLAS,
# cuDNN (also where it has no room for the workspace of any of its convolutions); Intel's driver.
_OUT_OF_MEMORY = (
    "DefaultCPUAllocator",
    "MPS backend out of memory",
    "posix_memalign failed",
    "CUDA error: out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
    "was unable to find an engine to execute this computation",
    "UR_RESULT_ERROR_OUT_OF_DEVICE_MEMORY",
    "UR_RESULT_ERROR_OUT_OF_RESOURCES",
)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a smaller tile could help. torch has one class for GPUs only and none for the CPU."""
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(word in str(error) for word in _OUT_OF_MEMORY)


# Devices whose driver gave up: then none of its calls succeeds until the program is started again.
_lost: set[torch.device] = set()


def give_up(compute: Compute, failure: Exception) -> str:
    """Note that the CPU takes over there after this failure, and say so in a sentence for users.

    A device that now answers nothing at all is chosen no more.
    """
    log.warning("%s gives way to the CPU: %s", compute.label, failure)
    if is_out_of_memory(failure):
        return tr("{device} ran out of memory; the CPU did the rest.", device=compute.label)
    if not _answers(compute.device):
        _lost.add(compute.device)
    return tr(
        "{device} failed, and the CPU did the rest: {error}",
        device=compute.label,
        error=_first_line(failure),
    )


def _answers(device: torch.device) -> bool:
    try:
        torch.ones(1, device=device).item()
    except RuntimeError:
        return False
    return True


def _first_line(error: Exception) -> str:
    """Drivers' errors go on with advice for programmers."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def empty_cache(compute: Compute) -> None:
    """Give back what the device's allocator keeps for later, so that other sizes fit."""
    if compute.device.type == "cuda":
        torch.cuda.empty_cache()
    elif compute.device.type == "xpu":
        torch.xpu.empty_cache()
    elif compute.device.type == "mps":
        torch.mps.empty_cache()


def _kept_by_allocator(device: torch.device) -> int:
    return torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)


def _devices() -> list[torch.device]:
    found = torch.accelerator.current_accelerator(check_available=True)
    if found is None or found.type not in PREFERENCE:
        return [torch.device("cpu")]
    # A Mac has one GPU, whose word has no number.
    numbers = range(torch.accelerator.device_count())
    names = ["mps"] if found.type == "mps" else [f"{found.type}:{number}" for number in numbers]
    return [torch.device(name) for name in (*names, "cpu")]


def _find(name: str) -> torch.device:
    kind, _, index = name.lower().partition(":")
    if kind not in ("auto", *PREFERENCE) or (index and not index.isdecimal()):
        raise UsageError(
            tr("{name!r} is no device.", name=name),
            tr("Choose auto, cpu, cuda, cuda:N, mps or xpu."),
        )
    devices = _devices()
    for device in devices:
        right_kind = kind in ("auto", device.type)
        right_index = not index or int(index) == (device.index or 0)
        if right_kind and right_index:
            return device
    there_is = listed(devices)
    raise DeviceUnavailable(
        tr("This computer has no {name}.", name=name),
        tr("There is: {there_is}.", there_is=there_is),
    )


def _best_dtype(device: torch.device) -> torch.dtype:
    if device.type == "cuda":
        return torch.float16
    if device.type == "cpu" and bfloat16_pays():
        return torch.bfloat16
    return torch.float32


def _check_precision(device: torch.device, precision: str) -> None:
    """Raises DeviceUnavailable where a precision is missing or emulated, hence useless."""
    if device.type == "cpu" and precision == "fp16":
        raise DeviceUnavailable(
            tr("float16 is not offered on a CPU: it is slower than float32 there and overflows."),
            tr("Choose fp32, or auto."),
        )
    if device.type == "cpu" and precision == "bf16" and not _has_bfloat16():
        raise DeviceUnavailable(tr("This CPU does not know bfloat16."), tr("Choose fp32, or auto."))
    if device.type == "cuda" and precision == "bf16" and not torch.cuda.is_bf16_supported(False):
        raise DeviceUnavailable(
            tr("This GPU does not know bfloat16."), tr("Choose fp16, fp32 or auto.")
        )

    if precision == "int8":
        _check_int8(device)


def _check_int8(device: torch.device) -> None:
    """Raises DeviceUnavailable where it would be slower than float32, or wrong.

    Without instructions for it, products of bytes are added up in 16 bits, which overflow.
    """
    if device.type != "cpu":
        raise DeviceUnavailable(
            tr("int8 is made for CPUs alone. A GPU has float16."),
            tr("Choose auto, or the device cpu."),
        )
    if not _has_int8():
        raise DeviceUnavailable(
            tr("This CPU has no instructions for int8 (VNNI)."), tr("Choose fp32, or auto.")
        )
    if not int8_pays():
        raise DeviceUnavailable(
            tr("int8 is not faster than float32 on this CPU."), tr("Choose fp32, or auto.")
        )


def _compute(device: torch.device, dtype: torch.dtype) -> Compute:
    return Compute(device, dtype, label_of(device, dtype), key=_key(device))


def label_of(device: torch.device, dtype: torch.dtype) -> str:
    """A device and what it calculates in, as they are shown: CPU, 2 threads, bfloat16."""
    precision = str(dtype).removeprefix("torch.")
    return tr("{device}, {precision}", device=_name(device), precision=precision)


def _key(device: torch.device) -> str:
    match device.type:
        case "cpu":
            return f"cpu {torch.get_num_threads()}"
        case "mps":
            return "mps"
        case _:
            return _name(device)  # the driver's


def _name(device: torch.device) -> str:
    match device.type:
        case "cuda":
            return torch.cuda.get_device_name(device)
        case "xpu":
            return torch.xpu.get_device_name(device)
        case "mps":
            return tr("Apple GPU")
        case _:
            threads = torch.get_num_threads()
            return trn("CPU, {count} thread", "CPU, {count} threads", threads)


@lru_cache(maxsize=1)
def bfloat16_pays() -> bool:
    """Whether this CPU convolves clearly faster in bfloat16 than in float32: measured, 40 ms.

    Having the instructions says little. Per core, an Intel CPU with AVX512-BF16 but without AMX
    made 85 GMAC/s in float32 and 52 in bfloat16; with AMX, or on AMD's Zen 4, it is the reverse.
    """
    return _has_bfloat16() and (
        _convolution_seconds(torch.bfloat16) * 1.2 < _convolution_seconds(torch.float32)
    )


def _has_bfloat16() -> bool:
    """Whether the CPU has it in hardware. torch has no public question for it."""
    questions = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, question, bool)() for question in questions)


@lru_cache(maxsize=1)
def int8_pays() -> bool:
    """Whether this CPU convolves clearly faster in int8 than in float32: measured, 40 ms."""
    return _has_int8() and (
        _convolution_seconds(torch.int8) * 1.2 < _convolution_seconds(torch.float32)
    )


def _has_int8() -> bool:
    """Whether the CPU multiplies bytes and adds them up in 32 bits, and torch's kernels use it."""
    can: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
    names = ("avx512_vnni", "avx_vnni")
    return "onednn" in torch.backends.quantized.supported_engines and any(
        can.get(name, False) for name in names
    )


def _convolution_seconds(dtype: torch.dtype) -> float:
    """CPU time of one convolution on one thread."""
    layout = torch.channels_last
    taken = torch.uint8 if dtype == torch.int8 else dtype
    features = torch.zeros(1, 64, 64, 64, dtype=taken).to(memory_format=layout)
    layer = _convolution(dtype)
    return best_seconds(lambda: layer(features))


def _convolution(dtype: torch.dtype) -> Callable[[torch.Tensor], torch.Tensor]:
    """3x3, 64 channels to 64, without numbers drawn by lot."""
    if dtype == torch.int8:
        from sr_desktop.engine.archs import quantised  # which knows devices

        layer = torch.nn.Conv2d(64, 64, 3, padding=1, bias=False, device="meta")
        layer.weight = torch.nn.Parameter(torch.zeros(64, 64, 3, 3), requires_grad=False)
        return quantised.QuantisedConv(layer, quantised.Range(0.0, 1.0))
    weight = torch.zeros(64, 64, 3, 3, dtype=dtype).to(memory_format=torch.channels_last)
    return partial(torch.nn.functional.conv2d, weight=weight, padding=1)
