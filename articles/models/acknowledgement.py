from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.correction import ProposedCorrection
from articles.models.pending_change import PendingChange
from articles.models.review import Review


class Acknowledgement(models.Model):
    """That somebody has taken note of a decision: of an override, another person who decides; of a
    change that was refused, who asked for it. Until then 今天 shows it.
    """

    review = models.OneToOneField(
        Review,
        verbose_name=_("审稿记录"),
        null=True,
        on_delete=models.CASCADE,
        related_name="acknowledgement",
    )
    proposal = models.OneToOneField(
        ProposedCorrection,
        verbose_name=_("更正申请"),
        null=True,
        on_delete=models.CASCADE,
        related_name="acknowledgement",
    )
    change = models.OneToOneField(
        PendingChange,
        verbose_name=_("待确认的改动"),
        null=True,
        on_delete=models.CASCADE,
        related_name="acknowledgement",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁已阅"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("已阅")
        verbose_name_plural = _("已阅")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(review__isnull=False, proposal=None, change=None)
                | Q(review=None, proposal__isnull=False, change=None)
                | Q(review=None, proposal=None, change__isnull=False),
                name="acknowledgement_of_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.by)
