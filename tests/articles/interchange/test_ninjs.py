"""A story as IPTC ninjs 3.1: complete, as its page shows it, and for nobody before its time."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.enums import BylineRole, MentionRelation, Placement
from articles.models import PublishedArticle
from articles.stand import publishing
from people.enums import EntityKind
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)


def address(story):
    return story.get_absolute_url().rstrip("/") + ".json"


def get(client, story):
    return json.loads(client.get(address(story)).content)


def test_a_story_is_told_whole(client, settings):
    settings.NEWSROOM_SITE_NAME = "义乌商报"
    article = make.article(
        kicker="引题",
        headline="第一行\n第二行",
        subhead="副题",
        web_headline="网页标题",
        summary="提要",
        dateline="本报讯",
        body="<p>正文。</p><h2>探访<br>小标题</h2>",
        section=make.section(name="民生", slug="minsheng"),
        page=make.page(issue=make.issue(date="2023-12-26"), number=3),
        tags=["共富工坊"],
    )
    reporter = make.reporter(name="陈洋波")
    make.byline(
        article=article,
        reporter=reporter,
        role=BylineRole.TEXT_AND_PHOTO,
        title_as_printed="全媒体记者",
    )
    story = publishing.publish(article, by=None, at=NOON)

    response = client.get(address(story))
    item = json.loads(response.content)

    url = f"http://testserver{story.get_absolute_url()}"
    assert response["Content-Type"] == "application/json"
    assert item.pop("associations", []) == []
    assert item == {
        "uri": f"urn:uuid:{story.guid}",
        "standard": {
            "name": "ninjs",
            "version": "3.1",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
        },
        "type": "text",
        "representationType": "full",
        "version": "1",
        "firstCreated": "2024-03-01T12:00:00+08:00",
        "versionCreated": "2024-03-01T12:00:00+08:00",
        "pubStatus": "usable",
        "copyrightHolder": "义乌商报",
        "language": "zh-CN",
        "title": "网页标题",
        "headlines": [
            {"role": "main", "value": "第一行第二行"},
            {"role": "kicker", "value": "引题"},
            {"role": "subhead", "value": "副题"},
            {"role": "web", "value": "网页标题"},
        ],
        "by": "▢ 全媒体记者 陈洋波 文/图",
        "infoSources": [
            {
                "name": "陈洋波",
                "role": "文/图",
                "uri": f"http://testserver{reporter.get_absolute_url()}",
            }
        ],
        "located": "本报讯",
        "descriptions": [{"role": "summary", "value": "提要"}],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/html",
                "charCount": 14,
                "wordCount": story.length,
                "value": '<p><span class="dateline">本报讯</span> 正文。</p>'
                '<h2><span class="crosshead-label">探访</span> 小标题</h2>',
            },
            {"role": "plain", "contentType": "text/plain", "value": "本报讯 正文。\n探访 小标题"},
        ],
        "genres": [{"name": "消息", "literal": "news"}],
        "subjects": [
            {"name": "民生", "rel": "section", "uri": "http://testserver/sections/minsheng/"},
            {"name": "共富工坊", "rel": "keyword"},
        ],
        "altIds": [{"role": "print", "value": "2023-12-26/3"}],
        "renditions": [{"name": "web", "href": url, "contentType": "text/html"}],
    }


def test_who_and_what_is_named_stands_on_its_own_shelf(client):
    article = make.article()
    shelves = {
        "people": EntityKind.PERSON,
        "organisations": EntityKind.WORKSHOP,
        "places": EntityKind.VILLAGE,
        "events": EntityKind.EVENT,
        "objects": EntityKind.BRAND,
    }
    entities = {shelf: make.entity(kind=kind) for shelf, kind in shelves.items()}
    for entity in entities.values():
        make.mention(article=article, entity=entity)
    make.mention(article=article, entity=entities["people"], relation=MentionRelation.SUBJECT)
    make.mention(article=article, entity=make.entity(name="不公开", hidden=True))
    make.mention(article=article, entity=make.entity(name="未确认"), is_confirmed=False)
    story = publishing.publish(article, by=None)

    item = get(client, story)

    for shelf, entity in entities.items():
        assert item[shelf] == [
            {
                "name": entity.name,
                "rel": "about" if shelf == "people" else "mentions",
                "uri": f"http://testserver{entity.get_absolute_url()}",
            }
        ]
    assert "不公开" not in json.dumps(item, ensure_ascii=False)
    assert "未确认" not in json.dumps(item, ensure_ascii=False)


def test_every_kind_of_entity_has_a_shelf(client):
    article = make.article()
    for kind in EntityKind:
        make.mention(article=article, entity=make.entity(kind=kind))

    item = get(client, publishing.publish(article, by=None))

    shelves = ["people", "organisations", "places", "events", "objects"]
    assert sum(len(item[shelf]) for shelf in shelves) == len(EntityKind)


def test_an_unconfirmed_subject_is_only_mentioned(client):
    article, entity = make.article(), make.entity()
    make.mention(article=article, entity=entity)
    make.mention(
        article=article, entity=entity, relation=MentionRelation.SUBJECT, is_confirmed=False
    )

    item = get(client, publishing.publish(article, by=None))

    assert [person["rel"] for person in item["people"]] == ["mentions"]


def test_photos_are_associated_with_credit_caption_and_source(client):
    article = make.article()
    photo = make.photo(file="photos/a.jpg", caption="图说", alt="画面", source="市文明办供图")
    drawn = make.photo(file="", source_type="placeholder", alt="照片未收入")
    made = make.photo(file="photos/b.jpg", source_type="generated")
    make.photo_use(article=article, photo=photo)
    make.photo_use(article=article, photo=drawn, order=1)
    make.photo_use(article=article, photo=made, order=2, placement=Placement.INLINE)
    story = publishing.publish(article, by=None)

    first, second, third = get(client, story)["associations"]

    assert first == {
        "name": "图说",
        "uri": f"urn:uuid:{photo.guid}",
        "type": "picture",
        "rel": "lead",
        "by": "市文明办供图",
        "descriptions": [{"role": "caption", "value": "图说"}, {"role": "alt", "value": "画面"}],
        "digitalSourceType": {
            "name": "照片",
            "uri": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        },
        "renditions": [
            {
                "name": "web",
                "href": "http://testserver/media/photos/a.jpg",
                "contentType": "image/jpeg",
                "width": 1600,
                "height": 1067,
            }
        ],
    }
    assert ("renditions" in second, second["name"]) == (False, "照片未收入")
    assert third["digitalSourceType"]["uri"].endswith("/trainedAlgorithmicMedia")
    assert third["rel"] == "inline"


@pytest.mark.parametrize("count", [1, 3])
def test_a_story_takes_one_query(client, count, django_assert_num_queries):
    article = make.article(section=make.section(), page=make.page(), tags=[make.tag()])
    for _ in range(count):
        make.byline(article=article)
        make.photo_use(article=article)
        make.mention(article=article)
    story = publishing.publish(article, by=None)

    with django_assert_num_queries(1):
        client.get(address(story))


def test_a_second_visit_brings_nothing_new(client):
    story = make.published()
    etag = client.get(address(story))["ETag"]

    assert client.get(address(story), headers={"if-none-match": etag}).status_code == 304


def test_a_story_is_told_from_its_moment_and_not_a_second_before(client, monkeypatch):
    moment = timezone.now() + timedelta(hours=1)
    story = make.published(at=moment)

    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(seconds=1))
    assert client.get(address(story)).status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert client.get(address(story)).status_code == 200


def test_of_a_withdrawn_story_only_that_is_told(client):
    story = make.published(headline="不实报道")
    PublishedArticle.objects.update(visible_from=NOON, withdrawn_at=NOON)

    response = client.get(address(story))

    assert response.status_code == 410
    item = json.loads(response.content)
    del item["standard"]
    assert item == {
        "uri": f"urn:uuid:{story.guid}",
        "type": "text",
        "pubStatus": "canceled",
        "versionCreated": "2024-03-01T12:00:00+08:00",
    }


def test_a_story_withdrawn_before_its_time_was_never_there(client):
    story = make.published(at=timezone.now() + timedelta(hours=1))
    PublishedArticle.objects.update(withdrawn_at=timezone.now())

    assert client.get(address(story)).status_code == 404


def test_what_was_never_published_is_a_404(client):
    assert client.get(address(make.article())).status_code == 404
    assert client.get("/articles/99999999999999999999999.json").status_code == 404


def test_control_characters_are_left_out(client):
    story = make.published(headline="鱼 & < > ]]> 😀 \x08\x1f尾")

    item = get(client, story)

    assert item["headlines"] == [{"role": "main", "value": "鱼 & < > ]]> 😀 尾"}]
