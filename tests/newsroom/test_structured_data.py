"""What pages tell search engines and those who share them, beside what they show."""

import json
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from articles import publishing
from articles.enums import BylineRole, MentionRelation
from people.enums import EntityKind, ReporterKind
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)
HERE = "http://testserver"
HARD = "鱼 & <b> </script><!-- ]]> 😀 \"'"


class Head(HTMLParser):
    """The data blocks, Open Graph properties and feeds of a page."""

    def __init__(self, html):
        super().__init__()
        self.things, self.properties, self.feeds, self.is_data = [], [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.is_data = attributes.get("type") == "application/ld+json"
        if "property" in attributes:
            self.properties.append((attributes["property"], attributes["content"]))
        if attributes.get("rel") == "alternate":
            self.feeds.append(attributes["href"])

    def handle_data(self, data):
        if self.is_data:
            document = json.loads(data)
            assert document["@context"] == "https://schema.org"
            self.things += document["@graph"]
            self.is_data = False


def head(client, page):
    return Head(client.get(page.get_absolute_url()).content.decode())


def way(*steps):
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": HERE + address}
            for n, (name, address) in enumerate(steps, start=1)
        ],
    }


PAPER = {
    "@type": "NewsMediaOrganization",
    "@id": f"{HERE}/#paper",
    "name": "义乌商报",
    "url": f"{HERE}/",
    "logo": {"@type": "ImageObject", "url": f"{HERE}/static/newsroom/icon.svg"},
}


@pytest.fixture(autouse=True)
def paper(settings):
    settings.NEWSROOM_SITE_NAME = "义乌商报"


def printed():
    return make.article(
        kicker="引题",
        headline="第一行\n第二行",
        subhead="副题",
        summary="提要",
        dateline="本报讯",
        body="<p>正文。</p>",
        section=make.section(name="民生", slug="minsheng"),
        column=make.column(name="抗严寒"),
        page=make.page(
            issue=make.issue(date="2023-12-26", number="总第8123期"), number=3, name="要闻"
        ),
        tags=["共富工坊"],
    )


def test_a_story_is_told_as_it_was_printed(client):
    article = printed()
    writer = make.reporter(name="陈洋波")
    role = BylineRole.TEXT_AND_PHOTO
    make.byline(article=article, reporter=writer, role=role, title_as_printed="全媒体记者")
    agency = make.reporter(name="新华社", kind=ReporterKind.AGENCY)
    make.byline(article=article, reporter=agency, order=1, title_as_printed="电")
    giver = make.reporter(name="吴峰宇", kind=ReporterKind.CORRESPONDENT)
    make.byline(article=article, reporter=giver, order=2, role=BylineRole.COURTESY)
    make.photo_use(
        article=article, photo=make.photo(file="photos/a.jpg", caption="图说", source="市文明办")
    )
    make.photo_use(article=article, photo=make.photo(file="", source_type="placeholder"), order=1)
    story = publishing.publish(article, by=None, at=NOON)

    found, steps = head(client, story).things

    url = HERE + story.get_absolute_url()
    assert found == {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "identifier": f"urn:uuid:{story.guid}",
        "url": url,
        "mainEntityOfPage": url,
        "headline": "第一行第二行",
        "alternativeHeadline": "引题 副题",
        "description": "提要",
        "image": [
            {
                "@type": "ImageObject",
                "url": f"{HERE}/media/photos/a.jpg",
                "width": 1600,
                "height": 1067,
                "caption": "图说",
                "creditText": "市文明办",
            }
        ],
        "datePublished": "2024-03-01T12:00:00+08:00",
        "dateModified": "2024-03-01T12:00:00+08:00",
        "author": [
            {
                "@type": "Person",
                "name": "陈洋波",
                "url": HERE + writer.get_absolute_url(),
                "jobTitle": "全媒体记者",
            },
            {
                "@type": "Organization",
                "name": "新华社",
                "url": HERE + agency.get_absolute_url(),
            },
        ],
        "contributor": [
            {"@type": "Person", "name": "吴峰宇", "url": HERE + giver.get_absolute_url()}
        ],
        "publisher": PAPER,
        "articleSection": ["民生", "抗严寒"],
        "keywords": ["共富工坊"],
        "wordCount": story.length,
        "dateline": "本报讯",
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "printEdition": "2023-12-26 总第8123期",
        "printPage": "3",
        "printSection": "要闻",
    }
    assert steps == way(
        ("首页", "/"), ("民生", "/sections/minsheng/"), ("第一行第二行", story.get_absolute_url())
    )


