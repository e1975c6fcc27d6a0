"""The page of what one was told, the count of it in the desk's header, and one's own mail."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Notice, SectionEditor
from articles.review import comments, workflow
from tests import make

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/article/notices/"
UNREAD = "条未读"


@pytest.fixture
def editor():
    return make.editor()


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def waiting():
    """A story that every editor is told of."""
    writer = make.staff("记者")
    story = make.article(created_by=writer)
    return workflow.submit(story, by=writer, edition=story.edition)


def opened(notice):
    return reverse("admin:articles_article_notice", args=[notice.article_id, notice.pk])


def count(desk, page="/admin/"):
    html = " ".join(desk.get(page).content.decode().split())
    before = html.partition(f'<span class="visually-hidden">{UNREAD}')[0]
    return before.rpartition("<b>")[2].strip() if UNREAD in html else ""


def test_the_header_of_every_page_counts_what_was_not_read(desk):
    assert count(desk) == ""
    for _ in range(2):
        waiting()

    assert count(desk) == "2"
    assert count(desk, "/admin/articles/article/") == "2"
    assert count(desk, PAGE) == "2"


def test_a_notice_leads_to_its_review_and_is_read_with_it(desk, editor):
    story = waiting()
    notice = editor.notices.get()
    assert opened(notice) in desk.get(PAGE).content.decode()

    response = desk.get(opened(notice))

    assert response["Location"] == reverse("admin:articles_article_review", args=[story.pk])
    assert count(desk) == ""
    notice.refresh_from_db()
    assert notice.read_at


def test_a_comment_s_notice_leads_to_the_comment(desk, editor):
    story = make.article()
    made = comments.add(story, by=make.editor(), text="请看。", to=[editor])

    response = desk.get(opened(editor.notices.get()))

    page = reverse("admin:articles_article_comments", args=[story.pk])
    assert response["Location"] == f"{page}#comment-{made.pk}"


def test_looking_ahead_reads_nothing(desk, editor):
    waiting()
    desk.head(opened(editor.notices.get()))

    assert count(desk) == "1"


def test_all_are_read_at_once(desk, editor):
    for _ in range(3):
        waiting()

    desk.post(f"{PAGE}read/")

    assert count(desk) == ""
    assert Notice.objects.filter(recipient=editor, read_at=None).count() == 0


def test_nobody_opens_another_s_notice(client, editor):
    waiting()
    colleague = make.editor()
    client.force_login(colleague)

    assert client.get(opened(editor.notices.get())).status_code == 404
    assert editor.notices.get().read_at is None


def test_a_story_that_may_not_be_seen_any_more_is_named_nowhere(desk, editor):
    story = waiting()
    notice = editor.notices.get()
    SectionEditor.objects.create(section=make.section(), user=editor)
    Article.objects.filter(pk=story.pk).update(section=make.section())

    assert story.title not in desk.get(PAGE).content.decode()
    assert count(desk) == ""
    assert desk.get(opened(notice)).status_code == 404
    desk.post(f"{PAGE}read/")
    assert editor.notices.get().read_at is None


def test_each_sets_their_own_mail(desk, editor):
    response = desk.post(PAGE, {"email": "a@example.cn"}, follow=True)

    editor.refresh_from_db()
    assert (editor.email, editor.wants_mail) == ("a@example.cn", False)
    assert "邮件通知的设置已保存" in response.content.decode()

    response = desk.post(PAGE, {"email": "nowhere", "wants_mail": "on"})
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"email"}
    editor.refresh_from_db()
    assert editor.email == "a@example.cn"


def test_who_may_see_no_story_has_an_empty_page(client):
    client.force_login(make.account())

    assert "没有通知" in client.get(PAGE).content.decode()
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries(desk, size, django_assert_num_queries):
    for _ in range(size):
        waiting()

    # session, user, two of permissions, the form's user; how many, which, how many unread
    with django_assert_num_queries(8):
        desk.get(PAGE)


def test_the_count_costs_one_query(desk, django_assert_num_queries):
    desk.get("/admin/articles/section/")
    with CaptureQueriesContext(connection) as queries:
        desk.get("/admin/articles/section/")

    counts = [query for query in queries if "articles_notice" in query["sql"]]
    assert len(counts) == 1


def test_long_lists_are_paged(desk, editor):
    story = make.article(created_by=editor)
    for _ in range(51):
        Notice.objects.create(
            recipient=editor, article=story, kind="signed_off", at=story.created_at
        )

    first, second = (desk.get(PAGE, {"page": n}).context["page"] for n in (1, 2))
    assert (len(first), len(second)) == (50, 1)
    assert count(desk) == "51"
    assert desk.get(PAGE, {"page": "x"}).status_code == 200
