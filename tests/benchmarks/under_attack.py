"""What readers wait for while the site is attacked: `python -m tests.benchmarks.under_attack`.

The sample issue is served as README says. One reader opens page after page, first in quiet, then
while six log in with wrong passwords and twenty search, all as fast as they are answered; in turns,
so that the machine is the same. Once all of them have one address, once each has its own. The
attackers' own work is of the lowest priority: on the net it is done elsewhere.
"""

import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing, contextmanager
from itertools import count, cycle
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.served import ROOT, environment, fetch, serving

POSTERS, SEARCHERS = int(os.environ.get("POSTERS", "6")), 20
TURNS, REQUESTS = 3, 20
MOST = 2  # times the median in quiet that readers may wait
PAGES = ["/", "/issues/2023-12-26/", "/entities/", "/honours/", "/articles/1/"]
WORDS = ["义乌", "共富工坊", "的", "学校", "查无此词"]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def say(line=""):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Visitor:
    """Somebody with one connection, who has the address that a server in front says."""

    def __init__(self, port, address):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers, self.cookies = {"X-Forwarded-For": address}, {}

    def ask(self, path, sent=None):
        """The status and the text of an answer."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = self.headers | ({"Cookie": cookies} if cookies else {})
        if sent is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        body = None if sent is None else urlencode(sent)
        self.connection.request("GET" if sent is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _mark, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode()


def post_logins(port, address, attacking, seen):
    """Log in with a wrong password again and again, every second time under a known name."""
    visitor, names = Visitor(port, address), cycle(["chief", "nobody"])
    attacking.wait()
    token = TOKEN.search(visitor.ask("/admin/login/")[1])[1]
    for number in count():
        attacking.wait()
        said = {"username": next(names), "password": f"wrong {number}", "next": "/admin/"}
        status, _text = visitor.ask("/admin/login/", said | {"csrfmiddlewaretoken": token})
        seen[f"login {status}"] += 1


def search(port, address, attacking, seen):
    visitor, words = Visitor(port, address), cycle(WORDS)
    for number in count():
        attacking.wait()
        status, _text = visitor.ask(f"/search/?q={quote(next(words))}&n={number}")
        seen[f"search {status}"] += 1


def attack(port, *, apart):
    """A process of its own: attacks while its input says so, and counts what it was answered."""
    os.nice(19)
    attacking, seen = threading.Event(), Counter()
    for number, deed in enumerate([post_logins] * POSTERS + [search] * SEARCHERS):
        address = f"198.51.100.{number if apart else 1}"
        threading.Thread(target=deed, args=(port, address, attacking, seen), daemon=True).start()
    for line in sys.stdin:
        attacking.set() if line.strip() == "on" else attacking.clear()
    say(json.dumps(seen))


def milliseconds(reader, pages):
    """How long each page took that a reader opened."""
    found = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        status, _text = reader.ask(next(pages))
        found.append((time.perf_counter() - start) * 1000)
        assert status == 200
    return found


def measure(port, *, apart):
    """Times in quiet and under attack, and what the attackers were answered."""
    command = [sys.executable, "-m", "tests.benchmarks.under_attack", str(port), str(int(apart))]
    attackers = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    reader, pages, quiet, loud = Visitor(port, "203.0.113.1"), cycle(PAGES), [], []
    milliseconds(reader, pages)  # a first round warms templates and caches
    for _ in range(TURNS):
        tell(attackers, "off")
        quiet += milliseconds(reader, pages)
        tell(attackers, "on")
        loud += milliseconds(reader, pages)
    answered, _nothing = attackers.communicate()
    return quiet, loud, json.loads(answered)


def tell(attackers, word):
    attackers.stdin.write(f"{word}\n")
    attackers.stdin.flush()
    time.sleep(1)  # those that were on their way are answered; those that wait have begun


@contextmanager
def served(folder):
    """The port of the demo's site, served as README says."""
    with closing(http.client.socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    given = environment(folder, port) | {"NEWSROOM_PROXIES": "127.0.0.1"}
    subprocess.run(
        [sys.executable, "manage.py", "demo", "--no-serve"], cwd=ROOT, env=given, check=True
    )
    command = serving(port)
    command[command.index("--blocking-threads") + 1] = os.environ.get("THREADS", "6")
    with (Path(folder) / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=given, stdout=log, stderr=log, start_new_session=True
        )
    try:
        fetch(f"http://127.0.0.1:{port}/", server)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def main():
    ratios = []
    for apart in (False, True):
        with tempfile.TemporaryDirectory() as folder, served(folder) as port:
            quiet, loud, answered = measure(port, apart=apart)
        ratio = statistics.median(loud) / statistics.median(quiet)
        ratios.append(ratio)
        say(f"attackers with {'an address each' if apart else 'one address'}: ")
        say(f"  readers' median under attack: {ratio:.2f} times the quiet one")
        at_worst = f"{slowest(loud):.0f} ms for one page in 20"
        say(f"  which is {statistics.median(loud):.0f} ms here, and {at_worst}")
        say("  the attackers were answered " + ", ".join(f"{a}: {n}" for a, n in answered.items()))
    return 0 if max(ratios) <= MOST else 1


def slowest(times):
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    if sys.argv[1:]:
        attack(int(sys.argv[1]), apart=sys.argv[2] == "1")
    else:
        sys.exit(main())
