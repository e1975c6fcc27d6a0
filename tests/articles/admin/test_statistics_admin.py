"""The pages and files of the statistics: who may see them, and what they say."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import PublishedArticle
from articles.stand import publishing
from people.models import User
from tests import make
from tests.cost import LOG_LOCK

pytestmark = pytest.mark.django_db

DAY = datetime(2023, 12, 26, tzinfo=UTC)
REPORT, REPORT_FILE, STORIES, STORIES_FILE = ADDRESSES = [
    reverse(f"admin:articles_statistics{suffix}")
    for suffix in ("", "_csv", "_articles", "_articles_csv")
]


def story(*credits, at=DAY, **fields):
    article = make.article(**fields)
    for reporter, role in credits:
        make.byline(article=article, reporter=reporter, role=role)
    return publishing.publish(article, by=None, at=at)


def table(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def chief(client):
    client.force_login(make.chief())
    return client


@pytest.fixture
def a():
    return make.reporter(name="甲", sort_key="jia")


@pytest.fixture
def b():
    return make.reporter(name="乙", sort_key="yi")


@pytest.fixture
def own(client, a):
    """A client logged in as the person 甲."""
    a.user = User.objects.create_user("jia", is_staff=True)
    a.save()
    client.force_login(a.user)
    return client


# ---- Who may see --------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_may_see_everybody_sees_everybody(chief, a, b, address):
    story((a, "text"), (b, "text"))

    page = chief.get(address).content.decode()

    assert a.name in page
    assert b.name in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reporter_sees_only_their_own(own, a, b, address):
    story((a, "text"), (b, "text"), headline="合写的稿")
    story((b, "text"), headline="别人的稿")
    story(headline="无署名的稿")
    story((b, "text"), headline="收回的一篇")
    PublishedArticle.objects.filter(headline="收回的一篇").update(withdrawn_at=timezone.now())

    for query in ({}, {"reporter": a.pk}):
        response = own.get(address, query)
        page = response.content.decode()
        assert (response.status_code, a.name in page) == (200, True)
        assert [word for word in (b.name, "别人", "无署名", "收回的一篇") if word in page] == []


def test_ones_own_month_has_no_totals(own, a):
    story((a, "text"))

    context = own.get(REPORT).context

    assert (context["total"], context["left_out"]) == (None, None)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reporter_is_refused_everybody_elses(own, b, address):
    story((b, "text"))

    assert own.get(address, {"reporter": b.pk}).status_code == 403
    assert own.get(address, {"reporter": b.pk + 1}).status_code == 403
    assert own.get(address, {"reporter": "x"}).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_others_of_the_desk_are_refused(client, address):
    client.force_login(make.editor())

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_does_not_belong_to_the_desk_is_asked_to_log_in(client, a, address):
    a.user = User.objects.create_user("outside")
    a.save()

    for login in (lambda: None, lambda: client.force_login(a.user)):
        login()
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_statistics_are_only_read(chief, address):
    assert chief.head(address).status_code == 200
    assert chief.post(address).status_code == 405


def test_the_front_page_of_the_desk_leads_there_who_may_see(client, own, a):
    assert REPORT in own.get("/admin/").content.decode()

    client.force_login(make.chief())
    assert REPORT in client.get("/admin/").content.decode()

    client.force_login(make.editor())
    assert REPORT not in client.get("/admin/").content.decode()


# ---- The pages ----------------------------------------------------------------------------------


def test_the_newest_month_is_shown_unless_told(chief, a, b):
    story((a, "text"), at=DAY)
    story((b, "text"), at=datetime(2024, 2, 1, tzinfo=UTC))

    newest, told = chief.get(REPORT), chief.get(REPORT, {"month": "2023-12"})

    assert [row["reporter"] for row in newest.context["rows"]] == [b]
    assert [row["reporter"] for row in told.context["rows"]] == [a]
    assert [name for _month, name in newest.context["months"]] == [
        "2024年2月",
        "2024年1月",
        "2023年12月",
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_month_without_stories_is_empty(chief, address):
    assert chief.get(address).status_code == 200
    assert chief.get(address, {"month": "2020-01"}).status_code == 200


def test_an_empty_month_says_so(chief, a):
    for address in (REPORT, STORIES):
        assert "这个月没有计入的稿件" in chief.get(address).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"month": ""},
        {"month": "2023-13"},
        {"month": "0000-01"},
        {"month": "9999-12"},
        {"figure": "none"},
        {"sort": "none"},
        {"sort": "--score"},
        {"reporter": "x"},
        {"reporter": "1\0"},
        {"reporter": "٢"},
        {"reporter": "999"},
        {"reporter": "9" * 30},
    ],
    ids=str,
)
def test_what_cannot_be_asked_for_is_not_found(chief, query):
    assert [chief.get(address, query).status_code for address in ADDRESSES] == [404] * 4


def test_rows_are_sorted_by_the_score_or_as_told(chief, a, b):
    c = make.reporter(name="丙", sort_key="bing")
    make.score_rule(kind="feature", points=30)
    story((a, "text"), (b, "text"), kind="feature")
    story((b, "text"), kind="feature")
    story((c, "text"), kind="brief")

    def order(sort):
        return [row["reporter"] for row in chief.get(REPORT, sort).context["rows"]]

    assert order({}) == [b, a, c]
    assert order({"sort": "score"}) == [c, a, b]
    assert order({"sort": "name"}) == [c, a, b]
    assert order({"sort": "-name"}) == [b, a, c]
    assert order({"sort": "-kind-brief"}) == [c, a, b]  # equal ones by name
    assert [row[0] for row in table(chief.get(REPORT_FILE, {"sort": "name"}))[1:]] == [
        "丙",
        "甲",
        "乙",
    ]


def test_a_head_sorts_by_its_column_and_then_turns_the_order(chief, a):
    story((a, "text"))

    def head(key, sort):
        columns = chief.get(REPORT, {"sort": sort}).context["columns"]
        return next(column for column in columns if column["key"] == key)

    assert head("length", "name")["href"].endswith("?month=2023-12&sort=-length")
    assert head("length", "-length")["href"].endswith("&sort=length")
    assert head("length", "-length")["sorted"] == "descending"
    assert head("name", "name")["href"].endswith("&sort=-name")
    assert head("name", "-score")["sorted"] == ""


def test_what_is_in_nobodys_figures_is_listed(chief, a):
    story(headline="无署名的稿")
    story((a, "text"), headline="收回的一篇")
    PublishedArticle.objects.filter(headline="收回的一篇").update(withdrawn_at=timezone.now())
    story((a, "text"), headline="算数的稿")

    page = chief.get(REPORT).content.decode()

    assert "没有署名，未计入：1 篇" in page
    assert "已撤稿，未计入：1 篇" in page
    assert "无署名的稿" in page
    assert "收回的一篇</a>" in page
    assert "算数的稿" not in page


def test_what_has_no_points_is_named(chief, a):
    make.score_rule(kind="news", role="text")
    story((a, "text"), kind="news")
    story((a, "photographed"), kind="feature")

    assert chief.get(REPORT).context["unscored"] == ["深度报道 · 摄"]


def test_a_correspondent_is_told_from_staff(chief):
    story((make.reporter(kind="correspondent", name="丁"), "text"))

    assert "<small>通讯员</small>" in chief.get(REPORT).content.decode()


def test_a_figure_lists_the_stories_behind_it_alone(chief, a, b):
    story((a, "text"), headline="消息一篇")
    story((a, "text"), headline="深度一篇", kind="feature")
    story((b, "text"), headline="别人一篇", kind="feature")

    page = chief.get(STORIES, {"reporter": a.pk, "figure": "kind-feature"}).content.decode()
    everybody = chief.get(STORIES, {"figure": "kind-feature"}).content.decode()

    assert [t for t in ("消息一篇", "深度一篇", "别人一篇") if t in page] == ["深度一篇"]
    assert [t for t in ("消息一篇", "深度一篇", "别人一篇") if t in everybody] == [
        "深度一篇",
        "别人一篇",
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    # session, user, two of permissions; two of months, two of lines; two of what is left out;
    # on a page, what was not read yet; of a file, the two of its line in the log
    [(REPORT, 11), (REPORT_FILE, 10 + LOG_LOCK), (STORIES, 9), (STORIES_FILE, 10 + LOG_LOCK)],
)
def test_the_queries_do_not_grow(chief, count, address, queries, django_assert_num_queries):
    make.score_rule()
    for _ in range(count):
        article = story((make.reporter(), "text"), (make.reporter(), "photographed")).article
        make.photo_use(article=article, photo=make.photo(reporter=make.reporter()))
        publishing.publish(article, by=None)
        story(headline="无署名")

    with django_assert_num_queries(queries):
        chief.get(address)
