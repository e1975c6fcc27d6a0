"""Further names given to somebody while they were hidden: no second person has passed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from articles.review.confirmations import holding, rows
from people.models import Entity, EntityName

if TYPE_CHECKING:
    from articles.models import PendingChange
    from people.models import Hiding, User


def hold(hiding: Hiding, *, by: User) -> PendingChange | None:
    """Let the names that were added or changed since somebody was hidden wait, now that readers see
    them again; what is held, or None. They took something from readers, so that they had not waited
    (reader_fields). Needs a transaction around it.
    """
    entity = hiding.entity
    if entity is None:
        return None
    given = EntityName.objects.filter(entity=entity, updated_at__gt=hiding.hidden_at)
    asked = [rows.held(name, "add", after=rows.values(name)) for name in given]
    if not asked:
        return None
    Entity.objects.filter(pk=entity.pk).update(edition=F("edition") + 1)
    return holding.hold(entity, asked, by=by)
