"""稿件考核: what each person published in a month, and what it scores.

Counted is what stands on the stand: a story belongs to the month in which readers first saw it,
and one that was withdrawn is not counted. Credit is shared in exact fractions:

- Writing (文, 文/图) and pictures (图, 摄, 供图) are two works. A story is one article of each,
  shared evenly by those who signed that work.
- The 字数 is shared evenly by those who signed the writing. Who signed only pictures has none.
- A photo is its photographer's. Where several signed as taking pictures and not all of them are
  named under one, those share the photos of all of them evenly. A photo from an outside source,
  and one that was only passed on (供图), is shared by nobody.
- The score is the rule's points for the kind of story and the role, times the share, and the
  points for each photo, times the photos. What has no rule scores nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.enums import ArticleKind, BylineRole
from articles.models import PublishedArticle, PublishedCredit, ScoreRule
from articles.models.scoring import EACH_PHOTO, WORK
from articles.text.months import Month
from people.models import Reporter

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

BOTH = {BylineRole.TEXT_AND_PHOTO, BylineRole.TEXT_AND_PHOTOGRAPHED}
WRITING = {BylineRole.TEXT, BylineRole.COMPILED, *BOTH}
TAKING_PHOTOS = {BylineRole.PHOTO, BylineRole.PHOTOGRAPHED, *BOTH}
NOTHING = Fraction(0)

Rates = dict[tuple[str, str], Decimal]


# ---- One story ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One person's part in one story: a role in its byline, or photos in it."""

    story: PublishedArticle
    reporter: Reporter
    role: str  # EACH_PHOTO for photos
    share: Fraction  # of the article, or the number of photos
    length: Fraction  # in 字
    rate: Decimal | None  # points by the rule for a whole article or one photo, if there is a rule

    @property
    def work(self) -> str | Promise:
        return dict(WORK)[self.role]

    @property
    def rule_name(self) -> str:
        """The rule that gives the points, whether there is one or not."""
        return str(ScoreRule(kind=self.story.kind, role=self.role))

    @property
    def articles(self) -> Fraction:
        return NOTHING if self.role == EACH_PHOTO else self.share

    @property
    def photos(self) -> Fraction:
        return self.share if self.role == EACH_PHOTO else NOTHING

    @property
    def score(self) -> Fraction:
        return Fraction(self.rate or 0) * self.share


def _lines(story: PublishedArticle, credits: list[PublishedCredit], rates: Rates) -> Iterator[Line]:
    """Every line of one story, from all of its credits."""
    signed = [credit for credit in credits if credit.role != EACH_PHOTO]
    for credit in signed:
        same_work = [c for c in signed if _work(c.role) == _work(credit.role)]
        share = _share(credit.reporter_id, [c.reporter_id for c in same_work])
        length = story.length * share if credit.role in WRITING else NOTHING
        rate = rates.get((story.kind, credit.role))
        yield Line(story, credit.reporter, credit.role, share, length, rate)
    reporters = {credit.reporter_id: credit.reporter for credit in credits}
    rate = rates.get((story.kind, EACH_PHOTO))
    for key, photos in _photos(credits).items():
        if photos:
            yield Line(story, reporters[key], EACH_PHOTO, photos, NOTHING, rate)


def _work(role: str) -> str:
    """What people share the worth of: the text, the pictures, or a work of its own."""
    if role in WRITING:
        return "text"
    return role if role in {BylineRole.EDITED, BylineRole.VIDEO} else "pictures"


def _share(key: int, signers: list[int]) -> Fraction:
    """What one signature is worth: people share evenly, however often one of them signed."""
    times = Counter(signers)
    return Fraction(1, len(times) * times[key])


def _photos(credits: list[PublishedCredit]) -> dict[int, Fraction]:
    """How many photos of a story are whose, by the reporter's key."""
    named = {c.reporter_id: Fraction(c.photos) for c in credits if c.role == EACH_PHOTO}
    takers = {c.reporter_id for c in credits if c.role in TAKING_PHOTOS}
    if takers <= named.keys():
        return named
    together = sum((named.get(taker, NOTHING) for taker in takers), NOTHING)
    return named | dict.fromkeys(takers, together / len(takers))


