"""Pictures that move, written frame by frame: GIF, WebP and APNG.

Every frame is whole and replaces the one before, so that no decoder can compose them otherwise. GIF
and APNG hold one frame in memory at a time, WebP what its encoder keeps.
"""

from __future__ import annotations

import io
import struct
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from sr_desktop.errors import CannotWrite
from sr_desktop.imaging.colour import to_8_bits
from sr_desktop.imaging.formats import LABELS, can_animate, check_writable_size, target_format
from sr_desktop.imaging.picture import Picture, Pixels, levels
from sr_desktop.imaging.place import Place, cannot_write, shown_name
from sr_desktop.imaging.tags import Tags, fitting
from sr_desktop.imaging.writing import gif_out, pillow_out, png_out, vips_out
from sr_desktop.imaging.writing.encoder import (
    Notices,
    gray_as_srgb,
    in_srgb,
    is_gray_by_profile,
    is_lossless,
    of_bits,
)
from sr_desktop.language import tr

if TYPE_CHECKING:
    from PIL import Image

    from sr_desktop.imaging.encoding import Encoding

_MAX_16_BITS = 65_535


def write_animation(
    path: Path,
    frames: Iterable[Picture],
    durations_ms: Sequence[int],
    loop: int,
    encoding: Encoding,
) -> Notices:
    """Save frames of one size, each shown for its time; the first gives the metadata.

    loop is how often they are shown, 0 for ever. Replaces what is there and tells what the format
    could not hold. Raises CannotWrite, also for a format without motion; then, and when interrupted
    or when frames raises, path is as it was.
    """
    try:
        place = Place(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        notices = _write(place, iter(frames), tuple(durations_ms), loop, encoding)
        place.commit()
    except OSError as error:
        place.discard()
        raise cannot_write(path, error) from error
    except vips_out.EncodingFailed as error:
        place.discard()
        message = tr("{name} was not saved: it could not be encoded.", name=shown_name(path))
        raise CannotWrite(message, tr("Choose another format.")) from error
    except BaseException:
        place.discard()
        raise
    return notices


def _write(
    place: Place,
    frames: Iterator[Picture],
    durations_ms: tuple[int, ...],
    loop: int,
    encoding: Encoding,
) -> Notices:
    first = next(frames)
    format = target_format(encoding, first.format, len(durations_ms))
    if not can_animate(format):
        raise CannotWrite(
            tr(
                "{name} was not saved: {format} holds one picture, not {count} frames.",
                name=shown_name(place.path),
                format=LABELS[format],
                count=len(durations_ms),
            ),
            tr("Choose GIF, WebP or PNG."),
        )
    check_writable_size(format, first.width, first.height)
    tags, notices = fitting(first, first.form, format, encoding)
    if first.bits == 16 and format != "PNG":
        notices += (tr("16 bits per channel were rounded to 8; PNG keeps them."),)
    shown = _counted(first, frames, len(durations_ms))
    if format == "GIF":
        return notices + _write_gif(place.file, shown, durations_ms, loop, tags)
    if format == "PNG":
        _write_apng(place.file, shown, durations_ms, loop, tags, encoding)
        return notices
    return notices + _write_webp(place.file, shown, durations_ms, loop, tags, encoding)


def _counted(first: Picture, rest: Iterator[Picture], count: int) -> Iterator[Picture]:
    """All frames; ValueError if they are not as many, or not as large, as was said."""
    yield first
    number = 1
    for number, frame in enumerate(rest, 2):
        if number > count or (frame.width, frame.height) != (first.width, first.height):
            raise ValueError(f"frame {number} of {count} is {frame.form}")
        yield frame
    if number != count:
        raise ValueError(f"{number} of {count} frames")


# --- GIF ------------------------------------------------------------------------------------------


def _write_gif(
    file: IO[bytes],
    frames: Iterator[Picture],
    durations_ms: tuple[int, ...],
    loop: int,
    tags: Tags,
) -> Notices:
    is_exact, begun = True, False
    for (frame, following), duration in zip(_with_next(frames), durations_ms, strict=True):
        if not begun:
            comment = "".join(said for _, said in tags.text)
            file.write(gif_out.begin(frame.width, frame.height, loop, comment))
            begun = True
        pixels = in_srgb(to_8_bits(frame.pixels), frame.icc)
        alpha = to_8_bits(frame.alpha) if frame.alpha is not None else None
        clear = following is not None and following.alpha is not None
        data, exact = gif_out.frame(pixels, alpha, duration, clear)
        file.write(data)
        is_exact = is_exact and exact
    file.write(gif_out.END)
    return () if is_exact else (tr(gif_out.NOTICE),)


def _with_next(frames: Iterator[Picture]) -> Iterator[tuple[Picture, Picture | None]]:
    frame = next(frames)
    for following in frames:
        yield frame, following
        frame = following
    yield frame, None


# --- APNG, W3C PNG third edition, section 11.3.6 --------------------------------------------------


def _write_apng(
    file: IO[bytes],
    frames: Iterator[Picture],
    durations_ms: tuple[int, ...],
    loop: int,
    tags: Tags,
    encoding: Encoding,
) -> None:
    """All frames with alpha: the first may have none, and a later one some."""
    sequence = 0
    for number, (frame, duration) in enumerate(zip(frames, durations_ms, strict=True)):
        if number == 0:
            bits = frame.bits if encoding.bit_depth == "same" else int(encoding.bit_depth)
            channels = frame.pixels.shape[2]
            head, parts = _pixel_chunks(frame, bits, channels)
            moves = png_out.chunk(b"acTL", struct.pack(">II", len(durations_ms), loop))
            file.write(head + b"".join(png_out.chunks(tags)) + moves)
            file.write(_frame_control(0, frame, duration))
            file.writelines(png_out.chunk(b"IDAT", part) for part in parts)
            sequence = 1
            continue
        _, parts = _pixel_chunks(frame, bits, channels)
        file.write(_frame_control(sequence, frame, duration))
        sequence += 1
        for part in parts:
            file.write(png_out.chunk(b"fdAT", struct.pack(">I", sequence) + part))
            sequence += 1
    file.write(png_out.chunk(b"IEND", b""))


def _frame_control(sequence: int, frame: Picture, duration_ms: int) -> bytes:
    """A whole frame that replaces all: disposal none, blend source."""
    time = Fraction(duration_ms, 1000)
    if max(time.numerator, time.denominator) > _MAX_16_BITS:
        time = Fraction(min(round(time), _MAX_16_BITS))
    fields = (sequence, frame.width, frame.height, 0, 0, time.numerator, time.denominator, 0, 0)
    return png_out.chunk(b"fcTL", struct.pack(">5I2H2B", *fields))


def _pixel_chunks(frame: Picture, bits: int, channels: int) -> tuple[bytes, list[bytes]]:
    """Signature and header of a PNG of this frame, and what is in its IDAT chunks."""
    pixels = of_bits(frame.pixels, bits)
    if pixels.shape[2] != channels:
        pixels = pixels[..., :1].repeat(channels, axis=2)
    opaque = np.full(pixels.shape[:2], levels(pixels.dtype), pixels.dtype)
    alpha = of_bits(frame.alpha, bits) if frame.alpha is not None else opaque
    file = io.BytesIO()
    vips_out.save_png(vips_out.image_of(pixels, alpha), file, lambda data: data)
    return png_out.split(file.getvalue())


# --- WebP -----------------------------------------------------------------------------------------


def _write_webp(
    file: IO[bytes],
    frames: Iterator[Picture],
    durations_ms: tuple[int, ...],
    loop: int,
    tags: Tags,
    encoding: Encoding,
) -> Notices:
    first = next(frames)
    own, notices = tags, Notices()
    if is_gray_by_profile(first.pixels, tags.icc):
        _, own, notices = gray_as_srgb(to_8_bits(first.pixels), tags, "WEBP")

    def images() -> Iterator[Image.Image]:
        yield _image(first, tags)
        for frame in frames:
            yield _image(frame, tags)

    pillow_out.save_webp(
        pillow_out.Reel(images(), len(durations_ms)),
        file,
        own,
        encoding.quality,
        is_lossless(first, encoding),
        save_all=True,
        duration=list(durations_ms),
        loop=loop,
        # Each frame whole: what differs little must not be left as it was.
        kmin=0,
        kmax=1,
    )
    deque(frames, maxlen=0)  # more than Pillow asked for are told of
    return notices


def _image(frame: Picture, tags: Tags) -> Image.Image:
    pixels: Pixels = to_8_bits(frame.pixels)
    if is_gray_by_profile(pixels, tags.icc):
        pixels, _, _ = gray_as_srgb(pixels, tags, "WEBP")
    return pillow_out.pil(pixels, to_8_bits(frame.alpha) if frame.alpha is not None else None)
