"""What a file says of itself is found, wherever other programs put it."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from sr_desktop.imaging import files, iptc
from sr_desktop.imaging.provenance import KEYWORD, NAMESPACE, Provenance
from sr_desktop.imaging.xmp import provenance_in
from tests.imaging.samples import XMP, encoded, exif_block, noise, save, smooth

RGB = smooth(20, 30)
MADE = Provenance("1.0", "pan-x4", "ab" * 32, ("x4 by pan-x4",), "float32", False, 256, {"a": 1})

needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
needs_convert = pytest.mark.skipif(shutil.which("convert") is None, reason="needs ImageMagick")


def exiftool(path: Path, *arguments: str) -> None:
    run = ["exiftool", "-q", "-overwrite_original", *arguments, str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def packet(inside: str, attributes: str = "") -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:srd="{NAMESPACE}" {attributes}>{inside}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


AS_ELEMENT = packet(f"<srd:Provenance>{escaped(MADE.to_json())}</srd:Provenance>")
AS_ATTRIBUTE = packet("", f'srd:Provenance="{escaped(MADE.to_json())}"')


# --- IPTC -----------------------------------------------------------------------------------------


@needs_exiftool
@pytest.mark.parametrize("format", ["JPEG", "TIFF", "PNG"])
def test_iptc_of_exiftool_is_found(tmp_path: Path, format: str) -> None:
    path = save(tmp_path / "x", Image.fromarray(RGB), format)
    words = ("-IPTC:City=Zürich", "-IPTC:Keywords=a", "-IPTC:Keywords=b")
    exiftool(path, "-charset", "iptc=UTF8", *words)
    found = files.read(path).iptc
    assert found is not None
    assert found.startswith(b"\x1c")
    assert "Zürich".encode() in found
    assert found.endswith(b"\x1c\x02\x19\0\x01b") or b"\x1c\x02\x19\0\x01b" in found


@needs_convert
@needs_exiftool
def test_iptc_in_a_png_of_imagemagick_is_found(tmp_path: Path) -> None:
    path = save(tmp_path / "x.jpg", Image.fromarray(RGB))
    exiftool(path, "-IPTC:City=Bern")
    subprocess.run(["convert", str(path), str(tmp_path / "x.png")], check=True)
    found = files.read(tmp_path / "x.png").iptc
    assert found == files.read(path).iptc
    assert b"Bern" in found


def test_iptc_in_several_segments_is_joined(tmp_path: Path) -> None:
    records = b"".join(
        b"\x1c\x02\x19" + struct.pack(">H", 30_000) + bytes([65 + i]) * 30_000 for i in range(4)
    )
    blocks = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
    head = b"Photoshop 3.0\0"
    segments = b"".join(
        b"\xff\xed" + struct.pack(">H", 2 + len(head) + len(part)) + head + part
        for part in (blocks[at : at + 60_000] for at in range(0, len(blocks), 60_000))
    )
    data = encoded(Image.fromarray(RGB), "JPEG")
    (tmp_path / "x.jpg").write_bytes(data[:2] + segments + data[2:])
    assert files.read(tmp_path / "x.jpg").iptc == records


def test_iptc_that_is_junk_is_none() -> None:
    for junk in (b"", b"8BIM", b"8BIM\x04\x04\0\0\xff\xff\xff\xffab", b"8BIM\x04\x04", b"\0" * 99):
        assert not iptc.from_photoshop(junk)
        assert not iptc.records(junk)


# --- words of PNG and JPEG ------------------------------------------------------------------------


def test_the_words_of_a_png_come_in_order_and_of_any_kind(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Title", "Grüße")
    info.add_text("Comment", "long " * 500, zip=True)
    info.add_itxt("Title", "東京", lang="ja")
    info.add_itxt("Description", "packed " * 50, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text(KEYWORD, MADE.to_json())
    picture = files.read(save(tmp_path / "x.png", Image.fromarray(RGB), pnginfo=info))
    assert picture.text == (
        ("Title", "Grüße"),
        ("Comment", "long " * 500),
        ("Title", "東京"),
        ("Description", "packed " * 50),
    )
    assert picture.xmp == XMP
    assert picture.made == MADE


def test_a_comment_of_a_jpeg_is_text(tmp_path: Path) -> None:
    path = save(tmp_path / "x.jpg", Image.fromarray(RGB), comment="Grüße".encode())
    assert files.read(path).text == (("Comment", "Grüße"),)


@pytest.mark.parametrize("kind", ["zTXt", "iTXt", "iCCP"])
def test_words_that_would_fill_the_memory_are_left_out(tmp_path: Path, kind: str) -> None:
    packer = zlib.compressobj(9)
    zeros = bytes(1 << 20)
    packed = b"".join(packer.compress(zeros) for _ in range(300)) + packer.flush()
    content = {
        "zTXt": b"Comment\0\0" + packed,
        "iTXt": b"Comment\0\x01\0\0\0" + packed,
        "iCCP": b"ICC\0\0" + packed,
    }[kind]
    chunk = kind.encode() + content
    data = encoded(Image.fromarray(RGB), "PNG")
    bomb = struct.pack(">I", len(content)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    (tmp_path / "x.png").write_bytes(data[:33] + bomb + data[33:])
    code = """
