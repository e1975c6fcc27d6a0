"""A form of the desk that was opened before a colleague saved: refused in words, by every admin."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse, reverse_lazy

from articles.models import ReviewRoute, Section
from articles.saving.guard import GuardedAdmin
from people.models import Entity, Honour, Round
from tests import make
from tests.articles.admin.test_admin import typed
from tests.two_editors import answers

pytestmark = pytest.mark.django_db

LIST = reverse_lazy("admin:articles_section_changelist")
INPUT = re.compile('<input[^>]* name="([^"]+)"([^>]*)')
REFUSED = "，这次没有动它。您填的都还在下面；请"
# What is opened, and what a colleague changes meanwhile.
CASES = {
    "articles.article": (make.article, {"headline": "同事写的", "edition": 2}),
    "articles.photo": (make.library_photo, {"caption": "同事写的", "edition": 2}),
    "auth.group": (lambda: Group.objects.create(name="角色"), {"name": "同事写的"}),
    "people.user": (make.editor, {"name": "同事写的"}),
    "articles.column": (make.column, {"description": "同事写的"}),
    "articles.issue": (make.issue, {"title": "同事写的"}),
    "articles.lexiconentry": (make.lexicon_entry, {"advice": "同事写的"}),
    "articles.page": (make.page, {"name": "同事写的"}),
    "articles.reviewroute": (
        lambda: ReviewRoute.objects.create(kind="brief"),
        {"has_second_review": False},
    ),
    "articles.scorerule": (make.score_rule, {"note": "同事写的"}),
    "articles.section": (make.section, {"description": "同事写的"}),
    "articles.sitepage": (make.site_page, {"title": "同事写的"}),
    "articles.tag": (make.tag, {"name": "同事写的"}),
    "people.entity": (make.entity, {"description": "同事写的"}),
    "people.honour": (make.honour, {"citation": "同事写的"}),
    "people.programme": (make.programme, {"description": "同事写的"}),
    "people.reporter": (make.reporter, {"bio": "同事写的"}),
    "people.round": (make.round, {"name": "同事写的"}),
    "people.tally": (make.tally, {"count": 888}),
}


def change(obj):
    return reverse(f"admin:{obj._meta.label_lower.replace('.', '_')}_change", args=[obj.pk])


def test_every_admin_that_saves_or_deletes_is_guarded_and_tried_below(rf, admin_user):
    """But those whose rows are acts, records, or arranged on one page: nobody edits one of them."""
    request = rf.get("/")
    request.user = admin_user
    admins = admin.site._registry.items()
    guarded = {model._meta.label_lower for model, a in admins if isinstance(a, GuardedAdmin)}
    deleting = {m._meta.label_lower for m, a in admins if a.has_delete_permission(request)}

    assert guarded == set(DELETED)
    assert deleting <= guarded


@pytest.mark.parametrize("label", CASES)
def test_a_save_on_top_of_a_colleague_s_is_refused(admin_client, label):
    made, theirs = CASES[label]
    obj = made()
    fields = typed(admin_client.get(change(obj)))
    type(obj).objects.filter(pk=obj.pk).update(**theirs)

    refused = admin_client.post(change(obj), fields)

    assert REFUSED in refused.content.decode()
    assert type(obj).objects.filter(pk=obj.pk, **theirs).exists()
    again = typed(admin_client.get(change(obj)))
    assert admin_client.post(change(obj), again).status_code == 302


@pytest.mark.parametrize("unsaid", ["", "0" * 32])
def test_who_does_not_say_what_was_opened_is_refused(admin_client, unsaid):
    round = make.round(name="第一批")
    fields = typed(admin_client.get(change(round))) | {"name": "第二批", "based_on": unsaid}

    assert REFUSED in admin_client.post(change(round), fields).content.decode()
    assert Round.objects.get().name == "第一批"


def test_rows_beneath_a_round_count_as_its_own_and_nothing_typed_is_lost(admin_client):
    round = make.honour(citation="助人").round
    fields = typed(admin_client.get(change(round)))
    Honour.objects.update(citation="同事改过的事迹")

    mine = fields | {"name": "我写的批次", "honours-0-citation": "我写的事迹"}
    page = admin_client.post(change(round), mine).content.decode()

    assert REFUSED in page
    assert "我写的批次" in page
    assert "我写的事迹" in page
    assert Honour.objects.get().citation == "同事改过的事迹"


def test_a_roll_entered_meanwhile_refuses_the_round_s_form(admin_client):
    round = make.round()
    fields = typed(admin_client.get(change(round)))
    make.honour(round=round)

    assert REFUSED in admin_client.post(change(round), fields).content.decode()


def test_what_a_form_does_not_show_refuses_nothing(admin_client):
    person = make.entity(name="王建国")
    fields = typed(admin_client.get(change(person))) | {"sort_key": "wang jian min"}
    Entity.objects.update(edition=7)

    assert admin_client.post(change(person), fields).status_code == 302
    assert Entity.objects.get().sort_key == "wang jian min"


def test_who_may_only_look_gets_no_mark(client):
    client.force_login(make.colleague("view_round"))

    assert "based_on" not in client.get(change(make.round())).content.decode()


# A draft has a page of its own, which is no list; its saves are tried with the rolls.
DELETED = CASES | {"people.draftroll": (make.draft_roll, {"text": "同事写的", "edition": 2})}


# ---- Deletions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("label", DELETED)
def test_what_a_colleague_changed_while_the_question_stood_open_is_not_deleted(admin_client, label):
    made, theirs = DELETED[label]
    obj = made()
    page = change(obj).replace("/change/", "/delete/")
    answer = answers(admin_client.get(page))
    type(obj).objects.filter(pk=obj.pk).update(**theirs)

    asked_again = admin_client.post(page, answer)

    assert "，这次没有动它。请看过现在的样子再决定。" in asked_again.content.decode()
    assert type(obj).objects.filter(pk=obj.pk, **theirs).exists()
    assert admin_client.post(page, answers(asked_again)).status_code == 302
    make.confirmed()
    assert not type(obj).objects.filter(pk=obj.pk).exists()


@pytest.mark.parametrize("label", CASES)
def test_of_the_chosen_rows_only_those_are_deleted_that_are_as_they_were_shown(admin_client, label):
    made, theirs = CASES[label]
    obj = made()
    page = change(obj).rsplit("/", 3)[0] + "/"
    marks = answers(admin_client.get(page))
    chosen = {"action": "delete_selected", "_selected_action": [obj.pk]}
    question = admin_client.post(page, marks | chosen)
    type(obj).objects.filter(pk=obj.pk).update(**theirs)

    told = admin_client.post(page, answers(question) | chosen, follow=True)

    assert "，这次没有动它。请看过现在的样子再决定。" in told.content.decode()
    assert type(obj).objects.filter(pk=obj.pk, **theirs).exists()
    again = admin_client.post(page, answers(admin_client.get(page)) | chosen)
    admin_client.post(page, answers(again) | chosen)
    make.confirmed()
    assert not type(obj).objects.filter(pk=obj.pk).exists()


# ---- Rows edited in a list ----------------------------------------------------------------------


@pytest.fixture
def sections(admin_client):
    """Two sections, and their list as an editor opened it."""
    both = [make.section(name="要闻", order=1), make.section(name="民生", order=2)]
    page = admin_client.get(LIST).content.decode()
    fields = {name: re.search('value="([^"]*)"', rest) for name, rest in INPUT.findall(page)}
    rows = {name: value[1] for name, value in fields.items() if "form-" in name and value}
    assert rows["initial-form-1-order"] == "2"
    return both, rows | {"_save": "1"}


def test_a_list_changes_what_was_typed_and_nothing_else(admin_client, sections):
    (_news, life), fields = sections
    Section.objects.filter(pk=life.pk).update(order=7)  # a colleague's, in a row nobody typed in

    assert admin_client.post(LIST, fields | {"form-0-order": "5"}).status_code == 302

    assert orders() == {"要闻": 5, "民生": 7}


@pytest.mark.parametrize("opened", ["1", ""])
def test_a_row_a_colleague_changed_refuses_the_list_whole(admin_client, sections, opened):
    _both, fields = sections
    Section.objects.filter(name="要闻").update(order=3)

    mine = fields | {"form-0-order": "5", "form-1-order": "6", "initial-form-0-order": opened}
    page = admin_client.post(LIST, mine).content.decode()

    assert "“要闻”又有改动，这次没有动它。现在是：3。" in page
    assert 'value="5"' in page
    assert orders() == {"要闻": 3, "民生": 2}


def orders():
    return dict(Section.objects.values_list("name", "order"))
