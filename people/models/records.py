"""What was done to names, by whom and why: rows are added, and nobody changes or deletes one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.named import Entity, Reporter

ONE_OF_TWO = Q(entity__isnull=True, reporter__isnull=False) | Q(
    entity__isnull=False, reporter__isnull=True
)


class Hiding(models.Model):
    """One time an entity or a reporter was hidden from readers, and, in time, shown again."""

    entity = models.ForeignKey(
        Entity,
        verbose_name=_("人物或单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hidings",
    )
    reporter = models.ForeignKey(
        Reporter,
        verbose_name=_("记者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hidings",
    )
    reason = models.TextField(
        _("隐藏原因"), help_text=_("如“本人要求”“未成年人”。只在后台记录，读者看不到。")
    )
    hidden_at = models.DateTimeField(_("隐藏时间"))
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("隐藏人"),
        null=True,  # who was hidden before this was written down
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    show_reason = models.TextField(_("恢复原因"), blank=True)
    shown_at = models.DateTimeField(_("恢复时间"), null=True, blank=True)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("恢复人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("隐藏")
        verbose_name_plural = _("隐藏记录")
        ordering = ["-hidden_at", "-pk"]
        default_permissions = ["add", "change", "view"]  # hide, show again, read; never delete
        constraints = [
            models.CheckConstraint(
                condition=ONE_OF_TWO,
                name="hiding_of_one",
                violation_error_message=_("请选择一位人物（单位）或一位记者，只选一个。"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="hiding_has_a_reason",
                violation_error_message=_("请写明隐藏的原因。"),
            ),
            models.UniqueConstraint(
                fields=["entity"],
                condition=Q(shown_at=None),
                name="hiding_of_entity_open_once",
                violation_error_message=_("此人或单位已经隐藏。"),
            ),
            models.UniqueConstraint(
                fields=["reporter"],
                condition=Q(shown_at=None),
                name="hiding_of_reporter_open_once",
                violation_error_message=_("这位记者已经隐藏。"),
            ),
            models.CheckConstraint(
                condition=Q(shown_at=None, shown_by=None, show_reason="")
                | Q(shown_at__gte=F("hidden_at"), shown_by__isnull=False) & ~Q(show_reason=""),
                name="hiding_undone_whole",
                violation_error_message=_("恢复要有时间、恢复人和原因。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.of)

    @property
    def of(self) -> Entity | Reporter | None:
        """Who or what was hidden; nothing on a form that is not filled in."""
        return self.entity or self.reporter


class Merger(models.Model):
    """Two rows found to be one: what the other was called, where it went, who said so and why.

    `former` is the key of the row that is gone; addresses that hold it lead to the one that stayed.
    """

    entity = models.ForeignKey(
        Entity,
        verbose_name=_("保留的人物或单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mergers",
    )
    reporter = models.ForeignKey(
        Reporter,
        verbose_name=_("保留的记者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mergers",
    )
    former = models.PositiveBigIntegerField(_("原编号"), editable=False)
    former_name = models.CharField(_("原名称"), max_length=200, editable=False)
    into_name = models.CharField(_("并入"), max_length=200, editable=False)
    reason = models.TextField(_("合并原因"))
    at = models.DateTimeField(_("合并时间"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("合并人"),
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("合并")
        verbose_name_plural = _("合并记录")
        ordering = ["-at", "-pk"]
        default_permissions = ["add", "view"]
        constraints = [
            models.CheckConstraint(
                condition=ONE_OF_TWO,
                name="merger_of_one_kind",
                violation_error_message=_("请选择两位人物（单位）或两位记者。"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="merger_has_a_reason",
                violation_error_message=_("请写明合并的原因。"),
            ),
            models.UniqueConstraint(
                fields=["former"],
                condition=Q(entity__isnull=False),
                name="merger_of_entity_once",
                violation_error_message=_("这个编号已经合并过。"),
            ),
            models.UniqueConstraint(
                fields=["former"],
                condition=Q(reporter__isnull=False),
                name="merger_of_reporter_once",
                violation_error_message=_("这个编号已经合并过。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.former_name} → {self.into_name}"

    @property
    def into(self) -> Entity | Reporter | None:
        """The row that stayed, or the one that it was merged into since."""
        return self.entity or self.reporter
