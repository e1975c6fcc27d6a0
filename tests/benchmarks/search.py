"""What a search costs with few stories and with many: `python -m tests.benchmarks.search`.

Runs in a test database of its own, on the database that DATABASE_URL names (SQLite if unset).
Milliseconds are of one machine; the growth between few and many can be compared.
"""

import os
import random
import sys
import tempfile
import time
from datetime import timedelta
from functools import cache

FEW, MANY = 1_000, int(os.environ.get("STORIES", "20000"))
ROUNDS = 9
RARES = 40  # rare words of two characters, for the 95th percentile
DAYS = 4_000  # over which the stories are spread
RARE, ONCE, OFTEN, EVERYWHERE = "榫卯", "核酸", "直播", "的"
WORDS = {
    "rare, 1 character": "榫",
    "rare, 2 characters": RARE,
    "rare, 4 characters": "榫卯相接",
    "in one story of ten": OFTEN,
    "in old stories only": ONCE,
    "in every story": EVERYWHERE,
    "two words": f"{OFTEN} {EVERYWHERE}",
}


def say(line=""):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@cache
def rare_words():
    """Pairs that occur nowhere else, of characters that are their own Simplified ones."""
    from articles.text.tokens import solid

    letters = [c for c in map(chr, range(0x7000, 0x7200)) if solid(c) == c]
    return [first + second for first, second in zip(letters[::2], letters[1::2], strict=False)]


def text(n, chance, characters):
    """About 480 characters, the n-th commonest of them n times rarer than the commonest."""
    clauses = [
        "".join(characters[int(len(characters) ** chance.random()) - 1] for _ in range(15))
        for _ in range(30)
    ]
    words = [EVERYWHERE]
    words += ["榫卯相接"] if n < FEW and n % (FEW // 20) == 0 else []  # twenty, among few or many
    words += [OFTEN] if n % 10 == 0 else []
    words += [ONCE] if n < MANY // 3 else []
    words += [rare_words()[n % 50]] if n < FEW and n % 50 < RARES else []
    return f"<p>{'，'.join(clauses)}，{'。'.join(words)}。</p>"


def publish_many(numbers):
    """Straight into the tables: rendering is not what is measured here."""
    from django.utils import timezone

    from articles.models import Article, PublishedArticle, Section

    chance = random.Random(7)
    characters = [chr(0x4E00 + n) for n in range(3_000)]
    start = timezone.now() - timedelta(days=DAYS)
    section, _is_new = Section.objects.get_or_create(slug="yaowen", defaults={"name": "要闻"})
    for first in range(numbers.start, numbers.stop, 1_000):
        batch = range(first, min(first + 1_000, numbers.stop))
        articles = Article.objects.bulk_create(
            Article(
                headline=f"主题{n}",
                body=text(n, chance, characters),
                stage="signed_off",
                section=section,
            )
            for n in batch
        )
        PublishedArticle.objects.bulk_create(
            PublishedArticle(
                article=article,
                guid=article.guid,
                headline=article.headline,
                body=article.body,
                body_html=article.body,
                card_html=article.headline,
                published_at=start,
                changed_at=start,
                visible_from=start + timedelta(days=DAYS * n / MANY),
            )
            for n, article in zip(batch, articles, strict=True)
        )


def milliseconds(word):
    """A whole answer: names, candidates, counts, order, excerpts. The best of ROUNDS."""
    from articles import search

    def once():
        question = search.Question(q=word)
        start = time.perf_counter()
        search.facets(question, search.answer(question))
        return (time.perf_counter() - start) * 1000

    return min(once() for _ in range(ROUNDS))


def percentile():
    """The 95th of a hundred rare words of two characters, each in FEW / 50 stories."""
    costs = sorted(milliseconds(word) for word in rare_words()[:RARES])
    return costs[int(len(costs) * 0.95) - 1]


def deep(word, pages):
    """The cost of a page near the first, and of one near page `pages`."""
    from articles import search

    costs, question = [], search.Question(q=word)
    for _ in range(pages):
        start = time.perf_counter()
        answer = search.answer(question)
        costs.append((time.perf_counter() - start) * 1000)
        question = search.Question(q=word, after=answer.next)
    return min(costs[1:ROUNDS]), min(costs[-ROUNDS:])


def index_bytes():
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_relation_size('articles_searchindex_grams')")
        else:
            cursor.execute("SELECT sum(length(block)) FROM articles_searchindex_data")
        return cursor.fetchone()[0]


def grow(numbers):
    """Publish and index; say how fast the index was made."""
    from django.db import connection

    from articles import search

    publish_many(numbers)
    start = time.perf_counter()
    count = search.rebuild()
    speed = count / (time.perf_counter() - start)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return speed


def measured():
    found = {name: milliseconds(word) for name, word in WORDS.items()}
    return found | {"rare, 2 characters, p95": percentile()}


def main():
    import django
    from django.test.utils import get_runner

    django.setup()
    from django.conf import settings
    from django.db import connection

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        grow(range(FEW))
        few = measured()
        speed = grow(range(FEW, MANY))
        many = measured()
        say(f"search on {connection.vendor}, milliseconds an answer")
        say(f"{'word':<24}{FEW:>8}{MANY:>8}  growth")
        for name in few:
            say(f"{name:<24}{few[name]:>8.1f}{many[name]:>8.1f}{many[name] / few[name]:>8.2f}")
        first, last = deep(EVERYWHERE, min(500, MANY // 25))
        say(f"\na page in depth costs {last / first:.2f} of one near the first ({last:.1f} ms)")
        say(f"indexed: {speed:.0f} stories a second, {index_bytes() / MANY:.0f} bytes a story")
    finally:
        runner.teardown_databases(databases)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "NEWSROOM_DATA_DIR": folder}
        main()
