"""The text layer of a page becomes stories, whatever paper it is of, and no character is lost."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.interchange.pages import reading
from articles.text.characters import visible
from tests.articles.interchange import typeset
from tests.articles.interchange.reading_right import lost, right
from tests.articles.interchange.typeset import STYLES, Style

SAMPLE = Path(__file__).parents[2] / "sample"
SEEDS = [1, pytest.param(40, marks=pytest.mark.whole)]


# The least share of fields that is right in a style. Without sizes of type, whether the upper of
# two lines is a kicker is often not to be seen; without indents and gaps, where a paragraph ends.
LEAST = {"sample": 0.78, "below": 0.75, "bare": 0.7}


def test_the_sample_page_is_read_as_it_was_transcribed():
    text = (SAMPLE / "page_text.txt").read_text()
    truths = json.loads((SAMPLE / "sample_issue.json").read_text())["stories"]
    found = reading.read_text(text.encode())
    assert [
        (s.kicker, s.headline, s.subhead, s.byline, s.dateline, s.column) for s in found.stories
    ] == [
        (t["kicker"], t["headline"], t["subhead"], t["byline_raw"], t["dateline"], t["column"])
        for t in truths
    ]
    assert [[(p.label, p.text) for p in story.body] for story in found.stories] == [
        [(block.get("label", ""), block["text"]) for block in truth["body"]] for truth in truths
    ]
    assert found.stories[0].captions == ("直播带货农产品",)
    assert (found.unassigned, found.furniture) == ((), ("直播带货农产品", "■"))
    assert not lost(text, found)


@pytest.mark.parametrize("pages", SEEDS)
@pytest.mark.parametrize("name", STYLES)
def test_most_fields_of_pages_in_many_styles_are_right(name, pages):
    rows = []
    for seed in range(100, 100 + 2 * pages):
        text, truths = typeset.page(typeset.stories(seed), STYLES[name], seed=seed)
        found = reading.read_text(text.encode())
        assert not lost(text, found)
        rows += right(found, truths)
    fields = [field for row in rows for field in row]
    assert sum(fields) / len(fields) >= LEAST.get(name, 0.82)


styles = st.builds(
    Style,
    heads_below=st.booleans(),
    byline=st.sampled_from(["line", "mark", "lead", "tail"]),
    is_indented=st.booleans(),
    has_gaps=st.booleans(),
    crosshead=st.sampled_from(["■ ", "", "label"]),
    widths=st.lists(st.integers(10, 30), min_size=1, max_size=3).map(tuple),
    column=st.integers(0, 25),
    has_furniture=st.booleans(),
    heads_apart=st.booleans(),
    has_jump=st.booleans(),
    between=st.integers(0, 3),
)


@pytest.mark.parametrize("examples", [12, pytest.param(400, marks=pytest.mark.whole)])
def test_no_setting_of_a_page_loses_a_character(examples):
    @settings(max_examples=examples)
    @given(style=styles, seed=st.integers(0, 30), data=st.data())
    def holds(style, seed, data):
        text, _truths = typeset.page(typeset.stories(seed, count=3), style, seed=seed)
        if data.draw(st.booleans(), label="shuffled"):
            text = "\n".join(data.draw(st.permutations(text.split("\n")[:60])))
        assert not lost(text, reading.read_text(text.encode()))

    holds()


@settings(max_examples=120)
@given(
    st.text(
        st.sampled_from("文图本报讯记者 　张三。，、：“”（）■▢□\n\n下转第3版上接电话12⻓④图为摄")
        | st.characters(codec="utf-8", categories=["Lo", "Nd", "Po"]),
        max_size=300,
    ).filter(lambda text: text.strip())
)
def test_no_text_at_all_loses_a_character(text):
    try:
        found = reading.read_text(text.encode())
    except reading.Unreadable:
        return
    assert not lost(visible(text), found)


def test_lines_that_say_nothing_are_not_guessed_to_be_a_story():
    found = reading.read_text("甲乙丙丁\n\n戊己庚辛\n\n壬癸子丑\n".encode())
    assert found.stories == ()
    assert found.unassigned == ("甲乙丙丁", "戊己庚辛", "壬癸子丑")


def read(text):
    return reading.read_text(text.encode())


BODY = """　　昨日，城东水库通过了验收，年供水量
二百万吨，周边三个村的村民在场见证了
这一时刻。
　　水库的大坝高五十米，明年春天开始供
水。
"""


def test_a_caption_printed_twice_on_one_line_is_one_caption():
    found = read(f"城东水库通过验收\n本报记者 张三丰\n{BODY}\n水库大坝全景水库大坝全景\n")
    (story,) = found.stories
    assert story.captions == ("水库大坝全景",)
    assert "水库大坝全景" in found.furniture


def test_a_caption_within_a_sentence_does_not_part_it():
    text = BODY.replace(
        "周边三个村的村民在场见证了\n", "周边三个村的村民在场见证了\n\n图为验收现场\n\n"
    )
    (story,) = read(f"城东水库通过验收\n本报记者 张三丰\n{text}").stories
    assert story.captions == ("图为验收现场",)
    assert story.body[0].text.endswith("村民在场见证了这一时刻。")


def test_jump_lines_are_no_text():
    (story,) = read(f"城东水库通过验收\n本报记者 张三丰\n{BODY[:-1]}（下转第3版）\n").stories
    assert story.jumps == ("（下转第3版）",)
    assert story.body[-1].text.endswith("开始供水。")


def test_a_story_that_goes_on_from_another_page_says_so():
    (story,) = read(f"城东水库通过验收\n（上接第1版）\n{BODY}").stories
    assert story.jumps == ("（上接第1版）",)


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：张三丰 版式：李四光 校对：王五",
        "2026年11月28日 星期六 农历十月十九",
        "A03 民生",
        "第3版",
        "要闻 02",
        "岚溪日报",
        "新闻热线：0571-85310000",
        "今天：晴到多云 3℃～12℃ 北风2级",
        "国内统一刊号 CN33-0000",
        "公益广告",
    ],
)
def test_furniture_is_of_no_story(line):
    found = read(f"{line}\n\n城东水库通过验收\n本报记者 张三丰\n{BODY}")
    assert found.furniture == (line,)
    assert [story.headline for story in found.stories] == ["城东水库通过验收"]


@pytest.mark.parametrize(
    "headline", ["天气转冷 注意添衣", "记者走基层", "15公里山路", "商报读者节开幕"]
)
def test_a_headline_is_no_furniture(headline):
    assert [s.headline for s in read(f"{headline}\n本报记者 张三丰\n{BODY}").stories] == [headline]


def test_the_dateline_of_an_agency_is_the_source_too():
    text = BODY.replace("　　昨日", "　　新华社北京12月1日电（记者甲、乙） 昨日", 1).replace(
        "甲、乙", "张三丰、李四光"
    )
    (story,) = read(f"城东水库通过验收\n{text}").stories
    assert (story.dateline, story.source, story.byline) == (
        "新华社北京12月1日电",
        "新华社",
        "记者张三丰、李四光",
    )
    assert story.body[0].text.startswith("昨日，")


def test_one_label_stands_for_several_briefs():
    briefs = "".join(f"{head}\n{BODY}　　（记者 张三丰）\n\n" for head in ["水库验收", "大坝供水"])
    found = read(f"■ 民生速递\n{briefs}")
    assert [(s.column, s.headline, s.byline) for s in found.stories] == [
        ("民生速递", "水库验收", "记者 张三丰"),
        ("民生速递", "大坝供水", "记者 张三丰"),
    ]


def test_a_name_alone_under_a_headline_signs_a_commentary():
    (story,) = read(f"城东水库通过验收\n\n石岚\n{BODY}").stories
    assert (story.headline, story.byline) == ("城东水库通过验收", "石岚")


def test_a_reading_is_data():
    found = read(f"城东水库通过验收\n本报记者 张三丰\n{BODY}")
    assert json.loads(json.dumps(found.as_data())) == json.loads(json.dumps(found.as_data()))
    assert set(found.stories[0].confidence) == {"headline", "byline", "body"}
