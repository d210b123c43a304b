"""Every kind of file comes out upright, in its own bits and channels, with what belongs to it."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import threading
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from sr_desktop.errors import UnreadableImage
from sr_desktop.imaging import files, formats
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from tests.imaging.samples import (
    AUTHOR,
    XMP,
    encoded,
    exif_block,
    exif_of,
    noise,
    save,
    smooth,
    srgb_profile,
)
from tests.imaging.saving import encode

RGB = smooth(20, 30)
GRAY = RGB[..., 0]


# --- channels and bits ---------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["PNG", "TIFF", "BMP"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_lossless_files_come_out_exact(tmp_path: Path, format: str, mode: str) -> None:
    if format == "BMP" and mode in ("LA", "RGBA"):
        pytest.skip("Pillow writes no BMP with transparency")
    image = Image.fromarray(RGB).convert(mode)
    if mode in ("RGBA", "LA"):
        image.putalpha(Image.fromarray(GRAY))
    picture = files.read(save(tmp_path / "x", image, format))
    assert picture.format == format
    assert picture.bits == 8
    assert picture.notices == ()
    colours = np.atleast_3d(np.asarray(image.convert("L" if mode in ("1", "L", "LA") else "RGB")))
    assert np.array_equal(picture.pixels, colours)
    if mode in ("RGBA", "LA"):
        assert np.array_equal(picture.alpha, GRAY)
    else:
        assert picture.alpha is None
    assert picture.pixels.flags.writeable
    assert picture.pixels.flags.c_contiguous


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_jpeg_keeps_its_channels(tmp_path: Path, mode: str) -> None:
    image = Image.fromarray(RGB).convert(mode)
    picture = files.read(save(tmp_path / "x", image, "JPEG", quality=95))
    assert picture.is_gray == (mode == "L")
    apart = np.abs(picture.pixels.astype(int) - np.atleast_3d(np.asarray(image))).max()
    assert apart < 8, apart


def test_webp_with_and_without_alpha(tmp_path: Path) -> None:
    opaque = files.read(save(tmp_path / "a", Image.fromarray(RGB), "WEBP", lossless=True))
    assert np.array_equal(opaque.pixels, RGB)
    assert opaque.alpha is None
    image = Image.fromarray(RGB)
    image.putalpha(Image.fromarray(GRAY))
    clear = files.read(save(tmp_path / "b", image, "WEBP", lossless=True, exact=True))
    assert np.array_equal(clear.pixels, RGB)
    assert np.array_equal(clear.alpha, GRAY)


@pytest.mark.parametrize(
    ("mode", "transparency", "colour"),
    [("L", 77, (77,)), ("RGB", (1, 2, 3), (1, 2, 3)), ("1", 255, (255,)), ("P", 2, None)],
)
def test_a_colour_that_stands_for_clear_becomes_alpha(
    tmp_path: Path, mode: str, transparency: object, colour: tuple[int, ...] | None
) -> None:
    if mode == "P":
        image = Image.fromarray(noise((6, 8)) % 4)
        image.putpalette([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120])
        clear = np.asarray(image) == 2
        want = np.asarray(image.convert("RGB"))
    else:
        want = noise((6, 8) if mode != "RGB" else (6, 8, 3))
        want = np.where(want > 127, 255, 0).astype(np.uint8) if mode == "1" else want
        want[:2] = colour if mode == "RGB" else colour[0]
        image = Image.fromarray(want)
        if mode == "1":
            image = image.convert("1")
        clear = (np.atleast_3d(want) == colour).all(axis=2)
    picture = files.read(save(tmp_path / "x", image, "PNG", transparency=transparency))
    assert clear.any()
    assert np.array_equal(picture.pixels, np.atleast_3d(want))
    assert np.array_equal(picture.alpha, np.where(clear, 0, 255))


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", ["png", "tiff", "tiff deflated", "tiff tiled", "big tiff"])
def test_16_bits_of_another_program_come_out_exact(
    tmp_path: Path, channels: int, kind: str
) -> None:
    pixels = noise((33, 47, channels), np.uint16)
    data = by_vips(pixels, kind)
    (tmp_path / "x").write_bytes(data)
    probe = files.probe(tmp_path / "x")
    picture = files.read(tmp_path / "x")
    assert (probe.width, probe.height, probe.bits, picture.bits) == (47, 33, 16, 16)
    colours = 1 if channels < 3 else 3
    assert np.array_equal(picture.pixels, pixels[..., :colours])
    if channels in (2, 4):
        assert np.array_equal(picture.alpha, pixels[..., -1])
    assert picture.pixels.flags.writeable


def by_vips(pixels: NDArray[np.uint16], kind: str) -> bytes:
    height, width, channels = pixels.shape
    image = pyvips.Image.new_from_memory(pixels, width, height, channels, "ushort")
    image = image.copy(interpretation="grey16" if channels < 3 else "rgb16")
    options = {
        "tiff": {},
        "tiff deflated": {"compression": "deflate", "predictor": "horizontal"},
        "tiff tiled": {"tile": True, "tile_width": 16, "tile_height": 16},
        "big tiff": {"bigtiff": True},
    }
    if kind == "png":
        return image.pngsave_buffer(interlace=True)
    return image.tiffsave_buffer(**options[kind])


def test_gray_of_16_bits_as_pillow_writes_it(tmp_path: Path) -> None:
    pixels = noise((9, 13), np.uint16)
    for format in ("PNG", "TIFF"):
        picture = files.read(save(tmp_path / "x", Image.fromarray(pixels), format))
        assert np.array_equal(picture.pixels[..., 0], pixels), format


def test_a_tiff_in_one_strip_beyond_libtiffs_limit_is_read(tmp_path: Path) -> None:
    pixels = noise((4500, 4000, 3))  # 54 MB that do not shrink, in one strip; the limit is 50 MiB
    image = Image.fromarray(pixels)
    path = save(tmp_path / "x", image, "TIFF", compression="packbits", strip_size=pixels.nbytes)
    with Image.open(path) as file:
        assert file.tag_v2[278] == 4500, "rows per strip"
    assert np.array_equal(files.read(path).pixels, pixels)


@pytest.mark.parametrize("bits", [2, 4])
def test_few_bits_of_gray_span_the_whole_range(tmp_path: Path, bits: int) -> None:
    image = Image.fromarray(noise((8, 8)) >> (8 - bits))
    save(tmp_path / "x.png", image, bits=bits)
    pixels = files.read(tmp_path / "x.png").pixels[..., 0]
    assert np.array_equal(pixels, np.asarray(image) * (255 // (2**bits - 1)))


def test_signed_pixels_are_refused_by_name(tmp_path: Path) -> None:
    image = Image.fromarray(noise((4, 4), np.uint16))
    path = save(tmp_path / "hdr.tif", image, "TIFF", tiffinfo={339: 2})
    for look in (files.probe, files.read):
        with pytest.raises(UnreadableImage, match=r"hdr\.tif holds 16 bits .* 8 or 16 bits"):
            look(path)


def test_a_camera_raw_file_is_not_taken_for_its_preview(tmp_path: Path) -> None:
    path = save(tmp_path / "x.dng", Image.fromarray(RGB), "TIFF", tiffinfo={254: 1})
    with pytest.raises(UnreadableImage, match="raw"):
        files.read(path)


# --- colour ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_cmyk_becomes_srgb_and_says_so(tmp_path: Path, format: str) -> None:
    path = save(tmp_path / "x", Image.fromarray(RGB).convert("CMYK"), format)
    picture = files.read(path)
    assert picture.pixels.shape == (20, 30, 3)
    apart = np.abs(picture.pixels.astype(int) - RGB).mean()
    assert apart < 3, f"{apart} from the colours it was made of"
    assert picture.icc[16:20] == b"RGB "
    assert "CMYK" in picture.notices[0]
    assert "estimate" in picture.notices[0]
    assert files.thumbnail(path, 15).shape == (10, 15, 3)


def test_ycbcr_and_lab_in_a_tiff_are_converted(tmp_path: Path) -> None:
    image, path = Image.fromarray(RGB), tmp_path / "x.tif"
    by_vips = pyvips.Image.new_from_memory(RGB, 30, 20, 3, "uchar").copy(interpretation="srgb")
    path.write_bytes(by_vips.tiffsave_buffer(compression="jpeg", Q=85))
    with Image.open(path) as file:
        assert file.tag_v2[262] == 6, "not stored as YCbCr"
    apart = np.abs(files.read(path).pixels.astype(int) - RGB).mean()
    assert apart < 3, apart
    picture = files.read(save(path, image.convert("YCbCr"), "TIFF"))
    assert np.array_equal(picture.pixels, np.asarray(image.convert("YCbCr").convert("RGB")))
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    picture = files.read(save(path, ImageCms.applyTransform(image, to_lab), "TIFF"))
    apart = np.abs(picture.pixels.astype(int) - RGB)
    assert apart.mean() < 2, apart.mean()  # 8 bits of Lab are few
    assert picture.notices == ("Lab colours were converted to sRGB by its profile.",)
    assert picture.icc[16:20] == b"RGB "


# --- metadata -------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_what_belongs_to_the_picture_comes_along(tmp_path: Path, format: str) -> None:
    path = written_with_metadata(tmp_path, format)
    picture = files.read(path)
    assert picture.icc == srgb_profile()
    assert picture.xmp == XMP
    if format != "WEBP":  # which has no place for it
        assert picture.dpi == pytest.approx((300, 300), abs=0.01)
    exif = exif_of(picture.exif)
    assert exif[0x010F] == "Canon"
    if format != "TIFF":  # Pillow's writer spoils accents there
        assert exif[0x013B].encode("latin-1").decode() == AUTHOR
    assert exif.get_ifd(0x8769)[0x927C] == bytes(range(64))
    assert exif.get_ifd(0x8825)[2] == (52.0, 31.0, 12.5)


def written_with_metadata(folder: Path, format: str) -> Path:
    """As other programs would, by Pillow and its traps."""
    image, options = Image.fromarray(RGB), {"icc_profile": srgb_profile(), "dpi": (300, 300)}
    options["exif"] = exif_block()
    if format == "PNG":
        from PIL.PngImagePlugin import PngInfo

        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP.decode())
    elif format == "TIFF":
        exif = exif_of(exif_block())
        exif[0x013B] = AUTHOR.encode()
        exif[700] = XMP
        options["exif"] = exif.tobytes()
    else:
        options["xmp"] = XMP
    return save(folder / "x", image, format, **options)


def test_exif_of_a_tiff_is_free_of_how_its_pixels_lay(tmp_path: Path) -> None:
    exif = exif_of(files.read(written_with_metadata(tmp_path, "TIFF")).exif)
    assert set(exif) <= {0x010F, 0x013B, 0x8769, 0x8825}, sorted(map(hex, exif))


def test_exif_behind_the_pixels_of_a_png_counts(tmp_path: Path) -> None:
    for pixels in (Image.fromarray(RGB), Image.fromarray(noise((20, 30), np.uint16))):
        data = encoded(pixels, "PNG")
        block = exif_block(orientation=6)[6:]
        chunk = b"eXIf" + block
        chunk = struct.pack(">I", len(block)) + chunk + struct.pack(">I", zlib.crc32(chunk))
        (tmp_path / "x.png").write_bytes(data[:-12] + chunk + data[-12:])
        picture = files.read(tmp_path / "x.png")
        assert (picture.width, picture.height) == (20, 30), "not turned"
        assert exif_of(picture.exif)[0x0112] == 1


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_damaged_exif_is_left_out_with_a_notice(tmp_path: Path, format: str) -> None:
    junk = b"Exif\0\0II*\0\xff\xff\xff\xff junk"
    path = save(tmp_path / "x", Image.fromarray(RGB), format, exif=junk)
    picture = files.read(path)
    assert picture.pixels.shape == RGB.shape
    assert picture.exif is None
    assert picture.notices == ("Damaged EXIF data is left out.",)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_out_upright(tmp_path: Path, format: str, orientation: int) -> None:
    options = {"lossless": True} if format == "WEBP" else {}
    exif = Image.Exif()
    exif[0x0112] = orientation
    if format == "JPEG":
        options = {"quality": 100, "subsampling": 0}
    path = save(tmp_path / "x", Image.fromarray(RGB), format, exif=exif.tobytes(), **options)
    want = turned(RGB, orientation)
    picture = files.read(path)
    assert picture.pixels.shape == want.shape
    apart = np.abs(picture.pixels.astype(int) - want).max()
    assert apart <= (4 if format == "JPEG" else 0), apart
    assert picture.exif is None or exif_of(picture.exif).get(0x0112, 1) == 1
    probe = files.probe(path)
    assert (probe.height, probe.width) == want.shape[:2]
    small = files.thumbnail(path, 15)
    assert small.shape == (15, 10, 3) if orientation >= 5 else (10, 15, 3)
    corners = np.abs(small[::9, ::9].astype(int)[0, 0] - want[0, 0]).max()
    assert corners < 20, f"the corner is {corners} off: turned another way"


def turned(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """By Pillow, from an image that states the orientation."""
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(pixels).save(file, "PNG", exif=exif)
    with Image.open(file) as image:
        return np.asarray(ImageOps.exif_transpose(image))


def test_alpha_and_16_bits_are_turned_as_well(tmp_path: Path) -> None:
    pixels, alpha = noise((7, 9, 3), np.uint16), noise((7, 9), np.uint16)
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Picture(pixels, alpha, exif=exif.tobytes(), dpi=(300.0, 150.0))
    for format in ("png", "tiff"):
        buffers, _ = encode(lying, Encoding(format))
        (tmp_path / "x").write_bytes(b"".join(buffers))
        if format == "tiff":  # our TIFF writer takes pictures as upright, so turn by hand
            image = pyvips.Image.new_from_buffer((tmp_path / "x").read_bytes(), "")
            image = image.copy()
            image.set_type(pyvips.GValue.gint_type, "orientation", 6)
            (tmp_path / "x").write_bytes(image.tiffsave_buffer())
        picture = files.read(tmp_path / "x")
        assert np.array_equal(picture.pixels, np.rot90(pixels, -1)), format
        assert np.array_equal(picture.alpha, np.rot90(alpha, -1)), format
        assert picture.dpi == pytest.approx((150, 300), abs=0.02), format


# --- more than one frame --------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF", "MPO"])
def test_of_many_frames_the_first_is_used_and_it_says_so(tmp_path: Path, format: str) -> None:
    first = Image.fromarray(RGB)
    others = [Image.fromarray(255 - RGB), Image.fromarray(RGB // 2)]
    options = {"lossless": True} if format == "WEBP" else {}
    path = save(tmp_path / "x", first, format, save_all=True, append_images=others, **options)
    assert files.probe(path).frames == 3
    picture = files.read(path)
    apart = np.abs(picture.pixels.astype(int) - RGB).max()
    assert apart <= (16 if format == "MPO" else 0), apart
    kind = {"TIFF": "pages", "MPO": "pictures"}.get(format)  # what moves is used as a whole
    assert picture.frames == 3
    assert picture.notices == ((f"3 {kind}, only the first is used.",) if kind else ())
    assert picture.format == ("JPEG" if format == "MPO" else format)


def test_the_levels_of_a_pyramid_are_not_frames(tmp_path: Path) -> None:
    image = pyvips.Image.new_from_memory(noise((300, 300, 3)), 300, 300, 3, "uchar")
    image = image.copy(interpretation="srgb")
    data = image.tiffsave_buffer(tile=True, pyramid=True, tile_width=64, tile_height=64)
    (tmp_path / "x.tif").write_bytes(data)
    assert files.probe(tmp_path / "x.tif").frames == 1


def test_pages_that_point_at_each_other_are_counted_once(tmp_path: Path) -> None:
    data = bytearray(encoded(Image.fromarray(RGB), "TIFF"))
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    struct.pack_into("<I", data, first + 2 + 12 * count, first)
    (tmp_path / "x.tif").write_bytes(data)
    assert files.probe(tmp_path / "x.tif").frames in (1, 2)


# --- thumbnails -----------------------------------------------------------------------------------


def test_a_thumbnail_looks_like_its_picture(tmp_path: Path) -> None:
    large = smooth(600, 900)
    deep = large.astype(np.uint16) * 257
    deep_tiff = tmp_path / "deep.tif"
    files.write(deep_tiff, Picture(deep), Encoding("tiff"))
    deep_png = tmp_path / "deep.png"
    files.write(deep_png, Picture(deep), Encoding("png"))
    paths = [deep_tiff, deep_png]
    paths += [
        save(tmp_path / f"x.{format}", Image.fromarray(large), format)
        for format in ("PNG", "JPEG", "WEBP", "TIFF", "BMP")
    ]
    want = np.asarray(Image.fromarray(large).resize((96, 64), Image.Resampling.BOX)).astype(int)
    for path in paths:
        small = files.thumbnail(path, 96)
        assert small.shape == (64, 96, 3), path.name
        assert small.dtype == np.uint8
        apart = np.abs(small - want).mean()
        assert apart < 2, f"{path.name}: {apart}"


def test_a_thumbnail_of_gray_and_of_clear_pictures(tmp_path: Path) -> None:
    gray = files.thumbnail(save(tmp_path / "g.png", Image.fromarray(GRAY)), 256)
    assert np.array_equal(gray, np.repeat(GRAY[..., np.newaxis], 3, axis=2)), "enlarged or tinted"
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    small = files.thumbnail(save(tmp_path / "c.png", clear), 20)
    assert (small == 128).all()
    files.write(
        tmp_path / "d.png",
        Picture(noise((40, 40, 1), np.uint16), np.zeros((40, 40), np.uint16)),
        Encoding(),
    )
    assert (files.thumbnail(tmp_path / "d.png", 20) == 128).all()


# --- damaged files --------------------------------------------------------------------------------


def some_files() -> list[bytes]:
    """One of each kind, with metadata."""
    pictures = [
        Picture(noise((9, 12, 3), dtype), noise((9, 12), dtype), srgb_profile(), exif_block(), XMP)
        for dtype in (np.uint8, np.uint16)
    ]
    datas = [
        b"".join(encode(picture, Encoding(format))[0])
        for picture in pictures
        for format in ("png", "jpeg", "webp", "tiff")
    ]
    image = Image.fromarray(noise((9, 12, 3)))
    datas += [encoded(image.convert(mode), "BMP") for mode in ("1", "P", "RGB")]
    datas += [encoded(image.convert("P"), "PNG"), encoded(image.convert("CMYK"), "JPEG")]
    datas += [encoded(image, "TIFF", exif=exif_block())]
    datas += [encoded(image, "TIFF", compression="tiff_lzw")]
    return datas


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    damaged = bytearray(data.draw(st.sampled_from(FILES)))
    early = data.draw(st.booleans())  # where the structure is
    for _ in range(data.draw(st.integers(0, 5))):
        at = data.draw(st.integers(0, min(len(damaged), 400 if early else 10**9) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del damaged[data.draw(st.integers(0, len(damaged))) :]
    path = tmp_path_factory.getbasetemp() / "shaken"
    path.write_bytes(damaged)
    most = 4_000_000  # what a header promises beyond this is another test's
    looks = (lambda: files.read(path, most), lambda: files.probe(path))
    for look in (*looks, lambda: files.thumbnail(path, 8, most)):
        refusal = None
        try:
            look()
        except UnreadableImage as error:
            refusal = error
        assert refusal is None or (path.name in refusal.message and refusal.hint)


FILES = some_files()


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("kind", ["png", "png16", "jpeg", "webp", "tiff", "tiff16", "bmp"])
def test_half_a_file_is_refused(tmp_path: Path, kind: str, share: float) -> None:
    pixels = noise((64, 64, 3), np.uint16 if kind.endswith("16") else np.uint8)
    if kind == "bmp":
        data = encoded(Image.fromarray(pixels), "BMP")
    else:
        data = b"".join(encode(Picture(pixels), Encoding(kind.removesuffix("16")))[0])
    (tmp_path / "half").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableImage, match="half is damaged or incomplete"):
        files.read(tmp_path / "half")


def test_nothing_is_printed_and_no_thread_is_left(tmp_path: Path) -> None:
    """libvips and libtiff write to stderr themselves, behind Python's back."""
    sound = b"".join(encode(Picture(noise((64, 64, 3), np.uint16)), Encoding("tiff"))[0])
    torn = bytearray(encoded(Image.fromarray(RGB), "TIFF", compression="tiff_lzw"))
    torn[60:90] = b"\xff" * 30
    (tmp_path / "a.tif").write_bytes(sound[:-500])
    (tmp_path / "b.tif").write_bytes(torn)
    (tmp_path / "c.tif").write_bytes(b"II*\0" + b"\xff" * 100)
    (tmp_path / "d.tif").write_bytes(sound)
    code = """
import sys, threading
from pathlib import Path
from sr_desktop.errors import UnreadableImage
from sr_desktop.imaging import files
for path in sorted(Path(sys.argv[1]).glob("*.tif")):
    try:
        files.read(path)
    except UnreadableImage:
        pass
assert threading.active_count() == 1, threading.enumerate()
"""
    run = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# --- Pillow's own limits --------------------------------------------------------------------------


def test_pillows_limit_neither_interferes_nor_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    for format in ("PNG", "JPEG", "WEBP", "TIFF", "BMP"):
        path = save(tmp_path / "x", Image.fromarray(RGB), format)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert files.read(path).width == 30, format
            assert files.thumbnail(path, 10).shape[1] == 10
    assert Image.MAX_IMAGE_PIXELS == 100


def test_many_threads_may_read_at_once(tmp_path: Path) -> None:
    paths = [tmp_path / f"{i}.{ext}" for i in range(6) for ext in ("png", "jpg", "tif", "webp")]
    for i, path in enumerate(paths):
        files.write(path, Picture(smooth(40, 50 + i)), Encoding(formats.format_of(path).lower()))
    limit, filters = Image.MAX_IMAGE_PIXELS, list(warnings.filters)
    wrong: list[object] = []

    def look() -> None:
        for i, path in enumerate(paths):
            if files.read(path).width != 50 + i or files.thumbnail(path, 25).shape[1] != 25:
                wrong.append(path)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert limit == Image.MAX_IMAGE_PIXELS
    assert list(warnings.filters) == filters
