"""Opening the form again: what was typed is filled in, and saved like anything typed."""

from uuid import uuid4

import pytest
from django.test import Client

from articles.models import Article, Autosave, Byline
from tests import make
from tests.articles.admin.test_admin import address, errors, save, typed
from tests.articles.saving.test_autosaves import keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.editor(username="wf", name="王芳")


@pytest.fixture
def colleague():
    client = Client()
    client.force_login(make.editor(name="李雷"))
    return client


def opened(desk, article=None, **query):
    page = ("change", article.pk) if article else ("add",)
    return desk.get(address(Article, *page), query)


def type_and_go(desk, article=None, **changes):
    """Open the form, type, wait for the autosave, and close the window."""
    return keep(desk, article, **typed(opened(desk, article)) | changes)


def restored(desk, article=None):
    return opened(desk, article, autosave="restore")


def send(desk, response, **changes):
    """Press the button of a page that was opened, which sends it to the page's own address."""
    aside = response.context["aside"]
    stamp = {"autosave_window": aside.window, "autosave_follows": aside.follows}
    fields = typed(response) | stamp | changes | {"_continue": "1"}
    return desk.post(response.wsgi_request.get_full_path(), fields)


def rows(response, model=Byline):
    """Each row of an inline table: its key, and what it shows."""
    formset = next(
        f.formset for f in response.context["inline_admin_formsets"] if f.opts.model is model
    )
    return [(f.instance.pk, str(f["reporter"].value())) for f in formset.forms]


def new_row(reporter, number=0, **fields):
    row = {"reporter": reporter.pk, "role": "photo", "order": 0} | fields
    return {"bylines-TOTAL_FORMS": number + 1} | {
        f"bylines-{number}-{name}": value for name, value in row.items()
    }


def test_a_restored_form_holds_what_was_typed_and_says_nothing_of_errors(desk):
    article = make.article(headline="原来的", section=make.section())
    section = make.section(name="要闻")
    type_and_go(
        desk, article, headline="", kicker="引题", body="<p>半句", section=section.pk, tags="甲，乙"
    )

    page = restored(desk, article)

    fields = typed(page)
    assert "headline" not in fields
    assert (fields["kicker"], fields["body"], fields["tags"]) == ("引题", "<p>半句", "甲，乙")
    assert "要闻" in page.content.decode()
    assert "errornote" not in page.content.decode()
    assert "errorlist" not in page.content.decode()
    assert "已填回您在" in page.content.decode()


def test_a_restored_form_is_saved_like_any_other_and_then_forgotten(desk):
    article = make.article(headline="原来的")
    type_and_go(desk, article, headline="改好了", body="<p>正文。</p>", tags="甲，乙")

    assert send(desk, restored(desk, article)).status_code == 302

    article.refresh_from_db()
    assert (article.headline, article.body, article.edition) == ("改好了", "<p>正文。</p>", 2)
    assert {tag.name for tag in article.tags.all()} == {"甲", "乙"}
    assert not Autosave.objects.exists()
    assert opened(desk, article).context["aside"].offer is None


def test_what_is_judged_when_it_is_saved_is_told_then(desk):
    article = make.article()
    type_and_go(desk, article, headline="")

    response = send(desk, restored(desk, article))

    assert errors(response) == {"headline": ["请填写主题。"]}


def test_a_new_story_is_filled_in_again(desk):
    reporter = make.reporter()
    type_and_go(desk, headline="新写的", body="<p>正文。</p>", **new_row(reporter))

    page = restored(desk)
    assert rows(page) == [(None, str(reporter.pk))]
    send(desk, page)

    article = Article.objects.get()
    assert (article.headline, article.bylines.get().reporter) == ("新写的", reporter)
    assert not Autosave.objects.exists()


def test_rows_come_back_added_changed_and_marked_for_deletion(desk):
    article = make.article()
    first, second = make.byline(article=article, order=1), make.byline(article=article, order=2)
    instead, added = make.reporter(), make.reporter()
    type_and_go(
        desk,
        article,
        **new_row(added, 2) | {"bylines-0-reporter": instead.pk, "bylines-1-DELETE": "on"},
    )

    page = restored(desk, article)
    assert rows(page) == [
        (first.pk, str(instead.pk)),
        (second.pk, str(second.reporter.pk)),
        (None, str(added.pk)),
    ]
    assert send(desk, page).status_code == 302

    assert {byline.reporter for byline in article.bylines.all()} == {instead, added}


