"""A browser for the tests that need one: the machine's own Chromium, never a downloaded one."""

import shutil

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_ignore_collect(collection_path):
    if collection_path.name == "browser" and CHROMIUM is None:
        return True
    return None


def pytest_report_header():
    return f"browser: {CHROMIUM or 'no Chromium found, tests/browser is left out'}"
