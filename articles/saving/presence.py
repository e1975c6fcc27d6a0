"""Who has a story open to edit it: a light heartbeat, and no lock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from articles.models import Article, Autosave, Presence

if TYPE_CHECKING:
    from people.models import User

AWAY = timedelta(seconds=60)  # three beats missed


def beat(article: Article, *, by: User, now: datetime | None = None) -> None:
    """`by` is editing the story. One statement, however often it is said."""
    Presence.objects.bulk_create(
        [Presence(article=article, user=by, seen_at=now or timezone.now())],
        update_conflicts=True,
        unique_fields=["article", "user"],
        update_fields=["seen_at"],
    )


def others(article: Article, *, besides: User, now: datetime | None = None) -> list[str]:
    """The names of those who were editing the story within the last minute, first come first."""
    since = (now or timezone.now()) - AWAY
    seen = Presence.objects.filter(article=article, seen_at__gt=since).exclude(user=besides)
    return [str(presence.user) for presence in seen.select_related("user").order_by("pk")]


def at_work(article: Article, *, besides: User) -> list[str]:
    """The names of those who are editing the story, or have typed into it and not saved."""
    typed = Autosave.objects.filter(article=article).exclude(user=besides).select_related("user")
    names = [str(autosave.user) for autosave in typed.order_by("pk")]
    return list(dict.fromkeys([*others(article, besides=besides), *names]))


def leave(article: Article, *, by: User, now: datetime | None = None) -> None:
    """`by` has closed the story. Whoever left any story without a word goes too."""
    away = Q(seen_at__lte=(now or timezone.now()) - AWAY)
    Presence.objects.filter(Q(article=article, user=by) | away).delete()