import sys
from pathlib import Path
from sr_desktop.imaging import files
picture = files.read(Path(sys.argv[1]))
assert picture.width == 30
assert picture.notices == ("Damaged or overlong text is left out.",), picture.notices
status = Path("/proc/self/status").read_text() if sys.platform == "linux" else "VmHWM: 0"
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""
    run = [sys.executable, "-c", code, str(tmp_path / "x.png")]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 250, f"{done.stdout.strip()} MiB"


def test_exif_as_imagemagick_once_wrote_it(tmp_path: Path) -> None:
    block, info = exif_block(6), PngInfo()
    info.add_text("Raw profile type exif", f"\nexif\n{len(block):8}\n{block.hex()}\n", zip=True)
    picture = files.read(save(tmp_path / "x.png", Image.fromarray(RGB), pnginfo=info))
    assert (picture.width, picture.height) == (20, 30)
    assert picture.exif is not None
    assert picture.text == ()


# --- resolution -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF", "BMP"])
def test_the_resolution_is_found(tmp_path: Path, format: str) -> None:
    path = save(tmp_path / "x", Image.fromarray(RGB), format, dpi=(300, 300))
    assert files.read(path).dpi == pytest.approx((300, 300), abs=0.02)


def test_a_jpeg_may_count_by_the_centimetre(tmp_path: Path) -> None:
    data = bytearray(encoded(Image.fromarray(RGB), "JPEG", dpi=(100, 50)))
    assert data[6:11] == b"JFIF\0"
    data[13] = 2
    (tmp_path / "x.jpg").write_bytes(data)
    assert files.read(tmp_path / "x.jpg").dpi == pytest.approx((254, 127))


def test_exif_tells_the_resolution_where_jfif_does_not(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[282], exif[283], exif[296] = 240.0, 240.0, 2
    data = encoded(Image.fromarray(RGB), "JPEG", exif=exif.tobytes())
    data = data[:13] + b"\0" + data[14:] if data[6:10] == b"JFIF" else data
    (tmp_path / "x.jpg").write_bytes(data)
    assert files.read(tmp_path / "x.jpg").dpi == pytest.approx((240, 240))


# --- how it was made ------------------------------------------------------------------------------


@pytest.mark.parametrize("xmp", [AS_ELEMENT, AS_ATTRIBUTE])
@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF"])
def test_provenance_is_found_in_every_container(tmp_path: Path, format: str, xmp: bytes) -> None:
    image, options = Image.fromarray(RGB), {"xmp": xmp}
    if format == "PNG":
        options = {"pnginfo": PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp.decode())
    elif format == "TIFF":
        options = {"tiffinfo": {700: xmp}}
    path = save(tmp_path / "x", image, format, **options)
    assert files.provenance(path) == MADE
    assert files.read(path).made == MADE


def test_what_is_no_provenance_is_none(tmp_path: Path) -> None:
    for xmp in (
        None,
        b"",
        XMP,
        NAMESPACE.encode(),
        AS_ELEMENT[:-60],
        packet("<srd:Provenance>{}</srd:Provenance>"),
        packet("<srd:Provenance>" + "[" * 100_000 + "</srd:Provenance>"),
    ):
        assert provenance_in(xmp) is None
    for data in (b"", b"hello", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0\xff\xff\xff\xff"):
        (tmp_path / "x").write_bytes(data)
        assert files.provenance(tmp_path / "x") is None
    assert files.provenance(tmp_path / "gone") is None
    assert files.provenance(tmp_path) is None


def test_provenance_reads_no_pixels(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text(KEYWORD, MADE.to_json())
    path = save(tmp_path / "x.png", Image.fromarray(noise((300, 300, 3))), pnginfo=info)
    path.write_bytes(path.read_bytes()[:2000])
    assert files.provenance(path) == MADE
    started = time.perf_counter()
    for _ in range(100):
        files.provenance(path)
    each = (time.perf_counter() - started) / 100
    assert each < 0.005, f"{each * 1000:.2f} ms"


# --- WebP -----------------------------------------------------------------------------------------


def test_a_webp_says_whether_it_is_lossless(tmp_path: Path) -> None:
    image = Image.fromarray(RGB)
    clear = image.convert("RGBA")
    clear.putalpha(Image.fromarray(RGB[..., 0]))
    frames = {"save_all": True, "append_images": [Image.fromarray(255 - RGB)]}
    for given in (image, clear):
        for options in ({}, {"exif": exif_block()}, frames):
            for lossless in (True, False):
                path = save(tmp_path / "x", given, "WEBP", lossless=lossless, **options)
                assert files.read(path).lossless == lossless, (given.mode, options)


def test_the_number_of_frames_is_told(tmp_path: Path) -> None:
    pages = [Image.fromarray(np.roll(RGB, i, 0)) for i in range(3)]
    path = save(tmp_path / "x", pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert files.read(path).frames == 3
    assert not files.probe(path).animated
