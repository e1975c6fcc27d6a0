"""What a feed tells of a story: all that its page shows, in each format's own words."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import feedparser
import pytest

from articles.enums import BylineRole
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)


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
