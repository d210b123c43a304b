"""What is saved holds all that was there, or says what it could not hold."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import ExifTags, Image

from sr_desktop.errors import CannotWrite, UsageError
from sr_desktop.imaging import files
from sr_desktop.imaging.encoder import (
    check_writable_size,
    encode,
    extension_for,
    target_format,
)
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from tests.imaging.samples import (
    AUTHOR,
    XMP,
    block_with_thumbnail,
    encoded,
    exif_block,
    exif_of,
    gray_profile,
    noise,
    smooth,
    srgb_profile,
)


def full_picture(
    channels: int = 3, dtype: type = np.uint8, alpha: bool = False, side: int = 24
) -> Picture:
    """Everything a Picture can hold."""
    return Picture(
        pixels=noise((side, 2 * side, channels), dtype),
        alpha=noise((side, 2 * side), dtype, seed=1) if alpha else None,
        icc=srgb_profile() if channels == 3 else gray_profile(),
        exif=exif_block(orientation=1, width=9, height=9, image_width=9),
        xmp=XMP,
        dpi=(300.0, 150.0),
    )


def bytes_of(picture: Picture, encoding: Encoding) -> bytes:
    return b"".join(encode(picture, encoding)[0])


# --- lossless formats -----------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["png", "tiff"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("alpha", [False, True])
def test_png_and_tiff_keep_everything(
    tmp_path: Path, format: str, dtype: type, channels: int, alpha: bool
) -> None:
    picture = full_picture(channels, dtype, alpha)
    path = tmp_path / "x"
    assert files.write(path, picture, Encoding(format)) == ()
    again = files.read(path)
    assert np.array_equal(again.pixels, picture.pixels)
    assert (again.alpha is None) == (not alpha)
    assert not alpha or np.array_equal(again.alpha, picture.alpha)
    assert again.icc == picture.icc
    assert again.xmp == picture.xmp
    assert again.dpi == pytest.approx((300, 150), abs=0.02)
    assert_exif_is_whole(again.exif, 48, 24)


def assert_exif_is_whole(block: bytes | None, width: int, height: int) -> None:
    exif = exif_of(block)
    sub, gps = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
    assert exif[0x010F] == "Canon"
    assert exif[0x013B].encode("latin-1").decode() == AUTHOR
    assert sub[0x9003] == "2024:01:02 03:04:05"
    assert sub[0x829A] == (1, 125)
    assert sub[0x927C] == bytes(range(64)), "MakerNote"
    assert (sub[0xA002], sub[0xA003]) == (width, height), "the size EXIF states"
    assert exif.get(0x0100, width) == width
    assert gps[2] == (52.0, 31.0, 12.5)


@pytest.mark.parametrize("format", ["png", "tiff"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("alpha", [False, True])
def test_other_programs_read_the_same(format: str, dtype: type, channels: int, alpha: bool) -> None:
    picture = full_picture(channels, dtype, alpha)
    data = bytes_of(picture, Encoding(format))
    parts = [picture.pixels] + ([picture.alpha[..., np.newaxis]] if alpha else [])
    want = np.concatenate(parts, axis=2)

    by_vips = pyvips.Image.new_from_buffer(data, "", fail_on="warning")
    assert np.array_equal(by_vips.numpy().reshape(want.shape), want)
    assert by_vips.get("icc-profile-data") == picture.icc
    assert by_vips.get("xmp-data") == picture.xmp
    assert by_vips.xres * 25.4 == pytest.approx(300, abs=0.02)

    if format == "tiff" and dtype is np.uint16 and channels == 1 and alpha:
        return  # Pillow cannot open it
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (48, 24)
        assert image.info["icc_profile"] == picture.icc
        assert image.info["xmp"] == picture.xmp
        assert image.info["dpi"] == pytest.approx((300, 150), abs=0.02)
        assert image.getexif().get_ifd(0x8825)[1] == "N"
        assert image.getexif().get_ifd(0x8769)[0xA002] == 48
        if dtype is np.uint8 or want.shape[2] == 1:
            assert np.array_equal(np.asarray(image).reshape(want.shape), want)


def test_exif_goes_through_png_and_jpeg_to_the_byte(tmp_path: Path) -> None:
    picture = full_picture()
    first = tmp_path / "x.png"
    files.write(first, picture, Encoding("png"))
    block = files.read(first).exif
    for format in ("jpeg", "png", "webp", "png"):
        files.write(first, files.read(first), Encoding(format))
    assert files.read(first).exif == block


@settings(max_examples=40, deadline=None)
@given(
    size=st.tuples(st.integers(1, 300), st.integers(1, 40)),
    channels=st.sampled_from([1, 3]),
    dtype=st.sampled_from([np.uint8, np.uint16]),
    format=st.sampled_from(["png", "tiff"]),
)
def test_any_size_survives(size: tuple[int, int], channels: int, dtype: type, format: str) -> None:
    pixels = noise((*size, channels), dtype)
    data = bytes_of(Picture(pixels), Encoding(format))
    again = pyvips.Image.new_from_buffer(data, "").numpy().reshape(pixels.shape)
    assert np.array_equal(again, pixels)


def test_a_tiff_of_many_strips_is_in_order() -> None:
    pixels = np.repeat(np.arange(1000, dtype=np.uint16)[:, np.newaxis, np.newaxis], 40, axis=1)
    data = bytes_of(Picture(pixels), Encoding("tiff"))
    with Image.open(io.BytesIO(data)) as image:
        assert len(image.tag_v2[273]) > 3, "strips"
        assert np.array_equal(np.asarray(image), pixels[..., 0])


def test_a_big_tiff_carries_its_metadata(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sr_desktop.imaging.vips._TIFF_BYTES", 100)
    picture = full_picture(3, np.uint16, alpha=True)
    path = tmp_path / "x.tif"
    files.write(path, picture, Encoding("tiff"))
    assert path.read_bytes()[:4] == b"II+\0"
    again = files.read(path)
    assert np.array_equal(again.pixels, picture.pixels)
    assert again.icc == picture.icc
    assert_exif_is_whole(again.exif, 48, 24)
    by_vips = pyvips.Image.tiffload(str(path))
    assert np.array_equal(by_vips.numpy()[..., :3], picture.pixels)


def test_a_tiff_with_little_endian_and_big_endian_exif() -> None:
    big = full_picture()
    assert big.exif[6:8] == b"MM"
    values = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x010F, 2, 4, 0x6E61, 0x6F, 0)
    little = replace(big, exif=b"Exif\0\0" + values)
    for picture, maker in ((big, "Canon"), (little, "ano")):
        with Image.open(io.BytesIO(bytes_of(picture, Encoding("tiff")))) as image:
            assert image.getexif()[0x010F] == maker


def test_the_png_has_each_chunk_once_and_before_the_pixels() -> None:
    data = bytes_of(full_picture(), Encoding("png"))
    names, at = [], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        names.append(data[at + 4 : at + 8].decode())
        at += 12 + length
    assert names[:5] == ["IHDR", "iCCP", "pHYs", "eXIf", "iTXt"]
    assert set(names[5:-1]) == {"IDAT"}
    assert names[-1] == "IEND"


def test_no_resolution_is_invented() -> None:
    plain = Picture(noise((5, 6, 3)))
    for format in ("png", "tiff", "jpeg", "webp"):
        with Image.open(io.BytesIO(bytes_of(plain, Encoding(format)))) as image:
            assert "dpi" not in image.info, format
            assert "icc_profile" not in image.info, format
            assert not image.getexif().get_ifd(0x8769), format


# --- JPEG and WebP --------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["jpeg", "webp"])
def test_lossy_formats_keep_what_belongs_to_the_picture(tmp_path: Path, format: str) -> None:
    picture = replace(full_picture(), pixels=smooth(24, 48))
    path = tmp_path / "x"
    assert files.write(path, picture, Encoding(format)) == ()
    again = files.read(path)
    assert again.icc == picture.icc
    assert again.xmp == picture.xmp
    assert_exif_is_whole(again.exif, 48, 24)
    assert again.dpi == ((300.0, 150.0) if format == "jpeg" else None)
    apart = np.abs(again.pixels.astype(int) - picture.pixels).mean()
    assert apart < 2, apart


def test_jpeg_keeps_full_colour_resolution() -> None:
    stripes = np.zeros((32, 32, 3), np.uint8)
    stripes[:, ::2, 0] = 255
    stripes[:, 1::2, 2] = 255
    with Image.open(io.BytesIO(bytes_of(Picture(stripes), Encoding("jpeg")))) as image:
        apart = np.abs(np.asarray(image).astype(int) - stripes).mean()
    assert apart < 10, f"{apart}: the colours of neighbours were mixed"


def test_lower_quality_makes_smaller_files() -> None:
    picture = Picture(noise((64, 64, 3)))
    for format in ("jpeg", "webp"):
        sizes = [len(bytes_of(picture, Encoding(format, quality=q))) for q in (30, 60, 95)]
        assert sizes == sorted(set(sizes)), (format, sizes)


@pytest.mark.parametrize("format", ["jpeg", "webp"])
def test_16_bits_are_rounded_with_a_notice(format: str) -> None:
    deep = smooth(24, 48).astype(np.uint16) * 257 + 100
    data, notices = encode(Picture(deep), Encoding(format, quality=100))
    assert ["16 bits" in notice for notice in notices] == [True]
    with Image.open(io.BytesIO(b"".join(data))) as image:
        apart = np.abs(np.asarray(image).astype(int) - smooth(24, 48)).mean()
    assert apart < 1.5, apart


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
def test_jpeg_lays_transparency_over_white_with_a_notice(dtype: type, channels: int) -> None:
    alpha = np.zeros((32, 32), dtype)
    alpha[:, 16:] = np.iinfo(dtype).max
    picture = Picture(np.zeros((32, 32, channels), dtype), alpha)
    data, notices = encode(picture, Encoding("jpeg"))
    assert "Transparency was laid over white" in notices[-1]
    with Image.open(io.BytesIO(b"".join(data))) as image:
        assert image.mode == ("L" if channels == 1 else "RGB")
        pixels = np.asarray(image)
    assert pixels[:, :16].min() > 250
    assert pixels[:, 16:].max() < 5


def test_lossless_webp_keeps_even_hidden_colours() -> None:
    picture = Picture(noise((20, 30, 3)), np.zeros((20, 30), np.uint8))
    with Image.open(io.BytesIO(bytes_of(picture, Encoding("webp", lossless=True)))) as image:
        rgba = np.asarray(image)
    assert np.array_equal(rgba[..., :3], picture.pixels)
    assert (rgba[..., 3] == 0).all()


def test_gray_with_a_gray_profile_becomes_srgb_in_webp() -> None:
    data, notices = encode(
        replace(full_picture(1, alpha=True), pixels=smooth(24, 48)[..., :1]), Encoding("webp")
    )
    assert ["Gray was converted" in notice for notice in notices] == [True]
    with Image.open(io.BytesIO(b"".join(data))) as image:
        assert image.info["icc_profile"][16:20] == b"RGB "
        assert image.mode == "RGBA"
        shown = np.asarray(image)[12, 24, 0]
    assert shown > int(smooth(24, 48)[12, 24, 0]) + 20, "linear gray was not brightened"


def test_too_much_exif_or_xmp_for_jpeg_is_left_out_with_a_notice() -> None:
    large = exif_block() + b"\0" * 70_000
    for picture, name in (
        (replace(full_picture(), exif=large), "EXIF"),
        (replace(full_picture(), xmp=b"x" * 65_505), "XMP"),
    ):
        data, notices = encode(picture, Encoding("jpeg"))
        assert [name in notice and "64 KiB" in notice for notice in notices] == [True]
        with Image.open(io.BytesIO(b"".join(data))) as image:
            assert ("exif" in image.info) == (name != "EXIF")
            assert ("xmp" in image.info) == (name != "XMP")
        assert encode(picture, Encoding("png"))[1] == ()
    assert encode(replace(full_picture(), xmp=b"x" * 65_504), Encoding("jpeg"))[1] == ()


@pytest.mark.parametrize("format", ["png", "jpeg", "webp", "tiff"])
def test_damaged_exif_does_not_stop_saving(format: str) -> None:
    picture = replace(full_picture(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    data, notices = encode(picture, Encoding(format))
    assert notices == ("Damaged EXIF data is left out.",)
    with Image.open(io.BytesIO(b"".join(data))) as image:
        assert image.size == (48, 24)


@pytest.mark.parametrize("format", ["png", "jpeg", "webp", "tiff"])
def test_stripping_leaves_the_colours_and_nothing_personal(tmp_path: Path, format: str) -> None:
    path = tmp_path / "x"
    files.write(path, full_picture(), Encoding(format, strip_metadata=True))
    again = files.read(path)
    assert (again.exif, again.xmp, again.dpi) == (None, None, None)
    assert again.icc == srgb_profile()
    data = path.read_bytes()
    for secret in (b"Canon", AUTHOR.encode(), XMP):
        assert secret not in data


# --- the request ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "source", "format", "extension"),
    [
        ("same", "PNG", "PNG", ".png"),
        ("same", "JPEG", "JPEG", ".jpg"),
        ("same", "WEBP", "WEBP", ".webp"),
        ("same", "TIFF", "TIFF", ".tif"),
        ("same", "BMP", "PNG", ".png"),
        ("webp", "BMP", "WEBP", ".webp"),
        ("jpeg", "PNG", "JPEG", ".jpg"),
    ],
)
def test_same_means_the_source_unless_it_cannot_be_written(
    encoding: str, source: str, format: str, extension: str
) -> None:
    assert target_format(Encoding(encoding), source) == format
    assert extension_for(Encoding(encoding), source) == extension
    data = bytes_of(Picture(noise((4, 4, 3)), format=source), Encoding(encoding))
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == format


@pytest.mark.parametrize("options", [{"format": "bmp"}, {"quality": 0}, {"quality": 101}])
def test_an_encoding_that_is_none_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(UsageError) as refusal:
        Encoding(**options)
    assert refusal.value.hint


@pytest.mark.parametrize(("format", "most"), [("JPEG", 65_500), ("WEBP", 16_383)])
def test_the_largest_side_is_the_librarys_own(format: str, most: int) -> None:
    check_writable_size(format, most, 1)
    check_writable_size(format, 1, most)
    for width, height in ((most + 1, 1), (1, most + 1)):
        with pytest.raises(CannotWrite, match=str(most)) as refusal:
            check_writable_size(format, width, height)
        assert "PNG or TIFF" in refusal.value.hint
    for height, fits in ((most, True), (most + 1, False)):
        pixels: NDArray[np.uint8] = np.zeros((height, 1, 3), np.uint8)
        try:
            Image.fromarray(pixels).save(io.BytesIO(), format)
            fitted = True
        except (OSError, ValueError):
            fitted = False
        assert fitted == fits, f"{format} of {height} px"


def test_a_picture_too_large_for_its_format_is_refused_before_encoding(tmp_path: Path) -> None:
    tall = Picture(np.zeros((16_384, 1, 3), np.uint8))
    with pytest.raises(CannotWrite):
        files.write(tmp_path / "x.webp", tall, Encoding("webp"))
    assert list(tmp_path.iterdir()) == []
    assert files.write(tmp_path / "x.png", tall, Encoding("png")) == ()


def test_the_thumbnail_of_the_source_does_not_survive(tmp_path: Path) -> None:
    source = Image.fromarray(smooth(30, 40))
    small = encoded(Image.fromarray(smooth(6, 8)), "JPEG")
    source.save(tmp_path / "x.jpg", exif=block_with_thumbnail("<", small))
    assert small in (tmp_path / "x.jpg").read_bytes()
    files.write(tmp_path / "y.jpg", files.read(tmp_path / "x.jpg"), Encoding())
    assert small not in (tmp_path / "y.jpg").read_bytes()
    with Image.open(tmp_path / "y.jpg") as image:
        assert image.getexif().get_ifd(ExifTags.IFD.IFD1) == {}
        assert image.getexif()[0x0112] == 1
        assert image.size == (30, 40)
