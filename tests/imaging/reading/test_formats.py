"""Formats beyond the usual five, deep and odd pixels, and giants by bands."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms

from sr_desktop.errors import ImageTooLarge, UnreadableImage
from sr_desktop.imaging import files, store
from sr_desktop.imaging.colour import to_srgb
from sr_desktop.imaging.reading import pillow, source
from tests.imaging.samples import (
    encoded,
    exif_block,
    gray_profile,
    noise,
    save,
    smooth,
    srgb_profile,
)

RGB = smooth(20, 30)


# --- further formats ------------------------------------------------------------------------------


def test_gif_and_avif_are_read(tmp_path: Path) -> None:
    few = Image.fromarray(RGB).quantize(64)
    gif = files.read(save(tmp_path / "x", few, "GIF"))
    assert gif.format == "GIF"
    assert np.array_equal(gif.pixels, np.asarray(few.convert("RGB")))
    avif = files.read(save(tmp_path / "x", Image.fromarray(RGB), "AVIF", quality=95))
    assert avif.format == "AVIF"
    assert np.abs(avif.pixels.astype(int) - RGB).mean() < 4


def test_a_clear_colour_of_a_gif_is_alpha(tmp_path: Path) -> None:
    image = Image.fromarray(noise((6, 8)) % 4)
    image.putpalette([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120])
    path = save(tmp_path / "x", image, "GIF", transparency=2)
    assert files.probe(path).alpha
    picture = files.read(path)
    assert np.array_equal(picture.alpha == 0, np.asarray(image) == 2)


@pytest.mark.parametrize("depth", [8, 10, 12])
def test_heic_is_read_with_its_bits(tmp_path: Path, depth: int) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    levels = smooth(64, 96).astype(np.uint16) * (257 if depth > 8 else 1)
    mode = "RGB;16" if depth > 8 else "RGB"
    data = (levels if depth > 8 else levels.astype(np.uint8)).tobytes()
    pillow_heif.options.SAVE_HDR_TO_12_BIT = depth == 12
    try:
        heif = pillow_heif.from_bytes(mode=mode, size=(96, 64), data=data)
        heif.save(tmp_path / "x.heic", quality=-1, chroma=444)
    finally:
        pillow_heif.options.SAVE_HDR_TO_12_BIT = False
    picture = files.read(tmp_path / "x.heic")
    assert (picture.format, picture.bits) == ("HEIF", 16 if depth > 8 else 8)
    apart = np.abs(picture.pixels.astype(int) - levels).max() / (257 if depth > 8 else 1)
    assert apart <= 3, apart


@pytest.mark.parametrize("depth", [10, 12])
def test_a_deep_avif_keeps_its_bits(tmp_path: Path, depth: int) -> None:
    ramp = np.linspace(0, 65535, 1024).astype(np.uint16)
    levels = np.broadcast_to(ramp[:, np.newaxis, np.newaxis], (1024, 64, 3)).copy()
    image = pyvips.Image.new_from_memory(levels.tobytes(), 64, 1024, 3, "ushort")
    data = image.copy(interpretation="rgb16").heifsave_buffer(
        compression="av1", bitdepth=depth, Q=95, subsample_mode="off"
    )
    (tmp_path / "x.avif").write_bytes(data)
    assert files.probe(tmp_path / "x.avif").bits == 16
    picture = files.read(tmp_path / "x.avif")
    assert (picture.width, picture.height, picture.bits) == (64, 1024, 16)
    assert len(np.unique(picture.pixels)) > 900, "8-bit steps"
    assert np.abs(picture.pixels.astype(int) - levels).max() < 300
    assert picture.pixels.max() > 65500, "not the whole range"
    assert files.thumbnail(tmp_path / "x.avif", 64).shape == (64, 4, 3)


def test_jpeg_xl_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pillow_jxl")
    for image in (Image.fromarray(RGB), Image.fromarray(noise((9, 13), np.uint16))):
        path = save(tmp_path / "x.jxl", image, "JXL", lossless=True, exif=exif_block(6))
        probe = files.probe(path)
        assert (probe.width, probe.height, probe.format) == (*image.size, "JXL")
        picture = files.read(path)
        assert np.array_equal(np.squeeze(picture.pixels), np.asarray(image))
        assert picture.exif is not None


@pytest.mark.parametrize("module", ["pillow_heif", "pillow_jxl"])
def test_a_missing_library_is_named_by_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    heads = {"pillow_heif": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "pillow_jxl": b"\xff\x0a\0\0"}
    (tmp_path / "x").write_bytes(heads[module] + bytes(40))
    with pytest.raises(UnreadableImage, match=r"pip install 'sr-desktop\[formats\]'"):
        files.read(tmp_path / "x")
    monkeypatch.setattr(sys, "frozen", True, raising=False)  # the program of an installer
    with pytest.raises(UnreadableImage, match="Save it as JPEG or PNG first"):
        files.read(tmp_path / "x")


@pytest.mark.parametrize("most", [1, 15, 255, 1000, 65535])
@pytest.mark.parametrize("kind", [b"P2", b"P3", b"P5", b"P6", b"P7"])
def test_pnm_of_any_maximum_is_exact(tmp_path: Path, kind: bytes, most: int) -> None:
    channels = {b"P2": 1, b"P5": 1, b"P7": 4}.get(kind, 3)
    values = noise((7, 9, channels), np.uint16).astype(np.int64) % (most + 1)
    head = b"%s\n# a word\n9 7\n%d\n" % (kind, most)
    if kind == b"P7":
        head = b"P7\nWIDTH 9\nHEIGHT 7\nDEPTH 4\nMAXVAL %d\nTUPLTYPE RGB_ALPHA\nENDHDR\n" % most
    if kind in (b"P2", b"P3"):
        body = b" ".join(b"%d" % value for value in values.ravel())
    else:
        body = values.astype(">u2" if most > 255 else np.uint8).tobytes()
    (tmp_path / "x").write_bytes(head + body)
    full = 255 if most < 256 else 65535
    want = np.floor(values / most * full + 0.5)
    picture = files.read(tmp_path / "x")
    assert picture.format == "PPM"
    assert picture.bits == (8 if most < 256 else 16)
    assert np.array_equal(picture.pixels, want[..., : min(channels, 3)])
    if kind == b"P7":
        assert np.array_equal(picture.alpha, want[..., 3])
    (tmp_path / "x").write_bytes((head + body)[:-20])
    with pytest.raises(UnreadableImage):
        files.read(tmp_path / "x")


def test_bitmaps_in_pnm_have_black_for_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"P1\n3 2\n1 0 1\n011\n")
    (tmp_path / "b").write_bytes(b"P4 3 2\n" + bytes([0b10100000, 0b01100000]))
    for name in "ab":
        pixels = files.read(tmp_path / name).pixels[..., 0]
        assert pixels.tolist() == [[0, 255, 0], [255, 0, 0]], name


# --- deep and odd pixels of TIFF ------------------------------------------------------------------


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.uint32])
@pytest.mark.parametrize("order", ["<", ">"])
def test_floats_and_wide_numbers_become_16_bits(
    tmp_path: Path, channels: int, kind: type, order: str
) -> None:
    share = np.random.default_rng(0).random((5, 7, channels))
    is_float = np.issubdtype(kind, np.floating)
    values = share.astype(kind) if is_float else (share * (2**32 - 1)).astype(kind)
    (tmp_path / "x.tif").write_bytes(tiff(values, order, 3 if is_float else 1))
    assert files.probe(tmp_path / "x.tif").bits == 16
    picture = files.read(tmp_path / "x.tif")
    want = np.rint(values.astype(np.float64) * (65535 / (1 if is_float else 2**32 - 1)))
    assert np.array_equal(picture.pixels, want)
    assert "converted to 16 bits" in picture.notices[0]
    assert "clipped" not in picture.notices[0]


def test_floats_outside_of_0_to_1_are_clipped_and_it_says_so(tmp_path: Path) -> None:
    values = np.array([[-1, 0.5, 2, np.nan, np.inf]], np.float32)[..., np.newaxis]
    (tmp_path / "x.tif").write_bytes(tiff(values, "<", 3))
    picture = files.read(tmp_path / "x.tif")
    assert picture.pixels.ravel().tolist() == [0, 32768, 65535, 0, 65535]
    assert "clipped" in picture.notices[0]


def tiff(values: NDArray[np.generic], order: str, sample_format: int, **tags: int) -> bytes:
    """One strip, uncompressed, as TIFF 6.0 lays it out; tags by number, as t262=5."""
    height, width, channels = values.shape
    data = values.astype(values.dtype.newbyteorder(order)).tobytes()
    bits = values.dtype.itemsize * 8
    fields = {
        256: (4, width),
        257: (4, height),
        258: (3, bits),
        259: (3, 1),
        262: (3, 2 if channels > 2 else 1),
        273: (4, 8),
        277: (3, channels),
        278: (4, height),
        279: (4, len(data)),
        339: (3, sample_format),
    }
    fields |= {int(name[1:]): (3, value) for name, value in tags.items()}
    body, extra_at = b"", 8 + len(data) + len(data) % 2 + 2 + 12 * len(fields) + 4
    extra = b""
    for tag, (kind, value) in sorted(fields.items()):
        count = channels if tag in (258, 339) else 1
        if count > 2:
            packed = struct.pack(order + "I", extra_at + len(extra))
            extra += struct.pack(order + f"{count}H", *[value] * count)
        else:
            packed = struct.pack(order + ("H" if kind == 3 else "I") * count, *[value] * count)
        body += struct.pack(order + "HHI", tag, kind, count) + packed.ljust(4, b"\0")
    head = (b"II" if order == "<" else b"MM") + struct.pack(
        order + "HI", 42, 8 + len(data) + len(data) % 2
    )
    directory = struct.pack(order + "H", len(fields)) + body + bytes(4)
    return head + data + bytes(len(data) % 2) + directory + extra


def test_lab_of_16_bits_keeps_them(tmp_path: Path) -> None:
    """Grays from black to white, of which the values in sRGB are known."""
    light = np.linspace(0, 100, 4096)
    lab = np.zeros((1, 4096, 3), np.uint16)
    lab[0, :, 0] = np.rint(light * 655.35)
    y = np.where(light > 8, ((light + 16) / 116) ** 3, light / 903.2963)
    want = np.where(y <= 0.0031308, 12.92 * y, 1.055 * y ** (1 / 2.4) - 0.055) * 65535
    for photometric in (8, 9):
        given = lab.copy()
        if photometric == 9:
            given[0, :, 0] = np.rint(light * 652.80)
            given[..., 1:] = 32768
        (tmp_path / "x.tif").write_bytes(tiff(given, "<", 1, t262=photometric))
        picture = files.read(tmp_path / "x.tif")
        assert picture.bits == 16
        apart = np.abs(picture.pixels[0].astype(float) - want[:, np.newaxis]).max()
        assert apart < 120, f"{apart} of 65535"
        assert len(np.unique(picture.pixels[0, :, 1])) > 3900, "8-bit steps"
        assert picture.notices[0].startswith("Lab colours were converted to sRGB")


def test_cmyk_of_16_bits_keeps_them(tmp_path: Path) -> None:
    inks = np.zeros((1, 4096, 4), np.uint16)
    inks[0, :, 3] = np.linspace(0, 65535, 4096)
    (tmp_path / "x.tif").write_bytes(tiff(inks, ">", 1, t262=5))
    picture = files.read(tmp_path / "x.tif")
    assert np.array_equal(picture.pixels[0, :, 0], 65535 - inks[0, :, 3])
    assert picture.bits == 16
    assert "estimate" in picture.notices[0]


def test_cmyk_follows_its_profile_in_8_and_16_bits(tmp_path: Path) -> None:
    image = pyvips.Image.new_from_memory(RGB, 30, 20, 3, "uchar").copy(interpretation="srgb")
    for name, depth in (("a.tif", 8), ("b.tif", 16), ("c.jpg", 8)):
        cmyk = image.icc_transform("cmyk", input_profile="srgb", depth=depth)
        if depth == 16:
            cmyk = cmyk.copy(interpretation="cmyk")
        options = {"Q": 98} if name == "c.jpg" else {}
        cmyk.write_to_file(str(tmp_path / name), **options)
        picture = files.read(tmp_path / name)
        assert picture.notices == ("CMYK colours were converted to sRGB by its profile.",), name
        assert picture.bits == depth
        pixels = picture.pixels.astype(float) / (257 if depth == 16 else 1)
        if name == "a.tif":  # by LittleCMS through Pillow, in one piece
            with Image.open(tmp_path / name) as file:
                want, _, _ = to_srgb(file, file.info["icc_profile"])
        apart = np.abs(pixels - want)
        assert apart.mean() < (0.01 if name == "a.tif" else 1.5), f"{name}: {apart.mean()}"


def test_alpha_that_was_multiplied_in_is_taken_out(tmp_path: Path) -> None:
    values = np.full((2, 2, 4), 100, np.uint8)
    values[..., 3] = 200
    (tmp_path / "x.tif").write_bytes(tiff(values, "<", 1, t338=1))
    picture = files.read(tmp_path / "x.tif")
    assert ((picture.pixels == 127) | (picture.pixels == 128)).all(), picture.pixels
    assert (picture.alpha == 200).all()


# --- profiles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "icc", "words"),
    [
        ("L", srgb_profile(), "for RGB pictures"),
        ("RGB", gray_profile(), "for gray pictures"),
        ("RGB", b"junk" * 50, "damaged"),
    ],
)
@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF"])
def test_a_profile_that_does_not_fit_is_left_out(
    tmp_path: Path, format: str, mode: str, icc: bytes, words: str
) -> None:
    path = save(tmp_path / "x", Image.fromarray(RGB).convert(mode), format, icc_profile=icc)
    picture = files.read(path)
    assert picture.icc is None
    assert words in picture.notices[0]
    assert "left out" in picture.notices[0]


def test_gray_keeps_a_gray_profile(tmp_path: Path) -> None:
    for format in ("PNG", "JPEG", "TIFF"):
        image = Image.fromarray(RGB[..., 0])
        picture = files.read(save(tmp_path / "x", image, format, icc_profile=gray_profile()))
        assert picture.icc == gray_profile(), format
        assert picture.is_gray
        assert picture.notices == ()


# --- shaken files ---------------------------------------------------------------------------------


def some_files() -> list[bytes]:
    """One of each further kind."""
    image, few = Image.fromarray(noise((24, 32, 3))), Image.fromarray(RGB).quantize(8)
    moving = {"save_all": True, "append_images": [Image.fromarray(noise((24, 32, 3), seed=1))]}
    datas = [encoded(few, "GIF"), encoded(image, "AVIF", exif=exif_block(6)), encoded(image, "PPM")]
    datas += [encoded(image, format, **moving) for format in ("GIF", "WEBP", "PNG", "TIFF", "MPO")]
    datas += [encoded(image, "JPEG", progressive=True, exif=exif_block(), comment=b"words")]
    datas += [tiff(noise((6, 7, 3)), ">", 1, t262=8)]
    datas += [tiff(np.ones((6, 7, 3), kind), "<", 3) for kind in (np.float16, np.float64)]
    datas += [b"P2 3 2 255\n1 2 3 4 5 6\n", b"P7\nWIDTH 2\nHEIGHT 1\nDEPTH 4\nMAXVAL 9\nENDHDR\n"]
    return datas


FILES = some_files()


MOST_PIXELS = 4_000_000  # what a header promises beyond this is another test's


def watch(path: Path) -> None:
    with files.open_animation(path, MOST_PIXELS) as animation:
        list(animation.pictures)


@settings(max_examples=300, deadline=10_000)
@given(st.data())
def test_a_shaken_file_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    shaken = bytearray(data.draw(st.sampled_from(FILES)))
    for _ in range(data.draw(st.integers(0, 5))):
        at = data.draw(st.integers(0, min(len(shaken), data.draw(st.sampled_from([64, 9999]))) - 1))
        shaken[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del shaken[data.draw(st.integers(0, len(shaken))) :]
    path = tmp_path_factory.getbasetemp() / "shaken"
    path.write_bytes(shaken)
    files.provenance(path)
    with suppress(UnreadableImage):
        files.probe(path)
    with suppress(UnreadableImage):
        files.read(path, MOST_PIXELS)
    with suppress(UnreadableImage):
        files.thumbnail(path, 8, MOST_PIXELS)
    with suppress(UnreadableImage):
        watch(path)


# --- by bands -------------------------------------------------------------------------------------


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pictures are treated as giants."""
    monkeypatch.setattr(pillow, "LARGE_PIXELS", 0)
    monkeypatch.setattr(source, "BAND_BYTES", 2000)
    monkeypatch.setattr(store, "SMALL_BYTES", 100)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF", "BMP", "PPM"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK"])
