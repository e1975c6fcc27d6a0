"""The public log: every correction of a story that readers have, every story that was withdrawn.

The two stand in different tables. Each gives its newest rows before a place, and the page is the
newest of both; so a deep page costs two queries, as the first one does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Correction, PublishedArticle
from articles.models.rows import LIST_SIZE
from articles.models.rows.paging import Cursor, KeysetPage, after
from people.names.masking import current


@dataclass(frozen=True)
class Entry:
    """One line of the log. A withdrawn story has no link and no headline here."""

    place: Cursor
    label: str
    text: str
    story: PublishedArticle | None = None
    anchor: str = ""  # of the correction on the story's page, if it still holds


def page_before(
    cursor: str | None, *, now: datetime | None = None, size: int = LIST_SIZE
) -> KeysetPage[Entry]:
    """One page of the log, newest first: the first, or the one that starts after `cursor`.

    Raises BadCursor.
    """
    now = now or timezone.now()
    place = Cursor.read(cursor) if cursor else Cursor(now, 2**63 - 1)
    found = [
        *_corrections(place, now=now, limit=size + 1),
        *_withdrawals(place, now=now, limit=size + 1),
    ]
    mask = current()
    found = [replace(entry, text=mask.text(entry.text)) for entry in found]
    found.sort(key=lambda entry: (entry.place.moment, entry.place.key), reverse=True)
    return KeysetPage(
        found[: size + 1], size=size, is_first=not cursor, place=lambda entry: entry.place
    )


def _corrections(place: Cursor, *, now: datetime, limit: int) -> list[Entry]:
    of_public = Correction.objects.of(PublishedArticle.objects.public(now=now)).for_log()
    before = of_public.filter(_before(place, moment="made_at", odd=0))
    return [
        Entry(
            place=Cursor(correction.made_at, correction.pk * 2),
            label=str(correction.get_kind_display()),
            text=correction.text,
            story=correction.article.published,
            anchor="" if correction.is_superseded else f"#correction-{correction.pk}",
        )
        for correction in before.order_by("-made_at", "-pk")[:limit]
    ]


def _withdrawals(place: Cursor, *, now: datetime, limit: int) -> list[Entry]:
    withdrawn = PublishedArticle.objects.withdrawn(now=now).for_tombstone()
    before = withdrawn.filter(_before(place, moment="withdrawn_at", odd=1))
    return [
        Entry(
            place=Cursor(story.withdrawn_at, story.pk * 2 + 1),
            label=_("撤稿"),
            text=story.withdrawn_reason,
        )
        for story in before.order_by("-withdrawn_at", "-pk")[:limit]
        if story.withdrawn_at
    ]


def _before(place: Cursor, *, moment: str, odd: int) -> Q:
    """What comes after a place: keys there are twice the row's for corrections, one more for
    withdrawals, so that no two entries are alike.
    """
    return after(Cursor(place.moment, (place.key + 1 - odd) // 2), by=moment)
