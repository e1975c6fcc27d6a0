"""What readers get from memory is what they would get from Django, to the byte, and never older."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

from articles.models import PublishedArticle, Section
from articles.reading.next_moment import next_moment
from articles.reading.sitemaps import NEWS_AGE
from articles.stand import publishing
from newsroom import page_cache
from newsroom.answers import best_coding
from newsroom.page_cache import KEPT, LOOK
from tests import make
from tests.wsgi import ask, cached

# Addresses of readers that are not kept: what they ask for is counted, or takes what they type, or
# is shown to one alone.
NOT_KEPT = {
    *("search", "search_suggest", "report", "report_received"),
    *("preview", "preview_page", "preview_picture", "media"),
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def renders(monkeypatch):
    """The addresses that Django was asked for."""
    asked = []
    real = page_cache.ask
    monkeypatch.setattr(
        page_cache,
        "ask",
        lambda application, environ: (
            asked.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}".rstrip("?"))
            or real(application, environ)
        ),
    )
    return asked


def look_again():
    """By now every process has looked at the version anew."""
    connection.check_constraints()  # what PostgreSQL leaves to the commit
    time.sleep(LOOK)


# ---- What is kept ----


def test_every_address_of_readers_is_kept_or_is_named_here():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert names == KEPT.keys() | NOT_KEPT
    assert KEPT.keys() & NOT_KEPT == set()


def test_a_page_is_rendered_once_and_is_what_django_answers(client, renders):
    story, site = make.published(), cached()
    address = story.get_absolute_url()

    first, second = (ask(site, address) for _ in range(2))

    assert renders == [address]
    assert first == second
    assert first.body == client.get(address).content


def test_an_answer_keeps_what_django_says_of_it(client):
    address = make.published().get_absolute_url()
    ours = {"Content-Length", "Cache-Control", "Vary", "ETag"}

    answer = ask(cached(), address)

    theirs = dict(client.get(address).headers)
    assert {n: v for n, v in answer.headers.items() if n not in ours} == {
        n: v for n, v in theirs.items() if n not in ours
    }


def test_cookies_and_whatever_else_a_browser_sends_do_not_matter(renders):
    site = cached()
    ask(site, "/", cookie="sessionid=1; language=en", accept_language="en")

    assert ask(site, "/", range="bytes=0-9", user_agent="x") == ask(site, "/")
    assert renders == ["/"]


def test_keys_of_the_query_that_a_view_does_not_read_do_not_matter(client, renders):
    address, site = make.section().get_absolute_url(), cached()

    plain = ask(site, address)
    for query in ("?utm_source=a", "?utm_source=b&%E4%B8%80=1", "?", "?&&="):
        assert ask(site, address + query) == plain

    assert renders == [address]


def test_keys_that_a_view_reads_are_kept_apart_in_any_order(renders):
    site = cached()
    for query in ("kind=person&initial=A", "initial=A&x=1&kind=person", "kind=school&initial=A"):
        ask(site, f"/entities/?{query}")

    assert renders == ["/entities/?initial=A&kind=person", "/entities/?initial=A&kind=school"]


@pytest.mark.parametrize("address", ["/search/?q=1", "/admin/login/", "/nothing/", "/static/x"])
def test_what_is_not_kept_goes_to_django_as_it_came(renders, address):
    ask(cached(), address)

    assert renders == []


def test_a_form_is_never_kept(renders):
    address = f"{make.published().get_absolute_url()}report/"

    answer = ask(cached(), address)

    assert renders == []
    assert "no-store" in answer.headers["Cache-Control"]


def test_nothing_that_is_sent_is_answered_from_memory(renders):
    site = cached()
    ask(site, "/")

    assert ask(site, "/", method="POST").status == 403
    assert renders == ["/"]


def test_an_absence_is_not_kept_and_may_not_be_by_others(renders):
    site = cached()
    for _ in range(2):
        answer = ask(site, "/articles/1/")
        assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")

    assert renders == ["/articles/1/"] * 2


def test_an_error_is_not_kept(renders, monkeypatch):
    site = cached()
    with monkeypatch.context() as broken:
        broken.setattr("articles.reading.views.render", None)
        assert ask(site, "/issues/").status == 500

    assert ask(site, "/issues/").status == 200


def test_a_tombstone_is_kept_here_and_nowhere_else(renders):
    story, site = make.published(), cached()
    publishing.withdraw(story.article, reason="失实。", at=timezone.now())
    for _ in range(2):
        answer = ask(site, story.get_absolute_url(), accept_encoding="gzip")
        assert (answer.status, answer.headers["Cache-Control"]) == (410, "no-store")
        assert "失实。" in answer.text
        assert "ETag" not in answer.headers

    assert renders == [story.get_absolute_url()]


def test_what_leads_on_is_kept(renders):
    tag, site = make.tag(), cached()
    make.published(tags=[tag])
    former = make.tag(main=tag)
    for _ in range(2):
        answer = ask(site, former.get_absolute_url())
        assert (answer.status, answer.headers["Cache-Control"]) == (301, "no-cache")

    assert len(renders) == 1


def test_what_sets_a_cookie_or_varies_is_not_kept(renders):
    def application(environ, start_response):
        start_response(
            "200 OK", [((environ["PATH_INFO"] == "/" and "Vary") or "Set-Cookie", "Cookie")]
        )
        return [b"somebody's own"]

    site = cached()
    site.application = application
    for address in ("/", "/issues/", "/", "/issues/"):
        ask(site, address)

    assert renders == ["/", "/issues/", "/", "/issues/"]


# ---- In which form ----


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0.001", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", "identity"),
        ("*", "br"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0", "identity"),
        ("GZIP ; Q=0.8", "gzip"),
        ("gzip;q=nan, br;q=2, deflate", "identity"),
        (";,;q=,", "identity"),
    ],
)
def test_a_browser_gets_the_coding_it_likes_best(accepted, coding):
    assert best_coding(accepted) == coding


def test_every_form_is_the_same_page_under_a_tag_of_its_own(client):
    site, tags = cached(), set()
    for coding in ("br", "gzip", "identity"):
        answer = ask(site, "/", accept_encoding=coding)
        assert answer.headers.get("Content-Encoding", "identity") == coding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.text == client.get("/").content.decode()
        tags.add(answer.headers["ETag"])

    assert len(tags) == 3


def test_a_picture_is_sent_as_it_is(font):
    story = make.published()
    address = f"{story.get_absolute_url()}share-{story.share_mark}.png"

    answer = ask(cached(), address, accept_encoding="br")

    assert answer.body.startswith(b"\x89PNG")
    assert not {"Content-Encoding", "Vary"} & answer.headers.keys()
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("known", ["{}", "W/{}", '"x", {}', '"x",W/{} , "y"', "*"])
def test_who_has_a_page_is_told_so_and_gets_nothing_more(known):
    site = cached()
    tag = ask(site, "/", accept_encoding="br").headers["ETag"]

    answer = ask(site, "/", accept_encoding="br", if_none_match=known.format(tag))

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers == {
        "ETag": tag,
        "Vary": "Accept-Encoding",
        "Cache-Control": "no-cache",
    }


@pytest.mark.parametrize("known", ['"x"', "nonsense", '"x'])
def test_who_has_another_page_gets_this_one(known):
    assert ask(cached(), "/", if_none_match=known).status == 200


def test_a_tag_is_of_the_page_and_not_of_the_version():
    site = cached()
    before = ask(site, "/corrections/").headers["ETag"]
    make.published()
    look_again()

    assert ask(site, "/corrections/", if_none_match=before).status == 304


def test_a_head_is_the_answer_without_the_page(renders):
    site = cached()
    for accepted in ("br", "identity"):
        head = ask(site, "/", method="HEAD", accept_encoding=accepted)
        page = ask(site, "/", accept_encoding=accepted)
        assert (head.headers, head.body) == (page.headers, b"")

    assert renders == ["/"]
    assert ask(site, "/articles/1/", method="HEAD").body == b""


# ---- Whose address it is ----


def test_a_page_names_the_host_that_was_asked_if_no_setting_names_one(settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    site = cached()
    for host in ("one.example", "two.example:8000", "one.example"):
        assert f'rel="canonical" href="http://{host}/"' in ask(site, "/", host=host).text


@pytest.mark.parametrize(
    "address", ["/", "/robots.txt", "/sitemap.xml", "/feeds/latest.rss", "/feeds/latest.json"]
)
def test_a_page_names_the_site_s_own_address_whatever_was_asked(settings, renders, address):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    settings.SITE_URL = "https://news.example"
    make.published()
    site = cached()

    one, two = (ask(site, address, host=host) for host in settings.ALLOWED_HOSTS)

    assert one == two
    assert "https://news.example/" in one.text
    assert ".example" not in one.text.replace("news.example", "")
    assert renders == [address]


def test_a_host_that_is_not_ours_is_refused_though_the_page_is_there(settings):
    settings.SITE_URL = "https://news.example"
    site = cached()
    assert ask(site, "/").status == 200

    assert ask(site, "/", host="elsewhere.example").status == 400


def test_whoever_asks_without_https_is_led_there(settings):
    settings.SECURE_SSL_REDIRECT, settings.SITE_URL = True, "https://news.example"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = cached()

    assert ask(site, "/", x_forwarded_proto="https").status == 200
    assert ask(site, "/").status == 301
    assert ask(site, "/", x_forwarded_proto="https").status == 200


# ---- For how long ----


def test_what_changed_is_there_at_the_next_request_in_every_process(client):
    first, second = cached(), cached()
    section = make.section(name="民生")
    for site in (first, second):
        assert "民生" in ask(site, "/").text
    Section.objects.filter(pk=section.pk).update(name="要闻")
    look_again()

    for site in (first, second):
        assert ask(site, "/").body == client.get("/").content
        assert "民生" not in ask(site, "/").text


def test_a_page_that_something_changed_under_is_not_kept(renders):
    section = make.section(name="民生")
    site = cached()
    real = site.application

    def application(environ, start_response):
        page = real(environ, start_response)
        Section.objects.filter(pk=section.pk).update(name="要闻")
        connection.check_constraints()
        return page

    site.application = application
    assert "民生" in ask(site, "/").text
    site.application = real

    assert "民生" not in ask(site, "/").text


def test_a_page_is_kept_until_something_becomes_visible(monkeypatch, client):
    moment = timezone.now() + timedelta(hours=1)
    story = make.published(publish_at=moment)
    connection.check_constraints()
    site, address = cached(), story.get_absolute_url()
    clock = (moment - timedelta(seconds=1)).timestamp()
    monkeypatch.setattr(time, "time", lambda: clock)
    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(seconds=1))
    before = ask(site, "/")
    assert ask(site, address).status == 404
    assert address not in before.text

    clock = moment.timestamp()
    monkeypatch.setattr(timezone, "now", lambda: moment)

    assert ask(site, address).status == 200
    assert address in ask(site, "/").text


def test_the_next_moment_is_that_of_whatever_comes_first():
    now = timezone.now()
    hours = [now + timedelta(hours=n) for n in range(1, 9)]
    assert next_moment(now=now) is None

    old = make.published()
    PublishedArticle.objects.filter(pk=old.pk).update(visible_from=hours[6] - NEWS_AGE)
    assert next_moment(now=now) == hours[6]  # then it is no news any more
    make.pin(article=old.article, until=hours[5])
    assert next_moment(now=now) == hours[5]
    make.published(embargo_until=hours[4])
    assert next_moment(now=now) == hours[4]
    make.published(page=make.page(issue=make.issue(released_at=hours[3])))
    assert next_moment(now=now) == hours[3]
    make.reporter(visible_from=hours[2])
    assert next_moment(now=now) == hours[2]
    make.entity(visible_from=hours[1])
    assert next_moment(now=now) == hours[1]
    story = make.published(publish_at=hours[0])
    assert next_moment(now=now) == hours[0]
    assert next_moment(now=hours[0]) == hours[1]
    publishing.withdraw(story.article, reason="失实。", at=now)
    assert next_moment(now=now) == hours[1]


def test_the_next_moment_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        next_moment()


def test_a_cdn_may_keep_a_page_for_the_seconds_that_a_setting_says_and_never_past_a_moment(
    monkeypatch,
):
    site = cached(cdn=60)
    said = "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"
    assert ask(site, "/").headers["Cache-Control"] == said

    moment = timezone.now() + timedelta(hours=1)
    make.published(publish_at=moment)
    look_again()
    left, monotonic = moment.timestamp() - 90, time.monotonic() + 1
    monkeypatch.setattr(time, "time", lambda: left)
    monkeypatch.setattr(time, "monotonic", lambda: monotonic)
    said = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=30"
    assert ask(site, "/").headers["Cache-Control"] == said
    left = moment.timestamp() - 0.5
    assert ask(site, "/").headers["Cache-Control"] == "no-cache"


def test_a_version_that_is_not_known_keeps_nothing(renders):
    site = cached()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_standversion")

    assert ask(site, "/").status == 200
    assert renders == []


def test_a_process_looks_at_the_version_no_more_often_than_it_says(django_assert_num_queries):
    site = cached()
    ask(site, "/")
    look_again()
    ask(site, "/")

    with django_assert_num_queries(0):
        ask(site, "/")


# ---- In how much memory, by how many ----


def test_pages_take_no_more_room_than_they_are_given_and_the_longest_unasked_go_first(renders):
    stories = [make.published().get_absolute_url() for _ in range(3)]
    connection.check_constraints()
    size = 2 * len(ask(cached(), stories[0]).body) + 5000
    site = cached(room=2 * size)
    first, second, third = stories
    renders.clear()

    for address in (first, second, first, third, first, second):
        ask(site, address)

    assert renders == [first, second, third, second]


def test_a_page_larger_than_all_the_room_is_not_kept(renders):
    site = cached(room=100)

    assert ask(site, "/") == ask(site, "/")
    assert renders == ["/", "/"]


def test_a_page_that_a_hundred_want_at_once_is_rendered_once(renders):
    site, found, rendering = cached(), [], threading.Event()
    ask(site, "/issues/")  # the version is known

    def application(environ, start_response):
        rendering.wait()
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"page"]

    site.application = application
    seen = site._edition()
    site._edition = lambda: seen  # threads of a test have no database of its own
    page_cache_is_still = page_cache._is_still
    page_cache._is_still = lambda edition: True
    try:
        readers = [
            threading.Thread(target=lambda: found.append(ask(site, "/"))) for _ in range(100)
        ]
        for reader in readers:
            reader.start()
        rendering.set()
        for reader in readers:
            reader.join()
    finally:
        page_cache._is_still = page_cache_is_still

    assert [answer.body for answer in found] == [b"page"] * 100
    assert renders == ["/issues/", "/"]


def test_a_page_that_takes_too_long_is_rendered_by_who_waits(renders, monkeypatch):
    monkeypatch.setattr(page_cache, "PATIENCE", 0)
    site = cached()
    edition = site._edition()
    edition.begin(page_cache.Key("http://testserver", "/", ""))  # and never ends

    assert ask(site, "/").status == 200
    assert renders == ["/"]


def test_a_forked_process_begins_anew(renders):
    site = cached()
    ask(site, "/")
    site.forget()
    ask(site, "/")

    assert renders == ["/", "/"]
