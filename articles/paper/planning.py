"""Which issue is being made, and how the next one is made from the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Issue, Page
from articles.models.rows.paper import MORNING
from articles.stand import publishing

# What a page of a new issue has from the page of the last one.
COPIED = ["number", "name", "responsible_editor", "layout_editor", "proofreader"]
FIRST_PAGES = 4  # that a paper's first issue is proposed with
# A figure that counts issues, not the year, month or day beside it: 总第8123期, 2026年第31期.
COUNTING = re.compile(r"[0-9]+(?![0-9年月日])")


class IssueExists(Exception):
    """There is an issue of that day already: `issue`."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(str(issue))
        self.issue = issue


@dataclass(frozen=True)
class Shown:
    """An issue that the desk shows: of `day`, if that has one; and its neighbours."""

    day: date | None
    issue: Issue | None
    before: Issue | None
    after: Issue | None
    is_in_making: bool  # it is the one being made, or there is none and no other was asked for


@dataclass(frozen=True)
class Proposal:
    """What a new issue may be, after the last one before it, if there is one."""

    date: date
    number: str
    released_at: datetime | None
    pages: list[dict[str, Any]]
    last: Issue | None


# ---- Which ------------------------------------------------------------------------------------


def shown(day: date | None, *, now: datetime | None = None) -> Shown:
    """The issue of a day, or without one the issue being made."""
    making = Issue.objects.in_making(now=now).first()
    issue = making if day is None else Issue.objects.filter(date=day).first()
    at = day or (issue.date if issue else None)
    others = Issue.objects.all()
    if at is None:  # nothing is being made: what is out stands before it
        return Shown(None, None, others.order_by("-date").first(), None, is_in_making=True)
    return Shown(
        day=at,
        issue=issue,
        before=others.filter(date__lt=at).order_by("-date").first(),
        after=others.filter(date__gt=at).order_by("date").first(),
        is_in_making=issue == making and (issue is not None or day is None),
    )


def next_day(*, now: datetime | None = None) -> date:
    """The next day without an issue: from today while it is not yet morning, else from tomorrow."""
    now = timezone.localtime(now)
    start = now.date() if now.time() < MORNING else now.date() + timedelta(days=1)
    return Issue.objects.first_free_day(start)


# ---- A new one ----------------------------------------------------------------------------------


def proposal(day: date, *, now: datetime | None = None) -> Proposal:
    """An issue of that day with the pages and editors of the last one before it, the number counted
    on, at the same hour; of the newest issue if there is none before it. No hour is proposed for a
    paper of today, or later, that has passed already.
    """
    now = timezone.localtime(now)
    issues = Issue.objects.order_by("-date")
    last = issues.filter(date__lt=day).first() or issues.first()
    pages = list(Page.objects.of_issue(last).values(*COPIED)) if last else []
    hour = _same_hour(last, day) if last else None
    return Proposal(
        date=day,
        number=counted_on(last.number) if last else "",
        released_at=None if hour and hour <= now and day >= now.date() else hour,
        pages=pages or [{"number": number} for number in range(1, FIRST_PAGES + 1)],
        last=last,
    )


def counted_on(number: str) -> str:
    """The number after this one, its zeros kept; empty where nothing in it counts issues.

    总第8123期 → 总第8124期; 2026年第031期（总第8123期） → 2026年第032期（总第8124期）.
    """
    counted, count = COUNTING.subn(lambda m: str(int(m[0]) + 1).zfill(len(m[0])), number)
    return counted if count else ""


def moved(moment: datetime, *, days: int) -> datetime:
    """The same hour of the clock so many days later, whatever the clock did in between."""
    local = timezone.localtime(moment).replace(tzinfo=None)
    return timezone.make_aware(local + timedelta(days=days))


def make(issue: Issue, pages: Sequence[Page]) -> Issue:
    """Write a new issue with its pages. Raises IssueExists, and then writes nothing."""
    try:
        with transaction.atomic():
            issue.save(force_insert=True)
            for page in pages:
                page.issue = issue
                page.save(force_insert=True)
    except IntegrityError:
        there_is = Issue.objects.filter(date=issue.date).first()
        if there_is is None:
            raise
        raise IssueExists(there_is) from None
    return issue


def is_same(issue: Issue, other: Issue, pages: Sequence[Page]) -> bool:
    """Whether an issue that exists is what `other` with `pages` would be: the same, sent twice."""
    facts = ["date", "number", "title", "released_at"]
    stored = list(Page.objects.of_issue(issue).values_list(*COPIED))
    wanted = [tuple(getattr(page, name) for name in COPIED) for page in pages]
    return all(getattr(issue, f) == getattr(other, f) for f in facts) and stored == sorted(wanted)


# ---- The hour of release ----------------------------------------------------------------------


@transaction.atomic
def save_with_hour(issue: Issue) -> None:
    """Write an issue whose hour of release was changed: it holds for signed-off stories as well.

    The stories are locked first: one that is being signed off goes by the old hour or the new.
    """
    stories = Article.objects.filter(page__issue=issue).select_related("page__issue")
    list(stories.select_for_update(of=("self",)).order_by("pk"))
    issue.save()
    for article in stories:
        publishing.reschedule(article)


def _same_hour(last: Issue, day: date) -> datetime | None:
    return moved(last.released_at, days=(day - last.date).days) if last.released_at else None
