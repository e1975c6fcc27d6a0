"""Drawing regions at the desk: the form behind the drawing, which also works by itself."""

import pytest

from articles.models import Region
from articles.paper import regions
from articles.paper.regions import Drawn
from tests import make

pytestmark = pytest.mark.django_db

LEFT, RIGHT, ALL = "0,0 50,0 50,100 0,100", "50,0 100,0 100,100 50,100", "0,0 100,0 100,100 0,100"


@pytest.fixture
def page():
    return make.drawn_page()


@pytest.fixture
def desk(client):
    client.force_login(make.editor(username="editor"))
    return client


def address(page, end=""):
    return f"/admin/articles/page/{page.pk}/regions/{end}"


def posted(*rows, edition=0, initial=0, **others):
    said = {"edition": edition, "form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": initial}
    for n, (article, points, *more) in enumerate(rows):
        said |= {f"form-{n}-article": getattr(article, "pk", article), f"form-{n}-points": points}
        said |= {f"form-{n}-ORDER": n + 1} | {f"form-{n}-{name}": "on" for name in more}
    return said | others


def stored(page):
    return [(r.article, r.points) for r in Region.objects.of_page(page)]


def test_regions_are_saved_in_the_order_given(desk, page):
    one, two = (make.article(page=page) for _ in range(2))
    said = posted((one, LEFT), (two, RIGHT)) | {"form-0-ORDER": 2, "form-1-ORDER": 1}

    response = desk.post(address(page), said, follow=True)

    assert "区域已保存。" in response.content.decode()
    assert stored(page) == [(two, RIGHT), (one, LEFT)]


def test_a_stored_region_is_shown_changed_and_deleted(desk, page):
    one, two = (make.article(page=page) for _ in range(2))
    regions.save(page, [Drawn(one.pk, LEFT)], by=make.editor(), edition=0)

    assert f'value="{LEFT}"' in desk.get(address(page)).content.decode()
    desk.post(address(page), posted((one, ALL), edition=1, initial=1))
    assert stored(page) == [(one, ALL)]
    desk.post(address(page), posted((one, ALL, "DELETE"), (two, LEFT), edition=2, initial=1))
    assert stored(page) == [(two, LEFT)]


def test_an_empty_row_is_no_region(desk, page):
    one = make.article(page=page)

    desk.post(address(page), posted((one, LEFT), ("", "")) | {"form-1-ORDER": ""})

    assert stored(page) == [(one, LEFT)]


def test_a_refusal_says_why_and_keeps_what_was_drawn(desk, page):
    one, two = (make.article(page=page, headline=name) for name in ("甲", "乙"))

    html = desk.post(address(page), posted((one, ALL), (two, RIGHT))).content.decode()

    assert "《甲》和《乙》的区域重叠了版面的 50.0%。" in html
    assert f'value="{RIGHT}"' in html
    assert stored(page) == []


def test_regions_saved_meanwhile_are_reported_and_saving_again_takes_mine(desk, page):
    one, two = (make.article(page=page) for _ in range(2))
    regions.save(page, [Drawn(one.pk, LEFT)], by=make.editor(), edition=0)

    response = desk.post(address(page), posted((two, RIGHT)))

    assert "有人保存过本版的区域" in response.content.decode()
    assert stored(page) == [(one, LEFT)]
    assert 'name="edition" value="1"' in response.content.decode()
    desk.post(address(page), posted((two, RIGHT), edition=1))
    assert stored(page) == [(two, RIGHT)]


def test_rows_left_empty_are_told_from_what_a_colleague_drew_meanwhile(desk, page):
    one, two = (make.article(page=page) for _ in range(2))
    drawn = [Drawn(one.pk, LEFT), Drawn(two.pk, RIGHT)]
    regions.save(page, drawn, by=make.editor(), edition=0)

    mine = posted((two, RIGHT), ("", "")) | {"form-1-ORDER": ""}
    html = desk.post(address(page), mine).content.decode()

    assert "有人保存过本版的区域" in html
    assert "请画出区域" not in html


@pytest.mark.parametrize(
    "change",
    [
        {"form-0-article": "999999"},
        {"form-0-article": "x"},
        {"form-0-points": "\0"},
        {"form-0-points": "0,0"},
        {"form-0-points": "0,0 50,0"},
        {"form-0-points": "1" * 2000},
        {"form-0-ORDER": "x"},
        {"form-TOTAL_FORMS": "x"},
        {"form-TOTAL_FORMS": "9999999"},
        {"edition": "x"},
        {"edition": ""},
    ],
)
def test_bad_input_changes_nothing_and_breaks_nothing(desk, page, change):
    story = make.article(page=page)

    for end in ("", "check/"):
        response = desk.post(address(page, end), posted((story, LEFT)) | change)
        assert response.status_code == 200
    assert stored(page) == []


def test_a_drawing_is_checked_before_it_is_saved(desk, page):
    one, two = (make.article(page=page, headline=name) for name in ("甲", "乙"))

    found = desk.post(address(page, "check/"), posted((one, ALL), (two, RIGHT))).content.decode()

    assert f'class="region-fault" data-articles="{one.pk} {two.pk}"' in found
    assert "<html" not in found
    assert stored(page) == []


def test_a_replaced_image_is_reported_at_the_page_and_at_the_drawing(desk, page):
    make.region(page=page)
    page.regions_edition, page.image_edition = 1, 2
    page.save()

    for where in (address(page), f"/admin/articles/page/{page.pk}/change/"):
        assert "版面图在画好区域之后换过" in desk.get(where).content.decode()


def test_a_page_without_an_image_asks_for_one(desk):
    assert "先给这个版传上版面图" in desk.get(address(make.page())).content.decode()


@pytest.mark.parametrize("role", ["记者", "校对", "图片编辑", "管理员"])
def test_who_may_not_change_pages_draws_nothing(client, page, role):
    client.force_login(make.staff(role))

    assert client.get(address(page)).status_code == 403
    assert client.post(address(page), posted()).status_code == 403
    assert client.post(address(page, "check/"), posted()).status_code == 403


def test_the_check_is_asked_for_by_post(desk, page):
    assert desk.get(address(page, "check/")).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_drawing_takes_the_same_queries_for_any_number(
    desk, page, count, django_assert_num_queries
):
    for _ in range(count):
        make.region(page=page, article=make.published(page=page).article)

    # session, user, the page, rights (2), stories and regions to fill the form, stories and what
    # is kept to check it, what is public, what is kept to show it
    with django_assert_num_queries(12):
        desk.get(address(page))
