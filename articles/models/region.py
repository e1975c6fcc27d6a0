from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.imaging import polygons
from articles.models.article import Article
from articles.models.issue import Page
from articles.models.rows import RegionQuerySet


class Region(models.Model):
    """Where on a printed page a story stands. Of a story on two pages, each has its region."""

    page = models.ForeignKey(
        Page, verbose_name=_("版面"), on_delete=models.CASCADE, related_name="regions"
    )
    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="regions"
    )
    order = models.PositiveSmallIntegerField(_("阅读次序"))
    points = models.CharField(
        _("形状"),
        max_length=600,
        help_text=_("各角的坐标，占版面宽、高的百分数，如“0,0 50,0 50,30 0,30”。"),
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("版面区域")
        verbose_name_plural = _("版面区域")
        ordering = ["page", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "article"],
                name="region_once",
                violation_error_message=_("一篇稿件在一个版上只有一个区域。"),
            ),
            models.UniqueConstraint(
                fields=["page", "order"],
                name="region_order_unique",
                violation_error_message=_("两个区域的阅读次序不能相同。"),
            ),
            models.CheckConstraint(
                condition=~Q(points=""),
                name="region_has_points",
                violation_error_message=_("区域没有形状。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.article}"

    def natural_key(self) -> tuple[str, int, str]:
        return (*self.page.natural_key(), *self.article.natural_key())

    natural_key.dependencies = ["articles.page", "articles.article"]  # type: ignore[attr-defined]  # Django's protocol

    def clean(self) -> None:
        try:
            self.points = polygons.write(self.polygon)
        except polygons.BadPolygon as error:
            raise ValidationError({"points": str(error)}) from error

    @property
    def polygon(self) -> polygons.Polygon:
        return polygons.read(self.points)
