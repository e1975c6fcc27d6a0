from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import LinkState
from articles.models.article import Article
from articles.models.rows import PreviewLinkQuerySet


class PreviewLink(models.Model):
    """Lets one person without an account read one story on the desk, for a few days.

    The token in its address is kept as a hash only: who reads the database can open nothing.
    """

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="preview_links"
    )
    for_whom = models.CharField(
        _("给谁看"), max_length=60, help_text=_("对方的姓名或单位，会写在预览页顶部。")
    )
    token_hash = models.CharField(_("口令摘要"), max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("创建者"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("创建时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("撤销者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("预览链接")
        verbose_name_plural = _("预览链接")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        permissions = [("share_preview", _("可以给出预览链接"))]
        constraints = [
            models.CheckConstraint(name="preview_link_names_its_reader", condition=~Q(for_whom="")),
            models.CheckConstraint(
                name="preview_link_expires_after_it_begins",
                condition=Q(expires_at__gt=F("created_at")),
            ),
            models.CheckConstraint(
                name="preview_link_is_revoked_by_someone",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.for_whom

    def state(self, *, at: datetime) -> LinkState:
        if self.revoked_at:
            return LinkState.REVOKED
        return LinkState.OPEN if at < self.expires_at else LinkState.EXPIRED


class PreviewOpening(models.Model):
    """One time a preview link was opened. Says from roughly where, never from whose machine."""

    link = models.ForeignKey(
        PreviewLink,
        verbose_name=_("预览链接"),
        on_delete=models.CASCADE,
        related_name="openings",
    )
    at = models.DateTimeField(_("打开时间"))
    network = models.CharField(_("网段"), max_length=43, blank=True)
    agent = models.CharField(_("浏览器"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("预览打开记录")
        verbose_name_plural = _("预览打开记录")
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.network
