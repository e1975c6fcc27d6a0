"""An old version brought back: whole, as a new one, and never over what somebody just saved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.enums import RevisionCause, Stage
from articles.history import revisions
from articles.models import Article, PhotoUse, PublishedArticle, Revision
from articles.review import workflow
from articles.story import restoring
from people.models import User
from tests import make
from tests.articles.admin.test_admin import address, save
from tests.cost import GRAMS, LOG_LOCK

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.editor(name="王小文")


def restore(desk, article, edition, **fields):
    opened = Article.objects.get(pk=article.pk).edition
    return desk.post(
        address(Article, "restore", article.pk, edition),
        {"based_on": opened} | fields,
        follow=True,
    )


def told(response):
    """What the last message says."""
    return [str(message) for message in response.context["messages"]][-1]


def full():
    article = make.article(headline="旧主题", kicker="旧引题", tags=["旧标签"], page=make.page())
    make.byline(article=article, order=1)
    make.photo_use(article=article, order=1)
    make.mention(article=article)
    article.announces.add(make.round())
    return article


def test_an_old_version_comes_back_whole_as_a_new_one(desk, editor):
    article = full()
    save(desk, article, summary="提要甲")
    kept = Revision.objects.get(edition=2).snapshot
    article.bylines.all().delete()
    article.photo_uses.all().delete()
    article.mentions.all().delete()
    article.announces.clear()
    save(desk, article, headline="新主题", kicker="", tags="新标签", page="")
    make.byline(article=article)
    save(desk, article, summary="提要乙")

    response = restore(desk, article, 2)

    assert told(response) == "已恢复成第 2 版的样子，存为第 5 版。"
    newest = Revision.objects.get(edition=5)
    assert newest.snapshot == kept
    assert (newest.cause, newest.note, newest.by) == ("restored", "第 2 版", editor)
    stored = Article.objects.for_publishing().get()
    assert revisions.snapshot(stored) == kept
    assert (stored.edition, stored.updated_by) == (5, editor)
    assert Revision.objects.count() == 5


def test_restoring_a_live_story_is_an_edit_and_readers_keep_the_old_text(desk):
    article = make.article(headline="旧主题")
    save(desk, article, headline="读者看到的")
    make.signed_off(Article.objects.get())

    restore(desk, article, 1)

    stored = Article.objects.get()
    assert (stored.headline, stored.stage) == ("旧主题", Stage.DRAFT)
    assert PublishedArticle.objects.get().headline == "读者看到的"


def test_a_version_that_could_not_be_live_comes_back_as_a_draft(desk):
    article = make.article(unread_byline="□ 王 芳")
    save(desk, article, summary="提要丙")
    save(desk, article, unread_byline="")
    make.signed_off(Article.objects.get())

    restore(desk, article, 2)

    stored = Article.objects.get()
    assert (stored.unread_byline, stored.stage) == ("□ 王 芳", Stage.DRAFT)


def test_an_embargo_set_since_is_not_lifted(desk):
    article = make.article()
    save(desk, article, summary="提要丁")
    Article.objects.update(embargo_until=timezone.now() + timedelta(days=1))
    save(desk, article, summary="提要戊")

    restore(desk, article, 2)

    assert Article.objects.get().embargo_until


def test_restoring_in_review_is_an_edit_outside_of_it(desk):
    writer = make.staff("记者")
    article = make.article(created_by=writer, headline="旧主题")
    save(desk, article, headline="新主题")
    workflow.submit(article, by=writer, edition=2)
    Article.objects.update(stage=Stage.SECOND_REVIEW)

    restore(desk, article, 1)

    assert (Article.objects.get().stage, Article.objects.get().review_round) == ("first_review", 2)


def test_what_was_saved_meanwhile_is_not_restored_over(desk):
    article = make.article(headline="旧主题")
    save(desk, article, headline="同事刚存的")

    response = restore(desk, article, 1, based_on=1)

    assert "这次没有动它" in told(response)
    assert Article.objects.get().headline == "同事刚存的"


@pytest.mark.parametrize("opened", ["", "x", "²", "9" * 30])
def test_a_restore_that_does_not_say_what_it_saw_is_refused(desk, opened):
    article = make.article(headline="旧主题")
    save(desk, article, headline="新主题")

    response = restore(desk, article, 1, based_on=opened)

    assert "这次没有动它" in told(response)
    assert Article.objects.get().headline == "新主题"


def test_what_names_something_gone_is_not_restored_and_says_what(desk):
    article = make.article()
    byline = make.byline(article=article, reporter=make.reporter(name="离任某"))
    article.tags.add("废标签")
    save(desk, article, summary="提要己")
    byline.delete()
    byline.reporter.delete()
    article.tags.all().delete()
    save(desk, article, summary="提要庚")

    response = restore(desk, article, 2)

    assert told(response) == "不能恢复第 2 版：其中的“废标签”“离任某”已经不在库里。"
    assert Article.objects.get().edition == 3


def test_a_version_whose_picture_is_deleted_comes_back_without_it_and_says_which(desk):
    lost, kept = make.photo(caption="丢掉的图"), make.photo(caption="还在的图")
    figures = [f'<figure data-photo="{photo.guid}"></figure>' for photo in (lost, kept)]
    article = make.article(body=f"<p>一。</p>{figures[0]}<p>二。</p>{figures[1]}")
    for order, photo in enumerate((lost, kept), start=1):
        make.photo_use(article=article, photo=photo, order=order)
    save(desk, article, summary="提要辛")
    PhotoUse.objects.all().delete()
    save(desk, article, summary="", body="<p>三。</p>")
    lost.delete()

    response = restore(desk, article, 2)

    said = [str(message) for message in response.context["messages"]]
    assert said[-2:] == [
        "已恢复成第 2 版的样子，存为第 4 版。",
        "图库里已经没有这些图，没有恢复：“丢掉的图”。其他的都恢复了。",
    ]
    stored = Article.objects.get()
    assert (stored.summary, stored.body) == ("提要辛", f"<p>一。</p><p>二。</p>{figures[1]}")
    assert [use.photo for use in stored.photo_uses.all()] == [kept]


@pytest.mark.parametrize("count", [1, 3])
def test_restoring_takes_the_same_queries(count, django_assert_num_queries):
    editor = make.editor()
    article = full()
    for _ in range(count):
        make.byline(article=article)
        make.mention(article=article)
    kept = revisions.record(article, by=None, cause=RevisionCause.SAVED)

    # on PostgreSQL four rows are locked besides
    with django_assert_num_queries(51 + 2 * GRAMS + 5 * LOG_LOCK):
        restoring.restore(kept, by=editor, seen_edition=1)


def test_restoring_needs_the_right_to_change(client):
    user = make.editor()
    group = user.groups.get()
    article = make.article(headline="旧主题")
    client.force_login(user)
    save(client, article, headline="新主题")
    group.permissions.remove(group.permissions.get(codename="change_article"))

    page = client.get(address(Article, "revision", article.pk, 1)).content.decode()

    assert "恢复成" not in page
    assert restore(client, article, 1).status_code == 403
    with pytest.raises(workflow.MoveRefused, match="不能修改这篇稿件"):
        restoring.restore(
            Revision.objects.get(edition=1), by=User.objects.get(pk=user.pk), seen_edition=2
        )
    assert Article.objects.get().headline == "新主题"


def test_restoring_is_not_a_link(desk):
    article = make.article()
    save(desk, article, summary="提要辛")

    assert desk.get(address(Article, "restore", article.pk, 1)).status_code == 405
