"""What pages tell feed readers, and those who share them."""

from datetime import UTC, datetime

import pytest

from articles.stand import publishing
from tests import make
from tests.page_head import HERE, Head, head

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def paper(settings):
    settings.NEWSROOM_SITE_NAME = "义乌商报"


def test_a_shared_story_shows_its_picture_and_facts(client):
    article = make.article(
        headline="第一行\n第二行",
        summary="提要",
        section=make.section(name="民生"),
        tags=["共富工坊"],
    )
    make.photo_use(article=article, photo=make.photo(file="", source_type="placeholder"))
    make.photo_use(article=article, photo=make.photo(file="photos/a.jpg", alt="画面"), order=1)
    story = publishing.publish(article, by=None, at=NOON)

    assert head(client, story).properties == [
        ("og:type", "article"),
        ("og:site_name", "义乌商报"),
        ("og:locale", "zh_CN"),
        ("og:url", HERE + story.get_absolute_url()),
        ("og:title", "第一行第二行"),
        ("og:description", "提要"),
        ("og:image", f"{HERE}/media/photos/a.jpg"),
        ("og:image:width", "1600"),
        ("og:image:height", "1067"),
        ("og:image:alt", "画面"),
        ("article:published_time", "2024-03-01T12:00:00+08:00"),
        ("article:modified_time", "2024-03-01T12:00:00+08:00"),
        ("article:section", "民生"),
        ("article:tag", "共富工坊"),
    ]


def test_a_search_engine_is_told_how_the_story_opens(client):
    said = "<p>编者按</p><p>昨天，全市共同富裕现场会召开。</p>"
    story = publishing.publish(make.article(headline="现场会召开", body=said), by=None, at=NOON)
    page = client.get(story.get_absolute_url()).content.decode()

    assert '<meta name="description" content="昨天，全市共同富裕现场会召开。">' in page


EVERY = [f"/feeds/latest.{format}" for format in ("rss", "atom", "json")]


def test_every_page_names_the_feeds_of_the_paper(client):
    for address in ["/", "/issues/", "/entities/"]:
        assert Head(client.get(address).content.decode()).feeds == EVERY


def test_a_place_names_its_own_feeds_first_and_they_are_there(client):
    story = make.published(section=make.section(), column=make.column(), tags=[make.tag()])
    places = [story.section, story.column, story.tags.get(), make.reporter(), make.entity()]
    for place in places:
        feeds = head(client, place).feeds
        assert (len(feeds), feeds[3:]) == (6, EVERY)
        for address in feeds:
            response = client.get(address)
            assert response.status_code == 200
            assert f"{place.name} · 义乌商报" in response.content.decode() or address in EVERY


def test_a_story_names_its_ninjs(client):
    story = make.published()

    feeds = head(client, story).feeds

    assert feeds == [*EVERY, f"/articles/{story.pk}.json"]
    assert client.get(feeds[-1]).status_code == 200


def test_a_page_that_is_not_there_names_no_feeds(client):
    html = client.get("/entities/1/").content.decode()

    assert Head(html).feeds == []
