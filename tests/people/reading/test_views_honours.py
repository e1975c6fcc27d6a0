from datetime import date

import pytest

from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_honours_take_six_queries(client, count, django_assert_num_queries):
    for _ in range(count):
        make.honour()

    with django_assert_num_queries(
        6
    ):  # programmes, their rounds, tallies, the newest, names, sections
        response = client.get("/honours/")

    assert len(response.context["programmes"]) == count


def test_honours_stand_by_level_the_highest_first(client):
    county = make.programme(level="county", order=1)
    none = make.programme(level="", order=2)
    national = make.programme(level="national", order=3)
    other = make.programme(level="county", order=4)

    assert client.get("/honours/").context["programmes"] == [national, county, other, none]


def test_honours_show_each_ladder_from_its_lowest_rung(client):
    china = make.programme(name="中国好人", level="national")
    zhejiang = make.programme(name="浙江好人", level="provincial", next_rung=china)
    yiwu = make.programme(name="义乌好人", next_rung=zhejiang)
    make.programme()

    assert client.get("/honours/").context["ladders"] == [[yiwu, zhejiang, china]]


def test_a_ladder_that_runs_in_a_circle_ends(client):
    first = make.programme()
    second = make.programme(next_rung=first)
    lowest = make.programme(next_rung=second)
    first.next_rung = second
    first.save()

    assert client.get("/honours/").context["ladders"] == [[lowest, second, first]]
    assert client.get(lowest.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_programme_takes_eight_queries(client, count, django_assert_num_queries):
    programme = make.programme()
    for n in range(count):
        make.honour(round=make.round(programme=programme))
        make.tally(programme=programme, as_of=date(2024, 1, n + 1))
        programme.bodies.add(make.entity(kind="organisation"))

    with django_assert_num_queries(
        8
    ):  # itself, bodies, ladder and its tallies, rounds, names, tallies, …
        response = client.get(programme.get_absolute_url())

    assert len(response.context["rounds"]) == len(response.context["tallies"]) == count


def test_a_programme_shows_its_ladder_rounds_and_tallies(client):
    above = make.programme(name="金华好人", level="prefecture")
    programme = make.programme(name="义乌好人", next_rung=above, description="每季度评选。")
    autumn = make.round(programme=programme, name="2023年第三季度", announced_on=date(2023, 10, 1))
    winter = make.round(
        programme=programme,
        name="2023年第四季度",
        announced_on=date(2023, 12, 26),
        announced_precision="year",
    )
    make.honour(round=winter)
    make.tally(programme=programme, place=make.entity(kind="place", name="义乌"), count=172)

    response = client.get(programme.get_absolute_url())
    html = response.content.decode()

    assert response.context["ladder"] == [programme, above]
    assert [(r, r.recipient_count) for r in response.context["rounds"]] == [
        (winter, 1),
        (autumn, 0),
    ]
    assert "每季度评选。" in html
    assert "2023年公布" in html
    assert "2023年10月1日公布" in html
    assert "<b>172</b>" in html
    assert "截至 2024-01-01" in html


@pytest.mark.parametrize(
    ("kinds", "counted"),
    [(["person", "person"], "共 2 人"), (["person", "workshop"], "共 2 个"), ([], "共 0 个")],
)
def test_people_are_counted_as_people(client, kinds, counted):
    round = make.round()
    for kind in kinds:
        make.honour(round=round, recipient=make.entity(kind=kind))
    make.honour(round=round, recipient=make.entity(kind="person", hidden=True))

    for address in (round.get_absolute_url(), round.programme.get_absolute_url()):
        assert counted in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_round_takes_eight_queries(client, count, django_assert_num_queries):
    round = make.round()
    for _ in range(count):
        make.honour(round=round, recipient=make.entity(parent=make.entity()))
        announce(round)

    # itself, the ladder and its tallies, the roll, other names of those on it and of where they
    # belong, stories, sections
    with django_assert_num_queries(8):
        response = client.get(round.get_absolute_url())

    assert len(response.context["honours"]) == len(response.context["page"]) == count


def announce(round):
    article = make.article()
    article.announces.add(round)
    return publishing.publish(article, by=None)


def test_a_roll_of_honour_stands_in_printed_order_with_its_citations(client):
    round = make.round(name="2023年第四季度")
    second = make.honour(round=round, order=2)
    first = make.honour(round=round, order=1, category="助人为乐", citation="热心公益十余年")
    story = announce(round)
    make.article().announces.add(round)

    response = client.get(round.get_absolute_url())
    html = response.content.decode()

    assert [honour for honour, _own in response.context["honours"]] == [first, second]
    assert list(response.context["page"]) == [story]
    assert "热心公益十余年" in html
    assert "助人为乐" in html


def test_honours_of_an_entity_stand_newest_first(client):
    entity = make.entity()
    rounds = [make.round(announced_on=day) for day in (date(2022, 5, 1), None, date(2023, 5, 1))]
    for round in rounds:
        make.honour(recipient=entity, round=round, citation=f"事迹{round.pk}")

    response = client.get(entity.get_absolute_url())

    assert [h.round for h in response.context["honours"]] == [rounds[2], rounds[0], rounds[1]]
    assert f"事迹{rounds[0].pk}" in response.content.decode()
