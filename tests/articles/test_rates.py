"""How often one client may ask: counted once for all processes, told in words, and forgotten."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from articles import rates
from tests import make

NOON = 1_900_000_000.0
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def counted(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.NEWSROOM_RATES = dict.fromkeys(("search", "suggest", "preview", "report"), (5, 60))
    return tmp_path


def ask(times=1, *, what="search", client="192.0.2.7", now=NOON):
    """How many of these requests are let through."""
    through = 0
    for _ in range(times):
        try:
            rates.count(what, client=client, now=now)
        except rates.TooOften:
            continue
        through += 1
    return through


def test_so_many_are_let_through_at_once_and_as_many_again_over_the_time():
    assert ask(10) == 5
    assert ask(now=NOON + 11) == 0
    assert ask(3, now=NOON + 12) == 1
    assert ask(10, now=NOON + 36) == 2
    assert ask(10, now=NOON + 200) == 5


def test_who_asks_too_often_is_told_how_long_to_wait_and_does_not_lengthen_it():
    ask(5)
    for _ in range(3):
        with pytest.raises(rates.TooOften) as refusal:
            rates.count("search", client="192.0.2.7", now=NOON)
        assert refusal.value.wait == 12
    assert ask(now=NOON + 12) == 1


def test_others_and_other_kinds_are_counted_for_themselves():
    ask(5)
    assert ask(client="192.0.2.8") == 1
    assert ask(what="suggest") == 1


def test_a_clock_that_went_back_holds_nobody_back_for_longer_than_the_time():
    ask(5, now=NOON + 1_000_000)
    with pytest.raises(rates.TooOften) as refusal:
        rates.count("search", client="192.0.2.7", now=NOON)
    assert refusal.value.wait == 12


@pytest.mark.parametrize(("most", "client"), [(0, "192.0.2.7"), (5, "")])
def test_no_bound_and_no_address_count_nothing(settings, counted, most, client):
    settings.NEWSROOM_RATES = {"search": (most, 60)}
    assert ask(100, client=client) == 100
    assert list(counted.iterdir()) == []


def test_a_folder_that_takes_no_file_holds_nobody_back(settings, counted):
    settings.DATA_DIR = counted / "missing"
    assert ask(100) == 100


def test_the_file_keeps_no_address_and_is_its_owner_s(counted):
    ask(3)
    file = counted / "rates"
    assert file.stat().st_mode & 0o077 == 0
    assert file.stat().st_size <= rates.PLACES * 8
    assert len(file.read_bytes().strip(b"\0")) <= 8


def test_threads_count_together(settings, monkeypatch):
    """Each is interrupted between what it reads and what it writes."""
    pread = os.pread

    def interrupted(*arguments):
        found = pread(*arguments)
        time.sleep(0.0005)
        return found

    monkeypatch.setattr(os, "pread", interrupted)
    settings.NEWSROOM_RATES = {"search": (50, 60)}
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, [25] * 8)) == 50


# Each waits a moment between what it reads and what it writes.
PROCESS = """
import os, sys, time
from pathlib import Path
from django.conf import settings
settings.configure(SECRET_KEY=os.environ["KEY"], DATA_DIR=Path(sys.argv[1]),
                   NEWSROOM_RATES={"search": (50, 60)})
from articles import rates
pread = os.pread
os.pread = lambda *a: (pread(*a), time.sleep(0.0005))[0]
through = 0
print("ready", flush=True)
sys.stdin.readline()
for _ in range(100):
    try:
        rates.count("search", client="192.0.2.7", now=1_900_000_000.0)
    except rates.TooOften:
        continue
    through += 1
print(through)
"""


def test_processes_count_together(settings, counted, monkeypatch):
    monkeypatch.setenv("KEY", django_settings.SECRET_KEY)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(counted)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 3
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    assert sum(int(process.communicate()[0]) for process in processes) == 50


# ---- The pages ----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/?q=智能", "/search/suggest/?q=智能"])
def test_a_client_that_asks_too_often_reads_when_to_ask_again(
    client, address, django_assert_num_queries
):
    make.published()
    statuses = [client.get(address).status_code for _ in range(5)]

    with django_assert_num_queries(0):
        response = client.get(address)

    assert statuses == [200] * 5
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 12
    assert response["Cache-Control"] == "no-store"
    assert f"请过 {response['Retry-After']} 秒再打开这个地址" in response.content.decode()
    assert client.get("/").status_code == 200
    assert client.get(address, REMOTE_ADDR="192.0.2.8").status_code == 200


@pytest.mark.django_db
def test_nobody_asks_more_often_by_naming_other_addresses(client):
    statuses = [
        client.get("/search/", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
        for n in range(6)
    ]
    assert statuses == [200] * 5 + [429]
