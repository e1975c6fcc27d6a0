"""The statistics as files: opened by Excel and WPS as meant, and harmless."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.urls import reverse

from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

DAY = datetime(2023, 12, 26, tzinfo=UTC)
REPORT_FILE = reverse("admin:articles_statistics_csv")
STORIES_FILE = reverse("admin:articles_statistics_articles_csv")


def story(*credits, at=DAY, **fields):
    article = make.article(**fields)
    for reporter, role in credits:
        make.byline(article=article, reporter=reporter, role=role)
    return publishing.publish(article, by=None, at=at)


def table(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def chief(client):
    client.force_login(make.chief())
    return client


@pytest.fixture
def a():
    return make.reporter(name="甲", sort_key="jia")


@pytest.fixture
def b():
    return make.reporter(name="乙", sort_key="yi")


def test_a_file_opens_in_excel_and_wps(chief, a):
    story((a, "text"))

    response = chief.get(REPORT_FILE)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        "filename*=utf-8''%E7%A8%BF%E4%BB%B6%E8%80%83%E6%A0%B8-2023-12.csv"
        in (response["Content-Disposition"])
    )
    assert response.content.startswith(b"\xef\xbb\xbf" + "记者,".encode())
    assert response.content.count(b"\r\n") == response.content.count(b"\n") == 2


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_of_a_file_is_a_formula(chief, first):
    story((make.reporter(name=f"{first}1+1"), "text"), headline=f"{first}cmd|' /C calc'!A0")

    assert table(chief.get(REPORT_FILE))[1][0] == f"'{first}1+1"
    [row] = table(chief.get(STORIES_FILE))[1:]
    assert row[2] == f"'{first}1+1"
    # A break at the start of a headline is a printed line, which the title leaves out.
    assert row[1].startswith("'" if first != "\r" else "cmd")


def test_a_file_of_stories_gives_every_step_of_the_reckoning(chief, a, b):
    make.score_rule(points=10)
    published = story((a, "text"), (b, "text"), headline='他说“好”, 她说"行"')

    heads, first, second = table(chief.get(STORIES_FILE))

    assert heads == ["见报", "稿件", "记者", "体裁", "分工", "篇数", "字数", "图片", "分值", "得分"]
    half = f"{published.length / 2:g}"
    told = ["2023-12-26", '他说“好”, 她说"行"', "甲", "消息", "文", "0.5", half, "0", "10", "5"]
    assert first == told
    assert second[2:3] == ["乙"]