def test_a_story_nobody_signed_is_the_paper_s(client):
    story = make.published(kind="commentary")

    found, steps = head(client, story).things

    assert found["@type"] == "OpinionNewsArticle"
    assert found["author"] == [PAPER]
    assert "printPage" not in found
    assert steps == way(("首页", "/"), (story.title, story.get_absolute_url()))


def test_a_date_that_was_worked_out_is_told_as_such(client):
    issue = make.issue(date=date(2023, 12, 26), date_is_certain=False)
    story = make.published(page=make.page(issue=issue))

    assert head(client, story).things[0]["printEdition"] == "2023-12-26 日期据内容推断"


def test_a_story_says_what_it_is_about_and_what_it_mentions(client):
    article = make.article()
    subject, named = make.entity(name="吴海福"), make.entity(name="李祖村", kind="village")
    make.mention(article=article, entity=named)
    make.mention(article=article, entity=subject, relation=MentionRelation.SUBJECT)
    make.mention(article=article, entity=make.entity(name="不公开", hidden=True))
    make.mention(article=article, entity=make.entity(name="未确认"), is_confirmed=False)
    story = publishing.publish(article, by=None)

    html = client.get(story.get_absolute_url()).content.decode()
    found = Head(html).things[0]

    subject_url, named_url = HERE + subject.get_absolute_url(), HERE + named.get_absolute_url()
    assert found["about"] == [{"@type": "Person", "name": "吴海福", "url": subject_url}]
    assert found["mentions"] == [
        {"@type": "AdministrativeArea", "name": "李祖村", "url": named_url}
    ]
    assert "不公开" not in html
    assert "未确认" not in html


def test_no_text_of_a_story_ends_its_data_block(client):
    story = make.published(headline=HARD, kicker=HARD, section=make.section(name=HARD[:30]))

    html = client.get(story.get_absolute_url()).content.decode()

    assert html.count("</script>") == 1
    found, _steps = Head(html).things
    assert found["headline"] == HARD
    assert dict(Head(html).properties)["og:title"] == HARD


def test_a_shared_story_shows_its_picture_and_facts(client):
    article = printed()
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


def test_a_change_is_dated_where_machines_look(client):
    story = make.published(at=NOON)
    story.article.headline = "更正后"
    story.article.save()
    publishing.publish(story.article, by=None, at=NOON + timedelta(days=1))

    page = head(client, story)

    assert page.things[0]["dateModified"] == "2024-03-02T12:00:00+08:00"
    assert dict(page.properties)["article:modified_time"] == "2024-03-02T12:00:00+08:00"


def test_the_front_page_says_whose_it_is(client):
    page = Head(client.get("/").content.decode())

    site = {
        "@type": "WebSite",
        "@id": f"{HERE}/#site",
        "name": "义乌商报",
        "url": f"{HERE}/",
        "inLanguage": "zh-Hans",
        "publisher": {"@id": f"{HERE}/#paper"},
    }
    assert page.things == [PAPER, site]
    assert ("og:type", "website") in page.properties


