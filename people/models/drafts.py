"""What a story seems to announce, kept aside until an editor confirms it.

A draft is no entity, round or honour yet but a table of its own, so that nothing of it can be found
in a text, linked or shown to readers: no reader's code reads this table.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.enums import DatePrecision, Level


class DraftRoll(models.Model):
    """A round of an honour with its recipients, or names alone, as drafts.

    Confirming makes entities, programme, round and honours of it (people.rolls.enrolling), and
    `round` and `confirmed_at` then tell what became of it.
    """

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("出处"),
        null=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="draft_rolls",
    )
    programme = models.CharField(
        _("荣誉"),
        max_length=100,
        blank=True,
        help_text=_("荣誉的名称；留空则只登记人物和单位，不登记荣誉。"),
    )
    level = models.CharField(_("级别"), max_length=16, choices=Level, blank=True)
    round_name = models.CharField(_("批次或届次"), max_length=60, blank=True)
    announced_on = models.DateField(_("公布日期"), null=True, blank=True)
    announced_precision = models.CharField(
        _("日期精度"), max_length=8, choices=DatePrecision, default=DatePrecision.DAY
    )
    text = models.TextField(_("名单"))
    stated = models.CharField(
        _("原文所写数目"),
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("稿件写明的人数或家数，如“6家”；没有写明则为空。"),
    )
    edition = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("采纳时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("采纳人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    round = models.ForeignKey(
        "people.Round",
        verbose_name=_("已确认为"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="drafts",
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("待确认名单")
        verbose_name_plural = _("待确认名单")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="draft_round_has_a_programme",
                condition=Q(round_name="") | ~Q(programme=""),
                violation_error_message=_("写了批次，也要写荣誉的名称。"),
            ),
            models.CheckConstraint(
                name="draft_becomes_a_round_when_confirmed",
                condition=Q(round=None) | Q(confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.programme, self.round_name])) or gettext("人物和单位")

    @property
    def is_pending(self) -> bool:
        """Whether nobody has confirmed it yet."""
        return self.confirmed_at is None
