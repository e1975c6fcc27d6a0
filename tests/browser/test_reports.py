"""A reader reports an error in a real browser, and an editor finds it and corrects the story."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from articles.models import ReaderReport
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_is_sent_by_keyboard_alone(chromium, live_server, scripts):
    cache.clear()
    story = make.published(headline="12人获评")
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(story.get_absolute_url())
    page.get_by_role("link", name="我要纠错").focus()
    page.keyboard.press("Enter")

    page.get_by_label("有误的原文").focus()
    page.keyboard.type("12人")
    page.keyboard.press("Tab")
    page.keyboard.type("应为15人。")
    page.wait_for_timeout(3500)  # nobody types it sooner
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="已收到，谢谢您")).to_be_visible()
    assert context.cookies() == []
    assert list(ReaderReport.objects.values_list("passage", "text")) == [("12人", "应为15人。")]
    context.close()


@pytest.mark.whole
def test_an_editor_corrects_what_a_reader_reported(page, log_in):
    report = make.reader_report(text="应为15人。")
    log_in(page, make.chief())
    page.get_by_role("link", name="应为15人。").click()
    page.get_by_role("link", name="更正这篇稿件").click()
    expect(page.get_by_role("checkbox", name="应为15人。")).to_be_checked()
    page.get_by_label("说明").fill("15人误为12人。")
    page.get_by_role("button", name="下一步：看看后果").click()
    page.get_by_role("button", name="提交，等另一个人确认").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    log_in(page, make.chief())
    page.locator(".waiting a[href*='/corrections/']").click()
    page.get_by_role("button", name="确认，发布更正").click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    page.goto(report.article.get_absolute_url())
    expect(page.get_by_text("15人误为12人。")).to_be_visible()
    report.refresh_from_db()
    assert report.state == "corrected"
