from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.enums import SitePageSlug
from articles.models.rows import SitePageQuerySet
from articles.text import body


class SitePage(models.Model):
    """What the paper says of itself: who makes it, by what rules, and where to find it."""

    slug = models.CharField(_("页面"), max_length=20, unique=True, choices=SitePageSlug)
    title = models.CharField(_("标题"), max_length=60)
    body = models.TextField(_("正文"))
    updated_at = models.DateTimeField(_("最后修改"), auto_now=True)
    # Set by articles.review.confirmations alone: new, and nobody else has confirmed it yet.
    is_waiting = models.BooleanField(_("等待确认"), default=False, editable=False)

    objects = SitePageQuerySet.as_manager()

    class Meta:
        verbose_name = _("本报说明")
        verbose_name_plural = _("本报说明")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__in=SitePageSlug.values), name="site_page_slug_known"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body=""), name="site_page_is_written"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("site_page", args=[self.slug])

    @property
    def body_markup(self) -> SafeString:
        """The body as readers get it: cleaned again, whatever the row holds."""
        return mark_safe(body.parse(self.body).render(figure=lambda _key: ""))  # noqa: S308  # cleaned here
