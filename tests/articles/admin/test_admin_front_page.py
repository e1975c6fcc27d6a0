"""Arranging the front page: seen first, then kept, by those who may."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from articles import search
from articles.models import Pin, PublishedArticle
from articles.paper import front_page
from articles.review import corrections
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
        ({"form-0-article": "999999"}, "不在可选之列"),
        ({"form-0-until": ""}, "请写明置顶到什么时候"),
        ({"form-0-until": "x"}, "请按“年-月-日 时:分”填写"),
        ({"form-0-until": "2020-01-01T08:00"}, "已经过了"),
        ({"form-0-ORDER": "x"}, "整数"),
        ({"form-TOTAL_FORMS": "x"}, "这一页没有传完整"),
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


def offered(client, term=""):
    answer = client.get(f"{PAGE}stories/", {"term": term})
    assert answer.status_code == 200
    return [(int(row["id"]), row["text"].split(" · ")) for row in answer.json()["results"]]


def indexed(**fields):
    """A story on the stand that the desk's search knows."""
    stand = make.published(**fields)
    search.index_desk(stand.article)
    return stand


def test_stories_are_found_by_what_is_typed_drafts_and_withdrawn_ones_are_not(desk):
    search.index_desk(make.article(headline="图书馆草稿"))
    gone = indexed(headline="图书馆撤稿").article
    corrections.withdraw(gone, by=make.chief(), reason="失实。")
    shown, other = indexed(headline="图书馆延时"), indexed(headline="公交改线")

    assert [key for key, _text in offered(desk, "图书馆")] == [shown.pk]
    assert [key for key, _text in offered(desk)] == [other.pk, shown.pk]
    assert offered(desk, "？！\0") == offered(desk, "没有这个词") == []


def test_a_story_that_waits_is_offered_with_its_moment_and_shows_from_then_on(desk, client):
    waits = indexed(headline="图书馆", at=timezone.now() + timedelta(hours=1))

    ((key, (title, said)),) = offered(desk, "图书馆")
    desk.post(PAGE, posted(waits))

    assert (key, title) == (waits.pk, "图书馆")
    assert said.startswith("待发布")
    assert pins() == [(1, waits.pk, tomorrow())]
    assert client.get("/").context["lead"] is None
    PublishedArticle.objects.update(visible_from=timezone.now())
    assert client.get("/").context["lead"] == waits


def test_what_waits_in_another_section_is_neither_offered_nor_pinned(client):
    waits = indexed(headline="解禁", at=timezone.now() + timedelta(hours=1), section=make.section())
    editor = make.editor()
    make.section().editors.create(user=editor)
    client.force_login(editor)

    assert offered(client, "解禁") == []
    client.post(PAGE, posted(waits))
    assert pins() == []
    make.pin(article=waits.article)
    page = client.get(PAGE).content.decode()
    assert ("解禁" in page, "别的栏目的稿件，还没上线" in page) == (False, True)
    client.post(PAGE, posted(waits, initial=1, until=tomorrow()))
    assert pins() == [(1, waits.pk, tomorrow())]


@pytest.mark.parametrize("role", ["记者", "校对"])
def test_who_does_not_arrange_the_front_page_is_offered_nothing(client, role):
    client.force_login(make.staff(role))

    assert client.get(f"{PAGE}stories/").status_code == 403


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

    # session, user, rights (2), notices, pins, their stories, the fingerprint
    with django_assert_num_queries(8):
        desk.get(PAGE)
