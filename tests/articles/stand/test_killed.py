"""A process that dies while it publishes leaves the old text or the new one, never some of each."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.conftest import copy_template

TIMES = [12, pytest.param(200, marks=pytest.mark.whole)]


def database(folder):
    """The address of the tests' PostgreSQL; of SQLite a copy in a folder of its own."""
    if connection.vendor == "sqlite":
        copy_template(folder / "db.sqlite3")
        return {"DATABASE_URL": ""}
    at = connection.settings_dict
    who = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}" if at["USER"] else ""
    host = f"{quote(at['HOST'], safe='')}{':' if at['PORT'] else ''}{at['PORT']}"
    return {"DATABASE_URL": f"postgres://{who}@{host}/{at['NAME']}"}


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", TIMES)
def test_killed_in_the_act_of_publishing_readers_see_the_old_or_the_new(tmp_path, times):
    result = subprocess.run(
        [sys.executable, "-m", "tests.articles.stand.killed", str(times)],
        cwd=Path(__file__).parents[3],
        env=os.environ
        | database(tmp_path)
        | {"DJANGO_SETTINGS_MODULE": "tests.settings", "NEWSROOM_DATA_DIR": str(tmp_path)}
        | {"NEWSROOM_TESTS_DURABLE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stderr == ""
    old, new = map(int, result.stdout.split())
    assert old + new == times
    assert min(old, new) > 0  # it was killed at work, not before it began
