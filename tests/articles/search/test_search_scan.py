"""Search against a plain scan of what stories say: the same stories, the newest first.

Every engine is held to the same scan, so they agree with each other.
"""

import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from articles import search
from articles.models import PublishedArticle
from articles.search import results
from articles.stand import publishing
from articles.text import body
from people.models import Entity, Reporter
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)
HAN_RUN = re.compile("[\u3400-\u9fff]+")
DROPPED = re.compile(r"[“”‘’《》·\s]")


def said(story):
    """The parts of a story; each a list of lines without its quotes."""
    photos = [line for photo in story.photos for line in (photo["caption"], photo["credit"])]
    tags = [tag.name for tag in story.tags.all()]
    column = story.column.name if story.column else ""
    text = body.parse(story.body).text.split("\n")
    parts = [
        [story.kicker, "".join(story.headline.splitlines()), story.web_headline],
        [story.subhead],
        [*photos, column, story.summary, story.byline_text, *tags],
        [story.dateline + text[0], *text[1:]],
    ]
    return [[DROPPED.sub("", line) for line in lines] for lines in parts]


def names():
    """Which stories a name stands for besides those that print it."""
    found = {}
    for entity in Entity.objects.visible().prefetch_related("other_names"):
        for name in [entity.name, *(other.name for other in entity.other_names.all())]:
            stories = entity.published_articles.values_list("pk", flat=True)
            found.setdefault(DROPPED.sub("", name), set()).update(stories)
    for reporter in Reporter.objects.all():
        stories = reporter.published_articles.values_list("pk", flat=True)
        found.setdefault(DROPPED.sub("", reporter.name), set()).update(stories)
    return found


def scan(stories, called, words):
    """The keys of the stories that have every word, the newest first."""
    found = [
        (story.visible_from, story.pk)
        for story, parts in stories
        if all(
            any(word in line for lines in parts for line in lines)
            or story.pk in called.get(word, ())
            for word in words
        )
    ]
    return [pk for _, pk in sorted(found, reverse=True)]


def newest(words):
    """The answer for all of these words, none of which is taken for a date."""
    query = " ".join(f"“{word}”" for word in words)
    return search.answer(search.Question(q=query, sort="date"))


def differences(queries):
    stories = [(story, said(story)) for story in PublishedArticle.objects.public()]
    called = names()
    search.drain()
    found = []
    for query in queries:
        answer, expected = newest(query.split()), scan(stories, called, query.split())
        hits = [hit.story.pk for hit in answer.hits]
        if (hits, answer.count) != (expected[: search.PAGE_SIZE], len(expected)):
            found.append(query)
    return found


@pytest.mark.parametrize("every", [67, pytest.param(1, marks=pytest.mark.whole)])
def test_every_han_substring_of_the_sample_finds_what_a_scan_finds(every):
    call_command("loaddata", "sample_issue", verbosity=0)
    runs = {
        run
        for story in PublishedArticle.objects.public()
        for lines in said(story)
        for line in lines
        for run in HAN_RUN.findall(line)
    }
    substrings = sorted(
        {
            run[n : n + size]
            for run in runs
            for size in (1, 2, 3, 4)
            for n in range(len(run) + 1 - size)
        }
    )
    assert len(substrings) > 5_000

    assert differences(substrings[::every]) == []


@pytest.mark.parametrize("count", [100, pytest.param(300, marks=pytest.mark.whole)])
def test_generated_stories_are_found_as_a_scan_finds_them(count):
    """Few characters, so that everything crosses, repeats and overlaps."""
    chance = random.Random(2023)
    letters = "义乌遵江人" * 4 + "，。“”、"

    def text(size):
        return "".join(chance.choices(letters, k=size))

    entity = make.entity(name="乌江义")
    for n in range(60):
        article = make.article(
            headline=text(6),
            subhead=text(chance.choice([0, 4])),
            body=f"<p>{text(20)}</p><p>{text(20)}</p>",
        )
        if n % 9 == 0:
            make.mention(article=article, entity=entity)
        publishing.publish(article, by=None, at=NOON + timedelta(minutes=chance.randrange(30)))
    queries = {"".join(chance.choices("义乌遵江人", k=chance.randint(1, 5))) for _ in range(count)}
    queries |= {f"{a} {b}" for a, b in zip(sorted(queries), sorted(queries)[7:], strict=False)}

    assert differences(sorted(queries)) == []


SIZES = [(1_200, 40), pytest.param(10_000, 1_000, marks=pytest.mark.whole)]


@pytest.mark.parametrize(("count", "queries"), SIZES)
def test_many_stories_are_found_as_a_scan_finds_them(count, queries, commit):
    """Rare and common characters, and common words in more stories than are ranked."""
    chance = random.Random(10)
    page = Path(__file__).parents[2] / "sample" / "page_text.txt"
    # Without 乾, which is found by 干 as well: a scan knows nothing of that.
    letters = sorted(set("".join(HAN_RUN.findall(page.read_text("utf-8")))) - {"乾"})
    texts = {}
    for story in make.stand_of(count, at=NOON):
        text = "".join(letters[int(len(letters) ** chance.random()) - 1] for _ in range(30))
        story.headline, story.body = "AB", f"<p>{text[:20]}，{text[20:]}</p>"
        texts[story.pk] = (story, [text[:20], text[20:]])
    PublishedArticle.objects.bulk_update(
        [story for story, _ in texts.values()], ["headline", "body"]
    )
    with commit():
        search.rebuild()

    for _ in range(queries):
        story, lines = chance.choice(list(texts.values()))
        line, size = chance.choice(lines), chance.randint(1, 4)
        start = chance.randrange(len(line) - size + 1)
        word = line[start : start + size]
        held = [s for s, lines in texts.values() if any(word in line for line in lines)]
        expected = sorted(held, key=lambda s: (s.visible_from, s.pk), reverse=True)
        answer = newest([word])
        found = [hit.story.pk for hit in answer.hits]
        assert found == [s.pk for s in expected[: search.PAGE_SIZE]], word
        assert answer.count == min(len(held), results.CANDIDATES), word
