"""Dates against the calendar, and above a story against those in it."""

from datetime import date

import pytest

from articles.review import proofing
from articles.text import dates
from articles.text.folding import fold
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2023, 12, 26)  # a Tuesday


def told(text, *, headline="要闻", on=DAY):
    article = make.article(headline=headline, body=f"<p>{text}</p>")
    return [(f.matched, f.advice) for f in proofing.findings(article, on=on) if f.kind == "date"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2023年12月26日", (2023, 12, 26)),
        ("2023 年 12 月 26 日", (2023, 12, 26)),
        ("二〇二三年十二月二十六日", (2023, 12, 26)),
        ("2023-12-26", (2023, 12, 26)),
        ("2023.12.26", (2023, 12, 26)),
        ("12月26号", (None, 12, 26)),
        ("2023年12月", (2023, 12, None)),
        ("2023年第四季度", (2023, None, None)),
        ("9月份", (None, 9, None)),
        ("26日", (None, None, 26)),
    ],
)
def test_a_date_is_read_as_far_as_it_is_written(text, parts):
    written = dates.find(fold(text))[0]

    assert (written.year, written.month, written.day) == parts


@pytest.mark.parametrize(
    "text", ["3日内", "18月龄", "3个月", "3号楼", "1500年古镇", "300年", "今日"]
)
def test_a_duration_is_no_date(text):
    assert dates.find(fold(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "12月26日（星期二）",
        "12月26日星期二",
        "12月26日，星期二",
        "12月26日(周二)",
        "星期二（12月26日）",
        "2023年12月31日（星期天）",
        "1月2日（星期二）",
        "26日（星期二）",
        "每周三12月26日起",
        "12月26日，周三轮到他",
        "12月26日周一至周五",
        "农历12月26日（星期三）",
    ],
)
def test_a_weekday_that_is_right_is_no_finding(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "matched", "advice"),
    [
        ("定于12月26日（星期三）", "12月26日（星期三）", "2023年12月26日是星期二。"),
        ("12月26日周三", "12月26日周三", "2023年12月26日是星期二。"),
        ("星期三（12月26日）", "星期三（12月26日）", "2023年12月26日是星期二。"),
        ("2022年12月26日，星期二", "2022年12月26日，星期二", "2022年12月26日是星期一。"),
        ("1月2日（星期一）", "1月2日（星期一）", "2024年1月2日是星期二。"),
        ("26日（周三）", "26日（周三）", "2023年12月26日是星期二。"),
    ],
)
def test_a_weekday_of_another_day_is_told(text, matched, advice):
    assert told(text) == [(matched, advice)]


@pytest.mark.parametrize("text", ["2月30日", "11月31日", "13月5日", "2023年2月29日", "12月32日"])
def test_a_day_that_cannot_be_is_told(text):
    assert told(text) == [(text, "日历上没有这一天。")]


@pytest.mark.parametrize(("on", "is_told"), [(date(2023, 12, 26), False), (date(2023, 3, 1), True)])
def test_the_leap_day_is_one_of_the_nearest_year(on, is_told):
    assert bool(told("2月29日", on=on)) == is_told


def test_the_old_calendar_has_days_of_its_own():
    assert told("农历2月30日") == []


def test_a_month_that_cannot_be_is_told():
    assert told("2023年13月") == [("2023年13月", "没有这个月份。")]


@pytest.mark.parametrize("text", ["2203年", "2032年12月26日", "1023年12月", "2203年12月26日"])
def test_a_year_far_away_is_told(text):
    assert told(text) == [(text, "年份离出版日期很远，请核对。")]


@pytest.mark.parametrize("text", ["1949年10月1日", "2060年前", "2035年", "1000年历史", "2024年2月"])
def test_history_and_plans_are_no_finding(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("12月26日开幕", "将于12月26日开幕。"),
        ("12月26日开幕", "将于26日开幕。"),
        ("26日开幕", "将于12月26日开幕。"),
        ("十二月二十六日开幕", "将于2023年12月26日开幕。"),
        ("12月25日开幕", "昨日，大会开幕。"),
        ("12月26日开幕", "记者今天从市府获悉。"),
        ("2023年总结", "大会总结工作。"),
        ("2022年总结", "去年成绩突出。"),
        ("12月份数据公布", "12月的数据公布。"),
    ],
)
def test_a_date_above_the_story_that_it_has_is_no_finding(headline, text):
    assert told(text, headline=headline) == []


@pytest.mark.parametrize(
    ("headline", "text", "matched"),
    [
        ("12月26日开幕", "将于12月27日开幕。", "12月26日"),
        ("12月26日开幕", "将于11月26日开幕。", "12月26日"),
        ("26日开幕", "将于12月27日开幕。", "26日"),
        ("2022年总结", "2023年成绩突出。", "2022年"),
        ("2023年总结", "2022年成绩突出。", "2023年"),
        ("11月份数据公布", "12月的数据公布。", "11月"),
    ],
)
def test_a_date_above_the_story_that_it_lacks_is_told(headline, text, matched):
    assert [text for text, _advice in told(text, headline=headline)] == [matched]


def test_the_advice_names_the_dates_the_story_has():
    (found,) = told("12月27日开幕，29日闭幕。", headline="12月26日开幕")

    assert found[1] == "正文里没有“12月26日”这个日期。正文里写的是：12月27日、29日。"


def test_the_day_of_publication_is_the_issues():
    page = make.page(issue=make.issue(date=DAY))
    article = make.article(headline="要闻", body="<p>1月2日（星期二）</p>", page=page)

    assert proofing.findings(article) == []


def test_a_caption_is_checked_against_the_calendar():
    article = make.article()
    make.photo_use(article=article, caption="摄于2月30日")

    assert [f.field for f in proofing.findings(article)] == ["caption"]
