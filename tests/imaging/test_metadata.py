"""EXIF is mended where it would lie, and is otherwise the same to the byte."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from sr_desktop.imaging.metadata import (
    exif_with_dpi,
    orientation_of,
    sane_dpi,
    sized_exif,
    upright_exif,
    upright_xmp,
    without_orientation,
)
from tests.imaging.samples import AUTHOR, block_with_thumbnail, encoded, exif_block, exif_of, smooth


def differing_bytes(a: bytes, b: bytes) -> int:
    assert len(a) == len(b), f"{len(a)} bytes became {len(b)}"
    return sum(x != y for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_becomes_1_and_nothing_else_changes(orientation: int) -> None:
    block = exif_block(orientation)
    upright = upright_exif(block)
    assert exif_of(upright)[0x0112] == 1
    assert differing_bytes(block, upright) == (orientation != 1)


def test_sizes_become_those_of_the_result_and_nothing_else_changes() -> None:
    block = exif_block(width=60, height=40, image_width=60)
    sized = sized_exif(block, 70_000, 160)
    sub = exif_of(sized).get_ifd(0x8769)
    assert (sub[0xA002], sub[0xA003]) == (70_000, 160)
    assert exif_of(sized)[0x0100] == 70_000
    assert sub[0x927C] == bytes(range(64))
    assert exif_of(sized)[0x013B].encode("latin-1").decode() == AUTHOR
    # Three entries, each with its type and its value of four bytes.
    assert differing_bytes(block, sized) <= 3 * 6


def block_with_resolution(order: str) -> bytes:
    """72 x 72 to the cm, in a first directory of three entries; then no more."""
    head = struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, 8)
    at = 8 + 2 + 3 * 12 + 4
    data = head + struct.pack(order + "H", 3)
    data += struct.pack(order + "HHII", 0x011A, 5, 1, at)
    data += struct.pack(order + "HHII", 0x011B, 5, 1, at + 8)
    data += struct.pack(order + "HHIHH", 0x0128, 3, 1, 3, 0)
    return b"Exif\0\0" + data + struct.pack(order + "I4I", 0, 72, 1, 72, 1)


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_resolution_becomes_that_of_the_result(order: str) -> None:
    block = block_with_resolution(order)
    exif = exif_of(sized_exif(block, 9, 9, (300.0, 150.5)))
    assert (exif[0x011A], exif[0x011B], exif[0x0128]) == (300, 150.5, 2)
    assert (exif[0x011A].numerator, exif[0x011A].denominator) == (300, 1)
    assert sized_exif(block, 9, 9) == block


def test_a_resolution_that_exif_does_not_state_is_added_only_when_asked_for() -> None:
    block = exif_block(1)
    assert 0x011A not in exif_of(sized_exif(block, 1, 1, (300.0, 300.0)))
    told = exif_with_dpi(block, (300.0, 600.0))
    assert told[18 : len(block)] == block[18:], "something moved"
    exif = exif_of(told)
    assert (exif[0x011A], exif[0x011B], exif[0x0128]) == (300, 600, 2)
    assert exif[0x010F] == "Canon"
    assert exif.get_ifd(0x8769)[0x927C] == bytes(range(64))
    assert exif.get_ifd(0x8825)[1] == "N"


@pytest.mark.parametrize("block", [None, *map(block_with_resolution, "<>")])
def test_exif_that_tells_only_the_resolution(block: bytes | None) -> None:
    exif = exif_of(exif_with_dpi(block, (96.0, 97.0)))
    assert dict(exif) == {0x011A: 96, 0x011B: 97, 0x0128: 2}


def test_the_orientation_can_go_and_all_else_stays() -> None:
    block = exif_block(6)
    without = without_orientation(block)
    assert len(without) == len(block)
    assert 0x0112 not in exif_of(without)
    assert exif_of(without)[0x010F] == "Canon"
    assert exif_of(without).get_ifd(0x8769)[0x927C] == bytes(range(64))
    assert without_orientation(exif_block()) == exif_block()


def test_a_block_without_the_prefix_gets_it() -> None:
    block = exif_block(6)
    assert upright_exif(block[6:]) == upright_exif(block) == upright_exif(b"Exif\0\0" + block)


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_thumbnail_of_the_old_picture_goes(order: str) -> None:
    picture = encoded(Image.fromarray(smooth(12, 16)), "JPEG")
    block = block_with_thumbnail(order, picture)
    assert exif_of(block).get_ifd(ExifTags.IFD.IFD1)[0x0202] == len(picture)
    upright = upright_exif(block)
    assert exif_of(upright)[0x0112] == 1
    assert exif_of(upright).get_ifd(ExifTags.IFD.IFD1) == {}
    assert picture not in upright, "the bytes of the thumbnail are still there"


@given(st.binary(max_size=80))
def test_junk_is_refused_by_name_of_the_error_alone(junk: bytes) -> None:
    for block in (junk, b"II*\0" + junk, b"Exif\0\0MM\0*" + junk):
        for mend in (
            upright_exif,
            lambda data: sized_exif(data, 3, 4, (72.0, 72.0)),
            lambda data: exif_with_dpi(data, (72.0, 72.0)),
            without_orientation,
        ):
            with contextlib.suppress(ValueError):
                assert mend(block).startswith(b"Exif\0\0")


@given(st.integers(0, 400))
def test_a_block_cut_short_is_refused_or_still_read(length: int) -> None:
    block = exif_block(6)[:length]
    try:
        upright = upright_exif(block)
    except ValueError:
        return
    assert exif_of(upright)[0x0112] == 1


@pytest.mark.parametrize(
    ("exif", "xmp", "orientation"),
    [
        (exif_block(6), None, 6),
        (exif_block(6), b'tiff:Orientation="3"', 6),
        (exif_block(), b'tiff:Orientation="3"', 3),
        (None, b"<tiff:Orientation>8</tiff:Orientation>", 8),
        (exif_block(9), None, 1),
        (exif_block(0), b'tiff:Orientation="3"', 1),
        (b"junk", None, 1),
        (None, None, 1),
    ],
)
def test_exif_decides_the_orientation_before_xmp(
    exif: bytes | None, xmp: bytes | None, orientation: int
) -> None:
    assert orientation_of(exif, xmp) == orientation


def test_xmp_states_the_new_orientation() -> None:
    as_attribute = b'<rdf:Description tiff:Orientation="6" tiff:Make="8"/>'
    assert upright_xmp(as_attribute) == b'<rdf:Description tiff:Orientation="1" tiff:Make="8"/>'
    as_element = b"<tiff:Orientation>3</tiff:Orientation>"
    assert upright_xmp(as_element) == b"<tiff:Orientation>1</tiff:Orientation>"
    assert upright_xmp(b"<other>8</other>") == b"<other>8</other>"


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ((300, 150), (300.0, 150.0)),
        ((72.009, 72.009), (72.009, 72.009)),
        (None, None),
        ((0, 0), None),
        ((float("nan"), 72), None),
        ((float("inf"), 72), None),
        ((-72, 72), None),
        (300, None),
        ("ab", None),
        ((300,), None),
    ],
)
def test_only_a_real_resolution_is_kept(stated: object, kept: object) -> None:
    assert sane_dpi(stated) == kept
