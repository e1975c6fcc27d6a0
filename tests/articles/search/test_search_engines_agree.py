"""The city's paper on both engines: whatever is asked, the database and OpenSearch answer alike."""

import random
import re
from datetime import date, timedelta

import pytest

from articles import search
from articles.models import PublishedArticle, SearchEntry, Section
from articles.search import results
from articles.search.engines import opensearch
from people.models import Entity
from tests.city.paper import day
from tests.city.press import RELEASE, Press, moment
from tests.city.world import build_world

pytestmark = pytest.mark.django_db

FIRST = date(2024, 3, 1)
# Days, stories a day (None: 25 to 60), questions, and how many candidates are ranked.
SIZES = [(1, 12, 60, 2), pytest.param((30, None, 600, 1_000), marks=pytest.mark.whole)]
RUN = re.compile(r"[^\W_]+")


def answers(questions, *, now):
    """Of each question the pages of its answer, the first three at most."""
    return {
        tuple(question.items()): list(pages(search.Question.read(question), now=now))
        for question in questions
    }


def pages(question, *, now, most=3):
    answer = search.answer(question, now=now)
    hits = [hit.story.pk for hit in answer.hits]
    yield hits, answer.count, answer.is_capped, answer.ties, answer.pages, answer.next
    if answer.next and most > 1:
        after = search.Question(**(vars(question) | {"after": answer.next}))
        yield from pages(after, now=now, most=most - 1)


def asked(count):
    """Words, names and parts of words that the paper has, some of them narrowed."""
    chance = random.Random(5)
    texts = list(SearchEntry.objects.order_by("pk").values_list("text", flat=True))
    names = list(Entity.objects.order_by("pk").values_list("name", flat=True))
    sections = [str(pk) for pk in Section.objects.order_by("pk").values_list("pk", flat=True)]

    def word():
        if chance.random() < 0.2:
            return chance.choice(names)
        run = chance.choice(RUN.findall(chance.choice(texts)))
        start = chance.randrange(len(run))
        return run[start : start + chance.choice([1, 2, 2, 2, 3, 4])]

    for _ in range(count):
        words = [word() for _ in range(chance.choice([1, 1, 1, 2]))]
        narrowed = {
            "sort": "date",
            "photo": "1",
            "section": chance.choice(sections),
            "since": str(FIRST + timedelta(days=chance.randrange(30))),
        }
        some = [chance.choice([*narrowed])] if chance.random() < 0.4 else []
        yield {"q": " ".join(words)} | {name: narrowed[name] for name in some}


@pytest.mark.parametrize("size", SIZES)
def test_both_engines_give_the_same_answers(settings, search_url, commit, monkeypatch, size):
    days, stories, count, candidates = size
    monkeypatch.setattr(results, "CANDIDATES", candidates)
    monkeypatch.setattr(opensearch, "SPARE", candidates // 20)
    monkeypatch.setattr(results, "PAGE_SIZE", min(candidates // 2, results.PAGE_SIZE))
    settings.SEARCH_URL = ""
    world = build_world(1)
    press = Press(world)
    for number in range(days):
        press.print_day(day(world, FIRST + timedelta(days=number), stories))
    now = moment(FIRST + timedelta(days=days), RELEASE)
    press.catch_up(now)
    questions = list(asked(count))
    of_the_database = answers(questions, now=now)

    settings.SEARCH_URL = search_url
    with commit():
        search.rebuild()

    assert PublishedArticle.objects.public(now=now).count() > 9 * days
    assert sum(bool(pages[0][0]) for pages in of_the_database.values()) > count // 2
    assert answers(questions, now=now) == of_the_database