def test_giants_come_out_as_small_pictures_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_rows: None, format: str, mode: str
) -> None:
    image = Image.fromarray(noise((70, 50, 3)) // 64 * 64).convert(mode)
    if mode == "RGBA":
        image.putalpha(Image.fromarray(noise((70, 50))))
    try:
        path = save(tmp_path / "x", image, format)
    except OSError:
        pytest.skip(f"Pillow writes no {format} of {mode}")
    picture = files.read(path)
    with Image.open(path) as file:
        want = np.asarray(file.convert(mode if mode in ("RGBA", "L") else "RGB"))
    want = np.asarray(image.convert("L")) if mode == "1" and format != "JPEG" else want
    want = want.reshape(70, 50, -1)
    got = picture.pixels
    if mode == "RGBA" and picture.alpha is not None:
        got = np.dstack([got, picture.alpha])
    else:
        want = want[..., : got.shape[2]]
    apart = np.abs(got.astype(int) - want).max()
    assert apart == 0, apart
    assert isinstance(picture.pixels, np.memmap)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_giants_are_turned_block_by_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_rows: None, orientation: int
) -> None:
    monkeypatch.setattr("sr_desktop.imaging.reading.decoder._BLOCK_PX", 7)
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.fromarray(noise((33, 21, 3)))
    image.putalpha(Image.fromarray(noise((33, 21))))
    path = save(tmp_path / "x", image, "PNG", exif=exif.tobytes())
    giant = files.read(path)
    monkeypatch.undo()
    small = files.read(path)
    assert np.array_equal(giant.pixels, small.pixels)
    assert np.array_equal(giant.alpha, small.alpha)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF", "BMP", "PPM"])
