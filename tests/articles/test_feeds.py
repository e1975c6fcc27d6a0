"""Feeds as feed readers read them: whole, fresh, and only what readers may see."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import feeds, publishing
from articles.enums import BylineRole
from articles.models import PublishedArticle
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
def test_a_feed_takes_three_queries_and_the_second_visit_two(
    client, place, format, count, django_assert_num_queries
):
    address, fields = place()
    for _ in range(count):
        publish(**fields)
    own = 1 if fields else 0  # the place itself

    with django_assert_num_queries(2 + own):  # what there is, and the stories
        first = client.get(f"{address}.{format}")
    with django_assert_num_queries(1 + own):
        second = client.get(f"{address}.{format}", headers={"if-none-match": first["ETag"]})
    with django_assert_num_queries(1 + own):
        since = {"if-modified-since": first["Last-Modified"]}
        third = client.get(f"{address}.{format}", headers=since)

    assert (first.status_code, second.status_code, third.status_code) == (200, 304, 304)
    assert (second.content, second["ETag"]) == (b"", first["ETag"])


@places
@formats
def test_a_feed_without_stories_is_sound_and_always_the_same(client, place, format):
    address, _fields = place()

    first, second = (client.get(f"{address}.{format}") for _ in range(2))

    assert read(first) == []
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]


@places
@formats
def test_a_feed_holds_no_more_than_its_size(client, place, format):
    address, fields = place()
    stories = [publish(at=NOON, **fields) for _ in range(feeds.SIZE + 1)]

    assert len(read(client.get(f"{address}.{format}"))) == feeds.SIZE
    assert told(stories[0]) not in read(client.get(f"{address}.{format}"))


def test_ten_thousand_stories_make_no_longer_a_feed(client, django_assert_num_queries):
    stories = make.stand_of(10_000, at=NOON)

    for format in FORMATS:
        with django_assert_num_queries(2):
            response = client.get(f"/feeds/latest.{format}")
        assert read(response) == [told(story) for story in stories[: feeds.SIZE]]


@places
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

    by_tag = client.get(f"/feeds/latest.{format}", headers={"if-none-match": first["ETag"]})
    since = {"if-modified-since": first["Last-Modified"]}
    by_time = client.get(f"/feeds/latest.{format}", headers=since)

    assert read(by_tag) == read(by_time) == [told(kept)]


@formats
def test_a_changed_story_is_the_same_item_changed_later(client, format):
    story = publish(at=NOON)
    first = client.get(f"/feeds/latest.{format}")
    story.article.headline = "更正后的主题"
    story.article.save()
    changed = publishing.publish(story.article, by=None, at=NOON + timedelta(days=1))

    headers = {"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]}
    second = client.get(f"/feeds/latest.{format}", headers=headers)

    assert read(second) == [(read(first)[0][0], "更正后的主题")]
    assert second["Last-Modified"] == "Sat, 02 Mar 2024 04:00:00 GMT"
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

    since = {"if-modified-since": seen["Last-Modified"]}
    response = client.get(f"/feeds/latest.{format}", headers=since)

    assert response.status_code == 200
    assert read(response)[0][1] == "上线前改过"


@formats
def test_republished_markup_is_another_feed(client, format):
    entity = make.entity(name="不再公开")
    story = publish(entity=entity)
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


def credited():
    article = make.article(
        headline="义乌好人",
        kicker="寒潮来袭",
        subhead="副题",
        summary="提要 & 甲",
        dateline="本报讯",
        body='<p>正文。<a href="/tags/x/">链接</a> 文中写 href="/y"</p>',
        section=make.section(name="民生"),
        column=make.column(name="抗严寒"),
        tags=["共富工坊"],
    )
    writer = make.reporter(name="陈洋波")
    make.byline(
        article=article,
        reporter=writer,
        role=BylineRole.TEXT_AND_PHOTO,
        title_as_printed="全媒体记者",
    )
    giver = make.reporter(name="吴峰宇", kind="correspondent")
    make.byline(
        article=article,
        reporter=giver,
        role=BylineRole.COURTESY,
        title_as_printed="通讯员",
        order=2,
    )
    photo = make.photo(caption="直播 & 带货", reporter=writer, file="photos/a.jpg")
    make.photo_use(article=article, photo=photo)
    make.photo_use(
        article=article,
        photo=make.photo(file="", source_type="placeholder", caption="未收入"),
        order=2,
    )
    return publishing.publish(article, by=None, at=NOON), writer, giver


CONTENT = [
    "<p><strong>寒潮来袭</strong></p><p><strong>副题</strong></p>",
    "<p>▢ 全媒体记者 陈洋波 文/图 通讯员 吴峰宇 供图</p>",
    'src="http://testserver/media/photos/a.jpg"',
    '<span class="credit">图/陈洋波</span>',
    '<a href="http://testserver/tags/x/">链接</a> 文中写 href="/y"',
    '<span class="dateline">本报讯</span>',
    "未收入",
]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_xml_tells_the_whole_story(client, format):
    story, _writer, _giver = credited()

    found = feedparser.parse(client.get(f"/feeds/latest.{format}").content, sanitize_html=False)
    (entry,) = found.entries

    html = entry.content[0].value
    assert [part for part in CONTENT if part not in html] == []
    assert "<svg" not in html
    assert entry.link == f"http://testserver{story.get_absolute_url()}"
    assert entry.summary == "提要 &amp; 甲"
    assert [author.name for author in entry.authors] == ["陈洋波", "吴峰宇"]
    assert [tag.term for tag in entry.tags] == ["民生", "抗严寒", "共富工坊"]
    assert entry.published_parsed[:6] == entry.updated_parsed[:6] == (2024, 3, 1, 4, 0, 0)
    assert found.feed.language == "zh-cn" if format == "rss" else "zh-CN"


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_xml_tells_who_did_what(client, format):
    credited()
    media = "{http://search.yahoo.com/mrss/}"

    root = ElementTree.fromstring(client.get(f"/feeds/latest.{format}").content)
    (item,) = [e for e in root.iter() if e.tag.endswith(("item", "entry"))]

    roles = [(e.get("role"), e.text) for e in item.findall(f"{media}credit")]
    assert roles == [("author", "陈洋波"), ("photographer", "陈洋波"), ("provider", "吴峰宇")]
    (photo,) = item.findall(f"{media}content")
    assert photo.get("url") == "http://testserver/media/photos/a.jpg"
    assert photo.find(f"{media}description").text == "直播 & 带货"
    assert photo.find(f"{media}credit").text == "图/陈洋波"


def test_json_feed_tells_the_whole_story(client):
    _story, writer, giver = credited()

    response = client.get("/feeds/latest.json")
    document = json.loads(response.content)
    (item,) = document["items"]

    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["feed_url"] == "http://testserver/feeds/latest.json"
    assert document["home_page_url"] == "http://testserver/"
    assert [part for part in CONTENT if part not in item["content_html"]] == []
    assert item["authors"] == [
        {
            "name": "陈洋波",
            "url": f"http://testserver{writer.get_absolute_url()}",
            "_credit": {"role": "文/图", "title": "全媒体记者"},
        },
        {
            "name": "吴峰宇",
            "url": f"http://testserver{giver.get_absolute_url()}",
            "_credit": {"role": "供图", "title": "通讯员"},
        },
    ]
    assert item["summary"] == "提要 & 甲"
    assert item["date_published"] == item["date_modified"] == "2024-03-01T12:00:00+08:00"
    assert item["image"] == "http://testserver/media/photos/a.jpg"
    assert item["attachments"] == [
        {
            "url": "http://testserver/media/photos/a.jpg",
            "mime_type": "image/jpeg",
            "title": "直播 & 带货",
            "_credit": "图/陈洋波",
        }
    ]


def test_a_photo_brief_is_signed_at_its_end_in_feeds_too(client):
    article = make.article(kind="photo_brief", body="<p>简讯。</p>")
    make.byline(
        article=article, reporter=make.reporter(name="吴峰宇"), role=BylineRole.PHOTOGRAPHED
    )
    publishing.publish(article, by=None)

    (item,) = json.loads(client.get("/feeds/latest.json").content)["items"]

    assert item["content_html"] == "<p>简讯。</p><p>吴峰宇 摄</p>"


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
