"""The networks: our own code, the authors' state-dict keys."""

from sr_desktop.engine.archs.edsr import EDSR
from sr_desktop.engine.archs.inference import InferenceForm
from sr_desktop.engine.archs.msrn import MSRN
from sr_desktop.engine.archs.network import Network
from sr_desktop.engine.archs.pan import PAN
from sr_desktop.engine.archs.recognise import ARCHS, recognise

__all__ = ["ARCHS", "EDSR", "MSRN", "PAN", "InferenceForm", "Network", "recognise"]
