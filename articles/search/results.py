"""The answer to a question: ranked, counted, cut into pages. The same from every engine.

Only the newest CANDIDATES are ranked and counted; older ones follow by date. So a word that every
story holds costs what a rare one does, and so does page 500.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from articles.models import PublishedArticle
from articles.models.rows import PublishedArticleQuerySet
from articles.models.rows.paging import Cursor
from articles.search import documents, names
from articles.search.asking import Place, Question
from articles.search.engines import Stretch, engine
from articles.search.excerpts import Piece, excerpt, marked
from articles.search.matching import Clause, Match, clauses
from articles.text.tokens import STOP, solid

CANDIDATES = 1_000
PAGE_SIZE = 20
# What a word is worth by the best place it stands in. All else being equal, newer comes first.
WORTH = {"headline": 8, "subhead": 4, "aside": 2, "marks": 2}
ELSEWHERE = 1  # in the body
PAST = 0  # the score of a story older than the candidates


class Candidate(NamedTuple):
    moment: datetime
    key: int
    headline: str
    subhead: str
    aside: str
    marks: str


class Ranked(NamedTuple):
    """Sorted from the last to the first, the first is the best."""

    score: int
    moment: datetime
    key: int


@dataclass(frozen=True)
class Hit:
    story: PublishedArticle
    kicker: list[Piece]
    headline: list[Piece]
    excerpt: list[Piece]


@dataclass(frozen=True)
class Answer:
    """One page of hits. `count` is of candidates; there are more if it `is_capped`.

    `ties` counts the candidates by what they are tied to: (kind, key), see documents.mark. It is
    empty on the pages past them.
    """

    words: list[str] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    ties: Counter[tuple[str, int]] = field(default_factory=Counter)
    pages: list[names.Page] = field(default_factory=list)
    next: Place | None = None

    @property
    def pictured(self) -> int:
        """How many of the candidates have a photo."""
        return self.ties[documents.PHOTO, 0]


def answer(question: Question, *, now: datetime | None = None) -> Answer:
    """What readers may see at `now` of what the question asks for."""
    now = now or timezone.now()
    asked = clauses(question.q)
    if not asked:
        return Answer()
    whole = solid(question.q).strip(STOP)
    bearers = names.bearers({*asked, whole})
    match = _match(question, asked, bearers)
    search = _Search(PublishedArticle.objects.public(now=now), match, _stretch(question, now=now))
    is_past = question.after is not None and question.after.score == PAST
    candidates = [] if is_past else search.candidates()
    ranked = _ranked(candidates[:CANDIDATES], match[: len(asked)], sort=question.sort)
    as_of = question.after.as_of if question.after else now
    page, after = _page(question.after, ranked, search, as_of=as_of)
    is_capped = is_past or len(candidates) > CANDIDATES
    return Answer(
        words=list(asked),
        hits=_hits(page, [text for clause in asked.values() for text in clause]),
        count=CANDIDATES if is_capped else len(candidates),
        is_capped=is_capped,
        ties=_ties(candidates[:CANDIDATES]),
        pages=names.pages(bearers.get(whole, [])),
        next=after,
    )


def _match(
    question: Question, asked: dict[str, Clause], bearers: dict[str, list[names.Bearer]]
) -> Match:
    """Each word itself or a name; then what the answer is narrowed to, in the index as well."""
    said: list[Clause] = [
        (*clause, *(documents.mark(*who) for who in bearers.get(word, ())))
        for word, clause in asked.items()
    ]
    ties = {
        documents.SECTION: question.section,
        documents.REPORTER: question.reporter,
        documents.ENTITY: question.entity,
        documents.TAG: question.tag,
    }
    narrowed = [(documents.mark(kind, key),) for kind, key in ties.items() if key is not None]
    pictured = [(documents.mark(documents.PHOTO),)] if question.photo else []
    return (*said, *narrowed, *pictured)


def _stretch(question: Question, *, now: datetime) -> Stretch:
    latest = question.after.as_of if question.after else now
    if question.to_moment:
        latest = min(latest, question.to_moment - timedelta.resolution)
    return Stretch(latest, earliest=question.from_moment)


@dataclass(frozen=True)
class _Search:
    """One match among the stories that may be found."""

    stories: PublishedArticleQuerySet
    match: Match
    within: Stretch

    def candidates(self) -> list[Candidate]:
        """The newest that match, newest first, and one more if there are more."""
        columns = ["visible_from", "pk", *(f"search_entry__{part}" for part in WORTH)]
        return [Candidate(*row) for row in self._newest(self.within, CANDIDATES + 1, columns)]

    def older(self, last: Ranked, *, size: int) -> list[Ranked]:
        """Stories from before `last`, by date."""
        within = self.within.past(Cursor(last.moment, last.key))
        return [Ranked(PAST, *row) for row in self._newest(within, size, ["visible_from", "pk"])]

    def _newest(self, within: Stretch, size: int, columns: list[str]) -> list[tuple[Any, ...]]:
        return engine().newest(self.stories, self.match, within=within, size=size, columns=columns)


def _ranked(candidates: Sequence[Candidate], said: Match, *, sort: str) -> list[Ranked]:
    found = [Ranked(1 if sort else _score(c, said), c.moment, c.key) for c in candidates]
    return sorted(found, reverse=True)


def _score(candidate: Candidate, said: Match) -> int:
    return sum(max(_worth(candidate, text) for text in clause) for clause in said)


def _worth(candidate: Candidate, solid_text: str) -> int:
    places = (worth for part, worth in WORTH.items() if solid_text in getattr(candidate, part))
    return max(places, default=ELSEWHERE)


def _page(
    after: Place | None,
    ranked: Sequence[Ranked],
    search: _Search,
    *,
    as_of: datetime,
) -> tuple[list[int], Place | None]:
    """The keys on the page that starts after `after`, and where the next one starts."""
    last = Ranked(after.score, after.story.moment, after.story.key) if after else None
    rest = [row for row in ranked if last is None or row < last][: PAGE_SIZE + 1]
    if len(ranked) == CANDIDATES:
        last = min(Ranked(PAST, row.moment, row.key) for row in ranked)
    if len(rest) <= PAGE_SIZE and last and last.score == PAST:
        rest += search.older(last, size=PAGE_SIZE + 1 - len(rest))
    page = rest[:PAGE_SIZE]
    if len(rest) <= PAGE_SIZE:
        return [row.key for row in page], None
    return [row.key for row in page], Place(
        as_of, page[-1].score, Cursor(page[-1].moment, page[-1].key)
    )


def _ties(candidates: Sequence[Candidate]) -> Counter[tuple[str, int]]:
    counts = Counter(tie for candidate in candidates for tie in candidate.marks.split())
    return Counter({documents.read_mark(tie): count for tie, count in counts.items()})


def _hits(keys: Sequence[int], asked: Sequence[str]) -> list[Hit]:
    found = PublishedArticle.objects.for_hits().in_bulk(keys)
    return [
        Hit(
            story,
            marked(story.kicker, asked),
            marked(story.title, asked),
            excerpt(story.search_entry.text, asked),
        )
        for story in map(found.__getitem__, keys)
    ]
