"""What public pages cost, as multiples of a page that does nothing, with few stories and with many.

Multiples within one run can be compared between machines; milliseconds cannot.
"""

import os
import statistics
import sys
import tempfile
import time

PAGES = ["front page", "article", "issue", "section", "entities", "honours"]
FEW, MANY = 9, 1000  # the sample issue alone, and among others
ROUNDS, REQUESTS = 9, 20


def say(line=""):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def seconds(client, address):
    start = time.perf_counter()
    for _ in range(REQUESTS):
        assert client.get(address).status_code == 200
    return time.perf_counter() - start


def hellos(client, address):
    """A page's cost: the median of rounds, each beside a round of hellos on the same machine."""
    seconds(client, address)  # a first round warms templates and caches
    return statistics.median(
        seconds(client, address) / seconds(client, "/hello/") for _ in range(ROUNDS)
    )


def measure(addresses):
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    return {page: hellos(client, address) for page, address in addresses.items()}


def main():
    import django
    from django.conf import settings

    django.setup()
    from django.core.management import call_command

    settings.ROOT_URLCONF = "tests.benchmarks.pages"
    call_command("migrate", verbosity=0)
    call_command("loaddata", "roles", "sample_issue", verbosity=0)

    from articles.models import PublishedArticle
    from tests import make

    article = PublishedArticle.objects.public().order_by("page_order").first()
    places = ["/", article.get_absolute_url(), "/issues/2023-12-26/"]
    places += [article.section.get_absolute_url(), "/entities/", "/honours/"]
    addresses = dict(zip(PAGES, places, strict=True))
    few = measure(addresses)

    body = article.article.body
    start = time.perf_counter()
    for _ in range(MANY - FEW):
        make.published(section=article.section, body=body)
    speed = (MANY - FEW) / (time.perf_counter() - start)
    many = measure(addresses)

    say(f"{'cost in hellos':<16}{FEW:>8}{MANY:>8}  growth")
    for page in PAGES:
        say(f"{page:<16}{few[page]:>8.1f}{many[page]:>8.1f}{many[page] / few[page]:>8.2f}")
    say(f"\nstories made and published: {speed:.0f} a second")

    from django.test import Client

    from tests.benchmarks import mentions, proofing

    words = f"{proofing.MANY} words of the lexicon instead of {proofing.FEW}"
    say(f"checking a story for {words}: {proofing.growth():.2f} times the cost")
    client = Client(headers={"host": "localhost"})
    hello = min(seconds(client, "/hello/") for _ in range(ROUNDS)) / REQUESTS
    found, checked, named = proofing.hellos(hello)
    say(f"{proofing.MANY} words found in {proofing.LENGTH} 字: {found:.0f} hellos (150 at most)")
    say(f"all checks together: {checked:.0f} hellos (220 at most)")
    say(f"names read out of {proofing.LENGTH} 字, where asked for: {named:.0f} hellos")
    names = f"{mentions.MANY} known names instead of {mentions.FEW}"
    say(f"looking through a story for {names}: {mentions.growth():.2f} times the cost")
    say(f"which is {1000 * mentions.quickest():.1f} ms for {mentions.LENGTH} 字 here")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "NEWSROOM_DATA_DIR": folder,
        }
        os.environ.pop("DATABASE_URL", None)
        main()
