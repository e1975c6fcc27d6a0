"""Changes that wait until a second person has confirmed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

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

    def asked_by(self, user: User) -> Self:
        return self.filter(asked_by=user)
