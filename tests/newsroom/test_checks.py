import os
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone

from articles import search
from articles.models import Article, DeskEntry, PublishedArticle, SearchChange, SearchEntry
from newsroom import checks
from tests import make

SETTINGS = "newsroom.settings"
KEY = "0123456789" * 6
SOUND = "System check identified no issues (0 silenced).\n"


@pytest.fixture
def public(settings, monkeypatch, tmp_path, font):
    """A site open to readers, with nothing wrong."""
    monkeypatch.setenv("NEWSROOM_SECRET_KEY", "its own")
    settings.MEDIA_ROOT = tmp_path
    settings.SECRET_KEY = KEY
    settings.ALLOWED_HOSTS = ["news.example.cn"]
    settings.HTTPS = True
    settings.DEBUG = False
    settings.SECOND_FACTOR = True
    return settings


@pytest.fixture
def sqlite_version(settings, monkeypatch):
    """Say which SQLite a site on SQLite runs."""
    monkeypatch.setitem(
        django_settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3"
    )
    return lambda *version: monkeypatch.setattr(sqlite3, "sqlite_version_info", version)


def ours(*, deploy=False):
    messages = run_checks(include_deployment_checks=deploy)
    return [message.id for message in messages if message.id.startswith("newsroom.")]


def ids(check):
    return [message.id for message in check(None)]


def test_a_sound_public_site_passes(public, sqlite_version):
    sqlite_version(3, 51, 3)
    assert ours(deploy=True) == []


def test_a_public_site_without_https_is_an_error(public):
    public.HTTPS = False
    assert ours() == ["newsroom.E001"]


def test_a_public_site_that_debugs_is_an_error(public):
    public.DEBUG = True
    assert ours() == ["newsroom.E002"]


def test_a_public_site_with_a_key_in_its_folder_is_an_error_when_deployed(public, monkeypatch):
    monkeypatch.delenv("NEWSROOM_SECRET_KEY")
    assert ours() == []
    assert "newsroom.E003" in ours(deploy=True)


def test_a_public_site_whose_editors_need_a_password_alone_is_warned_of(public):
    public.SECOND_FACTOR = False
    assert "newsroom.W002" in ours(deploy=True)


def test_one_s_own_machine_is_not_a_public_site(settings, monkeypatch, tmp_path):
    monkeypatch.delenv("NEWSROOM_SECRET_KEY", raising=False)
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    settings.DEBUG = True
    settings.HTTPS = False
    settings.SECRET_KEY = "short"
    settings.MEDIA_ROOT = tmp_path / "missing"
    assert ids(checks.deployment_is_sound) == ids(checks.public_site_has_its_own_key) == []


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ((3, 6, 23), []),
        ((3, 7, 0), ["newsroom.W001"]),
        ((3, 40, 1), ["newsroom.W001"]),
        ((3, 51, 2), ["newsroom.W001"]),
        ((3, 51, 3), []),
    ],
)
def test_an_sqlite_with_the_wal_reset_bug_is_named(sqlite_version, version, expected):
    sqlite_version(*version)
    assert ids(checks.sqlite_is_sound) == expected


def test_a_machine_without_a_chinese_font_is_told_when_deployed(public, sqlite_version, fontless):
    sqlite_version(3, 51, 3)
    assert ours(deploy=True) == ["newsroom.I001"]


def test_the_deployment_check_names_that_sqlite_too(public, sqlite_version):
    sqlite_version(3, 40, 1)
    assert ours(deploy=True) == ["newsroom.W001"]


def test_postgresql_has_no_such_bug(sqlite_version, monkeypatch):
    sqlite_version(3, 40, 1)
    monkeypatch.setitem(
        django_settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql"
    )
    assert ids(checks.sqlite_is_sound) == []


@pytest.mark.django_db
def test_a_search_index_that_misses_stories_is_named():
    story = make.published()
    search.index_desk(story.article)
    assert checks.search_index_is_current(None, databases=["default"]) == []

    SearchEntry.objects.filter(pk=story.pk).update(version="00000000")

    found = checks.search_index_is_current(None, databases=["default"])
    assert [message.id for message in found] == ["newsroom.W010"]
    assert checks.search_index_is_current(None, databases=None) == []


