"""A day of the paper: which kinds of story, about what, and what each of them becomes."""

import re
from collections import Counter
from datetime import date
from random import Random

from tests.city.aftermath import with_aftermath
from tests.city.draft import Draft, column_for
from tests.city.honours import Round, latest_round, rounds_on
from tests.city.pages import lay_out, pins
from tests.city.patterns import Topic
from tests.city.sheets import Day, Story
from tests.city.stories import contests, news, people, service, tables
from tests.city.telling import Telling
from tests.city.world import World

MAKERS = news.MAKERS | people.MAKERS | service.MAKERS | tables.MAKERS | contests.MAKERS
# What a full day has at least, what a short one has, and what fills a day up, in these shares.
FULL = "report feature brief photos commentary notice weather table list interview court sports"
FEW = "report brief report photos brief commentary notice report"
FILL = ["brief"] * 14 + ["report"] * 17
FILL += ["photos", "notice", "commentary", "list", "table", "sports", "interview"]
SIZES = (25, 28, 32, 34, 36, 38, 40, 42, 45, 48, 52, 60)
# Kinds that have a section of their own whatever their topic, and kinds that often have a column.
SECTION_OF = {
    "commentary": "评论",
    "notice": "公告",
    "weather": "公告",
    "court": "法治",
    "sports": "体育",
    "honours": "要闻",
    "profile": "要闻",
}
IN_COLUMNS = ["brief", "commentary", "court", "sports", "honours", "profile", "feature", "photos"]
FIRST_ISSUE = date(1993, 7, 1)


def day(world: World, on: date, stories: int | None = None) -> Day:
    """The paper of a day: `stories` of them, or 25 to 60 as the day falls. Needs no other day."""
    rng = world.rng("day", on, stories)
    size = stories or rng.choice(SIZES)
    rounds = rounds_on(world, on) if size > 1 else ()
    recent = latest_round(world, on, within=9)
    kinds = _kinds(rng, size, rounds=len(rounds), has_recent=recent is not None)
    told: list[Story] = []
    shapes: set[str] = set()
    for at, (kind, topic) in enumerate(zip(kinds, _topics(world, rng, on, size), strict=True)):
        for attempt in range(8):
            chance = world.rng("story", on, stories, at, attempt)
            teller = Telling(world, chance, topic=topic, on=on)
            draft = Draft(teller, f"{on:%Y%m%d}-{at + 1:02}", kind)
            draft.section = SECTION_OF.get(kind) or chance.choice(topic.sections)
            story = _written(draft, rounds[at] if kind == "honours" else recent)
            if _shape(story) not in shapes:
                break
        shapes.add(_shape(story))
        told.append(story)
    placed, pages = lay_out(world, rng, told)
    number = (on - FIRST_ISSUE).days
    return Day(on, number, placed, pages, pins(rng, placed), tuple(each.key for each in rounds))


def _shape(story: Story) -> str:
    """The headline without its figures: no two stories of a day have the same."""
    return re.sub(r"[\d.]+", "0", story.headline_text)


def _kinds(rng: Random, size: int, *, rounds: int, has_recent: bool) -> list[str]:
    """The kind of each story; the rounds of the day come first, in their order."""
    kinds = ["honours"] * rounds + (FEW if size < 9 else FULL).split()
    if size >= 20 and has_recent:
        kinds.append("profile")
    while len(kinds) < size:
        kinds.append(rng.choice(FILL))
    return kinds[:size]


def _topics(world: World, rng: Random, on: date, size: int) -> list[Topic]:
    """A topic a story: a few are much in the news in a month, seasons have their own."""
    topics = list(world.topics.values())
    world.rng("month", on.year, on.month).shuffle(topics)
    weights = [
        (1.0 if on.month in topic.months else 0.08) / (rank + 3) ** 0.6
        for rank, topic in enumerate(topics)
    ]
    found: list[Topic] = []
    used: Counter[str] = Counter()
    while len(found) < size:
        topic = rng.choices(topics, weights)[0]
        if used[topic.key] < 2 + 2 * size // len(topics):
            used[topic.key] += 1
            found.append(topic)
    return found


def _written(draft: Draft, about: Round | None) -> Story:
    """The draft filled in by its kind, with a column and with what happens to it later."""
    kind, rng = draft.kind, draft.rng
    if kind in people.PORTRAYALS and about is not None:
        people.PORTRAYALS[kind](draft, about)
    else:
        MAKERS[kind](draft)
    if kind in IN_COLUMNS or rng.random() < 0.3:
        draft.column = column_for(rng, draft.section, kind)
    return with_aftermath(draft.story(), rng)
