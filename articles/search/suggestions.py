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
from articles.search.matching import LONGEST, Match, clauses
from articles.text.characters import visible
from articles.text.folding import readings
from articles.text.tokens import STOP, solids
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
    asked = clauses(typed, is_typing=True)
    if not asked:
        return []
    now = now or timezone.now()
    public = PublishedArticle.objects.public(now=now)
    spellings = {text.strip(f" {STOP}") for text in solids(typed)}
    named = Entity.objects.visible().filter(
        _holds(spellings) | _holds(spellings, "other_names__compared")
    )
    called = set(readings(typed))
    synonyms = Tag.objects.filter(_holds(called), main__isnull=False).values_list("main", "name")
    mask = current()  # a tag is not called by the name of somebody who is hidden
    mains = [main for main, name in synonyms[:LOOKED_THROUGH] if not mask.hides(name)]
    tags = Tag.objects.filter(
        _holds(called) | Q(pk__in=mains), Exists(public.filter(tags=OuterRef("pk")))
    )
    match: Match = tuple(asked.values())
    columns = ["pk", "search_entry__headline"]
    try:
        found = engine().newest(
            public, match, within=Stretch(now), size=LOOKED_THROUGH, columns=columns
        )
    except EngineDown:  # names and tags are known without it
        found = []
    keys = [
        key
        for key, headline in found
        if all(any(text in headline for text in clause) for clause in match)
    ]
    return [
        *(_suggestion(e, e.get_kind_display()) for e in _first(named, spellings)[:ENTITIES]),
        *(_suggestion(tag, _("标签")) for tag in _first(tags, called)[:TAGS]),
        *(
            Suggestion(story.title, _("稿件"), story.get_absolute_url())
            for story in public.filter(pk__in=keys[:HEADLINES]).newest_first().for_links()
        ),
    ]


def _holds(spellings: set[str], field: str = "compared", lookup: str = "contains") -> Q:
    return reduce(or_, (Q(**{f"{field}__{lookup}": text}) for text in sorted(spellings)))


def _first(rows: QuerySet[Any], spellings: set[str]) -> QuerySet[Any]:
    """Those whose name begins with it before those that hold it, or are otherwise called so."""
    order = Case(
        When(_holds(spellings, lookup="startswith"), then=Value(0)),
        When(_holds(spellings), then=Value(1)),
        default=Value(2),
    )
    found: QuerySet[Any] = rows.alias(order=order).order_by("order", "name", "pk").distinct()
    return found


def _suggestion(row: Entity | Tag, note: str) -> Suggestion:
    return Suggestion(row.name, note, row.get_absolute_url())
