from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import FindingKind
from articles.models.article import Article


class Waiver(models.Model):
    """Somebody let a warning pass, and said why. It holds while the sentence stays as it is."""

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="waivers"
    )
    key = models.CharField(max_length=32, editable=False)
    kind = models.CharField(_("类别"), max_length=16, choices=FindingKind)
    excerpt = models.CharField(_("原文"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("放行人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField(_("理由"), max_length=300)
    at = models.DateTimeField(_("放行时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("放行记录")
        verbose_name_plural = _("放行记录")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "key"], name="waiver_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.excerpt}：{self.reason}"
