"""Whoever dies, the publisher or the search server: once both stand again, nothing is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.articles.stand.test_killed import database

TIMES = [4, pytest.param(40, marks=pytest.mark.whole)]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", TIMES)
def test_killed_in_the_act_of_indexing_nothing_is_missing(tmp_path, times):
    """On a server of its own, which it may kill."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.articles.search.search_killed", str(times)],
        cwd=Path(__file__).parents[3],
        env=os.environ
        | database(tmp_path)
        | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "NEWSROOM_DATA_DIR": str(tmp_path),
            "NEWSROOM_LOG_LEVEL": "ERROR",  # that the server is down is what is tried
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stderr == ""
    deaths, waiting = map(int, result.stdout.split())
    assert deaths == times
    assert waiting >= times // 2  # whenever the server died, changes had to wait for it
