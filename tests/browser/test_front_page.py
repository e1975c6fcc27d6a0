"""Arranging the front page in a real browser: a story is found by typing, and put in its place."""

import pytest
from playwright.sync_api import expect

from articles import search
from articles.models import Pin
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_stories_are_found_and_put_in_order_by_mouse_and_by_keys(page, log_in):
    for title in ["公交改线", "菜场搬迁"]:
        make.pin(article=make.published(headline=title).article)
    bridge = make.published(headline="桥梁通车")
    search.index_desk(bridge.article)
    log_in(page, make.chief(), address="/admin/articles/pin/")
    rows = page.locator("table.pins tbody tr")

    rows.nth(2).locator(".select2-selection").click()
    page.locator(".select2-search__field").press_sequentially("桥梁")
    page.locator(".select2-results__option", has_text="桥梁通车").click()
    rows.nth(2).locator("input.moment").fill("2099-01-01 08:00")
    grip, first = rows.nth(2).locator(".row-handle").bounding_box(), rows.nth(0).bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, first["y"] + 2, steps=4)
    page.mouse.up()
    expect(rows.nth(0).locator("select option:checked")).to_contain_text("桥梁通车")
    rows.nth(2).locator(".row-handle").press("ArrowUp")
    expect(page.get_by_role("status")).to_have_text("现在是第 2 个")
    page.click("text=放上首页")

    expect(page.locator(".messagelist .success")).to_be_visible()
    placed = Pin.objects.order_by("order").values_list("article__headline", flat=True)
    assert list(placed) == ["桥梁通车", "菜场搬迁", "公交改线"]
