"""What some tests need of the machine: its own Chromium, never a downloaded one, and exiftool."""

import shutil

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
EXIFTOOL = shutil.which("exiftool")
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
    needed = {"browser": CHROMIUM, "test_photo_exiftool.py": EXIFTOOL}
    return True if needed.get(collection_path.name, "") is None else None


def pytest_report_header():
    return [
        f"browser: {CHROMIUM or 'no Chromium found, tests/browser is left out'}",
        f"exiftool: {EXIFTOOL or 'not found, test_photo_exiftool.py is left out'}",
    ]
