"""Bounds on what files and drawings may hold, one over each."""

import io

import pytest

from articles import imaging
from articles.imaging import embedded, polygons
from articles.interchange.pages import decoding
from articles.interchange.pages.decoding import Unreadable
from articles.paper import forms
from articles.paper.forms import RegionFormSet
from tests.photo_folder import XMP, scene, written, xmp


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
@pytest.mark.parametrize(
    "packet",
    ["<a>" * 120_000 + "</a>" * 120_000, "<a>" * 400_000, "<r>" + "<a/>" * 200_000 + "</r>"],
    ids=["deep", "deep and cut", "wide"],
)
def test_a_packet_that_means_nothing_is_passed_over(packet, format):
    content = written(scene((64, 48), 1), format, **xmp(packet, format))
    assert imaging.taken_in(io.BytesIO(content)).embedded == imaging.Embedded()


def test_of_a_packet_over_the_bound_nothing_is_read():
    def caption(length):
        packet = XMP.format(caption="长" * length, creator="", attributes="")
        content = written(scene((64, 48), 1), "WEBP", xmp=packet.encode())
        return imaging.taken_in(io.BytesIO(content)).embedded.caption

    assert caption(1_000)
    assert caption(embedded.MAX_XMP // 3) == ""  # three bytes each


@pytest.mark.parametrize(
    ("length", "said"), [(decoding.MOST_BYTES + 1, "MB"), (decoding.MOST_CHARACTERS + 1, "多得多")]
)
def test_a_text_of_more_than_a_page_is_not_read(length, said):
    with pytest.raises(Unreadable, match=said):
        decoding.decode(b"a" * length)


def test_a_shape_of_too_many_corners_is_refused():
    corners = [f"{n % 100},{n % 7}" for n in range(polygons.MOST_POINTS + 1)]
    with pytest.raises(polygons.BadPolygon, match="最多有 40 个角"):
        polygons.read(" ".join(corners))


def test_one_region_too_many_is_refused_however_many_are_claimed():
    sent = {"form-TOTAL_FORMS": 1_000_000, "form-INITIAL_FORMS": 0}
    sent |= {f"form-{n}-points": "0,0 1,0 1,1" for n in range(200)}

    regions = RegionFormSet(sent, form_kwargs={"stories": []})

    assert len(regions.forms) == forms.MOST_REGIONS + 1
    assert not regions.is_valid()
    assert regions.non_form_errors()
