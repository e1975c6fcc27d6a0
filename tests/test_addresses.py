"""Public addresses: how they answer when there is little, nothing or what was not asked for."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error

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


@pytest.mark.parametrize("before", ["x", "1", "-", "nan-1", "inf-1", "1-x", "1--1", "9e99-1"])
def test_a_bad_cursor_is_a_readable_400(client, before):
    tag = make.tag()
    make.published(tags=[tag])
    places = [
        make.section(),
        make.column(),
        tag,
        make.reporter(),
        make.entity(),
        make.round(),
    ]
    for address in [*(place.get_absolute_url() for place in places), "/corrections/"]:
        response = client.get(f"{address}?before={before}")
        assert response.status_code == 400
        assert "请求无法理解" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["kind=none", "after=x", "after=0", "after=99999999999999999999999"]
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
