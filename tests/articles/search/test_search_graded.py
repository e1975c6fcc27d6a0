"""Questions to the city's paper, and how well each story answers them, as people graded it: 3 is
about it, 2 says much of it, 1 mentions it. A story is named by day, page and place on the page.

Whoever graded the month had not seen how stories are ranked. Those of the one day are ours.
"""

import json
import math
from datetime import date, timedelta
from pathlib import Path

import pytest

from articles import search
from articles.models import PublishedArticle
from tests.city.paper import day
from tests.city.press import RELEASE, Press, moment
from tests.city.world import build_world

pytestmark = pytest.mark.django_db

READ = 5  # stories of an answer that count
ENOUGH = 0.9
# The first day, days, stories a day (None: 25 to 60), and the grades.
GRADED = [
    (date(2024, 3, 4), 1, 14, "graded_day.json"),
    pytest.param(
        *(date(2024, 3, 1), 30, None, "graded_queries.json"),
        marks=pytest.mark.whole,
    ),
]


def gain(grades):
    """Discounted cumulative gain of grades in the order in which the stories are read."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:READ]))


@pytest.mark.parametrize(("first", "days", "stories", "name"), GRADED)
def test_what_answers_best_is_read_first(first, days, stories, name):
    press = Press(build_world(1))
    for number in range(days):
        press.print_day(day(press.world, first + timedelta(days=number), stories))
    now = moment(first + timedelta(days=days), RELEASE)
    press.catch_up(now)
    places = {
        story.pk: f"{story.page.issue.date}/{story.page.number}/{story.page_order}"
        for story in PublishedArticle.objects.select_related("page__issue")
    }
    reached = {}
    for query, grades in json.loads(Path(__file__).with_name(name).read_text()).items():
        hits = search.answer(search.Question(q=query), now=now).hits
        read = [grades.get(places[hit.story.pk], 0) for hit in hits]
        reached[query] = gain(read) / gain(sorted(grades.values(), reverse=True))

    assert sum(reached.values()) / len(reached) >= ENOUGH, reached
