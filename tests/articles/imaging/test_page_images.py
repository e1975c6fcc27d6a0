"""Pictures and PDFs of pages through one door."""

import io

import pytest
from PIL import Image

from articles.imaging import PhotoRefused, page_images
from articles.imaging.intake import MAX_BYTES
from articles.imaging.page_images import LARGE, MEDIUM, SMALL
from tests.printed import pdf, picture


def sizes(images):
    return [max(copy.width, copy.height) for copy in (images.large, images.medium, images.small)]


def test_a_picture_is_drawn_in_three_sizes():
    images = page_images.from_picture(picture(size=(2800, 4000)))

    assert sizes(images) == [LARGE, MEDIUM, SMALL]
    for copy in (images.large, images.medium, images.small):
        drawn = Image.open(io.BytesIO(copy.data))
        assert (drawn.format, drawn.size) == ("JPEG", (copy.width, copy.height))
        assert copy.width / copy.height == pytest.approx(0.7, abs=0.01)


def test_a_small_picture_is_not_made_larger():
    assert sizes(page_images.from_picture(picture(size=(300, 400)))) == [400, 400, 400]


def test_a_pdf_is_drawn_as_it_prints():
    images = page_images.from_pdf(io.BytesIO(pdf(width=700, height=1000))).images
    page = Image.open(io.BytesIO(images.small.data)).convert("L")

    assert sizes(images) == [LARGE, MEDIUM, SMALL]
    assert page.size == (336, 480)
    # The drawn PDF has a black box in its lower left quarter, on white.
    assert page.getpixel((84, 400)) < 40
    assert page.getpixel((250, 100)) > 215


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "文件是空的"),
        (b"%PDF-1.4 and nothing", "不是可以识别的 PDF"),
        (picture().getvalue(), "不是可以识别的 PDF"),
        (pdf(pages=2), "不止一页"),
        (pdf(width=20, height=1000), "太窄或太小"),
        (pdf(width=20, height=20), "太窄或太小"),
        (b"x" * (MAX_BYTES + 1), "上限"),
    ],
)
def test_what_is_no_pdf_of_one_page_is_refused_in_words(file, reason):
    with pytest.raises(PhotoRefused, match=reason):
        page_images.from_pdf(io.BytesIO(file))


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(page_images, "PDF_SECONDS", 0)

    with pytest.raises(PhotoRefused, match="太复杂"):
        page_images.from_pdf(io.BytesIO(pdf()))


def test_a_page_of_any_size_is_drawn_within_the_same_bounds():
    assert sizes(page_images.from_pdf(io.BytesIO(pdf(width=9000, height=14000))).images)[0] == LARGE
