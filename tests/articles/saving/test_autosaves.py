"""What is typed and not saved: kept beside the story, for its owner alone."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from articles.enums import Stage
from articles.models import Article, Autosave, PublishedArticle
from articles.saving import autosaves
from tests import make

pytestmark = pytest.mark.django_db


def place(article, page="autosave"):
    if article is None:
        return reverse(f"admin:articles_article_add_{page}")
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def keep(client, article=None, *, window=None, follows="", **form):
    stamp = {"autosave_window": window or uuid4(), "autosave_follows": follows}
    return client.post(place(article), {"based_on": 1} | stamp | form)


def test_what_is_typed_is_kept_and_the_story_is_not_touched(desk, editor):
    article = make.article(headline="原来的")
    window = uuid4()

    response = keep(desk, article, window=window, headline="改到一半", tags=["甲", "乙"])

    assert list(response.json()) == ["saved_at"]
    kept = Autosave.objects.get()
    assert (kept.article, kept.user, kept.window, kept.edition) == (article, editor, window, 1)
    assert kept.form == {"based_on": ["1"], "headline": ["改到一半"], "tags": ["甲", "乙"]}
    untouched = Article.objects.get()
    assert (untouched.headline, untouched.edition) == ("原来的", 1)
    assert untouched.updated_at == article.updated_at


def test_readers_and_the_stage_know_nothing_of_it(desk):
    article = make.article(headline="读者看到的")
    make.signed_off(article)

    keep(desk, article, headline="改到一半", _review="1")

    assert PublishedArticle.objects.get().headline == "读者看到的"
    assert Article.objects.get().stage == Stage.SIGNED_OFF


def test_the_same_page_writes_in_the_same_place(desk):
    article, window = make.article(), uuid4()

    keep(desk, article, window=window, headline="一")
    keep(desk, article, window=window, headline="二")

    assert Autosave.objects.get().form["headline"] == ["二"]


def test_every_page_with_a_new_story_has_its_own_place(desk):
    first, second, third = uuid4(), uuid4(), uuid4()
    keep(desk, window=first, headline="第一篇")
    keep(desk, window=second, headline="第二篇")
    keep(desk, window=third, follows=first, headline="第一篇，接着写")
    keep(desk, window=second, headline="第二篇，接着写")

    kept = Autosave.objects.order_by("pk")
    assert [row.form["headline"][0] for row in kept] == ["第一篇，接着写", "第二篇，接着写"]


def test_what_another_window_holds_is_not_overwritten(desk):
    article, first = make.article(), uuid4()
    keep(desk, article, window=first, headline="先写的")

    refused = keep(desk, article, headline="后开的窗口")

    assert refused.status_code == 409
    assert "另有一份您没有保存的修改" in refused.json()["message"]
    assert Autosave.objects.get().form["headline"] == ["先写的"]


def test_a_page_that_restored_it_goes_on_in_its_place(desk):
    article, first, second = make.article(), uuid4(), uuid4()
    keep(desk, article, window=first, headline="先写的")

    keep(desk, article, window=second, follows=first, headline="接着写的")

    assert Autosave.objects.get().form["headline"] == ["接着写的"]
    assert keep(desk, article, window=first, headline="旧窗口").status_code == 409


def test_every_user_and_every_story_has_its_own(desk):
    article, other = make.article(), Client()
    other.force_login(make.editor())

    statuses = [
        keep(client, story, headline="各写各的").status_code
        for client in (desk, other)
        for story in (article, make.article(), None)
    ]

    assert statuses == [200] * 6
    assert Autosave.objects.count() == 6


def test_the_database_holds_one_new_story_for_each_page(editor):
    fields = {"user": editor, "window": uuid4(), "edition": 1, "form": {}}
    fields["saved_at"] = make.article().updated_at
    Autosave.objects.create(**fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        Autosave.objects.create(**fields)


def test_too_long_a_text_is_refused_and_said(desk):
    article, window = make.article(), uuid4()
    keep(desk, article, window=window, body="短")
    fits = autosaves.LARGEST - len(b"based_on1body")

    assert keep(desk, article, window=window, body="a" * fits).status_code == 200
    refused = keep(desk, article, window=window, body="a" * (fits + 1))

    assert refused.status_code == 413
    assert "没有自动保存" in refused.json()["message"]
    assert len(Autosave.objects.get().form["body"][0]) == fits


@pytest.mark.parametrize(
    "form",
    [
        {"autosave_window": ""},
        {"autosave_window": "x"},
        {"autosave_follows": "x"},
        {"based_on": ""},
        {"based_on": "-1"},
        {"based_on": str(2**31)},
    ],
)
def test_a_request_that_is_not_the_forms_is_refused(desk, form):
    article = make.article()

    assert keep(desk, article, **form).status_code == 400
    assert not Autosave.objects.exists()


def test_a_null_character_harms_nothing(desk):
    assert keep(desk, make.article(), headline="前\0后").status_code == 200
    assert Autosave.objects.get().form["headline"] == ["前后"]


@pytest.mark.parametrize("count", [1, 3])
def test_keeping_takes_the_same_queries(desk, count, django_assert_num_queries):
    for _ in range(count):
        article, window = make.article(), uuid4()
        keep(desk, article, window=window)

    # Session, user, permissions (2), the story (2); begin, look, write, commit.
    with django_assert_num_queries(10):
        keep(desk, article, window=window)


@pytest.mark.django_db(transaction=True)
def test_of_several_windows_at_once_one_is_kept_and_the_rest_are_told(editor):
    article = make.article()

    def type_in_a_window(number):
        client = Client()
        client.force_login(editor)
        try:
            return keep(client, article, headline=f"窗口{number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as windows:
        statuses = list(windows.map(type_in_a_window, range(6)))

    assert sorted(statuses) == [200, *[409] * 5]
    assert Autosave.objects.get().form["headline"] == [f"窗口{statuses.index(200)}"]


# ---- Who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["autosave", "autosave_discard"])
def test_both_addresses_need_the_right_to_write(client, page):
    client.force_login(make.colleague("view_article"))

    assert client.post(place(make.article(), page)).status_code == 403
    assert client.post(place(None, page)).status_code == 403
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("page", ["autosave", "autosave_discard"])
def test_both_addresses_are_posted_by_the_form_alone(desk, editor, page):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)

    assert desk.get(place(None, page)).status_code == 405
    assert strict.post(place(None, page)).status_code == 403
    assert Client().post(place(None, page)).status_code == 302


@pytest.mark.parametrize("page", ["autosave", "autosave_discard"])
def test_a_story_that_is_gone_is_not_found(desk, page):
    gone = make.article()
    Article.objects.all().delete()

    assert desk.post(reverse(f"admin:articles_article_{page}", args=[99])).status_code == 404
    assert gone.pk != 99
