"""Hiding and merging at the desk: who may, what is asked, and what the log says."""

import pytest
from django.urls import reverse

from articles.review import corrections
from articles.stand import hiding
from people.models import Entity, Hiding, Merger, Reporter
from tests import make
from tests.articles.admin.test_admin import typed

pytestmark = pytest.mark.django_db
HIDE, MERGE = reverse("admin:people_hiding_add"), reverse("admin:people_merger_add")


@pytest.fixture
def chief(client):
    chief = make.chief()
    client.force_login(chief)
    return chief


def errors(response):
    return response.context["adminform"].form.errors


def test_a_person_is_hidden_and_shown_again_and_the_log_says_by_whom_and_why(client, chief):
    person = make.entity(name="楼宝娟", portrait=make.photo())
    make.published(body="<p>楼宝娟来了。</p>")
    corrections.withdraw(make.published(body="<p>楼宝娟。</p>").article, by=chief, reason="失实。")
    offered = client.get(reverse("admin:people_entity_change", args=[person.pk]))
    assert f"{HIDE}?entity={person.pk}" in offered.content.decode()

    read = client.post(HIDE, {"entity": person.pk, "reason": "本人要求。"}).content.decode()
    assert not Hiding.objects.exists()
    assert "读者有的稿件里，最多 1 篇要改。" in read
    assert "1 张图片" in read
    assert f"{person.get_absolute_url()} 和它的订阅地址不再能打开" in read
    confirmed = {"entity": person.pk, "reason": "本人要求。", "_confirm": "1"}
    assert client.post(HIDE, confirmed)["Location"] == f"/admin/people/entity/{person.pk}/change/"
    record = Hiding.objects.get()

    assert Entity.objects.get().hidden
    assert (record.of, record.hidden_by, record.reason) == (person, chief, "本人要求。")
    undo = reverse("admin:people_hiding_change", args=[record.pk])
    page = client.get(reverse("admin:people_entity_change", args=[person.pk])).content.decode()
    assert (undo in page, f"{HIDE}?" in page, f"{MERGE}?" in page) == (True, False, False)
    assert "对读者隐藏中。" in page
    assert "本人要求。" in page

    assert "show_reason" in errors(client.post(undo, {"show_reason": " "}))
    client.post(undo, {"show_reason": "本人同意。"})
    record.refresh_from_db()

    assert not Entity.objects.get().hidden
    assert (record.shown_by, record.show_reason) == (chief, "本人同意。")
    assert client.post(undo, {"show_reason": "再来。"}).status_code == 403
    assert "本人要求。" in client.get(reverse("admin:people_hiding_changelist")).content.decode()


def test_why_somebody_is_hidden_is_told_to_those_alone_who_may_read_the_record(client):
    person = make.entity()
    hiding.hide(person, by=make.chief(), reason="本人要求。")
    client.force_login(make.staff("记者"))

    page = client.get(reverse("admin:people_entity_change", args=[person.pk])).content.decode()

    assert "对读者隐藏中。" in page
    assert "本人要求。" not in page
    assert "在站点上查看" not in page


def test_a_photo_s_form_says_that_it_shows_somebody_hidden(client, chief):
    person, photo = make.entity(name="楼宝娟"), make.photo()
    photo.pictured.add(person)
    address = reverse("admin:articles_photo_change", args=[photo.pk])
    assert "对读者隐藏的人" not in client.get(address).content.decode()

    hiding.hide(person, by=chief, reason="本人要求。")

    page = client.get(address).content.decode()
    assert "图中有对读者隐藏的人：楼宝娟。读者看不到这张图。" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "只选一个"),
        ({"entity": 1, "reporter": 1}, "只选一个"),
        ({"entity": 1, "reason": " "}, "请写明隐藏的原因"),
    ],
)
def test_a_hiding_that_does_not_say_whom_or_why_is_refused_in_words(client, chief, fields, said):
    rows = {"entity": make.entity().pk, "reporter": make.reporter().pk}
    filled = {"reason": "本人要求。", "_confirm": "1"} | {
        k: rows.get(k, v) for k, v in fields.items()
    }

    response = client.post(HIDE, filled)

    assert said in response.content.decode()
    assert Hiding.objects.count() == 0


