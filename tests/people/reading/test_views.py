from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import PublishedArticle
from articles.stand import publishing
from people.models.rows import LIST_SIZE
from tests import make

pytestmark = pytest.mark.django_db


def published(*, reporter=None, entity=None, at=None, **fields):
    article = make.article(**fields)
    if reporter:
        make.byline(article=article, reporter=reporter)
    if entity:
        make.mention(article=article, entity=entity)
    return publishing.publish(article, by=None, at=at)


@pytest.mark.parametrize("count", [1, 3])
def test_reporters_take_two_queries(client, count, django_assert_num_queries):
    for _ in range(count):
        make.reporter()

    with django_assert_num_queries(2):  # reporters, sections
        response = client.get("/reporters/")

    assert len(response.context["reporters"]) == count


def test_reporters_are_filed_by_the_initial_of_their_pinyin(client):
    make.reporter(name="吴峰宇", sort_key="wu feng yu")
    make.reporter(name="陈洋波", sort_key="chen yang bo")
    make.reporter(name="陈健贤", sort_key="chen jian xian")

    found = client.get("/reporters/").context["reporters"]

    assert [(letter, reporter.name) for letter, reporter in found] == [
        ("C", "陈健贤"),
        ("C", "陈洋波"),
        ("W", "吴峰宇"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_reporter_takes_five_queries(client, count, django_assert_num_queries):
    reporter = make.reporter(title="全媒体记者", bio="跑社会新闻。", portrait=make.photo())
    public = [published(reporter=reporter) for _ in range(count)]
    make.byline(reporter=reporter)
    published(reporter=reporter, at=timezone.now() + timedelta(hours=1))

    # with a portrait, hidden names, who is hidden and in the portrait, stories, sections
    with django_assert_num_queries(5):
        response = client.get(reporter.get_absolute_url())

    assert list(response.context["page"]) == public[::-1]
    assert "跑社会新闻。" in response.content.decode()
    assert '<span class="credit">本报资料</span>' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_entities_take_two_queries(client, count, django_assert_num_queries):
    for _ in range(count):
        make.entity()

    with django_assert_num_queries(2):  # entities, sections
        response = client.get("/entities/")

    assert len(response.context["entities"]) == count


def test_entities_are_chosen_by_kind(client):
    make.entity(kind="person")
    school = make.entity(kind="school", name="绣湖中学", sort_key="xiu hu zhong xue")

    response = client.get("/entities/?kind=school")

    assert response.context["entities"] == [("X", school)]
    assert '<a href="?kind=school" aria-current="page">学校</a>' in response.content.decode()


def test_a_long_list_of_entities_goes_on_after_the_last(client, django_assert_num_queries):
    entities = [make.entity(sort_key=f"{n:03}") for n in range(LIST_SIZE + 1)]

    first = client.get("/entities/").context
    with django_assert_num_queries(3):  # the last of the page before, entities, sections
        second = client.get(f"/entities/{first['next']}").context

    assert [entity for _, entity in [*first["entities"], *second["entities"]]] == entities
    assert second["next"] == ""


@pytest.mark.parametrize("count", [1, 3])
def test_an_entity_takes_ten_queries(client, count, django_assert_num_queries):
    entity = make.entity(parent=make.entity(), portrait=make.photo())
    stories = [published(entity=entity) for _ in range(count)]
    for _ in range(count):
        make.honour(recipient=entity)
        make.entity(parent=entity)
        make.entity_name(entity=entity)

    # itself, other names, hidden names, honours, who announced them, members, photos, stories,
    # sections
    with django_assert_num_queries(10):
        response = client.get(entity.get_absolute_url())

    assert list(response.context["page"]) == stories[::-1]
    assert len(response.context["honours"]) == count
    assert len(response.context["members"]) == count


def test_an_entity_says_what_it_is_and_where_it_belongs(client):
    place = make.entity(kind="place", name="后宅街道")
    workshop = make.entity(
        kind="workshop", name="李祖乡遇共富工坊", parent=place, description="在李祖村。"
    )
    make.entity_name(entity=workshop, name="“李祖乡遇”共富工坊")

    html = client.get(workshop.get_absolute_url()).content.decode()

    assert "<h1>李祖乡遇共富工坊</h1>" in html
    assert '<a href="/entities/?kind=workshop">共富工坊</a>' in html
    assert f'所属 <a href="{place.get_absolute_url()}">后宅街道</a>' in html
    assert "报道中又称 “李祖乡遇”共富工坊" in html
    assert "在李祖村。" in html


def test_stories_of_an_entity_are_public(client):
    entity = make.entity()
    make.mention(entity=entity)
    published(entity=entity)
    PublishedArticle.objects.update(withdrawn_at=timezone.now())
    published(entity=entity, at=timezone.now() + timedelta(hours=1))

    assert list(client.get(entity.get_absolute_url()).context["page"]) == []


def test_a_hidden_entity_is_nowhere(client):
    hidden = make.entity(name="不公开", hidden=True)
    place = make.entity(name="某村")
    make.entity(name="某村的组", parent=place)
    make.entity(name="不公开的人", parent=place, hidden=True)
    child = make.entity(parent=hidden)
    honour = make.honour(recipient=hidden)
    tally = make.tally(place=hidden)
    body = make.programme()
    body.bodies.add(hidden)
    pages = ["/", "/entities/", "/honours/"]
    rows = [place, child, honour.round, honour.round.programme, tally.programme, body]

    shown = [client.get(page) for page in [*pages, *(row.get_absolute_url() for row in rows)]]

    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert [response.status_code for response in shown] == [200] * 9
    assert [r.wsgi_request.path for r in shown if "不公开" in r.content.decode()] == []
