"""What a picture carries arrives, as exiftool, ImageMagick, tiffinfo and pngcheck tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps, PngImagePlugin

from tests.cli.program import digests, psnr
from tests.faults import others
from tests.faults.profiles import gray, wide_gamut
from tests.faults.seeds import deep, vips_bytes
from tests.faults.watched import Told, upscale

_X2 = ("--model", "pan", "--scale", "2", "--precision", "fp32")
_MAKER = b"AcmeNote" + bytes(range(200, 160, -1)) * 2
_COMMENT = "Straße bei Übersee, été"
_SECRETS = ("Acme", "Zoë", "Straße", "Übersee", "Hafen", "klein geheim", "48.1", "48 deg")
_PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:own="http://example.org/own/1.0/"
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 own:Shelf="klein geheim 7" xmp:Rating="4"><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">Hafen, früh</rdf:li></rdf:Alt></dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta>"""
_EXIF_TAGS = {
    "IFD0:Make": "Acme",
    "IFD0:Model": "Lumen 5",
    "IFD0:Artist": "Zoë Müller",
    "ExifIFD:DateTimeOriginal": "2024:01:02 03:04:05",
    "ExifIFD:UserComment": _COMMENT,
    "ExifIFD:FNumber": 2.8,
    "GPS:GPSLatitude": 48.125,
    "GPS:GPSLatitudeRef": "N",
    "GPS:GPSLongitude": 11.5,
}
_WRITTEN = ("same", "png", "jpeg", "webp", "tiff", "avif")


def _scene(width: int = 24, height: int = 16) -> np.ndarray:
    """(H, W, 3) uint8 with a colour for each corner, so that each turn shows."""
    y, x = np.mgrid[0:height, 0:width]
    left, top = x < width / 2, y < height / 2
    red = np.where(top & left, 220, 40)
    green = np.where(top & ~left, 200, 50)
    blue = np.where(~top & left, 210, 60)
    return np.stack([red, green, blue], axis=2).astype(np.uint8)


def _lay(folder: Path) -> None:
    folder.mkdir(parents=True)
    image = Image.fromarray(_scene())
    for ending in ("jpg", "png", "tif", "webp", "avif"):
        options: dict[str, Any] = {"quality": 95} if ending in {"jpg", "webp", "avif"} else {}
        image.save(folder / f"photo.{ending}", icc_profile=wide_gamut(), **options)
        _tag(folder / f"photo.{ending}", folder.parent)
    text = PngImagePlugin.PngInfo()
    text.add_text("Title", "Hafen bei Nacht")
    text.add_itxt("Description", "Zoë sagt: früh", "de")
    text.add_text("Comment", "lang " * 300, zip=True)
    image.save(folder / "text.png", pnginfo=text, dpi=(300, 300))
    pixels = deep(3)
    (folder / "deep.png").write_bytes(vips_bytes(pixels, ".png", bitdepth=16))
    (folder / "deep.tif").write_bytes(vips_bytes(pixels, ".tif"))
    (folder / "deepgray.png").write_bytes(vips_bytes(deep(1), ".png", bitdepth=16))
    for name in ("deep.png", "deep.tif"):
        (folder / "wide.icc").write_bytes(wide_gamut())
        _exiftool(folder / name, f"-icc_profile<={folder / 'wide.icc'}")
        (folder / "wide.icc").unlink()
    image.convert("L").save(folder / "gray.jpg", icc_profile=gray(), dpi=(150, 150), quality=95)
    image.convert("L").save(folder / "gray.png", icc_profile=gray())
    image.convert("RGB").save(folder / "inches.jpg", dpi=(300, 240), quality=95)
    image.save(folder / "metres.png", dpi=(300, 300))
    image.save(folder / "plain.tif", dpi=(300, 300))
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        image.save(folder / f"turned-{turn}.jpg", exif=exif, quality=95)
    for ending in ("png", "tif", "webp", "avif"):
        image.save(folder / f"turned-6.{ending}", **({"quality": 95} if ending[0] in "wa" else {}))
        if ending != "avif":
            _exiftool(folder / f"turned-6.{ending}", "-IFD0:Orientation#=6")
    (folder / "turned-6.avif").unlink()


