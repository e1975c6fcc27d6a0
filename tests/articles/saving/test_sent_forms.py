"""A form that is sent twice is saved once: after each other, and at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Comment, PreviewLink, ProposedCorrection, Section, SentForm
from articles.saving import sent_forms
from newsroom import worker
from people.models import Entity
from tests import make
from tests.articles.admin.test_admin import address, errors, save, sent, typed

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"


@pytest.fixture
def key(editor):
    return sent_forms.new_key(editor.pk)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def new_story(desk, **changes):
    return typed(desk.get(ADD)) | {"headline": "只有一篇", "_continue": "1"} | changes


def test_a_new_story_sent_twice_is_one_and_both_answers_lead_to_it(desk):
    form = new_story(desk)

    first, second = desk.post(ADD, form), desk.post(ADD, form)

    article = Article.objects.get()
    assert first["Location"] == address(Article, "change", article.pk)
    assert second["Location"] == address(Article, "change", article.pk)
    assert said(second)[-1] == "这一次刚才已经保存，没有再存一份。"


def test_another_page_with_the_same_content_is_another_story(desk):
    desk.post(ADD, new_story(desk))
    desk.post(ADD, new_story(desk))

    assert Article.objects.count() == 2


def test_a_page_that_was_changed_after_going_back_makes_no_other_story_unasked(desk):
    form = new_story(desk)
    desk.post(ADD, form)

    refused = desk.post(ADD, form | {"headline": "又改了一句"})

    article = Article.objects.get()
    assert "先前已经存成了一份" in errors(refused)["__all__"][0]
    assert address(Article, "change", article.pk) in errors(refused)["__all__"][0]
    again = typed(refused)
    assert again["headline"] == "又改了一句"
    desk.post(ADD, again | {"_continue": "1"})
    assert [a.headline for a in Article.objects.order_by("pk")] == ["只有一篇", "又改了一句"]


def test_a_refused_form_may_be_sent_again_with_its_key(desk):
    form = new_story(desk)
    refused = desk.post(ADD, form | {"headline": ""})
    assert not SentForm.objects.exists()

    desk.post(ADD, typed(refused) | {"headline": "改好了", "_continue": "1"})

    assert Article.objects.get().headline == "改好了"


def test_a_key_is_its_owners_alone(desk, client, key):
    other = Client()
    other.force_login(make.editor(name="李雷"))
    form = new_story(desk)

    answer = other.post(ADD, form)
    forged = other.post(ADD, form | {"form_key": form["form_key"][:-1]})

    assert answer.status_code == 403
    assert "这一页是" in answer.content.decode()
    assert forged["Location"]  # as a form without a key: it is no way to another's
    assert Article.objects.get().created_by.name == "李雷"


@pytest.mark.parametrize("door", ["section", "entity", "comment", "correction", "preview"])
def test_every_door_that_makes_something_makes_it_once(client, door):
    chief = make.chief()
    chief.is_superuser = True
    chief.save()
    client.force_login(chief)
    article = make.published().article
    before = {model: model.objects.count() for model in [Comment, ProposedCorrection, PreviewLink]}
    page, form, model = {
        "section": (address(Section, "add"), {"name": "文化", "slug": "culture"}, Section),
        "entity": (address(Entity, "add"), {"name": "李祖村", "kind": "village"}, Entity),
        "comment": (_of(article, "comments"), {"text": "这里请核实"}, Comment),
        "correction": (
            _of(article, "correct"),
            {"kind": "correction", "text": "应为十五家。", "placement": "top", "_confirm": "1"},
            ProposedCorrection,
        ),
        "preview": (_of(article, "preview_links"), {"for_whom": "王教授", "days": 3}, PreviewLink),
    }[door]
    count = before.get(model, model.objects.count())
    opened = client.get(page)
    if "adminform" in opened.context:
        form = typed(opened) | form
    else:
        shown = opened.context["form"]
        form = dict(item for name in shown.fields for item in sent(shown[name])) | form
        form = {name: value for name, value in form.items() if value is not None}
        text = opened.content.decode()
        form |= {"form_key": text.split('name="form_key" value="')[1].split('"')[0]}
    to = _of(article, "add_comment") if door == "comment" else page

    answers = [client.post(to, form) for _ in range(2)]

    assert model.objects.count() == count + 1
    assert answers[0].status_code == answers[1].status_code
    if door == "preview":  # the link is shown once, on an answer that may have been cut off
        assert len({answer.context["address"] for answer in answers}) == 1
    else:
        assert answers[1].status_code == 302


def _of(article, page):
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def test_the_same_change_sent_twice_is_one_edition(desk):
    article = make.article(headline="原来的")
    page = address(Article, "change", article.pk)
    form = typed(desk.get(page)) | {"headline": "改过的", "_continue": "1"}

    desk.post(page, form)
    second = desk.post(page, form)

    article.refresh_from_db()
    assert (article.headline, article.edition) == ("改过的", 2)
    assert second["Location"] == page
    assert said(second)[-1] == "这一次刚才已经保存，没有再存一份。"


def test_a_change_that_was_saved_and_typed_on_after_going_back_is_saved_too(desk):
    article, reporter = make.article(headline="原来的"), make.reporter()
    page = address(Article, "change", article.pk)
    form = typed(desk.get(page)) | {
        "headline": "改过的",
        "bylines-TOTAL_FORMS": 1,
        "bylines-0-reporter": reporter.pk,
        "bylines-0-role": "text",
        "bylines-0-order": 0,
        "_continue": "1",
    }
    desk.post(page, form)

    answer = desk.post(page, form | {"headline": "又改过的"})

    article.refresh_from_db()
    assert answer.status_code == 302
    assert (article.headline, article.edition) == ("又改过的", 3)
    assert [byline.reporter for byline in article.bylines.all()] == [reporter]


def test_two_windows_of_one_person_are_put_together(desk):
    article = make.article(headline="原来的", body="<p>正文。</p>")
    page = address(Article, "change", article.pk)
    form = typed(desk.get(page))
    save(desk, article, headline="另一个窗口改的")

    answer = desk.post(page, form | {"body": "<p>这个窗口改的。</p>", "_continue": "1"})

    article.refresh_from_db()
    assert answer.status_code == 302
    assert (article.headline, article.body) == ("另一个窗口改的", "<p>这个窗口改的。</p>")


def test_nobody_is_called_a_colleague_of_themselves(desk):
    article = make.article(headline="原来的")
    page = address(Article, "change", article.pk)
    form = typed(desk.get(page))
    save(desk, article, headline="另一个窗口改的")

    refused = desk.post(page, form | {"headline": "这个窗口改的", "_continue": "1"})

    text = refused.content.decode()
    assert "您自己" in text
    assert "两次都改了同一处" in text
    assert "对方" not in text
    assert "两人" not in text
    assert typed(refused)["headline"] == "这个窗口改的"


def test_a_row_changed_from_two_windows_says_whose_the_other_is(desk):
    section = make.section(name="要闻")
    page = address(Section, "change", section.pk)
    form = typed(desk.get(page))
    desk.post(page, typed(desk.get(page)) | {"order": "5", "_save": "1"})

    refused = desk.post(page, form | {"order": "6", "_save": "1"})

    assert "您在另一个窗口" in errors(refused)["__all__"][0]


def test_forms_are_forgotten_after_some_days(desk):
    desk.post(ADD, new_story(desk))
    desk.post(ADD, new_story(desk))
    old = SentForm.objects.order_by("pk").first()
    SentForm.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(days=8))

    assert worker.forget_sent_forms.call() == 1
    assert worker.forget_sent_forms.call() == 0
    assert SentForm.objects.get() != old


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_make_one_row(editor):
    client = Client()
    client.force_login(editor)
    form = new_story(client)

    def send(_number):
        own = Client()
        own.force_login(editor)
        try:
            return own.post(ADD, form)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    article = Article.objects.get()
    assert {answer["Location"] for answer in answers} == {address(Article, "change", article.pk)}
