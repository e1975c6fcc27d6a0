"""The page on which a roll is pasted into a round: it shows first, and enters all or nothing."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from people.models import Entity, Honour, Round, User
from tests import make
from tests.people.rolls.test_rolls import big_roll
from tests.two_editors import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return make.round(programme=make.programme(name="义乌好人"), name="第一批")


@pytest.fixture
def desk(client):
    client.force_login(make.editor())
    return client


def page(round):
    return reverse("admin:people_round_roll", args=[round.pk])


def shown(desk, round, text, **more):
    return desk.post(page(round), {"text": text, "kind": "person", "preview": "1"} | more)


def press(desk, round, response, button="save", **changes):
    """Send the page back as it is, with some fields changed."""
    html = response.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(seen_\w+)" value="(\w+)">', html))
    for select in re.findall(r"<select.*?</select>", html, re.DOTALL):
        name = re.search(r'name="([^"]+)"', select)[1]
        chosen = re.search(r'<option value="([^"]*)" selected', select)
        fields[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', select)[1]
    fields["text"] = response.context["form"]["text"].value()
    return desk.post(page(round), fields | changes | {button: "1"})


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_a_preview_writes_nothing(desk, round):
    response = shown(desk, round, "王建国，李祖村，助人为乐，热心公益")

    assert "新建 1，同名待定 0" in response.content.decode()
    assert (Entity.objects.count(), Honour.objects.count()) == (0, 0)


def test_what_was_shown_is_entered_and_logged(desk, round):
    known = make.entity(name="楼小芳")
    response = shown(desk, round, "王建国，李祖村，助人为乐，热心公益\n楼小芳\n楼小芳")

    done = press(desk, round, response)

    assert done["Location"] == reverse("admin:people_round_change", args=[round.pk])
    assert messages(desk.get(done["Location"])) == [
        "已录入 2 个，其中新建 1 个；重复的 1 行没有录入。等另一位同事确认，读者现在还看不到。"
    ]
    fields = ["recipient__name", "category", "citation", "order"]
    assert list(round.honours.order_by("order").values_list(*fields)) == [
        ("王建国", "助人为乐", "热心公益", 1),
        ("楼小芳", "", "", 2),
    ]
    assert Honour.objects.get(order=2).recipient == known
    assert sorted(LogEntry.objects.values_list("object_repr", flat=True)) == [
        "义乌好人 第一批",
        "王建国",
    ]


def test_the_roll_of_two_hundred_is_entered_as_soon_as_it_is_settled(desk, round):
    response = shown(desk, round, big_roll(round))
    assert 'name="save"' not in response.content.decode()
    assert "已有 39，新建 143，同名待定 10，重复 5，看不懂 3" in response.content.decode()
    refused = press(desk, round, response)
    assert Honour.objects.count() == 1
    lines = response.context["form"]["text"].value().splitlines()
    mended = "\n".join(line for line in lines if not line.startswith(("196", "197", "198")))
    open_rows = {f"row_{line.token}": "new" for line in refused.context["plan"].namesakes}

    settled = press(desk, round, response, "preview", text=mended, **open_rows)
    done = press(desk, round, settled)

    assert done.status_code == 302
    assert Honour.objects.filter(round=round).count() == 193


def test_a_stale_page_is_refused_and_shows_the_roll_as_it_is_now(desk, round):
    response = shown(desk, round, "王建国")
    change = reverse("admin:people_round_change", args=[round.pk])
    fields = {"programme": round.programme_id, "name": "第二批", "announced_precision": "day"}
    rows = {"honours-TOTAL_FORMS": 0, "honours-INITIAL_FORMS": 0}
    fields |= opened(desk, change)
    assert desk.post(change, fields | rows).status_code == 302

    refused = press(desk, round, response)

    assert "没有录入：这一批次在预览之后被别人改过" in refused.content.decode()
    assert Honour.objects.count() == 0
    assert press(desk, round, refused).status_code == 302
    assert Honour.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": ""}, "请粘贴名单。"),
        ({"text": "姓名\t电话\n王建国\t1"}, "不认识的列名：电话。"),
        ({"text": "王建国", "kind": "x"}, "不在可选之列"),
        ({"text": "王" * 200_001}, "最多 200000 个字符"),
        ({"text": "王建国", "seen_edition": "x", "save": "1"}, "没有录入"),
        ({"text": "王建国", "row_x": "y", "save": "1", "seen_edition": "1"}, "没有录入"),
    ],
)
def test_bad_input_is_answered_and_writes_nothing(desk, round, fields, told):
    response = desk.post(page(round), {"kind": "person"} | fields)

    assert response.status_code == 200
    assert told in response.content.decode()
    assert (Entity.objects.count(), Honour.objects.count()) == (0, 0)


@pytest.mark.parametrize("missing", ["change_round", "add_entity", "add_honour"])
def test_each_permission_is_needed(client, round, missing):
    needed = {"change_round", "view_round", "add_entity", "add_honour"} - {missing}
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=needed))
    client.force_login(user)

    assert client.get(page(round)).status_code == 403
    assert shown(client, round, "王建国").status_code == 403


def test_the_round_s_form_leads_to_the_page_for_those_who_may(desk, client, round):
    change = reverse("admin:people_round_change", args=[round.pk])
    assert page(round) in desk.get(change).content.decode()
    other = Client()
    other.force_login(make.staff("校对"))
    assert page(round) not in other.get(change).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_questions_however_long_the_roll(
    desk, round, count, django_assert_num_queries
):
    rows = [make.entity(name=f"王建{'甲乙丙'[n]}") for n in range(count)]
    text = "\n".join(str(row) for row in rows)
    shown(desk, round, text)

    with django_assert_num_queries(12):
        shown(desk, round, text)


def test_an_unknown_round_is_not_found(desk, round):
    Round.objects.all().delete()

    assert desk.get(page(round)).status_code == 404
