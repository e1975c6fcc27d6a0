"""Arranging the front page: seen first, then kept, by those who may."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Pin
from articles.paper import front_page
from tests import make

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/pin/"


@pytest.fixture
def desk(client):
    client.force_login(make.editor())
    return client


def tomorrow():
    return (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)


def posted(*stories, initial=0, seen=None, until=None, **others):
    moment = date_format(timezone.localtime(until or tomorrow()), "Y-m-d\\TH:i")
    said = {"form-TOTAL_FORMS": len(stories), "form-INITIAL_FORMS": initial}
    said["seen"] = front_page.fingerprint() if seen is None else seen
    for n, story in enumerate(stories):
        said |= {f"form-{n}-article": getattr(story, "pk", story), f"form-{n}-until": moment}
        said |= {f"form-{n}-ORDER": n + 1}
    return said | others


def pins():
    return [(pin.order, pin.article_id, pin.until) for pin in Pin.objects.order_by("order")]


def test_stories_are_pinned_in_order_for_a_time(desk):
    one, two = make.published(), make.published()

    response = desk.post(
        PAGE, posted(two, one) | {"form-0-ORDER": 2, "form-1-ORDER": 1}, follow=True
    )

    assert "首页已排好" in response.content.decode()
    assert pins() == [(1, one.pk, tomorrow()), (2, two.pk, tomorrow())]
    assert desk.get("/").context["lead"] == one


def test_a_pin_is_moved_and_taken_off(desk):
    one, two = make.published(), make.published()
    desk.post(PAGE, posted(one, two))

    desk.post(PAGE, posted(one, two, initial=2) | {"form-0-DELETE": "on"})

    assert [key for _order, key, _until in pins()] == [two.pk]


def test_a_preview_shows_it_and_keeps_nothing(desk, client):
    lead, other = make.published(page=make.page()), make.published(headline="置顶的这篇")

    response = desk.post(PAGE, posted(other, _preview=""))

    assert (response.context["lead"], response.context["beside"]) == (other, [lead])
    assert "读者现在还看不到" in response.content.decode()
    assert pins() == []
    assert client.get("/").context["lead"] == lead


def test_a_preview_shows_nothing_that_readers_could_not_see(desk):
    waiting = make.published(at=timezone.now() + timedelta(hours=1))
    make.pin(article=waiting.article)

    response = desk.post(PAGE, posted(waiting, initial=1, _preview=""))

    assert response.context["lead"] is None


def test_an_arrangement_changed_meanwhile_is_not_overwritten(desk):
    one, two = make.published(), make.published()
    before = front_page.fingerprint()
    desk.post(PAGE, posted(one))

    response = desk.post(PAGE, posted(two, seen=before))

    html = response.content.decode()
    assert "有人改过首页" in html
    assert [key for _order, key, _until in pins()] == [one.pk]
    assert f'value="{front_page.fingerprint()}"' in html
    desk.post(PAGE, posted(two))
    assert [key for _order, key, _until in pins()] == [two.pk]


def test_rows_left_empty_are_told_from_what_a_colleague_arranged_meanwhile(desk):
    one, two = make.published(), make.published()
    empty = {"form-1-article": "", "form-1-until": "", "form-1-ORDER": ""}
    mine = posted(two, "", "") | empty | {"form-2-until": "", "form-2-ORDER": ""}
    desk.post(PAGE, posted(one, two))

    html = desk.post(PAGE, mine).content.decode()

    assert "有人改过首页" in html
    assert "请写明置顶到什么时候" not in html


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"form-0-article": "999999"}, "选择"),
        ({"form-0-until": ""}, "请写明置顶到什么时候"),
        ({"form-0-until": "x"}, "有效"),
        ({"form-0-until": "2020-01-01T08:00"}, "已经过了"),
        ({"form-0-ORDER": "x"}, "整数"),
        ({"form-TOTAL_FORMS": "x"}, "ManagementForm"),
        ({"form-TOTAL_FORMS": "99"}, "6"),
    ],
)
def test_bad_input_is_refused_in_words_and_changes_nothing(desk, change, reason):
    response = desk.post(PAGE, posted(make.published()) | change)

    assert response.status_code == 200
    assert reason in response.content.decode()
    assert pins() == []


def test_a_story_is_pinned_once(desk):
    story = make.published()

    response = desk.post(PAGE, posted(story, story))

    assert "同一篇稿件只能放一次" in response.content.decode()
    assert pins() == []


def test_drafts_are_not_offered(desk):
    make.article(headline="草稿标题")
    make.published(headline="见报标题")

    html = desk.get(PAGE).content.decode()

    assert "见报标题" in html
    assert "草稿标题" not in html


@pytest.mark.parametrize("role", ["记者", "校对", "图片编辑", "管理员"])
def test_others_do_not_arrange_the_front_page(client, role):
    client.force_login(make.staff(role))

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, posted(make.published())).status_code == 403
    assert pins() == []


def test_who_may_only_look_at_the_arrangement_changes_nothing(client):
    client.force_login(make.colleague("view_pin"))

    assert "放上首页" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, posted(make.published())).status_code == 403
    assert pins() == []


@pytest.mark.parametrize("count", [1, 3])
def test_arranging_takes_the_same_queries_for_any_number(desk, count, django_assert_num_queries):
    for _ in range(count):
        make.pin()

    # session, user, rights (2), pins, what is offered (2), the fingerprint
    with django_assert_num_queries(9):
        desk.get(PAGE)
