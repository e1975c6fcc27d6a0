"""What the form says of something typed earlier and not saved, and to whom."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import Article, Autosave
from tests import make
from tests.articles.admin.test_admin import address, save, typed
from tests.articles.saving.test_refill import opened, restored, type_and_go

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    client = Client()
    client.force_login(make.editor(name="李雷"))
    return client


def test_what_was_typed_is_offered_to_whoever_typed_it(desk, colleague):
    article = make.article(headline="原来的")
    type_and_go(desk, article, headline="改到一半")

    page = opened(desk, article).content.decode()

    assert "有未保存的修改。" in page
    assert 'href="?autosave=restore"' in page
    assert "改到一半" not in page
    assert "保存过新版本" not in page
    for hers in (opened(colleague, article), restored(colleague, article)):
        assert hers.context["aside"].offer is None
        assert "改到一半" not in hers.content.decode()


def test_nothing_typed_is_nothing_offered(desk):
    article = make.article(headline="原来的")

    for page in (opened(desk, article), restored(desk, article), opened(desk)):
        assert page.context["aside"].offer is None
        assert "autosave-offer" not in page.content.decode()


def test_the_offer_says_when_the_story_has_moved_on(desk, colleague):
    article = make.article()
    type_and_go(desk, article, headline="改到一半")
    save(colleague, article, headline="同事存的")

    assert "李雷 已在" in opened(desk, article).context["aside"].offer.newer
    assert "保存时会请您对照" in restored(desk, article).content.decode()


def test_an_offer_of_another_day_names_the_day(desk):
    article = make.article()
    type_and_go(desk, article)
    Autosave.objects.update(saved_at="2024-01-02T07:04:00Z")

    assert "您在 2024-01-02 15:04 有未保存的修改" in opened(desk, article).content.decode()


def test_every_new_story_that_was_begun_is_offered_by_its_title(desk):
    type_and_go(desk, headline="第一篇", body="<p>开头。</p>")
    type_and_go(desk, headline="", body="<p>没有标题的正文开头。</p>")
    type_and_go(desk, headline="第三篇")

    offers = opened(desk).context["aside"].new_stories

    assert [offer.title for offer in offers] == ["第三篇", "没有标题的正文开头。", "第一篇"]
    page = desk.get(address(Article, "add") + offers[2].restore)
    assert page.context["adminform"].form["headline"].value() == "第一篇"
    assert [offer.title for offer in page.context["aside"].new_stories] == [
        *["第三篇", "没有标题的正文开头。"]
    ]
    window = typed(page)["form_key"]
    save(desk, headline="第一篇", form_key=window, autosave_window=page.context["aside"].follows)
    assert [kept.form["headline"] for kept in Autosave.objects.order_by("pk")] == [[""], ["第三篇"]]


def test_who_may_only_look_is_neither_offered_nor_asked_to_type(desk, editor):
    article = make.article(headline="原来的")
    type_and_go(desk, article, headline="改到一半")
    editor.groups.clear()
    editor.user_permissions.set(
        Permission.objects.filter(codename__in=["view_article", "see_all_article"])
    )

    page = restored(desk, article)

    assert page.context["aside"] is None
    assert "autosave_window" not in page.content.decode()
    assert "改到一半" not in page.content.decode()
