"""Sitemaps as search engines read them. The schema wants at least one entry in each file."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from articles.models import Article, PublishedArticle
from articles.reading import sitemaps
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)
HARD = "鱼 & 熊掌 < > ]]> 😀 \x08\x0b“尾"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")
SCHEMA = etree.XMLSchema(file=Path(__file__).parents[2] / "schemas" / "sitemap.xsd")


def read(client, address):
    """The entries of a sitemap, after what its schema requires was found to hold."""
    response = client.get(address)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert len(response.content) < 50 * 2**20
    root = etree.fromstring(response.content)
    SCHEMA.assertValid(root)
    for child in root:
        assert child.findtext(f"{MAP}loc").startswith("http://testserver/")
        assert DAY.fullmatch(child.findtext(f"{MAP}lastmod", "2024-01-01T00:00:00+08:00"))
    return list(root)


def addresses(entries):
    return [entry.findtext(f"{MAP}loc").removeprefix("http://testserver") for entry in entries]


def everything(client):
    """Every address of every part of the index."""
    parts = addresses(read(client, "/sitemap.xml"))
    return [address for part in parts for address in addresses(read(client, part))]


def test_an_empty_paper_has_a_sitemap(client):
    assert addresses(read(client, "/sitemap.xml")) == ["/sitemap-site-0.xml"]
    assert everything(client) == ["/", "/issues/", "/honours/", "/entities/", "/reporters/"]
    assert addresses(read(client, "/sitemap-news.xml")) == ["/"]


@pytest.mark.parametrize(
    "count",
    [
        1,
        2_001,
        pytest.param(4_001, marks=pytest.mark.whole),
        pytest.param(60_000, marks=pytest.mark.whole),
    ],
)
def test_any_number_of_stories_is_valid_and_listed_whole(client, count):
    stories = make.stand_of(count, at=timezone.now())

    found = everything(client)
    told = addresses(read(client, "/sitemap-news.xml"))

    assert len(found) == len(set(found))
    assert {story.get_absolute_url() for story in stories} <= set(found)
    assert told == [story.get_absolute_url() for story in stories[: sitemaps.NEWS_SIZE]]


def test_every_page_is_listed_once(client):
    issue = make.issue()
    page = make.page(issue=issue)
    section, column = make.section(), make.column()
    tag = make.tag(name="共富工坊", slug="共富工坊")
    story = make.published(page=page, section=section, column=column, tags=[tag])
    round = make.round()
    rows = [story, issue, page, section, column, tag, make.reporter(), make.entity()]
    rows += [round.programme, round]

    found = everything(client)

    assert sorted(found) == sorted(
        {*addresses(read(client, "/sitemap-site-0.xml")), *(r.get_absolute_url() for r in rows)}
    )
    assert {client.get(address).status_code for address in found} == {200}


def test_only_what_readers_may_see_is_listed(client):
    hidden = make.entity(hidden=True)
    page = make.page()
    draft = make.article(page=page, column=make.column(), tags=[make.tag()])
    withdrawn = make.published()
    PublishedArticle.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())

    found = everything(client)

    rows = [hidden, page, page.issue, draft, draft.column, draft.tags.get(), withdrawn]
    assert [row for row in rows if row.get_absolute_url() in found] == []


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-news.xml"])
def test_a_story_is_listed_from_its_moment_and_not_a_second_before(client, address, monkeypatch):
    moment = timezone.now() + timedelta(hours=1)
    story = make.published(at=moment)

    def listed():
        entries = read(client, address)
        return story.get_absolute_url() in (
            everything(client) if address == "/sitemap.xml" else addresses(entries)
        )

    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(seconds=1))
    assert not listed()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert listed()


def moved(story, key):
    """The same story under another key: the keys decide the part."""
    row = PublishedArticle.objects.filter(pk=story.pk).values().get()
    desk = Article.objects.filter(pk=story.pk).values().get()
    PublishedArticle.objects.filter(pk=story.pk).delete()
    Article.objects.filter(pk=story.pk).delete()
    Article.objects.create(**desk | {"id": key})
    return PublishedArticle.objects.create(**row | {"article_id": key})


def test_parts_are_closed_ranges_of_keys(client):
    first = moved(make.published(at=NOON), sitemaps.SIZE - 1)
    second = moved(make.published(at=NOON + timedelta(days=1)), sitemaps.SIZE)
    last = moved(make.published(at=NOON), 7 * sitemaps.SIZE + 3)
    PublishedArticle.objects.filter(pk=first.pk).update(changed_at=NOON + timedelta(days=9))

    found = {
        entry.findtext(f"{MAP}loc").rpartition("/")[2]: entry.findtext(f"{MAP}lastmod")
        for entry in read(client, "/sitemap.xml")
    }

    assert found == {
        "sitemap-site-0.xml": None,
        "sitemap-articles-0.xml": "2024-03-10T12:00:00+08:00",
        "sitemap-articles-1.xml": "2024-03-02T12:00:00+08:00",
        "sitemap-articles-7.xml": "2024-03-01T12:00:00+08:00",
    }
    for number, story in [(0, first), (1, second), (7, last)]:
        entries = read(client, f"/sitemap-articles-{number}.xml")
        assert addresses(entries) == [story.get_absolute_url()]
    (entry,) = read(client, "/sitemap-articles-0.xml")
    assert entry.findtext(f"{MAP}lastmod") == "2024-03-10T12:00:00+08:00"


@pytest.mark.parametrize("count", [1, 3])
def test_sitemaps_take_a_fixed_number_of_queries(client, count, django_assert_num_queries):
    for _ in range(count):
        placed = {"page": make.page(), "section": make.section(), "column": make.column()}
        make.published(tags=[make.tag()], **placed)
        make.round(), make.reporter(), make.entity()

    with django_assert_num_queries(len(sitemaps.KINDS)):
        parts = addresses(read(client, "/sitemap.xml"))
    for part in parts:
        with django_assert_num_queries(1):
            client.get(part)
    with django_assert_num_queries(1):
        client.get("/sitemap-news.xml")


def test_the_news_is_two_days_old_at_most_and_told_in_chinese(client, settings):
    settings.NEWSROOM_SITE_NAME = "义乌 & 商报"
    now = timezone.now()
    story = make.published(headline=HARD, at=now - timedelta(hours=47, minutes=59))
    make.published(at=now - timedelta(hours=48, seconds=1))

    (entry,) = read(client, "/sitemap-news.xml")

    assert addresses([entry]) == [story.get_absolute_url()]
    news = entry.find(f"{NEWS}news")
    assert [each.tag for each in news] == [
        f"{NEWS}{name}" for name in ("publication", "publication_date", "title")
    ]
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "义乌 & 商报"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "zh-cn"
    assert news.findtext(f"{NEWS}title") == "鱼 & 熊掌 < > ]]> 😀 “尾"
    assert DAY.fullmatch(news.findtext(f"{NEWS}publication_date"))


def test_a_second_visit_brings_nothing_new(client):
    number = make.published().pk // sitemaps.SIZE
    for address in ["/sitemap.xml", f"/sitemap-articles-{number}.xml", "/sitemap-news.xml"]:
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-articles-0.xml",
        "/sitemap-none-0.xml",
        "/sitemap-site-1.xml",
        "/sitemap-articles-999999999999999999.xml",
        "/sitemap-articles-99999999999999999999999.xml",
    ],
)
def test_a_part_that_holds_nothing_is_a_404(client, address):
    assert client.get(address).status_code == 404


def test_robots_are_told_where_the_sitemaps_are(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Sitemap: http://testserver/sitemap.xml\n"
        "Sitemap: http://testserver/sitemap-news.xml\n"
    )


# ---- The schema itself --------------------------------------------------------------------------

LOC = "<loc>https://a.example/</loc>"
TOLD = (
    "<n:news><n:publication><n:name>报</n:name><n:language>{language}</n:language></n:publication>"
    "<n:publication_date>{at}</n:publication_date>{title}</n:news>"
)


def written(root, *entries):
    entry = {"sitemapindex": "sitemap", "urlset": "url"}[root]
    inner = "".join(f"<{entry}>{each}</{entry}>" for each in entries)
    return etree.fromstring(f'<{root} xmlns="{MAP[1:-1]}" xmlns:n="{NEWS[1:-1]}">{inner}</{root}>')


def told(language="zh-cn", at="2024-03-01T12:00:00+08:00", title="<n:title>题</n:title>"):
    return LOC + TOLD.format(language=language, at=at, title=title)


def others(number):
    return [f"<loc>https://a.example/{n}</loc>" for n in range(number)]


@pytest.mark.parametrize(
    ("root", "entries"),
    [
        ("sitemapindex", [LOC]),
        ("sitemapindex", [f"{LOC}<lastmod>2024-03-01</lastmod>"]),
        ("urlset", [f"{LOC}<lastmod>2024-03-01T04:00:00.5Z</lastmod>"]),
        ("urlset", [f"{LOC}<changefreq>daily</changefreq><priority>0.5</priority>"]),
        ("urlset", [told()]),
        ("urlset", [told(language="en", at="2024-03-01")]),
        ("urlset", others(50_000)),
    ],
)
def test_the_schema_takes_what_the_protocol_allows(root, entries):
    SCHEMA.assertValid(written(root, *entries))


@pytest.mark.parametrize(
    ("root", "entries"),
    [
        ("sitemapindex", []),
        ("sitemapindex", [f"{LOC}<priority>0.5</priority>"]),
        ("urlset", []),
        ("urlset", [""]),
        ("urlset", [LOC, LOC]),
        ("urlset", others(50_001)),
        ("urlset", ["<loc>/articles/1/</loc>"]),
        ("urlset", ["<loc>https://a.example/标签/</loc>"]),
        ("urlset", [f"<loc>https://a.example/{'x' * 2048}</loc>"]),
        ("urlset", [f"<lastmod>2024-03-01</lastmod>{LOC}"]),
        ("urlset", [f"{LOC}<lastmod>2024-02-30</lastmod>"]),
        ("urlset", [f"{LOC}<lastmod>2024-03-01T12:00:00</lastmod>"]),
        ("urlset", [f"{LOC}<changefreq>sometimes</changefreq>"]),
        ("urlset", [f"{LOC}<priority>1.1</priority>"]),
        ("urlset", [told(language="zh-CN")]),
        ("urlset", [told(at="昨天")]),
        ("urlset", [told(title="")]),
        ("urlset", [told(title="<n:title> </n:title>")]),
    ],
)
def test_the_schema_refuses_what_the_protocol_does_not_allow(root, entries):
    assert not SCHEMA.validate(written(root, *entries))
