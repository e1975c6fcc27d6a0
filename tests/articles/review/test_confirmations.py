"""What readers would see of a save at the desk waits until somebody else has confirmed it."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from articles.enums import ChangeDecision, ChangeKind, Event
from articles.models import (
    Column,
    FormerAddress,
    LogLine,
    PendingChange,
    Section,
    SectionEditor,
    SitePage,
)
from articles.review.confirmations import holding, reader_fields
from articles.review.confirmations.desk import ConfirmedAdmin
from articles.review.confirmations.holding import ConfirmationRefused
from tests import make
from tests.articles.admin.test_admin import typed
from tests.two_editors import answers

pytestmark = pytest.mark.django_db

SAID = "已提交，等另一位同事确认：{}。读者现在看到的还是原来的。"
SAID_OF_NEW = "已提交，等另一位同事确认：{}。确认以前，读者看不到。"
# For each model: a row that readers have, its public address, and what a save changes in it.
ROWS = {
    "section": (make.section, {"name": "改了的栏目", "description": "改了的简介"}),
    "column": (make.column, {"name": "改了的专栏", "description": "改了的简介"}),
    "sitepage": (make.site_page, {"title": "改了的标题", "body": "<p>改了的正文</p>"}),
}
NEW = {
    "section": {"name": "新栏目", "slug": "new"},
    "column": {"name": "新专栏"},
    "sitepage": {"slug": "contact", "title": "新说明", "body": "<p>新的</p>"},
}
MODELS = {"section": Section, "column": Column, "sitepage": SitePage}


def page(name, model, *args):
    return reverse(f"admin:articles_{model}_{name}", args=args)


def saves(client, address, **changes):
    """Send a form of the desk as it was opened, but for what is changed."""
    return client.post(address, typed(client.get(address)) | changes, follow=True)


def seen(client):
    """What readers get of everything that a page about a row, its list or its feed says."""
    rows = [*Section.objects.all(), *Column.objects.all(), *SitePage.objects.all()]
    asked = ["/", "/sitemap-site-0.xml", *(row.get_absolute_url() for row in rows)]
    client.logout()
    return {address: client.get(address).content for address in asked}


@pytest.fixture
def asker(client):
    """A 值班总编, logged in: whoever may change all of these."""
    user = make.chief()
    client.force_login(user)
    return user


def change_of(client, model):
    """A change of a row that readers have, asked for by whoever is logged in."""
    made, changes = ROWS[model]
    row = made()
    response = saves(client, page("change", model, row.pk), **changes)
    return row, PendingChange.objects.get(), response


# ---- Asking -----------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ROWS)
def test_readers_keep_what_they_have_until_somebody_else_confirms(client, asker, model):
    row = ROWS[model][0]()
    before = seen(client)
    client.force_login(asker)

    response = saves(client, page("change", model, row.pk), **ROWS[model][1])

    assert [str(m) for m in response.context["messages"]] == [SAID.format(row)]
    assert seen(client) == before
    change = PendingChange.objects.get()
    assert (change.kind, change.model, change.key) == ("change", f"articles.{model}", str(row.pk))
    assert change.asked_by == asker
    (asked,) = change.rows
    assert asked["after"] == ROWS[model][1]

    holding.confirm(change, by=make.chief())

    row.refresh_from_db()
    assert {name: getattr(row, name) for name in ROWS[model][1]} == ROWS[model][1]
    assert seen(client) != before


@pytest.mark.parametrize("model", NEW)
def test_a_new_row_is_not_for_readers_until_somebody_else_confirms(client, asker, model):
    before = seen(client)
    client.force_login(asker)

    response = saves(client, page("add", model), **NEW[model])

    row = MODELS[model].objects.get()
    assert [str(m) for m in response.context["messages"]] == [SAID_OF_NEW.format(row)]
    listed = client.get(page("changelist", model))
    assert listed.context["cl"].list_display[-1] == "is_waiting"
    assert "看读者页面" not in client.get(page("change", model, row.pk)).content.decode()
    now = seen(client)
    assert {address: now[address] for address in before} == before
    assert client.get(row.get_absolute_url()).status_code == 404

    holding.confirm(PendingChange.objects.get(), by=make.chief())

    assert client.get(row.get_absolute_url()).status_code == 200


def test_a_name_with_quotation_marks_stands_in_others(client, asker):
    client.force_login(asker)
    saves(client, page("add", "section"), name="民生“一线”", slug="yixian")

    change = PendingChange.objects.get()

    assert str(change) == "新增栏目“民生‘一线’”"
    client.force_login(make.chief())
    assert "一线””" not in client.get(page("change", "pendingchange", change.pk)).content.decode()


@pytest.mark.parametrize("model", ROWS)
@pytest.mark.parametrize("way", ["page", "action"])
def test_a_row_that_readers_have_goes_once_somebody_else_confirms(
    client, django_user_model, model, way
):
    row = ROWS[model][0]()
    before = seen(client)
    client.force_login(django_user_model.objects.create_superuser("root"))
    if way == "page":
        question = client.get(page("delete", model, row.pk))
        sent = client.post(page("delete", model, row.pk), answers(question), follow=True)
    else:
        chosen = {"action": "delete_selected", "_selected_action": [row.pk]}
        question = client.post(page("changelist", model), chosen)
        sent = client.post(page("changelist", model), chosen | answers(question), follow=True)

    assert [str(m) for m in sent.context["messages"]] == [SAID.format(row)]
    assert seen(client) == before

    holding.confirm(PendingChange.objects.get(), by=make.staff("管理员"))

    assert not MODELS[model].objects.exists()


def test_what_only_arranges_is_not_held(client, asker):
    row = make.section()

    saves(client, page("change", "section", row.pk), order=3)

    row.refresh_from_db()
    assert row.order == 3
    assert not PendingChange.objects.exists()


def test_who_works_on_a_section_is_not_for_readers_and_not_held(client):
    row, asker = make.section(), make.staff("管理员")
    client.force_login(asker)
    beneath = {"editors-TOTAL_FORMS": 1, "editors-0-user": asker.pk, "editors-0-section": row.pk}

    saves(client, page("change", "section", row.pk), **beneath)

    assert SectionEditor.objects.get().user == asker
    assert not PendingChange.objects.exists()


def test_a_save_that_changes_nothing_leaves_the_moment_of_the_last_change(client, asker):
    row = make.site_page()
    before = seen(client)
    client.force_login(asker)

    saves(client, page("change", "sitepage", row.pk))

    assert seen(client) == before


def test_an_address_leads_on_once_the_new_one_is_confirmed(client, asker):
    row = make.section(slug="old")
    saves(client, page("change", "section", row.pk), slug="new")
    assert client.get("/sections/new/").status_code == 404
    assert not FormerAddress.objects.exists()

    holding.confirm(PendingChange.objects.get(), by=make.chief())

    assert client.get("/sections/old/")["Location"] == "/sections/new/"


def test_freeing_a_former_address_waits_too(client, asker):
    row = make.section(slug="new")
    FormerAddress.objects.create(section=row, slug="old")

    saves(client, page("change", "section", row.pk), **{"former_addresses-0-DELETE": "on"})

    assert client.get("/sections/old/").status_code == 301
    change = PendingChange.objects.get()
    assert [(r["model"], r["action"]) for r in change.rows] == [
        ("articles.formeraddress", "delete")
    ]

    holding.confirm(change, by=make.editor())  # who may change the section

    assert client.get("/sections/old/").status_code == 404


def test_a_row_that_waits_is_edited_freely_and_the_question_follows(client, asker):
    saves(client, page("add", "section"), name="新栏目", slug="new")
    row, colleague = Section.objects.get(), make.chief()
    client.force_login(colleague)

    saves(client, page("change", "section", row.pk), name="更好的名字")

    change = PendingChange.objects.get()
    assert change.rows[0]["after"]["name"] == "更好的名字"
    for hand in (asker, colleague):
        with pytest.raises(ConfirmationRefused, match="要由"):
            holding.confirm(change, by=hand)

    holding.confirm(change, by=make.chief())

    assert Section.objects.confirmed().get().name == "更好的名字"


# ---- Two changes of one thing -----------------------------------------------------------------


def test_what_one_asks_for_again_takes_the_place_of_what_one_asked_for(client, asker):
    row, older, _response = change_of(client, "column")

    saves(client, page("change", "column", row.pk), name="又一个名字", description="改了的简介")

    older.refresh_from_db()
    assert (older.decision, older.reason) == (
        ChangeDecision.TAKEN_BACK,
        "由提出人后来的改动代替。",
    )
    newer = PendingChange.objects.waiting().get()
    assert newer.rows[0]["after"] == {"name": "又一个名字", "description": "改了的简介"}


def test_only_the_field_asked_for_again_goes_from_the_older(client, asker):
    row, _older, _response = change_of(client, "column")

    saves(client, page("change", "column", row.pk), name="又一个名字")

    asked = [change.rows[0]["after"] for change in PendingChange.objects.waiting()]
    assert asked == [{"description": "改了的简介"}, {"name": "又一个名字"}]


def test_a_field_for_which_a_colleague_s_change_waits_is_refused_where_it_was_typed(client, asker):
    row, change, _response = change_of(client, "column")
    client.force_login(make.chief())

    response = saves(client, page("change", "column", row.pk), name="我的名字")

    (said,) = response.context["adminform"].form.errors["name"]
    assert said == f"{asker} 提出的改动在等待确认，这一项现在不能改。请等它有了结果再改。"
    assert response.context["adminform"].form["name"].value() == "我的名字"
    assert f"等待确认：修改专栏“{row}”，由 {asker} 提出。" in " ".join(response.text.split())
    assert PendingChange.objects.get() == change


def test_a_colleague_does_not_delete_what_somebody_asked_to_change(client, asker):
    row, change, _response = change_of(client, "sitepage")
    client.force_login(make.chief())

    address = page("delete", "sitepage", row.pk)
    sent = client.post(address, answers(client.get(address)), follow=True)

    (said,) = [str(m) for m in sent.context["messages"]]
    assert said == (f"“{row}”已有 {asker} 提出的改动在等待确认，这次没有提交。请等它有了结果再改。")
    assert PendingChange.objects.get() == change
    assert SitePage.objects.get() == row


# ---- Deciding ---------------------------------------------------------------------------------


def test_who_asked_does_not_confirm_nor_refuse(client, asker):
    _row, change, _response = change_of(client, "column")

    with pytest.raises(ConfirmationRefused, match="您是提出人"):
        holding.confirm(change, by=asker)
    with pytest.raises(ConfirmationRefused, match="您是提出人"):
        holding.refuse(change, by=asker, reason="不好。")

    assert Column.objects.get().name != "改了的专栏"


@pytest.mark.parametrize(("role", "may"), [("编辑", False), ("校对", False), ("管理员", True)])
def test_who_may_not_change_a_row_does_not_confirm_a_change_of_it(client, asker, role, may):
    _row, change, _response = change_of(client, "sitepage")

    assert (holding.why_not_confirm(change, by=make.staff(role)) == "") == may


def test_a_row_that_changed_meanwhile_is_not_confirmed(client, asker):
    row, change, _response = change_of(client, "column")
    Column.objects.filter(pk=row.pk).update(name="中途改的")

    with pytest.raises(ConfirmationRefused, match="在提出以后又有改动"):
        holding.confirm(change, by=make.chief())

    assert Column.objects.get().name == "中途改的"


def test_what_is_confirmed_is_what_was_seen(client, asker):
    saves(client, page("add", "section"), name="新栏目", slug="new")
    shown = PendingChange.objects.get()
    saves(client, page("change", "section", Section.objects.get().pk), name="偷换的名字")

    with pytest.raises(ConfirmationRefused, match="刚刚又改过"):
        holding.confirm(shown, by=make.chief())


def test_a_name_that_somebody_took_meanwhile_is_refused_in_words(client, asker):
    _row, change, _response = change_of(client, "column")
    make.column(name="改了的专栏")

    with pytest.raises(ConfirmationRefused, match="现在不能照它改"):
        holding.confirm(change, by=make.chief())

    change.refresh_from_db()
    assert change.is_waiting


def test_what_is_used_meanwhile_is_not_deleted(client, django_user_model):
    row = make.section()
    client.force_login(django_user_model.objects.create_superuser("root"))
    address = page("delete", "section", row.pk)
    client.post(address, answers(client.get(address)))
    make.article(section=row)

    with pytest.raises(ConfirmationRefused, match="还有别处用着它"):
        holding.confirm(PendingChange.objects.get(), by=make.staff("管理员"))

    assert Section.objects.get() == row


def test_a_change_is_decided_once(client, asker):
    _row, change, _response = change_of(client, "column")
    holding.confirm(change, by=make.chief())

    for again in (
        lambda: holding.confirm(change, by=make.chief()),
        lambda: holding.refuse(change, by=make.chief(), reason="不好。"),
        lambda: holding.take_back(change, by=asker),
    ):
        with pytest.raises(ConfirmationRefused, match="已经处理过：已确认"):
            again()


def test_what_is_refused_takes_a_reason_and_leaves_the_row(client, asker):
    row, change, _response = change_of(client, "column")
    with pytest.raises(ConfirmationRefused, match="须写明理由"):
        holding.refuse(change, by=make.chief(), reason=" ")

    refused = holding.refuse(change, by=make.chief(), reason="名字太长。")

    assert (refused.decision, refused.reason) == (ChangeDecision.REFUSED, "名字太长。")
    assert Column.objects.get().name == row.name


def test_a_new_row_that_was_refused_may_be_mended_and_asked_for_again(client, asker):
    saves(client, page("add", "column"), name="新专栏")
    holding.refuse(PendingChange.objects.get(), by=make.chief(), reason="名字太长。")
    assert not Column.objects.confirmed().exists()

    saves(client, page("change", "column", Column.objects.get().pk), name="专栏")

    change = PendingChange.objects.waiting().get()
    assert (change.kind, change.rows[0]["after"]["name"]) == (ChangeKind.ADDITION, "专栏")


def test_what_one_takes_back_is_gone(client, asker):
    saves(client, page("add", "column"), name="新专栏")
    change = PendingChange.objects.get()
    with pytest.raises(ConfirmationRefused, match="只有提出人可以收回"):
        holding.take_back(change, by=make.chief())

    holding.take_back(change, by=asker)

    assert not Column.objects.exists()


@pytest.mark.parametrize("may", [True, False])
def test_who_is_alone_on_duty_confirms_with_a_reason(client, may):
    user = make.chief() if may else make.editor()
    client.force_login(user)
    _row, change, _response = change_of(client, "column")
    with pytest.raises(ConfirmationRefused, match="您是提出人"):
        holding.confirm(change, by=user, override=" ")
    if not may:
        with pytest.raises(ConfirmationRefused, match="您是提出人"):
            holding.confirm(change, by=user, override="夜班只有我。")
        return

    done = holding.confirm(change, by=user, override="夜班只有我。")

    assert (done.decision, done.reason) == (ChangeDecision.OVERRIDDEN, "夜班只有我。")
    assert Column.objects.get().name == "改了的专栏"


def test_each_step_is_in_the_log(client, asker):
    _row, change, _response = change_of(client, "column")
    holding.confirm(change, by=asker, override="夜班只有我。", at=timezone.now() + timedelta(1))

    lines = LogLine.objects.filter(event__startswith="change_").order_by("number")
    assert [(line.event, line.by_login) for line in lines] == [
        (Event.CHANGE_ASKED, asker.username),
        (Event.CHANGE_OVERRIDDEN, asker.username),
    ]
    assert lines[1].details["reason"] == "夜班只有我。"


def test_every_admin_of_a_row_that_waits_holds_its_saves():
    waits = {entry.model for entry in reader_fields.LIST if entry.waits}
    admins = {model: a for model, a in admin.site._registry.items() if model in waits}

    assert {m for m, a in admins.items() if not isinstance(a, ConfirmedAdmin)} == set()
