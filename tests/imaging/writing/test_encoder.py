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
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.formats import check_writable_size, extension_for, target_format
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.provenance import KEYWORD, Provenance
from sr_desktop.imaging.xmp import provenance_in
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
from tests.imaging.saving import encode


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


def test_exif_goes_through_png_jpeg_and_webp_to_the_byte(tmp_path: Path) -> None:
    picture = replace(full_picture(), dpi=None)  # which WebP can tell in EXIF only
    first = tmp_path / "x.png"
    files.write(first, picture, Encoding("png"))
    block = files.read(first).exif
    for format in ("webp", "png", "jpeg", "png"):
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
    monkeypatch.setattr("sr_desktop.imaging.writing.vips_out._TIFF_BYTES", 100)
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
    assert again.dpi == (300.0, 150.0)
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


# --- options -----------------------------------------------------------------------------------


def decoded(picture: Picture, encoding: Encoding) -> Image.Image:
    return Image.open(io.BytesIO(bytes_of(picture, encoding)))


@pytest.mark.parametrize("chroma", ["444", "420"])
@pytest.mark.parametrize("quality", [60, 95, 100])
def test_jpeg_is_no_worse_and_no_larger_than_by_pillow(
    shared: Path, chroma: str, quality: int
) -> None:
    with Image.open(sorted((shared / "data").rglob("*.png"))[0]) as image:
        pixels = np.asarray(image.convert("RGB"))
    sampling = 0 if chroma == "444" else 2
    by_pillow = encoded(Image.fromarray(pixels), "JPEG", quality=quality, subsampling=sampling)
    ours = bytes_of(Picture(pixels), Encoding("jpeg", quality=quality, chroma=chroma))
    error, pillows_error = (
        float(((np.asarray(Image.open(io.BytesIO(data))).astype(float) - pixels) ** 2).mean())
        for data in (ours, by_pillow)
    )
    assert error <= pillows_error * 1.001
    assert len(ours) <= len(by_pillow), f"{len(ours)} bytes, Pillow {len(by_pillow)}"


def test_8_bits_become_16_and_back(tmp_path: Path) -> None:
    picture = Picture(noise((9, 8, 3)), noise((9, 8), seed=1))
    for format in ("png", "tiff"):
        files.write(tmp_path / "x", picture, Encoding(format, bit_depth="16"))
        deep = files.read(tmp_path / "x")
        assert np.array_equal(deep.pixels, picture.pixels.astype(np.uint16) * 257)
        assert np.array_equal(deep.alpha, picture.alpha.astype(np.uint16) * 257)
        assert files.write(tmp_path / "x", deep, Encoding(format, bit_depth="8")) == ()
        assert np.array_equal(files.read(tmp_path / "x").pixels, picture.pixels)


def test_16_bits_are_rounded_to_the_nearest_of_256_levels(tmp_path: Path) -> None:
    values = np.arange(65_536, dtype=np.uint16).reshape(256, 256, 1)
    files.write(tmp_path / "x", Picture(values), Encoding("png", bit_depth="8"))
    apart = np.abs(files.read(tmp_path / "x").pixels.astype(int) * 257 - values)
    assert apart.max() <= 128, apart.max()


def test_formats_of_8_bits_say_so_when_16_are_asked_for_or_there() -> None:
    deep = Picture(smooth(24, 48).astype(np.uint16) * 257)
    for format in ("jpeg", "webp", "avif", "gif"):
        notices = encode(deep, Encoding(format))[1]
        assert any("16 bits" in notice for notice in notices), (format, notices)
        asked = encode(deep, Encoding(format, bit_depth="8"))[1]
        assert not any("16 bits" in notice for notice in asked), (format, asked)


def test_webp_stays_as_lossless_as_it_was() -> None:
    pixels = noise((20, 30, 3))
    for lossless, encoding, exact in (
        (True, Encoding(), True),
        (False, Encoding(), False),
        (True, Encoding("webp"), False),
        (True, Encoding(lossless=False), False),
        (False, Encoding(lossless=True), True),
    ):
        picture = Picture(pixels, format="WEBP", lossless=lossless)
        same = np.array_equal(np.asarray(decoded(picture, encoding)), pixels)
        assert same == exact, (lossless, encoding)


