"""大字 and 朗读 in a real browser, and the page without either."""

import pytest
from playwright.sync_api import expect

from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

SPY = """
window.said = [];
Object.defineProperty(window, "speechSynthesis", { value: {
  speak(one) { said.push([one.lang, one.text]); setTimeout(() => one.onend && one.onend(), 0); },
  cancel() {}, pause() {}, resume() {}, getVoices: () => [],
} });
"""


def test_large_type_holds_from_page_to_page_and_is_told(page):
    story = make.published(body="<p>第一段。</p><p>第二段。</p>")
    page.goto("/")
    page.click("text=大字")
    page.goto(story.get_absolute_url())

    expect(page.locator("html.large")).to_have_count(1)
    expect(page.get_by_role("button", name="大字", pressed=True)).to_be_visible()
    size, leading, gap = (
        page.locator(".body p")
        .nth(1)
        .evaluate(
            "p => ['fontSize', 'lineHeight', 'marginTop']"
            ".map(n => parseFloat(getComputedStyle(p)[n]))"
        )
    )
    assert (size >= 22, leading / size >= 1.3, gap / size >= 1.3) == (True, True, True)

    page.click("text=大字")
    page.reload()
    expect(page.locator("html.large")).to_have_count(0)


def test_a_story_is_read_aloud_in_mandarin_headline_first(page):
    story = make.published(headline="主题", body="<p>第一段。</p><p>第二段。</p>")
    page.add_init_script(SPY)
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name="朗读", exact=True).click()

    page.wait_for_function("said.length === 3")
    assert page.evaluate("said") == [
        ["zh-CN", "主题"],
        ["zh-CN", "第一段。"],
        ["zh-CN", "第二段。"],
    ]


def test_without_scripts_there_is_neither_button(chromium, live_server):
    story = make.published()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + story.get_absolute_url())

    expect(page.get_by_role("button", name="大字")).to_have_count(0)
    expect(page.get_by_role("button", name="朗读")).to_have_count(0)
    context.close()
