"""Publish without end beside a search server, and be killed for it, many times over; so is the
server; and build a new index while another process publishes. Run by test_search_killed.py.

After each death what waits is sent on, and every story has to be found by the text it has now, and
by no other. Says how often a side was killed, and how often a change was still waiting.
"""

import os
import random
import select
import signal
import sys
import time
from contextlib import contextmanager, suppress
from operator import attrgetter
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from articles import search  # noqa: E402
from articles.models import Article, PublishedArticle, SearchChange  # noqa: E402
from articles.search.engines.client import client  # noqa: E402
from articles.stand import publishing  # noqa: E402
from tests import make  # noqa: E402
from tests.search_server.server import Server  # noqa: E402

STORIES = 12
REBUILDS = 0.2
TEXTS = ("甲乙", "丙丁", "戊己")


def work(progress, *, rebuilds):
    """Publish stories anew without end, one or all at once, and now and then build a new index; a
    byte each time.
    """
    chance = random.Random(os.getpid())
    while True:
        if chance.random() < rebuilds:
            with suppress(search.EngineDown):
                search.rebuild()
        some = chance.sample(list(Article.objects.all()), chance.choice([1, STORIES]))
        with transaction.atomic():
            for article in sorted(some, key=attrgetter("pk")):
                article.headline = chance.choice([t for t in TEXTS if t != article.headline])
                article.save()
                publishing.publish(article, by=None)
        os.write(progress, b".")


@contextmanager
def publisher(*, rebuilds=0.0):
    """A process that publishes until it is killed at the end; it writes a byte for each story."""
    connection.close()
    client.cache_clear()  # the child must not speak on our connection
    seen, progress = os.pipe()
    child = os.fork()
    if child == 0:
        work(progress, rebuilds=rebuilds)
    os.close(progress)
    try:
        yield seen
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(seen)


def killed(server, *, is_ours):
    """Let a process publish, and kill it or the server in the act; say what was left waiting."""
    with publisher(rebuilds=REBUILDS) as progress:
        for _ in range(random.randint(1, 3)):
            os.read(progress, 1)
        time.sleep(random.random() / 20)
        if not is_ours:
            server.kill()
            while select.select([progress], [], [], 0)[0]:  # what was published before
                os.read(progress, 1)
            os.read(progress, 1)  # it goes on publishing without one
            os.read(progress, 1)
    if not is_ours:
        server.start()
    return SearchChange.objects.count()


def rebuild_beside_a_publisher(times):
    """Build new indexes, of readers and of the desk, while another process publishes."""
    with publisher() as progress:
        for _ in range(times):
            os.read(progress, 1)
            search.rebuild()
            search.rebuild_desk()
        os.read(progress, 1)


def amiss():
    """The texts whose stories are not exactly those that are found by it."""
    stories = PublishedArticle.objects.public()
    for text in TEXTS:
        hits = {hit.story.pk for hit in search.answer(search.Question(q=text)).hits}
        if hits != set(stories.filter(headline=text).values_list("pk", flat=True)):
            yield text


def main(times):
    server = Server(Path(settings.DATA_DIR))
    try:
        for _ in range(STORIES):
            make.published(headline=TEXTS[0])
        for settings.SEARCH_URL in ("", f"{server.url}/killed"):
            rebuild_beside_a_publisher(times // 2)
        search.drain()
        indexes = client(settings.SEARCH_URL).ask("GET", "/killed*/_alias")
        if (found := list(amiss())) or len(indexes) > 1:
            sys.exit(f"after rebuilding amiss: {found}, of {list(indexes)}")
        waiting = 0
        for turn in range(times):
            waiting += bool(killed(server, is_ours=turn % 2 == 0))
            search.drain()
            if found := list(amiss()):
                sys.exit(f"after {turn + 1} deaths amiss: {found}")
        sys.stdout.write(f"{times} {waiting}")
    finally:
        server.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]))
