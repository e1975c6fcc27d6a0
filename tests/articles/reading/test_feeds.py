"""Feeds as feed readers read them: whole, fresh, and only what readers may see."""

import json
import time
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.http import http_date

from articles.models import PublishedArticle
from articles.reading import feeds
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)
FORMATS = ["rss", "atom", "json"]
HARD = "鱼 & 熊掌 < > ]]> 😀 \x08\x0b\x1f\ufffe“尾"
HARD_AS_TOLD = "鱼 & 熊掌 < > ]]> 😀 “尾"


def latest():
    return "/feeds/latest", {}


def section():
    place = make.section(slug="minsheng")
    return "/feeds/sections/minsheng", {"section": place}


def column():
    place = make.column()
    return f"/feeds/columns/{place.pk}", {"column": place}


def tag():
    place = make.tag(name="1.0共富工坊", slug="1.0共富工坊")
    return "/feeds/tags/1.0共富工坊", {"tags": [place]}


def reporter():
    place = make.reporter()
    return f"/feeds/reporters/{place.pk}", {"reporter": place}


def entity():
    place = make.entity()
    return f"/feeds/entities/{place.pk}", {"entity": place}


# A tag has a feed once a public story bears it: tests/articles/stand/test_tag_merging.py.
standing = pytest.mark.parametrize("place", [latest, section, column, reporter, entity])
places = pytest.mark.parametrize("place", [latest, section, column, tag, reporter, entity])
formats = pytest.mark.parametrize("format", FORMATS)


def publish(*, at=None, reporter=None, entity=None, **fields):
    """A published story of a place."""
    article = make.article(**fields)
    if reporter:
        make.byline(article=article, reporter=reporter)
    if entity:
        make.mention(article=article, entity=entity)
    return publishing.publish(article, by=None, at=at)


def read(response):
    """Identifiers and titles in a feed, whatever its format. A feed that is not sound fails."""
    if response["Content-Type"].startswith("application/feed+json"):
        return [(item["id"], item["title"]) for item in json.loads(response.content)["items"]]
    headers = {name.lower(): value for name, value in response.items()}
    found = feedparser.parse(response.content, response_headers=headers)
    assert (found.bozo, found.get("bozo_exception")) == (False, None)
    return [(entry.id, entry.title) for entry in found.entries]


def told(story):
    return (f"urn:uuid:{story.guid}", story.title)


@places
@formats
def test_a_feed_is_newest_first_and_only_of_its_place(client, place, format):
    address, fields = place()
    stories = [publish(at=NOON + timedelta(minutes=n), **fields) for n in range(3)]
    if fields:
        publish()
    make.article()

    assert read(client.get(f"{address}.{format}")) == [told(story) for story in stories[::-1]]


@places
@formats
@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_takes_one_query_and_that_of_its_place(
    client, place, format, count, django_assert_num_queries
):
    address, fields = place()
    for _ in range(count):
        publish(**fields)
    own = len(fields) + ("tags" in fields)  # the place itself; of a tag, whether it is hidden

    with django_assert_num_queries(1 + own):
        first = client.get(f"{address}.{format}")
    second = client.get(f"{address}.{format}", headers={"if-none-match": first["ETag"]})

    assert (first.status_code, second.status_code) == (200, 304)
    assert (second.content, second["ETag"]) == (b"", first["ETag"])


@standing
@formats
def test_a_feed_without_stories_is_sound_and_always_the_same(client, place, format):
    address, _fields = place()

    first, second = (client.get(f"{address}.{format}") for _ in range(2))

    again = client.get(f"{address}.{format}", headers={"if-none-match": first["ETag"]})

    assert read(first) == []
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert again.status_code == 304


@places
@formats
def test_a_feed_holds_no_more_than_its_size(client, place, format, monkeypatch):
    monkeypatch.setattr(feeds, "SIZE", 3)  # the next test has them at their full size
    address, fields = place()
    stories = [publish(at=NOON, **fields) for _ in range(4)]

    assert read(client.get(f"{address}.{format}")) == [told(story) for story in stories[:0:-1]]


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.whole)])
def test_many_stories_make_no_longer_a_feed(client, count, django_assert_num_queries):
    stories = make.stand_of(count, at=NOON)
    PublishedArticle.objects.update(headline=HARD)

    for format in FORMATS:
        with django_assert_num_queries(1):
            response = client.get(f"/feeds/latest.{format}")
        found = read(response)
        assert [key for key, _title in found] == [told(s)[0] for s in stories[: feeds.SIZE]]
        assert {unescape(title) for _key, title in found} == {HARD_AS_TOLD}


@standing
@formats
def test_a_story_is_in_a_feed_from_its_moment_and_not_a_second_before(
    client, place, format, monkeypatch
):
    address, fields = place()
    moment = timezone.now() + timedelta(hours=1)
    story = publish(at=moment, **fields)

    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(seconds=1))
    before = client.get(f"{address}.{format}")
    monkeypatch.setattr(timezone, "now", lambda: moment)
    after = client.get(f"{address}.{format}", headers={"if-none-match": before["ETag"]})

    assert read(before) == []
    assert read(after) == [told(story)]