# ---- Figures ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """One column of the report, and what a line adds to it."""

    key: str
    group: str | Promise  # the head over several columns, if there is one
    label: str | Promise
    of: Callable[[Line], Fraction]


def _role_figure(role: BylineRole) -> Figure:
    def of(line: Line) -> Fraction:
        return line.articles if line.role == role else NOTHING

    return Figure(f"role-{role}", _("分工（篇）"), role.label, of)


def _kind_figure(kind: ArticleKind) -> Figure:
    def of(line: Line) -> Fraction:
        return line.articles if line.story.kind == kind else NOTHING

    return Figure(f"kind-{kind}", _("体裁（篇）"), kind.label, of)


FIGURES = {
    figure.key: figure
    for figure in [
        Figure("articles", "", _("篇数"), lambda line: line.articles),
        *map(_role_figure, BylineRole),
        *map(_kind_figure, ArticleKind),
        Figure("length", "", _("字数"), lambda line: line.length),
        Figure("photos", "", _("图片"), lambda line: line.photos),
        Figure("score", "", _("得分"), lambda line: line.score),
    ]
}


@dataclass(frozen=True)
class Row:
    """One person's month: the amount of each figure, by its key."""

    reporter: Reporter
    amounts: dict[str, Fraction]


def totals(lines: Iterable[Line]) -> dict[str, Fraction]:
    """The amount of each figure, by its key."""
    lines = list(lines)
    return {key: sum(map(figure.of, lines), NOTHING) for key, figure in FIGURES.items()}


def by_person(lines: Iterable[Line]) -> list[Row]:
    """A row for each person, in the order of their names."""
    own: dict[Reporter, list[Line]] = {}
    for line in lines:
        own.setdefault(line.reporter, []).append(line)
    in_order = sorted(own, key=lambda reporter: (reporter.sort_key, reporter.name, reporter.pk))
    return [Row(reporter, totals(own[reporter])) for reporter in in_order]


def behind(figure: Figure | None, lines: Iterable[Line]) -> list[Line]:
    """The lines that a figure is the sum of, or all of them."""
    return [line for line in lines if figure is None or figure.of(line)]


def shown(amount: Fraction) -> str:
    """An amount for the eye: rounded half up to two places, those that are empty left out."""
    hundredths = int(amount * 100 + Fraction(1, 2))
    return f"{Decimal(hundredths) / 100:f}"


# ---- A month ------------------------------------------------------------------------------------


def month_lines(
    month: Month, *, of: Reporter | None = None, now: datetime | None = None
) -> list[Line]:
    """Every line of the month, or one reporter's, oldest story first. Two queries."""
    stories = PublishedArticle.objects.public(now=now).first_seen_in(month)
    credits = PublishedCredit.objects.of_stories(stories)
    if of is not None:
        credits = credits.in_stories_with(of)
    rates = ScoreRule.objects.table()
    found: list[Line] = []
    for story, own in groupby(credits.for_statistics(), key=lambda credit: credit.article):
        found.extend(_lines(story, list(own), rates))
    return [line for line in found if of is None or line.reporter == of]


def months(*, now: datetime | None = None) -> list[Month]:
    """The months from the first story on the stand to the newest, newest first."""
    moments = PublishedArticle.objects.public(now=now).newest_first()
    moments_seen = moments.values_list("visible_from", flat=True)
    newest, oldest = moments_seen.first(), moments_seen.last()
    return list(Month.of(newest).back_to(Month.of(oldest))) if newest and oldest else []


# ---- Who may see --------------------------------------------------------------------------------


def limited_to(user: User | AnonymousUser) -> Reporter | None:
    """The one person whose figures `user` may see, or None for everybody's.

    Raises PermissionDenied for a user who may see nobody's.
    """
    if user.has_perm("articles.view_statistics"):
        return None
    reporter = Reporter.objects.filter(user_id=user.pk).first() if user.pk else None
    if reporter is None:
        raise PermissionDenied
    return reporter


def may_see(user: User | AnonymousUser) -> bool:
    """Whether there are figures that `user` may see."""
    try:
        limited_to(user)
    except PermissionDenied:
        return False
    return True
