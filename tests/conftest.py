"""What some tests need of the machine: its own Chromium, never a downloaded one, and exiftool.

And what all of them find in the database: the roles as they ship.
"""

import shutil

import pytest
from django.core.management import call_command
from PIL import ImageFont

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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Once a worker: to load the roles for every user took a third of the whole run."""
    with django_db_blocker.unblock():
        call_command("loaddata", "roles", verbosity=0)


@pytest.fixture
def font(settings, tmp_path):
    """A machine with one Chinese font, by its name: what is drawn with it are boxes."""
    file = tmp_path / "fonts" / "NotoSansCJK-Bold.ttf"
    file.parent.mkdir()
    file.write_bytes(ImageFont.load_default(16).font_bytes)
    settings.FONT_FOLDERS = [str(file.parent)]
    return file


@pytest.fixture
def fontless(settings):
    """A machine without a Chinese font."""
    settings.FONT_FOLDERS = []


def pytest_ignore_collect(collection_path):
    needed = {"browser": CHROMIUM, "test_photo_exiftool.py": EXIFTOOL}
    return True if needed.get(collection_path.name, "") is None else None


def pytest_report_header():
    return [
        f"browser: {CHROMIUM or 'no Chromium found, tests/browser is left out'}",
        f"exiftool: {EXIFTOOL or 'not found, test_photo_exiftool.py is left out'}",
    ]
