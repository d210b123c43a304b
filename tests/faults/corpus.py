"""More than 500 broken files, the same ones each time.

Three kinds: the damage of a bad disk or cable, done to each seed; lies that somebody who knows the
format would tell; what is no picture at all. A mutation may leave a valid picture.
"""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.faults.seeds import HEIGHT, WIDTH, chunk, seeds

_SEED = 20261121
_HUGE = 0x7FFFFFFF

Damage = Callable[[bytes, random.Random], bytes]


@cache
def corpus() -> dict[str, bytes]:
    """By file name. Each is damaged; a few may still be pictures."""
    files = {**_general(), **dict(_directed()), **dict(_no_pictures())}
    return {f"{number:03}-{name}": content for number, (name, content) in enumerate(files.items())}


def some_of(files: dict[str, bytes], count: int) -> dict[str, bytes]:
    """Evenly spread, so that each format and each kind of damage is among them."""
    names = list(files)
    return {name: files[name] for name in names[:: max(1, len(names) // count)][:count]}


def lay(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


# The bad disk


def _general() -> dict[str, bytes]:
    files = {}
    for name, content in seeds().items():
        stem, _, ending = name.rpartition(".")
        for damage, change in _DAMAGES.items():
            dice = random.Random(f"{_SEED} {name} {damage}")
            files[f"{stem}-{damage}.{ending}"] = change(content, dice)
    return files


def _cut(low: float, high: float) -> Damage:
    def cut(content: bytes, dice: random.Random) -> bytes:
        return content[: max(1, int(len(content) * dice.uniform(low, high)))]

    return cut


def _flip(low: int, high: float, bits: int) -> Damage:
    """Turns bits from byte `low` to the share `high` of the file."""

    def flip(content: bytes, dice: random.Random) -> bytes:
        damaged = bytearray(content)
        for _ in range(bits):
            at = dice.randrange(low, max(low + 1, int(len(content) * high)))
            damaged[at] ^= 1 << dice.randrange(8)
        return bytes(damaged)

    return flip


def _block(filling: Callable[[random.Random, int], bytes]) -> Damage:
    """Something else in place of a twentieth."""

    def replace(content: bytes, dice: random.Random) -> bytes:
        size = max(4, len(content) // 20)
        at = dice.randrange(12, max(13, len(content) - size))
        return content[:at] + filling(dice, size) + content[at + size :]

    return replace


def _doubled(content: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(8, len(content) // 2)
    return content[:at] + content[at // 2 : at] + content[at:]


_DAMAGES: dict[str, Damage] = {
    "cut-early": _cut(0.01, 0.1),
    "cut-middle": _cut(0.3, 0.7),
    "cut-late": _cut(0.85, 0.97),
    "cut-one": lambda content, _: content[:-1],
    "flip-magic": _flip(0, 0.01, 1),
    "flip-head": _flip(8, 0.12, 1),
    "flip-head-3": _flip(8, 0.2, 3),
    "flip-any": _flip(12, 1, 1),
    "flip-20": _flip(12, 1, 20),
    "zeros": _block(lambda _, size: bytes(size)),
    "ones": _block(lambda _, size: b"\xff" * size),
    "noise": _block(lambda dice, size: dice.randbytes(size)),
    "doubled": _doubled,
}


# The liar


def _directed() -> Iterator[tuple[str, bytes]]:
    for lies in (_png, _jpeg, _tiff, _gif, _webp, _bmp, _avif, _pnm):
        for name, content in lies():
            stem, _, ending = name.rpartition(".")
            yield f"lie-{stem}.{ending}", content


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """Of a valid PNG: (name, data)."""
    at, found = 8, []
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        found.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def _png_of(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in chunks)


def zeros_deflated(size: int) -> bytes:
    """A zlib stream that inflates to `size` zeros (whole MiB), without deflating them all."""
    last = zlib.compressobj(9, wbits=-15).flush(zlib.Z_FINISH)
    checksum = struct.pack(">HH", size % 65521, 1)
    return b"\x78\xda" + _mebibyte_of_zeros() * (size >> 20) + last + checksum


@cache
def _mebibyte_of_zeros() -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)


def _png() -> Iterator[tuple[str, bytes]]:
    head, *rest = _chunks(seeds()["rgb.png"])
    fields = {
        "width-0": (0, HEIGHT, 8, 2, 0, 0, 0),
        "height-0": (WIDTH, 0, 8, 2, 0, 0, 0),
        "width-negative": (0xFFFFFFFF, HEIGHT, 8, 2, 0, 0, 0),
        "huge": (_HUGE, _HUGE, 8, 2, 0, 0, 0),
        "480-megapixels": (24_000, 20_000, 8, 2, 0, 0, 0),
        "taller": (WIDTH, HEIGHT + 9, 8, 2, 0, 0, 0),
        "depth-3": (WIDTH, HEIGHT, 3, 2, 0, 0, 0),
        "depth-16": (WIDTH, HEIGHT, 16, 2, 0, 0, 0),
        "kind-5": (WIDTH, HEIGHT, 8, 5, 0, 0, 0),
        "kind-palette": (WIDTH, HEIGHT, 8, 3, 0, 0, 0),
        "packing-9": (WIDTH, HEIGHT, 8, 2, 9, 0, 0),
        "interlace-7": (WIDTH, HEIGHT, 8, 2, 0, 0, 7),
    }
    for name, values in fields.items():
        yield f"{name}.png", _png_of([(b"IHDR", struct.pack(">IIBBBBB", *values)), *rest])
    yield "no-data.png", _png_of([head, (b"IEND", b"")])
    yield "no-end.png", _png_of([head, *rest])[:-12]
    yield "no-head.png", _png_of(rest)
    yield "two-heads.png", _png_of([head, head, *rest])
    yield "long-chunk.png", _png_of([head]) + struct.pack(">I", _HUGE) + b"IDATxx"
    yield "wrong-checksum.png", _png_of([head, *rest]).replace(chunk(*head)[-4:], b"\0\0\0\0", 1)
    bomb = zeros_deflated(4 << 30)
    yield "data-bomb.png", _png_of([head, (b"IDAT", bomb), (b"IEND", b"")])
    yield "iccp-bomb.png", _png_of([head, (b"iCCP", b"x\0\0" + bomb), *rest])
    yield "ztxt-bomb.png", _png_of([head, (b"zTXt", b"Comment\0\0" + bomb), *rest])
    xmp = b"XML:com.adobe.xmp\0\1\0\0\0"
    yield "xmp-bomb.png", _png_of([head, (b"iTXt", xmp + bomb), *rest])
    many = [(b"zTXt", b"k%d\0\0" % number + zeros_deflated(1 << 20)) for number in range(3000)]
    yield "many-texts.png", _png_of([head, *many, *rest])
    yield "exif-noise.png", _png_of([head, (b"eXIf", random.Random(1).randbytes(999)), *rest])
    yield "exif-loop.png", _png_of([head, (b"eXIf", _looping_exif()), *rest])
    yield "profile-noise.png", _png_of([head, (b"iCCP", b"x\0\0" + zlib.compress(b"no")), *rest])
    yield "gamma-0.png", _png_of([head, (b"gAMA", bytes(4)), *rest])
    yield "veil-long.png", _png_of([head, (b"tRNS", bytes(999)), *rest])
    yield "resolution-huge.png", _png_of([head, (b"pHYs", b"\xff" * 8 + b"\1"), *rest])
    moving = _chunks(seeds()["moving.png"])
    for name, count in (("0", 0), ("huge", _HUGE), ("2", 2), ("9", 9)):
        control = (b"acTL", struct.pack(">II", count, 0))
        lying = [control if of == b"acTL" else (of, data) for of, data in moving]
        yield f"frames-{name}.png", _png_of(lying)
    outside = [
        (of, data[:12] + b"\x7f\0\0\0" * 2 + data[20:]) if of == b"fcTL" else (of, data)
        for of, data in moving
    ]
    yield "frame-outside.png", _png_of(outside)
    palette = _chunks(seeds()["palette.png"])
    yield "no-palette.png", _png_of([part for part in palette if part[0] != b"PLTE"])
    short = [(of, data[:3]) if of == b"PLTE" else (of, data) for of, data in palette]
    yield "short-palette.png", _png_of(short)


def _looping_exif() -> bytes:
    """A first directory whose EXIF and GPS directories are itself, and the next one too."""
    entries = [(0x0112, 3, 1, 6), (0x8769, 4, 1, 8), (0x8825, 4, 1, 8), (0x010F, 2, _HUGE, 26)]
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<2sHIH", b"II", 42, 8, len(entries)) + rows + struct.pack("<I", 8)


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _jpeg() -> Iterator[tuple[str, bytes]]:
    plain = seeds()["rgb.jpg"]
    at = plain.index(b"\xff\xc0")

    def frame(name: str, offset: int, value: bytes) -> tuple[str, bytes]:
        start = at + offset
        return f"{name}.jpg", plain[:start] + value + plain[start + len(value) :]

    yield frame("height-0", 5, b"\0\0")
    yield frame("width-0", 7, b"\0\0")
    yield frame("huge", 5, b"\xff\xff\xff\xff")
    yield frame("450-megapixels", 5, struct.pack(">HH", 20_000, 22_500))
    yield frame("depth-12", 4, b"\x0c")
    yield frame("bands-0", 9, b"\0")
    yield frame("bands-200", 9, b"\xc8")
    yield frame("sampling-0", 11, b"\0")
    yield frame("sampling-15", 11, b"\xff")
    yield frame("table-9", 12, b"\x09")
    yield frame("arithmetic", 1, b"\xc9")
    yield frame("lossless", 1, b"\xc3")
    yield frame("short-frame", 2, b"\0\2")
    for name, segment in {
        "exif-noise": _segment(0xE1, b"Exif\0\0" + random.Random(2).randbytes(900)),
        "exif-loop": _segment(0xE1, b"Exif\0\0" + _looping_exif()),
        "exif-empty": _segment(0xE1, b"Exif\0\0"),
        "orientation-9": _segment(0xE1, _orientation(9)),
        "orientation-0": _segment(0xE1, _orientation(0)),
        "xmp-noise": _segment(
            0xE1, b"http://ns.adobe.com/xap/1.0/\0<" + random.Random(3).randbytes(700)
        ),
        "xmp-laughs": _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _laughs()),
        "profile-of-255": _segment(0xE2, b"ICC_PROFILE\0\1\xff" + b"garbage" * 9),
        "profile-0-of-0": _segment(0xE2, b"ICC_PROFILE\0\0\0" + b"garbage" * 9),
        "profile-noise": _segment(0xE2, b"ICC_PROFILE\0\1\1" + random.Random(4).randbytes(600)),
        "iptc-noise": _segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\x7f\xff\xff\xff\x1c\2"),
        "resolution-0": _segment(0xE0, b"JFIF\0\1\1\1\0\0\0\0\0\0"),
        "pages-lie": _segment(0xE2, b"MPF\0II*\0\x08\0\0\0\xff\xff\2\xb0\x07\0\xff\xff\xff\x7f"),
        "long-segment": b"\xff\xe5\xff\xffshort",
    }.items():
        yield f"{name}.jpg", plain[:2] + segment + plain[2:]
    yield "no-tables.jpg", plain.replace(b"\xff\xc4", b"\xff\xe9")
    yield "no-scan.jpg", plain[: plain.index(b"\xff\xda")] + b"\xff\xd9"
    yield "no-end.jpg", plain[:-2]
    yield "many-markers.jpg", plain[:2] + b"\xff\xfe\0\2" * 100_000 + plain[2:]
    progressive = seeds()["progressive.jpg"]
    scan = progressive.index(b"\xff\xda")
    yield "many-scans.jpg", progressive[:-2] + progressive[scan:-2] * 300 + b"\xff\xd9"


def _orientation(value: int) -> bytes:
    return b"Exif\0\0II*\0\x08\0\0\0\1\0" + struct.pack("<HHII", 0x0112, 3, 1, value) + bytes(4)


def _laughs() -> bytes:
    """XML whose entities would grow to billions."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{step} "{f"&a{step - 1};" * 10}">' for step in range(1, 11)
    )
    return f"<?xml version='1.0'?><!DOCTYPE x [{entities}]><x>&a10;</x>".encode()


def _tiff() -> Iterator[tuple[str, bytes]]:
    def entry(
        name: str, tag: int, kind: int, value: int, seed: str = "raw.tif"
    ) -> tuple[str, bytes]:
        return f"{name}.tif", _retagged(seeds()[seed], tag, kind, value)

    yield entry("width-0", 256, 4, 0)
    yield entry("width-huge", 256, 4, _HUGE)
    yield entry("width-negative", 256, 9, 0xFFFFFFFF)
    yield entry("width-more", 256, 4, WIDTH + 40)
    yield entry("height-0", 257, 4, 0)
    yield entry("height-huge", 257, 4, _HUGE)
    yield entry("height-more", 257, 4, HEIGHT + 40)
    yield entry("480-megapixels", 257, 4, 20_000_000)
    yield entry("depth-3", 258, 3, 3)
    yield entry("depth-0", 258, 3, 0)
    yield entry("depth-64", 258, 3, 64)
    yield entry("packing-unknown", 259, 3, 34_999)
    yield entry("packing-jpeg", 259, 3, 7)
    yield entry("packing-lzw", 259, 3, 5)
    yield entry("colours-unknown", 262, 3, 999)
    yield entry("colours-palette", 262, 3, 3)
    yield entry("data-beyond", 273, 4, _HUGE)
    yield entry("data-at-0", 273, 4, 0)
    yield entry("bands-0", 277, 3, 0)
    yield entry("bands-60000", 277, 3, 60_000)
    yield entry("rows-0", 278, 4, 0)
    yield entry("rows-1", 278, 4, 1)
    yield entry("bytes-0", 279, 4, 0)
    yield entry("bytes-huge", 279, 4, _HUGE)
    yield entry("planes", 284, 3, 2)
    yield entry("tile-0", 322, 4, 0, "tiles.tif")
    yield entry("tile-huge", 322, 4, 1 << 30, "tiles.tif")
    yield entry("tile-17", 323, 4, 17, "tiles.tif")
    yield entry("predictor-9", 317, 3, 9, "gray16.tif")
    yield entry("float-of-8", 339, 3, 3, "raw.tif")
    yield entry("orientation-99", 274, 3, 99, "laden.tif")
    yield entry("profile-beyond", 34675, 7, _HUGE, "laden.tif")
    plain = seeds()["raw.tif"]
    (first,) = struct.unpack("<I", plain[4:8])
    (count,) = struct.unpack("<H", plain[first : first + 2])
    end = first + 2 + 12 * count

    def patched(name: str, at: int, value: bytes) -> tuple[str, bytes]:
        return f"{name}.tif", plain[:at] + value + plain[at + len(value) :]

    yield patched("loop", end, struct.pack("<I", first))
    yield patched("next-beyond", end, struct.pack("<I", _HUGE))
    yield patched("entries-0", first, b"\0\0")
    yield patched("entries-65535", first, b"\xff\xff")
    yield patched("start-0", 4, bytes(4))
    yield patched("start-beyond", 4, b"\xff\xff\xff\x7f")
    yield patched("start-self", 4, struct.pack("<I", 4))
    yield patched("order", 0, b"MM")
    yield patched("big-head", 2, b"\x2b\0")


def _retagged(content: bytes, tag: int, kind: int, value: int) -> bytes:
    """A little-endian classic TIFF with one value of its first directory overwritten, or added
    to the tag that comes before it."""
    (first,) = struct.unpack("<I", content[4:8])
    (count,) = struct.unpack("<H", content[first : first + 2])
    places = [first + 2 + 12 * index for index in range(count)]
    tags = [struct.unpack("<H", content[place : place + 2])[0] for place in places]
    place = places[tags.index(tag)] if tag in tags else places[-1]
    return content[:place] + struct.pack("<HHII", tag, kind, 1, value) + content[place + 12 :]


def _gif() -> Iterator[tuple[str, bytes]]:
    still, moving = seeds()["still.gif"], seeds()["moving.gif"]
    colours = 13 + 3 * (2 << (still[10] & 7)) if still[10] & 0x80 else 13
    yield "no-frames.gif", still[:colours] + b";"
    yield "no-end.gif", still[:-1]
    yield "screen-0.gif", still[:6] + bytes(4) + still[10:]
    yield "screen-huge.gif", still[:6] + b"\xff" * 4 + still[10:]
    yield "screen-480-megapixels.gif", still[:6] + struct.pack("<HH", 24_000, 20_000) + still[10:]
    at = still.index(b",", colours)
    yield "frame-0.gif", still[: at + 5] + bytes(4) + still[at + 9 :]
    yield "frame-outside.gif", still[: at + 1] + b"\xff\x7f" * 2 + still[at + 5 :]
    yield "frame-huge.gif", still[: at + 5] + b"\xff" * 4 + still[at + 9 :]
    local = at + 10
    yield "code-size-200.gif", still[:local] + b"\xc8" + still[local + 1 :]
    yield "no-colours.gif", still[:10] + b"\0" + still[11:13] + still[colours:]
    extension = moving.index(b"!")
    yield "comments.gif", moving[:extension] + b"!\xfe\1x\0" * 50_000 + moving[extension:]
    yield "time-huge.gif", moving.replace(b"!\xf9\4", b"!\xf9\4\xff\xff\xff", 1)
    frames = moving[moving.index(b"!\xf9") : -1]
    yield "many-frames.gif", moving[:-1] + frames * 20 + b";"


def _webp() -> Iterator[tuple[str, bytes]]:
    lossy, moving, laden = (seeds()[f"{name}.webp"] for name in ("lossy", "moving", "laden"))
    yield "length-0.webp", lossy[:4] + bytes(4) + lossy[8:]
    yield "length-huge.webp", lossy[:4] + b"\xff" * 4 + lossy[8:]
    yield "chunk-huge.webp", lossy[:16] + b"\xff" * 4 + lossy[20:]
    yield "canvas-huge.webp", moving[:24] + b"\xff" * 6 + moving[30:]
    yield "canvas-other.webp", moving[:24] + b"\x40\0\0\x40\0\0" + moving[30:]
    yield "no-frames.webp", moving.replace(b"ANMF", b"JUNK")
    yield "no-animation.webp", moving.replace(b"ANIM", b"JUNK")
    frame = moving.index(b"ANMF") + 8
    yield "frame-outside.webp", moving[:frame] + b"\xff" * 6 + moving[frame + 6 :]
    yield "frame-huge.webp", moving[: frame + 6] + b"\xff" * 6 + moving[frame + 12 :]
    profile = laden.index(b"ICCP") + 8
    yield "profile-noise.webp", laden[:profile] + bytes(200) + laden[profile + 200 :]
    exif = laden.index(b"EXIF") + 8
    yield "exif-noise.webp", laden[:exif] + b"\xff" * 100 + laden[exif + 100 :]
    frame_head = lossy.index(b"\x9d\x01\x2a")
    yield "width-0.webp", lossy[: frame_head + 3] + bytes(4) + lossy[frame_head + 7 :]


def _bmp() -> Iterator[tuple[str, bytes]]:
    plain, palette = seeds()["rgb.bmp"], seeds()["palette.bmp"]

    def field(name: str, at: int, form: str, value: int, of: bytes = plain) -> tuple[str, bytes]:
        packed = struct.pack(form, value)
        return f"{name}.bmp", of[:at] + packed + of[at + len(packed) :]

    yield field("width-0", 18, "<i", 0)
    yield field("width-negative", 18, "<i", -WIDTH)
    yield field("width-huge", 18, "<i", _HUGE)
    yield field("height-0", 22, "<i", 0)
    yield field("height-top-down", 22, "<i", -HEIGHT)
    yield field("height-least", 22, "<i", -_HUGE - 1)
    yield field("height-480-megapixels", 22, "<i", 20_000_000)
    yield field("data-beyond", 10, "<I", _HUGE)
    yield field("head-0", 14, "<I", 0)
    yield field("head-huge", 14, "<I", _HUGE)
    yield field("bits-7", 28, "<H", 7)
    yield field("bits-0", 28, "<H", 0)
    yield field("packing-rle", 30, "<I", 1)
    yield field("packing-rle8", 30, "<I", 1, palette)
    yield field("packing-99", 30, "<I", 99)
    yield field("colours-huge", 46, "<I", _HUGE, palette)
    yield field("resolution-negative", 38, "<i", -1)


def _avif() -> Iterator[tuple[str, bytes]]:
    for name in ("rgb.avif", "rgb.heic"):
        if name not in seeds():
            continue
        content, ending = seeds()[name], name.rpartition(".")[2]
        size = content.index(b"ispe") + 8
        for lie, value in {
            "width-0": struct.pack(">II", 0, HEIGHT),
            "huge": struct.pack(">II", _HUGE, _HUGE),
            "480-megapixels": struct.pack(">II", 24_000, 20_000),
            "wider": struct.pack(">II", WIDTH + 40, HEIGHT),
        }.items():
            yield f"{lie}.{ending}", content[:size] + value + content[size + 8 :]
        box = content.index(b"meta") - 4
        yield f"box-0.{ending}", content[:box] + bytes(4) + content[box + 4 :]
        yield f"box-huge.{ending}", content[:box] + b"\xff" * 4 + content[box + 4 :]
        place = content.index(b"iloc") + 4
        yield f"place-noise.{ending}", content[:place] + b"\xff" * 20 + content[place + 20 :]
        yield f"no-data.{ending}", content[: content.index(b"mdat") - 4]


def _pnm() -> Iterator[tuple[str, bytes]]:
    data = bytes(WIDTH * HEIGHT * 3)
    for name, head in {
        "size-0": b"P6 0 0 255\n",
        "size-negative": b"P6 -24 16 255\n",
        "size-huge": b"P6 99999999 99999999 255\n",
        "480-megapixels": b"P6 24000 20000 255\n",
        "size-words": b"P6 wide high 255\n",
        "size-long": b"P6 " + b"9" * 50_000 + b" 1 255\n",
        "most-0": b"P6 24 16 0\n",
        "most-65536": b"P6 24 16 65536\n",
        "comment": b"P6 #" + b"x" * 300_000,
        "only-magic": b"P6",
    }.items():
        yield f"{name}.ppm", head + (b"" if name in {"comment", "only-magic"} else data)
    yield "words-too-large.ppm", b"P3 2 2 255 " + b"999 " * 12
    yield "words-too-few.ppm", b"P3 24 16 255 1 2 3"
    yield "words-letters.ppm", b"P3 2 2 255 " + b"one " * 12


# What is no picture


def _no_pictures() -> Iterator[tuple[str, bytes]]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.png"), seeds()["rgb.png"])
    kinds = {
        "empty": b"",
        "one-byte": b"\x89",
        "text": "Liebe Grüße, kein Bild.\n".encode() * 20,
        "html": b"<!DOCTYPE html><html><body>404 Not Found</body></html>",
        "zip": packed.getvalue(),
        "zeros": bytes(5000),
        "noise": random.Random(5).randbytes(5000),
        "pdf": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        "svg-laughs": _laughs(),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n{} loop\n",
        "film": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(400),
        "apple": struct.pack(">IIQQH", 0x00051607, 0x00020000, 0, 0, 0) + bytes(60),
        "program": b"\x7fELF\2\1\1" + bytes(300),
    }
    for number, (name, content) in enumerate(kinds.items()):
        ending = ("png", "jpg", "webp", "tif", "gif", "bmp", "avif", "ppm")[number % 8]
        yield f"other-{name}.{ending}", content
        yield f"other-{name}.{'png' if ending != 'png' else 'jpg'}", content


def lay_strange(folder: Path) -> list[str]:
    """Things with a picture's name that are not files one can read to the end."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "folder.png").mkdir()
    os.mkfifo(folder / "pipe.png")
    (folder / "endless.png").symlink_to("/dev/zero")
    (folder / "terminal.png").symlink_to("/dev/tty")
    (folder / "nowhere.png").symlink_to(folder / "absent.png")
    (folder / "itself.png").symlink_to(folder / "itself.png")
    return sorted(path.name for path in folder.iterdir())
