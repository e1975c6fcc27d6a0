"""The one command of a newcomer: prepared on the first run, served by the production server."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.conf import settings
from django.core.management import CommandError
from django_tasks_db.models import DBTaskResult

from articles.models import Article, PublishedArticle, ScoreRule
from people.models import Reporter, User
from tests.conftest import once_in_a_run
from tests.served import ROOT, environment, fetch, serving


@pytest.mark.django_db
def test_the_first_run_loads_the_issue_and_makes_a_desk(client, demo, port):
    said = demo()

    assert f"http://127.0.0.1:{port}/\n" in said
    assert PublishedArticle.objects.public().count() == 9
    assert ScoreRule.objects.count() == 36
    name, password = re.search(r"登录 Login +(\S+) / (\S+)", said).groups()
    assert client.login(username=name, password=password)
    staff = User.objects.filter(is_staff=True, is_superuser=False).order_by("pk")
    assert [(user.username, user.groups.get().name) for user in staff] == [
        ("reporter", "记者"),
        ("editor", "编辑"),
        ("colleague", "编辑"),
        ("director", "部门主任"),
        ("chief", "值班总编"),
        ("manager", "管理员"),
    ]
    for user in staff:
        assert f"{user.username}（{user.groups.get().name}）" in said
        assert client.login(username=user.username, password=password)
    assert Reporter.objects.get(user__username="reporter").bio == "演示账号，不是真人。"
    assert Reporter.objects.get(user__username="reporter").sort_key == "ji zhe jia"


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["70000", "-1", "eighty"])
def test_a_port_that_is_none_is_named(demo, wrong):
    with pytest.raises(CommandError, match=f"端口 {wrong} 不能用.*\nPort {wrong} cannot be used"):
        demo(port=wrong)


@pytest.mark.django_db
def test_a_taken_port_stops_it_before_anything_is_changed(demo, port):
    with (
        closing(socket.create_server(("127.0.0.1", port))),
        pytest.raises(CommandError, match=f"Port {port} cannot be used .*PORT=8001 make demo"),
    ):
        demo()
    assert not User.objects.exists()
    assert not Article.objects.exists()


@pytest.fixture
def outside(tmp_path, port):
    return environment(tmp_path, port)


@pytest.fixture
def prepared(tmp_path):
    """The folder of a first run. It is prepared once for all tests, and each has a copy."""
    folder = settings.DATA_DIR / "demo"
    with once_in_a_run("demo") as is_first:
        if is_first:
            result = run(environment(folder, 0), "--no-serve")
            assert (result.returncode, result.stderr) == (0, "")
            assert "登录 Login  editor / " in result.stdout
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(environment, *options):
    """The command to its end, as a newcomer runs it."""
    return subprocess.run(
        [sys.executable, "manage.py", "demo", *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_database_that_cannot_be_opened_is_said_in_words(outside, tmp_path):
    (tmp_path / "db.sqlite3").mkdir()
    result = run(outside)
    assert result.returncode == 1
    assert f"数据库打不开，请检查 DATABASE_URL 或数据目录 {tmp_path}" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_taken_port_is_all_that_is_said(outside, tmp_path, port):
    with closing(socket.create_server(("127.0.0.1", port))):
        result = run(outside)
    assert result.returncode == 1
    assert result.stderr.startswith(f"CommandError: 端口 {port} 不能用")
    assert not (tmp_path / "db.sqlite3").exists()


@pytest.mark.long
def test_the_demo_is_served_with_its_styles(outside, port, prepared):
    log = prepared / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            [sys.executable, "manage.py", "demo"], cwd=ROOT, env=outside, stdout=out, stderr=out
        ) as server,
    ):
        try:
            front_page = fetch(f"http://127.0.0.1:{port}/", server)
            style = re.search(r'href="(/static/newsroom/css/\w+\.[0-9a-f]{12}\.css)"', front_page)
            assert "“李祖乡遇”" in front_page
            assert fetch(f"http://127.0.0.1:{port}{style[1]}", server)
            first = worker(prepared, server)
            os.kill(first, signal.SIGKILL)
            enqueue(outside)
            assert worker(prepared, server, but=first)
        finally:
            server.terminate()
            assert server.wait() == 0
    said = log.read_text()
    assert "登录 Login  editor" in said
    assert "Traceback" not in said


def enqueue(environment):
    """Leave the worker of the demo something to do."""
    code = "from newsroom import worker; worker.move_files.enqueue()"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=ROOT,
        env=environment,
        check=True,
    )


def worker(folder, server, *, but=0):
    """The process that did a job of the demo, another than this one, waiting until one has."""
    table = DBTaskResult._meta.db_table
    done = f"SELECT worker_ids FROM {table} WHERE status = 'SUCCESSFUL'"
    while True:
        with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
            found = {json.loads(row[0])[-1] for row in database.execute(done)}
        for process in {int(name.rpartition(":")[2]) for name in found} - {but}:
            return process
        assert server.poll() is None
        time.sleep(0.1)


def workers(log, server, *, number):
    """The processes of the workers that were started, waiting until there were so many."""
    spawned = re.compile(r"Spawning worker-\d+ with PID: (\d+)")
    while len(found := spawned.findall(log.read_text())) < number:
        assert server.poll() is None
        time.sleep(0.1)
    return [int(key) for key in found]


@pytest.mark.long
def test_the_site_outlives_a_worker_that_dies(outside, port, prepared):
    address, log = f"http://127.0.0.1:{port}/", prepared / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            serving(port), cwd=ROOT, env=outside, stdout=out, stderr=out, start_new_session=True
        )
    with server:
        try:
            assert "城市日报" in fetch(address, server)
            first, second = workers(log, server, number=2)
            os.kill(first, signal.SIGKILL)
            *_, third = workers(log, server, number=3)
            assert third not in {first, second}
            assert "城市日报" in fetch(address, server)
            os.kill(second, signal.SIGKILL)  # the one that came in place of the first is left
            assert "城市日报" in fetch(address, server)
        finally:
            os.killpg(server.pid, signal.SIGKILL)
