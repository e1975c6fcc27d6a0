"""Every public address: answered, whole, well formed, and the same for every reader."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error

from articles.models import Column, Issue, Page, PublishedArticle, Section, Tag
from people.models import Entity, Programme, Reporter, Round
from tests import make

pytestmark = pytest.mark.django_db

VOID = {"meta", "link", "img", "br", "input", "hr", "wbr", "rect", "circle", "path"}


class Outline(HTMLParser):
    """What can be checked of a page without a browser."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.ids, self.headings, self.addresses, self.styles = [], [], [], [], []
        self.title, self.open, self.scripts = "", [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        # A block of data, which no browser runs, is no script.
        self.tags.append("data" if attributes.get("type") == "application/ld+json" else tag)
        if self.tags[-1] == "script":
            self.scripts.append(attributes["src"].rpartition("/")[2].partition(".")[0])
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.addresses += [attributes[name] for name in ("href", "src") if name in attributes]
        self.styles += ["style"] if "style" in attributes else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] == ["title"]:
            self.title += data


def addresses():
    """Every address the sample issue gives, and the lists."""
    names = ["front_page", "issues", "reporters", "entities", "honours", "corrections", "search"]
    rows = [
        *PublishedArticle.objects.public(),
        *Issue.objects.all(),
        *Page.objects.all(),
        *Section.objects.all(),
        *Column.objects.all(),
        *Tag.objects.all(),
        *Reporter.objects.all(),
        *Entity.objects.all(),
        *Programme.objects.all(),
        *Round.objects.all(),
    ]
    return [*map(reverse, names), *(row.get_absolute_url() for row in rows)]


@pytest.fixture
def sample():
    call_command("loaddata", "sample_issue", verbosity=0)


def test_every_page_of_the_sample_is_whole(client, sample):
    titles = Counter()
    for address in addresses():
        response = client.get(address)
        page = Outline(response.content.decode())
        steps = [b - a for a, b in zip(page.headings, page.headings[1:], strict=False)]
        outside = [
            a for a in page.addresses if "//" in a and not a.startswith("http://testserver/")
        ]
        twice = [name for name, times in Counter(page.ids).items() if times > 1]
        assert (address, response.status_code, outside, twice) == (address, 200, [], [])
        assert (page.headings[0], page.headings.count(1), max(steps, default=0) <= 1) == (
            1,
            1,
            True,
        )
        # 大字, reading aloud and suggestions. Nothing needs them.
        assert (page.open, page.styles, page.scripts) == ([], [], ["reader"])
        titles[page.title] += 1
    assert [title for title, times in titles.items() if times > 1 or not title.strip()] == []


def test_every_link_of_the_sample_leads_somewhere(client, sample):
    links = set()
    for address in addresses():
        page = Outline(client.get(address).content.decode())
        links |= {a for a in page.addresses if a.startswith("/") and "/static/" not in a}

    assert [link for link in sorted(links) if client.get(link).status_code != 200] == []
    assert len(links) > 100


def test_every_reader_gets_the_same_bytes(client, admin_client, sample):
    for address in addresses():
        mine, theirs = client.get(address), admin_client.get(address)
        assert mine.content == theirs.content
        assert not mine.cookies
        assert not theirs.cookies
        assert "Cookie" not in mine.headers.get("Vary", "")
        assert b"csrf" not in mine.content


MACHINES = ["/robots.txt", "/sitemap.xml", "/sitemap-news.xml", "/sitemap-site-0.xml"]
MACHINES += [f"/feeds/latest.{format}" for format in ("rss", "atom", "json")]


def test_every_machine_gets_the_same_bytes(client, admin_client, sample):
    story = PublishedArticle.objects.public().first()
    for address in [*MACHINES, reverse("article_json", args=[story.pk])]:
        mine, theirs = client.get(address), admin_client.get(address)
        assert (mine.status_code, mine.content) == (200, theirs.content)
        assert mine.cookies == theirs.cookies == {}
        assert "Cookie" not in mine.headers.get("Vary", "")


LISTS = ["front_page", "issues", "reporters", "entities", "honours", "corrections"]


@pytest.mark.parametrize("name", [*LISTS, "search", "search_suggest"])
def test_an_address_answers_head_and_takes_no_post(client, name):
    assert client.head(reverse(name)).status_code == 200
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_paper_says_so(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "还没有" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/nothing/",
        "/articles/1/",
        "/articles/99999999999999999999999/",
        "/issues/2024-01-01/",
        "/issues/2024-13-45/",
        "/issues/2024-01-01/1/",
        "/issues/2024-01-01/99999999999999999999999/",
        "/issues/?year=1999",
        "/issues/?year=%D9%A2",
        "/sections/none/",
        "/columns/1/",
        "/columns/99999999999999999999999/",
        "/preview/none/",
        "/preview/%00/",
        "/tags/没有/",
        "/tags/%00/",
        "/reporters/1/",
        "/reporters/99999999999999999999999/",
        "/entities/1/",
        "/entities/99999999999999999999999/",
        "/honours/1/",
        "/honours/99999999999999999999999/",
        "/honours/1/1/",
        "/honours/99999999999999999999999/1/",
        "/honours/1/99999999999999999999999/",
    ],
)
def test_what_is_not_there_is_a_readable_404(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()


def test_a_round_is_found_under_its_own_programme_only(client):
    round, other = make.round(), make.programme()

    assert client.get(f"/honours/{round.programme_id}/{round.pk}/").status_code == 200
    assert client.get(f"/honours/{other.pk}/{round.pk}/").status_code == 404
    assert client.get(f"/honours/99999999999999999999999/{round.pk}/").status_code == 404


@pytest.mark.parametrize(
    "before", ["x", "1", "-", "nan-1", "inf-1", "1-x", "1--1", "9e99-1", "%00"]
)
def test_a_bad_cursor_is_a_readable_400(client, before):
    places = [
        make.section(),
        make.column(),
        make.tag(),
        make.reporter(),
        make.entity(),
        make.round(),
    ]
    for address in [*(place.get_absolute_url() for place in places), "/corrections/"]:
        response = client.get(f"{address}?before={before}")
        assert response.status_code == 400
        assert "请求无法理解" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["kind=none", "kind=%00", "after=x", "after=0", "after=99999999999999999999999"]
)
def test_a_bad_choice_of_entities_is_a_readable_400(client, query):
    response = client.get(f"/entities/?{query}")

    assert response.status_code == 400
    assert "请求无法理解" in response.content.decode()
    assert '<link rel="canonical"' not in response.content.decode()


def test_an_unknown_host_is_a_readable_400(client):
    response = client.get("/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "请求无法理解" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "editor"})
    page = Outline(response.content.decode())

    assert response.status_code == 403
    assert "页面已过期" in page.title
    assert "style" not in page.tags  # which our policy would block


def test_a_broken_page_says_so_without_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert "网站出了故障" in response.content.decode()


def test_the_canonical_address_has_no_foreign_parameters(client):
    section = make.section()

    html = client.get(f"{section.get_absolute_url()}?utm_source=x").content.decode()

    assert f'<link rel="canonical" href="http://testserver{section.get_absolute_url()}">' in html
