"""Stories that belong beside a story: those that share its people and bodies, then its tags.

Each of the story's entities and tags gives the keys of its newest stories, read off an index from
its end. So a page costs the same whether a person was named five times or fifty thousand times.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value

from articles.models import PublishedArticle, PublishedEntity, PublishedTag
from articles.stand.facts import RELATED_KEYS

NEWEST = 24  # stories of each
SHOWN = 5
ENTITY = RELATED_KEYS + 1  # what a shared entity counts: more than all the tags together


def stories(story: PublishedArticle, *, now: datetime | None = None) -> list[PublishedArticle]:
    """The public stories nearest to a story, nearest first, at most SHOWN of them.

    One query for the candidates, one for what is shown of them; none if the story names nothing.
    """
    by = story.related_by
    arms = [_newest("entity", PublishedEntity.objects, key) for key in by.get("entities", [])]
    arms += [_newest("tag", PublishedTag.objects, key) for key in by.get("tags", [])]
    if not arms:
        return []
    weights: Counter[int] = Counter()
    for key, weight in arms[0].union(*arms[1:], all=True):
        weights[key] += weight
    del weights[story.pk]
    nearest = sorted(weights, key=lambda key: (-weights[key], -key))[: SHOWN * 2]
    public = PublishedArticle.objects.public(now=now).for_related().in_bulk(nearest)
    return [public[key] for key in nearest if key in public][:SHOWN]


def _newest(what: str, rows: Any, key: int) -> QuerySet[Any, tuple[int, int]]:
    """The newest stories of an entity or tag, each with what sharing it counts."""
    newest = rows.filter(**{what: key}).order_by("-article_id")[:NEWEST]
    weight = Value(ENTITY if what == "entity" else 1)
    found: QuerySet[Any, tuple[int, int]] = rows.filter(pk__in=newest.values("pk"))
    return found.values_list("article_id", weight)
