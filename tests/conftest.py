"""What some tests need of the machine: its own Chromium, never a downloaded one, exiftool, and an
OpenSearch.

What all of them find in the database: the roles as they ship. And the order in which they run.
"""

import fcntl
import gc
import os
import random
import shutil
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from unittest.mock import patch

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from PIL import ImageFont
from pytest_django.plugin import blocking_manager_key

from articles.imaging import share_card
from tests.search_server import server as search_server
from tests.triggers import KEPT, without_triggers

hypothesis.settings.register_profile("tests", deadline=None)  # a slow machine fails nothing
hypothesis.settings.load_profile("tests")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HEADLESS = shutil.which("chromium-headless-shell") or CHROMIUM  # the shell takes half the time
BROWSER = Path(__file__).parent / "browser"
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


def pytest_addoption(parser):
    parser.addoption(
        "--shuffle",
        metavar="SEED",
        help="run modules, and the tests within each, in an order drawn by chance from this seed",
    )


@contextmanager
def once_in_a_run(name):
    """Give True to the first worker of the run that comes here, and False to those after it.

    They wait until the first has left the block; if it left by an error, the next is first.
    """
    with (settings.DATA_DIR / f"{name}.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_first = lock.seek(0, os.SEEK_END) == 0  # it was empty when it was opened, perhaps
        yield is_first
        if is_first:
            lock.write("made")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """A copy of the run's one template: tables and roles, made by whichever worker comes first."""
    creation = connection.creation
    with django_db_blocker.unblock():
        with once_in_a_run("template") as is_first:
            if is_first:
                creation.create_test_db(verbosity=0, autoclobber=True)
                call_command("loaddata", "roles", verbosity=0)
            else:
                connection.settings_dict["NAME"] = creation._get_test_db_name()
            connection.close()
            creation.clone_test_db(worker_id, verbosity=0, autoclobber=True)
        connection.settings_dict |= creation.get_test_db_clone_settings(worker_id)
    with patch.object(TransactionTestCase, "_fixture_teardown", _copy_template):
        yield
    with django_db_blocker.unblock():
        connection.close()
        creation._destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _copy_template(_test):
    """After a test that commits, the database is again what the template is.

    Django would empty every table, and then make permissions anew, in half a second a test.
    """
    if connection.vendor == "sqlite":
        _copy(connection.creation._get_test_db_name())
        return
    with ExitStack() as stack:
        for table in KEPT:
            stack.enter_context(without_triggers(table))
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=False)
    call_command("loaddata", "roles", verbosity=0)


def copy_template(file):
    """Make a file of the SQLite database that tests begin with, for a process of its own."""
    template = sqlite3.connect(connection.creation._get_test_db_name())
    with closing(template), closing(sqlite3.connect(file)) as copy:
        template.backup(copy)


def _copy(file):
    """Make the SQLite database of this worker what a file is."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as source:
        source.backup(connection.connection)


def load_sample():
    """Put the sample issue into this worker's database, which is as the template is.

    It is loaded once in a run of the tests; SQLite then copies it, a hundred times as fast.
    """
    if connection.vendor != "sqlite":
        call_command("loaddata", "sample_issue", verbosity=0)
        return
    file = settings.DATA_DIR / "sample.sqlite3"
    with once_in_a_run("sample") as is_first:
        if is_first:
            call_command("loaddata", "sample_issue", verbosity=0)
            connection.ensure_connection()
            with closing(sqlite3.connect(file)) as copy:
                connection.connection.backup(copy)
    _copy(file)


def pytest_sessionfinish(session):
    """The template goes when nobody needs it any more: with the run, not with a worker."""
    made = settings.DATA_DIR / "template.lock"
    if not hasattr(session.config, "workerinput") and made.exists():
        made.unlink()
        with session.config.stash[blocking_manager_key].unblock():
            connection.close()
            name = connection.creation._get_test_db_name()
            connection.creation._destroy_test_db(name, verbosity=0)


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """The sample issue for all tests of a module, gone after the last.

    For modules whose every test asks for it: it stays from the first that does.
    """
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            load_sample()
            yield
            _copy_template(None)
            return
        with transaction.atomic():
            load_sample()
            yield
            transaction.set_rollback(True)


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


def pytest_collection_finish():
    """What was collected stays to the end: the garbage collector need not look through it."""
    gc.collect()
    gc.freeze()


def is_whole(config):
    """Whether this run takes what is marked `whole`."""
    return "not whole" not in config.option.markexpr


def has_opensearch(config):
    """Whether this run has an OpenSearch: SEARCH_SERVER names one, or it starts one of its own.

    That takes its seconds and 512 MiB, so only a run of what is marked `whole` does it.
    """
    return bool(os.environ.get("SEARCH_SERVER")) or (is_whole(config) and can_kill_opensearch())


def can_kill_opensearch():
    """Whether a test can start an OpenSearch of its own here."""
    return not search_server.missing()


def needs_opensearch(item):
    params = item.callspec.params if hasattr(item, "callspec") else {}
    return "search_server" in item.fixturenames or params.get("each_engine") == "opensearch"


def pytest_collection_modifyitems(config, items):
    """Leave out what this machine cannot run; mark what needs a browser, and what needs no
    database, for runs that leave these out.

    And put the tests in order: what takes long first, so that no worker is left with it at the
    end of a run; or by chance. Every worker finds the same order.
    """
    needed = {
        "browser": HEADLESS,
        "test_photo_exiftool.py": EXIFTOOL,
        "test_search_killed.py": has_opensearch(config) and can_kill_opensearch(),
    }
    missing = {name for name, program in needed.items() if not program}
    has_server = has_opensearch(config)
    left_out = [
        item
        for item in items
        if {item.path.name, item.path.parent.name} & missing
        or (needs_opensearch(item) and not has_server)
    ]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker("browser")
        elif not item.get_closest_marker("django_db") and "db" not in item.fixturenames:
            item.add_marker("pure")
    if seed := config.getoption("shuffle"):
        items[:] = _shuffled(items, chance=random.Random(seed))
    else:
        items.sort(key=lambda item: not any(map(item.get_closest_marker, ("long", "browser"))))


def _shuffled(items, *, chance):
    """Modules in any order, and tests within a module: its own fixtures are made once."""
    chance.shuffle(items)
    modules = list(dict.fromkeys(item.path for item in items))
    return sorted(items, key=lambda item: modules.index(item.path))


def pytest_terminal_summary(terminalreporter, config):
    """What this run left out, and why: said at the end, where it is read."""
    missing = {
        "tests/browser: no Chromium on this machine": HEADLESS,
        "test_photo_exiftool.py: no exiftool on this machine": EXIFTOOL,
        "search on OpenSearch: SEARCH_SERVER names none (make search-server starts one)": (
            has_opensearch(config)
        ),
        "test_search_killed.py: no Java and Maven on this machine": can_kill_opensearch(),
        "a font of this machine, in test_share_card.py: no Chinese one here": (
            share_card.font_file()
        ),
        "races of two writers: SQLite has one (DATABASE_URL=postgres://… runs them)": (
            connection.vendor != "sqlite"
        ),
        "what is large: make whole": is_whole(config),
    }
    terminalreporter.section("left out")
    for what in [what for what, is_there in missing.items() if not is_there]:
        terminalreporter.write_line(what)
