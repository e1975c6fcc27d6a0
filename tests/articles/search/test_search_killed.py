"""Whoever dies, the publisher or the search server: once both stand again, nothing is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.articles.stand.test_killed import database

TIMES = 6


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_act_of_indexing_nothing_is_missing(tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "tests.articles.search.search_killed", str(TIMES)],
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
    times, waiting = map(int, result.stdout.split())
    assert times == TIMES
    assert waiting >= TIMES // 2  # whenever the server died, changes had to wait for it
