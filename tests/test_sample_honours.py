"""The honours of the sample issue as a reader walks them: from the story, and back to it."""

import re

import pytest

from articles.models import PublishedArticle
from people.models import Entity, Programme, Round
from tests.sample_site import STORIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


@pytest.fixture
def walk(client):
    """One click: from a page to another that it links, whose text is returned."""

    def click(start, to):
        html = client.get(start).content.decode()
        assert f'href="{to}"' in html, f"{start} does not link {to}"
        return client.get(to).content.decode()

    return click


def address(model, **fields):
    return model.objects.get(**fields).get_absolute_url()


def story(order):
    return PublishedArticle.objects.get(page_order=order).get_absolute_url()


def test_the_round_shows_ten_recipients_in_printed_order_with_citations(client):
    printed = STORIES[8]["honours"][0]["recipients"]

    html = client.get(address(Round, name="2023年第四季度")).content.decode()

    names = re.findall(r'<p class="roll-name">\s*<a href="[^"]*">([^<]*)</a>', html)
    citations = re.findall(r'<p class="citation">([^<]*)</p>', html)
    assert list(zip(names, citations, strict=True)) == [
        (recipient["name"], recipient["citation"]) for recipient in printed
    ]


TALLIES = [("中国好人", 7), ("浙江好人", 37), ("金华好人", 172)]


def test_the_round_shows_the_tallies_of_its_ladder(client):
    html = client.get(address(Round, name="2023年第四季度")).content.decode()

    tally = r">([^<>]+好人) <span[^>]*>[^<]*</span> <span[^>]*>义乌 (\d+) 人 截至 2023-12-26<"
    rungs = re.findall(tally, html)
    assert dict(rungs) == {name: str(count) for name, count in TALLIES}


@pytest.mark.parametrize(("name", "count"), TALLIES)
def test_the_tallies_stand_on_their_rung_with_their_day(walk, name, count):
    html = walk(address(Programme, name="义乌好人"), address(Programme, name=name))

    assert f"<b>{count}</b>" in html
    assert "截至 2023-12-26" in html


STEPS = [
    (9, "义乌好人", "2023年第四季度", [r["name"] for r in STORIES[8]["honours"][0]["recipients"]]),
    (1, "省级示范“共富工坊”", "第一批", ["李祖乡遇共富工坊"]),
    (3, "金华市“科学家故事众创空间”创新试点学校", "首批", ["绣湖中学", "绣湖小学", "福田小学"]),
]


@pytest.mark.parametrize(("order", "programme", "round", "names"), STEPS)
def test_from_story_to_recipient_to_programme_and_back_is_a_click_each(
    walk, order, programme, round, names
):
    honour, roll = (
        address(Programme, name=programme),
        address(Round, name=round, programme__name=programme),
    )
    for name in names:
        recipient = address(Entity, name=name)
        assert programme in walk(story(order), recipient)
        walk(recipient, honour)
        walk(honour, recipient)
        walk(recipient, story(order))
        walk(recipient, roll)
        walk(roll, recipient)
    walk(story(order), roll)
    walk(roll, honour)
    walk(honour, roll)
    walk(roll, story(order))
