"""Every public address of the sample issue: whole, well formed, and the same for every reader."""

from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Column, Issue, Page, PublishedArticle, Section, Tag
from people.models import Entity, Programme, Reporter, Round
from tests import make
from tests.test_addresses import Outline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


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


@pytest.fixture(scope="module")
def pages(sample, django_db_blocker):
    """What a reader is answered at each address: asked for once."""
    with django_db_blocker.unblock():
        return {address: Client().get(address) for address in addresses()}


def test_every_page_of_the_sample_is_whole(pages):
    titles = Counter()
    for address, response in pages.items():
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


def test_every_link_of_the_sample_leads_somewhere(client, pages):
    links = set()
    for response in pages.values():
        page = Outline(response.content.decode())
        links |= {a for a in page.addresses if a.startswith("/") and "/static/" not in a}

    statuses = {link: (pages.get(link) or client.get(link)).status_code for link in links}
    assert [link for link, status in statuses.items() if status != 200] == []
    assert len(links) > 100


def test_every_reader_gets_the_same_bytes(admin_client, pages):
    for address, mine in pages.items():
        theirs = admin_client.get(address)
        assert mine.content == theirs.content
        assert not mine.cookies
        assert not theirs.cookies
        assert "Cookie" not in mine.headers.get("Vary", "")
        assert b"csrf" not in mine.content


@pytest.mark.parametrize("address", ["/", "/issues/", "/issues/2023-12-26/", "/honours/"])
def test_a_public_page_is_the_same_bytes_for_every_reader(client, address):
    stranger = client.get(address)
    client.force_login(make.editor())
    editor = client.get(address, headers={"accept-language": "en"})
    assert stranger.status_code == 200
    assert editor.content == stranger.content
    assert stranger.cookies == editor.cookies == {}
    assert "Cookie" not in stranger.get("Vary", "")


MACHINES = ["/robots.txt", "/sitemap.xml", "/sitemap-news.xml", "/sitemap-site-0.xml"]
MACHINES += [f"/feeds/latest.{format}" for format in ("rss", "atom", "json")]


def test_every_machine_gets_the_same_bytes(client, admin_client):
    story = PublishedArticle.objects.public().first()
    for address in [*MACHINES, reverse("article_json", args=[story.pk])]:
        mine, theirs = client.get(address), admin_client.get(address)
        assert (mine.status_code, mine.content) == (200, theirs.content)
        assert mine.cookies == theirs.cookies == {}
        assert "Cookie" not in mine.headers.get("Vary", "")