def _tag(path: Path, scratch: Path) -> None:
    """All the tags that its format can hold."""
    packet = scratch / "packet.xmp"
    packet.write_text(_PACKET, encoding="utf-8")
    words = [f"-{tag}={value}" for tag, value in _EXIF_TAGS.items()]
    words += ["-GPS:GPSLongitudeRef=E", "-IFD0:XResolution=300", "-IFD0:YResolution=300"]
    words += ["-IFD0:ResolutionUnit#=2", f"-xmp<={packet}"]
    if path.suffix in {".jpg", ".tif"}:
        words += ["-IPTC:Keywords=Hafen", "-IPTC:Keywords=früh"]
        words += ["-IPTC:Caption-Abstract=Übersee im Licht", "-codedcharacterset=utf8"]
    _exiftool(path, *words)
    _add_maker_note(path, scratch)


def _add_maker_note(path: Path, scratch: Path) -> None:
    """exiftool does not make one; it copies one."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x927C] = _MAKER
    giver = scratch / "giver.jpg"
    Image.new("RGB", (8, 8)).save(giver, exif=exif)
    _exiftool(path, "-tagsfromfile", str(giver), "-makernotes:all", "-makernotes")


def _exiftool(path: Path, *words: str) -> None:
    others.needs("exiftool")
    common = ["exiftool", "-q", "-m", "-overwrite_original", "-n", "-charset", "iptc=UTF8"]
    others.ask(*common, *words, path)


@dataclass
class _Trip:
    folder: Path
    told: Told
    format: str
    tags: dict[str, dict[str, Any]]
    sources: dict[str, str]

    def result(self, source: str) -> Path:
        """Of the source of that name."""
        return self.folder / str(self.told.ending(f"in/{source}").get("saved"))

    def tags_of(self, source: str) -> dict[str, Any]:
        return self.tags[self.result(source).name]


def _trip(folder: Path, format: str, *words: str, only: tuple[str, ...] = ()) -> _Trip:
    _lay(folder / "in")
    for path in (folder / "in").iterdir():
        if only and path.name not in only:
            path.unlink()
    sources = digests(folder / "in")
    told = upscale(folder, "in", "-o", "out", *_X2, "--format", format, *words)
    made = sorted(path for path in (folder / "out").rglob("*") if path.is_file())
    return _Trip(folder, told, format, others.tags(*made), sources)


@pytest.fixture(
    scope="module",
    params=["same", *(pytest.param(name, marks=pytest.mark.faults) for name in _WRITTEN[1:])],
)
def trip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> _Trip:
    others.needs("exiftool")
    return _trip(tmp_path_factory.mktemp("trip") / "work", request.param)


_PHOTOS = [f"photo.{ending}" for ending in ("jpg", "png", "tif", "webp", "avif")]


def test_all_are_done_and_no_source_is_touched(trip: _Trip) -> None:
    assert {e["source"]: e["message"] for e in trip.told.events if e["event"] == "failed"} == {}
    assert digests(trip.folder / "in") == trip.sources
    assert len(trip.tags) == len(trip.sources)


def test_each_result_is_whole_for_others(trip: _Trip) -> None:
    made = sorted((trip.folder / "out").rglob("*.*"))
    assert others.complaints([path for path in made if path.suffix != ".avif"]) == {}
    pngs = [path for path in made if path.suffix == ".png"]
    if pngs:
        others.needs("pngcheck")
        others.ask("pngcheck", "-q", *pngs)
    for path in made:
        if path.suffix in {".tif", ".tiff"}:
            others.needs("tiffinfo")
            assert "Warning" not in others.ask("tiffinfo", "-D", path), path


@pytest.mark.parametrize("photo", _PHOTOS)
def test_camera_date_place_and_comment_arrive(trip: _Trip, photo: str) -> None:
    given = others.tags(trip.folder / "in" / photo)[photo]
    found = trip.tags_of(photo)
    assert {tag: given.get(tag) for tag in _EXIF_TAGS} == _EXIF_TAGS, "the test's own source"
    assert {tag: found.get(tag) for tag in _EXIF_TAGS} == _EXIF_TAGS


@pytest.mark.parametrize("photo", _PHOTOS)
def test_the_makers_note_arrives_byte_for_byte(trip: _Trip, photo: str) -> None:
    assert _MAKER in (trip.folder / "in" / photo).read_bytes(), "the test's own source"
    assert _MAKER in trip.result(photo).read_bytes()


@pytest.mark.parametrize("photo", _PHOTOS)
def test_xmp_arrives_with_properties_that_nobody_knows(trip: _Trip, photo: str) -> None:
    found = trip.tags_of(photo)
    assert found.get("XMP-own:Shelf") == "klein geheim 7"
    assert found.get("XMP-dc:Title") == "Hafen, früh"
    assert found.get("XMP-xmp:Rating") == 4


@pytest.mark.parametrize("photo", ["photo.jpg", "photo.tif"])
def test_keywords_and_caption_of_iptc_arrive(trip: _Trip, photo: str) -> None:
    if trip.result(photo).suffix not in {".jpg", ".tif", ".tiff"}:
        pytest.skip(f"{trip.format} has no place for IPTC")
    found = trip.tags_of(photo)
    assert found.get("IPTC:Keywords") == ["Hafen", "früh"]
    assert found.get("IPTC:Caption-Abstract") == "Übersee im Licht"


@pytest.mark.parametrize("photo", [*_PHOTOS, "deep.png", "deep.tif"])
def test_the_profile_arrives_byte_for_byte(trip: _Trip, photo: str) -> None:
    assert others.profile(trip.folder / "in" / photo) == wide_gamut(), "the test's own source"
    assert others.profile(trip.result(photo)) == wide_gamut()


@pytest.mark.parametrize("photo", ["gray.jpg", "gray.png"])
def test_gray_stays_gray_with_its_profile(trip: _Trip, photo: str) -> None:
    path = trip.result(photo)
    if path.suffix in {".webp", ".avif"}:
        pytest.skip(
            f"{path.suffix[1:].upper()} is written as RGB, which a gray profile does not fit"
        )
    assert others.profile(path) == gray()
    found = trip.tags_of(photo)
    channels = next(
        (found[tag] for tag in ("File:ColorComponents", "IFD0:SamplesPerPixel") if tag in found),
        {0: 1, 3: 1}.get(found.get("PNG:ColorType", -1)),
    )
    assert channels == 1, found


@pytest.mark.parametrize("name", ["deep.png", "deep.tif", "deepgray.png"])
def test_sixteen_bits_stay_sixteen(trip: _Trip, name: str) -> None:
    path = trip.result(name)
    if path.suffix not in {".png", ".tif", ".tiff"}:
        pytest.skip(f"{trip.format} has no 16 bits")
    assert others.depth(path) == 16
    values = others.pixels16(path)
    assert np.unique(values % 257).size > 50, "8-bit values in 16-bit words"


@pytest.mark.parametrize("name", [*(f"turned-{turn}.jpg" for turn in range(1, 9)), "turned-6.png"])
def test_pixels_are_turned_and_the_tag_is_reset(trip: _Trip, name: str) -> None:
    _upright(trip, name)


@pytest.mark.parametrize("name", ["turned-6.tif", "turned-6.webp"])
def test_pixels_of_other_formats_are_turned_too(trip: _Trip, name: str) -> None:
    _upright(trip, name)


def _upright(trip: _Trip, name: str) -> None:
    turn = int(name.split("-")[1][0])
    exif = Image.Exif()
    exif[0x0112] = turn
    flat = Image.fromarray(_scene())
    flat.getexif()[0x0112] = turn
    expected = ImageOps.exif_transpose(flat).resize(
        (32, 48) if turn > 4 else (48, 32), Image.Resampling.BICUBIC
    )
    with Image.open(trip.result(name)) as image:
        assert image.size == expected.size
        found = np.asarray(image.convert("RGB"))
    assert psnr(found, np.asarray(expected)) > 22
    tags = trip.tags_of(name)
    assert {value for tag, value in tags.items() if tag.endswith("Orientation")} <= {1}


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [("inches.jpg", 600, 480), ("metres.png", 600, 600), ("plain.tif", 600, 600)],
)
def test_the_print_size_stays(trip: _Trip, name: str, x: float, y: float) -> None:
    assert _dpi(trip.tags_of(name)) == pytest.approx((x, y), abs=0.6)


@pytest.mark.parametrize("photo", _PHOTOS)
def test_the_print_size_in_exif_stays_too(trip: _Trip, photo: str) -> None:
    found = trip.tags_of(photo)
    told = {tag: found[tag] for tag in ("IFD0:XResolution", "IFD0:YResolution") if tag in found}
    assert set(told.values()) <= {600}, "EXIF says the source's"
    assert told or _dpi(found) == pytest.approx((600, 600), abs=0.6)


def _dpi(tags: dict[str, Any]) -> tuple[float, float]:
    if "PNG-pHYs:PixelsPerUnitX" in tags:
        return tuple(tags[f"PNG-pHYs:PixelsPerUnit{axis}"] * 0.0254 for axis in "XY")  # type: ignore[return-value]
    group = "JFIF" if "JFIF:XResolution" in tags else "IFD0"
    per = 2.54 if tags.get(f"{group}:ResolutionUnit") == 3 else 1.0
    return tuple(tags.get(f"{group}:{axis}Resolution", 0) * per for axis in "XY")  # type: ignore[return-value]


@pytest.mark.parametrize("photo", ["photo.jpg", "photo.tif"])
def test_sizes_told_in_exif_are_those_of_the_result(trip: _Trip, photo: str) -> None:
    found = trip.tags_of(photo)
    sizes = {tag: found[f"ExifIFD:{tag}"] for tag in ("ExifImageWidth", "ExifImageHeight")
             if f"ExifIFD:{tag}" in found}  # fmt: skip
    right = {"ExifImageWidth": 48, "ExifImageHeight": 32}
    assert sizes == {tag: right[tag] for tag in sizes}
    assert "IFD1:ThumbnailOffset" not in found


def test_the_texts_of_a_png_arrive(trip: _Trip) -> None:
    if trip.result("text.png").suffix != ".png":
        pytest.skip(f"{trip.format} has no texts")
    found = trip.tags_of("text.png")
    assert found.get("PNG:Title") == "Hafen bei Nacht"
    texts = [str(value) for tag, value in found.items() if tag.startswith("PNG:Description")]
    assert texts == ["Zoë sagt: früh"]
    assert found.get("PNG:Comment") == "lang " * 300


def test_nothing_but_the_profile_is_left_when_stripped(tmp_path: Path) -> None:
    others.needs("exiftool")
    words = ("--strip-metadata", "--no-provenance")
    trip = _trip(tmp_path / "work", "same", *words, only=(*_PHOTOS, "text.png", "turned-6.jpg"))
    for photo in [*_PHOTOS, "text.png"]:
        assert _said(trip.tags_of(photo)) == {}, photo
        assert others.profile(trip.result(photo)) == (b"" if photo == "text.png" else wide_gamut())
        content = trip.result(photo).read_bytes()
        assert [word for word in _SECRETS if word.encode() in content] == []
        assert _MAKER not in content
    # What turns the picture is in its pixels, so that it stays upright without the tag.
    _upright(trip, "turned-6.jpg")


@pytest.mark.faults
def test_stripped_results_name_no_camera_place_or_author_either_with_provenance(
    tmp_path: Path,
) -> None:
    trip = _trip(tmp_path / "work", "same", "--strip-metadata")
    for photo in [*_PHOTOS, "text.png"]:
        assert [word for word in _SECRETS if word in str(trip.tags_of(photo))] == []
        assert not [tag for tag in trip.tags_of(photo) if tag.startswith(("GPS", "IPTC"))]


_PIXEL_TAGS = (
    *("ImageWidth", "ImageHeight", "BitsPerSample", "Compression", "Photometric", "Strip"),
    *("SamplesPerPixel", "RowsPerStrip", "PlanarConf", "Predictor", "SampleFormat", "ExtraSamples"),
    *("SubfileType", "Orientation", "XResolution", "YResolution", "ResolutionUnit", "Tile"),
    *("FillOrder", "PageNumber", "YCbCr", "ColorSpace", "ExifImage", "ComponentsConf"),
    *("ExifVersion", "FlashpixVersion", "ReferenceBlackWhite"),
)


def _said(tags: dict[str, Any]) -> dict[str, Any]:
    """Tags that say something about the picture's making, not about how its pixels lie."""
    groups = ("IFD", "ExifIFD", "GPS", "XMP", "IPTC", "Photoshop", "MakerNotes", "Interop")
    found = {tag: value for tag, value in tags.items() if tag.startswith(groups)}
    texts = ("Title", "Description", "Comment", "Author", "Software", "Parameters")
    found |= {
        tag: v for tag, v in tags.items() if tag.startswith("PNG:") and tag[4:].startswith(texts)
    }
    return {tag: v for tag, v in found.items() if not tag.split(":")[1].startswith(_PIXEL_TAGS)}
