"""What a file says of itself, from XMP, IPTC-IIM and EXIF."""

import io
from datetime import date

import pytest

from articles import imaging
from articles.imaging import Embedded
from tests.photo_folder import BOMB, XMP, located, scene, with_exif, with_iptc, written, xmp


def said(content):
    return imaging.taken_in(io.BytesIO(content)).embedded


def jpeg(**options):
    return written(scene((64, 48), 1), **options)


FIELDS = {120: "村民在直播间卖货", 80: "陈洋波", 116: "© 某报", 55: "20231224", 90: "义乌市"}
TOLD = Embedded(
    caption="村民在直播间卖货",
    creator="陈洋波",
    rights="© 某报",
    place="义乌市",
    taken_on=date(2023, 12, 24),
)


@pytest.mark.parametrize(
    ("encoding", "is_declared"), [("utf-8", True), ("utf-8", False), ("gb18030", False)]
)
def test_records_of_iptc_are_read_in_either_encoding(encoding, is_declared):
    content = with_iptc(jpeg(), FIELDS, encoding=encoding, is_declared=is_declared)

    assert said(content) == TOLD


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_all_who_took_a_picture_are_read(encoding):
    content = with_iptc(
        jpeg(), {80: ["王小明", "李大为"], 110: ["甲社", "乙社"]}, encoding=encoding
    )

    found = said(content)

    assert (found.creator, found.credit) == ("王小明、李大为", "甲社")


def test_a_record_that_was_cut_within_a_character_is_read_as_far_as_it_goes():
    content = with_iptc(jpeg(), {80: "陈洋波"}, encoding="utf-8")
    cut = content.replace(b"\x00\x09" + "陈洋波".encode(), b"\x00\x08" + "陈洋波".encode()[:8])

    assert said(cut).creator in {"陈洋", ""}
    assert said(cut).creator != "闄堟磱"


def test_a_packet_is_believed_before_records_and_records_before_exif():
    packet = XMP.format(caption="图说", creator="", attributes='photoshop:Source="市文明办"')
    exif = with_exif(t010E="camera", t013B="someone", t8298="rights")
    content = with_iptc(jpeg(exif=exif, xmp=packet.encode()), {80: "甲"}, encoding="utf-8")

    found = said(content)

    assert (found.caption, found.creator) == ("图说", "甲")
    assert (found.credit, found.rights) == ("市文明办", "rights")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_packet_is_read_in_every_format(format):
    packet = XMP.format(caption="甲&amp;乙", creator="丙", attributes='photoshop:City="义乌"')
    content = written(scene((64, 48), 1), format, **xmp(packet, format))

    found = said(content)

    assert (found.caption, found.creator, found.place) == ("甲&乙", "丙", "义乌")


def test_the_day_is_the_camera_s_and_its_place_is_not_read():
    found = said(jpeg(exif=located()))

    assert (found.taken_on, found.place) == (date(2023, 12, 25), "")


@pytest.mark.parametrize(
    ("term", "source_type"),
    [
        ("trainedAlgorithmicMedia", "generated"),
        ("compositeWithTrainedAlgorithmicMedia", "generated"),
        ("digitalCreation", "illustration"),
        ("digitalCapture", "photograph"),
    ],
)
def test_how_a_picture_came_to_be_is_read(term, source_type):
    uri = f"http://cv.iptc.org/newscodes/digitalsourcetype/{term}"
    made = XMP.format(caption="", creator="", attributes=f'Iptc4xmpExt:DigitalSourceType="{uri}"')

    assert said(jpeg(xmp=made.encode())).source_type == source_type


def test_the_mark_of_generated_content_is_read():
    attributes = "xmlns:TC260='http://www.tc260.org.cn/ns/AIGC/1.0/' TC260:AIGC='{}'"
    packet = XMP.replace("{attributes}", attributes.replace("{}", "{{&quot;Label&quot;:1}}"))

    assert said(jpeg(xmp=packet.format(caption="", creator="").encode())).source_type == "generated"


@pytest.mark.parametrize(
    "options",
    [
        {"xmp": BOMB.encode()},
        {"xmp": b"<x:xmpmeta"},
        {"xmp": "图说".encode("gb18030")},
        {"exif": b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x99\x99" * 40},
        {"exif": b"Exif\0\0junk"},
    ],
)
def test_metadata_that_cannot_be_read_is_passed_over(options):
    assert said(jpeg(**options)) == Embedded()


def test_control_characters_are_left_out():
    content = with_iptc(jpeg(), {120: "第一行\r\n第二行\x07"}, encoding="utf-8")

    assert said(content).caption == "第一行 第二行"