def test_an_honoured_person_is_told_with_the_awards(client):
    programme = make.programme(name="义乌好人")
    employer = make.entity(name="公交公司", kind="organisation")
    person = make.entity(
        name="吴海福", description="司机", parent=employer, portrait=make.photo(file="photos/p.jpg")
    )
    make.entity_name(entity=person, name="老吴")
    round = make.round(programme=programme, name="2023年第四季度")
    make.honour(round=round, recipient=person, category="助人为乐")

    found, steps = head(client, person).things

    url = HERE + person.get_absolute_url()
    assert found == {
        "@type": "Person",
        "@id": f"{url}#entity",
        "name": "吴海福",
        "alternateName": ["老吴"],
        "description": "司机",
        "url": url,
        "image": f"{HERE}/media/photos/p.jpg",
        "award": ["义乌好人 2023年第四季度 助人为乐"],
        "affiliation": {
            "@type": "Organization",
            "name": "公交公司",
            "url": HERE + employer.get_absolute_url(),
        },
    }
    assert steps == way(("人物与单位", "/entities/"), ("吴海福", person.get_absolute_url()))


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        ("school", "School"),
        ("village", ["AdministrativeArea", "Organization"]),
        ("document", "CreativeWork"),
    ],
)
def test_whatever_is_honoured_is_of_a_type_that_can_be(client, kind, own):
    entity = make.entity(kind=kind)
    honour = make.honour(recipient=entity)

    found = head(client, entity).things[0]

    assert found["@type"] == own
    assert found["award"] == [f"{honour.round.programme.name} {honour.round.name}"]


@pytest.mark.parametrize(
    ("kind", "above", "word"),
    [
        ("workshop", "organisation", "parentOrganization"),
        ("compound", "community", "containedInPlace"),
        ("person", "organisation", "affiliation"),
        ("person", "village", None),
    ],
)
def test_what_an_entity_belongs_to_is_told_if_there_is_a_word(client, kind, above, word):
    parent = make.entity(kind=above)
    found = head(client, make.entity(kind=kind, parent=parent)).things[0]

    words = [w for w in ("parentOrganization", "containedInPlace", "affiliation") if w in found]
    assert words == ([word] if word else [])


def test_a_hidden_parent_is_not_named(client):
    parent = make.entity(name="不公开", kind="organisation", hidden=True)

    html = client.get(make.entity(parent=parent).get_absolute_url()).content.decode()

    assert "不公开" not in html


@pytest.mark.parametrize("kind", EntityKind)
def test_every_kind_of_entity_has_a_type(client, kind):
    assert head(client, make.entity(kind=kind)).things[0]["@type"]


def test_a_reporter_of_the_paper_works_there(client):
    staff = make.reporter(name="陈洋波", title="全媒体记者", bio="跑民生")
    giver = make.reporter(kind=ReporterKind.CORRESPONDENT)
    agency = make.reporter(kind=ReporterKind.AGENCY)

    found, steps = head(client, staff).things

    url = HERE + staff.get_absolute_url()
    assert found == {
        "@type": "Person",
        "@id": f"{url}#reporter",
        "name": "陈洋波",
        "jobTitle": "全媒体记者",
        "description": "跑民生",
        "url": url,
        "worksFor": PAPER,
    }
    assert steps == way(("记者", "/reporters/"), ("陈洋波", staff.get_absolute_url()))
    assert "worksFor" not in head(client, giver).things[0]
    assert head(client, agency).things[0]["@type"] == "Organization"


def test_a_printed_page_and_a_roll_tell_the_way_to_them(client):
    page = make.page(issue=make.issue(date=date(2023, 12, 26)), number=1, name="要闻")
    make.published(page=page)
    round = make.round()

    issue_step = ("2023年12月26日", page.issue.get_absolute_url())
    assert head(client, page.issue).things == [way(("数字报", "/issues/"), issue_step)]
    assert head(client, page).things == [
        way(("数字报", "/issues/"), issue_step, ("第1版 要闻", page.get_absolute_url()))
    ]
    assert head(client, round).things == [
        way(
            ("荣誉", "/honours/"),
            (round.programme.name, round.programme.get_absolute_url()),
            (round.name, round.get_absolute_url()),
        )
    ]


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


def test_a_story_told_before_its_time_is_nowhere(client):
    make.published(headline="未到时", at=timezone.now() + timedelta(hours=1), tags=["未到"])

    assert "未到" not in client.get("/").content.decode()
