"""Drafts that stories gave: looked at, mended, confirmed at once, and public no moment earlier."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Entity, Honour, Programme, Round, User
from people.models.drafts import DraftRoll
from people.names import mentions
from tests import make
from tests.two_editors import answers

pytestmark = pytest.mark.django_db

TEXT = (
    "姓名\t类型\t单位\t类别\t事迹\n王建国\t人物\t李祖村\t助人为乐\t热心公益\n福田小学\t学校\t\t\t"
)
MADE = [Entity, Programme, Round, Honour]


@pytest.fixture
def desk(client):
    client.force_login(make.editor())
    return client


def page(draft):
    return reverse("admin:people_draftroll_change", args=[draft.pk])


def press(desk, draft, button, response=None, **changes):
    """Send the page back as it is, with some fields changed."""
    response = response or desk.get(page(draft))
    hidden = re.findall(r'name="(seen_\w+)" value="(\w+)">', response.content.decode())
    form = response.context["form"]
    fields = {name: form[name].value() or "" for name in form.fields} | dict(hidden)
    return desk.post(page(draft), fields | changes | {button: "1"})


def counts():
    return [model.objects.count() for model in MADE]


def test_a_draft_is_shown_with_what_would_become_of_it_and_nothing_is_made(desk):
    draft = make.draft_roll(programme="义乌好人", text=TEXT)

    response = desk.get(page(draft))

    assert [line.row.name for line in response.context["plan"].new] == ["王建国", "福田小学"]
    assert counts() == [0, 0, 0, 0]


def test_nothing_of_a_draft_is_public_or_found_in_a_text(desk):
    make.draft_roll(programme="义乌好人", text=TEXT)
    reader = Client()

    for address in ["/honours/", "/entities/", "/search/?q=王建国", "/sitemap.xml", "/"]:
        answer = reader.get(address, follow=True).content.decode()
        assert "王建国</a>" not in answer
        assert "义乌好人</a>" not in answer
    assert mentions.find("王建国获评“义乌好人”") == []


def test_confirming_makes_all_of_it_at_once(desk):
    article = make.article()
    draft = make.draft_roll(programme="义乌好人", level="county", text=TEXT, article=article)

    done = press(desk, draft, "confirm", announced_on="2024-01-05", announced_precision="month")

    assert done["Location"] == reverse("admin:articles_article_change", args=[article.pk])
    assert counts() == [2, 1, 1, 2]
    round = Round.objects.get()
    assert (str(round), round.programme.level, round.announced) == (
        "义乌好人 第一批",
        "county",
        "2024年1月",
    )
    fields = ["recipient__name", "recipient__kind", "unit_as_printed", "citation"]
    assert list(round.honours.order_by("order").values_list(*fields)) == [
        ("王建国", "person", "李祖村", "热心公益"),
        ("福田小学", "school", "", ""),
    ]
    draft.refresh_from_db()
    assert (draft.round, bool(draft.confirmed_at)) == (round, True)
    assert Client().get(round.get_absolute_url()).status_code == 404
    make.confirmed()
    assert "王建国" in Client().get(round.get_absolute_url()).content.decode()


def test_a_draft_joins_the_round_the_paper_has(desk):
    round = make.round(programme=make.programme(name="义乌好人"), name="首批")
    make.honour(round=round, recipient=make.entity(name="王建国"), order=3)
    draft = make.draft_roll(programme="义乌好人", round_name="第一批", text=TEXT)

    response = desk.get(page(draft))
    assert "确认后加入已有的批次“义乌好人 首批”。" in response.content.decode()
    press(desk, draft, "confirm")

    assert list(round.honours.values_list("recipient__name", "order").order_by("order")) == [
        ("王建国", 3),
        ("福田小学", 4),
    ]
    assert counts()[1:3] == [1, 1]


def test_names_without_an_honour_become_entities_alone(desk):
    draft = make.draft_roll(programme="", round_name="", text=TEXT)

    press(desk, draft, "confirm")

    assert counts() == [2, 0, 0, 0]


def test_a_draft_may_be_kept_as_it_was_mended(desk):
    draft = make.draft_roll(programme="义乌好人", text=TEXT)

    done = press(desk, draft, "keep", text="楼小芳", programme="金华好人")

    assert done["Location"] == reverse("admin:people_draftroll_changelist")
    draft.refresh_from_db()
    assert (draft.text, draft.programme, draft.edition) == ("楼小芳", "金华好人", 2)
    assert counts() == [0, 0, 0, 0]


@pytest.mark.parametrize("button", ["keep", "confirm"])
def test_of_two_editors_the_second_is_refused(desk, button):
    draft = make.draft_roll(programme="义乌好人", text=TEXT)
    opened = desk.get(page(draft))
    press(desk, draft, "keep", programme="金华好人")

    refused = press(desk, draft, button, opened)

    assert "没有保存：这份名单刚刚被别人改过或确认过" in refused.content.decode()
    assert counts() == [0, 0, 0, 0]
    assert DraftRoll.objects.get().programme == "金华好人"


def test_a_text_changed_with_the_very_press_is_shown_first(desk):
    draft = make.draft_roll(programme="义乌好人", text=TEXT)

    refused = press(desk, draft, "confirm", text="楼小芳")

    assert "请看过新的预览再录入" in refused.content.decode()
    assert counts() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"programme": ""}, "写了批次，也要写荣誉的名称。"),
        ({"round_name": ""}, "没有录入：请填写批次或届次"),
        ({"announced_on": "昨天"}, "请按“年-月-日”填写日期"),
        ({"level": "galactic"}, "不在可选之列"),
        ({"programme": "好" * 101}, "最多 100 个字符"),
        ({"text": ""}, "请粘贴名单。"),
    ],
)
def test_bad_input_is_answered_and_nothing_is_made(desk, changes, told):
    draft = make.draft_roll(programme="义乌好人", text=TEXT)

    response = press(desk, draft, "confirm", **changes)

    assert response.status_code == 200
    assert told in response.content.decode()
    assert counts() == [0, 0, 0, 0]


@pytest.mark.parametrize("missing", ["add_entity", "add_honour", "add_round", "add_programme"])
def test_who_may_not_add_all_of_it_adds_none(client, missing):
    needed = {"add_entity", "add_honour", "add_round", "add_programme"} - {missing}
    needed |= {"view_draftroll", "change_draftroll"}
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=needed))
    client.force_login(user)
    draft = make.draft_roll(programme="义乌好人", text=TEXT)

    assert press(client, draft, "confirm").status_code == 403
    assert counts() == [0, 0, 0, 0]


def test_what_was_confirmed_is_a_record(desk):
    draft = make.draft_roll(programme="义乌好人", text=TEXT)
    press(desk, draft, "confirm")

    response = desk.get(page(draft))

    assert "<textarea" not in response.content.decode()
    assert desk.post(page(draft), {"text": "x", "keep": "1"}).status_code == 403
    assert desk.get(reverse("admin:people_draftroll_delete", args=[draft.pk])).status_code == 403


def test_a_draft_may_be_thrown_away(desk):
    draft = make.draft_roll()

    question = reverse("admin:people_draftroll_delete", args=[draft.pk])
    desk.post(question, answers(desk.get(question)))

    assert not DraftRoll.objects.exists()
    assert desk.get(page(draft)).status_code == 404


def test_the_list_tells_what_waits_from_what_was_confirmed(desk):
    waiting = make.draft_roll()
    confirmed = make.draft_roll(confirmed_at=timezone.now())
    listed = reverse("admin:people_draftroll_changelist")

    def found(state):
        return list(desk.get(listed, {"state": state}).context["cl"].queryset)

    assert (found("pending"), found("confirmed")) == ([waiting], [confirmed])
    assert found("x") == found("") == [confirmed, waiting]


def test_the_day_comes_back_as_a_browser_s_field_for_days_wants_it(desk):
    draft = make.draft_roll(announced_on=date(2024, 1, 5))

    assert 'name="announced_on" value="2024-01-05"' in desk.get(page(draft)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_questions_however_many(desk, count, django_assert_num_queries):
    for _ in range(count):
        make.draft_roll(article=make.article(), created_by=make.editor())

    with django_assert_num_queries(7):
        desk.get(reverse("admin:people_draftroll_changelist"))
