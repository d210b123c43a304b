"""What programs that are not ours say of files that we wrote."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sr_desktop.imaging import files
from sr_desktop.imaging.encoding import Encoding
from sr_desktop.imaging.picture import Picture
from sr_desktop.imaging.provenance import Provenance
from sr_desktop.imaging.writing import vips_out
from tests.imaging.samples import AUTHOR, exif_block, noise, smooth, srgb_profile

FORMATS = ("png", "jpeg", "tiff", "webp", "avif")
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:ImageWidth="9">
<dc:source>M\xc3\xa4rchen</dc:source></rdf:Description></rdf:RDF></x:xmpmeta>"""
IPTC = b"\x1c\x02\x00\x00\x02\x00\x04" + b"\x1c\x02\x19\x00\x03dog" + b"\x1c\x02\x05\x00\x05Title"
MADE = Provenance("1.0", "pan-x4", "ab" * 32, ("x4",), "float32", False, 256, {"scale": 4})
PICTURE = Picture(
    smooth(100, 150),
    icc=srgb_profile(),
    exif=exif_block(orientation=1, width=9, height=9, image_width=9),
    xmp=XMP,
    iptc=IPTC,
    dpi=(300.0, 150.0),
    text=(("Comment", "Grüße"), ("Title", "Ψ")),
    made=MADE,
)


