"""How much a story is about what is asked for, rather than mentions it.

A whole number, and a coarse one: of stories that are worth the same the newer one comes first. It
is worked out from a story's entry alone, so every engine's answers are ranked alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from math import cbrt, sqrt
from typing import NamedTuple

from articles.search.documents import (
    ASIDE,
    ENTITY,
    HEADLINE,
    MARK,
    PART_END,
    REPORTER,
    SUBHEAD,
    SUBJECT,
    TAG,
    TEXT,
    mark,
    read_mark,
)
from articles.search.matching import Clause, Match

# What a word is worth in each part of a story, and what a link to the row of that name is.
PARTS = {HEADLINE: 20, SUBHEAD: 8, ASIDE: 6}
LINKS = {SUBJECT: 8, TAG: 4, REPORTER: 4, ENTITY: 2}
BODY = 12  # what the body is worth if it speaks of nothing else; half of it under such a headline
NAME = 100  # steps: a name typed with a space, 王 伟, comes before stories that hold both parts
NEAR = ((1, 6), (10, 4), (40, 2))  # so many characters between two words, so much more
STEPS = 3  # for a worth of 1, 6 for one of 4, 15 for one of 25: to much a little more adds nothing
BRIEF = 150  # characters of a body that says little: a step worse
FRESH = timedelta(days=7)  # what is younger is a step better
# A word that begins and ends where words do, only begins there, only ends there, or neither: 高铁
# in 高铁, in 高铁站, in 复兴号高铁, and 义乌 in 遵义乌江.
BOUNDS = {(True, True): 1.0, (True, False): 0.5, (False, True): 0.4, (False, False): 0.1}
LEAD = 120  # characters at the start of the body, where a story says what it is about
USUAL = 600  # characters of a body
MOST = 10  # occurrences of a word that are looked at


@dataclass(frozen=True)
class Wanted:
    """The words of a question, each with the marks of the rows that bear it as a name.

    `name` is the same of two characters or three typed with spaces between, which mean a name.
    """

    words: Match
    name: Clause = ()


def score(solid_text: str, word_starts: bytes, wanted: Wanted, *, age: timedelta) -> int:
    """What a story is worth to a question, at least 1."""
    text = _Text(solid_text, word_starts)
    found = [_looked_up(text, clause) for clause in wanted.words]
    worths = [worth for worth, _places in found]
    worth = (sum(worths) / len(worths) + min(worths)) / 2 if worths else 0.0
    worth += min((_nearness(*pair) for pair in pairwise(found)), default=0)
    named = _looked_up(text, wanted.name).worth if wanted.name else 0
    steps = NAME + STEPS * sqrt(named) if named else STEPS * sqrt(worth)
    return 2 + int(steps) + (age < FRESH) - (len(solid_text) - text.ends[-1] < BRIEF)


class _Found(NamedTuple):
    worth: float
    spans: list[tuple[int, int]]  # where the word stands, the first MOST


class _Text:
    """A solid text with its parts and the bounds of its words."""

    def __init__(self, solid_text: str, word_starts: bytes) -> None:
        self.solid, self.word_starts = solid_text, word_starts
        self.ends: list[int] = []
        end = -len(PART_END)
        for _part in range(TEXT):
            end = solid_text.find(PART_END, end + len(PART_END))
            self.ends.append(end)
        # More for a long text, but not for each of its characters.
        self.scale = max(0.8, cbrt((len(solid_text) - end) / USUAL))

    def is_bound(self, place: int) -> bool:
        """Whether a word begins or ends before the character at `place`."""
        byte = place >> 3
        if byte < len(self.word_starts):
            return bool(self.word_starts[byte] >> (place & 7) & 1) or place == len(self.solid)
        return True


def _looked_up(text: _Text, clause: Clause) -> _Found:
    """What a word and the names that it is amount to, and where it stands."""
    written, linked, spans = 0.0, 0, []
    for said in clause:
        if MARK in said:
            linked = max(linked, _linked(text.solid, said))
        elif places := _places(text.solid, said):
            written = max(written, _written(text, places, len(said)))
            spans += [(place, place + len(said)) for place in places]
    return _Found(written + linked, spans)


def _places(solid_text: str, word: str) -> list[int]:
    """Where a word stands, the first MOST."""
    places: list[int] = []
    place = solid_text.find(word)
    while place >= 0 and len(places) < MOST:
        places.append(place)
        place = solid_text.find(word, place + 1)
    return places


def _written(text: _Text, places: Sequence[int], length: int) -> float:
    best: dict[int, float] = {}
    body, body_start = 0.0, text.ends[-1]
    for place in places:
        wholeness = BOUNDS[text.is_bound(place), text.is_bound(place + length)]
        if place > body_start:
            body += wholeness * (1.5 if place - body_start < LEAD else 1)
        elif wholeness > best.get(part := bisect_left(text.ends, place), 0):
            best[part] = wholeness
    worth = sum(PARTS[part] * wholeness for part, wholeness in best.items() if part in PARTS)
    body /= text.scale
    return worth + (BODY / 2 if HEADLINE in best else BODY) * body / (body + 3)


def _linked(solid_text: str, link: str) -> int:
    if link not in solid_text:
        return 0
    kind, key = read_mark(link.strip())
    return LINKS[SUBJECT if kind == ENTITY and mark(SUBJECT, key) in solid_text else kind]


def _nearness(one: _Found, other: _Found) -> int:
    """More for two words that stand near each other somewhere."""
    gap = min(
        (max(a, c) - min(b, d) for a, b in one.spans for c, d in other.spans),
        default=NEAR[-1][0] + 1,
    )
    return next((more for within, more in NEAR if gap <= within), 0)
