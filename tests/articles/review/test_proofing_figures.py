"""Figures above a story against those in it."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from articles.models import Article
from articles.review import proofing
from articles.text import figures
from articles.text.folding import fold
from tests import make

pytestmark = pytest.mark.django_db


def values(text):
    return [(str(f.value.normalize()), f.sort.value) for f in figures.find(fold(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12名", 12),
        ("十二名", 12),
        ("１２名", 12),
        ("“12”名", 12),
        ("二十名", 20),
        ("一百零五户", 105),
        ("一百二十户", 120),
        ("两千三百亩", 2300),
        ("两千三", 2300),
        ("一百零三", 103),
        ("3.5万人", 35000),
        ("35,000人", 35000),
        ("2000万元", 20_000_000),
        ("3千人", 3000),
        ("1.2亿元", 120_000_000),
        ("1亿2000万元", 120_000_000),
        ("3万亿元", 3_000_000_000_000),
        ("三万亿", 3_000_000_000_000),
        ("一亿二千万", 120_000_000),
        ("30多万元", 300_000),
        ("二〇二三", 2023),
    ],
)
def test_a_figure_is_read(text, value):
    figure = figures.find(fold(text))[0]

    assert (figure.value, figure.sort) == (Decimal(value), figures.Sort.COUNT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12%", [("12", "percent")]),
        ("12.5％", [("12.5", "percent")]),
        ("百分之十二", [("12", "percent")]),
        ("百分之12", [("12", "percent")]),
        ("三成", [("3E+1", "percent")]),
        ("三成立", [("3", "count")]),
        ("12个百分点", [("12", "points")]),
        ("100，200人", [("1E+2", "count"), ("2E+2", "count")]),
        ("10 20", [("1E+1", "count"), ("2E+1", "count")]),
        ("5G、PM2.5和G60", []),
        ("数百名", []),
        ("三四名", []),
        ("三四十名", []),
        ("12·26大会", []),
    ],
)
def test_what_is_no_plain_number_is_told_apart(text, expected):
    assert values(text) == expected


def told(headline, text):
    article = make.article(headline=headline, body=f"<p>{text}</p>")
    return [f.matched for f in proofing.findings(article) if f.kind == "number"]


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("12名同志入选", "十二名同志入选。"),
        ("十二名同志入选", "12位同志入选。"),
        ("3.5万人参加", "35000人参加。"),
        ("超3万人参加", "30125人参加。"),
        ("近3万人参加", "28765人参加。"),
        ("10余篇征文", "收到征文13篇。"),
        ("增长12%", "增长百分之十二。"),
        ("修路3公里", "修路3000米。"),
        ("造林3公顷", "造林45亩。"),
        ("投资1.2亿元", "投资12000万元。"),
        ("“1+3+X”模式", "创新“1+3+X”模式。"),
        ("三所学校入选", "绣湖中学、绣湖小学、福田小学三所学校。"),
        ("12、15日两天", "12、15日两天举行。"),
        ("5G进村", "用上新网络。"),
        ("五一假期客流旺", "客流旺。"),
        ("千家万户用上了", "用上了。"),
        ("一家企业的转型", "企业转型。"),
        ("三农工作会议", "会议召开。"),
        ("第一批名单公布", "首批名单公布。"),
    ],
)
def test_a_figure_the_body_has_is_no_finding(headline, text):
    assert told(headline, text) == []


@pytest.mark.parametrize(
    ("headline", "text", "matched"),
    [
        ("15名同志入选", "12名同志入选。", "15名"),
        ("十五名同志入选", "12名同志入选。", "十五名"),
        ("增长12%", "增长15%。", "12%"),
        ("增长12%", "增长12个百分点。", "12%"),
        ("3.5万人参加", "3.5亿人参加。", "3.5万人"),
        ("投资1.2亿元", "投资1.2万元。", "1.2亿元"),
        ("修路3公里", "修路3米。", "3公里"),
        ("12名同志入选", "历时12天。", "12名"),
        ("12名同志入选", "12月26日公布。", "12名"),
        ("超3万人参加", "29000人参加。", "3万人"),
        ("近3万人参加", "31000人参加。", "3万人"),
        ("第十二届开幕", "第十一届开幕。", "第十二届"),
        ("第\n１２名", "没有数字。", "第\n１２名"),
    ],
)
def test_a_figure_the_body_lacks_is_told(headline, text, matched):
    assert told(headline, text) == [matched]


@pytest.mark.parametrize("field", ["kicker", "subhead", "web_headline", "summary"])
def test_everything_above_the_story_is_checked(field):
    article = make.article(headline="入选", body="<p>12名。</p>", **{field: "15名"})

    assert [(f.field, f.matched) for f in proofing.findings(article)] == [(field, "15名")]


def test_the_advice_names_what_the_body_has():
    article = make.article(headline="15名", body="<p>12名，又12名，三项，共90%，历时7天。</p>")

    finding = proofing.findings(article)[0]

    assert finding.level == "warn"
    assert finding.advice == "正文里没有“15名”这个数。正文里写的是：12名、三项。"


def test_a_printed_issue_has_no_findings():
    call_command("loaddata", "sample_issue", verbosity=0)

    assert [f for article in Article.objects.all() for f in proofing.findings(article)] == []


def test_a_story_not_yet_written_is_not_compared():
    assert proofing.findings(make.article(headline="15名", body="")) == []
