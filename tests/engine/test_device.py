"""What is asked for is had, or it is said what there is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import torch

from sr_desktop import language
from sr_desktop.engine import device
from sr_desktop.engine.processor import processor_name, tidied
from sr_desktop.errors import DeviceUnavailable, UsageError


@pytest.fixture
def only_a_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_devices", lambda: [torch.device("cpu")])


@pytest.fixture
def two_gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as choosing goes."""
    names = ("cuda:0", "cuda:1", "cpu")
    monkeypatch.setattr(device, "_devices", lambda: [torch.device(name) for name in names])
    monkeypatch.setattr(device, "_name", lambda chosen: f"Fake {chosen}")


@pytest.fixture
def threads_restored() -> Iterator[int]:
    before = torch.get_num_threads()
    yield before
    torch.set_num_threads(before)


@pytest.mark.parametrize(
    ("accelerator", "count", "found"),
    [
        (torch.device("cuda"), 2, ["cuda:0", "cuda:1", "cpu"]),
        (torch.device("xpu", 0), 1, ["xpu:0", "cpu"]),
        (torch.device("mps"), 1, ["mps", "cpu"]),
        (torch.device("privateuseone"), 1, ["cpu"]),
        (None, 0, ["cpu"]),
    ],
)
def test_what_torch_finds_is_offered_before_the_cpu(
    monkeypatch: pytest.MonkeyPatch,
    accelerator: torch.device | None,
    count: int,
    found: list[str],
) -> None:
    """Stand-ins for torch's own answers: no such device is here."""
    monkeypatch.setattr(
        torch.accelerator, "current_accelerator", lambda check_available: accelerator
    )
    monkeypatch.setattr(torch.accelerator, "device_count", lambda: count)
    assert [str(each) for each in device._devices()] == found


def test_a_computer_without_a_gpu_computes_on_its_cpu(only_a_cpu: None) -> None:
    chosen = device.choose()
    assert chosen.is_cpu
    assert chosen.label.startswith("CPU, ")
    assert device.available() == [chosen.label]


def test_the_key_of_a_device_is_the_same_in_every_language(
    only_a_cpu: None, threads_restored: int
) -> None:
    torch.set_num_threads(2)
    language.install(lambda text, meaning, count: "{count} 线程" if "{count}" in text else None)
    try:
        chosen = device.choose("cpu", "fp32")
    finally:
        language.install(None)
    assert (chosen.key, chosen.label) == ("cpu 2", "2 线程, float32")


def test_the_first_gpu_is_preferred_in_float16(two_gpus: None) -> None:
    chosen = device.choose()
    assert (chosen.device, chosen.dtype) == (torch.device("cuda:0"), torch.float16)
    assert chosen.label == "Fake cuda:0, float16"


@pytest.mark.parametrize(("name", "found"), [("cuda", "cuda:0"), ("cuda:1", "cuda:1")])
def test_a_gpu_is_found_by_its_number(two_gpus: None, name: str, found: str) -> None:
    assert device.choose(name, "fp32").device == torch.device(found)


def test_the_cpu_can_be_asked_for_beside_a_gpu(two_gpus: None) -> None:
    assert device.choose("CPU", "fp32").is_cpu


@pytest.mark.parametrize("name", ["cuda", "cuda:0", "xpu", "mps"])
def test_a_missing_device_is_refused_with_what_there_is(only_a_cpu: None, name: str) -> None:
    with pytest.raises(DeviceUnavailable, match=f"no {name}.*There is: cpu"):
        device.choose(name)


def test_a_number_too_high_is_refused(two_gpus: None) -> None:
    with pytest.raises(DeviceUnavailable, match=r"no cuda:2.*cuda:0, cuda:1, cpu"):
        device.choose("cuda:2")


@pytest.mark.parametrize("name", ["tpu", "cuda:x", "", "cuda:-1"])
def test_words_that_are_no_device_are_wrong_usage(name: str) -> None:
    with pytest.raises(UsageError, match="no device"):
        device.choose(name)


def test_words_that_are_no_precision_are_wrong_usage() -> None:
    with pytest.raises(UsageError, match="int4"):
        device.choose("cpu", "int4")


def test_float16_is_refused_on_a_cpu() -> None:
    with pytest.raises(DeviceUnavailable, match="float16"):
        device.choose("cpu", "fp16")


def test_bfloat16_is_refused_on_a_cpu_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_has_bfloat16", lambda: False)
    with pytest.raises(DeviceUnavailable, match="bfloat16"):
        device.choose("cpu", "bf16")
    assert device.choose("cpu", "fp32").dtype is torch.float32


