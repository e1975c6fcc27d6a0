"""What every answer says and does not say, of readers' pages and of the desk's."""

import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from tests import make
from tests.forms import desk

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/issues/",
    "/entities/",
    "/search/?q=1",
    "/corrections/",
    "/sitemap.xml",
    "/robots.txt",
]
FEEDS = ["/feeds/latest.rss", "/feeds/latest.atom", "/feeds/latest.json", "/sitemap-news.xml"]
NO_FILES = [
    *("/.git/config", "/.env", "/manage.py", "/db.sqlite3"),
    *("/static/", "/media/", "/media/../secret_key"),
]
ELSEWHERE = ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"]


@pytest.fixture
def chief(client):
    client.force_login(make.chief())
    return client


@pytest.mark.parametrize("address", PUBLIC + FEEDS)
def test_an_answer_says_what_it_is_in_which_characters(client, address):
    kind, _, rest = client.get(address)["Content-Type"].partition(";")

    assert "json" in kind or rest.strip() == "charset=utf-8"  # JSON is UTF-8 by RFC 8259


@pytest.mark.parametrize("address", [*PUBLIC, *FEEDS, "/admin/login/"])
def test_no_page_lends_itself_to_another_site(client, address):
    answer = client.get(address, headers={"origin": "https://elsewhere.example"})

    assert [name for name in answer.headers if name.startswith("Access-Control-")] == []


@pytest.mark.parametrize("address", [*PUBLIC, "/admin/", "/admin/login/"])
def test_a_request_is_never_echoed(client, address):
    answer = client.generic("TRACE", address, headers={"X-Secret": "nobody-hears-this"})

    assert b"nobody-hears-this" not in answer.content


@pytest.mark.parametrize("address", NO_FILES)
def test_no_folder_is_listed_and_no_file_of_ours_is_served(client, address):
    assert client.get(address).status_code == 404


def test_nobody_keeps_a_page_of_the_desk(chief):
    story = make.article()
    addresses = [
        reverse("admin:index"),
        reverse("admin:articles_article_changelist"),
        reverse("admin:articles_article_change", args=[story.pk]),
        reverse("admin:session"),
    ]

    for address in addresses:
        said = chief.get(address)["Cache-Control"]
        assert "no-store" in said, address
        assert "private" in said, address


def test_every_page_of_the_desk_leads_to_logging_out(chief):
    story = make.article()
    for name, arguments in [("index", []), ("articles_article_change", [story.pk])]:
        page = chief.get(reverse(f"admin:{name}", args=arguments)).content.decode()
        assert f'action="{reverse("admin:logout")}"' in page


def test_logging_out_clears_what_the_browser_keeps(chief):
    answer = chief.post(reverse("admin:logout"))

    assert answer["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_site(client, target):
    user = make.editor()
    given = {"username": user.username, "password": "pass", "next": target}

    answer = client.post("/admin/login/", given)

    assert answer.status_code == 302
    assert "elsewhere" not in answer["Location"]


def test_what_nobody_may_is_in_the_log(client, caplog):
    client.force_login(make.staff("记者"))
    with caplog.at_level(logging.WARNING, logger="django.request"):
        answer = client.get(reverse("admin:people_user_changelist"))

    assert answer.status_code == 403
    assert any("/admin/people/user/" in line for line in caplog.messages)


def test_a_failure_is_in_the_log_with_what_broke(client, caplog, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("articles.reading.views.render", None)
    with caplog.at_level(logging.ERROR, logger="django.request"):
        answer = client.get("/issues/")

    assert answer.status_code == 500
    assert "TypeError" in caplog.text
    assert "TypeError" not in answer.content.decode()


def test_a_form_changes_the_fields_that_it_has_and_no_others(client):
    """Names of columns that the form does not show are sent with it, and change nothing."""
    editor = make.editor()
    client.force_login(editor)
    story = make.article(created_by=editor)
    address = reverse("admin:articles_article_change", args=[story.pk])
    form = desk.fields(client.get(address).context)
    others = {"stage": "signed_off", "review_round": "7", "created_by": make.chief().pk}

    client.post(address, form | {"headline": "改过的题"} | others)

    before = (story.stage, story.review_round, story.created_by_id)
    story.refresh_from_db()
    assert story.headline == "改过的题"
    assert (story.stage, story.review_round, story.created_by_id) == before


def test_a_password_is_hidden_and_may_be_pasted_or_filled_in(client):
    page = client.get("/admin/login/").content.decode()
    (field,) = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)

    assert 'type="password"' in field
    assert 'autocomplete="off"' not in field
    assert not re.search("onpaste|maxlength|readonly", field)
    assert "hint" not in page


def test_a_long_password_counts_to_its_last_character(client):
    long = "四个互不相干的词 correct horse battery staple " * 3
    user = make.editor()
    user.set_password(long)
    user.save()

    assert not client.login(username=user.username, password=long[:-1])
    assert client.login(username=user.username, password=long)


def test_a_login_that_was_ended_lets_nobody_in(client):
    client.force_login(make.editor())
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("admin:logout"))
    client.cookies[settings.SESSION_COOKIE_NAME] = key

    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("address", ["/?page=1&page=2", "/search/?q=1&q=2&page=1&page=x"])
def test_a_parameter_that_is_sent_twice_is_one(client, address):
    assert client.get(address).status_code in {200, 404}


def test_a_name_in_the_address_takes_the_place_of_none_in_the_form(client):
    user = make.editor()

    answer = client.post(f"/admin/login/?username={user.username}&password=pass", {})

    assert answer.status_code == 200
    assert SESSION_KEY not in client.session
