import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from articles import workflow
from articles.enums import Stage
from articles.models import Article, PublishedArticle
from tests import make

pytestmark = pytest.mark.django_db


def test_signing_off_publishes():
    article = make.article()

    published = workflow.sign_off(article, by=make.editor())

    assert article.stage == Stage.SIGNED_OFF
    assert Article.objects.get().stage == Stage.SIGNED_OFF
    assert PublishedArticle.objects.public().get() == published


def test_signing_off_needs_the_permission():
    article = make.article()

    with pytest.raises(workflow.MoveRefused, match="没有签发稿件的权限"):
        workflow.sign_off(article, by=User.objects.create_user("nobody"))

    assert Article.objects.get().stage == Stage.DRAFT
    assert not PublishedArticle.objects.exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"headline": " "}, "还没有主题"),
        ({"body": "<p> </p>"}, "还没有正文"),
        ({"unread_byline": "□ 王 芳"}, "还没有识别"),
    ],
)
def test_an_incomplete_article_is_refused(fields, message):
    article = make.article(**fields)

    with pytest.raises(workflow.MoveRefused, match=message):
        workflow.sign_off(article, by=make.editor())

    assert not PublishedArticle.objects.exists()


def test_a_photo_without_a_credit_is_refused():
    article = make.article()
    make.photo_use(article=article, photo=make.photo(reporter=None, source=""))

    with pytest.raises(workflow.MoveRefused, match="没有署名"):
        workflow.sign_off(article, by=make.editor())


def test_reopening_keeps_what_readers_see():
    editor = make.editor()
    article = make.article()
    published = workflow.sign_off(article, by=editor)

    workflow.reopen(article, by=editor)

    assert Article.objects.get().stage == Stage.DRAFT
    assert PublishedArticle.objects.public().get() == published


@pytest.mark.parametrize("fields", [{"headline": ""}, {"unread_byline": "□ 王 芳"}])
def test_the_database_refuses_an_incomplete_signed_off_article(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.article(stage=Stage.SIGNED_OFF, **fields)
