"""Suggestions in a real browser: an input method, the keyboard, and none of it."""

import pytest
from playwright.sync_api import expect

from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def field(page):
    make.entity(name="李祖村")
    make.entity(name="李祖学校")
    make.published(headline="走进李祖")
    page.goto("/search/")
    return page.get_by_role("combobox")


def test_suggestions_are_used_by_keyboard(page, field):
    options = page.get_by_role("option")
    field.press_sequentially("李祖")
    expect(options).to_have_text(["李祖学校 人物", "李祖村 人物", "走进李祖 稿件"])
    expect(field).to_have_attribute("aria-expanded", "true")

    field.press("ArrowUp")
    expect(options.nth(2)).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")  # back to the field
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    field.press("Enter")

    expect(page.locator("h1")).to_have_text("李祖村")


@pytest.mark.whole
def test_escape_closes_and_enter_asks_for_what_was_typed(page, field):
    field.press_sequentially("李祖")
    expect(page.get_by_role("option")).to_have_count(3)
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("李祖")
    field.press("Enter")

    expect(page.locator(".hits h2")).to_have_text(["走进李祖"])
    expect(page.locator("mark")).to_have_text(["李祖"])


@pytest.mark.whole
def test_a_suggestion_is_used_with_a_pointer(page, field):
    field.press_sequentially("走进")
    page.get_by_role("option", name="走进李祖").click()

    expect(page.locator("h1")).to_have_text("走进李祖")


@pytest.mark.whole
def test_nothing_is_asked_while_an_input_method_composes(page, field):
    asked = []
    page.on("request", lambda request: "suggest" in request.url and asked.append(request.url))
    field.focus()
    method = page.context.new_cdp_session(page)
    for letters in ["l", "li", "li'z", "li'zu"]:
        parameters = {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        method.send("Input.imeSetComposition", parameters)
    page.wait_for_timeout(400)
    assert (asked, field.input_value()) == ([], "li'zu")

    method.send("Input.insertText", {"text": "李祖"})  # the candidate is chosen

    expect(page.get_by_role("option")).to_have_count(3)
    assert len(asked) == 1


def test_the_form_works_without_scripts(chromium, live_server):
    make.published(headline="走进李祖", body="<p>共富工坊</p>")
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.fill("[type=search]", "李祖 工坊")
    page.press("[type=search]", "Enter")

    expect(page.locator(".hits h2")).to_have_text(["走进李祖"])
    expect(page.locator("#q")).to_have_value("李祖 工坊")
    context.close()
