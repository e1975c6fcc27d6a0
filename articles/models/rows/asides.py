"""Which comments, notices and preview links; then, with which related rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Prefetch, Q

if TYPE_CHECKING:
    from datetime import datetime

    from articles.models import Comment, Notice, PreviewLink  # noqa: F401  # named in strings below
    from people.models import User

OPENINGS_SHOWN = 20


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments and the replies to them; most questions are about comments alone."""

    def threads(self) -> Self:
        """Comments that are not replies."""
        return self.filter(parent=None)

    def open(self) -> Self:
        """What somebody still has to settle."""
        return self.threads().filter(resolved_at=None)

    def by_article(self, keys: Collection[int]) -> dict[int, int]:
        """How many of these comments each of the stories has, by its key, if it has any."""
        rows = self.filter(article__in=keys).order_by().values_list("article")
        return dict(rows.annotate(count=Count("pk")))

    def for_page(self) -> Self:
        """With the people named, and the replies."""
        replies = self.model._default_manager.select_related("by").prefetch_related("addressees")
        return self.select_related("by", "resolved_by").prefetch_related(
            "addressees", Prefetch("replies", queryset=replies)
        )


class NoticeQuerySet(models.QuerySet["Notice"]):
    """What people are told of stories."""

    def shown_to(self, user: User) -> Self:
        """A person's notices of their account and of stories that they may see now, the newest
        first.
        """
        stories: Any = self.model._meta.get_field("article").related_model
        seen = stories.objects.visible_to(user)
        is_seen = Q(article=None) | Q(article__in=seen)
        return self.filter(is_seen, recipient=user).order_by("-at", "-pk")

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def for_list(self) -> Self:
        """With who did it and the story's name."""
        return self.select_related("article", "by", "comment").defer("article__body")

    def due(self, now: datetime) -> Self:
        """What is to be sent out of the house by now, the longest due first."""
        return self.filter(due_at__lte=now).order_by("due_at", "pk")


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def for_page(self) -> Self:
        """With the people named, the number of openings, and the newest of them."""
        openings = self.model._meta.get_field("openings").related_model
        newest = openings._default_manager.order_by("-at", "-pk")[:OPENINGS_SHOWN]
        return (
            self.select_related("created_by", "revoked_by")
            .annotate(opening_count=Count("openings"))
            .prefetch_related(Prefetch("openings", queryset=newest, to_attr="newest_openings"))
        )
