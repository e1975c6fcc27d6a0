"""A printed byline that is pasted: its readings are asked in the form, by mouse or by keyboard."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from people.models import Reporter
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

SHARED = "□ 全媒体记者 周望舒\n通讯员 何清平 文/图"


def paste(page, text):
    """As Ctrl+V does it: the text comes at once."""
    page.focus("#id_printed_byline")
    page.evaluate("text => document.execCommand('insertText', false, text)", text)


def signed():
    rows = Article.objects.get().bylines.select_related("reporter")
    return [(row.title_as_printed, row.reporter.name, row.role) for row in rows]


def test_a_reading_is_chosen_by_keyboard_and_a_new_name_is_registered(page, log_in):
    make.reporter(name="周望舒")
    desk = log_in(page, make.editor(), address="/admin/articles/article/add/")
    desk.fill("#id_headline", "水库蓄水")
    readings = desk.locator("#byline-readings")

    paste(desk, SHARED)
    expect(readings.locator("[type=radio]")).to_have_count(3)
    expect(desk.locator("#byline-said")).to_have_text(
        "这一行署名有 2 种读法，请选一种；都不对就选“照原样留着”。"
    )
    expect(desk.locator("#id_printed_byline")).to_have_value(SHARED)

    # Another line is asked anew; back to the first, which is then saved without a choice.
    desk.fill("#id_printed_byline", "全媒体记者 周望舒 文/图")
    expect(readings).to_contain_text("这一行读作：")
    expect(readings.locator("[type=radio]")).to_have_count(0)
    desk.fill("#id_printed_byline", SHARED)
    expect(readings.locator("[type=radio]")).to_have_count(3)
    desk.locator("[name=_save]").first.click()
    expect(desk.locator(".field-printed_byline .errorlist")).to_contain_text("2 种读法")
    expect(desk.locator("#id_printed_byline")).to_have_value(SHARED)

    desk.focus("#id_printed_byline")
    while desk.evaluate("document.activeElement.name") != "byline_reading":
        desk.keyboard.press("Tab")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.name") == "byline_who"
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    desk.locator("[name=_save]").first.press("Enter")
    expect(desk.locator(".messagelist .success").first).to_be_visible()

    assert signed() == [("全媒体记者", "周望舒", "text"), ("通讯员", "何清平", "text_photo")]
    assert Reporter.objects.get(name="何清平").kind == "correspondent"
