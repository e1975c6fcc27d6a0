"""After an upgrade whose tokenizer is another: the index and the names are brought up to date while
readers search, a few rows at a time, the newest first.

A row is found by the words that its old text and today's query have in common until its turn comes:
any Chinese word, and of others what both cut alike. Nothing is ever found that is not there. Each
few rows are one transaction, so that a worker that dies loses nothing and goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from articles.models import Article, LexiconEntry, PublishedArticle, Tag
from articles.search.desk import desk_outdated, renew_desk
from articles.search.index import outdated, renew_stand
from articles.text.folding import compared
from articles.text.tags import comparable
from people.models import Entity, EntityName, Reporter
from people.models.named import ComparedName

SIZE = 50  # stories of one transaction: some tenths of a second in which SQLite has one writer
NAMES = 1000
PAUSE = 0.02  # seconds in which others may write


def renew() -> int:
    """Bring up to date what another tokenizer cut or nobody has cut; how many stories.

    It may be killed, and two may run at once.
    """
    if not (_stand().exists() or _desk().exists()):
        return 0
    for rows in (Reporter.objects, Entity.objects, EntityName.objects):
        _refill(rows.all(), "compared", ComparedName.of)
    _refill(Tag.objects.all(), "compared", comparable)
    _refill(LexiconEntry.objects.all(), "folded", compared, source="word")
    return _renew(_stand, renew_stand) + _renew(_desk, renew_desk)


def _stand() -> QuerySet[PublishedArticle]:
    newest = Coalesce("visible_from", "published_at").desc()
    return PublishedArticle.objects.filter(outdated()).order_by(newest, "-pk")


def _desk() -> QuerySet[Article]:
    return Article.objects.filter(desk_outdated()).order_by("-pk")


def _renew(rows: Callable[[], QuerySet[Any]], write: Callable[[list[int]], int]) -> int:
    done = 0
    while keys := list(rows().values_list("pk", flat=True)[:SIZE]):
        with transaction.atomic():
            written = write(keys)
        if not written:  # others hold them, and write them
            break
        done += written
        time.sleep(PAUSE)
    return done


def _refill(
    rows: QuerySet[Any], column: str, form: Callable[[str], str], *, source: str = "name"
) -> None:
    """Work out anew a column that holds a text as it is compared.

    Where it has to be unique, a row that is now the same as another one keeps what it has.
    """
    is_unique = column == "folded" or rows.model is Tag
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk").only("pk", source, column)[:NAMES]):
        last = batch[-1].pk
        changed = []
        for row in batch:
            fresh = form(getattr(row, source))
            if fresh != getattr(row, column):
                setattr(row, column, fresh)
                changed.append(row)
        if not is_unique:
            rows.bulk_update(changed, [column])
            continue
        for row in changed:
            if not rows.filter(**{column: getattr(row, column)}).exists():
                rows.filter(pk=row.pk).update(**{column: getattr(row, column)})