def test_a_row_that_a_colleague_added_since_stands_beside_those_typed(desk, colleague):
    article = make.article()
    mine = make.byline(article=article, order=1)
    typed_in, theirs = make.reporter(), make.reporter()
    type_and_go(desk, article, **new_row(typed_in, 1))
    save(colleague, article, **new_row(theirs, 1))

    page = restored(desk, article)

    added = article.bylines.get(reporter=theirs)
    assert rows(page) == [
        (mine.pk, str(mine.reporter.pk)),
        (added.pk, str(theirs.pk)),
        (None, str(typed_in.pk)),
    ]


def test_a_row_that_a_colleague_removed_since_comes_back_as_a_new_one(desk, colleague):
    article = make.article()
    gone, stays = make.byline(article=article, order=1), make.byline(article=article, order=2)
    instead = make.reporter()
    type_and_go(desk, article, **{"bylines-0-reporter": instead.pk})
    save(colleague, article, **{"bylines-0-DELETE": "on"})

    page = restored(desk, article)

    assert rows(page) == [(stays.pk, str(stays.reporter.pk)), (None, str(instead.pk))]
    assert not Byline.objects.filter(pk=gone.pk).exists()


def test_a_row_that_both_wanted_gone_stays_gone(desk, colleague):
    article = make.article()
    make.byline(article=article)
    type_and_go(desk, article, **{"bylines-0-DELETE": "on"})
    save(colleague, article, **{"bylines-0-DELETE": "on"})

    assert rows(restored(desk, article)) == []


def test_new_rows_come_back_in_the_order_they_were_typed(desk):
    reporters = [make.reporter() for _ in range(11)]
    fields = [new_row(reporter, number) for number, reporter in enumerate(reporters)]
    type_and_go(desk, **{name: value for row in reversed(fields) for name, value in row.items()})

    assert rows(restored(desk)) == [(None, str(reporter.pk)) for reporter in reporters]


def test_rows_come_back_in_the_order_of_those_that_are_there(desk, colleague):
    article = make.article()
    first, second = make.byline(article=article, order=1), make.byline(article=article, order=2)
    type_and_go(desk, article, headline="改到一半")
    save(colleague, article, **{"bylines-0-order": 2, "bylines-1-order": 1})

    assert [key for key, _ in rows(restored(desk, article))] == [second.pk, first.pk]


def test_a_mention_that_is_not_confirmed_comes_back_so(desk, colleague):
    article = make.article()
    make.mention(article=article, is_confirmed=False)
    type_and_go(desk, article, headline="改到一半")

    page = restored(desk, article)
    send(desk, page)

    assert article.mentions.get().is_confirmed is False


# ---- Nobody's words are lost --------------------------------------------------------------------


def test_a_restored_form_does_not_overwrite_what_a_colleague_saved_since(desk, colleague):
    article = make.article(headline="原来的")
    type_and_go(desk, article, headline="我改到一半的")
    save(colleague, article, headline="同事存的")

    response = send(desk, restored(desk, article))

    article.refresh_from_db()
    assert article.headline == "同事存的"
    assert "我改到一半的" in response.content.decode()
    assert Autosave.objects.get().form["headline"] == ["我改到一半的"]


def test_typing_on_in_a_restored_form_goes_on_in_its_place(desk):
    article = make.article()
    type_and_go(desk, article, headline="改到一半")
    aside = restored(desk, article).context["aside"]

    response = keep(desk, article, window=aside.window, follows=aside.follows, headline="又改了")

    assert response.status_code == 200
    assert Autosave.objects.get().form["headline"] == ["又改了"]


def test_an_offer_not_decided_upon_is_not_overwritten_by_typing(desk):
    article = make.article()
    type_and_go(desk, article, headline="改到一半")
    aside = opened(desk, article).context["aside"]

    response = keep(
        desk, article, window=aside.window, follows=aside.follows, headline="没理会，接着写"
    )

    assert response.status_code == 409
    assert Autosave.objects.get().form["headline"] == ["改到一半"]


@pytest.mark.parametrize(
    "form",
    [
        {"bylines-TOTAL_FORMS": "x", "bylines-0-id": "x", "bylines-0-order": "x"},
        {"bylines-9999-order": "1", "bylines-x-order": "1", "bylines-0-": "1"},
        {"section": "99", "page_order": "x", "announces": ["98", "99"], "kind": "none"},
    ],
)
def test_whatever_was_posted_the_form_opens(desk, form):
    article = make.article()
    keep(desk, article, window=uuid4(), **form)

    assert restored(desk, article).status_code == 200
