"""Whom a published story names for the first time: passed with it, by name and kind alone.

The story was reviewed three times, and the name with it. What else the desk has entered of somebody
new (a portrait, a text about them) is no part of the story and waits for a second person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from articles.enums import REVIEWS
from articles.models import Article, PublishedArticle
from people.models import Entity, Reporter

# By what the stories on the stand are found that name somebody.
LINKS: dict[type[Entity | Reporter], str] = {
    Entity: "entities",
    Reporter: "credit_rows__reporter",
}


def confirm(article: Article, *, visible_from: datetime) -> None:
    """Confirm the people and bodies that a story names, and who signed it or took its photos.

    Readers get these names at the moment they get the story, and not before. Best given a story
    from facts.read, in the transaction that publishes it. Of names that are known it asks nothing.
    """
    now = timezone.now()
    moment = visible_from if visible_from > now else None
    late = {row for row in _named(article) if _is_later(row, moment, now=now)}
    for model in LINKS:
        keys = [row.pk for row in late if isinstance(row, model)]
        if keys:
            _locked(model, keys).update(is_waiting=False, visible_from=moment)


def follow(key: int) -> None:
    """Once a story of the stand has another moment, was withdrawn or came back: names that readers
    get with it are seen from the first story on the stand that has them, or wait if none has.
    """
    not_yet = Q(is_waiting=True) | Q(visible_from__gt=timezone.now())
    for model, link in LINKS.items():
        linked = PublishedArticle.objects.filter(pk=key).values(link)
        unseen = model._default_manager.filter(not_yet, pk__in=linked)
        keys = list(unseen.values_list("pk", flat=True))
        if keys:
            with transaction.atomic():
                rows = _locked(model, keys)
                standing = PublishedArticle.objects.standing().filter(**{link: OuterRef("pk")})
                first = standing.order_by("visible_from").values("visible_from")[:1]
                rows.update(is_waiting=~Exists(standing), visible_from=Subquery(first))


def in_review(row: Entity | Reporter) -> bool:
    """Whether a story in review names somebody, so that its reviews pass the name."""
    if isinstance(row, Entity):
        found = Q(mentions__entity=row, mentions__is_confirmed=True)
    else:
        found = Q(bylines__reporter=row) | Q(photo_uses__photo__reporter=row)
    return Article.objects.filter(found, stage__in=REVIEWS).exists()


def _named(article: Article) -> set[Entity | Reporter]:
    named: set[Entity | Reporter] = {m.entity for m in article.mentions.all() if m.is_confirmed}
    named |= {byline.reporter for byline in article.bylines.all()}
    takers = {use.photo.reporter for use in article.photo_uses.all()}
    return named | {reporter for reporter in takers if reporter}


def _is_later(row: Entity | Reporter, moment: datetime | None, *, now: datetime) -> bool:
    """Whether readers would otherwise get a name later than that, or not at all."""
    if row.is_waiting:
        return True
    if row.visible_from is None or row.visible_from <= now:
        return False
    return moment is None or moment < row.visible_from


def _locked(model: type[Entity | Reporter], keys: Iterable[int]) -> QuerySet[Any]:
    """The rows of these keys, locked in one order, so that two stories cannot cross."""
    rows: QuerySet[Any] = model._default_manager.filter(pk__in=list(keys)).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
    return rows.order_by()
