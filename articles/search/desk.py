"""The desk's own search: stories as they were last saved, drafts among them.

It stands in the site's database whatever engine readers are served by: a draft leaves the house
for no search server. Who may see which story is decided by whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Case, Q, Value, When

from articles.models import Article, DeskEntry
from articles.models.rows import ArticleQuerySet
from articles.search import documents, names
from articles.search.batches import batches, hold
from articles.search.matching import Match, clauses, holds
from articles.search.tables import DESK, keep_others_from_writing, table
from articles.text.tokens import grams, version, written_grams

LETTERS = re.compile(r"[a-z]{2,}")  # of a name, in pinyin
FIELDS = [field.name for field in DeskEntry._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def index_desk(article: Article) -> None:
    """Put a story of the desk in the index, or put it in anew. Best given of `for_publishing()`."""
    kept = list(DeskEntry.objects.filter(pk=article.pk))
    _write([documents.desk_entry(article)], instead_of=kept)


@transaction.atomic
def rebuild_desk() -> int:
    """Index the whole desk again and say how many stories it has. All or nothing."""
    keep_others_from_writing(DeskEntry)
    DeskEntry.objects.all().delete()
    table(DESK).clear()
    count = 0
    for batch in batches(Article.objects.for_publishing().order_by("pk")):
        _write([documents.desk_entry(article) for article in batch])
        count += len(batch)
    table(DESK).tidy()
    return count


def on_desk(articles: ArticleQuerySet, typed: str) -> ArticleQuerySet:
    """Those of `articles` that have every word, the last changed first within each `place`:
    0 where the headline has all of them, 1 elsewhere.

    A word stands for itself, for a name that is written or called so, and, in Latin letters, for a
    name that they spell or that has these initials.
    """
    asked = clauses(typed)
    if not asked:
        return articles.none()
    bearers = names.bearers(asked, on_desk=True)
    for word in asked:
        if LETTERS.fullmatch(word.strip()):
            bearers[word] = bearers.get(word, []) + names.spelled(word.strip(), on_desk=True)
    match: Match = tuple(
        (*clause, *(documents.mark(*who) for who in bearers.get(word, ())))
        for word, clause in asked.items()
    )
    in_headline = holds(tuple(asked.values()), entry="desk_entry", part="headline")
    return (
        articles.filter(
            holds(match, proposed=True, entry="desk_entry"), pk__in=table(DESK).proposed(match)
        )
        .annotate(place=Case(When(in_headline, then=Value(0)), default=Value(1)))
        .order_by("place", "-updated_at", "-pk")
    )


def is_desk_current() -> bool:
    """Whether every story of the desk is indexed by this tokenizer."""
    return not Article.objects.filter(desk_outdated()).exists()


def desk_outdated() -> Q:
    """Of stories of the desk: those that another tokenizer or nobody has cut."""
    return documents.outdated("desk_entry", version())


def renew_desk(keys: Iterable[int]) -> int:
    """Index some stories again, in a transaction; how many, without those that somebody else is
    writing at the moment.
    """
    held = hold(Article.objects.filter(desk_outdated()), keys)
    kept = list(DeskEntry.objects.filter(pk__in=held))
    stories = Article.objects.for_publishing().filter(pk__in=held)
    _write([documents.desk_entry(article) for article in stories], instead_of=kept)
    return len(held)


def _write(entries: list[DeskEntry], *, instead_of: Iterable[DeskEntry] = ()) -> None:
    """Entries first, then grams: what rebuild_desk() keeps from others, in the same order."""
    DeskEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["story"], update_fields=FIELDS
    )
    kept = [(old.pk, written_grams(old.solid, by=old.version)) for old in instead_of]
    table(DESK).remove([(key, found) for key, found in kept if found])
    table(DESK).write([(fresh.pk, grams(fresh.solid)) for fresh in entries])
