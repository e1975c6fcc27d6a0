"""When what readers get changes by the clock alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Subquery
from django.utils import timezone

from articles.models import Pin, PublishedArticle, StandVersion
from articles.reading.sitemaps import NEWS_AGE
from people.models import Entity, Reporter


def next_moment(*, now: datetime | None = None) -> datetime | None:
    """The next moment from `now` on at which a story or a name becomes visible (its schedule, its
    embargo, the release of its issue), a pin expires, or a story is no news any more for the
    sitemap; None if there is none. One query that takes the first row of an index for each.
    """
    now = now or timezone.now()
    rows: list[tuple[QuerySet[Any], str]] = [
        (PublishedArticle.objects.waiting(now=now), "visible_from"),
        (Reporter.objects.filter(visible_from__gt=now), "visible_from"),
        (Entity.objects.filter(visible_from__gt=now), "visible_from"),
        (Pin.objects.in_effect(now=now), "until"),
    ]
    news = PublishedArticle.objects.public(now=now).since(now - NEWS_AGE)
    first = [Subquery(found.order_by(name).values(name)[:1]) for found, name in rows]
    oldest = Subquery(news.order_by("visible_from").values("visible_from")[:1])
    *moments, news_from = StandVersion.objects.values_list(*first, oldest).get()
    if news_from:
        moments.append(news_from + NEWS_AGE)
    return min(filter(None, moments), default=None)
