"""Everything that may go wrong and be told to a person.

SRError
├── UsageError            the request itself cannot be followed
│   └── UnknownModel      no such model, or not at this scale
├── NothingToDo           no picture among the inputs
├── UnreadableImage       not a picture, broken, or of a kind we cannot read
│   └── ImageTooLarge     more pixels than the limit
├── UnfitPair             HR and LR of a data set cannot be compared, or one is missing
├── CannotWrite           folder missing or read-only, disk full, format cannot hold the picture
├── WeightsError          a checkpoint cannot be used
│   ├── WeightsMissing    not on this computer
│   ├── UnsafeWeights     holds something other than tensors
│   ├── WeightsMismatch   other architecture, scale or size than promised
│   └── DownloadFailed    no source gave the file
├── DeviceUnavailable     the requested device or precision is not to be had
├── ClusterUnavailable    no cluster there, or its machines cannot do this run
├── StoreUnavailable      what lies at an address, such as s3://, cannot be reached
├── OutOfMemory           even the smallest tile does not fit
├── TrainingDiverged      the loss is no number any more
└── UnexpectedError       a defect of ours; the log has the traceback
"""

from __future__ import annotations

from sr_desktop.language import sentences


class SRError(Exception):
    """Something a person should read: what happened, to which file, and what to do next.

    exit_code is what the command line answers with when nothing else could be done.
    """

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return sentences(self.message, self.hint)

    def facts(self) -> dict[str, str]:
        """What went wrong, for programs."""
        return {"error": type(self).__name__, "message": self.message, "hint": self.hint}


class UsageError(SRError):
    exit_code = 2


class UnknownModel(UsageError):
    pass


class NothingToDo(SRError):
    pass


class UnreadableImage(SRError):
    pass


class ImageTooLarge(UnreadableImage):
    """pixels is how many it has where the limit for them forbids it, else 0."""

    def __init__(self, message: str, hint: str = "", pixels: int = 0) -> None:
        super().__init__(message, hint)
        self.pixels = pixels


class UnfitPair(SRError):
    pass


class CannotWrite(SRError):
    pass


class WeightsError(SRError):
    pass


class WeightsMissing(WeightsError):
    pass


class UnsafeWeights(WeightsError):
    pass


class WeightsMismatch(WeightsError):
    pass


class DownloadFailed(WeightsError):
    pass


class DeviceUnavailable(SRError):
    pass


class ClusterUnavailable(SRError):
    pass


class StoreUnavailable(SRError):
    """may_pass tells that it may be over by now, or of the one file alone."""

    def __init__(self, message: str, hint: str = "", may_pass: bool = False) -> None:
        super().__init__(message, hint)
        self.may_pass = may_pass


class OutOfMemory(SRError):
    pass


class TrainingDiverged(SRError):
    pass


class UnexpectedError(SRError):
    pass
