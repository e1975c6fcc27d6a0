from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import ArticleKind, BylineRole
from articles.models.published import PublishedArticle
from articles.models.rows import PublishedCreditQuerySet, ScoreRuleQuerySet
from people.models import Reporter

EACH_PHOTO = ""  # in place of a role: for the photos under someone's name
WORK = [(EACH_PHOTO, _("图片（每张）")), *BylineRole.choices]


class PublishedCredit(models.Model):
    """Who is credited with what in a story on the stand. Written only by articles.stand.publishing.

    A row is a role in the byline, or the number of photos that carry the reporter's name.
    """

    article = models.ForeignKey(
        PublishedArticle,
        verbose_name=_("已发布稿件"),
        on_delete=models.CASCADE,
        related_name="credit_rows",
    )
    reporter = models.ForeignKey(
        Reporter,
        verbose_name=_("记者"),
        on_delete=models.PROTECT,
        related_name="published_credits",
    )
    role = models.CharField(_("分工"), max_length=16, choices=WORK, blank=True)
    photos = models.PositiveSmallIntegerField(_("图片数"), default=0)

    objects = PublishedCreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("见报署名")
        verbose_name_plural = _("见报署名")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "reporter", "role"], name="published_credit_once"
            ),
            models.CheckConstraint(
                name="published_credit_is_role_or_photos",
                condition=Q(role=EACH_PHOTO, photos__gte=1) | (Q(photos=0) & ~Q(role=EACH_PHOTO)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reporter} {self.get_role_display()}"

    def natural_key(self) -> tuple[str, str, str, str]:
        return (*self.article.natural_key(), *self.reporter.natural_key(), self.role)

    natural_key.dependencies = ["articles.publishedarticle", "people.reporter"]  # type: ignore[attr-defined]  # Django's protocol


class ScoreRule(models.Model):
    """What a story of a kind scores for a role in its byline, or for each photo in it."""

    kind = models.CharField(_("体裁"), max_length=16, choices=ArticleKind)
    role = models.CharField(
        _("分工"),
        max_length=16,
        choices=WORK,
        blank=True,
        help_text=_("署名的分工；“图片”按张计分，与署名的分工各自计算。"),
    )
    points = models.DecimalField(
        _("分值"),
        max_digits=6,
        decimal_places=2,
        help_text=_("一篇（或一张）的分值；几人合作时由几人平分。"),
    )
    note = models.CharField(
        _("依据"), max_length=100, blank=True, help_text=_("如考核办法的条款；可留空。")
    )

    objects = ScoreRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("计分规则")
        verbose_name_plural = _("计分规则")
        ordering = ["kind", "role"]
        permissions = [("view_statistics", _("可以查看所有人的稿件考核"))]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "role"],
                name="score_rule_once",
                violation_error_message=_("这种体裁的这项分工已有分值，请直接修改。"),
            ),
            models.CheckConstraint(
                name="score_rule_points_not_negative",
                condition=Q(points__gte=0),
                violation_error_message=_("分值不能小于 0。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_role_display()}"

    def natural_key(self) -> tuple[str, str]:
        return self.kind, self.role