@pytest.mark.parametrize("share", [0.5, 0.97])
def test_half_a_giant_is_refused(tmp_path: Path, few_rows: None, format: str, share: float) -> None:
    data = encoded(Image.fromarray(noise((200, 100, 3))), format)
    (tmp_path / "half").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableImage, match="half is damaged or incomplete"):
        files.read(tmp_path / "half")


def test_a_jpeg_of_which_half_are_zeros_is_refused(tmp_path: Path) -> None:
    data = encoded(Image.fromarray(noise((300, 300, 3))), "JPEG")
    half = len(data) // 2
    (tmp_path / "x.jpg").write_bytes(data[:half] + bytes(half))
    with pytest.raises(UnreadableImage, match="damaged or incomplete"):
        files.read(tmp_path / "x.jpg")
    (tmp_path / "x.jpg").write_bytes(data + b"a film behind the picture" * 9999)
    assert files.read(tmp_path / "x.jpg").width == 300


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("kind", ["png", "jpg", "tif", "ppm"])
def test_a_giant_needs_little_memory(tmp_path: Path, kind: str) -> None:
    x = pyvips.Image.xyz(9000, 12000)
    image = x[0].bandjoin([x[1] * 0.0125, (x[0] + x[1]) * 0.03]).cast("uchar")
    image = image.copy(interpretation="srgb")
    path = tmp_path / f"giant.{kind}"
    if kind == "ppm":
        with path.open("wb") as file:
            file.write(b"P6 9000 12000 255\n")
            file.truncate(18 + 9000 * 12000 * 3)
    else:
        options = {"png": {"compression": 1}, "tif": {"compression": "lzw"}}.get(kind, {})
        image.write_to_file(str(path), **options)
    code = """
import sys
from contextlib import suppress
from pathlib import Path
from sr_desktop.imaging import files
def peak():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
files.read(Path(sys.argv[1]))
before = peak()
assert files.read(Path(sys.argv[2])).width == 9000
print(peak() - before)
"""
    small = tmp_path / f"small.{kind}"
    Image.fromarray(RGB).save(small)
    run = [sys.executable, "-c", code, str(small), str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 200, f"{done.stdout.strip()} MiB for 309 MiB of pixels"


def test_what_must_be_decoded_at_once_is_refused_where_memory_is_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "x.webp", Image.new("RGB", (3000, 3000)), lossless=True)
    free = type("Memory", (), {"available": 50 << 20})
    monkeypatch.setattr("psutil.virtual_memory", lambda: free)
    with pytest.raises(ImageTooLarge, match=r"x\.webp needs more memory than is free"):
        files.read(path)


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sr_desktop.imaging.reading import decoder

    path, decode = save(tmp_path / "x.png", Image.fromarray(RGB)), decoder.decode

    def slowly(given: source.Source) -> object:
        picture = decode(given)
        with path.open("ab") as file:
            file.write(b"more")
        return picture

    monkeypatch.setattr(decoder, "decode", slowly)
    with pytest.raises(UnreadableImage, match=r"x\.png was changed while it was read\."):
        files.read(path)


