"""What runs our own export of a network: ONNX Runtime, OpenVINO, ncnn. All on the CPU."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sr_desktop.bench.runtimes.base import (
    Elsewhere,
    Floats,
    Prepared,
    Runtime,
    Subject,
    corner_of_nchw,
    in_unit_range,
)

_INPUT, _OUTPUT = "lr", "sr"
_OPSET = 18
_TRACED_PX = 64


class OnnxRuntime(Runtime):
    packages = ("onnxruntime", "onnx", "onnxscript")

    def prepare(self, subject: Subject) -> Prepared:
        _check_cpu(subject)
        self.check_installed()
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = subject.threads
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            onnx_file(subject), options, providers=["CPUExecutionProvider"]
        )
        batch = _scaled(subject)
        return _prepared(subject, lambda: session.run([_OUTPUT], {_INPUT: batch})[0])


class OpenVino(Runtime):
    """precision is f32 or bf16, as OpenVINO calls them."""

    packages = ("openvino", "onnx", "onnxscript")

    def __init__(self, precision: str) -> None:
        self.precision = precision
        self.tolerance = 0.02 if precision == "bf16" else 1e-3

    def prepare(self, subject: Subject) -> Prepared:
        _check_cpu(subject)
        self.check_installed()
        _refuse_telemetry()
        import openvino

        core = openvino.Core()
        if self.precision == "bf16" and "BF16" not in core.get_property(
            "CPU", "OPTIMIZATION_CAPABILITIES"
        ):
            raise Elsewhere
        batch = _scaled(subject)
        network = core.read_model(onnx_file(subject))
        network.reshape({_INPUT: list(batch.shape)})
        settings = {
            "INFERENCE_PRECISION_HINT": self.precision,
            "INFERENCE_NUM_THREADS": subject.threads,
            "PERFORMANCE_HINT": "LATENCY",
            "NUM_STREAMS": 1,
        }
        request = core.compile_model(network, "CPU", settings).create_infer_request()

        def run() -> Any:
            return request.infer({_INPUT: batch}, share_inputs=True, share_outputs=True)[_OUTPUT]

        return _prepared(subject, run)


class Ncnn(Runtime):
    """In float32, converted by pnnx."""

    packages = ("ncnn", "pnnx")

    def prepare(self, subject: Subject) -> Prepared:
        _check_cpu(subject)
        self.check_installed()
        import ncnn

        network = ncnn.Net()
        network.opt.num_threads = subject.threads
        network.opt.use_vulkan_compute = False
        network.opt.use_fp16_packed = False
        network.opt.use_fp16_storage = False
        network.opt.use_fp16_arithmetic = False
        network.opt.use_bf16_storage = False
        parameters, weights = ncnn_files(subject)
        if network.load_param(str(parameters)) or network.load_model(str(weights)):
            raise RuntimeError(f"ncnn: {parameters.name}")
        batch = _scaled(subject)

        def run() -> Any:
            extractor = network.create_extractor()
            extractor.input("in0", ncnn.Mat(batch[0]))
            code, answer = extractor.extract("out0")
            if code:
                raise RuntimeError(f"ncnn: {code}")
            return np.asarray(answer)[None]

        return _prepared(subject, run)


def onnx_file(subject: Subject) -> Path:
    """The subject's network as ONNX, for pictures of any size; written once into its folder."""
    path = subject.folder / f"{subject.spec.id}.onnx"
    if not path.exists():
        side = torch.export.Dim.DYNAMIC
        # torch.fx makes a bar even to show none, and the bar a thread that would watch the turns.
        torch.hub.tqdm.monitor_interval = 0  # type: ignore[attr-defined]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                subject.network,
                (_example(),),
                path,
                input_names=[_INPUT],
                output_names=[_OUTPUT],
                opset_version=_OPSET,
                dynamic_shapes=({2: side, 3: side},),
                dynamo=True,
                external_data=False,
                verbose=False,
            )
    return path


def ncnn_files(subject: Subject) -> tuple[Path, Path]:
    """The subject's network as ncnn's two files, for pictures of any size."""
    parameters = subject.folder / f"{subject.spec.id}.ncnn.param"
    weights = parameters.with_suffix(".bin")
    if not parameters.exists():
        import pnnx

        traced = subject.folder / f"{subject.spec.id}.pt"
        with torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = torch.jit.trace(subject.network, _example())  # type: ignore[no-untyped-call]
            module.save(str(traced))
        sides = [f"inputshape{more}=[1,3,{px},{px}]" for more, px in (("", _TRACED_PX), ("2", 96))]
        outputs = [f"ncnnparam={parameters.name}", f"ncnnbin={weights.name}"]
        command = [pnnx.EXEC_PATH, traced.name, *sides, *outputs, "fp16=0"]
        subprocess.run(command, check=True, cwd=subject.folder, capture_output=True)
    return parameters, weights


def _example() -> torch.Tensor:
    return torch.rand(1, 3, _TRACED_PX, _TRACED_PX, generator=torch.Generator().manual_seed(0))


def _scaled(subject: Subject) -> Floats:
    return (subject.batch() * subject.spec.input_range).numpy()


def _prepared(subject: Subject, run: Any) -> Prepared:
    def corner(answer: Any, rows: int, columns: int) -> Floats:
        return in_unit_range(corner_of_nchw(answer, rows, columns), subject.spec.input_range)

    return Prepared(run, corner)


def _refuse_telemetry() -> None:
    """openvino tells its makers when it is imported, unless this module of its is missing."""
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]


def _check_cpu(subject: Subject) -> None:
    if subject.device != "cpu":
        raise Elsewhere
