"""Changes that wait until a second person has confirmed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef

from articles.enums import ChangeDecision

if TYPE_CHECKING:
    from articles.models import PendingChange  # noqa: F401  # named in a string below
    from people.models import User


class PendingChangeQuerySet(models.QuerySet["PendingChange"]):
    def waiting(self) -> Self:
        """What nobody has decided yet, the longest waiting first."""
        return self.filter(decision="").order_by("asked_at", "pk")

    def about(self, row: models.Model) -> Self:
        """What was asked for in the form of a row."""
        return self.filter(model=row._meta.label_lower, key=str(row.pk))

    def refused_to(self, user: User) -> Self:
        """What this person asked for and got back, until they have taken note of it or asked for
        something else about the same row.
        """
        later = self.model.objects.filter(
            asked_by=user,
            model=OuterRef("model"),
            key=OuterRef("key"),
            asked_at__gt=OuterRef("decided_at"),
        )
        refused = self.filter(
            asked_by=user, decision=ChangeDecision.REFUSED, acknowledgement__isnull=True
        )
        return refused.filter(~Exists(later)).order_by("-decided_at", "-pk")
