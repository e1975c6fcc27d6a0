"""Comments on a story: who may write, answer and settle them, and how they are counted."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Comment
from articles.models.comment import anchors
from articles.review import comments
from articles.story.form import ArticleForm
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer():
    return make.colleague("view_article")


@pytest.fixture
def changer():
    return make.colleague("change_article")


def test_a_comment_is_anchored_to_a_field_and_a_passage(viewer):
    article = make.article()

    made = comments.add(article, by=viewer, field="headline", quote=" 第 一\n", text=" 不通。\n")

    assert (made.article, made.by, made.field, made.quote, made.text) == (
        article,
        viewer,
        "headline",
        "第 一",
        "不通。",
    )
    assert made.get_field_display() == "主题"
    assert article.comments.open().get() == made


def test_a_comment_without_a_field_is_on_the_whole_story(viewer):
    made = comments.add(make.article(), by=viewer, text="太长。")

    assert (made.field, made.get_field_display()) == ("", "全文")


def test_every_part_of_the_story_form_can_be_commented_on():
    form = set(ArticleForm().fields) - {"printed_byline", "based_on", "form_key"}

    assert {name for name, _label in anchors()} == form | {
        "",
        "bylines",
        "photo_uses",
        "mentions",
    }


@pytest.mark.parametrize(
    ("codenames", "is_staff"),
    [
        ([], True),
        (["add_article", "delete_article", "share_preview"], True),
        (["view_article"], False),
    ],
)
def test_who_may_not_see_the_story_writes_nothing(codenames, is_staff):
    stranger, comment = make.colleague(*codenames, is_staff=is_staff), make.comment()

    with pytest.raises(comments.CommentRefused, match="看不到这篇稿件"):
        comments.add(comment.article, by=stranger, text="批注")
    with pytest.raises(comments.CommentRefused, match="看不到这篇稿件"):
        comments.reply(comment, by=stranger, text="回复")

    assert Comment.objects.get() == comment


def test_who_sees_their_own_stories_comments_on_those_alone():
    reporter = make.staff("记者")
    mine, other = make.article(created_by=reporter), make.comment()

    made = comments.add(mine, by=reporter, text="批注")
    with pytest.raises(comments.CommentRefused, match="看不到这篇稿件"):
        comments.add(other.article, by=reporter, text="批注")
    with pytest.raises(comments.CommentRefused):
        comments.resolve(other, by=reporter)

    assert list(mine.comments.open()) == [made]
    assert list(Comment.objects.open()) == [other, made]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": " 　\n"}, "请写下批注的内容"),
        ({"text": "长" * 2001}, "不要超过 2000 个字"),
        ({"quote": "长" * 201}, "不要超过 200 个字"),
        ({"field": "stage"}, "没有“stage”这一项"),
        ({"field": "none"}, "没有“none”这一项"),
    ],
)
def test_a_comment_that_makes_no_sense_is_refused(viewer, changes, reason):
    with pytest.raises(comments.CommentRefused, match=reason):
        comments.add(make.article(), by=viewer, **{"text": "批注"} | changes)

    assert not Comment.objects.exists()


def test_a_reply_stands_under_its_comment_and_is_not_open_itself(viewer):
    comment = make.comment(field="body")

    reply = comments.reply(comment, by=viewer, text="改了。")

    assert (reply.parent, reply.article, reply.field) == (comment, comment.article, "")
    assert list(Comment.objects.open()) == [comment]
    assert list(Comment.objects.threads()) == [comment]


def test_a_reply_is_neither_answered_nor_settled(changer):
    reply = comments.reply(make.comment(), by=changer, text="改了。")

    with pytest.raises(comments.CommentRefused, match="请回复原来的批注"):
        comments.reply(reply, by=changer, text="再答")
    with pytest.raises(comments.CommentRefused, match="在原来的批注上"):
        comments.resolve(reply, by=changer)

    assert Comment.objects.count() == 2


def test_who_may_change_the_story_settles_and_reopens(changer):
    comment = make.comment()

    settled = comments.resolve(comment, by=changer)

    assert settled.resolved_by == changer
    assert settled.resolved_at is not None
    assert not Comment.objects.open().exists()
    assert comments.reopen(settled, by=changer).resolved_at is None
    assert Comment.objects.open().get() == comment


def test_a_last_word_is_written_with_the_settling_or_not_at_all(viewer):
    mine, other = make.comment(by=viewer), make.comment()

    comments.resolve(mine, by=viewer, text="改了。")
    comments.reopen(mine, by=viewer, text=" ")
    with pytest.raises(comments.CommentRefused):
        comments.resolve(other, by=viewer, text="改了。")
    with pytest.raises(comments.CommentRefused, match="不要超过"):
        comments.resolve(mine, by=viewer, text="长" * 2001)

    assert [reply.text for reply in mine.replies.all()] == ["改了。"]
    assert set(Comment.objects.open()) == {mine, other}
    assert not other.replies.exists()


def test_its_writer_settles_a_comment(viewer):
    comment = make.comment(by=viewer)

    assert comments.resolve(comment, by=viewer).resolved_by == viewer


def test_another_viewer_neither_settles_nor_reopens(viewer):
    comment = make.comment()
    with pytest.raises(comments.CommentRefused, match="只有批注者本人"):
        comments.resolve(comment, by=viewer)
    resolved = make.comment(resolved_at=timezone.now(), resolved_by=comment.by)
    with pytest.raises(comments.CommentRefused, match="只有批注者本人"):
        comments.reopen(resolved, by=viewer)

    assert list(Comment.objects.open()) == [comment]


def test_a_writer_who_sees_the_story_no_longer_does_not_settle():
    left = make.colleague()
    comment = make.comment(by=left)

    with pytest.raises(comments.CommentRefused):
        comments.resolve(comment, by=left)


def test_settling_twice_keeps_the_first_name(changer):
    comment = comments.resolve(make.comment(), by=changer)

    again = comments.resolve(comment, by=make.colleague("change_article"))

    assert (again.resolved_by, again.resolved_at) == (changer, comment.resolved_at)


def test_which_comments_one_may_settle(viewer, changer, django_assert_num_queries):
    article = make.article()
    mine, other = make.comment(article=article, by=viewer), make.comment(article=article)

    assert comments.may_resolve(article, [mine, other], by=viewer) == {mine.pk}
    with django_assert_num_queries(3):  # the user's and the groups' permissions, the article
        assert comments.may_resolve(article, [mine, other], by=changer) == {mine.pk, other.pk}


def test_open_comments_are_grouped_in_the_order_of_the_fields():
    article = make.article()
    body = make.comment(article=article, field="body")
    first, second = (make.comment(article=article, field="headline") for _ in range(2))
    whole = make.comment(article=article)
    make.comment(article=article, field="body", resolved_at=timezone.now(), resolved_by=body.by)
    make.comment(article=article, parent=body)
    make.comment()
    gone = make.comment(article=article, field="a_field_of_old")

    assert comments.open_by_field(article) == [
        ("", "全文", [whole, gone]),
        ("headline", "主题", [first, second]),
        ("body", "正文", [body]),
    ]


def test_open_comments_are_counted_by_article(django_assert_num_queries):
    one, two, none = (make.article() for _ in range(3))
    first = make.comment(article=one)
    make.comment(article=one, field="body")
    make.comment(article=two)
    make.comment(article=one, parent=first)
    make.comment(article=none, resolved_at=timezone.now(), resolved_by=first.by)

    with django_assert_num_queries(1):
        stories = Article.objects.for_inbox().prefetch_related(None).filter(open_comments__gt=0)
        counts = {story.pk: story.open_comments for story in stories}

    assert counts == {one.pk: 2, two.pk: 1}


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"resolved_at": timezone.now()},
        {"is_reply": True, "field": "body"},
        {"is_reply": True, "quote": "原文"},
        {"is_reply": True, "resolved": True},
    ],
)
def test_the_database_refuses_what_no_comment_can_be(fields):
    comment, fields = make.comment(), dict(fields)
    if fields.pop("is_reply", False):
        fields["parent"] = comment
    if fields.pop("resolved", False):
        fields |= {"resolved_at": timezone.now(), "resolved_by": comment.by}

    with pytest.raises(IntegrityError), transaction.atomic():
        make.comment(article=comment.article, **fields)


def test_comments_go_with_their_story():
    comment = make.comment()
    make.comment(article=comment.article, parent=comment)

    Article.objects.get().delete()

    assert not Comment.objects.exists()
