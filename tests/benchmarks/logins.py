"""What readers notice of people who post wrong passwords: `python -m tests.benchmarks.logins`.

A real server with its processes and threads; readers, searchers and posters are other processes.
The milliseconds are of one machine; each ratio is to the same readers without the posters, in turns
within one run. Searches are not bounded here (NEWSROOM_RATES), as if each came from elsewhere.
"""

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

ROUNDS, SECONDS = 7, 4
READERS, SEARCHERS, POSTERS = 2, 20, 6
THREADS = 3  # of each of two processes, as README.md has it
HERE = "127.0.0.1"
PAGES = ["/", "/issues/2023-12-26/", "/entities/", "/honours/"]
WORDS = ["义乌", "直播", "数字", "先进", "记者"]
THINK = 0.05  # seconds between two pages of a reader


def say(line=""):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# ---- Who asks: `python -m tests.benchmarks.logins WHO PORT SECONDS` -----------------------------


class Client:
    """One connection that stays open. `address` is the one that the server in front would name."""

    def __init__(self, port, address):
        self.connection = http.client.HTTPConnection(HERE, port, timeout=60)
        self.headers = {"Host": HERE, "X-Forwarded-For": address}

    def ask(self, path, form=None, **headers):
        body = urlencode(form) if form else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        method = "POST" if form else "GET"
        self.connection.request(method, path, body, self.headers | kind | headers)
        answer = self.connection.getresponse()
        return answer, answer.read()


def read(client, number, _count):
    client.ask(PAGES[number % len(PAGES)])
    return "read"


def search(client, number, _count):
    answer, _body = client.ask(f"/search/?{urlencode({'q': WORDS[number % len(WORDS)]})}")
    return str(answer.status)


def post(client, number, count, *, many=False):
    """A wrong password for one name after another, from one address or from as many as names."""
    if number == 0:
        answer, body = client.ask("/admin/login/")
        client.token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', body)[1].decode()
        client.cookie = answer.getheader("Set-Cookie").partition(";")[0]
    if many:
        client.headers["X-Forwarded-For"] = f"203.{count}.{number // 250 % 250}.{number % 250}"
    form = {"csrfmiddlewaretoken": client.token, "username": f"name{number}", "password": "falsch"}
    answer, _body = client.ask("/admin/login/", form, Cookie=client.cookie)
    return str(answer.status)


def post_from_many(client, number, count):
    return post(client, number, count, many=True)


WHO = {
    "readers": (read, READERS, THINK),
    "searchers": (search, SEARCHERS, THINK),
    "posters": (post, POSTERS, 0),
    "many": (post_from_many, POSTERS, 0),
}


def crowd(who, port, seconds):
    """Ask for so long; print the times of all answers, and how many of each kind there were."""
    act, size, think = WHO[who]
    end, times, kinds = time.monotonic() + seconds, [], {}

    def one(count):
        address = "198.51.100.7" if who == "posters" else f"192.0.2.{count}"
        client, number = Client(port, address), 0
        while time.monotonic() < end:
            start = time.perf_counter()
            kind = act(client, number, count)
            times.append(time.perf_counter() - start)
            kinds[kind] = kinds.get(kind, 0) + 1
            number += 1
            time.sleep(think)

    threads = [threading.Thread(target=one, args=[count]) for count in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(json.dumps({"times": times, "kinds": kinds}))


# ---- The server, and who asks it at once --------------------------------------------------------


@contextmanager
def served(folder):
    """The port of a site with the sample issue."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "NEWSROOM_DATA_DIR": folder,
        "NEWSROOM_PROXIES": HERE,  # the posters of the worst case have an address each
        "NEWSROOM_RATES": "search=0/m",  # searches are not what is measured here
    }
    environment.pop("DATABASE_URL", None)
    subprocess.run(
        [sys.executable, "manage.py", "demo", "--no-serve"],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with socket.create_server((HERE, 0)) as free:
        port = free.getsockname()[1]
    server = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi"]
    server += ["--host", HERE, "--port", str(port), "--workers", "2"]
    server += ["--blocking-threads", str(THREADS), "--no-access-log", "newsroom.wsgi:application"]
    with (Path(folder) / "log").open("wb") as log:
        process = subprocess.Popen(server, env=environment, stdout=log, stderr=log)
        try:
            until_there(port, process)
            yield port
        finally:
            process.terminate()
            process.wait()


def until_there(port, process):
    while process.poll() is None:
        try:
            return Client(port, HERE).ask("/")
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def together(port, *others, seconds=SECONDS):
    """What readers and those others say who ask at once."""
    asking = {
        who: subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.logins", who, str(port), str(seconds)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in ("readers", *others)
    }
    return {who: json.loads(process.communicate()[0]) for who, process in asking.items()}


CASES = {  # who asks beside the readers, and with whom that is compared
    "nobody else": ((), "nobody else"),
    "six posters of one address": (("posters",), "nobody else"),
    "six posters of many addresses": (("many",), "nobody else"),
    "twenty searchers": (("searchers",), "twenty searchers"),
    "twenty searchers, posters of one address": (("searchers", "posters"), "twenty searchers"),
    "twenty searchers, posters of many addresses": (("searchers", "many"), "twenty searchers"),
}


def main():
    medians = {case: [] for case in CASES}
    answers = {case: Counter() for case in CASES}
    with tempfile.TemporaryDirectory() as folder, served(folder) as port:
        together(port, "searchers")  # a first round warms templates and caches
        for _ in range(ROUNDS):
            for case, (others, _than) in CASES.items():
                said = together(port, *others)
                medians[case].append(statistics.median(said["readers"]["times"]))
                for who in {"posters", "many"} & set(others):
                    answers[case].update(said[who]["kinds"])
    say(f"{'readers with':<46}{'median':>10}{'ratio':>8}  answers to posters")
    for case, (_others, than) in CASES.items():
        pairs = zip(medians[case], medians[than], strict=True)
        ratio = statistics.median(found / quiet for found, quiet in pairs)
        median = 1000 * statistics.median(medians[case])
        say(f"{case:<46}{median:>7.1f} ms{ratio:>8.2f}  {dict(answers[case]) or ''}")


if __name__ == "__main__":
    if sys.argv[1:]:
        crowd(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
    else:
        main()