@pytest.mark.parametrize("format", ["jpeg", "avif"])
def test_less_chroma_makes_smaller_files(format: str) -> None:
    sizes = [
        len(bytes_of(Picture(noise((64, 64, 3))), Encoding(format, chroma=chroma)))
        for chroma in ("420", "444")
    ]
    assert sizes == sorted(set(sizes)), sizes


def test_tiff_without_compression_is_larger() -> None:
    sizes = [
        len(bytes_of(Picture(smooth(90, 90)), Encoding("tiff", compression=compression)))
        for compression in ("deflate", "none")
    ]
    assert sizes[0] < sizes[1] > 90 * 90 * 3


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("alpha", [False, True])
def test_avif_keeps_colours_alpha_and_what_belongs_to_the_picture(
    channels: int, alpha: bool
) -> None:
    picture = replace(
        full_picture(channels, alpha=alpha), pixels=smooth(24, 48)[..., :channels], icc=None
    )
    if alpha:
        picture = replace(picture, alpha=smooth(24, 48)[..., 0])
    with decoded(picture, Encoding("avif")) as image:
        assert image.format == "AVIF"
        assert image.info["xmp"] == XMP
        assert_exif_is_whole(image.info["exif"], 48, 24)
        assert image.getexif()[0x011A] == 300
        got = np.asarray(image.convert("RGBA")).astype(int)
    assert np.abs(got[..., :3] - picture.pixels).mean() < 2
    assert np.abs(got[..., 3] - (picture.alpha if alpha else 255)).mean() < 2


@pytest.mark.parametrize("alpha", [False, True])
def test_a_gif_has_256_colours_and_says_so(alpha: bool) -> None:
    picture = Picture(smooth(60, 90), np.repeat(np.uint8([[0, 255] * 45]), 60, axis=0))
    picture = picture if alpha else replace(picture, alpha=None)
    data, notices = encode(picture, Encoding("gif"))
    assert ["256" in notice for notice in notices] == [True]
    with Image.open(io.BytesIO(b"".join(data))) as image:
        assert getattr(image, "n_frames", 1) == 1
        got = np.asarray(image.convert("RGBA")).astype(int)
    seen = got[..., 3] > 0
    assert not alpha or np.array_equal(seen, picture.alpha > 0)
    assert np.abs(got[..., :3] - picture.pixels)[seen].mean() < 4


def test_a_gif_holds_no_profile_so_colours_become_srgb() -> None:
    linear = Picture(np.full((8, 8, 1), 64, np.uint8), icc=gray_profile())
    with decoded(linear, Encoding("gif")) as image:
        assert np.asarray(image.convert("RGB"))[0, 0, 0] > 120


def test_the_resolution_is_as_asked_for_or_as_it_was(tmp_path: Path) -> None:
    picture = replace(full_picture(), icc=None)
    for format in ("png", "jpeg", "tiff"):
        files.write(tmp_path / "x", picture, Encoding(format, dpi=600))
        assert files.read(tmp_path / "x").dpi == pytest.approx((600, 600), abs=0.02)
    for format in ("webp", "avif"):
        with decoded(picture, Encoding(format, dpi=600)) as image:
            assert (image.getexif()[0x011A], image.getexif()[0x0128]) == (600, 2)
        with decoded(replace(picture, exif=None), Encoding(format)) as image:
            assert (image.getexif()[0x011A], image.getexif()[0x011B]) == (300, 150)


MADE = Provenance("1.0", "pan-x4", "ab" * 32, ("x4",), "float32", False, 256, {"scale": 4})


