from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.rows import PinQuerySet


class Pin(models.Model):
    """A story that an editor keeps on top of the front page for a time."""

    article = models.OneToOneField(
        Article, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="pin"
    )
    order = models.PositiveSmallIntegerField(_("次序"), help_text=_("1 为头条。"))
    until = models.DateTimeField(_("置顶到"), help_text=_("到这一刻自动撤下，首页恢复按版面排列。"))
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("置顶人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    pinned_at = models.DateTimeField(_("置顶时间"), auto_now_add=True)

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("首页置顶")
        verbose_name_plural = _("首页置顶")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                name="pin_order_unique",
                violation_error_message=_("两篇稿件的次序不能相同。"),
            ),
        ]

    def __str__(self) -> str:
        return self.article.title

    def natural_key(self) -> tuple[str]:
        return self.article.natural_key()

    natural_key.dependencies = ["articles.article"]  # type: ignore[attr-defined]  # Django's protocol
