"""Appending to the log of the desk's acts. Nothing else writes to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from articles.audit_log import chain, checking
from articles.enums import Event
from articles.models import LogLine

if TYPE_CHECKING:
    from people.models import User

LOCK = 5_640_417  # the key of PostgreSQL's advisory lock
HEAD_EVERY = 1000  # lines after which the head goes to the process log


@transaction.atomic(savepoint=False)  # not a statement more than it takes
def record(
    event: Event,
    *,
    by: User | None,
    about: models.Model | None = None,
    details: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> LogLine:
    """Append one line, kept or undone with the caller's transaction. Call it as its last step.

    `by` is None where nobody is logged in, or a command or the worker acts. `about` is the row that
    the line is about, before it is deleted. `details` hold what JSON can hold, and neither
    passwords, keys nor other secrets; of a story's own words nothing either, since who may read the
    log may perhaps not read the story.

    Lines are numbered without gaps and each carries the hash of the one before, so appending waits
    until another transaction that appended has ended. A transaction that appends and then waits for
    rows that such another holds would wait for ever: hence the last step.
    """
    if connection.vendor == "postgresql":  # SQLite has one writer anyhow
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    before = checking.head()
    line = LogLine(
        number=before.number + 1,
        at=at or timezone.now(),
        event=event.value,
        details=_as_stored(details or {}),
        **_actor(by),
        **_subject(about),
    )
    line.hash = chain.digest(line, before=before.hash)
    line.save(force_insert=True)
    if line.number % HEAD_EVERY == 0:
        transaction.on_commit(checking.tell_head)
    return line


def _as_stored(details: Mapping[str, Any]) -> Any:
    """Details as the database gives them back. Fractions are kept as text: PostgreSQL would write
    some of them otherwise, and the hash would no longer be right."""
    return json.loads(json.dumps(details, cls=DjangoJSONEncoder), parse_float=str)


def _actor(by: User | None) -> dict[str, str]:
    if by is None:
        return {}
    return {"by_key": str(by.pk), "by_login": by.get_username(), "by_name": str(by)[:150]}


def _subject(about: models.Model | None) -> dict[str, Any]:
    if about is None:
        return {}
    label = about._meta.label_lower
    story = about.pk if label == "articles.article" else getattr(about, "article_id", None)
    text = str(about)[: LogLine._meta.get_field("text").max_length]
    return {"model": label, "key": str(about.pk), "text": text, "story": story}
