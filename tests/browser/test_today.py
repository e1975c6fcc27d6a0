"""Tomorrow's paper is made on a phone, at the desk's front page."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Issue, Page
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def is_narrow(page):
    return page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_next_issue_is_made_once_and_written_for(page, log_in):
    today = make.issue(date=timezone.localdate(), number="总第8123期", released_at=timezone.now())
    make.page(issue=today, name="要闻", responsible_editor="陈洋波")
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, make.editor())

    page.get_by_role("link", name="的报纸").first.click()
    tomorrow = timezone.localdate() + timedelta(days=1)
    page.fill("#id_date", tomorrow.isoformat())
    page.fill("#id_page_count", "2")
    page.click("[name=_count]")
    expect(page.locator("#id_date")).to_have_value(tomorrow.isoformat())
    page.fill("#id_pages-1-name", "民生")
    assert is_narrow(page)
    page.locator("[name=_make]").dblclick()

    expect(page.locator(".sheet h3")).to_have_text(["第1版 要闻", "第2版 民生"])
    made = Issue.objects.get(date=tomorrow)
    assert (made.number, Page.objects.filter(issue=made).count()) == ("总第8124期", 2)
    assert is_narrow(page)

    page.get_by_role("link", name="给第2版 民生写稿").click()
    expect(page.locator("#id_page option:checked")).to_have_text(str(made.pages.get(number=2)))
    expect(page.locator("#id_page_order")).to_have_value("1")
