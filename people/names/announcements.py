"""Which published stories announced an honour."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, prefetch_related_objects

from articles.models import PublishedArticle
from articles.models.rows import PublishedArticleQuerySet
from people.models import Honour


def announced(honours: Sequence[Honour]) -> list[tuple[Honour, list[PublishedArticle]]]:
    """Each honour with the stories that announced it: its own, else those of its round.

    Only what readers may see now. Two queries, however many honours.
    """
    rounds = [honour.round for honour in honours if not honour.article_id]
    stories = Prefetch("published_articles", _public().newest_first(), to_attr="stories")
    prefetch_related_objects(rounds, stories)
    return [
        (honour, own if honour.article_id else honour.round.stories)  # type: ignore[attr-defined]  # prefetched
        for honour, own in with_own(honours)
    ]


def with_own(honours: Sequence[Honour]) -> list[tuple[Honour, list[PublishedArticle]]]:
    """Each honour with the story of its own that announced it, where the round's is another."""
    keys = {honour.article_id for honour in honours if honour.article_id}
    found = _public().in_bulk(keys) if keys else {}
    return [(h, [found[h.article_id]] if h.article_id in found else []) for h in honours]


def _public() -> PublishedArticleQuerySet:
    return PublishedArticle.objects.public().for_links()
