import os

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM, FLAGS

# Playwright keeps an event loop running in this thread, and Django takes that for an async caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server):
    """A page at a desk's width. Anything the browser complains of fails the test."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="zh-CN"
    )
    page = context.new_page()
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else 0)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.goto("about:blank")  # what a page says in parting is not to outlive its database
    context.close()
    assert complaints == []


@pytest.fixture
def browser_of(chromium, live_server):
    """A browser for each editor."""
    contexts = []

    def make_context():
        context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
        contexts.append(context)
        return context

    yield make_context
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")  # as in the fixture `page`
        context.close()
