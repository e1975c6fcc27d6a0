"""The answer to a question: ranked, counted, cut into pages. The same from every engine.

Only the newest CANDIDATES are ranked and counted; older ones follow by date. So a word that every
story holds costs what a rare one does, and so does page 500.

A question with a date asks twice: for the stories of those days, which come first, and for others
that name the date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone

from articles.enums import Placement
from articles.models import Issue, PublishedArticle
from articles.models.rows import PublishedArticleQuerySet
from articles.models.rows.paging import Cursor
from articles.search import documents, names
from articles.search.asking import Place, Question, midnight
from articles.search.days import Days
from articles.search.engines import Stretch, engine
from articles.search.excerpts import Piece, excerpt, marked
from articles.search.matching import Clause, Match, read
from articles.search.ranking import Wanted, score
from articles.text.folding import IS_HAN
from articles.text.tokens import STOP, solid

CANDIDATES = 1_000
PAGE_SIZE = 20
PAST = 0  # the score of a story older than the candidates
DATED = 1_000  # more for the stories of the days that are asked for
FRONT = 10_000  # what the first story of a paper is worth more than its last
COLUMNS = ["visible_from", "pk", "search_entry__solid", "search_entry__word_starts"]
PRINTED = ["page__number", "page_order"]


class Candidate(NamedTuple):
    moment: datetime
    key: int
    solid: str
    word_starts: bytes
    page: int | None = None
    place: int = 0  # on that page


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

    @property
    def picture(self) -> dict[str, Any] | None:
        """The photo that leads the story, if readers have it."""
        leads = (photo for photo in self.story.photos if photo["placement"] == Placement.LEAD)
        return next((photo for photo in leads if photo["src"]), None)


@dataclass(frozen=True)
class Answer:
    """One page of hits. `count` is of candidates; there are more if it `is_capped`.

    `ties` counts the candidates by what they are tied to: (kind, key), see documents.mark. It is
    empty on the pages past them. `issue` is the paper of the one day that is asked for.
    """

    words: list[str] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    ties: Counter[tuple[str, int]] = field(default_factory=Counter)
    pages: list[names.Page] = field(default_factory=list)
    issue: Issue | None = None
    next: Place | None = None

    @property
    def pictured(self) -> int:
        """How many of the candidates have a photo."""
        return self.ties[documents.PHOTO, 0]


def answer(question: Question, *, now: datetime | None = None) -> Answer:
    """What readers may see at `now` of what the question asks for."""
    now = now or timezone.now()
    as_of = question.after.as_of if question.after else now
    asked, days = read(question.q, on=timezone.localdate(as_of))
    if not asked and not days:
        return Answer()
    whole = solid(question.q).strip(STOP)
    bearers = names.bearers({*asked, whole})
    stories = PublishedArticle.objects.public(now=now)
    wanted = _wanted(asked, whole, bearers)
    days = days and _with_paper(days, stories)
    searches = _searches(question, stories, wanted, days, as_of=as_of)
    page, after = _page(question.after, searches, as_of=as_of)
    is_past = question.after is not None and question.after.score == PAST
    candidates = [] if is_past else [found for one in searches for found in one.candidates]
    is_capped = is_past or any(search.is_capped for search in searches)
    named = days.texts if days else ()
    return Answer(
        words=[*asked, *named],
        hits=_hits(page, [*(text for clause in asked.values() for text in clause), *named]),
        count=CANDIDATES if is_past else len(candidates),
        is_capped=is_capped,
        ties=_ties(candidates),
        pages=names.pages(bearers.get(whole, [])),
        issue=_issue(days, stories),
        next=after,
    )


def _with_paper(days: Days, stories: PublishedArticleQuerySet) -> Days:
    """Only the latest of what the date may mean of which there are stories, if there is one."""
    if len(days.stretches) == 1:
        return days
    printed = (s for s in days.stretches if stories.seen_within(*_moments(s)).exists())
    return replace(days, stretches=(next(printed, days.latest),))


def _moments(days: tuple[date, date]) -> tuple[datetime, datetime]:
    """The first moment of some days, and the first after them."""
    return midnight(days[0]), midnight(days[1] + timedelta(days=1))


def _wanted(asked: dict[str, Clause], whole: str, bearers: dict[str, list[names.Bearer]]) -> Wanted:
    """Each word itself or a name."""

    def borne(word: str, clause: Clause) -> Clause:
        return (*clause, *(documents.mark(*who) for who in bearers.get(word, ())))

    is_name = len(asked) > 1 and all(len(word) == 1 and IS_HAN.match(word) for word in asked)
    return Wanted(
        tuple(borne(*word) for word in asked.items()),
        name=borne(whole, (whole,)) if is_name else (),
    )


def _searches(
    question: Question,
    stories: PublishedArticleQuerySet,
    wanted: Wanted,
    days: Days | None,
    *,
    as_of: datetime,
) -> list[_Search]:
    """What is searched for, the best first. What the answer is narrowed to is in the index too."""
    ties = {
        documents.SECTION: question.section,
        documents.REPORTER: question.reporter,
        documents.ENTITY: question.entity,
        documents.TAG: question.tag,
    }
    narrowed = [(documents.mark(kind, key),) for kind, key in ties.items() if key is not None]
    narrowed += [(documents.mark(documents.PHOTO),)] if question.photo else []
    latest = as_of
    if question.to_moment:
        latest = min(latest, question.to_moment - timedelta.resolution)
    within = Stretch(latest, earliest=question.from_moment)
    match = (*wanted.words, *narrowed)
    search = _Search(stories, match, within, wanted, as_of=as_of, is_by_date=bool(question.sort))
    if days is None:
        return [search]
    start, end = _moments(days.latest)
    dated = replace(
        search,
        within=Stretch(
            min(latest, end - timedelta.resolution),
            earliest=max(filter(None, [start, question.from_moment])),
        ),
        base=DATED,
        is_in_print_order=days.is_one_day and not wanted.words and not question.sort,
    )
    named = replace(
        search,
        stories=stories.seen_outside(start, end),
        match=(days.texts, *match),
        wanted=replace(wanted, words=(days.texts, *wanted.words)),
    )
    return [dated, named]


@dataclass(frozen=True)
class _Search:
    """One match among the stories that may be found. Its scores begin above `base`."""

    stories: PublishedArticleQuerySet
    match: Match
    within: Stretch
    wanted: Wanted
    as_of: datetime
    is_by_date: bool
    base: int = PAST
    is_in_print_order: bool = False

    @cached_property
    def newest(self) -> list[Candidate]:
        """The newest that match, newest first, and one more if there are more."""
        columns = COLUMNS + PRINTED if self.is_in_print_order else COLUMNS
        return [Candidate(*row) for row in self._newest(self.within, CANDIDATES + 1, columns)]

    @property
    def candidates(self) -> list[Candidate]:
        return self.newest[:CANDIDATES]

    @property
    def is_capped(self) -> bool:
        return len(self.newest) > CANDIDATES

    def after(self, last: Ranked | None, *, size: int) -> list[Ranked]:
        """The best that come after `last`: candidates by score, then older stories by date."""
        if last and last.score < self.base:
            return []
        if last and last.score == self.base:
            return self._older(last, size=size)
        ranked = sorted((self._ranked(found) for found in self.candidates), reverse=True)
        page = [row for row in ranked if last is None or row < last][:size]
        if len(page) == size or not self.is_capped:
            return page
        oldest = self.candidates[-1]
        last = Ranked(self.base, oldest.moment, oldest.key)
        return page + self._older(last, size=size - len(page))

    def _older(self, last: Ranked, *, size: int) -> list[Ranked]:
        within = self.within.past(Cursor(last.moment, last.key))
        older = self._newest(within, size, ["visible_from", "pk"])
        return [Ranked(self.base, *row) for row in older]

    def _ranked(self, found: Candidate) -> Ranked:
        if self.is_in_print_order:
            worth = max(1, FRONT - 100 * found.page - found.place) if found.page else 1
        elif self.is_by_date:
            worth = 1
        else:
            age = self.as_of - found.moment
            worth = score(found.solid, found.word_starts, self.wanted, age=age)
        return Ranked(self.base + worth, found.moment, found.key)

    def _newest(self, within: Stretch, size: int, columns: list[str]) -> list[tuple[Any, ...]]:
        return engine().newest(self.stories, self.match, within=within, size=size, columns=columns)


def _page(
    after: Place | None, searches: Iterable[_Search], *, as_of: datetime
) -> tuple[list[int], Place | None]:
    """The keys on the page that starts after `after`, and where the next one starts."""
    last = Ranked(after.score, after.story.moment, after.story.key) if after else None
    rest: list[Ranked] = []
    for search in searches:
        if len(rest) <= PAGE_SIZE:
            rest += search.after(last, size=PAGE_SIZE + 1 - len(rest))
    page = rest[:PAGE_SIZE]
    if len(rest) <= PAGE_SIZE:
        return [row.key for row in page], None
    return [row.key for row in page], Place(
        as_of, page[-1].score, Cursor(page[-1].moment, page[-1].key)
    )


def _ties(candidates: Iterable[Candidate]) -> Counter[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for found in candidates:
        counts.update(documents.marks(found.solid))
    return Counter({documents.read_mark(tie): count for tie, count in counts.items()})


def _issue(days: Days | None, stories: PublishedArticleQuerySet) -> Issue | None:
    """The paper of the one day that is asked for, if readers have it."""
    if days is None or not days.is_one_day:
        return None
    return Issue.objects.filter(date=days.latest[0]).carrying(stories).first()


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
