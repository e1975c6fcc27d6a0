"""A month of the city is answered alike on every database: the same stories, order and counts.

city_answers.json has what was answered first: of one day in words, of the month as a digest. After
a change of the order take out what no longer holds: the next run writes it anew, and a run on the
other database must agree.
"""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from articles import search
from articles.models import PublishedArticle
from articles.search.facets import facets
from tests.articles.search.test_search_engines_agree import FIRST, asked
from tests.city.paper import day
from tests.city.press import RELEASE, Press, moment
from tests.city.world import build_world

pytestmark = pytest.mark.django_db

ANSWERS = Path(__file__).with_name("city_answers.json")
SIZES = [(1, 12, 60), pytest.param((30, None, 600), marks=pytest.mark.whole)]


@pytest.mark.parametrize("size", SIZES)
def test_every_database_answers_the_same(size):
    days, stories, count = size
    press = Press(build_world(1))
    for number in range(days):
        press.print_day(day(press.world, FIRST + timedelta(days=number), stories))
    now = moment(FIRST + timedelta(days=days), RELEASE)
    press.catch_up(now)
    places = _places()
    answers = {
        f"{number}. {asking['q']}": _answer(search.Question.read(asking), places, now=now)
        for number, asking in enumerate(asked(count), start=1)
    }
    if days > 1:
        answers = hashlib.sha256(json.dumps(answers, ensure_ascii=False).encode()).hexdigest()

    kept = json.loads(ANSWERS.read_text(encoding="utf-8"))
    if str(days) not in kept:
        kept[str(days)] = answers
        text = json.dumps(kept, ensure_ascii=False, indent=0, sort_keys=True)
        ANSWERS.write_text(f"{text}\n", encoding="utf-8")
    assert kept[str(days)] == answers


def _places():
    """Where each story was printed, which is the same on every database, as keys are not."""
    rows = PublishedArticle.objects.order_by("pk")
    columns = rows.values_list("pk", "page__issue__date", "page__number", "page_order")
    return {pk: f"{on}/{number}/{order}" for pk, on, number, order in columns}


def _answer(question, places, *, now):
    answer = search.answer(question, now=now)
    narrowed = [
        f"{choice.label} {choice.stories}"
        for facet in facets(question, answer)
        for choice in facet.choices
    ]
    hits = [places[hit.story.pk] for hit in answer.hits]
    return " ".join([f"{answer.count}{'+' * answer.is_capped}:", *hits, "|", *sorted(narrowed)])
