"""Keeping the index. It follows publishing in the same transaction."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from articles.models import PublishedArticle, SearchEntry
from articles.search import documents
from articles.search.batches import batches
from articles.search.desk import is_desk_current
from articles.search.engines import engine
from articles.search.tables import keep_others_from_writing
from articles.text.tokens import grams, version

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
        fresh = documents.entry(story, known or documents.known(story))
        is_ours = kept is not None and kept.version == _version()  # else its grams are another's
        _write([fresh], instead_of=kept if is_ours else None)


@transaction.atomic
def rebuild() -> int:
    """Index the whole stand again and say how many stories it has. All or nothing.

    Readers search the old index until this is done; a story that is published meanwhile is in both.
    """
    keep_others_from_writing(SearchEntry)
    SearchEntry.objects.all().delete()
    engine().clear()
    stories = PublishedArticle.objects.select_related("column").prefetch_related(
        "reporters", "entities", "tags"
    )
    count = 0
    for batch in batches(stories.order_by("pk")):
        _write([documents.entry(story, documents.known(story)) for story in batch])
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
    this = _version()
    others = SearchEntry.objects.filter(Q(version__lt=this) | Q(version__gt=this))
    missing = PublishedArticle.objects.filter(search_entry__isnull=True)
    is_whole = not others.exists() and not missing.exists() and engine().is_whole()
    return is_whole and is_desk_current(version())


def _version() -> str:
    return version(engine().kind)


def _write(entries: list[SearchEntry], *, instead_of: SearchEntry | None = None) -> None:
    """Entries first, then grams: what rebuild() keeps from others, in the same order."""
    for fresh in entries:
        fresh.version = _version()
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["story"], update_fields=FIELDS
    )
    if instead_of:
        engine().remove([(instead_of.pk, grams(instead_of.solid))])
    engine().write([(fresh.pk, grams(fresh.solid)) for fresh in entries])
