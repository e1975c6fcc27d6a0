"""Rows that an open form points to are merged or deleted before it is saved."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client

from articles.models import Article, Mention, PendingChange, Section
from articles.review.confirmations import holding
from articles.stand import merging_names
from people.models import Entity
from tests import make
from tests.articles.admin.test_admin import address, errors, typed

pytestmark = pytest.mark.django_db


def mention(entity, *, number=0):
    return {
        "mentions-TOTAL_FORMS": number + 1,
        f"mentions-{number}-entity": entity.pk,
        f"mentions-{number}-relation": "mentioned",
        f"mentions-{number}-is_confirmed": "on",
    }


def byline(reporter):
    return {
        "bylines-TOTAL_FORMS": 1,
        "bylines-0-reporter": reporter.pk,
        "bylines-0-role": "text",
        "bylines-0-order": 0,
    }


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_what_was_merged_is_followed_and_said(desk):
    article, chief = make.article(), make.chief()
    entity, into = make.entity(name="李祖"), make.entity(name="李祖村")
    reporter, stays = make.reporter(name="陈洋"), make.reporter(name="陈洋波")
    page = address(Article, "change", article.pk)
    form = typed(desk.get(page)) | mention(entity) | byline(reporter) | {"_continue": "1"}
    merging_names.merge(into, entity, by=chief, reason="同一个村。")
    merging_names.merge(stays, reporter, by=chief, reason="同一人。")

    answer = desk.post(page, form)

    assert answer.status_code == 302
    assert [m.entity for m in article.mentions.all()] == [into]
    assert [b.reporter for b in article.bylines.all()] == [stays]
    assert "“李祖”已并入“李祖村”，这里已换成后者。" in said(answer)


def test_two_rows_that_a_merge_made_one_do_not_hold_up_the_save(desk):
    article, chief = make.article(headline="原来的"), make.chief()
    entity, into = make.entity(name="李祖"), make.entity(name="李祖村")
    for named in (entity, into):
        make.mention(article=article, entity=named, relation="mentioned")
    page = address(Article, "change", article.pk)
    form = typed(desk.get(page)) | {"headline": "写了半天", "_continue": "1"}
    merging_names.merge(into, entity, by=chief, reason="同一个村。")

    answer = desk.post(page, form)

    article.refresh_from_db()
    assert answer.status_code == 302
    assert article.headline == "写了半天"
    assert [m.entity for m in article.mentions.all()] == [into]


def test_what_was_deleted_is_named_at_its_field_and_everything_typed_remains(desk, client):
    boss, section = Client(), make.section(name="副刊")
    boss.force_login(make.account(is_staff=True, is_superuser=True, name="管理员"))
    form = typed(desk.get(address(Article, "add"))) | {"headline": "写了半天"}
    form |= {"section": section.pk, "_continue": "1"}
    gone = make.entity(name="李祖村")
    form |= mention(gone)
    for row in (section, gone):
        page = address(type(row), "delete", row.pk)
        mark = boss.get(page).context["mark"]
        boss.post(page, {"post": "yes", "based_on": mark})
    by = make.account(is_superuser=True, name="管理员")
    for change in PendingChange.objects.waiting():
        holding.confirm(change, by=by)
    assert not Section.objects.filter(pk=section.pk).exists()

    answer = desk.post(address(Article, "add"), form)

    told = "已由管理员删除，请另选或留空；其他填的都还在。"
    assert errors(answer)["section"] == [f"“副刊”{told}"]
    rows = answer.context["inline_admin_formsets"]
    inline = next(r.formset for r in rows if r.formset.prefix == "mentions")
    assert inline.forms[0].errors["entity"] == [f"“李祖村”{told}"]
    assert typed(answer)["headline"] == "写了半天"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in connection.vendor, reason="has one writer at a time")
@pytest.mark.parametrize("is_merged", [True, False], ids=["merged", "deleted"])
def test_a_mention_saved_while_its_entity_goes_is_no_error(is_merged):
    """The other has done everything but commit when the form comes."""
    editor, chief, article = make.editor(), make.chief(), make.article()
    gone, into = make.entity(name="李祖"), make.entity(name="李祖村")
    client = Client()
    client.force_login(editor)
    page = address(Article, "change", article.pk)
    form = typed(client.get(page)) | mention(gone) | {"_continue": "1"}

    def send():
        try:
            return client.post(page, form)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            if is_merged:
                merging_names.merge(into, gone, by=chief, reason="同一个村。")
            else:
                Entity.objects.filter(pk=gone.pk).delete()
            waiting = pool.submit(send)
            wait_for([waiting], timeout=2)
            assert not waiting.done()
        answer = waiting.result(timeout=30)

    if is_merged:
        assert answer.status_code == 302
        assert [m.entity for m in Mention.objects.all()] == [into]
    else:
        assert answer.status_code == 200
        assert not Mention.objects.exists()
