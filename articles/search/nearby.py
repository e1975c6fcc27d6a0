"""What to go on with when nothing is found: parts of the question that do find something, names and
words that look or sound like it, the newest stories.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from articles.models import PublishedArticle
from articles.search import headline_words, names
from articles.search.asking import Question
from articles.search.engines import Stretch, engine
from articles.search.matching import LONGEST, WORD, clauses
from articles.text import pinyin
from people.models import Entity

COUNTED = 100  # stories a count goes to
PARTS = 4  # of a question that are offered
SHORTEST = 2  # characters of a part
NAMES, WORDS, NEWEST = 5, 5, 5
LIKE = range(3, 11)  # characters of a name that may differ in one
# What a part never begins or ends in: a number or a date (12月26日), a word of letters.
WHOLE = re.compile(r"\d[\d.,:/%年月日时分秒-]*|[A-Za-z]+")
LEANING = "的了着过和与及在是·・•、，。：；！？“”‘’《》（）—-"  # say nothing at an end of a part


class Part(NamedTuple):
    """What else may be asked for, and how many stories that finds, COUNTED at most."""

    text: str
    stories: int
    address: str

    @property
    def is_capped(self) -> bool:
        return self.stories == COUNTED


@dataclass(frozen=True)
class Nearby:
    """`unnarrowed` is the question without its filters, if it has any and finds something then;
    parts of it are not offered besides.
    """

    unnarrowed: Part | None
    parts: list[Part]
    names: list[names.Page]
    words: list[Part]
    newest: list[PublishedArticle]


def nearby(
    question: Question, *, known: Sequence[names.Page] = (), now: datetime | None = None
) -> Nearby:
    """What to offer for a question that found no story. `known` are those who are called so: the
    page names them already. Raises EngineDown.
    """
    now = now or timezone.now()
    typed = question.q[:LONGEST]
    public = PublishedArticle.objects.public(now=now)

    def count(text: str, size: int = COUNTED) -> int:
        match = tuple(clauses(text).values())
        if not match:
            return 0
        return len(engine().newest(public, match, within=Stretch(now), size=size, columns=["pk"]))

    def parts(texts: Iterable[str]) -> list[Part]:
        counted = ((text, count(text)) for text in texts)
        return [Part(text, n, Question(q=text).address()) for text, n in counted if n]

    unnarrowed = next(iter(parts([typed])), None) if question.is_narrowed else None
    asked = WORD.findall(typed)
    fewer = [text for text in _fewer(asked) if len(text) >= SHORTEST]
    found = parts(fewer[:PARTS]) if not unnarrowed else []
    if not found and not unnarrowed:
        ends = (part for word in asked[:2] for part in _ends(word, lambda text: count(text, 1) > 0))
        found = parts(list(dict.fromkeys(ends))[:PARTS])
    letters = pinyin.letters(typed)
    called: list[names.Page] = list(_alike(typed))
    called += names.pages(names.spelled(letters)) if letters else []
    sounding = headline_words.spelled(letters, now=now) if letters else []
    return Nearby(
        unnarrowed=unnarrowed,
        parts=found,
        names=[named for named in dict.fromkeys(called) if named not in known][:NAMES],
        words=parts([word for word in sounding if word != typed][:WORDS]),
        newest=list(public.newest_first().for_links()[:NEWEST]),
    )


def _fewer(asked: Sequence[str]) -> Iterator[str]:
    """The question without one of its words, the last first; of one word nothing."""
    for left_out in reversed(range(len(asked))):
        yield " ".join([*asked[:left_out], *asked[left_out + 1 :]])


def _ends(word: str, finds: Callable[[str], bool]) -> Iterator[str]:
    """The longest beginning of a word that finds something, and the longest end."""
    inside = {n for match in WHOLE.finditer(word) for n in range(match.start() + 1, match.end())}
    places = [n for n in range(1, len(word)) if n not in inside]
    beginnings = (word[:n].rstrip(LEANING) for n in places)
    ends = (word[n:].lstrip(LEANING) for n in reversed(places))
    for parts in (beginnings, ends):
        texts = [part for part in parts if len(part) >= SHORTEST]
        if longest := bisect_left(texts, 1, key=lambda text: not finds(text)):
            yield texts[longest - 1]


def _alike(name: str) -> QuerySet[Entity]:
    """Who is called what sounds the same, or differs in one character."""
    alike = Q(sort_key__in={pinyin.sort_key(name, is_person=is_one) for is_one in (True, False)})
    if len(name) in LIKE:
        alike |= reduce(
            or_,
            (
                Q(length=len(name), name__startswith=name[:n], name__endswith=name[n + 1 :])
                for n in range(len(name))
            ),
        )
    found = Entity.objects.visible().alias(length=Length("name")).filter(alike)
    return found.in_order()[: 2 * NAMES]
