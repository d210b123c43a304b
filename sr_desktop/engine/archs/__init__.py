"""The networks: our own code, the authors' state-dict keys."""

from sr_desktop.engine.archs.edsr import EDSR
from sr_desktop.engine.archs.inference import InferenceForm
from sr_desktop.engine.archs.msrn import MSRN
from sr_desktop.engine.archs.network import Network
from sr_desktop.engine.archs.pan import PAN
from sr_desktop.engine.archs.recognise import ARCHS, recognise
from sr_desktop.engine.archs.seams import NO_SEAMS, Seam, Seams

__all__ = [
    "ARCHS",
    "EDSR",
    "MSRN",
    "NO_SEAMS",
    "PAN",
    "InferenceForm",
    "Network",
    "Seam",
    "Seams",
    "recognise",
]