def tool(name: str, *arguments: object) -> str:
    """What it prints; the test is skipped where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name} (make test installs it)")
    command = [found, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def exiftool(path: Path, *options: str) -> dict[str, Any]:
    (told,) = json.loads(tool("exiftool", "-json", "-G1", "-n", "-a", *options, path))
    assert "ExifTool:Error" not in told, told["ExifTool:Error"]
    return dict(told)


@pytest.fixture(params=FORMATS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"x.{request.param}"
    files.write(path, PICTURE, Encoding(request.param))
    return path


# --- metadata, by ExifTool ------------------------------------------------------------------------


def test_exif_and_gps_are_whole(written: Path) -> None:
    told = exiftool(written)
    assert told["IFD0:Make"] == "Canon"
    assert told["IFD0:Artist"] == AUTHOR
    assert told["ExifIFD:DateTimeOriginal"] == "2024:01:02 03:04:05"
    assert told["ExifIFD:ExposureTime"] == "1 125"  # two shorts in the sample
    assert (told["ExifIFD:ExifImageWidth"], told["ExifIFD:ExifImageHeight"]) == (150, 100)
    assert told["GPS:GPSLatitude"] == pytest.approx(52 + 31 / 60 + 12.5 / 3600)
    assert told.get("IFD0:Orientation", 1) == 1
    assert told["IFD0:ImageWidth"] == 150


def test_xmp_is_whole_and_tells_how_it_was_made(written: Path) -> None:
    told = exiftool(written)
    assert told["XMP-dc:Source"] == "Märchen"
    assert told["XMP-tiff:ImageWidth"] == 150
    assert told["XMP-srd:Model"] == "pan-x4"
    assert Provenance.from_json(told["XMP-srd:Provenance"]) == MADE


def test_iptc_is_where_it_is_looked_for(written: Path) -> None:
    told = exiftool(written)
    held = written.suffix in (".png", ".jpeg", ".tiff")
    assert told.get("IPTC:Keywords") == ("dog" if held else None)
    assert told.get("IPTC:ObjectName") == ("Title" if held else None)


def test_the_profile_is_the_same_to_the_byte(written: Path, tmp_path: Path) -> None:
    tool("exiftool", "-q", "-b", "-icc_profile", "-w", str(tmp_path / "%f.icc"), written)
    assert (tmp_path / "x.icc").read_bytes() == srgb_profile()


def test_the_size_in_print_is_kept(written: Path) -> None:
    told = exiftool(written)
    x, y, unit = {
        ".png": ("PNG-pHYs:PixelsPerUnitX", "PNG-pHYs:PixelsPerUnitY", "PNG-pHYs:PixelUnits"),
        ".jpeg": ("JFIF:XResolution", "JFIF:YResolution", "JFIF:ResolutionUnit"),
    }.get(written.suffix, ("IFD0:XResolution", "IFD0:YResolution", "IFD0:ResolutionUnit"))
    per_unit = 0.0254 if written.suffix == ".png" else 1
    assert told[x] * per_unit == pytest.approx(300, abs=0.02)
    assert told[y] * per_unit == pytest.approx(150, abs=0.02)
    assert told[unit] == (1 if written.suffix in (".png", ".jpeg") else 2)


def test_words_are_kept(tmp_path: Path) -> None:
    long = "ä" * 3000
    text = (
        *PICTURE.text,
        ("Long", long),
        ("Long wide", "Ψ" * 3000),
        ("bad\n  key" + "x" * 99, "?"),
    )
    picture = Picture(smooth(10, 10), text=text)
    files.write(tmp_path / "x.png", picture, Encoding("png"))
    told = exiftool(tmp_path / "x.png")
    assert told["PNG:Comment"] == "Grüße"
    assert told["PNG:Title"] == "Ψ"
    assert told["PNG:Long"] == long
    tool("pngcheck", "-v", tmp_path / "x.png")
    files.write(tmp_path / "x.jpg", PICTURE, Encoding("jpeg"))
    assert exiftool(tmp_path / "x.jpg")["File:Comment"] == "Grüße"


def test_stripped_files_tell_nothing(tmp_path: Path) -> None:
    for format in FORMATS:
        path = tmp_path / f"x.{format}"
        assert files.write(path, PICTURE, Encoding(format, strip_metadata=True)) == ()
        told = exiftool(path)
        kinds = {name.split(":")[0] for name in told}
        assert not {kind for kind in kinds if kind.startswith(("XMP", "IPTC", "GPS", "ExifIFD"))}
        assert not {name for name in told if name.split(":")[-1] in ("Make", "Artist", "Comment")}
        assert "ICC_Profile:ProfileDescription" in told


# --- pixels, by ImageMagick -----------------------------------------------------------------------


@pytest.mark.parametrize("format", ["png", "tiff"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("piped", [False, True])
def test_imagemagick_sees_the_same_pixels(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    format: str,
    dtype: type,
    channels: int,
    alpha: bool,
    piped: bool,
) -> None:
    if piped:
        monkeypatch.setattr("sr_desktop.imaging.writing.writing._SMALL_BYTES", 0)
    picture = Picture(
        noise((70, 90, channels), dtype), noise((70, 90), dtype, 1) if alpha else None
    )
    path = tmp_path / f"x.{format}"
    files.write(path, picture, Encoding(format))
    bits = np.dtype(dtype).itemsize * 8
    assert tool("identify", "-format", "%w %h %z", path) == f"90 70 {bits}"
    kind = ("gray" if channels == 1 else "rgb") + ("a" if alpha else "")
    raw = tmp_path / "raw"
    layout = {"gray": "gray", "graya": "rgba", "rgb": "rgb", "rgba": "rgba"}[kind]
    tool("convert", path, "-depth", bits, "-endian", "LSB", f"{layout}:{raw}")
    got = np.fromfile(raw, np.dtype(dtype).newbyteorder("<")).reshape(70, 90, -1)
    assert np.array_equal(got[..., :1] if channels == 1 else got[..., :3], picture.pixels)
    if picture.alpha is not None:
        assert np.array_equal(got[..., 3], picture.alpha)


def test_imagemagick_sees_two_formats_alike(tmp_path: Path) -> None:
    for format in ("png", "tiff"):
        files.write(tmp_path / f"x.{format}", PICTURE, Encoding(format))
    paths = (tmp_path / "x.png", tmp_path / "x.tiff")
    found = shutil.which("compare")
    if found is None:
        pytest.skip("needs compare (make test installs it)")
    command = [found, "-metric", "AE", *map(str, paths), "null:"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert re.match(r"0\D|0$", done.stderr), done.stderr  # pixels that differ


# --- structure ------------------------------------------------------------------------------------


def test_png_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    files.write(path, PICTURE, Encoding("png"))
    told = tool("pngcheck", "-v", path)
    assert "No errors detected" in told
    frames = [Picture(noise((20, 20, 3), seed=seed), frames=3) for seed in range(3)]
    files.write_animation(path, frames, [50] * 3, 0, Encoding("png"))
    assert "invalid" not in tool("pngcheck", path)


@pytest.mark.parametrize("compression", ["deflate", "none"])
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("shape", [(5, 7, 3), (3000, 40, 1)])
def test_tiff_is_valid(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    compression: str,
    big: bool,
    shape: tuple[int, int, int],
) -> None:
    if big:
        monkeypatch.setattr(vips_out, "_TIFF_BYTES", 0)
    path = tmp_path / "x.tif"
    pixels = noise(shape)
    picture = Picture(pixels, exif=exif_block(1), xmp=XMP, iptc=IPTC, dpi=(300.0, 72.5))
    files.write(path, picture, Encoding("tiff", compression=compression))
    assert path.read_bytes()[2] == (43 if big else 42)
    told = tool("tiffinfo", path)
    assert f"Image Width: {shape[1]} Image Length: {shape[0]}" in told
    assert "Resolution: 300, 72.5 pixels/inch" in told
    assert ("None" if compression == "none" else "AdobeDeflate") in told
    assert "Make: Canon" in told
    assert "LatitudeRef: N" in told
    kind = "gray" if shape[2] == 1 else "rgb"
    tool("convert", path, "-depth", 8, f"{kind}:{tmp_path / 'raw'}")
    assert (tmp_path / "raw").read_bytes() == pixels.tobytes()


@pytest.mark.parametrize("chroma", ["444", "420"])
def test_jpeg_is_valid(tmp_path: Path, chroma: str) -> None:
    path = tmp_path / "x.jpg"
    files.write(path, PICTURE, Encoding("jpeg", chroma=chroma))
    tool("djpeg", "-strict", "-outfile", tmp_path / "x.ppm", path)
    tool("jpegtran", "-strict", "-copy", "all", "-outfile", tmp_path / "y.jpg", path)
    factors = tool("identify", "-format", "%[jpeg:sampling-factor]", path)
    assert factors.startswith("1x1" if chroma == "444" else "2x2")


@pytest.mark.parametrize("lossless", [False, True])
def test_webp_is_valid(tmp_path: Path, lossless: bool) -> None:
    path = tmp_path / "x.webp"
    files.write(path, PICTURE, Encoding("webp", lossless=lossless))
    told = tool("webpinfo", path)
    assert "No error detected" in told
    assert ("VP8L" in told) == lossless
    for chunk in ("ICCP", "EXIF", "XMP"):
        assert chunk in told
