"""Keeping the index. It follows publishing in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from articles.models import PublishedArticle, SearchEntry
from articles.search import documents, headline_words
from articles.search.batches import batches, hold
from articles.search.desk import is_desk_current
from articles.search.engines import engine
from articles.search.tables import keep_others_from_writing
from articles.text.tokens import grams, version, written_grams

if TYPE_CHECKING:
    from articles.models.rows import PublishedArticleQuerySet

# What a story says of itself; what a server has answered for is not known here.
FIELDS = [
    field.name
    for field in SearchEntry._meta.concrete_fields
    if not field.primary_key and field.name != "answered"
]


def index(
    story: PublishedArticle, known: documents.Known | None = None, *, is_new: bool = False
) -> None:
    """Put a story of the stand in the index, or put it in anew. Call it where the stand is written,
    in its transaction.

    What is not `known` of it is read from the stand's own tables, so write those first. Of one that
    is new nothing can be in the index.
    """
    with transaction.atomic(savepoint=False):
        kept = None if is_new else SearchEntry.objects.filter(pk=story.pk).first()
        known = known or documents.known(story)
        _write([(story, known)], instead_of=[kept] if kept else [])


def outdated() -> Q:
    """Of stories of the stand: those that another tokenizer or nobody has cut."""
    return documents.outdated("search_entry", _version())


def renew_stand(keys: Iterable[int]) -> int:
    """Index some stories again, in a transaction; how many, without those that somebody else is
    writing at the moment.
    """
    held = hold(PublishedArticle.objects.filter(outdated()), keys)
    kept = list(SearchEntry.objects.filter(pk__in=held))
    stories = _with_known().filter(pk__in=held)
    _write([(story, documents.known(story)) for story in stories], instead_of=kept)
    return len(held)


def _with_known() -> PublishedArticleQuerySet:
    """Stories with all that `documents.known` reads."""
    return PublishedArticle.objects.select_related("column").prefetch_related(
        "reporters", "entities", "subjects", "tags"
    )


@transaction.atomic
def rebuild() -> int:
    """Index the whole stand again and say how many stories it has. All or nothing.

    Readers search the old index until this is done; a story that is published meanwhile is in both.
    """
    keep_others_from_writing(SearchEntry)
    SearchEntry.objects.all().delete()
    engine().clear()
    count = 0
    for batch in batches(_with_known().order_by("pk")):
        _write([(story, documents.known(story)) for story in batch])
        count += len(batch)
    engine().tidy()
    return count


def moved(key: int) -> None:
    """Say that a story's moment is another, or that it was withdrawn or reinstated."""
    engine().moved([key])


def drain() -> int:
    """Send a search server what it lacks or has lost; how many changes.

    Raises EngineDown.
    """
    return engine().drain()


def is_current() -> bool:
    """Whether every story is indexed by this tokenizer, and those of the stand for this engine."""
    is_whole = not PublishedArticle.objects.filter(outdated()).exists() and engine().is_whole()
    return is_whole and is_desk_current()


def stale() -> QuerySet[SearchEntry]:
    """What another tokenizer has cut."""
    return SearchEntry.objects.filter(documents.cut_otherwise(_version()))


def _version() -> str:
    return version(engine().kind)


def _write(
    stories: Sequence[tuple[PublishedArticle, documents.Known]],
    *,
    instead_of: Iterable[SearchEntry] = (),
) -> None:
    """Entries first, then grams: what rebuild() keeps from others, in the same order."""
    entries = [documents.entry(*of_story) for of_story in stories]
    for fresh in entries:
        fresh.version = _version()
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["story"], update_fields=FIELDS
    )
    kind = engine().kind
    kept = [(old.pk, written_grams(old.solid, by=old.version, engine=kind)) for old in instead_of]
    engine().remove([(key, found) for key, found in kept if found])
    engine().write([(fresh.pk, grams(fresh.solid)) for fresh in entries])
    headline_words.keep(stories)
