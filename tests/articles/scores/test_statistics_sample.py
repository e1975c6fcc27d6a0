"""The month of the sample issue, worked out by hand from the printed page.

The page prints nine stories, with these lengths in 字, bylines and photos:

    1  “李祖乡遇”共富工坊榜上有名    消息      783  陈洋波 文/图        1 photo by 陈洋波
    2  数字与智能化产业社区项目全面封顶  消息      681  李爽爽
    3  我市三所学校入选              消息      356  龚盈盈
    4  如何从“单管”走向“共治”？       深度报道  1735  龚盈盈 陈健贤
    5  以“演”促防                  图片新闻   113  李爽爽 图          1 photo by 李爽爽
    6  捐衣物送温暖                 图片新闻   118  吴峰宇 摄          1 photo by 吴峰宇
    7  商城集团年度“好商”评选活动启动   消息      421  吴峰宇
    8  我市开展“我与慈善”社会征文活动   消息      397  傅柏琳
    9  2023年第四季度“义乌好人”出炉    消息      498  余依萍
"""

import csv
from io import StringIO

import pytest

from articles.models import PublishedArticle
from tests import make

pytestmark = pytest.mark.django_db

LENGTHS = [783, 681, 356, 1735, 113, 118, 421, 397, 498]

# The third story counted on the page, printed line by printed line, marks included and 9 as one:
# 本报讯 近日，金华市科协联合市教育局公布了首批 is 3 + 3 + 16 = 22, and so on.
THIRD_STORY = [
    *(22, 25, 17),  # 本报讯 近日 … 福田小学入选。
    *(24, 25, 25, 25, 23),  # 据悉 … 首批试点城市。
    *(23, 25, 26, 25, 24, 24, 23),  # 一直以来 … 好奇心。
]

RULES = [
    ("news", "text", "10"),
    ("news", "text_photo", "12"),
    ("news", "", "2"),  # for each photo
    ("feature", "text", "25"),
    ("photo_brief", "photo", "4"),
    ("photo_brief", "photographed", "4.5"),
    ("photo_brief", "", "1.5"),
]

HEADS = (
    "记者,类别,篇数,文,文/图,文/摄,图,摄,供图,整理,编辑,视频,"
    "消息,深度报道,简讯,图片新闻,评论,公告,字数,图片,得分"
)
BY_HAND = {
    # 3 whole and 4 half: 1 + 1/2 = 1.5; 356 + 1735/2 = 1223.5 字; 10 + 25/2 = 22.5
    "龚盈盈": "本社记者,1.5,1.5,0,0,0,0,0,0,0,0,1,0.5,0,0,0,0,1223.5,0,22.5",
    # 7, and 6 with its photo: no 字 for 摄; 10 + 4.5 + 1.5 = 16
    "吴峰宇": "本社记者,2,1,0,0,0,1,0,0,0,0,1,0,0,1,0,0,421,1,16",
    # 2, and 5 with its photo: no 字 for 图; 10 + 4 + 1.5 = 15.5
    "李爽爽": "本社记者,2,1,0,0,1,0,0,0,0,0,1,0,0,1,0,0,681,1,15.5",
    # 1 with its photo: 12 + 2 = 14
    "陈洋波": "本社记者,1,0,1,0,0,0,0,0,0,0,1,0,0,0,0,0,783,1,14",
    # half of 4: 1735/2 = 867.5 字; 25/2 = 12.5
    "陈健贤": "本社记者,0.5,0.5,0,0,0,0,0,0,0,0,0,0.5,0,0,0,0,867.5,0,12.5",
    # 8, and 9; equal scores stand in the order of pinyin, fu before yu
    "傅柏琳": "本社记者,1,1,0,0,0,0,0,0,0,0,1,0,0,0,0,0,397,0,10",
    "余依萍": "本社记者,1,1,0,0,0,0,0,0,0,0,1,0,0,0,0,0,498,0,10",
}
# Nine stories; the 字 of 5 and 6, 113 + 118, belong to nobody: 5102 - 231 = 4871.
# 22.5 + 16 + 15.5 + 14 + 12.5 + 10 + 10 = 100.5
TOTAL = "9,6,1,0,1,1,0,0,0,0,6,1,0,2,0,0,4871,3,100.5"


@pytest.fixture
def desk(client, sample):
    for kind, role, points in RULES:
        make.score_rule(kind=kind, role=role, points=points)
    client.force_login(make.chief())
    return client


def opened(desk, address):
    response = desk.get(f"/admin/articles/scorerule/statistics/{address}?month=2023-12")
    assert response.status_code == 200
    return response


def test_the_lengths_are_those_counted_on_the_page(desk):
    stories = PublishedArticle.objects.order_by("page_order")

    assert list(stories.values_list("length", flat=True)) == LENGTHS
    assert sum(THIRD_STORY) == LENGTHS[2]
    assert sum(LENGTHS) == 5102


def test_the_report_equals_the_one_worked_out_by_hand(desk):
    context = opened(desk, "").context

    shown = {
        str(row["reporter"]): ",".join(["本社记者", *(cell["text"] for cell in row["cells"])])
        for row in context["rows"]
    }
    assert list(shown.items()) == list(BY_HAND.items())
    assert ",".join(cell["text"] for cell in context["total"]) == TOTAL
    assert (context["unscored"], context["left_out"]) == (
        [],
        [("没有署名", []), ("已撤稿", [])],
    )


def test_the_page_says_what_its_table_says(desk):
    page = opened(desk, "").content.decode()

    for name, figures in BY_HAND.items():
        row = page.split(f">{name}</a>")[1].split("</tr>")[0]
        cells = [cell.split(">", 1)[1] for cell in row.split("<td ")[1:]]
        texts = [cell.split("</")[0].split(">")[-1].strip() for cell in cells]
        assert ",".join(["本社记者", *texts]) == figures


def test_the_file_equals_the_report(desk):
    text = opened(desk, "csv/").content.decode("utf-8-sig")

    rows = [",".join(row) for row in csv.reader(StringIO(text))]
    assert rows == [HEADS, *(f"{name},{figures}" for name, figures in BY_HAND.items())]


def test_every_figure_leads_to_the_stories_it_is_the_sum_of(desk):
    context = opened(desk, "").context
    rows = [row["cells"] for row in context["rows"]] + [context["total"]]
    linked = [cell for row in rows for cell in row if cell["href"]]

    for cell in linked:
        behind = desk.get(cell["href"]).context
        chosen = behind["asked"].figure
        assert chosen == cell["figure"]
        parts = [chosen.of(line) for line, _amounts in behind["lines"]]
        assert (0 in parts, sum(parts)) == (False, float(cell["text"]))
    assert len(linked) == sum(cell["text"] != "0" for row in rows for cell in row) == 54


def test_the_half_of_a_shared_story_is_shown_with_its_reckoning(desk):
    chen = next(row for row in opened(desk, "").context["rows"] if str(row["reporter"]) == "陈健贤")
    [(line, amounts)] = desk.get(chen["href"]).context["lines"]

    assert line.story.title == "如何从“单管”走向“共治”？"
    assert [text for _head, text in amounts] == ["1/2", "867.5", "0", "25", "12.5"]
