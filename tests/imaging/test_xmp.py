"""XMP tells the truth about the result, and everything else as it was told."""

from __future__ import annotations

import xml.dom.minidom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sr_desktop.imaging import xmp
from sr_desktop.imaging.provenance import NAMESPACE, Provenance

MADE = Provenance(
    version="1.0",
    model="pan-x4",
    weights="ab" * 32,
    steps=("x4 by pan-x4", 'to <1920> & "1280"'),
    precision="float32",
    ensemble=False,
    tile_px=256,
    settings={"scale": 4, "model": "pan-x4", "note": "it's <b>", "none": None},
)
LATER = Provenance("2.0", "edsr-x2", "cd" * 32, ("x2",), "float16", True, 512, {"scale": 2})
PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'>\n"
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n"
    '<rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"\n'
    '  xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
    '  tiff:ImageWidth="60" tiff:ImageLength = \'40\' tiff:XResolution="72/1"\n'
    '  tiff:ResolutionUnit="3" dc:source="tiff:ImageWidth 60">\n'
    " <exif:PixelXDimension>60</exif:PixelXDimension>\n"
    " <exif:PixelYDimension> 40 </exif:PixelYDimension>\n"
    " <tiff:YResolution>720000/10000</tiff:YResolution>\n"
    " <dc:creator><rdf:Seq><rdf:li>Zoë 東</rdf:li></rdf:Seq></dc:creator>\n"
    "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n" + " " * 2000 + '\n<?xpacket end="w"?>'
)


# --- sizes ----------------------------------------------------------------------------------------


def test_sizes_and_resolution_are_mended_and_nothing_else() -> None:
    want = (
        PACKET.replace('tiff:ImageWidth="60"', 'tiff:ImageWidth="2400"')
        .replace("tiff:ImageLength = '40'", "tiff:ImageLength = '1600'")
        .replace('"72/1"', '"300/1"')
        .replace("720000/10000", "601/2")
        .replace('tiff:ResolutionUnit="3"', 'tiff:ResolutionUnit="2"')
        .replace("<exif:PixelXDimension>60", "<exif:PixelXDimension>2400")
        .replace("<exif:PixelYDimension> 40 ", "<exif:PixelYDimension> 1600 ")
    )
    assert xmp.mended(PACKET.encode(), 2400, 1600, (300.0, 300.5)).decode() == want


def test_without_a_resolution_the_one_stated_stays() -> None:
    again = xmp.mended(PACKET.encode(), 60, 40, None)
    assert again == PACKET.encode()


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_every_encoding_of_xmp_is_kept(codec: str) -> None:
    packet = PACKET.encode(codec)
    assert xmp.mended(packet, 60, 40, None) == packet
    assert "2400" in xmp.mended(packet, 2400, 40, None).decode(codec)
    told, kept = xmp.with_provenance(packet, MADE)
    assert kept
    assert xmp.provenance_in(told) == MADE
    told.decode(codec)
    assert xmp.provenance_in(xmp.as_utf8(told)) == MADE


@given(st.binary(max_size=300))
def test_junk_goes_through_as_it_is(junk: bytes) -> None:
    assert xmp.mended(junk, 3, 4, (72.0, 72.0)) == junk
    assert xmp.provenance_in(junk) is None
    packet, _ = xmp.with_provenance(junk, MADE)
    assert xmp.provenance_in(packet) == MADE


# --- provenance -----------------------------------------------------------------------------------


def test_a_packet_keeps_every_byte_and_gains_how_it_was_made() -> None:
    told, kept = xmp.with_provenance(PACKET.encode(), MADE)
    assert kept
    at = PACKET.encode().index(b"</rdf:RDF>")
    assert told.startswith(PACKET.encode()[:at])
    assert told.endswith(PACKET.encode()[at:])
    assert xmp.provenance_in(told) == MADE
    xml.dom.minidom.parseString(told)


def test_without_a_packet_there_is_a_new_one() -> None:
    told, kept = xmp.with_provenance(None, MADE)
    assert kept
    assert xmp.provenance_in(told) == MADE
    root = xml.dom.minidom.parseString(told)
    (description,) = root.getElementsByTagName("rdf:Description")
    assert description.getAttribute("srd:Model") == "pan-x4"
    assert description.getAttribute("srd:Steps") == 'x4 by pan-x4; to <1920> & "1280"'


def test_an_older_provenance_is_replaced() -> None:
    once, _ = xmp.with_provenance(PACKET.encode(), LATER)
    twice, _ = xmp.with_provenance(xmp.with_provenance(PACKET.encode(), MADE)[0], LATER)
    assert twice == once
    assert xmp.provenance_in(twice) == LATER


@pytest.mark.parametrize(
    "ours",
    [
        '<rdf:Description rdf:about="" xmlns:p="{n}" p:Provenance="old"/>',
        "<rdf:Description rdf:about='' xmlns:srd='{n}'>\n <srd:Provenance>old</srd:Provenance>\n"
        " <srd:Steps><rdf:Seq><rdf:li>old</rdf:li></rdf:Seq></srd:Steps>\n</rdf:Description>",
        '<rdf:Description rdf:about="" xmlns:srd="{n}" xmlns:dc="d" dc:a="b" srd:Model="old"'
        " srd:Provenance='old'/>",
    ],
)
def test_an_older_one_goes_however_another_program_wrote_it(ours: str) -> None:
    packet = PACKET.replace("</rdf:RDF>", ours.format(n=NAMESPACE) + "</rdf:RDF>").encode()
    told, kept = xmp.with_provenance(packet, MADE)
    assert kept
    assert b"old" not in told
    assert (b'dc:a="b"' in told) == ("dc:a" in ours)
    assert xmp.provenance_in(told) == MADE
    xml.dom.minidom.parseString(told)


def test_other_prefixes_and_an_empty_rdf_are_understood() -> None:
    packet = b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" />'
    told, kept = xmp.with_provenance(packet, MADE)
    assert kept
    xml.dom.minidom.parseString(told)
    assert b"<r:Description r:about=" in told
    assert xmp.provenance_in(told) == MADE


def test_a_packet_without_rdf_is_replaced_and_that_is_told() -> None:
    told, kept = xmp.with_provenance(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>?</x:xmpmeta>", MADE)
    assert not kept
    assert xmp.provenance_in(told) == MADE


def test_a_damaged_provenance_is_none() -> None:
    told, _ = xmp.with_provenance(None, MADE)
    assert xmp.provenance_in(told.replace(b"tile_px", b"tile-px")) is None
    assert xmp.provenance_in(told.replace(b'Provenance="{', b'Provenance="')) is None
    assert xmp.provenance_in(PACKET.encode()) is None