def test_whoever_is_hidden_is_not_hidden_twice(client, chief):
    reporter = make.reporter()
    hiding.hide(reporter, by=chief, reason="本人要求。")

    again = {"reporter": reporter.pk, "reason": "再来。", "_confirm": "1"}
    assert "已经隐藏" in client.post(HIDE, again).content.decode()
    with pytest.raises(hiding.HidingRefused):
        hiding.hide(reporter, by=chief, reason="再来。")


def test_names_that_hold_the_hidden_one_are_told(client, chief):
    person = make.entity(name="楼宝娟")
    make.entity(name="楼宝娟工作室", kind="organisation")
    make.column(name="楼宝娟说事")

    response = client.post(HIDE, {"entity": person.pk, "reason": "本人要求。"})

    assert "不会跟着隐藏，需要时请另行处理：楼宝娟工作室、楼宝娟说事" in response.content.decode()


def test_two_rows_are_merged_and_the_log_says_by_whom_and_why(client, chief):
    kept, gone = make.entity(name="市科协"), make.entity(name="义乌市科协")
    fields = {"entity": kept.pk, "other_entity": gone.pk, "reason": "同一单位。"}
    assert "is_sure" in errors(client.post(MERGE, fields))

    client.post(MERGE, fields | {"is_sure": "on"})
    record = Merger.objects.get()

    assert Entity.objects.get() == kept
    assert (record.into, record.former, record.by) == (kept, gone.pk, chief)
    page = client.get(reverse("admin:people_merger_change", args=[record.pk])).content.decode()
    assert "义乌市科协" in page
    assert "同一单位。" in page


def test_two_that_cannot_be_one_are_refused_in_words(client, chief):
    person, school = make.entity(), make.entity(kind="school")
    reporter = make.reporter()
    sure = {"reason": "同一单位。", "is_sure": "on"}
    for chosen, said in [
        ({"entity": person.pk, "other_entity": school.pk}, "不能合并"),
        ({"entity": person.pk, "other_entity": person.pk}, "两个不同的"),
        ({"entity": person.pk, "other_reporter": reporter.pk}, "请选择两位"),
        ({"reporter": reporter.pk}, "请选择两位"),
    ]:
        assert said in client.post(MERGE, chosen | sure).content.decode()
    assert (Merger.objects.count(), Entity.objects.count(), Reporter.objects.count()) == (0, 2, 1)


@pytest.mark.parametrize("role", ["记者", "编辑", "校对", "图片编辑", "管理员"])
def test_others_may_do_neither(client, role):
    client.force_login(make.staff(role))
    person = make.entity()

    assert client.post(HIDE, {"entity": person.pk, "reason": "。"}).status_code == 403
    assert client.post(MERGE, {"entity": person.pk, "reason": "。"}).status_code == 403
    page = client.get(reverse("admin:people_entity_change", args=[person.pk])).content.decode()
    assert (HIDE in page, MERGE in page) == (False, False)


def test_whoever_is_hidden_is_hidden_under_a_new_name_too(client, chief):
    client.force_login(make.editor())
    person = make.entity(name="楼宝娟")
    story = make.published(body="<p>宝娟阿姨来了。</p>")
    hiding.hide(person, by=chief, reason="本人要求。")
    change = reverse("admin:people_entity_change", args=[person.pk])

    fields = typed(client.get(change)) | {
        "other_names-TOTAL_FORMS": "1",
        "other_names-0-entity": person.pk,
        "other_names-0-name": "宝娟阿姨",
    }
    assert client.post(change, fields).status_code == 302

    page = client.get(story.get_absolute_url()).content.decode()
    assert "某某来了" in page
    assert "宝娟阿姨" not in page
