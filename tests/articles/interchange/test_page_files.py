"""What is no page is refused in words; what is one is read, whatever its encoding."""

import random
import time

import pytest

from articles.interchange.pages import reading
from articles.interchange.pages.contents import Unreadable
from tests.articles.interchange.pdf_files import pdf, text

PAGE = (
    "城东水库通过验收\n\n本报讯（记者 张三丰）昨日，城东水库通过了\n验收，年供水量二百万吨。\n"
    "水库的大坝高五十米，周边三个村的村民在场\n见证了这一时刻。\n"
)


def refusal(data, name="a.txt"):
    began = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        reading.read_file(data, name)
    assert time.monotonic() - began < 60  # a child that reads is ended after 20 seconds of work
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_every_encoding_of_a_desk_gives_the_same_page(encoding):
    found = reading.read_text(PAGE.encode(encoding))
    assert found == reading.read_text(PAGE.encode())
    (story,) = found.stories
    assert (story.headline, story.dateline, story.byline) == (
        "城东水库通过验收",
        "本报讯",
        "记者 张三丰",
    )
    assert story.body[0].text == "昨日，城东水库通过了验收，年供水量二百万吨。"


def test_line_ends_and_radicals_are_ordinary_ones():
    found = reading.read_text("⻓城⻋⻢⾯貌一新\r\n\r\n本报记者 张三丰\r\n正文到此。".encode())
    assert found.stories[0].headline == "长城车马面貌一新"
    assert found.stories[0].body[0].text == "正文到此。"


@pytest.mark.parametrize("seed", range(4))
def test_random_bytes_are_no_text(seed):
    data = random.Random(seed).randbytes(50_000)
    assert "认不出这个文件的文字" in refusal(data)


@pytest.mark.parametrize("data", [b"", b" \n\r\n ", "　\n".encode()])
def test_an_empty_file_holds_no_text(data):
    assert refusal(data) == "文件里没有文字。"


def test_five_megabytes_are_no_page():
    assert "不像一个版的文字" in refusal(("一" * 1000 + "\n").encode() * 1700)


def test_a_whole_paper_is_no_page():
    assert "一次导入一个版" in refusal(("春眠不觉晓，处处闻啼鸟。" * 4 + "\n").encode() * 1500)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 and nothing more", "不是可以识别的 PDF"),
        (b"%PDF-1.4\n" + random.Random(1).randbytes(100_000), "不是可以识别的 PDF"),
        (pdf(text("A page"), password=b"secret"), "有密码"),
        (pdf(b"0 0 300 300 re f"), "没有文字"),
        (pdf(text("A page"), pages=3), "不止一页"),
        (pdf(text("A page"), pages=20_000), "不止一页"),
        (pdf(b"".join(text("words " * 20, at=(9, at), size=1) for at in range(800))), "多得多"),
    ],
    ids=["cut", "random", "password", "no text", "pages", "many pages", "too much"],
)
def test_a_pdf_that_is_no_page_is_refused_in_words(data, said):
    assert said in refusal(data, "a.pdf")


def test_a_pdf_larger_than_any_page_is_not_read():
    assert "40 MB" in refusal(b"%PDF-1.4" + bytes(40_000_001))


def test_a_name_says_that_a_file_was_meant_to_be_a_pdf():
    assert "不是可以识别的 PDF" in refusal(PAGE.encode(), "版面.PDF")


def test_the_text_of_a_pdf_is_read_with_its_sizes():
    lines = [text("A headline", size=30)]
    lines += [text("A line of running text that is full to the end of it", at=(72, 950 - 16 * at))
              for at in range(3)]  # fmt: skip
    lines.append(text("and so the paragraph ends!", at=(72, 900)))
    (story,) = reading.read_pdf(pdf(b"".join(lines))).stories
    assert story.headline == "A headline"
    assert story.body[0].text.endswith("and so the paragraph ends!")


def test_a_text_of_a_thousand_pieces_is_no_page():
    assert "一次导入一个版" in refusal("标题\n\n正文到此。\n".encode() * 500)
