import os
import time

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.test import Client, override_settings
from playwright.sync_api import expect, sync_playwright

from tests.conftest import FLAGS, HEADLESS, load_sample

# Playwright keeps an event loop running in this thread, and Django takes that for an async caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# A slow machine is waited for; what never comes fails all the same.
PATIENCE = 120_000  # milliseconds
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=HEADLESS, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(live_server, tmp_path_factory):
    """Serves as a deployment does: static files as they were collected, by the application."""
    with override_settings(STATIC_ROOT=str(tmp_path_factory.mktemp("static"))):
        call_command("collectstatic", interactive=False, verbosity=0)
        live_server.thread.httpd.set_app(WSGIHandler())
        yield live_server


@pytest.fixture
def answered(live_server):
    """What a page says in parting is answered before its database is emptied: PostgreSQL would
    find the two in each other's way.
    """
    running = []

    def begin(**kwargs):
        running.append(1)

    def end(**kwargs):
        running[:1] = []  # of one that began before, nothing

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    quiet = 0
    for _ in range(100):
        time.sleep(0.05)
        quiet = 0 if running else quiet + 1
        if quiet == 2:
            break
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture(scope="session")
def window(chromium, live_server):
    """A browser that one test after another works in: what never changes it has loaded already."""
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(window, answered):
    """A page at a desk's width. Anything the browser complains of fails the test."""
    page = window.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else 0)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear()")
    page.goto("about:blank")  # a page says in parting that its editor is gone: see `answered`
    page.close()
    window.clear_cookies()
    assert complaints == []


@pytest.fixture
def log_in(live_server):
    """Give the browser of a page the cookie that a user's login leaves, and show them the desk.

    It does in no time what the form does; one test types a password at the form.
    """

    def log_in(page, user, *, address="/admin/"):
        client = Client()
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        if address:
            page.goto(address)
        return page

    return log_in


@pytest.fixture
def sample(transactional_db):
    """The sample issue, for one test."""
    load_sample()


@pytest.fixture
def browser_of(chromium, live_server, answered):
    """A browser for each editor."""
    contexts = []

    def make_context():
        context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield make_context
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")  # as in the fixture `page`
        context.close()
