from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.site_page import SitePage
from articles.models.taxonomy import Section


class FormerAddress(models.Model):
    """A name that stood in the address of a section or of a page about the paper.

    It leads on to the row as it is called now. As long as it does, no other row may take it.
    Written by articles.stand.former_addresses.
    """

    slug = models.CharField(_("旧网址名"), max_length=40)
    section = models.ForeignKey(
        Section,
        verbose_name=_("栏目"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="former_addresses",
    )
    site_page = models.ForeignKey(
        SitePage,
        verbose_name=_("本报说明"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="former_addresses",
    )
    left_at = models.DateTimeField(_("改名时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("旧网址")
        verbose_name_plural = _("旧网址（仍会转到这里；删除后别处才能再用）")
        ordering = ["-left_at", "-pk"]
        default_permissions = ()  # who may change the row may free its former addresses
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=False, site_page=None)
                | Q(section=None, site_page__isnull=False),
                name="former_address_of_one",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(section__isnull=False),
                name="former_address_of_section_once",
                violation_error_message=_("这个网址名已有栏目用过。"),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(site_page__isnull=False),
                name="former_address_of_site_page_once",
                violation_error_message=_("这个网址名已有页面用过。"),
            ),
        ]

    def __str__(self) -> str:
        return self.slug
