from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Presence(models.Model):
    """Somebody has a story open to edit it. Worth nothing a minute later (saving.presence)."""

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("编辑者"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    seen_at = models.DateTimeField(_("最近在场"), db_index=True)

    class Meta:
        verbose_name = _("正在编辑")
        verbose_name_plural = _("正在编辑")
        default_permissions = ()  # who may edit the story may be seen editing it
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return str(self.user)
