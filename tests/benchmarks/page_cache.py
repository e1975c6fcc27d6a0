"""What a page that is kept costs beside the same bytes from a callable that does nothing else:
`python -m tests.benchmarks.page_cache`.

The sample issue is served as README says, by one process. A few clients ask for a story over
connections that stay open: the same bytes bare, the story that is kept, and that it has not changed
(304); in turns, so that the machine is the same. Then: what publishing costs with the triggers of
the stand's version, as a multiple of what it costs without.
"""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.served import ROOT, environment, fetch, serving

STORY = "/articles/1/"
CLIENTS, SECONDS, TURNS = 4, 2, 5
LEAST = 0.8  # of the bare callable, by processor time
STORIES = 150  # published for the cost of the triggers, in turns with and without


def say(line=""):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# ---- The bare callable, in the server's process ----

answer = [b"", []]  # a body, and its headers


def bare(environ, start_response):
    """The bytes of the kept story, which the benchmark has written to a file."""
    if environ["PATH_INFO"] == "/":  # it is asked whether the server is up
        start_response("200 OK", [])
        return []
    body, headers = answer
    if not body:
        head, _blank, answer[0] = Path(os.environ["BARE"]).read_bytes().partition(b"\n\n")
        headers += [tuple(line.split(": ", 1)) for line in head.decode().split("\n")]
        body = answer[0]
    start_response("200 OK", headers.copy())
    return [body]


class Served(NamedTuple):
    port: int
    group: int  # of its processes


@contextmanager
def served(application, folder, **given):
    """One process of the README's server with that application."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    command = serving(port)
    command[command.index("--workers") + 1] = "1"
    command[-1] = application
    with (Path(folder) / "log").open("a") as log:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(folder, port) | given,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        fetch(f"http://127.0.0.1:{port}/", server)
        yield Served(port, server.pid)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def cost(server, *headers):
    """Requests a second that a few clients get answered, and the server's processor time for one,
    in microseconds. The clients do as little as they can: they share the machine.
    """
    lines = [f"GET {STORY} HTTP/1.1", "Host: 127.0.0.1", *headers, "Accept-Encoding: gzip", "", ""]
    request = "\r\n".join(lines).encode()
    counts, end, before = [], time.perf_counter() + SECONDS, processor_time(server)

    def visit():
        with socket.create_connection(("127.0.0.1", server.port)) as link:
            link.sendall(request)
            size, count = len(whole_answer(link)), 0
            while time.perf_counter() < end:
                link.sendall(request)
                got = 0
                while got < size:
                    got += len(link.recv(65536))
                count += 1
        counts.append(count)

    clients = [threading.Thread(target=visit) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    spent = processor_time(server) - before
    return sum(counts) / SECONDS, 1_000_000 * spent / sum(counts)


def whole_answer(link):
    """The first answer; those after it have as many bytes."""
    got = link.recv(65536)
    time.sleep(0.2)
    link.setblocking(False)
    with suppress(BlockingIOError):
        while more := link.recv(65536):
            got += more
    link.setblocking(True)
    return got


def processor_time(server):
    """Seconds that the server's processes have spent."""
    spent = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(") ")[2].split()
            if int(fields[2]) == server.group:
                spent += int(fields[11]) + int(fields[12])
    return spent / os.sysconf("SC_CLK_TCK")


def kept_story(port, file):
    """Write down what the server answers, for the bare callable; the story's ETag."""
    link = http.client.HTTPConnection("127.0.0.1", port)
    link.request("GET", STORY, headers={"Accept-Encoding": "gzip"})
    got = link.getresponse()
    headers = [(n, v) for n, v in got.getheaders() if n not in {"server", "date"}]
    lines = "\n".join(f"{name}: {value}" for name, value in headers)
    file.write_bytes(lines.encode() + b"\n\n" + got.read())
    return got.headers["ETag"]


def compare(folder):
    """Of each turn: requests a second and processor time of the bare callable, of the story that is
    kept, and of a 304.
    """
    file = Path(folder) / "bare"
    with served("newsroom.wsgi:application", folder) as ours:
        etag = kept_story(ours.port, file)
        with served("tests.benchmarks.page_cache:bare", folder, BARE=str(file)) as other:
            for _ in range(TURNS):
                yield cost(other), cost(ours), cost(ours, f"If-None-Match: {etag}")


# ---- What the triggers cost ----


def publishing_with_triggers():
    """The time to publish stories with the triggers, as a multiple of that without."""
    from django.db import connection

    from articles.stand import version
    from tests import make

    def seconds():
        start = time.perf_counter()
        for _ in range(STORIES // TURNS):
            make.published(body=f"<p>{'义乌市民生。' * 100}</p>")
        return time.perf_counter() - start

    found = []
    seconds()
    for _ in range(TURNS):
        with_them = seconds()
        version._take_away(connection)
        without = seconds()
        version._put(connection)
        found.append(with_them / without)
    return statistics.median(found)


def main():
    with tempfile.TemporaryDirectory() as folder:
        given = environment(folder, 0)
        demo = [sys.executable, "manage.py", "demo", "--no-serve"]
        subprocess.run(demo, cwd=ROOT, env=given, check=True, stdout=subprocess.DEVNULL)
        turns = list(compare(folder))
    ratios = []
    for what, place in (("a story that is kept", 1), ("that it has not changed (304)", 2)):
        times = statistics.median(turn[0][1] / turn[place][1] for turn in turns)
        rates = statistics.median(turn[place][0] / turn[0][0] for turn in turns)
        ratios.append(times)
        say(f"{what}: {times:.2f} of a bare callable by processor time, {rates:.2f} by requests")
    rate, spent = (statistics.median(turn[0][n] for turn in turns) for n in (0, 1))
    say(f"the bare callable here: {rate:.0f} requests a second, {spent:.0f} µs of processor each")
    command = [sys.executable, "-m", "tests.benchmarks.page_cache", "triggers"]
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "NEWSROOM_DATA_DIR": folder}
        subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=True)
    return 0 if min(ratios) >= LEAST else 1


def triggers():
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    say(f"publishing with the version's triggers: {publishing_with_triggers():.2f} times without")


if __name__ == "__main__":
    sys.exit(triggers() if sys.argv[1:] else main())
