"""Publish two texts in turn and be killed for it, many times over: run by test_killed.py.

Each time the stand must show wholly the one or wholly the other. Says how often it showed which.
"""

import os
import random
import signal
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from articles.models import PublishedArticle  # noqa: E402
from articles.stand import publishing  # noqa: E402
from tests import make  # noqa: E402

TEXTS = ("甲", "乙")


def write(article, text):
    """Change everything that goes into the stand."""
    article.headline = article.kicker = text
    article.body = f"<p>{text * 2000}</p>"
    article.save()
    article.tags.set([text])
    article.bylines.all().delete()
    make.byline(article=article, reporter=make.Reporter.objects.get(name=text))
    publishing.publish(article, by=None)


def stand(key):
    """All that the stand holds of the story, as one value."""
    row = PublishedArticle.objects.get(pk=key)
    return (
        *(
            row.headline,
            row.kicker,
            row.body_html,
            row.card_html,
            row.context_html,
            row.byline_text,
        ),
        *(reporter.name for reporter in row.reporters.all()),
        *(tag.name for tag in row.tags.all()),
    )


def work(article, progress):
    """Publish without end; a byte for each text that was published."""
    while True:
        for text in TEXTS:
            write(article, text)
            os.write(progress, b".")


def killed(article, number):
    """Let a process work and kill it in the act of a later text, of either in turn; return what it
    left.
    """
    connection.close()
    seen, progress = os.pipe()
    child = os.fork()
    if child == 0:
        work(article, progress)
    for _ in range(1 + number % 2):
        start = time.monotonic()
        os.read(seen, 1)
    time.sleep(random.random() * (time.monotonic() - start))  # as long as one text takes, at most
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(seen)
    os.close(progress)
    return stand(article.pk)


def main(times):
    for text in TEXTS:
        make.reporter(name=text)
    article = make.article()
    whole = []
    for text in TEXTS:
        write(article, text)
        whole.append(stand(article.pk))
    left = [killed(article, number) for number in range(times)]
    sys.stdout.write(" ".join(str(left.count(text)) for text in whole))


if __name__ == "__main__":
    main(int(sys.argv[1]))