@pytest.mark.django_db
def test_changes_that_a_search_server_was_not_told_of_are_named():
    change = SearchChange.objects.create(story=make.published())
    assert checks.search_server_is_told(None, databases=["default"]) == []

    SearchChange.objects.filter(pk=change.pk).update(at=change.story.published_at - checks.LATE)

    found = checks.search_server_is_told(None, databases=["default"])
    assert [message.id for message in found] == ["newsroom.W011"]
    assert checks.search_server_is_told(None, databases=None) == []


# What a process does that migrates an empty database and is looked at after every migration of an
# app of ours: the checks read no others' tables.
STEP_BY_STEP = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

def is_ours(migration):
    return migration.app_label in ("articles", "people")

def looked_at(action, migration=None, fake=False):
    if action == "apply_success" and is_ours(migration):
        call_command("check", databases=["default"], fail_level="WARNING")
        print("checked")

call_command("check", databases=["default"], fail_level="WARNING")
executor = MigrationExecutor(connection, looked_at)
leaves = executor.loader.graph.leaf_nodes()
print(sum(is_ours(migration) for migration, _ in executor.migration_plan(leaves)))
executor.migrate(leaves)
call_command("migrate", verbosity=0)
"""


@pytest.mark.long
def test_a_database_is_checked_wherever_its_migration_was_interrupted(tmp_path):
    ours = ("NEWSROOM_", "DATABASE_URL", "SEARCH_URL", "DJANGO_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    result = subprocess.run(
        [sys.executable, "-c", STEP_BY_STEP],
        cwd=Path(__file__).parent.parent.parent,
        env=clean | {"NEWSROOM_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": SETTINGS},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stderr.replace(SOUND, "")) == (0, "")
    planned, *checked = result.stdout.replace(SOUND, "").split()
    assert len(checked) == int(planned) > 0


TABLES = [SearchEntry, DeskEntry, SearchChange, PublishedArticle, Article]


@pytest.mark.django_db
@pytest.mark.parametrize("model", TABLES)
@pytest.mark.parametrize("missing", ["", "COLUMN {column}"])
def test_what_is_not_there_yet_is_not_read(model, missing):
    missing = missing.format(column=model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {model._meta.db_table} RENAME {missing} TO elsewhere")

    run_checks(databases=["default"])

    with connection.cursor() as cursor:  # the transaction is not broken off
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", []),
        ("http://127.0.0.1:9200/newsroom", []),
        ("https://u:p@search.example.cn/newsroom", []),
        ("http://u:p@search.example.cn/newsroom", ["newsroom.W012"]),
    ],
)
def test_a_search_server_is_not_spoken_to_in_the_clear(settings, url, expected):
    settings.SEARCH_URL = url
    assert ids(checks.search_server_is_https) == expected


@pytest.mark.parametrize(
    ("host", "use_tls", "webhook", "expected"),
    [
        ("", False, "", []),
        ("localhost", False, "http://127.0.0.1:9/send", []),
        ("mail.example.cn", True, "https://robot.example.cn/send", []),
        ("mail.example.cn", False, "", ["newsroom.W013"]),
        ("", False, "http://robot.example.cn/send", ["newsroom.W013"]),
    ],
)
def test_nothing_leaves_the_house_in_the_clear(settings, host, use_tls, webhook, expected):
    settings.MAIL_SERVER = {"host": host, "use_ssl": False, "use_tls": use_tls} if host else {}
    settings.WEBHOOK_URL = webhook
    assert ids(checks.outside_is_spoken_to_in_secret) == expected


@pytest.mark.django_db
def test_notices_that_do_not_get_out_are_told():
    now = timezone.now()
    notice = make.notice(at=now, due_at=now)
    assert checks.notices_get_out(None, databases=["default"]) == []

    notice.at = now - timedelta(hours=1)
    notice.save()
    found = checks.notices_get_out(None, databases=["default"])
    assert [message.id for message in found] == ["newsroom.W014"]
    assert checks.notices_get_out(None, databases=None) == []