@pytest.mark.parametrize("format", ["png", "jpeg", "tiff", "webp", "avif"])
def test_how_it_was_made_is_told_unless_unwanted(format: str) -> None:
    picture = replace(full_picture(), made=MADE, xmp=None)
    with decoded(picture, Encoding(format)) as image:
        assert provenance_in(image.info["xmp"]) == MADE
        assert image.info.get(KEYWORD) == (MADE.to_json() if format == "png" else None)
    for encoding in (
        Encoding(format, provenance=False),
        Encoding(format, strip_metadata=True),
    ):
        assert b"pan-x4" not in bytes_of(picture, encoding)


def test_how_it_was_made_is_told_once_and_of_this_run() -> None:
    text = ((KEYWORD, "old"), ("Title", "kept"))
    data = bytes_of(Picture(smooth(9, 9), text=text, made=MADE), Encoding("png"))
    with Image.open(io.BytesIO(data)) as image:
        assert image.text[KEYWORD] == MADE.to_json()
        assert image.text["Title"] == "kept"
    assert b"old" not in data


def test_a_jpeg_gives_what_a_person_wrote_the_room() -> None:
    packet = b"<r:RDF xmlns:r='r'>" + b" " * 65_400 + b"</r:RDF>"
    picture = replace(full_picture(), xmp=packet, made=MADE)
    data, notices = encode(picture, Encoding("jpeg"))
    assert notices == ()
    with Image.open(io.BytesIO(b"".join(data))) as image:
        assert image.info["xmp"] == packet


def test_what_a_format_cannot_hold_is_told() -> None:
    picture = replace(full_picture(), iptc=b"\x1c\x02\x19\0\3dog", text=(("Title", "a"),))
    for format, lost in {
        "png": (),
        "jpeg": ("Text",),
        "tiff": ("Text",),
        "webp": ("IPTC", "Text"),
        "avif": ("IPTC", "Text"),
    }.items():
        notices = encode(picture, Encoding(format))[1]
        assert tuple(notice.split()[0] for notice in notices) == lost, (format, notices)
    large = replace(picture, iptc=b"x" * 65_600, text=(("Comment", "a" * 65_600),))
    notices = encode(large, Encoding("jpeg"))[1]
    assert [notice.split(" ")[0] for notice in notices] == ["IPTC", "A"]


def test_a_profile_of_many_segments_goes_into_jpeg_whole() -> None:
    large = srgb_profile() + noise((200_000,)).tobytes()
    with decoded(replace(full_picture(), icc=large), Encoding("jpeg")) as image:
        assert image.info["icc_profile"] == large


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
        ("same", "AVIF", "AVIF", ".avif"),
        ("same", "GIF", "PNG", ".png"),
        ("gif", "PNG", "GIF", ".gif"),
        ("avif", "PNG", "AVIF", ".avif"),
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


def test_a_gif_that_moves_stays_one() -> None:
    assert target_format(Encoding(), "GIF", frames=2) == "GIF"
    assert extension_for(Encoding(), "GIF", frames=2) == ".gif"


@pytest.mark.parametrize("format", ["WEBP", "AVIF", "GIF"])
def test_what_memory_cannot_hold_is_refused_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    class Little:
        available = 1 << 20

    check_writable_size(format, 1000, 100)
    monkeypatch.setattr("psutil.virtual_memory", Little)
    check_writable_size("PNG", 1000, 100)
    with pytest.raises(CannotWrite, match="memory") as refusal:
        check_writable_size(format, 1000, 100)
    assert refusal.value.hint == "Choose PNG or TIFF."


@pytest.mark.parametrize("options", [{"format": "bmp"}, {"quality": 0}, {"quality": 101}])
def test_an_encoding_that_is_none_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(UsageError) as refusal:
        Encoding(**options)
    assert refusal.value.hint


@pytest.mark.parametrize(("format", "most"), [("JPEG", 65_500), ("WEBP", 16_383), ("GIF", 65_535)])
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
        except (OSError, ValueError, OverflowError):
            fitted = False
        assert fitted == fits, f"{format} of {height} px"


def test_avif_holds_65536_px_a_side() -> None:
    check_writable_size("AVIF", 65_536, 2)
    with pytest.raises(CannotWrite, match="65536"):
        check_writable_size("AVIF", 65_537, 2)


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
