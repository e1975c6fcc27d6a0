from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StandVersion(models.Model):
    """One row. Its mark is another after every transaction that changed what readers get.

    Written by triggers of the database alone, see articles.stand.version. A mark never comes
    again, so two that are the same say that nothing has changed between; it is no number, which a
    backup that is restored would give out twice.
    """

    mark = models.UUIDField(_("标记"), default=uuid4, editable=False)

    class Meta:
        verbose_name = _("公开内容的版本")
        verbose_name_plural = _("公开内容的版本")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="stand_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.mark)
