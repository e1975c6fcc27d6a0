"""What to go on with when nothing is found: parts of the question that do find something, names and
words that look or sound like it, the newest stories.
"""

from __future__ import annotations

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
from articles.search import headline_words
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
    """`unnarrowed` is the question without its filters, if it has any and finds something then."""

    unnarrowed: Part | None
    parts: list[Part]
    names: list[Entity]
    words: list[Part]
    newest: list[PublishedArticle]


def nearby(question: Question, *, now: datetime | None = None) -> Nearby:
    """Raises EngineDown."""
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

    asked = WORD.findall(typed)
    found = parts(list(_fewer(asked))[:PARTS]) if len(asked) > 1 else []
    if not found:
        ends = (part for word in asked[:2] for part in _ends(word, lambda text: count(text, 1) > 0))
        found = parts(list(dict.fromkeys(ends))[:PARTS])
    letters = pinyin.letters(typed)
    sounding = headline_words.spelled(letters, now=now) if letters else []
    return Nearby(
        unnarrowed=next(iter(parts([typed])), None) if question.is_narrowed else None,
        parts=found,
        names=list(_alike(typed)[:NAMES]),
        words=parts([word for word in sounding if word != typed][:WORDS]),
        newest=list(public.newest_first().for_links()[:NEWEST]),
    )


def _fewer(asked: Sequence[str]) -> Iterator[str]:
    """The question without one of its words, the last first."""
    for left_out in reversed(range(len(asked))):
        yield " ".join([*asked[:left_out], *asked[left_out + 1 :]])


def _ends(word: str, finds: Callable[[str], bool]) -> Iterator[str]:
    """The longest beginning of a word that finds something, and the longest end."""
    sizes = range(SHORTEST, len(word))
    if longest := bisect_left(sizes, 1, key=lambda size: not finds(word[:size])):
        yield word[: sizes[longest - 1]]
    if longest := bisect_left(sizes, 1, key=lambda size: not finds(word[-size:])):
        yield word[-sizes[longest - 1] :]


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
    return Entity.objects.visible().alias(length=Length("name")).filter(alike).in_order()