def test_the_limit_tells_how_to_raise_it(tmp_path: Path) -> None:
    path = save(tmp_path / "x.png", Image.new("L", (2000, 1500)))
    with pytest.raises(ImageTooLarge, match=r"--pixel-limit 3 \(megapixels\)"):
        files.read(path, max_pixels=1_000_000)


def test_probe_tells_channels_alpha_and_movement(tmp_path: Path) -> None:
    gray, rgb = Image.fromarray(RGB[..., 0]), Image.fromarray(RGB)
    clear = rgb.convert("RGBA")
    for image, format, channels, alpha in (
        (gray, "PNG", 1, False),
        (clear, "PNG", 3, True),
        (gray, "JPEG", 1, False),
        (rgb, "JPEG", 3, False),
        (clear, "WEBP", 3, False),
        (gray, "TIFF", 1, False),
        (clear, "TIFF", 3, True),
        (gray, "PPM", 1, False),
    ):
        probe = files.probe(save(tmp_path / "x", image, format))
        assert (probe.channels, probe.alpha, probe.animated) == (channels, alpha, False), format


def test_lab_with_a_profile_of_lab(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    values = np.zeros((4, 4, 3), np.uint8)
    values[..., 0] = 255
    data = tiff(values, "<", 1, t262=8)
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        image.save(tmp_path / "x.tif", icc_profile=lab)
    picture = files.read(tmp_path / "x.tif")
    assert (picture.pixels >= 254).all()
    assert picture.notices == ("Lab colours were converted to sRGB by its profile.",)
