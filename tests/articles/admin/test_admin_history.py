"""The history pages of the desk: who changed what, any two versions compared, one brought back."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.enums import RevisionCause
from articles.history import revisions
from articles.models import Article, Revision
from articles.review import workflow
from people.models import User
from tests import make
from tests.articles.admin.test_admin import address, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.editor(name="王小文")


def compare(desk, article, **query):
    return desk.get(address(Article, "compare", article.pk), query)


def keep(article):
    """Save and keep, as the desk does."""
    Article.objects.filter(pk=article.pk).update(edition=article.edition + 1)
    article.refresh_from_db()
    return revisions.record(article, by=None, cause=RevisionCause.SAVED)


# ---- The list ---------------------------------------------------------------------------------


def test_every_save_is_kept_with_its_author(desk, editor):
    save(desk, headline="新稿", body="<p>正文。</p>")
    article = Article.objects.get()
    save(desk, article, body="<p>正文长了。</p>")

    kept = Revision.objects.order_by("edition")

    assert [(r.edition, r.cause, r.by, r.length) for r in kept] == [
        (1, "saved", editor, 3),
        (2, "saved", editor, 5),
    ]
    page = desk.get(address(Article, "history", article.pk)).content.decode()
    assert "王小文" in page
    assert "+2" in page


def test_a_story_from_elsewhere_keeps_what_it_was_before_its_first_edit(desk):
    article = make.article(headline="原样")

    save(desk, article, headline="改过")

    kept = Revision.objects.order_by("edition")
    assert [(r.cause, r.snapshot["headline"]) for r in kept] == [
        ("imported", "原样"),
        ("saved", "改过"),
    ]


def test_rows_and_what_is_read_from_a_pasted_byline_are_in_the_revision(desk):
    make.reporter(name="陈洋波")

    save(desk, headline="新稿", printed_byline="▢ 全媒体记者 陈洋波 文/图", tags="直播")

    snapshot = Revision.objects.get().snapshot
    assert [row["reporter"]["name"] for row in snapshot["bylines"]] == ["陈洋波"]
    assert [row["order"] for row in snapshot["bylines"]] == [1]
    assert [tag["name"] for tag in snapshot["tags"]] == ["直播"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_takes_the_same_queries(desk, count, django_assert_num_queries):
    article = make.article()
    for _ in range(count):
        keep(article)

    with django_assert_num_queries(11):
        response = desk.get(address(Article, "history", article.pk))

    assert len(response.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_comparing_takes_the_same_queries(desk, count, django_assert_num_queries):
    article = make.article()
    keep(article)
    for _ in range(count):
        make.byline(article=article)
    keep(article)

    with django_assert_num_queries(9):
        response = compare(desk, article, old=2, new=3)

    (change,) = response.context["changes"]
    assert len(change.lines) == count


def test_a_long_history_is_paged(desk):
    article = make.article()
    first = keep(article)
    same = {"article": article, "stage": "draft", "cause": "saved", "snapshot": first.snapshot}
    Revision.objects.bulk_create(Revision(edition=n, **same) for n in range(3, 103))

    first = desk.get(address(Article, "history", article.pk))
    second = desk.get(address(Article, "history", article.pk), {"page": 2})

    assert len(first.context["rows"]) == 100
    assert [row["revision"].edition for row in second.context["rows"]] == [2]


def test_what_a_reviewer_passed_is_compared_with_what_the_one_before_did(desk, editor):
    writer, second = make.staff("记者"), make.staff("部门主任", name="李明")
    article = make.article(created_by=writer)
    workflow.submit(article, by=writer, edition=1)
    save(desk, article, headline="初审改过")
    save(desk, article, headline="初审又改过")
    workflow.pass_review(article, by=editor, edition=3)
    workflow.pass_review(article, by=second, edition=3)

    response = desk.get(address(Article, "history", article.pk))

    assert [
        (r["revision"].edition, r["before"], r["step_before"], [str(v) for v in r["reviews"]])
        for r in response.context["rows"]
    ] == [
        (3, 2, 1, ["初审 通过", "复审 通过"]),
        (2, 1, None, []),
        (1, None, None, ["草稿 提交"]),
    ]
    assert "复审 通过：李明" in response.content.decode()


def test_a_schedule_is_kept_as_a_revision(desk):
    article = make.article()
    at = timezone.make_aware(timezone.datetime(2030, 1, 1, 8, 30))

    workflow.schedule(article, by=make.chief(), edition=1, publish_at=at)

    assert [r.cause for r in Revision.objects.order_by("edition")] == ["imported", "scheduled"]
    (change,) = compare(desk, article, old=1, new=2).context["changes"]
    assert change.label == "定时发布"


# ---- Comparing --------------------------------------------------------------------------------


def test_the_comparison_marks_the_number_and_nothing_more(desk):
    article = make.article(body="<p>义乌12家工坊。</p>")
    save(desk, article, body="<p>义乌15家工坊。</p>")

    page = compare(desk, article, old=1, new=2).content.decode()

    assert "<p>义乌<del>12</del><ins>15</ins>家工坊。</p>" in page
    main = page[page.index('id="content"') :]
    assert re.findall("<del>(.*?)</del>", main) == ["删去的字", "12"]


def test_two_versions_are_compared_from_old_to_new_in_whatever_order(desk):
    article = make.article(headline="甲")
    save(desk, article, headline="乙")

    response = compare(desk, article, old=2, new=1)

    assert (response.context["old"].edition, response.context["new"].edition) == (1, 2)


@pytest.mark.parametrize(
    "query",
    [{"old": "x", "new": "2"}, {"old": 1, "new": 9}, {"old": "9" * 30}, {"new": "9" * 5000}],
)
def test_a_comparison_with_what_is_not_there_is_not_found(desk, query):
    article = make.article()
    save(desk, article)

    assert compare(desk, article, **query).status_code == 404


def test_unless_told_the_newest_is_compared_with_the_one_before(desk):
    article = make.article()
    assert compare(desk, article).status_code == 404

    for edition in (2, 3, 4):
        keep(article)
        versions = compare(desk, article).context["versions"]
        assert [r.edition for r in versions] == [max(edition - 1, 2), edition]


def test_what_an_editor_typed_is_shown_as_text(desk):
    article = make.article(headline="甲")
    save(desk, article, headline="<script>alert(1)</script>")

    for page in (
        compare(desk, article, old=1, new=2),
        desk.get(address(Article, "revision", article.pk, 2)),
    ):
        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert" in page.content.decode()


def test_an_old_version_is_read_whole(desk):
    article = make.article(headline="旧主题", body="<p>旧正文。</p>")
    save(desk, article, headline="新主题", body="<p>新正文。</p>")

    page = desk.get(address(Article, "revision", article.pk, 1)).content.decode()

    assert "旧主题" in page
    assert "旧正文。" in page
    assert "新正文。" not in page


# ---- Who may look -----------------------------------------------------------------------------


def pages(article):
    return [
        address(Article, "history", article.pk),
        address(Article, "revision", article.pk, 1),
        address(Article, "compare", article.pk) + "?old=1&new=1",
    ]


def test_who_may_not_see_stories_may_not_see_what_they_were(client):
    article = make.article()
    revisions.record(article, by=None, cause=RevisionCause.SAVED)
    client.force_login(User.objects.create_user("guest", is_staff=True))

    assert [client.get(page).status_code for page in pages(article)] == [404, 404, 404]
    restoring_page = address(Article, "restore", article.pk, 1)
    assert client.post(restoring_page, {"based_on": 1}).status_code == 404


def test_who_is_not_logged_in_is_asked_to(client):
    article = make.article()
    revisions.record(article, by=None, cause=RevisionCause.SAVED)

    assert {client.get(page).url.split("?")[0] for page in pages(article)} == {
        reverse("admin:login")
    }


def test_the_pages_are_only_read(desk):
    article = make.article()
    revisions.record(article, by=None, cause=RevisionCause.SAVED)

    assert [desk.post(page).status_code for page in pages(article)] == [405, 405, 405]


def test_the_history_of_nothing_is_not_found(desk):
    article = make.article()
    revisions.record(article, by=None, cause=RevisionCause.SAVED)
    other = make.article()

    for missing in ("history", "compare"):
        assert desk.get(address(Article, missing, 999)).status_code == 404
    assert desk.get(address(Article, "revision", other.pk, 1)).status_code == 404
    assert desk.post(address(Article, "restore", other.pk, 1)).status_code == 404


def test_moments_are_shown_in_the_papers_own_time(desk):
    article = make.article()
    at = timezone.make_aware(timezone.datetime(2026, 1, 1, 8, 30))
    revisions.record(article, by=None, cause=RevisionCause.SAVED, at=at)

    assert "2026-01-01 08:30" in desk.get(address(Article, "history", article.pk)).content.decode()
