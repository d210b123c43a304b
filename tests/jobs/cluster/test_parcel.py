"""What travels between machines comes out as it went in."""

from __future__ import annotations

import numpy as np
import pytest

from sr_desktop.errors import ImageTooLarge
from sr_desktop.imaging.picture import Picture
from sr_desktop.jobs.cluster.parcel import Need, Parcel, pack, pack_event, unpack, unpack_event
from sr_desktop.jobs.types import Decoded, Failed, Progress, UpscaleJob
from sr_desktop.weights import Library


@pytest.mark.parametrize("spec", Library().models(), ids=lambda spec: spec.id)
def test_a_job_of_any_model_travels(spec) -> None:  # type: ignore[no-untyped-def]
    parcel = Parcel("run", UpscaleJob("a.png", spec), Need(((spec, "0" * 64),)), (("host", 2),))
    assert unpack(pack(parcel)) == parcel


def test_a_decoded_picture_travels_without_its_pixels() -> None:
    pixels = np.full((900, 1200, 3), 77, np.uint16)
    alpha = np.zeros((900, 1200), np.uint16)
    content = pack_event(Decoded(3, Picture(pixels, alpha, format="TIFF", frames=2)))
    assert len(content) < 1000
    event = unpack_event(content)
    assert isinstance(event, Decoded)
    seen = event.picture
    told = (
        event.job_id,
        seen.width,
        seen.height,
        seen.bits,
        seen.is_gray,
        seen.format,
        seen.frames,
    )
    assert told == (3, 1200, 900, 16, False, "TIFF", 2)
    assert seen.alpha is not None


def test_other_events_travel_as_they_are() -> None:
    assert unpack_event(pack_event(Progress(1, 5, 9))) == Progress(1, 5, 9)


def test_an_error_keeps_its_kind_and_its_hint() -> None:
    event = unpack_event(pack_event(Failed(1, ImageTooLarge("a.png is large.", "Shrink it.", 9))))
    assert isinstance(event, Failed)
    assert isinstance(event.error, ImageTooLarge)
    assert (event.error.message, event.error.hint, event.error.pixels) == (
        "a.png is large.",
        "Shrink it.",
        9,
    )
