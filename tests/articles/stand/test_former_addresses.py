"""Addresses that editors change lead on from the old one; a new section proposes its own."""

import pytest

from articles.models import FormerAddress, Section, SitePage
from articles.stand import former_addresses
from tests import make
from tests.articles.admin.test_admin import address, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make.chief())
    return client


def change(desk, row, **fields):
    at = address(type(row), "change", row.pk)
    return desk.post(at, typed(desk.get(at)) | fields)


def rename(desk, row, slug):
    assert change(desk, row, slug=slug).status_code == 302
    make.confirmed()
    row.refresh_from_db()
    assert row.slug == slug


SUBADDRESSES = ["/sections/{}/", *(f"/feeds/sections/{{}}.{f}" for f in ("rss", "atom", "json"))]


@pytest.mark.parametrize("where", SUBADDRESSES)
def test_every_address_of_a_section_leads_on_to_the_newest(desk, client, where):
    section = make.section(slug="minsheng")
    rename(desk, section, "shenghuo")
    rename(desk, section, "jiayuan")

    for former in ("minsheng", "shenghuo"):
        response = client.get(where.format(former) + "?page=2&x=1")
        assert response.status_code == 301
        assert response["Location"] == where.format("jiayuan") + "?page=2&x=1"
        assert response["Cache-Control"] == "no-cache"
    assert client.get(where.format("jiayuan")).status_code == 200
    assert client.get(where.format("other")).status_code == 404


def test_a_page_about_the_paper_leads_on_too(desk, client):
    page = make.site_page(slug="about")
    rename(desk, page, "contact")

    response = client.get("/about/about/")

    assert (response.status_code, response["Location"]) == (301, "/about/contact/")


def test_a_section_that_takes_its_old_address_back_leads_nowhere_in_a_circle(desk, client):
    section = make.section(slug="minsheng")
    rename(desk, section, "shenghuo")
    rename(desk, section, "minsheng")

    assert client.get("/sections/minsheng/").status_code == 200
    assert client.get("/sections/shenghuo/")["Location"] == "/sections/minsheng/"
    assert FormerAddress.objects.count() == 1


@pytest.mark.parametrize("is_new", [True, False])
def test_a_former_address_is_another_s_only_once_it_was_freed_there(desk, client, is_new):
    section = make.section(name="民生", slug="minsheng")
    rename(desk, section, "shenghuo")

    def take():
        if not is_new:
            return change(desk, Section.objects.get(slug="other"), slug="minsheng")
        at = address(Section, "add")
        return desk.post(at, typed(desk.get(at)) | {"name": "新", "slug": "minsheng"})

    make.section(name="别的", slug="other")
    answer = take()
    assert "以前是“民生”的网址" in answer.content.decode()
    assert client.get("/sections/minsheng/")["Location"] == "/sections/shenghuo/"

    freed = {"former_addresses-0-DELETE": "on"}
    assert change(desk, section, **freed).status_code == 302
    make.confirmed()
    assert client.get("/sections/minsheng/").status_code == 404
    assert take().status_code == 302
    make.confirmed()
    assert client.get("/sections/minsheng/").status_code == 200


def test_sections_and_pages_do_not_take_each_other_s_addresses(desk):
    rename(desk, make.site_page(slug="about"), "contact")

    rename(desk, make.section(slug="news"), "about")

    assert SitePage.objects.get() == former_addresses.holder(SitePage, "about")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("民生", "minsheng"),
        ("旅游 AI", "lvyouai"),
        ("重复", "chongfu-3"),
        ("栏" * 30, "lan" * 12 + "l"),
    ],
)
def test_a_new_section_is_addressed_by_pinyin_if_nothing_is_typed(desk, name, slug):
    make.section(name="重复一", slug="chongfu")
    rename(desk, make.section(name="重复二", slug="chongfu-2"), "else")
    at = address(Section, "add")

    assert desk.post(at, typed(desk.get(at)) | {"name": name}).status_code == 302

    assert Section.objects.get(name=name).slug == slug


def test_an_address_is_asked_for_where_it_cannot_be_read(desk):
    section = make.section(slug="minsheng")
    at = address(Section, "add")

    unread = desk.post(at, typed(desk.get(at)) | {"name": "！？"})
    emptied = change(desk, section, slug="")

    for answer in (unread, emptied):
        assert "请填写网址名" in answer.content.decode()


@pytest.mark.parametrize("role", ["记者", "校对"])
def test_who_may_not_change_a_section_frees_none_of_its_addresses(desk, client, role):
    section = make.section(slug="minsheng")
    rename(desk, section, "shenghuo")
    client.force_login(make.staff(role))

    answer = client.get(address(Section, "change", section.pk))

    assert "minsheng" in answer.content.decode()
    assert "former_addresses-0-DELETE" not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_section_s_page_costs_no_query_more(client, count, django_assert_num_queries):
    section = make.section()
    for n in range(count):
        former_addresses.lead_on(section, former=f"old-{n}")
        make.published(section=section)

    with django_assert_num_queries(3):
        client.get(section.get_absolute_url())
