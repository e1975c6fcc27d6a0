"""Readers of real servers of two processes each never get what was before the last publication."""

import http.client
import os
import re
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from itertools import cycle

import pytest
from django.db import connection

from articles.stand import publishing
from newsroom.page_cache import LOOK
from tests import make
from tests.served import ROOT, environment, fetch, serving

pytestmark = [pytest.mark.whole, pytest.mark.django_db(transaction=True)]
NUMBER = re.compile(r"第([0-9]+)次")
READERS = 8
PAUSE = 0.04  # seconds between two requests of a reader: 200 a second together


@contextmanager
def server(folder):
    """The port of a server that has this test's database and a memory of its own."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    name = connection.settings_dict["NAME"]
    host = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    database = f"{host}/{name}" if host else f"sqlite:///{name}"
    ours = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    folder.mkdir()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            serving(port), cwd=ROOT, env=environment(folder, port) | ours, stdout=log, stderr=log
        )
    try:
        fetch(f"http://127.0.0.1:{port}/", process)
        yield port
    finally:
        process.terminate()
        process.wait()


class Reader(threading.Thread):
    """Asks for page after page, each time on a new connection, until told to stop."""

    def __init__(self, ports, addresses, *, stopped):
        super().__init__()
        self.ports, self.addresses, self.stopped = cycle(ports), cycle(addresses), stopped
        self.seen = []  # when it asked, what, the status, and the number that it read

    def run(self):
        while not self.stopped.wait(PAUSE):
            address, started = next(self.addresses), time.monotonic()
            with closing(http.client.HTTPConnection("127.0.0.1", next(self.ports))) as link:
                link.request("GET", address)
                answer = link.getresponse()
                found = NUMBER.search(answer.read().decode())
            self.seen.append((started, address, answer.status, int(found[1]) if found else None))


@pytest.mark.parametrize("servers", [1, 2])
def test_no_reader_gets_an_old_page_after_a_publication(tmp_path, servers):
    section = make.section()
    article = make.article(section=section, headline="第0次")
    publishing.publish(article, by=None)
    addresses = ["/", article.get_absolute_url(), section.get_absolute_url(), "/feeds/latest.rss"]
    committed, stopped = [time.monotonic()], threading.Event()
    with ExitStack() as stack:
        ports = [stack.enter_context(server(tmp_path / str(n))) for n in range(servers)]
        readers = [Reader(ports, addresses, stopped=stopped) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        for number in range(1, 16):
            time.sleep(1)
            article.headline = f"第{number}次"
            article.save()
            publishing.publish(article, by=None)
            committed.append(time.monotonic())
        time.sleep(1)
        stopped.set()
        for reader in readers:
            reader.join()

    def newest(moment):
        """The last publication that whoever asks at a moment has to get."""
        return max(n for n, at in enumerate(committed) if at + LOOK <= moment or n == 0)

    seen = [each for reader in readers for each in reader.seen]
    assert {status for _started, _address, status, _number in seen} == {200}
    assert {address for _started, address, _status, _number in seen} == set(addresses)
    old = [each for each in seen if each[3] is None or each[3] < newest(each[0])]
    assert old == []
    assert max(number for *_rest, number in seen) == 15
