"""What stands around a story: its neighbours in print, and the stories that share its names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, Model, OuterRef, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from articles.models import PublishedArticle
    from articles.querysets.stand import PublishedArticleQuerySet

POOL = 200  # newest stories that share an entity, or a tag, among which the closest are looked for


def around(
    stories: PublishedArticleQuerySet, story: PublishedArticle
) -> QuerySet[PublishedArticle]:
    """Those of `stories` in the story's issue or sharing a name with it, for links, in one query.

    Each carries `shared_entities` and `shared_tags`; `story` itself is among its issue's.
    """
    entities, tags = stories.model.entities.through, stories.model.tags.through
    pool = _sharing(entities, "entity_id", story).union(_sharing(tags, "tag_id", story))
    if story.page:
        pool = pool.union(stories.in_issue(story.page.issue).order_by().values("pk"))
    return (
        stories.filter(pk__in=pool)
        .select_related("page")
        .only(
            *["headline", "web_headline", "visible_from", "page_order"],
            *["page__number", "page__issue"],
        )
        .annotate(
            shared_entities=_shared(entities, "entity_id", story),
            shared_tags=_shared(tags, "tag_id", story),
        )
    )


def _of(through: type[Model], name: str, story: PublishedArticle) -> QuerySet[Any]:
    """The rows of whatever shares something with the story, the story's own included."""
    rows = through._default_manager.all()
    return rows.filter(**{f"{name}__in": rows.filter(publishedarticle=story.pk).values(name)})


def _sharing(through: type[Model], name: str, story: PublishedArticle) -> QuerySet[Any]:
    others = _of(through, name, story).exclude(publishedarticle=story.pk)
    newest = others.order_by("-publishedarticle_id").values("pk")[:POOL]
    # SQLite takes no limit inside a union, only a level below it.
    return through._default_manager.filter(pk__in=newest).values("publishedarticle_id")


def _shared(through: type[Model], name: str, story: PublishedArticle) -> Coalesce:
    rows = _of(through, name, story).filter(publishedarticle=OuterRef("pk")).order_by()
    counted = rows.values("publishedarticle_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
