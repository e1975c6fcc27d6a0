"""What a reader may mean who has typed so much: people and bodies, tags, headlines."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import PublishedArticle, Tag
from articles.search.engines import EngineDown, Stretch, engine
from articles.search.matching import LONGEST, Match, words
from articles.text.characters import visible
from articles.text.tokens import STOP, solid
from people.models import Entity
from people.names.masking import current

ENTITIES, TAGS, HEADLINES = 5, 3, 5
LOOKED_THROUGH = 100  # newest stories with the words, for those that have them in the headline


class Suggestion(NamedTuple):
    label: str
    note: str  # what kind of thing it is
    address: str


def suggestions(typed: str, *, now: datetime | None = None) -> list[Suggestion]:
    """Up to thirteen, each with the address of its page."""
    typed = visible(typed).strip()[:LONGEST]
    asked = words(typed)
    if not asked:
        return []
    now = now or timezone.now()
    public = PublishedArticle.objects.public(now=now)
    typings = {typed, solid(typed).strip(f" {STOP}")}  # as it is, and Simplified without marks
    named = Entity.objects.visible().filter(
        _holds("name", typings) | _holds("other_names__name", typings)
    )
    called = _holds("name", typings)
    if not current().hides(typed):  # a tag is not called by the name of somebody who is hidden
        called |= _holds("synonyms__name", typings)
    tags = Tag.objects.filter(called, Exists(public.filter(tags=OuterRef("pk"))))
    match: Match = tuple((word,) for word in asked)
    columns = ["pk", "search_entry__headline"]
    try:
        found = engine().newest(
            public, match, within=Stretch(now), size=LOOKED_THROUGH, columns=columns
        )
    except EngineDown:  # names and tags are known without it
        found = []
    keys = [key for key, headline in found if all(word in headline for word in asked)]
    return [
        *(_suggestion(e, e.get_kind_display()) for e in _first(named, typings)[:ENTITIES]),
        *(_suggestion(tag, _("标签")) for tag in _first(tags, typings)[:TAGS]),
        *(
            Suggestion(story.title, _("稿件"), story.get_absolute_url())
            for story in public.filter(pk__in=keys[:HEADLINES]).newest_first().for_links()
        ),
    ]


def _holds(field: str, typings: set[str], lookup: str = "icontains") -> Q:
    return reduce(or_, (Q(**{f"{field}__{lookup}": typing}) for typing in sorted(typings)))


def _first(rows: QuerySet[Any], typings: set[str]) -> QuerySet[Any]:
    """Those whose name begins with it before those that hold it, or are otherwise called so."""
    order = Case(
        When(_holds("name", typings, "istartswith"), then=Value(0)),
        When(_holds("name", typings), then=Value(1)),
        default=Value(2),
    )
    found: QuerySet[Any] = rows.alias(order=order).order_by("order", "name", "pk").distinct()
    return found


def _suggestion(row: Entity | Tag, note: str) -> Suggestion:
    return Suggestion(row.name, note, row.get_absolute_url())
