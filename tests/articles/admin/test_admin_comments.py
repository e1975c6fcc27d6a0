"""The page of a story's comments, and what the story form shows of them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Comment
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer():
    return make.colleague("view_article", name="王芳")


@pytest.fixture
def desk(client, viewer):
    client.force_login(viewer)
    return client


def address(name, *args):
    return reverse(f"admin:articles_article_{name}", args=args)


def page(article):
    return address("comments", article.pk)


def actions(comment):
    key = (comment.article_id, comment.pk)
    names = ["reply_to_comment", "resolve_comment", "reopen_comment"]
    return [address("add_comment", comment.article_id), *(address(name, *key) for name in names)]


def shown(desk, article):
    context = desk.get(page(article)).context
    return [[thread.comment for thread in context[name]] for name in ("open", "resolved")]


def test_a_comment_is_written_and_shown_at_its_place(desk, viewer):
    article = make.article()

    response = desk.post(
        address("add_comment", article.pk),
        {"field": "headline", "quote": "又上榜", "text": "<b>夸张</b>了"},
    )

    made = Comment.objects.get()
    assert response["Location"] == f"{page(article)}#comment-{made.pk}"
    assert (made.by, made.field, made.quote) == (viewer, "headline", "又上榜")
    html = desk.get(page(article)).content.decode()
    assert "又上榜" in html
    assert "&lt;b&gt;夸张&lt;/b&gt;了" in html
    assert "王芳" in html


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "长" * 2001}, "text"),
        ({"text": "批注", "quote": "长" * 201}, "quote"),
        ({"text": "批注", "field": "stage"}, "field"),
    ],
)
def test_a_bad_comment_is_told_at_the_field_and_nothing_is_lost(desk, fields, field):
    response = desk.post(address("add_comment", make.article().pk), {"quote": "原文还在"} | fields)

    assert list(response.context["form"].errors) == [field]
    assert fields.get("quote", "原文还在") in response.content.decode()
    assert fields["text"] in response.content.decode()
    assert not Comment.objects.exists()


def test_the_address_may_say_what_the_comment_is_on(desk):
    form = desk.get(page(make.article()), {"field": "body", "quote": "原文"}).context["form"]

    assert (form["field"].value(), form["quote"].value()) == ("body", "原文")


def test_a_reply_leads_back_to_its_comment(desk, viewer):
    comment = make.comment()

    response = desk.post(actions(comment)[1], {"text": "改了。"})

    reply = comment.replies.get()
    assert response["Location"] == f"{page(comment.article)}#comment-{comment.pk}"
    assert (reply.by, reply.text) == (viewer, "改了。")
    assert "改了。" in desk.get(page(comment.article)).content.decode()


@pytest.mark.parametrize("is_resolved", [False, True])
@pytest.mark.parametrize(("text", "reason"), [("长" * 2001, "2000"), (" ", "请写下批注的内容")])
def test_a_bad_reply_is_told_under_its_comment_and_nothing_is_lost(desk, is_resolved, text, reason):
    comment = make.comment()
    if is_resolved:
        Comment.objects.update(resolved_at=timezone.now(), resolved_by=comment.by)

    html = desk.post(actions(comment)[1], {"text": text}).content.decode()

    assert text in html
    assert reason in html.split('class="errorlist')[1]
    assert not comment.replies.exists()


def test_its_writer_settles_and_reopens_a_comment(desk, viewer):
    comment = make.comment(by=viewer)
    _add, _reply, resolve, reopen = actions(comment)

    assert shown(desk, comment.article) == [[comment], []]
    desk.post(resolve)
    assert shown(desk, comment.article) == [[], [comment]]
    desk.post(reopen)
    assert shown(desk, comment.article) == [[comment], []]


def test_a_last_word_goes_with_the_button_that_is_pressed(desk, viewer):
    comment = make.comment(by=viewer)
    _add, _reply, resolve, reopen = actions(comment)

    desk.post(resolve, {"text": "已改。"})
    desk.post(reopen, {"text": "又改回去了。"})

    assert [reply.text for reply in comment.replies.all()] == ["已改。", "又改回去了。"]


def test_who_may_not_settle_is_offered_no_button_told_why_and_loses_nothing(desk):
    comment = make.comment()
    _add, _reply, resolve, reopen = actions(comment)

    assert resolve not in desk.get(page(comment.article)).content.decode()
    refused = desk.post(resolve, {"text": "写好的话"})
    Comment.objects.update(resolved_at=timezone.now(), resolved_by=comment.by)
    assert reopen not in desk.get(page(comment.article)).content.decode()
    refused_too = desk.post(reopen, {"text": "写好的话"})

    for response in [refused, refused_too]:
        assert response.status_code == 403
        assert "只有批注者本人" in response.content.decode()
        assert "写好的话" in response.content.decode()
    assert Comment.objects.get().resolved_by == comment.by


def test_without_the_right_to_see_the_story_every_address_is_refused(client):
    client.force_login(make.colleague("add_article", "share_preview"))
    comment = make.comment()

    assert client.get(page(comment.article)).status_code == 403
    assert [client.post(a, {"text": "批注"}).status_code for a in actions(comment)] == [403] * 4
    assert Comment.objects.get() == comment


def test_a_reporter_does_not_find_the_comments_on_another_s_story(client):
    client.force_login(make.staff("记者"))
    comment = make.comment()

    assert client.get(page(comment.article)).status_code == 404
    assert [client.post(a, {"text": "批注"}).status_code for a in actions(comment)] == [404] * 4
    assert Comment.objects.get() == comment


def test_a_stranger_is_sent_to_the_login(client):
    comment = make.comment()

    assert client.get(page(comment.article))["Location"].startswith("/admin/login/")
    for action in actions(comment):
        assert client.post(action, {"text": "批注"})["Location"].startswith("/admin/login/")
    assert Comment.objects.get() == comment


def test_actions_take_a_post_with_its_token(viewer):
    comment = make.comment(by=viewer)
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(viewer)

    assert [careful.get(action).status_code for action in actions(comment)] == [405] * 4
    assert [careful.post(a, {"text": "批注"}).status_code for a in actions(comment)] == [403] * 4
    assert (Comment.objects.count(), Comment.objects.open().count()) == (1, 1)


def test_the_page_itself_takes_no_post(desk):
    article = make.article()

    assert desk.head(page(article)).status_code == 200
    assert desk.post(page(article), {"text": "批注"}).status_code == 405


def test_the_forms_of_the_page_carry_their_token(viewer):
    comment = make.comment(by=viewer)
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(viewer)
    html = careful.get(page(comment.article)).content.decode()
    token = html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    careful.post(actions(comment)[1], {"text": "改了。", "csrfmiddlewaretoken": token})

    assert html.count('name="csrfmiddlewaretoken"') == html.count('method="post"')
    assert comment.replies.get().text == "改了。"


def test_a_comment_is_found_under_its_own_story_only(desk, viewer):
    comment, other = make.comment(by=viewer), make.article()
    reply = make.comment(article=comment.article, parent=comment, by=viewer)

    for key in [(other.pk, comment.pk), (comment.article_id, reply.pk), (10**30, comment.pk)]:
        for name in ["reply_to_comment", "resolve_comment", "reopen_comment"]:
            assert desk.post(address(name, *key), {"text": "批注"}).status_code == 404
    assert desk.get(address("comments", 10**30)).status_code == 404
    assert Comment.objects.count() == 2


def test_the_story_form_shows_open_comments_by_field(client):
    client.force_login(make.editor())
    comment = make.comment(field="headline", text="夸张了", quote="又上榜")
    make.comment(article=comment.article, parent=comment, text="答复不在")
    make.comment(
        article=comment.article, text="解决了", resolved_at=comment.at, resolved_by=comment.by
    )

    html = client.get(address("change", comment.article_id)).content.decode()

    assert "批注 (1)" in html
    assert '<a href="#id_headline" data-field="headline">主题</a>' in html
    assert f"{page(comment.article)}#comment-{comment.pk}" in html
    assert "夸张了" in html
    assert "又上榜" in html
    assert "答复不在" not in html
    assert "解决了" not in html


def test_the_story_form_without_comments_says_nothing_of_them(client):
    client.force_login(make.editor())
    article = make.article()

    html = client.get(address("change", article.pk)).content.decode()

    assert page(article) in html
    assert "待解决的批注" not in html
    assert client.get(address("add")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries(desk, viewer, count, django_assert_num_queries):
    article = make.article()
    for _ in range(count):
        comment = make.comment(article=article)
        make.comment(article=article, resolved_at=timezone.now(), resolved_by=make.colleague())
        for _ in range(count):
            make.comment(article=article, parent=comment, by=make.colleague())

    with django_assert_num_queries(11):
        assert [len(found) for found in shown(desk, article)] == [count, count]


@pytest.mark.parametrize("count", [1, 3])
def test_comments_cost_the_story_form_no_queries_more(client, count, django_assert_num_queries):
    client.force_login(make.editor())
    article = make.article()
    client.get(address("change", article.pk))  # what a process keeps, it has read
    with CaptureQueriesContext(connection) as without:
        client.get(address("change", article.pk))
    for _ in range(count):
        make.comment(article=article, field="body", by=make.colleague())

    with django_assert_num_queries(len(without)):
        client.get(address("change", article.pk))


def test_a_comment_goes_to_those_who_are_ticked(desk):
    article, called = make.article(), make.editor(name="王编辑")

    desk.post(address("add_comment", article.pk), {"text": "请看。", "to": [called.pk]})

    assert list(Comment.objects.get().addressees.all()) == [called]
    assert "请王编辑看" in "".join(desk.get(page(article)).content.decode().split())


@pytest.mark.parametrize("key", ["x", "9" * 30, "0"])
def test_who_is_not_to_be_called_is_refused_at_the_field(desk, key):
    article, outsider = make.article(), make.staff("记者")

    for sent in (key, outsider.pk):
        response = desk.post(address("add_comment", article.pk), {"text": "请看。", "to": sent})
        assert response.context["form"].errors.keys() == {"to"}

    assert not Comment.objects.exists()
