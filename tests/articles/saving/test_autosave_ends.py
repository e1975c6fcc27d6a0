"""How what is typed and not saved ends: saved, discarded, or gone with its story or its owner."""

from uuid import UUID, uuid4

import pytest
from django.test import Client

from articles.models import Article, Autosave
from tests import make
from tests.articles.admin.test_admin import address, save
from tests.articles.saving.test_autosaves import keep, place

pytestmark = pytest.mark.django_db


def test_discarding_forgets_it_and_opens_the_story_as_it_is(desk):
    article, window = make.article(), uuid4()
    keep(desk, article, window=window)
    keep(desk, window=window)

    response = desk.post(place(article, "autosave_discard"), {"autosave_window": window})

    assert response["Location"] == address(Article, "change", article.pk)
    assert Autosave.objects.get().article is None
    response = desk.post(place(None, "autosave_discard"), {"autosave_window": window})
    assert response["Location"] == address(Article, "add")
    assert not Autosave.objects.exists()


def test_discarding_from_a_page_that_is_typed_on_leaves_the_page_alone(desk):
    article, window = make.article(), uuid4()
    keep(desk, article, window=window)

    stamp = {"autosave_window": window, "typing_on": "1"}
    response = desk.post(place(article, "autosave_discard"), stamp)

    assert response.json() == {}
    assert "messages" not in response.cookies
    assert not Autosave.objects.exists()


def test_discarding_spares_what_was_typed_elsewhere_in_the_meantime(desk):
    article = make.article()
    keep(desk, article, headline="又写的")

    desk.post(place(article, "autosave_discard"), {"autosave_window": uuid4()})

    assert Autosave.objects.get().form["headline"] == ["又写的"]


def test_nobody_discards_for_another(desk):
    article, other = make.article(), Client()
    other.force_login(make.editor())
    keep(other, article)

    desk.post(place(article, "autosave_discard"))

    assert Autosave.objects.exists()


def test_saving_the_story_ends_what_the_same_user_typed(desk, editor):
    article, other, window = make.article(), Client(), uuid4()
    wang = make.editor()
    other.force_login(wang)
    keep(desk, article, window=window)
    keep(other, article)

    save(desk, article, headline="存好了", autosave_window=window)

    assert [kept.user for kept in Autosave.objects.all()] == [wang]


def test_saving_a_new_story_ends_it_too(desk):
    article, window = make.article(), uuid4()
    keep(desk, window=window, headline="新写的")
    keep(desk, article)

    save(desk, headline="新写的", autosave_window=window)

    assert Autosave.objects.get().article == article


def test_a_save_without_scripts_ends_it_as_well(desk):
    article = make.article()
    keep(desk, article)

    save(desk, article, headline="存好了")

    assert not Autosave.objects.exists()


def test_saving_in_one_window_keeps_what_another_holds(desk):
    article = make.article()
    keep(desk, article, headline="另一个窗口写的")

    save(desk, article, headline="存好了", autosave_window=uuid4())

    assert Autosave.objects.get().form["headline"] == ["另一个窗口写的"]


def test_a_refused_save_ends_nothing_and_goes_on_as_the_same_page(desk):
    article, window, before = make.article(), uuid4(), uuid4()
    keep(desk, article, window=window, headline="写到一半")

    response = save(desk, article, headline=" ", autosave_window=window, autosave_follows=before)

    aside = response.context["aside"]
    assert (UUID(aside.window), UUID(aside.follows)) == (window, before)
    assert (aside.is_unsaved, aside.offer) == (True, None)
    assert Autosave.objects.exists()


def test_it_goes_with_the_story_and_with_its_owner(desk, editor):
    article = make.article()
    keep(desk, article)
    article.delete()
    assert not Autosave.objects.exists()

    keep(desk)
    editor.delete()
    assert not Autosave.objects.exists()