@formats
def test_what_was_withdrawn_leaves_the_feed_and_every_visitor_hears_of_it(client, format):
    kept = publish(at=NOON)
    taken = publish(at=NOON + timedelta(hours=1))
    first = client.get(f"/feeds/latest.{format}")
    PublishedArticle.objects.filter(pk=taken.pk).update(withdrawn_at=timezone.now())

    second = client.get(f"/feeds/latest.{format}", headers={"if-none-match": first["ETag"]})

    assert read(second) == [told(kept)]


@formats
@pytest.mark.parametrize("place", [section, column])
def test_whatever_a_feed_says_is_in_its_tag_and_no_date_says_otherwise(client, place, format):
    _address, fields = place()
    publish(at=NOON, **fields)
    first = client.get(f"/feeds/latest.{format}")
    (row,) = fields.values()
    row.name = "改了名"
    row.save()

    visit = {"if-none-match": first["ETag"], "if-modified-since": http_date(time.time())}
    second = client.get(f"/feeds/latest.{format}", headers=visit)

    assert second.status_code == 200
    assert "改了名" in second.content.decode()
    assert "Last-Modified" not in second


@formats
def test_a_changed_story_is_the_same_item_changed_later(client, format):
    story = publish(at=NOON)
    first = client.get(f"/feeds/latest.{format}")
    story.article.headline = "更正后的主题"
    story.article.save()
    changed = publishing.publish(story.article, by=None, at=NOON + timedelta(days=1))

    second = client.get(f"/feeds/latest.{format}", headers={"if-none-match": first["ETag"]})

    assert read(second) == [(read(first)[0][0], "更正后的主题")]
    assert told(changed) == read(second)[0]


@formats
def test_a_story_changed_before_its_time_counts_from_its_time(client, format, monkeypatch):
    release = timezone.now() + timedelta(hours=1)
    publish(at=NOON)
    seen = client.get(f"/feeds/latest.{format}")
    story = publish(page=make.page(issue=make.issue(released_at=release)))
    story.article.headline = "上线前改过"
    story.article.save()
    publishing.publish(story.article, by=None, at=NOON - timedelta(days=1))
    monkeypatch.setattr(timezone, "now", lambda: release)

    response = client.get(f"/feeds/latest.{format}", headers={"if-none-match": seen["ETag"]})

    assert response.status_code == 200
    assert read(response)[0][1] == "上线前改过"


@formats
def test_republished_markup_is_another_feed(client, format):
    entity = make.entity(name="不再公开")
    story = publish(entity=entity, section=make.section(), body="<p>不再公开来过。</p>")
    story.article.stage = "signed_off"
    story.article.save()
    first = client.get(f"/feeds/latest.{format}")
    entity.hidden = True
    entity.save()
    call_command("republish", stdout=StringIO())

    headers = {"if-none-match": first["ETag"]}

    assert client.get(f"/feeds/latest.{format}", headers=headers).status_code == 200


@places
@formats
def test_titles_may_hold_anything(client, place, format):
    address, fields = place()
    fields.setdefault("reporter", make.reporter(name="陈\x08洋波"))
    story = publish(
        headline=HARD, kicker=HARD, body="<p>正文 &amp; &lt;甲&gt; ]]&gt; 😀</p>", **fields
    )
    if story.section:
        story.section.name = HARD[:30]
        story.section.save()

    response = client.get(f"{address}.{format}")

    assert read(response)[0][0] == f"urn:uuid:{story.guid}"
    if format == "json":
        assert json.loads(response.content)["items"][0]["title"] == HARD_AS_TOLD
    else:
        titles = [
            e.text
            for e in ElementTree.fromstring(response.content).iter()
            if e.tag.endswith("title")
        ]
        assert HARD_AS_TOLD in titles


@formats
def test_a_hidden_entity_has_no_feed_and_is_in_none(client, format):
    hidden = make.entity(name="未成年人", hidden=True)
    publish(entity=hidden)

    assert client.get(f"/feeds/entities/{hidden.pk}.{format}").status_code == 404
    assert "未成年人" not in client.get(f"/feeds/latest.{format}").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/latest.xml",
        "/feeds/sections/none.rss",
        "/feeds/columns/1.rss",
        "/feeds/columns/99999999999999999999999.rss",
        "/feeds/tags/没有.atom",
        "/feeds/tags/%00.json",
        "/feeds/reporters/1.json",
        "/feeds/entities/1.rss",
    ],
)
def test_a_feed_of_nothing_there_is_is_a_404(client, address):
    assert client.get(address).status_code == 404


@formats
def test_a_feed_is_only_read(client, format):
    assert client.head(f"/feeds/latest.{format}").status_code == 200
    assert client.post(f"/feeds/latest.{format}").status_code == 405