@pytest.mark.parametrize(("bf16", "fp32", "pays"), [(1.0, 2.0, True), (1.0, 1.1, False)])
def test_a_cpu_takes_bfloat16_only_when_it_is_clearly_faster(
    monkeypatch: pytest.MonkeyPatch, bf16: float, fp32: float, pays: bool
) -> None:
    seconds = {torch.bfloat16: bf16, torch.float32: fp32}
    monkeypatch.setattr(device, "_has_bfloat16", lambda: True)
    monkeypatch.setattr(device, "_convolution_seconds", seconds.__getitem__)
    device.bfloat16_pays.cache_clear()
    try:
        dtype = device.choose("cpu").dtype
    finally:
        device.bfloat16_pays.cache_clear()
    assert (dtype is torch.bfloat16) == pays


def test_measuring_a_convolution_leaves_the_threads_alone(threads_restored: int) -> None:
    torch.set_num_threads(2)
    assert 0 < device._convolution_seconds(torch.float32) < 1
    assert torch.get_num_threads() == 2


def test_a_survey_tells_each_device_by_name_with_what_it_can_do(
    two_gpus: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda emulated: emulated)
    first, second, cpu = device.survey()
    assert (first.id, second.id, cpu.id) == ("cuda:0", "cuda:1", "cpu")
    assert (first.name, first.precisions, first.best) == (
        "Fake cuda:0",
        ("fp32", "fp16"),
        "fp16",
    )
    assert "fp16" not in cpu.precisions
    assert cpu.best in cpu.precisions
    for each in (first, second, cpu):
        assert device.choose(each.id, each.best).device == torch.device(each.id)


def test_a_memory_limit_goes_with_the_device_to_other_precisions() -> None:
    chosen = device.choose("cpu", "fp32", 2**20)
    assert chosen.in_float32().limit_bytes == 2**20
    assert device.tile_bytes(chosen) == 2**19
    assert device.tile_bytes(device.choose("cpu", "fp32")) > 2**19


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz", "Intel Core i7-8650U"),
        ("AMD EPYC 9B14", "AMD EPYC 9B14"),
        ("Apple M2 Pro\n", "Apple M2 Pro"),
        ("", ""),
    ],
)
def test_the_cpu_s_name_is_told_without_marks_and_clock(told: str, name: str) -> None:
    assert tidied(told) == name
    assert processor_name().strip()


def test_the_cpu_has_memory_to_give() -> None:
    assert 2**20 < device.free_bytes(device.cpu_in_float32()) < 2**50


def test_what_is_out_of_memory_and_what_is_not() -> None:
    with pytest.raises(RuntimeError) as refused:
        torch.empty(2**55)
    assert device.is_out_of_memory(refused.value)
    assert device.is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory."))
    assert device.is_out_of_memory(MemoryError())
    for told in (
        "CUDA error: out of memory\nCompile with `TORCH_USE_CUDA_DSA` to enable ...",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "GET was unable to find an engine to execute this computation after trying 3 plans.",
        "level_zero backend failed with error: 39 (UR_RESULT_ERROR_OUT_OF_DEVICE_MEMORY)",
        "MPS backend out of memory (MPS allocated: 5.00 GiB)",
        "posix_memalign failed: Cannot allocate memory (12)",
    ):
        assert device.is_out_of_memory(RuntimeError(told)), told
    assert not device.is_out_of_memory(RuntimeError("CUDA error: an illegal memory access"))
    assert not device.is_out_of_memory(ValueError("DefaultCPUAllocator"))


def test_half_precision_has_a_float32_beside_it() -> None:
    half = device.Compute(torch.device("cpu"), torch.bfloat16, "half")
    assert half.is_coarse
    assert half.picture_dtype is torch.float32
    assert not half.in_float32().is_coarse
    assert half.in_float32() == device.cpu_in_float32()


@pytest.mark.parametrize(("given", "expected"), [(None, "1"), ("0", "0")])
def test_memory_comes_in_large_pages_unless_the_user_wants_otherwise(
    given: str | None, expected: str
) -> None:
    """Set before torch is loaded, which reads it."""
    name = "THP_MEM_ALLOC_ENABLE"
    code = "import os, sys, sr_desktop.engine; "
    code += f"print('torch' in sys.modules, os.environ[{name!r}])"
    environment = {key: value for key, value in os.environ.items() if key != name}
    if given:
        environment[name] = given
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", expected]
