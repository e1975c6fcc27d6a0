"""What a reader may mean who has typed so much: people and bodies, tags, headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import PublishedArticle, Tag
from articles.models.rows import PublishedArticleQuerySet
from articles.search import headline_words, names
from articles.search.documents import ENTITY, headline
from articles.search.engines import EngineDown, Stretch, engine
from articles.search.matching import LONGEST, Match, clauses
from articles.text.characters import visible
from articles.text.folding import readings
from articles.text.tokens import STOP, solids
from people.models import Entity
from people.names.masking import current

ENTITIES, TAGS, WORDS, HEADLINES = 5, 3, 3, 5
LOOKED_THROUGH = 100  # newest stories with the words, for those that have them in the headline
LETTERS = re.compile(r"[a-z]{2,20}")  # that may spell a word or a name


class Suggestion(NamedTuple):
    label: str
    note: str  # what kind of thing it is
    address: str


def suggestions(typed: str, *, now: datetime | None = None) -> list[Suggestion]:
    """Up to sixteen, each with the address of its page: what the words name, and in Latin letters
    what they spell in pinyin.
    """
    typed = visible(typed).strip()[:LONGEST]
    asked = clauses(typed, is_typing=True)
    if not asked:
        return []
    now = now or timezone.now()
    public = PublishedArticle.objects.public(now=now)
    letters = typed.casefold().replace(" ", "").replace("'", "")
    spelled, spellers = [], []
    if LETTERS.fullmatch(letters):
        spellers = [key for kind, key in names.spelled(letters) if kind == ENTITY]
        with suppress(EngineDown):
            spelled = headline_words.spelled(letters, now=now)
    spellings = {text.strip(f" {STOP}") for text in solids(typed)}
    named = Entity.objects.visible().filter(
        _holds(spellings) | _holds(spellings, "other_names__compared") | Q(pk__in=spellers)
    )
    called = set(readings(typed))
    synonyms = Tag.objects.filter(_holds(called), main__isnull=False).values_list("main", "name")
    mask = current()  # a tag is not called by the name of somebody who is hidden
    mains = [main for main, name in synonyms[:LOOKED_THROUGH] if not mask.hides(name)]
    tags = Tag.objects.filter(
        _holds(called) | Q(pk__in=mains) | Q(name__in=spelled),
        Exists(public.filter(tags=OuterRef("pk"))),
    )
    offered = [_suggestion(e, e.get_kind_display()) for e in _first(named, spellings)[:ENTITIES]]
    offered += [_suggestion(tag, _("标签")) for tag in _first(tags, called)[:TAGS]]
    others = [word for word in spelled if word not in {label for label, *_rest in offered}]
    address = reverse("search")
    return [
        *offered,
        *(Suggestion(w, _("搜索"), f"{address}?{urlencode({'q': w})}") for w in others[:WORDS]),
        *_headlines(tuple(asked.values()), public, now=now),
    ]


def _headlines(
    match: Match, public: PublishedArticleQuerySet, *, now: datetime
) -> Iterator[Suggestion]:
    columns = ["pk", "search_entry__solid"]
    try:
        found = engine().newest(
            public, match, within=Stretch(now), size=LOOKED_THROUGH, columns=columns
        )
    except EngineDown:  # names and tags are known without it
        return
    headlines = [(key, headline(solid_text)) for key, solid_text in found]
    keys = [
        key
        for key, text in headlines
        if all(any(word in text for word in clause) for clause in match)
    ]
    for story in public.filter(pk__in=keys[:HEADLINES]).newest_first().for_links():
        yield Suggestion(story.title, _("稿件"), story.get_absolute_url())


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
